/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/drift/judge.h"

#include <inttypes.h>
#include <math.h>

#include "checks/drift/compare.h"
#include "gate/rule.h"

struct judging {
	const struct check_job *job;
	const struct feature *feature;
	const struct comparison *now, *before; /* before: NULL where there was none */
	const char *hop;
};

enum { MOST_DETAILS = 8 };

static int say(const struct judging *judging, const char *id, const char *message, bool known,
	struct err *err)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of(id));
	const struct feature *feature = judging->feature;
	const struct comparison *now = judging->now;
	const struct detail details[] = {
		{.key = "feature", .type = DETAIL_TEXT, .text = feature->name},
		{.key = "test", .type = DETAIL_TEXT, .text = text_of(feature_tests[feature->test])},
		{.key = "statistic", .type = DETAIL_NUMBER, .number = now->statistic},
		{.key = "max", .type = DETAIL_NUMBER, .number = feature->max},
		{.key = "noise", .type = DETAIL_NUMBER, .number = now->noise},
		{.key = "rows", .type = DETAIL_NUMBER, .number = now->rows},
		{.key = "base_rows", .type = DETAIL_NUMBER, .number = now->base_rows},
	};

	if (!message)
		return err_nomem(err);
	check_report(judging->job, &(struct finding){.rule = rule->id,
					   .severity = rule->severity,
					   .path = feature->current,
					   .message = text_of(message),
					   .remedy = text_of(rule->remedy),
					   .hop = judging->hop,
					   .evidence = feature->name,
					   .known = known,
					   .details = details,
					   .detail_count = sizeof(details) / sizeof(details[0])});
	return 0;
}

/* ---- the statistic ---- */

static bool is_over(const struct feature *feature, const struct comparison *found)
{
	return found->statistic > feature->max && found->statistic > found->noise;
}

static bool is_thin(const struct feature *feature, const struct comparison *found)
{
	double least = (double)feature->min_rows;

	return found->rows < least || found->base_rows < least;
}

static enum measured verdict_of(const struct feature *feature, const struct comparison *found)
{
	if (is_thin(feature, found))
		return MEASURED_INCONCLUSIVE;
	if (is_over(feature, found))
		return MEASURED_OVER_LIMIT;
	return found->noise > feature->max ? MEASURED_INCONCLUSIVE : MEASURED_WITHIN;
}

static int say_over(const struct judging *judging, struct err *err)
{
	const struct feature *feature = judging->feature;
	const struct comparison *now = judging->now, *before = judging->before;
	bool known = before && verdict_of(feature, before) == MEASURED_OVER_LIMIT &&
		     now->statistic <= before->statistic;

	return say(judging, "drift/feature-drifted",
		arena_printf(judging->job->arena,
			"%.*s drifted: %s is %.4g, at most %g is allowed (%.0f rows against %.0f; "
			"chance alone reaches %.2g)",
			text_quote(feature->name), feature->name.ptr, feature_tests[feature->test],
			now->statistic, feature->max, now->rows, now->base_rows, now->noise),
		known, err);
}

static const char *why_inconclusive(const struct judging *judging)
{
	const struct feature *feature = judging->feature;
	const struct comparison *now = judging->now;

	if (is_thin(feature, now))
		return arena_printf(judging->job->arena,
			"feature \"%.*s\" has %.0f values, and its baseline %.0f: fewer than "
			"%" PRId64,
			text_quote(feature->name), feature->name.ptr, now->rows, now->base_rows,
			feature->min_rows);
	return arena_printf(judging->job->arena,
		"feature \"%.*s\": with %.0f rows against %.0f chance alone makes a %s of %.2g, "
		"and the limit is %g",
		text_quote(feature->name), feature->name.ptr, now->rows, now->base_rows,
		feature_tests[feature->test], now->noise, feature->max);
}

static int say_inconclusive(const struct judging *judging, struct err *err)
{
	const struct feature *feature = judging->feature;
	const char *reason = why_inconclusive(judging), *remedy;

	if (!reason)
		return err_nomem(err);
	if (feature->inconclusive == INCONCLUSIVE_WARNING)
		return say(judging, "drift/not-measurable", reason, false, err);
	remedy = judging->now->needed
			 ? arena_printf(judging->job->arena,
				   "take %" PRIu64 " rows on either side, or use fewer bins",
				   judging->now->needed)
			 : "raise the limit, or use another test";
	if (!remedy)
		return err_nomem(err);
	check_incomplete(judging->job, feature->current, reason, remedy);
	return 0;
}

static int judge_statistic(const struct judging *judging, struct err *err)
{
	const struct feature *feature = judging->feature;
	const struct comparison *now = judging->now;
	enum measured verdict = verdict_of(feature, now);
	struct text note =
		arena_textf(judging->job->arena, "chance alone reaches %.2g", now->noise);

	if (!note.ptr)
		return err_nomem(err);
	check_measure(judging->job,
		&(struct measurement){.subject = feature->name,
			.name = text_of(feature_tests[feature->test]),
			.unit = "",
			.hop = judging->hop,
			.base = judging->before ? judging->before->statistic : NAN,
			.head = now->statistic,
			.difference = NAN,
			.low = NAN,
			.high = NAN,
			.tolerance = NAN,
			.limit = feature->max,
			.base_samples = (uint64_t)now->base_rows,
			.head_samples = (uint64_t)now->rows,
			.needed_samples = verdict == MEASURED_INCONCLUSIVE ? now->needed : 0,
			.verdict = verdict,
			.note = note});
	if (verdict == MEASURED_OVER_LIMIT)
		return say_over(judging, err);
	return verdict == MEASURED_INCONCLUSIVE ? say_inconclusive(judging, err) : 0;
}

