/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/slowdown.h"

#include <math.h>

#include "gate/stats/holm.h"
#include "gate/stats/moments.h"
#include "gate/stats/normal.h"
#include "gate/stats/power.h"

static const double interval_confidence = 0.95;
static const double wanted_power = 0.8;

static double pooled_spread(struct sample base, struct sample head)
{
	double m = (double)base.count - 1, n = (double)head.count - 1;

	return sqrt((m * moments_of(base).variance + n * moments_of(head).variance) / (m + n));
}

int slowdown_measure(struct slowdown *out, struct sample base, struct sample head,
	struct arena *arena, struct err *err)
{
	*out = (struct slowdown){.base_count = base.count,
		.head_count = head.count,
		.adjusted = NAN,
		.detectable = NAN,
		.verdict = SLOWDOWN_UNMEASURABLE};
	out->spread = pooled_spread(base, head);
	if (rank_test(&out->test, base, head, RANK_AUTO, arena, err) < 0)
		return -1;
	return shift_between(&out->shift, base, head, interval_confidence, arena, err);
}

/* Of the shift. fmin passes over a spread that is unknown. */
static double error_of(const struct slowdown *item)
{
	double pairs = 1 / (double)item->base_count + 1 / (double)item->head_count;

	return fmin(item->shift.error, sqrt(pairs * 125 / 108) * item->spread);
}

/* The level of Holm's first step: what a phase that moved alone has to reach. */
static double detectable_shift(const struct slowdown *item, double level)
{
	if (item->base_count == 0 || item->head_count == 0)
		return NAN;
	if (!(rank_least_p(item->base_count, item->head_count) <= level) ||
		!isfinite(item->shift.error))
		return INFINITY;
	return (normal_quantile(wanted_power) - normal_quantile(level / 2)) * error_of(item);
}

static size_t fewer(const struct slowdown *item)
{
	return item->base_count < item->head_count ? item->base_count : item->head_count;
}

static bool is_sound(const struct slowdown *item, const struct slowdown_rule *rule)
{
	return rule->alpha > 0 && rule->alpha < 1 && rule->tolerance > 0 &&
	       isfinite(rule->tolerance) && isfinite(item->shift.estimate) &&
	       isfinite(item->adjusted);
}

static enum slowdown_verdict verdict_of(
	const struct slowdown *item, const struct slowdown_rule *rule, double alpha)
{
	bool moved = is_sound(item, rule) && item->adjusted < alpha;

	if (moved && item->shift.estimate > rule->tolerance)
		return SLOWDOWN_REGRESSED;
	if (!is_sound(item, rule) || fewer(item) < rule->min_samples)
		return SLOWDOWN_UNMEASURABLE;
	if (moved && item->shift.estimate < -rule->tolerance)
		return SLOWDOWN_BETTER;
	return item->detectable <= 2 * rule->tolerance ? SLOWDOWN_WITHIN : SLOWDOWN_UNMEASURABLE;
}

/* The error falls with the root of the number of runs; unlike sides count as their harmonic mean. */
static uint64_t runs_needed(
	const struct slowdown *item, const struct slowdown_rule *rule, double level)
{
	double m = (double)item->base_count, n = (double)item->head_count, ratio, runs;
	double least = fmax((double)power_least_runs(level), (double)rule->min_samples);

	ratio = isfinite(item->detectable) && rule->tolerance > 0
			? item->detectable / (2 * rule->tolerance)
			: 0;
	runs = ceil(2 * m * n / (m + n) * ratio * ratio);
	/* fmax passes over the NAN of two empty sides. */
	least = fmax(fmax(least, runs), (double)fewer(item) + 1);
	return least < 1e15 ? (uint64_t)least : 0;
}

int slowdown_judge(struct slowdown *items, const struct slowdown_rule *rules, size_t count,
	struct arena *arena, struct err *err)
{
	double *p = arena_array(arena, count, sizeof(*p));
	double alpha = count > 0 ? rules[0].alpha : NAN, level = alpha / (double)count;

	if (!p)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++)
		p[i] = items[i].test.two_sided;
	if (holm_adjust(p, p, count, arena, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		items[i].adjusted = p[i];
		items[i].detectable = detectable_shift(&items[i], level);
		items[i].verdict = verdict_of(&items[i], &rules[i], alpha);
		items[i].needed = items[i].verdict == SLOWDOWN_UNMEASURABLE
					  ? runs_needed(&items[i], &rules[i], level)
					  : 0;
	}
	return 0;
}
