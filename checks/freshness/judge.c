/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/freshness/judging.h"

#include <math.h>

#include "checks/freshness/duration.h"
#include "gate/rule.h"

const char *judging_whose(const struct judging *judging, const struct reading *reading)
{
	if (reading->name.len == 0 || text_equal(reading->name, judging->source->name))
		return "";
	return arena_printf(
		judging->job->arena, " of %.*s", text_quote(reading->name), reading->name.ptr);
}

static int say(const struct judging *judging, const char *id, const char *message, double limit,
	bool known, struct err *err)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of(id));
	const struct fresh_source *source = judging->source;
	const struct age_summary *now = &judging->now;
	const struct detail details[] = {
		{.key = "source", .type = DETAIL_TEXT, .text = source->name},
		{.key = "of", .type = DETAIL_TEXT, .text = now->worst->name},
		{.key = "age_s", .type = DETAIL_NUMBER, .number = now->age},
		{.key = "contribution_s", .type = DETAIL_NUMBER, .number = now->added},
		{.key = "limit_s", .type = DETAIL_NUMBER, .number = limit},
	};

	if (!message)
		return err_nomem(err);
	check_report(judging->job, &(struct finding){.rule = rule->id,
					   .severity = rule->severity,
					   .path = source->path,
					   .line = now->worst->line,
					   .message = text_of(message),
					   .remedy = text_of(rule->remedy),
					   .hop = judging->hop,
					   .evidence = source->name,
					   .known = known,
					   .details = details,
					   .detail_count = sizeof(details) / sizeof(details[0])});
	return 0;
}

static bool no_worse(const struct judging *judging, double head, double base, double limit)
{
	const struct tolerance *tolerance = &judging->source->tolerance;
	double slack =
		tolerance->unit == TOLERANCE_SHARE ? tolerance->value * base : tolerance->value;

	return base > limit && head <= base + slack;
}

int judging_incomplete(
	const struct judging *judging, const char *reason, const char *remedy, struct err *err)
{
	if (!reason)
		return err_nomem(err);
	check_incomplete(judging->job, judging->source->path, reason, remedy);
	return 0;
}

/* ---- rows ---- */

static enum measured verdict_of(enum age_state state)
{
	if (age_is_blind(state))
		return MEASURED_INCONCLUSIVE;
	if (state == AGE_IDLE)
		return MEASURED_ONLY;
	return state == AGE_WITHIN ? MEASURED_WITHIN : MEASURED_OVER_LIMIT;
}

static void measure(const struct judging *judging, const char *name, double base, double head,
	double limit, enum measured verdict, struct text note)
{
	check_measure(judging->job,
		&(struct measurement){.subject = judging->source->name,
			.name = text_of(name),
			.unit = "s",
			.hop = judging->hop,
			.base = base,
			.head = isfinite(head) ? head : NAN,
			.difference = isfinite(head) ? head - base : NAN,
			.low = NAN,
			.high = NAN,
			.tolerance = NAN,
			.limit = limit,
			.higher_is_better = false,
			.base_samples = 0,
			.head_samples = judging->head->record_count ? judging->head->record_count
								    : judging->head->count,
			.verdict = verdict,
			.note = note});
}

static int measure_age(const struct judging *judging, struct err *err)
{
	const struct age_summary *now = &judging->now;
	const char *of = judging_whose(judging, now->worst);
	struct text note = text_of("");

	if (!of)
		return err_nomem(err);
	if (judging->head->count > 1 || now->idle)
		note = arena_textf(judging->job->arena, "the oldest%s of %zu, %zu idle", of,
			judging->head->count, now->idle);
	if (judging->head->lost)
		note = arena_textf(judging->job->arena,
			"%lu spans without their producer's left out",
			(unsigned long)judging->head->lost);
	if (!note.ptr)
		return err_nomem(err);
	measure(judging, "age", judging->base_age, now->age, judging->source->max_age,
		verdict_of(now->state), note);
	return 0;
}

/* ---- findings ---- */

static int say_age(const struct judging *judging, struct err *err)
{
	const struct fresh_source *source = judging->source;
	const struct age_summary *now = &judging->now;
	const char *of = judging_whose(judging, now->worst);

	if (!of)
		return err_nomem(err);
	if (now->state == AGE_STUCK)
		return say(judging, "freshness/stuck-source",
			arena_printf(judging->job->arena,
				"source \"%.*s\"%s is stuck: %.0f records wait, and none was read "
				"for %s",
				text_quote(source->name), source->name.ptr, of, now->worst->pending,
				isfinite(now->worst->idle) ? duration_of(now->worst->idle).text
							   : "as long as was looked"),
			source->max_age, false, err);
	return say(judging, "freshness/too-old",
		arena_printf(judging->job->arena,
			"source \"%.*s\"%s: the data are %s old; at most %s is allowed",
			text_quote(source->name), source->name.ptr, of, duration_of(now->age).text,
			duration_of(source->max_age).text),
		source->max_age, no_worse(judging, now->age, judging->base_age, source->max_age),
		err);
}

