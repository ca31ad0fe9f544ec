/* SPDX-License-Identifier: Apache-2.0
 *
 * PostgreSQL EXPLAIN (ANALYZE, FORMAT JSON) (gate/base/pg_plan.h). Each statement is a row, its total
 * planning and execution; the phases are "planning", the self time of each kind of node ("Seq Scan orders", with the table where
 * it names one), and what remains of the execution as "executor".
 */
#include <math.h>

#include "checks/latency/format.h"
#include "gate/base/pg_plan.h"

struct reader {
	struct samples *out;
	const struct measured_file *file;
	struct series *series;
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

static struct text node_name(const struct reader *reader, const struct pg_node *node)
{
	if (node->relation.len == 0)
		return node->type;
	return arena_textf(reader->file->scratch, "%.*s %.*s", (int)node->type.len, node->type.ptr,
		(int)node->relation.len, node->relation.ptr);
}

static int read_nodes(
	struct reader *reader, const struct pg_plan *plan, double *accounted, struct err *err)
{
	*accounted = 0;
	for (size_t i = 0; i < plan->count; i++) {
		struct text name = node_name(reader, &plan->nodes[i]);

		if (!name.ptr)
			return err_nomem(err);
		*accounted += plan->nodes[i].self_ms;
		if (add(reader, name, plan->nodes[i].self_ms, err) < 0)
			return -1;
	}
	return 0;
}

static int read_statement(struct reader *reader, const struct pg_plan *plan, struct err *err)
{
	double accounted;

	if (samples_row(reader->out, reader->series, err) < 0 ||
		add(reader, text_of("planning"), plan->planning_ms, err) < 0 ||
		read_nodes(reader, plan, &accounted, err) < 0 ||
		add(reader, text_of("executor"), fmax(plan->execution_ms - accounted, 0), err) < 0)
		return -1;
	reader->series->total = plan->planning_ms + plan->execution_ms;
	return samples_row_end(reader->out, reader->series, plan->line, err);
}

static int read_explain(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {.out = out, .file = file};
	struct pg_plans plans;

	if (pg_plans_read(&plans, file->content, file->name, true, file->scratch, err) < 0 ||
		samples_series(out, text_of("query"), &reader.series, err) < 0)
		return -1;
	reader.series->is_main = reader.series->absent_is_zero = true;
	for (size_t i = 0; i < plans.count; i++)
		if (read_statement(&reader, &plans.items[i], err) < 0)
			return -1;
	return 0;
}

extern const struct latency_format latency_format_explain;

const struct latency_format latency_format_explain = {
	.summary = "PostgreSQL EXPLAIN (ANALYZE, FORMAT JSON)",
	.read = read_explain,
};
