/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/plans/judge.h"

#include <math.h>
#include <stdio.h>

#include "checks/plans/shape.h"
#include "gate/rule.h"

enum { MOST_SAID = 16 };

struct judging {
	const struct check_job *job;
	const struct query *query;
	const char *hop;
	const struct pg_plan *base, *head; /* of the statement at hand; base may be NULL */
};

/* "Index Scan using orders_idx on orders o": as PostgreSQL's own text has it. */
static const char *name_of(
	const struct judging *judging, const struct pg_plan *plan, const struct pg_node *node)
{
	struct text alias = shape_table(plan, node), table = node->relation;
	bool has_alias = table.len && alias.len && !text_equal(table, alias);

	return arena_printf(judging->job->arena, "%.*s%s%.*s%s%.*s%s%.*s", text_quote(node->type),
		node->type.ptr, node->index.len ? " using " : "", text_quote(node->index),
		node->index.ptr, table.len ? " on " : "", text_quote(table), table.ptr,
		has_alias ? " " : "", has_alias ? text_quote(alias) : 0, alias.ptr);
}

struct count {
	char text[32];
};

static struct count count_of(double rows)
{
	struct count out = {"nobody counted how many"};

	if (isfinite(rows))
		snprintf(out.text, sizeof(out.text), "%.0f", rows);
	return out;
}

/* `evidence` is what makes it the same finding in another run. */
static int say(const struct judging *judging, const char *id, const struct pg_node *node,
	const char *message, struct text evidence, bool known, struct err *err)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of(id));
	const struct query *query = judging->query;
	struct text what = arena_textf(judging->job->arena, "%.*s\n%.*s", (int)query->name.len,
		query->name.ptr, (int)evidence.len, evidence.ptr);
	const struct detail details[] = {
		{.key = "query", .type = DETAIL_TEXT, .text = query->name},
		{.key = "node", .type = DETAIL_TEXT, .text = node->type},
		{.key = "table", .type = DETAIL_TEXT, .text = shape_table(judging->head, node)},
		{.key = "rows_read",
			.type = DETAIL_NUMBER,
			.number = isfinite(shape_rows_read(node)) ? shape_rows_read(node) : NAN},
	};

	if (!message || !what.ptr)
		return err_nomem(err);
	check_report(judging->job, &(struct finding){.rule = rule->id,
					   .severity = rule->severity,
					   .path = query->path,
					   .line = node->line,
					   .message = text_of(message),
					   .remedy = text_of(rule->remedy),
					   .hop = judging->hop,
					   .evidence = what,
					   .known = known,
					   .details = details,
					   .detail_count = sizeof(details) / sizeof(details[0])});
	return 0;
}

/* ---- shapes ---- */

static int say_lost(const struct judging *judging, const struct lost_index *lost, struct err *err)
{
	const struct query *query = judging->query;
	const char *scan = name_of(judging, judging->head, lost->scan);

	if (!scan)
		return err_nomem(err);
	return say(judging, "plans/lost-index", lost->scan,
		arena_printf(judging->job->arena,
			"query \"%.*s\" no longer uses the index %.*s: %s reads rows (%s), where "
			"the "
			"index read %s",
			text_quote(query->name), query->name.ptr, text_quote(lost->index->index),
			lost->index->index.ptr, scan, count_of(shape_rows_read(lost->scan)).text,
			count_of(shape_rows_read(lost->index)).text),
		lost->index->index, false, err);
}

static int judge_indexes(const struct judging *judging, size_t *said, struct err *err)
{
	double least = (double)judging->query->min_rows;
	struct lost_index lost;

	for (size_t i = 0;
		i < MOST_SAID && shape_lost_index(&lost, judging->base, judging->head, least, i);
		i++, ++*said)
		if (say_lost(judging, &lost, err) < 0)
			return -1;
	return 0;
}