static int judge_contribution(
	const struct judging *judging, const struct hop_before *before, struct err *err)
{
	const struct fresh_source *source = judging->source;
	double limit = source->max_contribution > 0 ? source->max_contribution : NAN;
	double added = judging->now.added;
	bool over = added > limit;
	struct text note = text_of("");

	if (isnan(added))
		return 0;
	if (!judging->now.most_added)
		note = arena_textf(judging->job->arena, "more than at %.*s",
			text_quote(before->hop), before->hop.ptr);
	if (!note.ptr)
		return err_nomem(err);
	measure(judging, "contribution", judging->base_added, added, limit,
		over           ? MEASURED_OVER_LIMIT
		: isnan(limit) ? MEASURED_ONLY
			       : MEASURED_WITHIN,
		note);
	if (!over)
		return 0;
	return say(judging, "freshness/contribution",
		arena_printf(judging->job->arena,
			"source \"%.*s\": this hop adds %s to the age; at most %s is allowed",
			text_quote(source->name), source->name.ptr, duration_of(added).text,
			duration_of(limit).text),
		limit, no_worse(judging, added, judging->base_added, limit), err);
}

static int judge_idle(const struct judging *judging, struct err *err)
{
	const struct fresh_source *source = judging->source;
	const struct reading *longest = judging->now.longest_idle;
	const char *of = longest ? judging_whose(judging, longest) : "";

	if (!longest || source->max_idle <= 0 || longest->idle <= source->max_idle)
		return 0;
	if (!of)
		return err_nomem(err);
	return say(judging, "freshness/silent-source",
		arena_printf(judging->job->arena,
			"source \"%.*s\"%s: no record came for %s and none is waiting; at most %s "
			"is "
			"allowed",
			text_quote(source->name), source->name.ptr, of,
			duration_of(longest->idle).text, duration_of(source->max_idle).text),
		source->max_idle, false, err);
}

static int judge_skew(const struct judging *judging, struct err *err)
{
	const struct fresh_source *source = judging->source;

	if (!judging->now.is_skewed)
		return 0;
	return say(judging, "freshness/clock-skew",
		arena_printf(judging->job->arena,
			"source \"%.*s\": an age or a hop's part of it is below 0: two clocks "
			"disagree",
			text_quote(source->name), source->name.ptr),
		source->max_skew, false, err);
}

static int judge_age(const struct judging *judging, struct err *err)
{
	enum age_state state = judging->now.state;

	if (measure_age(judging, err) < 0)
		return -1;
	if (age_is_blind(state))
		return judging_incomplete(judging, blind_reason(judging), blind_remedy(state), err);
	if (judge_skew(judging, err) < 0 || judge_idle(judging, err) < 0)
		return -1;
	return state == AGE_OVER || state == AGE_STUCK ? say_age(judging, err) : 0;
}

/* ---- together ---- */

/* At the base as it was measured then: to now everything of the base is old. */
static void take_base(struct judging *judging, const struct readings *base)
{
	judging->base_age = judging->base_added = NAN;
	for (size_t i = 0; base && i < base->count; i++) {
		reading_worst(&judging->base_age, base->items[i]->age);
		reading_worst(&judging->base_added, base->items[i]->added);
	}
}

/* Where the file does not say what the hop added: the difference to the hop before. */
static void take_before(struct judging *judging, struct hop_before *before)
{
	struct text hop = judging->source->hop;

	if (isnan(judging->now.added) && before->hop.len && !text_equal(before->hop, hop))
		judging->now.added = judging->now.age - before->age;
	if (hop.len && isfinite(judging->now.age) && !age_is_blind(judging->now.state)) {
		before->age = judging->now.age;
	}
}

int judge_readings(const struct check_job *job, const struct fresh_source *source,
	const struct readings *head, const struct readings *base, struct hop_before *before,
	struct err *err)
{
	struct judging judging = {.job = job,
		.source = source,
		.head = head,
		.limits = {source->max_age, source->idle_after, source->max_skew,
			source->max_report_age}};

	if (source->hop.len && !(judging.hop = arena_copy(job->arena, source->hop)))
		return err_nomem(err);
	if (blind_missing(&judging, base, err) < 0)
		return -1;
	if (head->count == 0)
		return judging_incomplete(&judging,
			arena_printf(job->arena, "source \"%.*s\" is not in the file",
				text_quote(source->name), source->name.ptr),
			"see why it could not be measured, or say with select: what the file calls "
			"it",
			err);
	take_base(&judging, base);
	judging.now = age_summarize(head, &judging.limits, job_now(job));
	take_before(&judging, before);
	if (judge_age(&judging, err) < 0 || judge_contribution(&judging, before, err) < 0)
		return -1;
	if (source->hop.len)
		before->hop = source->hop;
	return 0;
}