/* ---- what is missing, what is new ---- */

static void measure_share(const struct judging *judging, const char *name, double base, double head,
	double limit, bool over)
{
	check_measure(judging->job, &(struct measurement){.subject = judging->feature->name,
					    .name = text_of(name),
					    .unit = "share",
					    .hop = judging->hop,
					    .base = base,
					    .head = head,
					    .difference = head - base,
					    .low = NAN,
					    .high = NAN,
					    .tolerance = NAN,
					    .limit = limit,
					    .base_samples = (uint64_t)judging->now->base_rows,
					    .head_samples = (uint64_t)judging->now->rows,
					    .verdict = over ? MEASURED_OVER_LIMIT : MEASURED_WITHIN,
					    .note = TEXT("")});
}

static double missing_growth(const struct comparison *found)
{
	return found->missing - found->base_missing;
}

static int judge_missing(const struct judging *judging, struct err *err)
{
	const struct feature *feature = judging->feature;
	const struct comparison *now = judging->now, *before = judging->before;
	bool over = missing_growth(now) > feature->max_missing;

	if (!(now->missing > 0) && !(now->base_missing > 0))
		return 0;
	measure_share(judging, "missing", now->base_missing, now->missing,
		now->base_missing + feature->max_missing, over);
	if (!over)
		return 0;
	return say(judging, "drift/missing-values",
		arena_printf(judging->job->arena,
			"%.1f %% of the values of %.*s are missing, of the baseline's %.1f %%; at "
			"most %.1f points more are allowed",
			100 * now->missing, text_quote(feature->name), feature->name.ptr,
			100 * now->base_missing, 100 * feature->max_missing),
		before && missing_growth(before) > feature->max_missing &&
			now->missing <= before->missing,
		err);
}

static int judge_new(const struct judging *judging, struct err *err)
{
	const struct feature *feature = judging->feature;
	const struct comparison *now = judging->now, *before = judging->before;
	bool over = now->new_share > feature->max_new;

	if (!now->newest)
		return 0;
	measure_share(judging, "new categories", 0, now->new_share, feature->max_new, over);
	if (!over)
		return 0;
	return say(judging, "drift/new-categories",
		arena_printf(judging->job->arena,
			"%.1f %% of the rows of %.*s are of categories that its baseline lacks, "
			"most of them \"%.*s\"; at most %.1f %% are allowed",
			100 * now->new_share, text_quote(feature->name), feature->name.ptr,
			text_quote(now->newest->name), now->newest->name.ptr,
			100 * feature->max_new),
		before && before->new_share > feature->max_new &&
			now->new_share <= before->new_share,
		err);
}

/* ---- together ---- */

static int note(const struct judging *judging, const struct err *fault, struct err *err)
{
	if (fault->kind == ERR_INTERNAL)
		return err_set(err, fault->kind, "%s", fault->message);
	check_incomplete(judging->job, judging->feature->current, fault->message,
		"correct the feature's settings, or take the values again");
	return 0;
}

static void show_alone(const struct judging *judging, const struct column *current)
{
	check_measure(judging->job, &(struct measurement){.subject = judging->feature->name,
					    .name = text_of(feature_tests[judging->feature->test]),
					    .unit = "",
					    .hop = NULL,
					    .base = NAN,
					    .head = NAN,
					    .difference = NAN,
					    .low = NAN,
					    .high = NAN,
					    .tolerance = NAN,
					    .limit = judging->feature->max,
					    .head_samples = current->rows - current->missing,
					    .verdict = MEASURED_ONLY,
					    .note = TEXT("there is no baseline yet")});
}

static int judge_all(const struct judging *judging, struct err *err)
{
	if (judge_statistic(judging, err) < 0 || judge_missing(judging, err) < 0)
		return -1;
	return judge_new(judging, err);
}

int judge_sides(const struct check_job *job, const struct feature *feature,
	const struct sides *sides, struct err *err)
{
	struct comparison now, before;
	struct judging judging = {.job = job, .feature = feature, .now = &now};
	struct err fault = {0};

	if (feature->hop.len) {
		judging.hop = arena_copy(job->arena, feature->hop);
		if (!judging.hop)
			return err_nomem(err);
	}
	if (!sides->has_base) {
		show_alone(&judging, &sides->current);
		return 0;
	}
	if (compare_columns(&now, feature, &sides->base, &sides->current, job->arena, &fault) < 0)
		return note(&judging, &fault, err);
	if (sides->has_before && compare_columns(&before, feature, &sides->base, &sides->before,
					 job->arena, &fault) == 0)
		judging.before = &before;
	return judge_all(&judging, err);
}
