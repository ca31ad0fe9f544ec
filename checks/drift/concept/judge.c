/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/drift/concept/judge.h"

#include <inttypes.h>
#include <math.h>

#include "gate/base/moment.h"
#include "gate/rule.h"

enum { INCONCLUSIVE_ERROR, INCONCLUSIVE_WARNING };

struct judging {
	const struct check_job *job;
	const struct concept *concept;
	const char *hop;
	const struct scored *base, *rows;
	const struct windows *now, *before; /* before: NULL where there was none */
};

/* ---- words ---- */

/* "2026-05-02T10:00:00Z", or "row 501". ptr NULL: out of memory. */
static struct text point(const struct judging *judging, double time)
{
	if (judging->concept->time.len)
		return moment_write(time, judging->job->arena);
	return arena_textf(judging->job->arena, "row %.0f", time);
}

static double metric(const struct judging *judging, double mean_loss)
{
	return scored_metric(judging->concept, mean_loss);
}

static int say(const struct judging *judging, const char *id, const char *message,
	const struct window *window, bool known, struct err *err)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of(id));
	const struct concept *concept = judging->concept;
	const struct windows *now = judging->now;
	const struct window *of = window ? window : &now->items[0];
	struct text from = point(judging, of->from), to = point(judging, of->to);
	const struct detail details[] = {
		{.key = "concept", .type = DETAIL_TEXT, .text = concept->name},
		{.key = "metric",
			.type = DETAIL_TEXT,
			.text = text_of(concept_metrics[concept->metric])},
		{.key = "window_from", .type = DETAIL_TEXT, .text = from},
		{.key = "window_to", .type = DETAIL_TEXT, .text = to},
		{.key = "base", .type = DETAIL_NUMBER, .number = metric(judging, now->base_mean)},
		{.key = "head", .type = DETAIL_NUMBER, .number = metric(judging, of->mean)},
		{.key = "margin", .type = DETAIL_NUMBER, .number = concept->margin},
		{.key = "windows", .type = DETAIL_NUMBER, .number = (double)now->count},
		{.key = "worse", .type = DETAIL_NUMBER, .number = (double)now->regressed},
	};

	if (!message || !from.ptr || !to.ptr)
		return err_nomem(err);
	check_report(judging->job, &(struct finding){.rule = rule->id,
					   .severity = rule->severity,
					   .path = concept->current,
					   .message = text_of(message),
					   .remedy = text_of(rule->remedy),
					   .hop = judging->hop,
					   .evidence = concept->name,
					   .known = known,
					   .details = details,
					   .detail_count = sizeof(details) / sizeof(details[0])});
	return 0;
}

/* ---- windows ---- */

static enum measured verdict_of(const struct window *window)
{
	static const enum measured verdicts[] = {[LOSS_INCONCLUSIVE] = MEASURED_INCONCLUSIVE,
		[LOSS_WITHIN] = MEASURED_WITHIN,
		[LOSS_REGRESSED] = MEASURED_REGRESSED};

	return verdicts[window->loss.verdict];
}

static int measure_window(
	const struct judging *judging, const struct window *window, struct err *err)
{
	const struct concept *concept = judging->concept;
	bool higher = concept->metric == METRIC_ACCURACY;
	struct interval bounds =
		loss_of_difference((struct interval){window->loss.low, window->loss.high}, higher);
	struct text from = point(judging, window->from);
	struct text name =
		from.ptr ? arena_textf(judging->job->arena, "%s from %.*s",
				   concept_metrics[concept->metric], (int)from.len, from.ptr)
			 : (struct text){0};

	if (!name.ptr)
		return err_nomem(err);
	check_measure(
		judging->job, &(struct measurement){.subject = concept->name,
				      .name = name,
				      .unit = higher ? "share" : "",
				      .hop = judging->hop,
				      .base = metric(judging, judging->now->base_mean),
				      .head = metric(judging, window->mean),
				      .difference = higher ? -window->loss.loss : window->loss.loss,
				      .low = bounds.low,
				      .high = bounds.high,
				      .tolerance = concept->margin,
				      .limit = NAN,
				      .higher_is_better = higher,
				      .base_samples = judging->base->count,
				      .head_samples = window->count,
				      .needed_samples = window->loss.needed,
				      .verdict = verdict_of(window),
				      .note = TEXT("")});
	return 0;
}

