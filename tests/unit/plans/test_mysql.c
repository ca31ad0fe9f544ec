/* SPDX-License-Identifier: Apache-2.0
 *
 * Plans of MySQL and MariaDB. Real ones of MariaDB 10.11 are in tests/cases/plans; those of MySQL here are made by hand after its manual (JSON version 1).
 */
#include <math.h>

#include "checks/plans/format.h"
#include "unit.h"

extern const struct plan_format plan_format_mysql;

#define BLOCK(inside) "{\"query_block\":{\"select_id\":1," inside "}}"
#define TABLE(name, access, more) \
	"{\"table\":{\"table_name\":\"" name "\",\"access_type\":\"" access "\"" more "}}"
#define KEY(name) ",\"key\":\"" name "\""

/* A node as "Kind table[ index][ cond][ inner]", those below it in brackets. */
static const struct {
	const char *name, *json, *expect;
} rows[] = {
	{"MySQL, one table",
		BLOCK("\"cost_info\":{\"query_cost\":\"4.50\"},\"table\":{\"table_name\":\"t\","
		      "\"access_type\":\"ref\",\"possible_keys\":[\"i\"],\"key\":\"i\",\"rows_"
		      "examined_per_scan\":20,\"rows_produced_per_join\":20,\"filtered\":\"50."
		      "00\"}"),
		"Index Scan t t.i cond 10"},
	{"MySQL, sorted and grouped",
		BLOCK("\"ordering_operation\":{\"using_filesort\":true,\"grouping_operation\":{"
		      "\"using_temporary_table\":true,\"nested_loop\":[" TABLE("a", "ALL",
			      ",\"rows_examined_per_scan\":9,\"filtered\":\"100.00\"") "," TABLE("b",
			      "eq_ref", KEY("PRIMARY") ",\"rows_examined_per_scan\":1") "]}}"),
		"Sort(Aggregate(Nested Loop(Seq Scan a 9, Index Scan b b.PRIMARY cond inner 1)))"},
	{"MySQL, a join buffer",
		BLOCK("\"nested_loop\":[" TABLE("a", "ALL", "") "," TABLE(
			"b", "ALL", ",\"using_join_buffer\":\"hash join\"") "]"),
		"Nested Loop(Seq Scan a, Seq Scan b)"},
	{"MySQL, a derived table",
		BLOCK("\"table\":{\"table_name\":\"d\",\"access_type\":\"ALL\",\"materialized_from_"
		      "subquery\":{\"query_block\":{\"table\":{\"table_name\":\"t\",\"access_"
		      "type\":\"index\",\"key\":\"i\"}}}}"),
		"Seq Scan d(Materialize(Index Scan t t.i))"},
	{"a union",
		BLOCK("\"union_result\":{\"table_name\":\"<union1,2>\",\"access_type\":\"ALL\","
		      "\"query_specifications\":[{\"query_block\":{\"table\":{\"table_name\":\"a\","
		      "\"access_type\":\"ALL\"}}},{\"query_block\":{\"table\":{\"table_name\":"
		      "\"b\",\"access_type\":\"const\",\"key\":\"PRIMARY\"}}}]}"),
		"Append(Seq Scan a, Index Scan b b.PRIMARY cond)"},
	{"no row can match", BLOCK("\"table\":{\"message\":\"Impossible WHERE\"}"), "Result "},
	{"a nested loop of one is none", BLOCK("\"nested_loop\":[" TABLE("a", "ALL", "") "]"),
		"Seq Scan a"},
	{"a block of rows joined at once",
		BLOCK("\"nested_loop\":[" TABLE(
			"a", "ALL", "") ",{\"block-nl-join\":{\"table\":{\"table_name\":\"b\","
					"\"access_type\":\"hash_ALL\",\"key\":\"#hash#$hj\"}}}]"),
		"Nested Loop(Seq Scan a, Block Nested Loop (Seq Scan b))"},
	{"two statements",
		BLOCK("\"table\":{\"table_name\":\"a\",\"access_type\":\"ALL\"}") "\n" BLOCK(
			"\"table\":{\"table_name\":\"b\",\"access_type\":\"ALL\"}"),
		"Seq Scan a; Seq Scan b"},
	{"an access that nobody knows",
		BLOCK("\"table\":{\"table_name\":\"a\",\"access_type\":\"teleport\"}"),
		"f:1:39: a table with an access_type that is not known"},
	{"no block", "{\"query_plan\":{\"inputs\":[]}}",
		"f:1:1: this is no EXPLAIN FORMAT=JSON: there is no \"query_block\""},
	{"a word for a number",
		BLOCK("\"table\":{\"table_name\":\"a\",\"access_type\":\"ALL\",\"rows\":\"many\"}"),
		"f:1:84: not a number of 0 or more"},
	{"a number below 0",
		BLOCK("\"table\":{\"table_name\":\"a\",\"access_type\":\"ALL\",\"r_loops\":-1}"),
		"f:1:87: not a number of 0 or more"},
	{"an empty block", "{\"query_block\":{}}", "f:1:1: a plan without a table"},
	{"nothing", "", "f:1: the file is empty"},
};

