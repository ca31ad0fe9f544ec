/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/moments.h"

#include <math.h>

void sum_add(struct sum *sum, double value)
{
	double total = sum->total + value;

	sum->lost += fabs(sum->total) >= fabs(value) ? (sum->total - total) + value
						     : (value - total) + sum->total;
	sum->total = total;
}

double sum_of(const struct sum *sum)
{
	return sum->total + sum->lost;
}

double sum_values(struct sample sample)
{
	struct sum sum = {0};

	for (size_t i = 0; i < sample.count; i++)
		sum_add(&sum, sample.values[i]);
	return sum_of(&sum);
}

static double squares_about(struct sample sample, double mean)
{
	struct sum squares = {0};

	for (size_t i = 0; i < sample.count; i++)
		sum_add(&squares, (sample.values[i] - mean) * (sample.values[i] - mean));
	return sum_of(&squares);
}

/* The mean of values that are all the same is that value, to the bit. */
static double mean_within(double mean, double low, double high)
{
	return mean < low ? low : mean > high ? high : mean;
}

struct moments moments_of(struct sample sample)
{
	struct moments out = {sample.count, NAN, NAN, NAN, NAN, NAN};
	double n = (double)sample.count;

	for (size_t i = 0; i < sample.count; i++) {
		double value = sample.values[i];

		if (!isfinite(value))
			return (struct moments){sample.count, NAN, NAN, NAN, NAN, NAN};
		out.low = value < out.low || i == 0 ? value : out.low;
		out.high = value > out.high || i == 0 ? value : out.high;
	}
	if (sample.count == 0)
		return out;
	out.mean = mean_within(sum_values(sample) / n, out.low, out.high);
	if (sample.count > 1) {
		out.variance = squares_about(sample, out.mean) / (n - 1);
		out.error = sqrt(out.variance / n);
	}
	return out;
}

double share_error(uint64_t k, uint64_t n)
{
	double p = (double)k / (double)n;

	return n < 2 || k > n ? NAN : sqrt(p * (1 - p) / ((double)n - 1));
}
