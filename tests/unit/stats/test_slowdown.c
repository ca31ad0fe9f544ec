/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/power.h"
#include "gate/stats/slowdown.h"
#include "near.h"

static void judge(struct slowdown *item, struct sample base, struct sample head,
	struct slowdown_rule rule, struct arena *arena)
{
	struct err err = {0};

	CU_ASSERT_FATAL(slowdown_measure(item, base, head, arena, &err) == 0);
	CU_ASSERT_FATAL(slowdown_judge(item, &rule, 1, arena, &err) == 0);
}

static void one_series(void)
{
	struct sample old = SAMPLE_OF(1726, 1723, 1707, 1707, 1713, 1729, 1736, 1707, 1705, 1774);
	struct sample new = SAMPLE_OF(1423, 1416, 1411, 1413, 1412, 1426, 1422, 1424, 1447, 1425);
	struct sample wild = SAMPLE_OF(1000, 3000, 500, 9000, 1500, 700, 6000, 2500, 4000, 100);
	struct sample three = SAMPLE_OF(1, 2, 3), three_more = SAMPLE_OF(101, 102, 103);
	struct sample five = SAMPLE_OF(1, 2, 3, 4, 5),
		      five_more = SAMPLE_OF(101, 102, 103, 104, 105);
	struct sample same = SAMPLE_OF(5, 5, 5, 5, 5, 5, 5, 5), empty = {NULL, 0};
	const struct {
		const char *name;
		struct sample base, head;
		struct slowdown_rule rule;
		enum slowdown_verdict want;
		uint64_t least; /* needed is at least this; 0: is 0 */
	} rows[] = {
		{"8 benchstat, turned round", new, old, {.05, 71, 8}, SLOWDOWN_REGRESSED, 0},
		{"8 benchstat", old, new, {.05, 86, 8}, SLOWDOWN_BETTER, 0},
		{"the same twice", old, old, {.05, 86, 8}, SLOWDOWN_WITHIN, 0},
		{"slower by less than the tolerance", new, old, {.05, 400, 8}, SLOWDOWN_WITHIN, 0},
		{"noise beyond the tolerance", wild, wild, {.05, 50, 8}, SLOWDOWN_UNMEASURABLE,
			100},
		{"three each, far apart", three, three_more, {.05, 1, 8}, SLOWDOWN_UNMEASURABLE, 8},
		{"three each, none asked for", three, three_more, {.05, 1, 1},
			SLOWDOWN_UNMEASURABLE, 4},
		{"five each, far apart", five, five_more, {.05, 1, 8}, SLOWDOWN_REGRESSED, 0},
		{"five each, far better", five_more, five, {.05, 1, 8}, SLOWDOWN_UNMEASURABLE, 8},
		{"five each, the same", five, five, {.05, 50, 8}, SLOWDOWN_UNMEASURABLE, 8},
		{"no spread", same, same, {.05, 1, 8}, SLOWDOWN_WITHIN, 0},
		{"empty head", same, empty, {.05, 1, 8}, SLOWDOWN_UNMEASURABLE, 8},
		{"empty", empty, empty, {.05, 1, 0}, SLOWDOWN_UNMEASURABLE, 1},
		{"tolerance of 0", old, new, {.05, 0, 8}, SLOWDOWN_UNMEASURABLE, 8},
		{"tolerance of nan", old, old, {.05, NAN, 8}, SLOWDOWN_UNMEASURABLE, 8},
		{"infinite tolerance", old, old, {.05, INFINITY, 8}, SLOWDOWN_UNMEASURABLE, 8},
		{"alpha of nan", old, old, {NAN, 86, 8}, SLOWDOWN_UNMEASURABLE, 8},
		{"more than anybody runs", old, old, {.05, 86, SIZE_MAX}, SLOWDOWN_UNMEASURABLE, 0},
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct arena *arena = arena_new();
		struct slowdown item;

		judge(&item, rows[i].base, rows[i].head, rows[i].rule, arena);
		CHECK_ROW(rows[i].name, item.verdict == rows[i].want);
		CHECK_ROW(rows[i].name,
			rows[i].least ? item.needed >= rows[i].least : item.needed == 0);
		arena_free(arena);
	}
}

/* Four phases of which one moved: its p is held to a quarter of alpha, and no other is blamed. */
static void family(void)
{
	struct sample calm = SAMPLE_OF(10, 11, 12, 13, 14, 15, 16, 17);
	struct sample moved = SAMPLE_OF(30, 31, 32, 33, 34, 35, 36, 37);
	struct sample four = SAMPLE_OF(1, 2, 3, 4), four_more = SAMPLE_OF(11, 12, 13, 14);
	struct slowdown_rule rules[4];
	struct arena *arena = arena_new();
	struct slowdown items[4];
	struct err err = {0};

	for (size_t k = 0; k < 4; k++) {
		rules[k] = (struct slowdown_rule){.05, 4, 4};
		CU_ASSERT(
			slowdown_measure(&items[k], calm, k == 2 ? moved : calm, arena, &err) == 0);
	}
	CU_ASSERT(slowdown_judge(items, rules, 4, arena, &err) == 0);
	for (size_t k = 0; k < 4; k++)
		CHECK_ROW("one of four",
			items[k].verdict == (k == 2 ? SLOWDOWN_REGRESSED : SLOWDOWN_WITHIN));
	CHECK_NEAR("adjusted", items[2].adjusted, 4 * items[2].test.two_sided, 1e-14);
	for (size_t k = 0; k < 4; k++)
		CU_ASSERT(slowdown_measure(
				  &items[k], four, k == 2 ? four_more : four, arena, &err) == 0);
	CU_ASSERT(slowdown_judge(items, rules, 4, arena, &err) == 0);
	CHECK_ROW("four runs cannot tell four phases apart",
		items[2].verdict == SLOWDOWN_UNMEASURABLE && items[2].needed == 5);
	CU_ASSERT(slowdown_judge(items, rules, 0, arena, &err) == 0);
	arena_free(arena);
}

static void refused(void)
{
	struct arena *arena = arena_new();
	struct slowdown item;
	struct err err = {0};

	CU_ASSERT(slowdown_measure(&item, SAMPLE_OF(1, NAN), SAMPLE_OF(1), arena, &err) < 0);
	CU_ASSERT(item.verdict == SLOWDOWN_UNMEASURABLE && err.kind == ERR_LOOK);
	CU_ASSERT_STRING_EQUAL(err.message, "value 2 of 2 is not a number");
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"one series", one_series},
	{"family", family},
	{"refused", refused},
};

UNIT_MAIN(tests)
