/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/judge.h"

#include <math.h>

enum { MOST_ATTRIBUTED = 1024 };

static const double alpha = 0.05, confidence = 0.95, least_tolerance_ms = 1e-6;

static double tolerance_ms(const struct tolerance *tolerance, double base_total)
{
	double ms = tolerance->value;

	if (tolerance->unit == TOLERANCE_SHARE)
		ms *= base_total;
	else if (tolerance->unit == TOLERANCE_SECONDS)
		ms *= 1000;
	return fmax(ms, least_tolerance_ms);
}

static const struct flow_phase *find_policy(const struct flow *flow, struct text name)
{
	const struct flow_phase *phases = flow->phases.items;

	for (size_t i = 0; i < flow->phases.count; i++)
		if (text_equal(phases[i].name, name))
			return &phases[i];
	return NULL;
}

struct judging {
	struct judged_flow *out;
	const struct flow_side *base, *head; /* base NULL: none */
	struct arena *arena;
	double base_total;
};

static struct sample column(const struct flow_side *side, size_t k)
{
	return side ? (struct sample){side->columns[k], side->count} : (struct sample){NULL, 0};
}

static int take_interval(struct judged *judged, const struct judging *judging, struct err *err)
{
	struct statistic statistic = flow_statistic(judging->out->flow);
	struct sample sorted;

	judged->head_interval = (struct interval){NAN, NAN};
	if (isnan(statistic.q) || judged->head.count == 0)
		return 0;
	if (sample_sorted(&sorted, judged->head, judging->arena, err) < 0)
		return -1;
	judged->head_interval = quantile_interval(sorted, statistic.q, confidence);
	return 0;
}

/* The numbers of one series. */
static int take_values(struct judged *judged, const struct judging *judging, struct err *err)
{
	const struct flow *flow = judging->out->flow;

	if (side_statistic(&judged->base_value, flow, judged->base, judging->arena, err) < 0 ||
		side_statistic(&judged->head_value, flow, judged->head, judging->arena, err) < 0 ||
		take_interval(judged, judging, err) < 0)
		return -1;
	if (!judging->base)
		return 0;
	return slowdown_measure(&judged->slowdown, judged->base, judged->head, judging->arena, err);
}

static void take_limits(struct judged *judged, const struct judging *judging, double budget,
	const struct tolerance *own)
{
	const struct tolerance *tolerance =
		own && own->value > 0 ? own : &judging->out->flow->tolerance;
	double total =
		isnan(judging->base_total) ? judging->out->total.head_value : judging->base_total;

	judged->tolerance = tolerance_ms(tolerance, total);
	judged->budget = budget > 0 ? budget : NAN;
	judged->over = judged->head_value > judged->budget;
	judged->over_before = judged->over && judged->base_value > judged->budget &&
			      judged->head_value <= judged->base_value + judged->tolerance;
}

static int add_total(struct judging *judging, struct err *err)
{
	struct judged *total = &judging->out->total;
	size_t last = judging->head->phase_count;

	*total = (struct judged){.name = TEXT("total"),
		.base = column(judging->base, last),
		.head = column(judging->head, last)};
	if (take_values(total, judging, err) < 0)
		return -1;
	judging->base_total = total->base_value;
	take_limits(total, judging, judging->out->flow->budget_ms, NULL);
	return 0;
}

static int add_phase(struct judging *judging, struct judged *phase, struct err *err)
{
	phase->policy = find_policy(judging->out->flow, phase->name);
	if (take_values(phase, judging, err) < 0)
		return -1;
	take_limits(phase, judging, phase->policy ? phase->policy->budget_ms : 0,
		phase->policy ? &phase->policy->tolerance : NULL);
	return 0;
}

/* Total minus phases, row by row. Rounding may leave a little less than nothing. */
static int remainder_of(
	struct sample *out, const struct flow_side *side, struct arena *arena, struct err *err)
{
	double *values;

	*out = (struct sample){NULL, 0};
	if (!side)
		return 0;
	values = arena_array(arena, side->count, sizeof(*values));
	if (!values)
		return err_nomem(err);
	for (size_t i = 0; i < side->count; i++) {
		values[i] = side->columns[side->phase_count][i];
		for (size_t k = 0; k < side->phase_count; k++)
			values[i] -= side->columns[k][i];
	}
	*out = (struct sample){values, side->count};
	return 0;
}

static int add_remainder(struct judging *judging, struct err *err)
{
	struct judged *rest = &judging->out->phases[judging->out->phase_count];

	if (!judging->head->additive || (judging->base && !judging->base->additive))
		return 0;
	rest->name = (struct text)TEXT("unaccounted");
	if (remainder_of(&rest->base, judging->base, judging->arena, err) < 0 ||
		remainder_of(&rest->head, judging->head, judging->arena, err) < 0)
		return -1;
	judging->out->phase_count++;
	return add_phase(judging, rest, err);
}

static int add_phases(struct judging *judging, struct err *err)
{
	struct judged_flow *out = judging->out;

	out->phases =
		arena_array(judging->arena, judging->head->phase_count + 1, sizeof(*out->phases));
	if (!out->phases)
		return err_nomem(err);
	for (size_t k = 0; k < judging->head->phase_count; k++) {
		struct judged *phase = &out->phases[out->phase_count++];

		phase->name = judging->head->phases[k];
		phase->base = column(judging->base, k);
		phase->head = column(judging->head, k);
		if (add_phase(judging, phase, err) < 0)
			return -1;
	}
	return out->phase_count ? add_remainder(judging, err) : 0;
}

