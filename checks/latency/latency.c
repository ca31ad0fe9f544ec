/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "latency": flows, their phases and budgets, head against base. Grain: the whole change.
 */
#include <math.h>

#include "checks/latency/budgets.h"
#include "checks/latency/fresh.h"
#include "checks/latency/history.h"
#include "checks/latency/suspect.h"
#include "checks/latency/verdicts.h"
#include "gate/base/glob.h"

extern const struct check check_latency;

/* Settings that the options table cannot say. */
static int check_source(const struct flow *flow, const struct flow_source *source, struct err *err)
{
	if (source->workspace && text_is(flow->baseline, "base"))
		return err_set(err, ERR_USAGE,
			"latency: flow \"%.*s\": a source with workspace: true needs baseline: a "
			"path (or none), not \"base\"",
			text_quote(flow->name), flow->name.ptr);
	if (source->columns.unit.len && isnan(samples_unit_ms(source->columns.unit)))
		return err_set(err, ERR_USAGE,
			"latency: flow \"%.*s\": columns: \"%.*s\" is no unit of time",
			text_quote(flow->name), flow->name.ptr, text_quote(source->columns.unit),
			source->columns.unit.ptr);
	return 0;
}

static int check_phase(const struct flow *flow, const struct flow_phase *phase, struct err *err)
{
	if (phase->budget_ms >= 0 && phase->tolerance.value >= 0)
		return 0;
	return err_set(err, ERR_USAGE,
		"latency: flow \"%.*s\": phase \"%.*s\": tolerance and budget_ms must not be below "
		"0",
		text_quote(flow->name), flow->name.ptr, text_quote(phase->name), phase->name.ptr);
}

enum { LEAST_RUNS = 4 };

static int check_flow(const struct flow *flow, struct err *err)
{
	const struct flow_source *sources = flow->sources.items;
	const struct flow_phase *phases = flow->phases.items;

	if (flow->sources.count == 0)
		return err_set(err, ERR_USAGE, "latency: flow \"%.*s\" has no sources",
			text_quote(flow->name), flow->name.ptr);
	if (flow->min_samples < (text_is(flow->baseline, "none") ? 1 : LEAST_RUNS))
		return err_set(err, ERR_USAGE,
			"latency: flow \"%.*s\": with min_samples below %d no change can be told "
			"from chance",
			text_quote(flow->name), flow->name.ptr, LEAST_RUNS);
	if (!(flow->tolerance.value > 0) || !(flow->budget_ms >= 0))
		return err_set(err, ERR_USAGE,
			"latency: flow \"%.*s\": tolerance must be above 0, budget_ms not below",
			text_quote(flow->name), flow->name.ptr);
	for (size_t i = 0; i < flow->phases.count; i++)
		if (check_phase(flow, &phases[i], err) < 0)
			return -1;
	for (size_t i = 0; i < flow->sources.count; i++)
		if (check_source(flow, &sources[i], err) < 0)
			return -1;
	return 0;
}

/* Of each flow what prepare has read. */
struct prepared {
	struct text budgets; /* the budget.json; ptr NULL: none, or not there */
	struct oid notes;    /* what the history's ref names; zero: none */
};

static int prepare_flow(const struct check_job *job, const struct flow *flow,
	struct prepared *prepared, struct err *err)
{
	struct text notes = history_notes(flow);
	bool found;

	if (check_flow(flow, err) < 0)
		return -1;
	if (flow->budgets.len &&
		job_read(job, SIDE_POLICY, flow->budgets, &prepared->budgets, err) < 0)
		return -1;
	return notes.len ? job_notes_tip(job, notes, &prepared->notes, &found, err) : 0;
}

static int prepare(const struct check_job *job, void **shared, struct err *err)
{
	const struct latency_options *options = job->options;
	const struct flow *flows = options->flows.items;
	struct prepared *prepared =
		arena_array(job->arena, options->flows.count, sizeof(*prepared));

	*shared = prepared;
	if (!prepared)
		return err_nomem(err);
	for (size_t i = 0; i < options->flows.count; i++)
		if (prepare_flow(job, &flows[i], &prepared[i], err) < 0)
			return -1;
	return 0;
}

static const struct prepared *prepared_of(const struct check_job *job, const struct flow *flow)
{
	const struct latency_options *options = job->options;
	const struct flow *flows = options->flows.items;

	return (const struct prepared *)job->shared + (flow - flows);
}

static bool is_workspace(const struct flow *flow)
{
	const struct flow_source *sources = flow->sources.items;

	for (size_t i = 0; i < flow->sources.count; i++)
		if (sources[i].workspace)
			return true;
	return false;
}

/* A file of the change that one of the flow's `when` matches, or NULL. */
static const struct file *find_touched(const struct change *change, const struct flow *flow)
{
	for (size_t i = 0; i < change->file_count; i++)
		for (size_t k = 0; k < flow->when.count; k++)
			if (glob_match(flow->when.items[k], change->files[i].path))
				return &change->files[i];
	return NULL;
}

static bool has_new_reports(const struct change *change, const struct flow *flow)
{
	const struct flow_source *sources = flow->sources.items;

	for (size_t i = 0; i < change->file_count; i++)
		for (size_t k = 0; k < flow->sources.count; k++)
			if (glob_match(sources[k].path, change->files[i].path))
				return true;
	return false;
}