static struct text node_text(const struct pg_node *node, struct arena *arena)
{
	struct text planned =
		isnan(node->planned) ? text_of("") : arena_textf(arena, " %.0f", node->planned);

	return arena_textf(arena, "%.*s%s%.*s%s%.*s%s%s%.*s", (int)node->type.len, node->type.ptr,
		node->relation.len || text_is(node->type, "Result") ||
				text_starts(node->type, "Block")
			? " "
			: "",
		(int)node->relation.len, node->relation.ptr, node->index.len ? " " : "",
		(int)node->index.len, node->index.ptr, node->has_condition ? " cond" : "",
		node->is_inner && node->relation.len ? " inner" : "", (int)planned.len,
		planned.ptr);
}

static struct text plan_text(const struct pg_plan *plan, struct arena *arena)
{
	struct text out = text_of("");
	uint32_t depth = 0;

	for (size_t i = 0; i < plan->count; i++) {
		struct text node = node_text(&plan->nodes[i], arena);
		const char *before = i == 0 ? "" : plan->nodes[i].depth > depth ? "(" : "";

		for (; depth > plan->nodes[i].depth; depth--)
			out = arena_textf(arena, "%.*s)", (int)out.len, out.ptr);
		if (i && !*before)
			before = ", ";
		out = arena_textf(arena, "%.*s%s%.*s", (int)out.len, out.ptr, before, (int)node.len,
			node.ptr);
		depth = plan->nodes[i].depth;
	}
	for (; depth > 0; depth--)
		out = arena_textf(arena, "%.*s)", (int)out.len, out.ptr);
	return out;
}

static void shapes(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct text out = text_of("");
		struct pg_plans plans;
		struct err err = {0};

		if (plan_format_mysql.read(&plans, text_of(rows[i].json), "f", arena, &err) < 0)
			out = text_of(err.message);
		else
			for (size_t k = 0; k < plans.count; k++) {
				struct text plan = plan_text(&plans.items[k], arena);

				out = arena_textf(arena, "%.*s%s%.*s", (int)out.len, out.ptr,
					k ? "; " : "", (int)plan.len, plan.ptr);
			}
		CHECK_ROW(rows[i].name, text_is(out, rows[i].expect));
		if (!text_is(out, rows[i].expect))
			printf("%s: %.*s\n", rows[i].name, (int)out.len, out.ptr);
		arena_free(arena);
	}
}

/* What MariaDB counted: rows before and behind the condition, times, and fewer rows than thought, which prove nothing. */
static void counts(void)
{
	static const char json[] =
		"{\"query_optimization\":{\"r_total_time_ms\":0.5},"
		"\"query_block\":{\"r_total_time_ms\":9,\"nested_loop\":[{\"table\":{\"table_"
		"name\":\"t\",\"access_type\":\"ALL\",\"r_loops\":2,\"rows\":100,\"r_rows\":200,"
		"\"filtered\":100,\"r_filtered\":25,\"r_table_time_ms\":3,\"r_other_time_ms\":1,"
		"\"attached_condition\":\"a = "
		"1\"}},{\"table\":{\"table_name\":\"u\",\"access_type\":\"ALL\",\"r_loops\":0,"
		"\"rows\":7,\"r_rows\":null}}]}}";
	struct arena *arena = arena_new();
	struct pg_plans plans = {0};
	struct err err = {0};
	const struct pg_node *node;

	CHECK_ROW("read", plan_format_mysql.read(&plans, text_of(json), "f", arena, &err) == 0 &&
				  plans.count == 1);
	node = &plans.items[0].nodes[1];
	CHECK_ROW("times", plans.items[0].planning_ms == 0.5 && plans.items[0].execution_ms == 9 &&
				   node->self_ms == 4);
	CHECK_ROW("rows",
		node->rows == 50 && node->removed == 150 && node->loops == 2 && node->has_filter);
	CHECK_ROW("fewer than thought", isnan(node->planned));
	CHECK_ROW("never run", node[1].loops == 0 && node[1].rows == 0);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"shapes", shapes},
	{"counts", counts},
};

UNIT_MAIN(tests)
