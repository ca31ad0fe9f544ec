/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/verdicts.h"

#include <inttypes.h>
#include <math.h>

#include "gate/measurement.h"
#include "gate/rule.h"

struct saying {
	const struct check_job *job;
	const struct judged_flow *flow;
	const struct judged *about;
	const struct judged *owner; /* or NULL */
	const char *rule;
	bool known;
};

static bool is_total(const struct saying *saying)
{
	return saying->about == &saying->flow->total;
}

static const char *hop_of(
	const struct check_job *job, const struct flow *flow, const struct judged *judged)
{
	struct text hop = judged && judged->policy && judged->policy->hop.len ? judged->policy->hop
									      : flow->hop;

	return hop.len ? arena_copy(job->arena, hop) : NULL;
}

enum { MOST_DETAILS = 10 };

static size_t add_number(struct detail *details, size_t count, const char *key, double number)
{
	if (isnan(number) || isinf(number))
		return count;
	details[count] = (struct detail){.key = key, .type = DETAIL_NUMBER, .number = number};
	return count + 1;
}

static size_t make_details(const struct saying *saying, struct detail details[MOST_DETAILS])
{
	const struct judged *about = saying->about;
	bool regression = !about->over || saying->flow->compared;
	size_t count = 0;

	details[count++] = (struct detail){
		.key = "flow", .type = DETAIL_TEXT, .text = saying->flow->flow->name};
	if (!is_total(saying))
		details[count++] =
			(struct detail){.key = "owner", .type = DETAIL_TEXT, .text = about->name};
	else if (saying->owner)
		details[count++] = (struct detail){
			.key = "owner", .type = DETAIL_TEXT, .text = saying->owner->name};
	count = add_number(details, count, "base_ms", about->base_value);
	count = add_number(details, count, "head_ms", about->head_value);
	count = add_number(details, count, "budget_ms", about->budget);
	if (!regression || !saying->flow->compared)
		return count;
	count = add_number(details, count, "shift_ms", about->slowdown.shift.estimate);
	count = add_number(details, count, "low_ms", about->slowdown.shift.low);
	count = add_number(details, count, "high_ms", about->slowdown.shift.high);
	return add_number(details, count, "tolerance_ms", about->tolerance);
}

static int say(const struct saying *saying, const char *message, struct err *err)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of(saying->rule));
	struct text flow = saying->flow->flow->name, name = saying->about->name;
	struct text evidence = arena_textf(
		saying->job->arena, "%.*s\n%.*s", (int)flow.len, flow.ptr, (int)name.len, name.ptr);
	struct detail details[MOST_DETAILS];
	size_t count = make_details(saying, details);

	if (!message || !evidence.ptr)
		return err_nomem(err);
	check_report(saying->job, &(struct finding){.rule = rule->id,
					  .severity = rule->severity,
					  .path = saying->flow->head_side->runs[0].path,
					  .message = text_of(message),
					  .remedy = text_of(rule->remedy),
					  .hop = hop_of(saying->job, saying->flow->flow,
						  is_total(saying) ? saying->owner : saying->about),
					  .evidence = evidence,
					  .known = saying->known,
					  .details = details,
					  .detail_count = count});
	return 0;
}

/* " (owner: timeToFirstByte)". */
static const char *owner_words(const struct saying *saying)
{
	if (!is_total(saying) || !saying->owner)
		return "";
	return arena_printf(saying->job->arena, "; the owner is %.*s",
		text_quote(saying->owner->name), saying->owner->name.ptr);
}

static int say_regressed(const struct saying *saying, struct err *err)
{
	const struct judged *about = saying->about;
	struct text flow = saying->flow->flow->name;
	const char *owner = owner_words(saying);

	return say(saying,
		owner ? arena_printf(saying->job->arena,
				"%.*s of %.*s became slower by %.1f ms [%.1f, %.1f], more than the "
				"tolerance of %.1f ms "
				"(%zu runs against %zu, p = %.2g)%s",
				text_quote(about->name), about->name.ptr, text_quote(flow),
				flow.ptr, about->slowdown.shift.estimate, about->slowdown.shift.low,
				about->slowdown.shift.high, about->tolerance, about->head.count,
				about->base.count, about->slowdown.adjusted, owner)
		      : NULL,
		err);
}