static int note_missing(
	const struct check_job *job, const struct flow *flow, bool base, struct err *err)
{
	const struct flow_source *source = flow->sources.items;
	struct text pattern = base ? flow->baseline : source->path;
	const char *what = arena_printf(job->arena, "%s of flow \"%.*s\"",
		base ? "baseline" : "report", text_quote(flow->name), flow->name.ptr);

	if (!what)
		return err_nomem(err);
	check_missing(job, source->workspace ? SIDE_WORKSPACE : SIDE_HEAD, pattern, what);
	return 0;
}

static bool wants_base(const struct check_job *job, const struct flow *flow)
{
	if (text_is(flow->baseline, "none"))
		return false;
	return job->change->has_base || !text_is(flow->baseline, "base");
}

/* Whether the two sides can be judged at all, and the budget that the total then has. */
static int may_judge(bool *ok, struct flow *limited, const struct check_job *job,
	const struct flow *flow, const struct flow_side *base, const struct flow_side *head,
	struct err *err)
{
	if (side_compare(ok, job, base, head, err) < 0)
		return -1;
	if (*ok && suspect_sides(ok, job, base, head, err) < 0)
		return -1;
	if (!*ok)
		return 0;
	return budgets_apply(
		ok, &limited->budget_ms, job, flow, head, prepared_of(job, flow)->budgets, err);
}

static int judge_sides(const struct check_job *job, const struct flow *flow,
	const struct flow_side *base, const struct flow_side *head, struct err *err)
{
	struct judged_flow judged;
	struct flow limited = *flow;
	bool ok;

	if (may_judge(&ok, &limited, job, flow, base, head, err) < 0)
		return -1;
	if (!ok)
		return 0;
	if (judge_flow(&judged, &limited, base, head, job->arena, err) < 0 ||
		verdicts_report(job, &judged, err) < 0)
		return -1;
	if (base && order_report(job, flow, judged.order, base, head, err) < 0)
		return -1;
	return history_judge(job, &judged, &prepared_of(job, flow)->notes, err);
}

static int judge_fresh(const struct check_job *job, const struct flow *flow,
	const struct file *touched, const struct flow_side *base, const struct flow_side *head,
	struct err *err)
{
	bool fresh;

	if (fresh_check(&fresh, job, flow, touched, base, head, err) < 0)
		return -1;
	return fresh ? judge_sides(job, flow, base, head, err) : 0;
}

static int judge_with_base(const struct check_job *job, const struct flow *flow,
	const struct file *touched, const struct flow_side *head, struct err *err)
{
	struct flow_side base;

	if (side_read(&base, job, flow, true, head, err) < 0)
		return -1;
	if (!base.usable)
		return 0;
	if (base.run_count == 0 && !text_is(flow->baseline, "base"))
		return note_missing(job, flow, true, err);
	return judge_fresh(job, flow, touched, base.run_count ? &base : NULL, head, err);
}

/* Whether the change concerns the flow. */
static bool is_due(const struct check_job *job, const struct flow *flow, const struct file *touched)
{
	if (!job->change->has_base || touched)
		return true;
	if (is_workspace(flow))
		return flow->when.count == 0;
	return has_new_reports(job->change, flow);
}

/* A flow that is not judged still has to have its reports. */
static int check_present(const struct check_job *job, const struct flow *flow, struct err *err)
{
	const struct flow_source *sources = flow->sources.items;
	struct paths paths = {0};

	for (size_t i = 0; i < flow->sources.count && paths.count == 0; i++) {
		const char *glob = arena_copy(job->arena, sources[i].path);

		if (!glob)
			return err_nomem(err);
		if (job_match(job, SIDE_HEAD, glob, &paths, err) < 0)
			return -1;
	}
	return paths.count ? 0 : note_missing(job, flow, false, err);
}

static int judge_head(const struct check_job *job, const struct flow *flow,
	const struct file *touched, const struct flow_side *head, struct err *err)
{
	if (!is_workspace(flow) && touched && !has_new_reports(job->change, flow))
		return fresh_note(job, flow, touched, head->runs[0].path, err);
	if (wants_base(job, flow))
		return judge_with_base(job, flow, touched, head, err);
	return judge_fresh(job, flow, touched, NULL, head, err);
}

static int judge(const struct check_job *job, const struct flow *flow, struct err *err)
{
	const struct file *touched = job->change->has_base ? find_touched(job->change, flow) : NULL;
	struct flow_side head;

	check_examined(job, "flows", 1);
	if (!is_due(job, flow, touched))
		return is_workspace(flow) ? 0 : check_present(job, flow, err);
	if (side_read(&head, job, flow, false, NULL, err) < 0)
		return -1;
	if (!head.usable)
		return 0;
	if (head.run_count == 0)
		return note_missing(job, flow, false, err);
	return judge_head(job, flow, touched, &head, err);
}

static int run(const struct check_job *job, struct err *err)
{
	const struct latency_options *options = job->options;
	const struct flow *flows = options->flows.items;

	for (size_t i = 0; i < options->flows.count && !job_stopped(job); i++)
		if (judge(job, &flows[i], err) < 0)
			return -1;
	return 0;
}

const struct check check_latency = {
	.name = "latency",
	.summary = "Phases of user-facing latencies against budgets and against the base.",
	.grain = WHOLE_CHANGE,
	.options = latency_option_table,
	.options_size = sizeof(struct latency_options),
	.prepare = prepare,
	.run = run,
};
