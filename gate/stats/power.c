/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/power.h"

#include <math.h>

#include "gate/stats/normal.h"
#include "gate/stats/rank.h"

/* Beyond this many samples the answer is "more than anybody takes": 0. */
static const double most = 1e15;

static bool is_rate(double value)
{
	return value > 0 && value < 1;
}

static uint64_t whole(double samples)
{
	return samples >= 0 && samples < most ? (uint64_t)ceil(samples - 1e-9) : 0;
}

static double both_z(double tail, double power)
{
	return is_rate(tail) && is_rate(power) ? normal_quantile(power) - normal_quantile(tail)
					       : NAN;
}

uint64_t power_within_samples(double flips, double loss, double margin, double alpha, double power)
{
	double z = both_z(alpha, power), room = margin - loss, least;

	if (isnan(z) || !(margin > 0) || !(room > 0) || !(flips >= 0))
		return 0;
	least = margin < 1 ? normal_quantile(alpha) * normal_quantile(alpha) * (1 - margin) / margin
			   : 1;
	return whole(fmax(least, z * z * fmax(0, flips - loss * loss) / (room * room)));
}

uint64_t power_regressed_samples(double flips, double loss, double alpha, double power)
{
	double z = both_z(alpha, power);

	if (isnan(z) || !(loss > 0) || !(flips >= loss * loss))
		return 0;
	return whole(z * z * (flips - loss * loss) / (loss * loss));
}

double power_paired_detectable(double flips, uint64_t samples, double alpha, double power)
{
	return samples > 0 && flips >= 0 ? both_z(alpha, power) * sqrt(flips / (double)samples)
					 : NAN;
}

uint64_t power_mean_samples(double variance, double delta, double alpha, double power)
{
	double z = both_z(alpha / 2, power);

	return variance >= 0 && delta != 0 ? whole(z * z * variance / (delta * delta)) : 0;
}

double power_mean_detectable(double variance, double samples, double alpha, double power)
{
	return variance >= 0 && samples > 0 ? both_z(alpha / 2, power) * sqrt(variance / samples)
					    : NAN;
}

double power_two_shares_greater(double h, double samples, double alpha)
{
	if (!is_rate(alpha) || !(samples > 0))
		return NAN;
	return normal_upper(-normal_quantile(alpha) - h * sqrt(samples / 2));
}

double power_two_shares(double h, double samples, double alpha)
{
	return power_two_shares_greater(h, samples, alpha / 2) +
	       power_two_shares_greater(-h, samples, alpha / 2);
}

double power_reference_theta(double sigma, double samples, double alpha, double power)
{
	return sigma >= 0 && samples > 0 ? both_z(alpha, power) * sigma * sqrt(2 / samples) : NAN;
}

double power_reference_distance(double sigma, double samples, double alpha)
{
	return sigma >= 0 && samples > 0 && is_rate(alpha)
		       ? -normal_quantile(alpha) * sigma * sqrt(2 / samples)
		       : NAN;
}

double power_shift_detectable(double spread, size_t base, size_t head, double alpha, double power)
{
	double pairs = 1 / (double)base + 1 / (double)head;

	return base > 0 && head > 0 && spread >= 0
		       ? both_z(alpha / 2, power) * spread * sqrt(pairs * M_PI / 3)
		       : NAN;
}

uint64_t power_shift_runs(double spread, double shift, double alpha, double power)
{
	double z = both_z(alpha / 2, power);
	uint64_t least = power_least_runs(alpha), runs;

	if (isnan(z) || !(spread >= 0) || !(shift > 0))
		return 0;
	runs = whole(2 * z * z * spread * spread / (shift * shift) * M_PI / 3);
	if (runs == 0 && spread > 0)
		return 0;
	return runs > least ? runs : least;
}

uint64_t power_least_runs(double alpha)
{
	if (!is_rate(alpha))
		return 0;
	for (size_t n = 1; n < 1000; n++)
		if (rank_least_p(n, n) <= alpha)
			return n;
	return 0;
}
