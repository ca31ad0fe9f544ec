/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/quantile.h"

#include <math.h>

#include "gate/stats/beta.h"

static bool is_share(double p)
{
	return p >= 0 && p <= 1;
}

/* 0.75 * 4 and the like must not round up to the next rank. */
static double type_1(struct sample sorted, double p)
{
	double rank = ceil((double)sorted.count * p - 1e-9);

	return sorted.values[rank < 1 ? 0 : (size_t)rank - 1];
}

static double type_7(struct sample sorted, double p)
{
	double h = (double)(sorted.count - 1) * p, below = floor(h);
	size_t at = (size_t)below;
	double low = sorted.values[at], high = sorted.values[at + 1 < sorted.count ? at + 1 : at];

	/* Where the difference overflows, as 1e308 - -1e308 does, the weighted sum does not. */
	return isfinite(high - low) ? low + (h - below) * (high - low)
				    : (1 - (h - below)) * low + (h - below) * high;
}

double quantile_sorted(struct sample sorted, double p, enum quantile_type type)
{
	if (sorted.count == 0 || !is_share(p))
		return NAN;
	return type == QUANTILE_TYPE_1 ? type_1(sorted, p) : type_7(sorted, p);
}

int quantile_of(double *out, struct sample sample, double p, struct arena *arena, struct err *err)
{
	struct sample sorted;

	if (sample.count == 0)
		return err_set(err, ERR_LOOK, "there are no values to take a quantile of");
	if (sample_sorted(&sorted, sample, arena, err) < 0)
		return -1;
	*out = quantile_sorted(sorted, p, QUANTILE_TYPE_7);
	return 0;
}

struct ranks quantile_ranks(uint64_t count, double p, double confidence)
{
	static const struct ranks none = {0, 0, NAN};
	double tail = (1 - confidence) / 2;
	struct ranks ranks;

	if (count == 0 || !(p > 0 && p < 1) || !(confidence > 0 && confidence < 1))
		return none;
	ranks.low = binomial_quantile(tail, count, p);
	ranks.high = binomial_quantile(1 - tail, count, p) + 1;
	if (ranks.low < 1 || ranks.high > count)
		return none;
	ranks.confidence =
		binomial_cdf(ranks.high - 1, count, p) - binomial_cdf(ranks.low - 1, count, p);
	return ranks;
}

struct interval quantile_interval(struct sample sorted, double p, double confidence)
{
	struct ranks ranks = quantile_ranks(sorted.count, p, confidence);

	if (ranks.low == 0)
		return (struct interval){NAN, NAN};
	return (struct interval){sorted.values[ranks.low - 1], sorted.values[ranks.high - 1]};
}

uint64_t quantile_upper_runs(double p, double confidence)
{
	double runs = log1p(-confidence) / log(p);

	if (!(p > 0 && p < 1 && confidence > 0 && confidence < 1) || runs > 1e15)
		return 0;
	return (uint64_t)ceil(runs - 1e-9);
}

double quantile_harrell_davis(struct sample sorted, double p)
{
	double n = (double)sorted.count, a = (n + 1) * p, b = (n + 1) * (1 - p), before = 0,
	       sum = 0;

	if (sorted.count == 0 || !(p > 0 && p < 1))
		return NAN;
	for (size_t i = 0; i < sorted.count; i++) {
		double upto = beta_cdf((double)(i + 1) / n, a, b);

		sum += (upto - before) * sorted.values[i];
		before = upto;
	}
	return sum;
}