static int judge_loops(const struct judging *judging, size_t *said, struct err *err)
{
	const struct query *query = judging->query;
	const struct pg_node *scan;
	bool known = false;

	for (size_t i = 0; i < MOST_SAID; i++, ++*said) {
		const char *name;

		scan = shape_loop_over_scan(
			judging->base, judging->head, (double)query->min_rows, i, &known);
		if (!scan)
			return 0;
		name = name_of(judging, judging->head, scan);
		if (!name)
			return err_nomem(err);
		if (say(judging, "plans/loop-over-scan", scan,
			    arena_printf(judging->job->arena,
				    "query \"%.*s\": a Nested Loop runs %s anew for each row of "
				    "the other side, and reads rows (%s)",
				    text_quote(query->name), query->name.ptr, name,
				    count_of(shape_rows_read(scan)).text),
			    shape_table(judging->head, scan), known, err) < 0)
			return -1;
	}
	return 0;
}

static int judge_estimate(const struct judging *judging, struct err *err)
{
	const struct query *query = judging->query;
	struct misestimate off =
		shape_misestimate(judging->base, judging->head, (double)query->min_rows);
	const char *name;

	if (!off.node || off.factor <= query->max_misestimate)
		return 0;
	name = name_of(judging, judging->head, off.node);
	if (!name)
		return err_nomem(err);
	return say(judging, "plans/misestimate", off.node,
		arena_printf(judging->job->arena,
			"query \"%.*s\": %s gives %.0f rows, and the planner thought of %.0f (%.0f "
			"times off)",
			text_quote(query->name), query->name.ptr, name, off.node->rows,
			off.node->planned, off.factor),
		shape_table(judging->head, off.node), off.known, err);
}

static int judge_change(const struct judging *judging, struct err *err)
{
	const struct query *query = judging->query;
	const struct pg_node *was, *is;
	const char *before = "nothing", *after = "nothing";

	if (!judging->base || !shape_differs(judging->base, judging->head, &was, &is))
		return 0;
	if (was)
		before = name_of(judging, judging->base, was);
	if (is)
		after = name_of(judging, judging->head, is);
	if (!before || !after)
		return err_nomem(err);
	return say(judging, "plans/shape-changed", is ? is : &judging->head->nodes[0],
		arena_printf(judging->job->arena,
			"query \"%.*s\" is planned differently: %s where it was %s",
			text_quote(query->name), query->name.ptr, after, before),
		text_of(after), false, err);
}

/* *said: adds the lost indexes and loops over scans. */
static int judge_statement(const struct judging *judging, size_t *said, struct err *err)
{
	size_t here = 0;

	if (judge_indexes(judging, &here, err) < 0 || judge_loops(judging, &here, err) < 0 ||
		judge_estimate(judging, err) < 0)
		return -1;
	*said += here;
	return here ? 0 : judge_change(judging, err);
}

/* ---- times ---- */

static double sum(const struct pg_plans *plans, bool planning)
{
	double all = plans ? 0 : NAN;

	for (size_t i = 0; plans && i < plans->count; i++)
		all += planning ? plans->items[i].planning_ms : plans->items[i].execution_ms;
	return all;
}

static const struct pg_node *slowest(const struct pg_plans *plans, const struct pg_plan **of)
{
	const struct pg_node *most = NULL;

	for (size_t i = 0; i < plans->count; i++)
		for (size_t k = 0; k < plans->items[i].count; k++) {
			const struct pg_node *node = &plans->items[i].nodes[k];

			if (isnan(node->self_ms) || (most && node->self_ms <= most->self_ms))
				continue;
			most = node;
			*of = &plans->items[i];
		}
	return most;
}

static void measure(const struct judging *judging, const char *name, const char *unit, double base,
	double head, double limit, enum measured verdict, struct text note)
{
	check_measure(judging->job, &(struct measurement){.subject = judging->query->name,
					    .name = text_of(name),
					    .unit = unit,
					    .hop = judging->hop,
					    .base = base,
					    .head = head,
					    .difference = head - base,
					    .low = NAN,
					    .high = NAN,
					    .tolerance = NAN,
					    .limit = limit > 0 ? limit : NAN,
					    .verdict = verdict,
					    .note = note});
}

