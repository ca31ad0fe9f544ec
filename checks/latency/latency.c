/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "latency": flows, their phases and budgets, head against base. Grain: the whole change.
 */
#include <math.h>

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
	if (isnan(samples_unit_ms(source->columns.unit)))
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
	if (flow->min_samples < LEAST_RUNS)
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

static int prepare(const struct check_job *job, void **shared, struct err *err)
{
	const struct latency_options *options = job->options;
	const struct flow *flows = options->flows.items;

	*shared = NULL;
	for (size_t i = 0; i < options->flows.count; i++)
		if (check_flow(&flows[i], err) < 0)
			return -1;
	return 0;
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
	const char *reason = arena_printf(job->arena, "flow \"%.*s\": no file matches %.*s%s",
		text_quote(flow->name), flow->name.ptr, text_quote(pattern), pattern.ptr,
		base ? " (baseline)" : "");

	if (!reason)
		return err_nomem(err);
	check_incomplete(job, pattern, reason,
		base || source->workspace ? "let the pipeline measure before the gate runs"
					  : "measure, and commit the reports");
	return 0;
}

static int note_stale(const struct check_job *job, const struct flow *flow,
	const struct file *touched, struct text path, struct err *err)
{
	const char *reason = arena_printf(job->arena,
		"flow \"%.*s\": %.*s changed and the report did not", text_quote(flow->name),
		flow->name.ptr, text_quote(touched->path), touched->path.ptr);

	if (!reason)
		return err_nomem(err);
	check_incomplete(job, path, reason, "measure the head again and commit the new reports");
	return 0;
}

/* A report of the base that is passed off as one of the head. */
static int check_fresh(bool *fresh, const struct check_job *job, const struct flow *flow,
	const struct file *touched, const struct flow_side *base, const struct flow_side *head,
	struct err *err)
{
	*fresh = true;
	for (size_t i = 0; touched && i < head->run_count; i++)
		for (size_t k = 0; k < base->run_count; k++) {
			if (!text_equal(head->runs[i].content, base->runs[k].content))
				continue;
			*fresh = false;
			if (note_stale(job, flow, touched, head->runs[i].path, err) < 0)
				return -1;
			break;
		}
	return 0;
}

static bool wants_base(const struct check_job *job, const struct flow *flow)
{
	if (text_is(flow->baseline, "none"))
		return false;
	return job->change->has_base || !text_is(flow->baseline, "base");
}

static int judge_sides(const struct check_job *job, const struct flow *flow,
	const struct flow_side *base, const struct flow_side *head, struct err *err)
{
	struct judged_flow judged;
	bool ok;

	if (side_compare(&ok, job, base, head, err) < 0)
		return -1;
	if (ok && suspect_sides(&ok, job, base, head, err) < 0)
		return -1;
	if (!ok)
		return 0;
	if (judge_flow(&judged, flow, base, head, job->arena, err) < 0)
		return -1;
	return verdicts_report(job, &judged, err) < 0 ? -1 : history_judge(job, &judged, err);
}

static int judge_with_base(const struct check_job *job, const struct flow *flow,
	const struct file *touched, const struct flow_side *head, struct err *err)
{
	struct flow_side base;
	bool fresh;

	if (side_read(&base, job, flow, true, head, err) < 0)
		return -1;
	if (!base.usable)
		return 0;
	if (base.run_count == 0 && !text_is(flow->baseline, "base"))
		return note_missing(job, flow, true, err);
	if (base.run_count == 0)
		return judge_sides(job, flow, NULL, head, err);
	if (check_fresh(&fresh, job, flow, touched, &base, head, err) < 0)
		return -1;
	return fresh ? judge_sides(job, flow, &base, head, err) : 0;
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
		return note_stale(job, flow, touched, head->runs[0].path, err);
	if (wants_base(job, flow))
		return judge_with_base(job, flow, touched, head, err);
	return judge_sides(job, flow, NULL, head, err);
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