static int say_over(const struct saying *saying, struct err *err)
{
	const struct judged *about = saying->about;
	struct text flow = saying->flow->flow->name;
	const char *owner = owner_words(saying), *interval = "";

	if (!isnan(about->head_interval.low))
		interval = arena_printf(saying->job->arena, " [%.1f, %.1f]",
			about->head_interval.low, about->head_interval.high);
	return say(saying,
		owner && interval
			? arena_printf(saying->job->arena,
				  "%.*s of %.*s takes %.1f ms%s (%s), its budget is %g ms%s",
				  text_quote(about->name), about->name.ptr, text_quote(flow),
				  flow.ptr, about->head_value, interval,
				  flow_statistic(saying->flow->flow).name, about->budget, owner)
			: NULL,
		err);
}

static int say_about(struct saying saying, struct err *err)
{
	bool total = is_total(&saying);

	if (saying.flow->compared && saying.about->slowdown.verdict == SLOWDOWN_REGRESSED) {
		saying.rule = total ? "latency/total-regressed" : "latency/phase-regressed";
		if (say_regressed(&saying, err) < 0)
			return -1;
	}
	if (!saying.about->over)
		return 0;
	saying.rule = total ? "latency/total-over-budget" : "latency/phase-over-budget";
	saying.known = saying.about->over_before;
	if (total && !saying.owner)
		saying.owner = judge_overrun_owner(saying.flow);
	return say_over(&saying, err);
}

static bool is_unmeasurable(const struct judged_flow *flow, const struct judged *judged)
{
	if (judged->head.count < (size_t)flow->flow->min_samples)
		return true;
	/* What no phase covers is nobody's promise, unless the policy names it. */
	if (text_is(judged->name, "unaccounted") && !judged->policy)
		return false;
	return flow->compared && judged->slowdown.verdict == SLOWDOWN_UNMEASURABLE;
}

static const struct judged *find_with(const struct judged_flow *flow, enum slowdown_verdict verdict)
{
	if (!flow->compared)
		return NULL;
	if (flow->total.slowdown.verdict == verdict)
		return &flow->total;
	for (size_t k = 0; k < flow->phase_count; k++)
		if (flow->phases[k].slowdown.verdict == verdict)
			return &flow->phases[k];
	return NULL;
}

/* Of several the one that takes the most runs. */
static const struct judged *find_unmeasurable(const struct judged_flow *flow)
{
	const struct judged *worst = is_unmeasurable(flow, &flow->total) ? &flow->total : NULL;

	for (size_t k = 0; k < flow->phase_count; k++) {
		const struct judged *phase = &flow->phases[k];

		if (is_unmeasurable(flow, phase) &&
			(!worst || phase->slowdown.needed > worst->slowdown.needed))
			worst = phase;
	}
	return worst;
}

static const char *why_unmeasurable(
	const struct check_job *job, const struct judged_flow *flow, const struct judged *judged)
{
	struct text subject = flow->flow->name;
	int64_t least = flow->flow->min_samples;

	if (judged->head.count < (size_t)least ||
		(flow->compared && judged->base.count < (size_t)least))
		return arena_printf(job->arena,
			"%.*s has %zu runs at the head and %zu at the base, fewer than %" PRId64,
			text_quote(subject), subject.ptr, judged->head.count, judged->base.count,
			least);
	return arena_printf(job->arena,
		"%.*s of %.*s is not measurable: its runs scatter so much that only a change of "
		"%.1f ms would be seen, the "
		"tolerance is %.1f ms",
		text_quote(judged->name), judged->name.ptr, text_quote(subject), subject.ptr,
		judged->slowdown.detectable, judged->tolerance);
}

