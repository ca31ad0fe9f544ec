/* SPDX-License-Identifier: Apache-2.0
 *
 * How many samples it takes, and what can be seen with those at hand. alpha is one-sided or two-sided as each says. A
 * number of samples is rounded up; 0 means that no number would do, or a parameter is outside its domain.
 */
#ifndef SEAMGATE_STATS_POWER_H
#define SEAMGATE_STATS_POWER_H

#include "gate/stats/interval.h"

/* Pairs until the one-sided upper bound of the loss is below the margin with this power:
 * (z_alpha + z_beta)^2 (flips - loss^2) / (margin - loss)^2, at least the z^2 (1 - margin) / margin that Tango's bound
 * takes without any flips. */
uint64_t power_within_samples(double flips, double loss, double margin, double alpha, double power);

/* Pairs until the one-sided lower bound of a loss is above 0: (z_alpha + z_beta)^2 (flips - loss^2) / loss^2. */
uint64_t power_regressed_samples(double flips, double loss, double alpha, double power);

/* The loss that n pairs find, one-sided: (z_alpha + z_beta) sqrt(flips / n). 0.87 points for 4,096 pairs, 5 % flips. */
double power_paired_detectable(double flips, uint64_t samples, double alpha, double power);

/* Miller (arXiv 2411.00640) eq. 9 and 10, two-sided: n = (z_(alpha/2) + z_beta)^2 variance / delta^2, with
 * variance = omega^2 + sigma_a^2 / k_a + sigma_b^2 / k_b of one document's difference. */
uint64_t power_mean_samples(double variance, double delta, double alpha, double power);
double power_mean_detectable(double variance, double samples, double alpha, double power);

/* Power of the test of two shares with effect size h = 2 asin sqrt(p1) - 2 asin sqrt(p2) and n on each side
 * (Cohen 1988; R's pwr.2p.test): two-sided, greater, less. */
double power_two_shares(double h, double samples, double alpha);
double power_two_shares_greater(double h, double samples, double alpha);

/* One-sided z test against a stored reference, as TensorRT-LLM does: theta = (z_alpha + z_beta) sqrt(2 sigma^2 / n), and
 * the distance of its threshold below the reference, z_alpha sqrt(2 sigma^2 / n). */
double power_reference_theta(double sigma, double samples, double alpha, double power);
double power_reference_distance(double sigma, double samples, double alpha);

/* A shift of location between two samples by Mann-Whitney's test, two-sided: normal approximation with the test's
 * efficiency against t under normal noise, 3/pi. `spread` is the standard deviation within a side. */
double power_shift_detectable(double spread, size_t base, size_t head, double alpha, double power);

/* Runs on each side that find the shift; never fewer than power_least_runs(alpha). */
uint64_t power_shift_runs(double spread, double shift, double alpha, double power);

/* The fewest values on each side with which Mann-Whitney's test can reach alpha: 2 / C(2n, n) <= alpha; 4 for 0.05. */
uint64_t power_least_runs(double alpha);

#endif
