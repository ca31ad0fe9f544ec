/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/bootstrap.h"

#include <math.h>

#include "gate/stats/moments.h"
#include "gate/stats/normal.h"
#include "gate/stats/random.h"

enum { RESAMPLES = 5000, LEAST = 100, MOST = 1000000 };

struct draw {
	bootstrap_statistic *statistic;
	const void *context;
	size_t *units;
	size_t count;
};

static const struct bootstrap_result nothing = {NAN, NAN, NAN, NAN};

static size_t resamples_of(const struct bootstrap *how)
{
	return how->resamples == 0 ? RESAMPLES : how->resamples;
}

static struct random random_of(const struct bootstrap *how)
{
	return random_seeded(how->seed ? how->seed : RANDOM_SEED);
}

static bool is_sound(const struct bootstrap *how)
{
	return how->confidence > 0 && how->confidence < 1 && resamples_of(how) >= LEAST &&
	       resamples_of(how) <= MOST;
}

static double statistic_of(const struct draw *draw, size_t count)
{
	return draw->statistic(draw->units, count, draw->context);
}

static void draw_all(
	double *values, size_t resamples, const struct draw *draw, struct random *random)
{
	for (size_t b = 0; b < resamples; b++) {
		for (size_t i = 0; i < draw->count; i++)
			draw->units[i] = (size_t)random_below(random, draw->count);
		values[b] = statistic_of(draw, draw->count);
	}
}

/* The skewness of the statistic without each unit in turn, over 6. */
static int acceleration(double *out, const struct draw *draw, struct arena *arena, struct err *err)
{
	double *values = arena_array(arena, draw->count, sizeof(*values)), mean;
	struct sum squares = {0}, cubes = {0};

	if (!values)
		return err_nomem(err);
	for (size_t left = 0; left < draw->count; left++) {
		for (size_t i = 0; i + 1 < draw->count; i++)
			draw->units[i] = i < left ? i : i + 1;
		values[left] = statistic_of(draw, draw->count - 1);
	}
	mean = sum_values((struct sample){values, draw->count}) / (double)draw->count;
	for (size_t i = 0; i < draw->count; i++) {
		double distance = mean - values[i];

		sum_add(&squares, distance * distance);
		sum_add(&cubes, distance * distance * distance);
	}
	*out = sum_of(&squares) > 0 ? sum_of(&cubes) / (6 * pow(sum_of(&squares), 1.5)) : 0;
	return 0;
}

static double corrected(double bias, double acceleration, double z)
{
	double moved = bias + z;

	return normal_cdf(bias + moved / (1 - acceleration * moved));
}

static int set_bca(struct bootstrap_result *out, struct sample sorted, const struct draw *draw,
	double confidence, struct arena *arena, struct err *err)
{
	double below = 0, skew = 0, bias, z = normal_z(confidence);

	for (size_t i = 0; i < sorted.count && sorted.values[i] < out->estimate; i++)
		below++;
	if (acceleration(&skew, draw, arena, err) < 0)
		return -1;
	bias = normal_quantile(below / (double)sorted.count);
	/* All on one side: the bias is infinite and there is no interval. */
	if (!isfinite(bias))
		return 0;
	out->low = quantile_sorted(sorted, corrected(bias, skew, -z), QUANTILE_TYPE_7);
	out->high = quantile_sorted(sorted, corrected(bias, skew, z), QUANTILE_TYPE_7);
	return 0;
}

static void set_ends(
	struct bootstrap_result *out, struct sample sorted, const struct bootstrap *how)
{
	double tail = (1 - how->confidence) / 2;

	out->low = quantile_sorted(sorted, tail, QUANTILE_TYPE_7);
	out->high = quantile_sorted(sorted, 1 - tail, QUANTILE_TYPE_7);
	if (how->kind == BOOTSTRAP_BASIC) {
		double low = out->low;

		out->low = 2 * out->estimate - out->high;
		out->high = 2 * out->estimate - low;
	}
}

