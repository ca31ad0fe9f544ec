/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/pg_plan.h"

#include <math.h>

struct reader {
	struct pg_plan *plan;
	const char *name;
	struct arena *arena;
	bool measured;
	const struct json *root;
};

static int fail(const struct reader *reader, const struct json *at, struct err *err,
	const char *what, const char *remedy)
{
	err_set(err, ERR_LOOK, "%.200s:%u:%u: %s", reader->name, at ? at->line : 1,
		at ? at->column : 1, what);
	return remedy ? err_remedy(err, "%s", remedy) : -1;
}

/* A member that has to be a number where it is there; *out stays as it is where it is not. */
static int number(double *out, const struct reader *reader, const struct json *node,
	const char *key, bool required, struct err *err)
{
	const struct json *value = json_get(node, key);

	if (!value && !required)
		return 0;
	if (value && value->type == JSON_NUMBER) {
		*out = value->number;
		return 0;
	}
	err_set(err, ERR_LOOK, "%.200s:%u:%u: \"%s\" %s", reader->name,
		value ? value->line : node->line, value ? value->column : node->column, key,
		value ? "is not a number" : "is missing");
	return -1;
}

/* ---- times ---- */

static int node_total(double *total, const struct reader *reader, const struct json *node,
	double processes, struct err *err)
{
	bool has_time = json_get(node, "Actual Total Time");
	double time = 0, loops = 0;

	*total = NAN;
	if (!has_time && !reader->measured)
		return 0; /* no ANALYZE, or TIMING off */
	if (!has_time && !json_get(node, "Actual Loops"))
		return fail(reader, node, err, "a node without actual times",
			"use EXPLAIN (ANALYZE, TIMING, FORMAT JSON)");
	if (number(&time, reader, node, "Actual Total Time", true, err) < 0 ||
		number(&loops, reader, node, "Actual Loops", true, err) < 0)
		return -1;
	if (time < 0 || loops < 0)
		return fail(reader, node, err, "a time or a number of loops below 0", NULL);
	*total = time * loops / processes;
	return 0;
}

static double below(const struct json *node, double processes)
{
	const struct json *launched = json_get(node, "Workers Launched");

	if (!launched || launched->type != JSON_NUMBER || launched->number < 0)
		return processes;
	return processes * (launched->number + 1);
}

static bool is_cte(const struct json *node)
{
	return text_is(json_text_at(node, "Parent Relationship"), "InitPlan") &&
	       text_starts(json_text_at(node, "Subplan Name"), "CTE ");
}

/* The plan of a CTE, among the plans of a node. */
static const struct json *find_cte(const struct json *node, struct text name)
{
	const struct json *plans = json_get(node, "Plans");

	for (const struct json *plan = plans ? plans->child : NULL; plan; plan = plan->next) {
		struct text subplan = json_text_at(plan, "Subplan Name");

		if (is_cte(plan) &&
			text_equal(text_slice(subplan, sizeof("CTE ") - 1, subplan.len), name))
			return plan;
	}
	return NULL;
}

static int children_total(double *sum, const struct reader *reader, const struct json *node,
	double processes, struct err *err)
{
	const struct json *plans = json_get(node, "Plans"), *cte = NULL;
	struct text reads = json_text_at(node, "CTE Name");
	double total;

	*sum = 0;
	for (const struct json *plan = plans ? plans->child : NULL; plan; plan = plan->next) {
		if (is_cte(plan))
			continue;
		if (node_total(&total, reader, plan, below(node, processes), err) < 0)
			return -1;
		*sum += total;
	}
	if (reads.len)
		cte = find_cte(reader->root, reads);
	if (!cte)
		return 0;
	if (node_total(&total, reader, cte, 1, err) < 0)
		return -1;
	*sum += total;
	return 0;
}

/* ---- nodes ---- */

static int read_rows(
	struct pg_node *out, const struct reader *reader, const struct json *node, struct err *err)
{
	out->planned = out->rows = out->loops = NAN;
	out->removed = 0;
	if (number(&out->planned, reader, node, "Plan Rows", false, err) < 0 ||
		number(&out->rows, reader, node, "Actual Rows", false, err) < 0 ||
		number(&out->loops, reader, node, "Actual Loops", false, err) < 0)
		return -1;
	return number(&out->removed, reader, node, "Rows Removed by Filter", false, err);
}