static int say_unmeasurable(const struct check_job *job, const struct judged_flow *flow,
	const struct judged *judged, struct err *err)
{
	uint64_t needed = judged->slowdown.needed > (uint64_t)flow->flow->min_samples
				  ? judged->slowdown.needed
				  : (uint64_t)flow->flow->min_samples;
	const char *reason = why_unmeasurable(job, flow, judged);
	const char *remedy = arena_printf(job->arena,
		"make %" PRIu64 " runs of base and head, in turn (base, head, base, head)", needed);

	if (!reason || !remedy)
		return err_nomem(err);
	if (flow->flow->inconclusive == INCONCLUSIVE_WARNING)
		return say(&(struct saying){.job = job,
				   .flow = flow,
				   .about = judged,
				   .rule = "latency/not-measurable"},
			reason, err);
	check_incomplete(job, flow->head_side->runs[0].path, reason, remedy);
	return 0;
}

static enum measured measured_verdict(const struct judged_flow *flow, const struct judged *judged)
{
	static const enum measured verdicts[] = {
		[SLOWDOWN_UNMEASURABLE] = MEASURED_INCONCLUSIVE,
		[SLOWDOWN_WITHIN] = MEASURED_WITHIN,
		[SLOWDOWN_BETTER] = MEASURED_BETTER,
		[SLOWDOWN_REGRESSED] = MEASURED_REGRESSED,
	};

	if (flow->compared && judged->slowdown.verdict == SLOWDOWN_REGRESSED)
		return MEASURED_REGRESSED;
	if (judged->over)
		return MEASURED_OVER_LIMIT;
	if (is_unmeasurable(flow, judged))
		return MEASURED_INCONCLUSIVE;
	if (flow->compared)
		return verdicts[judged->slowdown.verdict];
	return isnan(judged->budget) ? MEASURED_ONLY : MEASURED_WITHIN;
}

static int measure(const struct check_job *job, const struct judged_flow *flow,
	const struct judged *judged, double contribution, struct err *err)
{
	struct measurement measurement = {.subject = flow->flow->name,
		.name = judged->name,
		.unit = "ms",
		.hop = hop_of(job, flow->flow, judged),
		.base = judged->base_value,
		.head = judged->head_value,
		.difference = flow->compared ? judged->slowdown.shift.estimate : NAN,
		.low = flow->compared ? judged->slowdown.shift.low : NAN,
		.high = flow->compared ? judged->slowdown.shift.high : NAN,
		.tolerance = flow->compared ? judged->tolerance : NAN,
		.limit = judged->budget,
		.base_samples = judged->base.count,
		.head_samples = judged->head.count,
		.needed_samples = flow->compared ? judged->slowdown.needed : 0,
		.verdict = measured_verdict(flow, judged),
		.note = text_of(judged == &flow->total ? order_words(flow->order) : "")};

	if (!isnan(contribution))
		measurement.note = arena_textf(job->arena, "%+.1f of the total", contribution);
	if (!measurement.note.ptr)
		return err_nomem(err);
	check_measure(job, &measurement);
	return 0;
}

static int measure_all(const struct check_job *job, const struct judged_flow *flow, struct err *err)
{
	for (size_t k = 0; k < flow->phase_count; k++)
		if (measure(job, flow, &flow->phases[k],
			    flow->attributed ? flow->attribution.contribution[k] : NAN, err) < 0)
			return -1;
	return measure(job, flow, &flow->total, NAN, err);
}

int verdicts_report(const struct check_job *job, const struct judged_flow *flow, struct err *err)
{
	struct saying saying = {.job = job, .flow = flow};
	const struct judged *unmeasurable = find_unmeasurable(flow);

	if (measure_all(job, flow, err) < 0)
		return -1;
	for (size_t k = 0; k < flow->phase_count; k++) {
		saying.about = &flow->phases[k];
		if (say_about(saying, err) < 0)
			return -1;
	}
	saying.about = &flow->total;
	if (flow->owner != ATTRIBUTION_NOBODY)
		saying.owner = &flow->phases[flow->owner];
	if (say_about(saying, err) < 0)
		return -1;
	if (unmeasurable && !find_with(flow, SLOWDOWN_REGRESSED))
		return say_unmeasurable(job, flow, unmeasurable, err);
	return 0;
}
