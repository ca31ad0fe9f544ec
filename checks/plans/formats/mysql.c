/* SPDX-License-Identifier: Apache-2.0
 *
 * EXPLAIN FORMAT=JSON of MySQL and MariaDB, and MariaDB's ANALYZE FORMAT=JSON, one statement or several one behind the other (MariaDB Server sql/sql_explain.cc and
 * its Knowledge Base, "ANALYZE FORMAT=JSON"; MySQL Reference Manual 8.0, 10.8.2 "EXPLAIN Output Format", JSON version 1). A tree of query_block, nested_loop,
 * table and what is done with their rows; whatever else stands around these is gone through.
 *
 * - Tables go by the name that they have in the query, and an index is "table.key": every table has its PRIMARY.
 * - The second and later items of a nested_loop are run anew for each row of those before; one with a join buffer is not.
 * - "rows" and "r_rows" are what a table gives before its condition, "filtered" and "r_filtered" the percentage that is left.
 * - Nothing says that a LIMIT stopped a table: fewer rows than were thought of prove nothing, and are not compared.
 */
#include "checks/plans/formats/mysql_parts.h"

#include <math.h>

#include "checks/plans/format.h"
#include "gate/base/json_values.h"

/* ---- what is done with their rows ---- */

/* NULL: nothing that a shape has. */
static const char *kind_of(struct text key)
{
	static const struct {
		const char *key, *kind;
	} kinds[] = {{"nested_loop", "Nested Loop"}, {"block-nl-join", "Block Nested Loop"},
		{"filesort", "Sort"}, {"ordering_operation", "Sort"},
		{"grouping_operation", "Aggregate"}, {"duplicates_removal", "Unique"},
		{"temporary_table", "Materialize"}, {"materialized", "Materialize"},
		{"materialized_from_subquery", "Materialize"}, {"buffer_result", "Materialize"},
		{"union_result", "Append"}, {"intersect_result", "SetOp"},
		{"except_result", "SetOp"}, {"window_functions_computation", "WindowAgg"},
		{"windowing", "WindowAgg"}, {"expression_cache", "Memoize"}};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (text_is(key, kinds[i].key))
			return kinds[i].kind;
	return NULL;
}

static int add_other(uint32_t *index, struct mysql_reader *reader, const struct json *value,
	const struct mysql_place *place, struct err *err)
{
	const char *kind = kind_of(value->key);
	struct pg_node node = {
		.planned = NAN, .rows = NAN, .loops = NAN, .is_inner = place->is_inner};

	*index = place->parent;
	if (!kind || (value->type == JSON_ARRAY && value->count < 2))
		return 0;
	node.type = text_of(kind);
	if (mysql_number(&node.self_ms, reader, value, "r_total_time_ms", err) < 0)
		return -1;
	node.total_ms = node.self_ms;
	return mysql_add(index, reader, value, &node, place, err);
}

/* A block's time holds that of the blocks in it. */
static int take_time(struct mysql_place *place, struct mysql_reader *reader,
	const struct json *value, struct err *err)
{
	struct pg_plan *plan = reader->plan;
	double ms;

	if (place->is_timed || !text_is(value->key, "query_block"))
		return 0;
	if (mysql_number(&ms, reader, value, "r_total_time_ms", err) < 0)
		return -1;
	if (isnan(ms))
		return 0;
	place->is_timed = true;
	plan->execution_ms = isnan(plan->execution_ms) ? ms : plan->execution_ms + ms;
	return 0;
}

/* The node that a value is, if it is any; *parent is it, or stays what it was. */
static int add_value(uint32_t *parent, struct mysql_reader *reader, const struct json *value,
	const struct mysql_place *place, struct err *err)
{
	*parent = place->parent;
	if (text_is(value->key, "table") && value->type == JSON_OBJECT)
		return mysql_add_table(parent, reader, value, place, err);
	return add_other(parent, reader, value, place, err);
}

/* What stands around the table in an item of a nested loop is no value with a name. */
static bool stays_inner(const struct json *value, const struct mysql_place *place)
{
	return place->is_inner && value->key.len == 0;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most JSON_DEEPEST */
static int walk(struct mysql_reader *reader, const struct json *value, struct mysql_place place,
	struct err *err)
{
	struct mysql_place below = {
		.is_inner = stays_inner(value, &place), .is_timed = place.is_timed};
	bool is_loop = value->type == JSON_ARRAY && text_is(value->key, "nested_loop");

	if (add_value(&below.parent, reader, value, &place, err) < 0 ||
		take_time(&below, reader, value, err) < 0)
		return -1;
	for (const struct json *item = value->child; item; item = item->next) {
		if ((item->type == JSON_OBJECT || item->type == JSON_ARRAY) &&
			walk(reader, item, below, err) < 0)
			return -1;
		below.is_inner = below.is_inner || is_loop;
	}
	return 0;
}

/* ---- statements ---- */

static int read_statement(struct mysql_reader *reader, const struct json *root, struct err *err)
{
	struct pg_plan *plan = reader->plan;
	const struct json *planning = json_get(root, "query_optimization");
	struct mysql_place top = {.parent = PG_PLAN_NONE};

	plan->line = root->line;
	plan->execution_ms = NAN;
	if (!json_get(root, "query_block"))
		return mysql_fail(reader, root, err,
			"this is no EXPLAIN FORMAT=JSON: there is no \"query_block\"",
			"use mysql -N --raw, and of MySQL 8.3 and newer "
			"SET explain_json_format_version = 1");
	if (planning &&
		mysql_number(&plan->planning_ms, reader, planning, "r_total_time_ms", err) < 0)
		return -1;
	if (isnan(plan->planning_ms))
		plan->planning_ms = 0;
	if (walk(reader, root, top, err) < 0)
		return -1;
	return plan->count ? 0
			   : mysql_fail(reader, root, err, "a plan without a table",
				     "explain a statement that reads one");
}

static int read_all(struct pg_plans *out, struct json_values *values, struct mysql_reader *reader,
	struct err *err)
{
	struct json_cursor cursor;
	const struct json *root;
	size_t capacity = 0;

	while (json_values_next(values, &cursor)) {
		if (json_value(&cursor, &root, reader->arena, err) < 0)
			return -1;
		if (arena_reserve(reader->arena, (void **)&out->items, &capacity, out->count + 1,
			    sizeof(*out->items)) < 0)
			return err_nomem(err);
		reader->plan = &out->items[out->count++];
		*reader->plan = (struct pg_plan){0};
		if (read_statement(reader, root, err) < 0)
			return -1;
		json_values_done(values, &cursor);
	}
	return 0;
}

static int read_mysql(struct pg_plans *out, struct text content, const char *name,
	struct arena *arena, struct err *err)
{
	struct mysql_reader reader = {.name = name, .arena = arena};
	struct arena *scratch = arena_new();
	struct json_values values;
	int done;

	*out = (struct pg_plans){0};
	if (!scratch)
		return err_nomem(err);
	json_values_start(&values, content, name, scratch);
	done = read_all(out, &values, &reader, err);
	arena_free(scratch);
	if (done == 0 && out->count == 0)
		return err_set(err, ERR_LOOK, "%.200s:1: the file is empty", name);
	return done;
}

extern const struct plan_format plan_format_mysql;

const struct plan_format plan_format_mysql = {
	.summary = "EXPLAIN FORMAT=JSON of MySQL and MariaDB, ANALYZE FORMAT=JSON of MariaDB",
	.read = read_mysql,
};
