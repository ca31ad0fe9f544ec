/* SPDX-License-Identifier: Apache-2.0
 *
 * PostgreSQL EXPLAIN (ANALYZE, FORMAT JSON): postgres src/backend/commands/explain.c. Each statement is a row, its total
 * planning and execution; the phases are "planning", the self time of each kind of node ("Seq Scan orders", with the table where
 * it names one), and what remains of the execution as "executor".
 *
 * "Actual Total Time" is per loop and includes children: total = time * loops, divided by the processes below a Gather, and
 * self = total - children, at least 0. A CTE runs in the scan that reads it, not where the plan shows it.
 */
#include <math.h>

#include "checks/latency/formats/parts.h"

enum { DEEPEST = 64 };

struct reader {
	struct samples *out;
	const struct measured_file *file;
	struct series *series;
	const struct json *root; /* the plan */
	double accounted;
};

static int add(struct reader *reader, struct text name, double ms, struct err *err)
{
	size_t phase;

	if (samples_phase(reader->out, reader->series, name, &phase, err) < 0)
		return -1;
	if (isnan(reader->series->row[phase]))
		reader->series->row[phase] = 0;
	reader->series->row[phase] += ms;
	return 0;
}

static int node_total(const struct reader *reader, const struct json *node, double processes,
	double *total, struct err *err)
{
	double time = 0, loops = 0;

	if (!json_get(node, "Actual Total Time") && !json_get(node, "Actual Loops")) {
		part_error(reader->file, node, err, "a node without actual times");
		return err_remedy(err, "use EXPLAIN (ANALYZE, TIMING, FORMAT JSON)");
	}
	if (part_number(&time, node, "Actual Total Time", reader->file, err) < 0 ||
		part_number(&loops, node, "Actual Loops", reader->file, err) < 0)
		return -1;
	if (time < 0 || loops < 0)
		return part_error(reader->file, node, err, "a time or a number of loops below 0");
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

static int children_total(const struct reader *reader, const struct json *node, double processes,
	double *sum, struct err *err)
{
	const struct json *plans = json_get(node, "Plans"), *cte = NULL;
	struct text reads = json_text_at(node, "CTE Name");
	double total;

	*sum = 0;
	for (const struct json *plan = plans ? plans->child : NULL; plan; plan = plan->next) {
		if (is_cte(plan))
			continue;
		if (node_total(reader, plan, below(node, processes), &total, err) < 0)
			return -1;
		*sum += total;
	}
	if (reads.len)
		cte = find_cte(reader->root, reads);
	if (!cte)
		return 0;
	if (node_total(reader, cte, 1, &total, err) < 0)
		return -1;
	*sum += total;
	return 0;
}

static struct text node_name(const struct reader *reader, const struct json *node)
{
	struct text type = json_text_at(node, "Node Type"),
		    relation = json_text_at(node, "Relation Name");

	if (type.len == 0 || relation.len == 0)
		return type;
	return arena_textf(reader->file->scratch, "%.*s %.*s", (int)type.len, type.ptr,
		(int)relation.len, relation.ptr);
}

static int read_node(struct reader *reader, const struct json *node, double processes,
	unsigned depth, struct err *err);

/* NOLINTNEXTLINE(misc-no-recursion): at most DEEPEST */
static int read_children(struct reader *reader, const struct json *node, double processes,
	unsigned depth, struct err *err)
{
	const struct json *plans = json_get(node, "Plans");

	for (const struct json *plan = plans ? plans->child : NULL; plan; plan = plan->next)
		if (read_node(reader, plan, is_cte(plan) ? 1 : below(node, processes), depth + 1,
			    err) < 0)
			return -1;
	return 0;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most DEEPEST */
static int read_node(struct reader *reader, const struct json *node, double processes,
	unsigned depth, struct err *err)
{
	struct text name = node_name(reader, node);
	double total = 0, children = 0, self;

	if (depth == DEEPEST)
		return part_error(reader->file, node, err, "a plan of more than 64 levels");
	if (!name.ptr)
		return err_nomem(err);
	if (name.len == 0)
		return part_error(reader->file, node, err, "a node without a type");
	if (node_total(reader, node, processes, &total, err) < 0 ||
		children_total(reader, node, processes, &children, err) < 0)
		return -1;
	self = fmax(total - children, 0);
	reader->accounted += self;
	if (add(reader, name, self, err) < 0)
		return -1;
	return read_children(reader, node, processes, depth, err);
}

static int read_statement(struct reader *reader, const struct json *statement, struct err *err)
{
	double planning = 0, execution = 0;

	if (part_container(&reader->root, statement, "Plan", JSON_OBJECT, reader->file, err) < 0)
		return -1;
	if (!json_get(statement, "Execution Time")) {
		part_error(reader->file, statement, err, "a plan that was not executed");
		return err_remedy(err, "use EXPLAIN (ANALYZE, FORMAT JSON)");
	}
	if (part_optional(&planning, statement, "Planning Time", reader->file, err) < 0 ||
		part_number(&execution, statement, "Execution Time", reader->file, err) < 0 ||
		samples_row(reader->out, reader->series, err) < 0 ||
		add(reader, text_of("planning"), planning, err) < 0)
		return -1;
	reader->accounted = 0;
	if (read_node(reader, reader->root, 1, 0, err) < 0 ||
		add(reader, text_of("executor"), fmax(execution - reader->accounted, 0), err) < 0)
		return -1;
	reader->series->total = planning + execution;
	return samples_row_end(reader->out, reader->series, statement->line, err);
}

static int read_explain(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {.out = out, .file = file};
	const struct json *root;

	if (json_read_with(&root, file->content, file->name, NULL, file->scratch, err) < 0)
		return -1;
	if (root->type != JSON_ARRAY || !root->child)
		return part_error(
			file, root, err, "this is no EXPLAIN (FORMAT JSON): no array of plans");
	if (samples_series(out, text_of("query"), &reader.series, err) < 0)
		return -1;
	reader.series->is_main = reader.series->absent_is_zero = true;
	for (const struct json *statement = root->child; statement; statement = statement->next)
		if (read_statement(&reader, statement, err) < 0)
			return -1;
	return 0;
}

extern const struct latency_format latency_format_explain;

const struct latency_format latency_format_explain = {
	.summary = "PostgreSQL EXPLAIN (ANALYZE, FORMAT JSON)",
	.read = read_explain,
};