static void read_words(struct pg_node *out, const struct json *node)
{
	out->type = json_text_at(node, "Node Type");
	out->relation = json_text_at(node, "Relation Name");
	out->alias = json_text_at(node, "Alias");
	out->index = json_text_at(node, "Index Name");
	out->join = json_text_at(node, "Join Type");
	out->has_condition = json_get(node, "Index Cond") || json_get(node, "Recheck Cond");
	out->has_filter = json_get(node, "Filter") != NULL;
	out->is_inner = text_is(json_text_at(node, "Parent Relationship"), "Inner");
	out->is_cte = is_cte(node);
	out->line = node->line;
}

static int add_node(struct reader *reader, const struct json *node, uint32_t parent,
	double processes, struct err *err)
{
	struct pg_plan *plan = reader->plan;
	struct pg_node out = {.parent = parent};
	double children;

	read_words(&out, node);
	if (out.type.len == 0)
		return fail(reader, node, err, "a node without a type", NULL);
	if (read_rows(&out, reader, node, err) < 0 ||
		node_total(&out.total_ms, reader, node, processes, err) < 0 ||
		children_total(&children, reader, node, processes, err) < 0)
		return -1;
	out.self_ms = isnan(out.total_ms) ? NAN : fmax(out.total_ms - children, 0);
	out.depth = parent == PG_PLAN_NONE ? 0 : plan->nodes[parent].depth + 1;
	if (arena_reserve(reader->arena, (void **)&plan->nodes, &plan->capacity, plan->count + 1,
		    sizeof(out)) < 0)
		return err_nomem(err);
	plan->nodes[plan->count++] = out;
	return 0;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most PG_PLAN_DEEPEST */
static int read_node(struct reader *reader, const struct json *node, uint32_t parent,
	double processes, struct err *err)
{
	const struct json *plans = json_get(node, "Plans");
	uint32_t self = (uint32_t)reader->plan->count;

	if (parent != PG_PLAN_NONE && reader->plan->nodes[parent].depth + 1 == PG_PLAN_DEEPEST)
		return fail(reader, node, err, "a plan of more than 64 levels", NULL);
	if (add_node(reader, node, parent, processes, err) < 0)
		return -1;
	for (const struct json *plan = plans ? plans->child : NULL; plan; plan = plan->next)
		if (read_node(reader, plan, self, is_cte(plan) ? 1 : below(node, processes), err) <
			0)
			return -1;
	return 0;
}

static int read_statement(struct reader *reader, const struct json *statement, struct err *err)
{
	struct pg_plan *plan = reader->plan;
	const struct json *root = json_get(statement, "Plan");

	if (!root || root->type != JSON_OBJECT)
		return fail(reader, root ? root : statement, err,
			root ? "\"Plan\" is not an object" : "\"Plan\" is missing", NULL);
	reader->root = root;
	plan->line = statement->line;
	plan->execution_ms = NAN;
	if (reader->measured && !json_get(statement, "Execution Time"))
		return fail(reader, statement, err, "a plan that was not executed",
			"use EXPLAIN (ANALYZE, FORMAT JSON)");
	if (number(&plan->planning_ms, reader, statement, "Planning Time", false, err) < 0 ||
		number(&plan->execution_ms, reader, statement, "Execution Time", false, err) < 0)
		return -1;
	return read_node(reader, root, PG_PLAN_NONE, 1, err);
}

int pg_plans_read(struct pg_plans *out, struct text text, const char *name, bool measured,
	struct arena *arena, struct err *err)
{
	struct reader reader = {.name = name, .arena = arena, .measured = measured};
	const struct json *root;

	*out = (struct pg_plans){0};
	if (json_read_with(&root, text, name, NULL, arena, err) < 0)
		return -1;
	if (root->type != JSON_ARRAY || !root->child)
		return fail(&reader, root, err,
			"this is no EXPLAIN (FORMAT JSON): no array of plans", NULL);
	out->items = arena_array(arena, root->count, sizeof(*out->items));
	if (!out->items)
		return err_nomem(err);
	for (const struct json *statement = root->child; statement; statement = statement->next) {
		reader.plan = &out->items[out->count++];
		if (read_statement(&reader, statement, err) < 0)
			return -1;
	}
	return 0;
}
