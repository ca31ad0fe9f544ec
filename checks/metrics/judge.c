/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/metrics/judge.h"

#include <math.h>

#include "gate/rule.h"

static double slack(const struct metric_series *series, double base)
{
	double value = series->tolerance.value;

	return series->tolerance.unit == TOLERANCE_SHARE ? value * fabs(base) : value;
}

/* How much worse the head is; below 0 where it is better. NAN without a base. */
static double loss(const struct metric_series *series, double base, double head)
{
	return series->better == BETTER_LOWER ? head - base : base - head;
}

static bool is_over(const struct metric_series *series, double value)
{
	return value > series->max || value < series->min;
}

enum number_verdict number_judge(const struct metric_series *series, double base, double head)
{
	bool is_worse = loss(series, base, head) > slack(series, base);

	if (is_over(series, head)) {
		/* A number that is better and over the other limit is not what was there before. */
		bool same_side = head > series->max ? base > series->max : base < series->min;

		return same_side && !is_worse ? NUMBER_KNOWN : NUMBER_OVER_LIMIT;
	}
	if (is_worse)
		return NUMBER_REGRESSED;
	return loss(series, base, head) < -slack(series, base) ? NUMBER_BETTER : NUMBER_WITHIN;
}

static double limit_of(const struct metric_series *series, double head)
{
	if (head < series->min || fabs(series->max) >= NO_LIMIT)
		return fabs(series->min) >= NO_LIMIT ? NAN : series->min;
	return series->max;
}

static void measure(const struct check_job *job, const struct metric_series *series,
	const char *hop, double base, double head, enum number_verdict verdict)
{
	static const enum measured verdicts[] = {[NUMBER_WITHIN] = MEASURED_WITHIN,
		[NUMBER_BETTER] = MEASURED_BETTER,
		[NUMBER_REGRESSED] = MEASURED_REGRESSED,
		[NUMBER_OVER_LIMIT] = MEASURED_OVER_LIMIT,
		[NUMBER_KNOWN] = MEASURED_OVER_LIMIT};
	bool is_alone = isnan(base) && isnan(limit_of(series, head));

	check_measure(job, &(struct measurement){.subject = series->name,
				   .name = text_of(series->per.len ? "ratio" : "value"),
				   .unit = "",
				   .hop = hop,
				   .base = base,
				   .head = head,
				   .difference = head - base,
				   .low = NAN,
				   .high = NAN,
				   .tolerance = isnan(base) ? NAN : slack(series, base),
				   .limit = limit_of(series, head),
				   .higher_is_better = series->better == BETTER_HIGHER,
				   .verdict = is_alone ? MEASURED_ONLY : verdicts[verdict],
				   .note = text_of(is_alone ? "there is no base yet" : "")});
}

static int say(const struct check_job *job, const struct metric_series *series, const char *id,
	const char *hop, const char *message, double base, double head, bool known, struct err *err)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of(id));
	const struct detail details[] = {
		{.key = "series", .type = DETAIL_TEXT, .text = series->name},
		{.key = "base", .type = DETAIL_NUMBER, .number = base},
		{.key = "head", .type = DETAIL_NUMBER, .number = head},
		{.key = "limit", .type = DETAIL_NUMBER, .number = limit_of(series, head)},
	};

	if (!message)
		return err_nomem(err);
	check_report(job, &(struct finding){.rule = rule->id,
				  .severity = rule->severity,
				  .path = series->path,
				  .message = text_of(message),
				  .remedy = text_of(rule->remedy),
				  .hop = hop,
				  .evidence = series->name,
				  .known = known,
				  .details = details,
				  .detail_count = sizeof(details) / sizeof(details[0])});
	return 0;
}

static const char *message_of(const struct check_job *job, const struct metric_series *series,
	double base, double head, enum number_verdict verdict)
{
	int quote = text_quote(series->name);

	if (verdict == NUMBER_REGRESSED)
		return arena_printf(job->arena,
			"%.*s went from %.6g to %.6g, worse by %.3g; at most %.3g is allowed",
			quote, series->name.ptr, base, head, loss(series, base, head),
			slack(series, base));
	return arena_printf(job->arena, "%.*s is %.6g; at %s %.6g is allowed", quote,
		series->name.ptr, head, head > series->max ? "most" : "least",
		limit_of(series, head));
}

int judge_number(const struct check_job *job, const struct metric_series *series, double base,
	double head, struct err *err)
{
	enum number_verdict verdict = number_judge(series, base, head);
	const char *hop = series->hop.len ? arena_copy(job->arena, series->hop) : NULL;

	if (series->hop.len && !hop)
		return err_nomem(err);
	measure(job, series, hop, base, head, verdict);
	if (verdict == NUMBER_WITHIN || verdict == NUMBER_BETTER)
		return 0;
	return say(job, series,
		verdict == NUMBER_REGRESSED ? "metrics/regressed" : "metrics/over-limit", hop,
		message_of(job, series, base, head, verdict), base, head, verdict == NUMBER_KNOWN,
		err);
}
