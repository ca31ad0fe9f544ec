/* SPDX-License-Identifier: Apache-2.0
 *
 * Shapes of plans: what counts as a lost index, a loop over a scan, an estimate that is off. Real plans are in tests/cases/plans.
 */
#include <math.h>

#include "checks/plans/shape.h"
#include "unit.h"

#define NODE(type, more) "{\"Node Type\":\"" type "\"," more "}"
#define ROWS(planned, rows, loops)                                                   \
	"\"Plan Rows\":" planned ",\"Actual Rows\":" rows ",\"Actual Loops\":" loops \
	",\"Actual Total Time\":1.0"
#define ON                 "\"Relation Name\":\"t\",\"Alias\":\"t\","
#define INDEX(cond, rows)  NODE("Index Scan", ON "\"Index Name\":\"i\"," cond ROWS("5", rows, "1"))
#define COND               "\"Index Cond\":\"(a = 1)\","
#define SEQ(planned, rows) NODE("Seq Scan", ON ROWS(planned, rows, "1"))
#define BITMAP                                                                                   \
	NODE("Bitmap Heap Scan", ON ROWS("5", "5", "1") ",\"Plans\":[" NODE("Bitmap Index Scan", \
					 "\"Index Name\":\"i\"," COND ROWS("5", "5", "1")) "]")
#define LOOP(loops)                                                                            \
	NODE("Nested Loop",                                                                    \
		"\"Join Type\":\"Inner\"," ROWS("9", "9", "1") ",\"Plans\":[" NODE("Seq Scan", \
			"\"Relation Name\":\"o\",\"Parent Relationship\":\"Outer\"," ROWS(     \
				"9", "9", "1")) "," NODE("Seq Scan",                           \
			ON "\"Parent Relationship\":\"Inner\"," ROWS("200", "200", loops)) "]")
#define LIMIT(below) NODE("Limit", ROWS("5", "5", "1") ",\"Plans\":[" below "]")
#define PLAIN        "\"Plan Rows\":5"

static const struct {
	const char *name, *base, *head;
	bool lost, loop, loop_known, differs;
	double factor;
} rows[] = {
	{"the same", INDEX(COND, "5"), INDEX(COND, "5"), false, false, false, false, 1},
	{"lost", INDEX(COND, "5"), SEQ("900", "900"), true, false, false, true, 1},
	{"below a bitmap", BITMAP, SEQ("900", "900"), true, false, false, true, 1},
	{"of a small table", INDEX(COND, "5"), SEQ("9", "9"), false, false, false, true, 1},
	{"walked from end to end", INDEX(COND, "5"), INDEX("", "900"), false, false, false, false,
		180},
	{"never entered by a condition", INDEX("", "5"), SEQ("900", "900"), false, false, false,
		true, 1},
	{"gained", SEQ("900", "900"), INDEX(COND, "5"), false, false, false, true, 1},
	{"nobody counted, and there is a filter",
		NODE("Index Scan", ON "\"Index Name\":\"i\"," COND PLAIN),
		NODE("Seq Scan", ON "\"Filter\":\"(a = 1)\"," PLAIN), true, false, false, true, 1},
	{"a loop", SEQ("9", "9"), LOOP("3"), false, true, false, true, 1},
	{"a loop of one turn", SEQ("9", "9"), LOOP("1"), false, false, false, true, 1},
	{"a loop that was there", LOOP("9"), LOOP("3"), false, true, true, false, 1},
	{"too few rows thought of", SEQ("2", "400"), SEQ("2", "400"), false, false, false, false,
		200},
	{"too many", SEQ("400", "2"), SEQ("400", "2"), false, false, false, false, 200},
	{"too many below a limit", LIMIT(SEQ("400", "2")), LIMIT(SEQ("400", "2")), false, false,
		false, false, 1},
	{"too few below a limit", LIMIT(SEQ("2", "400")), LIMIT(SEQ("2", "400")), false, false,
		false, false, 200},
};

static bool read(struct pg_plans *out, const char *plan, struct arena *arena)
{
	struct err err = {0};
	const char *text = arena_printf(arena, "[{\"Plan\":%s}]", plan);
	bool is_read = pg_plans_read(out, text_of(text), "f", false, arena, &err) == 0;

	if (!is_read)
		fprintf(stderr, "%s\n", err.message);
	return is_read;
}

static void test_shapes(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct pg_plans base, head;
		const struct pg_node *a, *b;
		struct lost_index lost;
		bool known = false;

		CU_ASSERT_FATAL(
			read(&base, rows[i].base, arena) && read(&head, rows[i].head, arena));
		CHECK_ROW(rows[i].name,
			shape_lost_index(&lost, base.items, head.items, 100, 0) == rows[i].lost);
		CHECK_ROW(rows[i].name, !shape_loop_over_scan(base.items, head.items, 100, 0,
						&known) == !rows[i].loop);
		CHECK_ROW(rows[i].name, known == rows[i].loop_known);
		CHECK_ROW(rows[i].name,
			shape_differs(base.items, head.items, &a, &b) == rows[i].differs);
		CHECK_ROW(rows[i].name, fabs(shape_misestimate(base.items, head.items, 100).factor -
						rows[i].factor) < 1e-9);
		arena_free(arena);
	}
}

static const struct {
	const char *name, *text, *error;
} refused[] = {
	{"no array", "{}", "f:1:1: this is no EXPLAIN"},
	{"no plan", "[{}]", "f:1:2: \"Plan\" is missing"},
	{"no type", "[{\"Plan\":{}}]", "f:1:10: a node without a type"},
	{"rows that are text", "[{\"Plan\":{\"Node Type\":\"Result\",\"Plan Rows\":\"5\"}}]",
		"f:1:44: \"Plan Rows\" is not a number"},
	{"a time below 0",
		"[{\"Plan\":{\"Node Type\":\"Result\",\"Actual Total Time\":-1,\"Actual "
		"Loops\":1}}]",
		"f:1:10: a time or a number of loops below 0"},
};

static void test_refused(void)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct arena *arena = arena_new();
		struct pg_plans plans;
		struct err err = {0};

		CHECK_ROW(refused[i].name, pg_plans_read(&plans, text_of(refused[i].text), "f",
						   false, arena, &err) < 0);
		CHECK_ROW(refused[i].name,
			strncmp(err.message, refused[i].error, strlen(refused[i].error)) == 0);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"shapes", test_shapes},
	{"what is refused", test_refused},
};

UNIT_MAIN(tests)
