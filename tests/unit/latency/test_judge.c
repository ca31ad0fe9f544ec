/* SPDX-License-Identifier: Apache-2.0
 *
 * From columns to verdicts: who owns a change, what is over its budget, what cannot be told.
 */
#include <math.h>

#include "checks/latency/judge.h"
#include "unit.h"

enum { RUNS = 10, PHASES = 2 };

/* Ten runs around a value, 1 % apart from end to end. */
static void fill(double *out, double value, double step)
{
	for (int i = 0; i < RUNS; i++)
		out[i] = value * (1 + step * ((i * 7) % RUNS - 4.5) / RUNS);
}

struct sides {
	double base[PHASES + 1][RUNS], head[PHASES + 1][RUNS];
	double *base_columns[PHASES + 1], *head_columns[PHASES + 1];
	struct text names[PHASES];
	struct flow_side base_side, head_side;
};

static void make_side(struct flow_side *side, double columns[PHASES + 1][RUNS], double **pointers,
	struct text *names, double rest)
{
	for (int i = 0; i < RUNS; i++)
		columns[PHASES][i] = columns[0][i] + columns[1][i] + rest;
	for (int k = 0; k <= PHASES; k++)
		pointers[k] = columns[k];
	*side = (struct flow_side){.usable = true,
		.additive = true,
		.phases = names,
		.phase_count = PHASES,
		.columns = pointers,
		.count = RUNS,
		.seen = RUNS};
}

static const struct row {
	const char *name;
	double base[3], head[3]; /* a, b, what neither covers */
	double scatter;          /* of phase b at the head */
	double budget, budget_a; /* 0: none */
	int64_t min_samples;
	const char *total, *a, *b, *owner;
	bool over, over_before;
} rows[] = {
	{"nothing moved", {200, 300, 10}, {200.5, 299, 10}, .01, 0, 0, 8, "within", "within",
		"within", "", false, false},
	{"a is slower", {200, 300, 10}, {260, 300, 10}, .01, 0, 0, 8, "regressed", "regressed",
		"within", "a", false, false},
	{"b is slower", {200, 300, 10}, {200, 360, 10}, .01, 0, 0, 8, "regressed", "within",
		"regressed", "b", false, false},
	{"a is slower, b as much faster", {200, 300, 10}, {260, 240, 10}, .01, 0, 0, 8, "within",
		"regressed", "better", "", false, false},
	{"the rest is slower", {200, 300, 10}, {200, 300, 90}, .01, 0, 0, 8, "regressed", "within",
		"within", "unaccounted", false, false},
	{"faster", {200, 300, 10}, {100, 300, 10}, .01, 0, 0, 8, "better", "better", "within", "a",
		false, false},
	{"slower by less than the tolerance", {200, 300, 10}, {215, 300, 10}, .01, 0, 0, 8,
		"within", "within", "within", "", false, false},
	{"b scatters", {200, 300, 10}, {200, 300, 10}, 1.5, 0, 0, 8, "unmeasurable", "within",
		"unmeasurable", "", false, false},
	{"too few, but proven", {200, 300, 10}, {260, 300, 10}, .01, 0, 0, 11, "regressed",
		"regressed", "unmeasurable", "a", false, false},
	{"too few", {200, 300, 10}, {200, 300, 10}, .01, 0, 0, 11, "unmeasurable", "unmeasurable",
		"unmeasurable", "", false, false},
	{"over the budget since ever", {200, 300, 10}, {200, 300, 10}, .01, 450, 0, 8, "within",
		"within", "within", "", true, true},
	{"over the budget, and worse", {200, 300, 10}, {260, 300, 10}, .01, 450, 0, 8, "regressed",
		"regressed", "within", "a", true, false},
};

static const char *word(enum slowdown_verdict verdict)
{
	static const char *const words[] = {"unmeasurable", "within", "better", "regressed"};

	return words[verdict];
}

static void make(struct sides *sides, const struct row *row)
{
	for (int k = 0; k < PHASES; k++) {
		fill(sides->base[k], row->base[k], .01);
		fill(sides->head[k], row->head[k], k == 1 ? row->scatter : .01);
	}
	sides->names[0] = text_of("a");
	sides->names[1] = text_of("b");
	make_side(&sides->base_side, sides->base, sides->base_columns, sides->names, row->base[2]);
	make_side(&sides->head_side, sides->head, sides->head_columns, sides->names, row->head[2]);
}

static void judge_row(const struct row *row)
{
	struct flow flow = {.name = TEXT("f"),
		.statistic = 3,
		.budget_ms = row->budget,
		.min_samples = row->min_samples,
		.tolerance = {.05, TOLERANCE_SHARE}};
	struct arena *arena = arena_new();
	struct sides sides;
	struct judged_flow judged;
	struct text owner = TEXT("");
	struct err err = {0};

	make(&sides, row);
	CU_ASSERT_EQUAL_FATAL(
		judge_flow(&judged, &flow, &sides.base_side, &sides.head_side, arena, &err), 0);
	if (judged.owner != ATTRIBUTION_NOBODY)
		owner = judged.phases[judged.owner].name;
	CHECK_ROW(row->name, strcmp(word(judged.total.slowdown.verdict), row->total) == 0);
	CHECK_ROW(row->name, strcmp(word(judged.phases[0].slowdown.verdict), row->a) == 0);
	CHECK_ROW(row->name, strcmp(word(judged.phases[1].slowdown.verdict), row->b) == 0);
	CHECK_ROW(row->name, text_is(owner, row->owner));
	CHECK_ROW(row->name,
		judged.total.over == row->over && judged.total.over_before == row->over_before);
	CHECK_ROW(row->name, judged.phase_count == 3);
	arena_free(arena);
}

static void test_verdicts(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		judge_row(&rows[i]);
}

/* One run and no base: the phase that is most over its own budget, or what no phase covers. */
static void test_overrun(void)
{
	static const struct {
		const char *name;
		double a, b, rest, budget_a, budget_b;
		const char *owner;
	} overruns[] = {
		{"a", 300, 100, 0, 200, 200, "a"},
		{"b by more", 250, 400, 0, 200, 200, "b"},
		{"the rest", 100, 100, 400, 200, 200, "unaccounted"},
		{"nobody can be named", 100, 100, 400, 0, 200, ""},
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(overruns) / sizeof(overruns[0]); i++) {
		struct flow_phase phases[] = {
			{.name = TEXT("a"), .budget_ms = overruns[i].budget_a},
			{.name = TEXT("b"), .budget_ms = overruns[i].budget_b}};
		struct flow flow = {.name = TEXT("f"),
			.statistic = 3,
			.budget_ms = 350,
			.min_samples = 8,
			.tolerance = {.05, TOLERANCE_SHARE},
			.phases = {phases, 2}};
		struct row row = {
			.head = {overruns[i].a, overruns[i].b, overruns[i].rest}, .scatter = .01};
		const struct judged *owner;
		struct sides sides;
		struct judged_flow judged;
		struct err err = {0};

		make(&sides, &row);
		CU_ASSERT_EQUAL_FATAL(
			judge_flow(&judged, &flow, NULL, &sides.head_side, arena, &err), 0);
		owner = judge_overrun_owner(&judged);
		CHECK_ROW(overruns[i].name,
			judged.total.over && !judged.total.over_before && !judged.compared);
		CHECK_ROW(overruns[i].name,
			text_is(owner ? owner->name : text_of(""), overruns[i].owner));
	}
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"verdicts", test_verdicts},
	{"overrun", test_overrun},
};

UNIT_MAIN(tests)
