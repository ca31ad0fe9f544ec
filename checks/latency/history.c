/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/history.h"

#include <math.h>
#include <string.h>

#include "gate/rule.h"
#include "gate/stats/change_point.h"

static const double alpha = 0.05;

enum { LEAST_SEGMENT = 3 };

struct past {
	const struct check_job *job;
	const struct judged_flow *flow;
	const struct flow_side *side;
};

/* The column of the history with the head's value behind it. */
static int extend(
	struct sample *out, const struct past *past, size_t k, double head, struct err *err)
{
	size_t count = past->side->count;
	double *values = arena_array(past->job->arena, count + 1, sizeof(*values));

	if (!values)
		return err_nomem(err);
	memcpy(values, past->side->columns[k], count * sizeof(*values));
	values[count] = head;
	*out = (struct sample){values, count + 1};
	return 0;
}

/* Which result the latest change began with: " since perf/…", or "". */
static const char *since(const struct past *past, const struct change_points *points)
{
	size_t at = points->count ? points->items[points->count - 1].at : 0;

	if (points->count == 0)
		return "";
	if (past->side->count != past->side->run_count || at >= past->side->run_count)
		return arena_printf(past->job->arena, "; the latest step is at result %zu of %zu",
			at + 1, past->side->count + 1);
	return arena_printf(
		past->job->arena, "; the latest step is at %.200s", past->side->runs[at].name);
}

static int say(const struct past *past, const struct judged *judged, const struct creep *creep,
	const struct change_points *points, struct err *err)
{
	const struct rule *rule = rule_find(&builtin_rules, (struct text)TEXT("latency/creep"));
	struct text flow = past->flow->flow->name;
	const char *where = since(past, points), *message;
	struct text evidence = arena_textf(past->job->arena, "%.*s\n%.*s", (int)flow.len, flow.ptr,
		(int)judged->name.len, judged->name.ptr);
	struct detail details[] = {{.key = "flow", .type = DETAIL_TEXT, .text = flow},
		{.key = "owner", .type = DETAIL_TEXT, .text = judged->name},
		{.key = "rise_ms", .type = DETAIL_NUMBER, .number = creep->rise}};

	message = arena_printf(past->job->arena,
		"%.*s of %.*s crept up by %.1f ms over %zu results, more than the tolerance of "
		"%.1f ms%s",
		text_quote(judged->name), judged->name.ptr, text_quote(flow), flow.ptr, creep->rise,
		past->side->count + 1, judged->tolerance, where ? where : "");
	if (!where || !message || !evidence.ptr)
		return err_nomem(err);
	check_report(past->job, &(struct finding){.rule = rule->id,
					.severity = rule->severity,
					.path = past->flow->head_side->runs[0].path,
					.message = text_of(message),
					.remedy = text_of(rule->remedy),
					.evidence = evidence,
					.details = details,
					.detail_count = sizeof(details) / sizeof(details[0])});
	return 0;
}

static int judge_column(
	const struct past *past, const struct judged *judged, size_t k, struct err *err)
{
	const struct change_point_rule rule = {.alpha = alpha, .min_values = LEAST_SEGMENT};
	struct arena *arena = past->job->arena;
	struct change_points points;
	struct sample series;
	struct creep creep;

	if (extend(&series, past, k, judged->head_value, err) < 0 ||
		creep_of(&creep, series, arena, err) < 0)
		return -1;
	if (!(creep.two_sided < alpha) || !(creep.rise > judged->tolerance))
		return 0;
	if (change_points_of(&points, series, &rule, arena, err) < 0)
		return -1;
	return say(past, judged, &creep, &points, err);
}

static int judge_columns(const struct past *past, struct err *err)
{
	for (size_t k = 0; k < past->side->phase_count; k++)
		if (judge_column(past, &past->flow->phases[k], k, err) < 0)
			return -1;
	return judge_column(past, &past->flow->total, past->side->phase_count, err);
}

static int note_few(const struct past *past, struct err *err)
{
	struct text flow = past->flow->flow->name;
	const char *reason = arena_printf(past->job->arena,
		"flow \"%.*s\": the history has %zu results, fewer than %d", text_quote(flow),
		flow.ptr, past->side->count, HISTORY_LEAST);

	if (!reason)
		return err_nomem(err);
	check_incomplete(past->job, past->flow->flow->history, reason,
		history_notes(past->flow->flow).len
			? "fetch the notes and enough commits (git fetch origin "
			  "'refs/notes/*:refs/notes/*'), or leave history out of .seamgate.yml "
			  "until there are as many"
			: "correct the pattern, or leave history out of .seamgate.yml until there "
			  "are as many");
	return 0;
}

struct text history_notes(const struct flow *flow)
{
	static const char prefix[] = "notes:";

	if (!text_starts(flow->history, prefix))
		return (struct text)TEXT("");
	return text_slice(flow->history, sizeof(prefix) - 1, flow->history.len);
}

static int read_earlier(struct flow_side *side, const struct check_job *job,
	const struct judged_flow *flow, const struct oid *notes, struct err *err)
{
	struct flow earlier = *flow->flow;

	earlier.baseline = earlier.history;
	earlier.is_history = true;
	if (history_notes(&earlier).len == 0)
		return side_read(side, job, &earlier, true, flow->head_side, err);
	*side = (struct flow_side){.usable = true};
	if (oid_is_zero(notes))
		return 0;
	return side_read_notes(side, job, &earlier, notes, flow->head_side, err);
}

int history_judge(const struct check_job *job, const struct judged_flow *flow,
	const struct oid *notes, struct err *err)
{
	struct flow_side side;
	struct past past = {job, flow, &side};
	bool ok;

	if (flow->flow->history.len == 0)
		return 0;
	if (read_earlier(&side, job, flow, notes, err) < 0)
		return -1;
	if (!side.usable)
		return 0;
	if (side.count < HISTORY_LEAST)
		return note_few(&past, err);
	if (side_compare(&ok, job, &side, flow->head_side, err) < 0)
		return -1;
	return ok ? judge_columns(&past, err) : 0;
}