static int measure_all(const struct judging *judging, struct err *err)
{
	const struct windows *now = judging->now;
	const struct creep *creep = &now->creep;
	bool higher = judging->concept->metric == METRIC_ACCURACY;
	double rise = higher ? -creep->rise : creep->rise;
	struct text note = text_of("");

	if (creep->two_sided < 0.05)
		note = arena_textf(judging->job->arena,
			"a trend: %+.3g from the first of %zu windows to the last (p %.2g)", rise,
			now->count, creep->two_sided);
	if (!note.ptr)
		return err_nomem(err);
	check_measure(judging->job,
		&(struct measurement){.subject = judging->concept->name,
			.name = text_of(concept_metrics[judging->concept->metric]),
			.unit = higher ? "share" : "",
			.hop = judging->hop,
			.base = metric(judging, now->base_mean),
			.head = metric(judging, now->mean),
			.difference = metric(judging, now->mean) - metric(judging, now->base_mean),
			.low = NAN,
			.high = NAN,
			.tolerance = NAN,
			.limit = NAN,
			.higher_is_better = higher,
			.base_samples = judging->base->count,
			.head_samples = judging->rows->count,
			.verdict = MEASURED_ONLY,
			.note = note});
	for (size_t i = 0; i < now->count; i++)
		if (measure_window(judging, &now->items[i], err) < 0)
			return -1;
	return 0;
}

/* What was worse before already, and is no worse now. */
static bool is_known(const struct judging *judging)
{
	const struct windows *now = judging->now, *before = judging->before;

	return before && before->worst && now->worst->loss.loss <= before->worst->loss.loss;
}

static int say_regressed(const struct judging *judging, struct err *err)
{
	const struct concept *concept = judging->concept;
	const struct windows *now = judging->now;
	const struct window *first = now->first;
	struct text from = point(judging, first->from), to = point(judging, first->to);

	if (!from.ptr || !to.ptr)
		return err_nomem(err);
	return say(judging, "drift/concept-drifted",
		arena_printf(judging->job->arena,
			"%.*s drifted: from %.*s to %.*s its %s is %.4g, %.4g in the baseline; "
			"worse by %.3g at least, at most %g is allowed (%zu of %zu windows are "
			"worse)",
			text_quote(concept->name), concept->name.ptr, (int)from.len, from.ptr,
			(int)to.len, to.ptr, concept_metrics[concept->metric],
			metric(judging, first->mean), metric(judging, now->base_mean),
			first->loss.low, concept->margin, now->regressed, now->count),
		first, is_known(judging), err);
}

static int say_undecided(const struct judging *judging, struct err *err)
{
	const struct concept *concept = judging->concept;
	const struct windows *now = judging->now;
	const char *reason = arena_printf(judging->job->arena,
		"concept \"%.*s\": %zu of %zu windows have too few rows to tell whether they are "
		"worse by %g",
		text_quote(concept->name), concept->name.ptr, now->undecided, now->count,
		concept->margin);
	const char *remedy = now->needed ? arena_printf(judging->job->arena,
						   "take windows of %" PRIu64
						   " labelled rows, or a wider margin",
						   now->needed)
					 : "take longer windows, or a wider margin";

	if (!reason || !remedy)
		return err_nomem(err);
	if (concept->inconclusive == INCONCLUSIVE_WARNING)
		return say(judging, "drift/not-measurable", reason, NULL, false, err);
	check_incomplete(judging->job, concept->current, reason, remedy);
	return 0;
}

/* ---- labels ---- */

static double unlabelled(const struct scored *rows)
{
	return (double)rows->unlabelled / (double)(rows->unlabelled + rows->count);
}

/* Whoever drops the labels of what went wrong has an accuracy of 1. */
static int judge_labels(const struct judging *judging, struct err *err)
{
	const struct concept *concept = judging->concept;
	double base = unlabelled(judging->base), head = unlabelled(judging->rows);

	if (head - base <= concept->max_unlabelled)
		return 0;
	return say(judging, "drift/missing-labels",
		arena_printf(judging->job->arena,
			"%.1f %% of the rows of %.*s have no label, of the baseline's %.1f %%; at "
			"most %.1f points more are allowed",
			100 * head, text_quote(concept->name), concept->name.ptr, 100 * base,
			100 * concept->max_unlabelled),
		NULL, false, err);
}

/* ---- together ---- */

int windows_judge(const struct windows_judged *judged, const struct windows *now,
	const struct windows *before, struct err *err)
{
	const struct judging all = {.job = judged->job,
		.concept = judged->concept,
		.base = judged->base,
		.rows = judged->rows,
		.now = now,
		.before = before,
		.hop = judged->hop};
	const struct judging *judging = &all;

	if (measure_all(judging, err) < 0 || judge_labels(judging, err) < 0)
		return -1;
	if (judging->now->first && say_regressed(judging, err) < 0)
		return -1;
	/* What blocks says enough; what is known decides nothing about other windows. */
	if (judging->now->first && !is_known(judging))
		return 0;
	return judging->now->undecided ? say_undecided(judging, err) : 0;
}