/* False where the statistic had no value somewhere: no interval then. */
static bool spread(struct bootstrap_result *out, struct sample values)
{
	struct moments moments = moments_of(values);

	out->error = sqrt(moments.variance);
	return isfinite(out->error) && isfinite(out->estimate);
}

static int interval_of(struct bootstrap_result *out, struct sample values,
	const struct bootstrap *how, const struct draw *draw, struct arena *arena, struct err *err)
{
	struct sample sorted;

	out->low = out->high = NAN;
	if (!spread(out, values))
		return 0;
	if (sample_sorted(&sorted, values, arena, err) < 0)
		return -1;
	if (how->kind == BOOTSTRAP_BCA && draw)
		return set_bca(out, sorted, draw, how->confidence, arena, err);
	set_ends(out, sorted, how);
	return 0;
}

int bootstrap_paired(struct bootstrap_result *out, const struct bootstrap *how, size_t units,
	bootstrap_statistic *statistic, const void *context, struct arena *arena, struct err *err)
{
	struct random random = random_of(how);
	struct draw draw = {statistic, context, NULL, units};
	size_t resamples = resamples_of(how);
	double *values;

	*out = nothing;
	if (units < 2 || !is_sound(how))
		return 0;
	draw.units = arena_array(arena, units, sizeof(*draw.units));
	values = arena_array(arena, resamples, sizeof(*values));
	if (!draw.units || !values)
		return err_nomem(err);
	for (size_t i = 0; i < units; i++)
		draw.units[i] = i;
	out->estimate = statistic_of(&draw, units);
	draw_all(values, resamples, &draw, &random);
	return interval_of(out, (struct sample){values, resamples}, how, &draw, arena, err);
}

/* --- two samples, each drawn apart --- */

/* A draw of a sorted sample, counted instead of sorted: O(n). */
static double drawn_quantile(
	struct sample sorted, double *drawn, uint32_t *times, double p, struct random *random)
{
	size_t count = 0;

	for (size_t i = 0; i < sorted.count; i++)
		times[i] = 0;
	for (size_t i = 0; i < sorted.count; i++)
		times[random_below(random, sorted.count)]++;
	for (size_t i = 0; i < sorted.count; i++)
		for (uint32_t k = 0; k < times[i]; k++)
			drawn[count++] = sorted.values[i];
	return quantile_sorted((struct sample){drawn, count}, p, QUANTILE_TYPE_7);
}

static int draw_quantiles(double *values, size_t resamples, struct sample base, struct sample head,
	double p, struct random *random, struct arena *arena, struct err *err)
{
	size_t most = base.count > head.count ? base.count : head.count;
	double *drawn = arena_array(arena, most, sizeof(*drawn));
	uint32_t *times = arena_array(arena, most, sizeof(*times));

	if (!drawn || !times)
		return err_nomem(err);
	for (size_t b = 0; b < resamples; b++)
		values[b] = drawn_quantile(head, drawn, times, p, random) -
			    drawn_quantile(base, drawn, times, p, random);
	return 0;
}

static bool can_resample(struct sample base, struct sample head, const struct bootstrap *how)
{
	return base.count >= 2 && head.count >= 2 && is_sound(how) && how->kind != BOOTSTRAP_BCA;
}

int bootstrap_quantiles(struct bootstrap_result *out, const struct bootstrap *how,
	struct sample base, struct sample head, double p, struct arena *arena, struct err *err)
{
	struct random random = random_of(how);
	size_t resamples = resamples_of(how);
	double *values;

	*out = nothing;
	if (sample_sorted(&base, base, arena, err) < 0 ||
		sample_sorted(&head, head, arena, err) < 0)
		return -1;
	if (!can_resample(base, head, how) || !(p >= 0 && p <= 1))
		return 0;
	values = arena_array(arena, resamples, sizeof(*values));
	if (!values)
		return err_nomem(err);
	out->estimate = quantile_sorted(head, p, QUANTILE_TYPE_7) -
			quantile_sorted(base, p, QUANTILE_TYPE_7);
	if (draw_quantiles(values, resamples, base, head, p, &random, arena, err) < 0)
		return -1;
	return interval_of(out, (struct sample){values, resamples}, how, NULL, arena, err);
}