/* What no phase covers is a member of the family where it is more than rounding, or where the policy names it. */
static bool is_tested(const struct judged *phase)
{
	double least = 2;

	if (!text_is(phase->name, "unaccounted") || phase->policy)
		return true;
	return fabs(phase->base_value) > least || fabs(phase->head_value) > least;
}

static int test_phases(struct judging *judging, struct err *err)
{
	struct judged_flow *out = judging->out;
	struct slowdown *family = arena_array(judging->arena, out->phase_count, sizeof(*family));
	struct slowdown_rule *rules = arena_array(judging->arena, out->phase_count, sizeof(*rules));
	size_t count = 0;

	if (!family || !rules)
		return err_nomem(err);
	for (size_t k = 0; k < out->phase_count; k++)
		if (is_tested(&out->phases[k])) {
			family[count] = out->phases[k].slowdown;
			rules[count++] = (struct slowdown_rule){
				alpha, out->phases[k].tolerance, (size_t)out->flow->min_samples};
		}
	if (count && slowdown_judge(family, rules, count, judging->arena, err) < 0)
		return -1;
	count = 0;
	for (size_t k = 0; k < out->phase_count; k++) {
		if (is_tested(&out->phases[k]))
			out->phases[k].slowdown = family[count++];
		else
			out->phases[k].slowdown.verdict = SLOWDOWN_WITHIN;
	}
	return 0;
}

/* The statistic over so many rows costs 2^phases sorts: of very many rows every n-th will do. */
static int thin(struct sample *out, struct sample sample, struct arena *arena, struct err *err)
{
	size_t step = (sample.count + MOST_ATTRIBUTED - 1) / MOST_ATTRIBUTED;
	double *values;

	*out = sample;
	if (step <= 1)
		return 0;
	values = arena_array(arena, sample.count / step + 1, sizeof(*values));
	if (!values)
		return err_nomem(err);
	out->count = 0;
	for (size_t i = 0; i < sample.count; i += step)
		values[out->count++] = sample.values[i];
	out->values = values;
	return 0;
}

/* Whether a phase moved the way the total did. */
static bool moved(const struct judged_flow *out, const struct judged *phase)
{
	bool fell = out->total.slowdown.shift.estimate < 0;

	return phase->slowdown.verdict == (fell ? SLOWDOWN_BETTER : SLOWDOWN_REGRESSED);
}

static int attribute(struct judging *judging, struct err *err)
{
	struct judged_flow *out = judging->out;
	struct attribution_phase phases[ATTRIBUTION_PHASES];
	bool have_moved[ATTRIBUTION_PHASES];

	if (!text_is(out->phases[out->phase_count - 1].name, "unaccounted") ||
		out->phase_count > ATTRIBUTION_PHASES)
		return 0;
	for (size_t k = 0; k < out->phase_count; k++) {
		if (thin(&phases[k].base, out->phases[k].base, judging->arena, err) < 0 ||
			thin(&phases[k].head, out->phases[k].head, judging->arena, err) < 0)
			return -1;
		have_moved[k] = moved(out, &out->phases[k]);
	}
	if (attribution_of(&out->attribution, phases, out->phase_count, flow_statistic(out->flow).q,
		    QUANTILE_TYPE_7, judging->arena, err) < 0)
		return -1;
	out->attributed = true;
	out->owner = attribution_owner(&out->attribution, have_moved, out->phase_count);
	return 0;
}

int judge_flow(struct judged_flow *out, const struct flow *flow, const struct flow_side *base,
	const struct flow_side *head, struct arena *arena, struct err *err)
{
	struct judging judging = {.out = out, .base = base, .head = head, .arena = arena};
	struct slowdown_rule rule = {.alpha = alpha, .min_samples = (size_t)flow->min_samples};

	*out = (struct judged_flow){.flow = flow,
		.head_side = head,
		.compared = base != NULL,
		.order = base ? order_of(base, head) : ORDER_UNKNOWN,
		.owner = ATTRIBUTION_NOBODY};
	if (add_total(&judging, err) < 0 || add_phases(&judging, err) < 0)
		return -1;
	if (!base)
		return 0;
	rule.tolerance = out->total.tolerance;
	if (slowdown_judge(&out->total.slowdown, &rule, 1, arena, err) < 0)
		return -1;
	if (out->phase_count == 0)
		return 0;
	return test_phases(&judging, err) < 0 || attribute(&judging, err) < 0 ? -1 : 0;
}

const struct judged *judge_overrun_owner(const struct judged_flow *flow)
{
	const struct judged *owner = NULL;
	bool all = flow->phase_count > 1;

	for (size_t k = 0; k < flow->phase_count; k++) {
		const struct judged *phase = &flow->phases[k];

		all = all && (!isnan(phase->budget) || k + 1 == flow->phase_count);
		if (phase->over && (!owner || phase->head_value - phase->budget >
						      owner->head_value - owner->budget))
			owner = phase;
	}
	if (!owner && all && text_is(flow->phases[flow->phase_count - 1].name, "unaccounted"))
		owner = &flow->phases[flow->phase_count - 1];
	return owner;
}
