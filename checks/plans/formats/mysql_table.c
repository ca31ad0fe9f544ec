/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "checks/plans/formats/mysql_parts.h"
#include "gate/base/number.h"

int mysql_fail(const struct mysql_reader *reader, const struct json *at, struct err *err,
	const char *what, const char *remedy)
{
	err_set(err, ERR_LOOK, "%.200s:%u:%u: %s", reader->name, at->line, at->column, what);
	return err_remedy(err, "%s", remedy);
}

int mysql_number(double *out, const struct mysql_reader *reader, const struct json *object,
	const char *key, struct err *err)
{
	const struct json *value = json_get(object, key);

	*out = NAN;
	if (!value || value->type == JSON_NULL)
		return 0;
	if ((value->type == JSON_NUMBER || value->type == JSON_STRING) &&
		number_parse(value->text, out) && *out >= 0)
		return 0;
	*out = NAN;
	return mysql_fail(reader, value, err, "not a number of 0 or more",
		"use EXPLAIN FORMAT=JSON or ANALYZE FORMAT=JSON, with mysql -N --raw");
}

int mysql_add(uint32_t *index, struct mysql_reader *reader, const struct json *at,
	struct pg_node *node, const struct mysql_place *place, struct err *err)
{
	struct pg_plan *plan = reader->plan;

	node->parent = place->parent;
	node->depth = place->parent == PG_PLAN_NONE ? 0 : plan->nodes[place->parent].depth + 1;
	node->line = at->line;
	if (node->depth == PG_PLAN_DEEPEST)
		return mysql_fail(
			reader, at, err, "a plan of more than 64 levels", "explain a part of it");
	if (arena_reserve(reader->arena, (void **)&plan->nodes, &plan->capacity, plan->count + 1,
		    sizeof(*node)) < 0)
		return err_nomem(err);
	*index = (uint32_t)plan->count;
	plan->nodes[plan->count++] = *node;
	return 0;
}

/* ---- tables ---- */

enum access { ACCESS_ALL, ACCESS_CONDITION, ACCESS_WALK, ACCESS_CONST };

/* MariaDB puts "hash_" before some, where it joins by a hash of them. */
static bool access_of(enum access *out, struct text type)
{
	static const struct {
		const char *name;
		enum access access;
	} known[] = {{"ALL", ACCESS_ALL}, {"index", ACCESS_WALK}, {"ref", ACCESS_CONDITION},
		{"eq_ref", ACCESS_CONDITION}, {"range", ACCESS_CONDITION},
		{"const", ACCESS_CONDITION}, {"system", ACCESS_CONST},
		{"ref_or_null", ACCESS_CONDITION}, {"index_merge", ACCESS_CONDITION},
		{"fulltext", ACCESS_CONDITION}, {"unique_subquery", ACCESS_CONDITION},
		{"index_subquery", ACCESS_CONDITION}};

	if (text_starts(type, "hash_"))
		type = text_slice(type, 5, type.len);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		*out = known[i].access;
		if (text_is(type, known[i].name))
			return true;
	}
	return false;
}

static int read_access(struct pg_node *out, const struct mysql_reader *reader,
	const struct json *table, struct err *err)
{
	static const char *const types[] = {[ACCESS_ALL] = "Seq Scan",
		[ACCESS_CONDITION] = "Index Scan",
		[ACCESS_WALK] = "Index Scan",
		[ACCESS_CONST] = "Const Scan"};
	struct text key = json_text_at(table, "key");
	enum access access;

	if (!access_of(&access, json_text_at(table, "access_type")))
		return mysql_fail(reader, table, err,
			"a table with an access_type that is not known",
			"compare the plans by hand, and say so with a waiver");
	out->type = text_of(types[access]);
	out->has_condition = access == ACCESS_CONDITION;
	if (key.len == 0 || access == ACCESS_ALL)
		return 0;
	out->index = arena_textf(reader->arena, "%.*s.%.*s", (int)out->relation.len,
		out->relation.ptr, (int)key.len, key.ptr);
	return out->index.ptr ? 0 : err_nomem(err);
}

/* Where they were counted: those that the condition let through, and those that it did not. */
static void take_rows(struct pg_node *out, double rows, double share)
{
	out->rows = rows * (isnan(share) ? 1 : fmin(share, 100) / 100);
	out->removed = rows - out->rows;
	if (out->rows < out->planned)
		out->planned = NAN;
}

static int read_rows(struct pg_node *out, const struct mysql_reader *reader,
	const struct json *table, struct err *err)
{
	const char *key = json_get(table, "rows") ? "rows" : "rows_examined_per_scan";
	double planned, filtered;

	if (mysql_number(&planned, reader, table, key, err) < 0 ||
		mysql_number(&filtered, reader, table, "filtered", err) < 0)
		return -1;
	out->planned = planned * (isnan(filtered) ? 1 : fmin(filtered, 100) / 100);
	return 0;
}

static int read_counts(struct pg_node *out, const struct mysql_reader *reader,
	const struct json *table, struct err *err)
{
	double rows, share;

	out->rows = NAN;
	if (mysql_number(&rows, reader, table, "r_rows", err) < 0 ||
		mysql_number(&share, reader, table, "r_filtered", err) < 0 ||
		mysql_number(&out->loops, reader, table, "r_loops", err) < 0)
		return -1;
	if (!isnan(out->loops))
		take_rows(out, isnan(rows) ? 0 : rows, share);
	return 0;
}

static int read_times(struct pg_node *out, const struct mysql_reader *reader,
	const struct json *table, struct err *err)
{
	double own, other;

	if (mysql_number(&own, reader, table, "r_table_time_ms", err) < 0 ||
		mysql_number(&other, reader, table, "r_other_time_ms", err) < 0)
		return -1;
	out->self_ms = out->total_ms = own + (isnan(other) ? 0 : other);
	return 0;
}

int mysql_add_table(uint32_t *index, struct mysql_reader *reader, const struct json *table,
	const struct mysql_place *place, struct err *err)
{
	struct pg_node node = {.relation = json_text_at(table, "table_name"),
		.is_inner = place->is_inner && !json_get(table, "using_join_buffer"),
		.has_filter = json_get(table, "attached_condition") != NULL,
		.planned = NAN,
		.rows = NAN,
		.loops = NAN,
		.total_ms = NAN,
		.self_ms = NAN};

	node.alias = node.relation;
	if (node.relation.len == 0) {
		node.type = text_of("Result"); /* a message: no rows can match */
		return mysql_add(index, reader, table, &node, place, err);
	}
	if (read_access(&node, reader, table, err) < 0 ||
		read_rows(&node, reader, table, err) < 0 ||
		read_counts(&node, reader, table, err) < 0 ||
		read_times(&node, reader, table, err) < 0)
		return -1;
	return mysql_add(index, reader, table, &node, place, err);
}