static void measure_time(const struct judging *judging, const char *name, double base, double head,
	double limit, struct text note)
{
	enum measured verdict = limit > 0 ? MEASURED_WITHIN : MEASURED_ONLY;

	if (limit > 0 && head > limit)
		verdict = MEASURED_OVER_LIMIT;
	measure(judging, name, "ms", base, head, limit, verdict, note);
}

/* NAN where nobody counted. */
static double rows_read(const struct pg_plans *plans)
{
	double all = plans ? 0 : NAN;

	for (size_t i = 0; plans && i < plans->count; i++)
		all += shape_all_rows_read(&plans->items[i]);
	return isfinite(all) ? all : NAN;
}

static int judge_limit(const struct judging *judging, const struct pg_node *root, const char *what,
	double base, double head, double limit, struct err *err)
{
	const struct query *query = judging->query;

	if (limit <= 0 || head <= limit)
		return 0;
	if (isnan(head)) {
		check_incomplete(judging->job, query->path,
			"the plan says no times, and the policy has a limit for them",
			"use EXPLAIN (ANALYZE, FORMAT JSON)");
		return 0;
	}
	return say(judging, "plans/over-limit", root,
		arena_printf(judging->job->arena,
			"query \"%.*s\": the %s took %.4g ms; at most %.4g ms is allowed",
			text_quote(query->name), query->name.ptr, what, head, limit),
		text_of(what), base > limit && head <= base, err);
}

/* Where most of the time goes, in words. */
static int where(struct text *out, const struct judging *judging, const struct pg_plans *head,
	struct err *err)
{
	const struct pg_plan *of = NULL;
	const struct pg_node *node = slowest(head, &of);
	const char *name = node ? name_of(judging, of, node) : "";

	if (!name)
		return err_nomem(err);
	*out = node ? arena_textf(judging->job->arena, "%s itself %.3g ms", name, node->self_ms)
		    : text_of("");
	return out->ptr ? 0 : err_nomem(err);
}

static int judge_times(struct judging *judging, const struct pg_plans *base,
	const struct pg_plans *head, struct err *err)
{
	const struct query *query = judging->query;
	const struct pg_node *root = &head->items[0].nodes[0];
	struct text note;

	judging->head = &head->items[0];
	if (where(&note, judging, head, err) < 0)
		return -1;
	measure_time(judging, "planning", sum(base, true), sum(head, true), query->max_planning_ms,
		text_of(""));
	measure_time(judging, "execution", sum(base, false), sum(head, false), query->max_ms, note);
	if (judge_limit(judging, root, "planning", sum(base, true), sum(head, true),
		    query->max_planning_ms, err) < 0)
		return -1;
	return judge_limit(
		judging, root, "execution", sum(base, false), sum(head, false), query->max_ms, err);
}

/* ---- together ---- */

static bool is_comparable(const struct pg_plans *base, const struct pg_plans *head)
{
	for (size_t i = 0; base && i < base->count && i < head->count; i++)
		if (!shape_is_of_one_query(&base->items[i], &head->items[i]))
			return false;
	return !base || base->count == head->count;
}

int judge_plans(const struct check_job *job, const struct query *query, const struct pg_plans *base,
	const struct pg_plans *head, struct err *err)
{
	struct judging judging = {.job = job, .query = query};
	size_t said = 0;

	if (query->hop.len && !(judging.hop = arena_copy(job->arena, query->hop)))
		return err_nomem(err);
	if (!is_comparable(base, head)) {
		check_incomplete(job, query->path,
			"the plan is of other statements than at the base: it reads none of their "
			"tables, or there are more or fewer",
			"explain the same statements, or give the new ones a name of their own");
		return 0;
	}
	if (judge_times(&judging, base, head, err) < 0)
		return -1;
	for (size_t i = 0; i < head->count; i++) {
		judging.base = base ? &base->items[i] : NULL;
		judging.head = &head->items[i];
		if (judge_statement(&judging, &said, err) < 0)
			return -1;
	}
	/* Where something is wrong the finding says more than its row would. */
	measure(&judging, "rows read", "rows", rows_read(base), rows_read(head), 0,
		said ? MEASURED_ONLY : MEASURED_WITHIN, text_of(""));
	return 0;
}
