/* SPDX-License-Identifier: Apache-2.0
 *
 * How far two distributions of one feature are apart. Pure; NAN for what cannot be answered, as all of this folder.
 *
 * Shares of bins or categories: reference and current, as many of each, in the same order, each side adding up to 1.
 *   psi             sum (c - r) ln(c / r), a share of 0 counted as `floor`, the others left as they are (as Evidently does);
 *                   Siddiqi, "Credit Risk Scorecards", 2006: 0.1 and 0.25 are the customary limits
 *   kullback-leibler  sum r ln(r / c) of the reference relative to the current one, floored likewise
 *   jensen-shannon  the distance, sqrt(KL(r | m) / 2 + KL(c | m) / 2), m the mean of both (Lin 1991); from 0 to 1 with base 2,
 *                   as scipy.spatial.distance.jensenshannon(r, c, base)
 *   hellinger       sqrt(sum (sqrt r - sqrt c)^2 / 2)
 *   l-infinity      max |r - c|
 * Counts: chi-square of the 2 by k table without Yates' correction, and Cramer's V, as scipy.stats.chi2_contingency(correction=False)
 * and scipy.stats.contingency.association.
 * Samples, both sorted: Kolmogorov and Smirnov's statistic, and Wasserstein's first distance in the values' unit, as
 * scipy.stats.ks_2samp and scipy.stats.wasserstein_distance.
 */
#ifndef SEAMGATE_STATS_DIVERGENCE_H
#define SEAMGATE_STATS_DIVERGENCE_H

#include "gate/stats/ascending.h"

struct shares {
	const double *reference, *current;
	size_t count;
};

double divergence_psi(struct shares shares, double floor);
double divergence_kullback_leibler(struct shares shares, double floor);
double divergence_jensen_shannon(struct shares shares, double log_base);
double divergence_hellinger(struct shares shares);
double divergence_l_infinity(struct shares shares);

struct chi_square {
	double statistic, df, p, cramers_v;
};

/* Of counts; categories that neither side has do not count. NAN where one side has nothing. */
struct chi_square divergence_chi_square(struct shares counts);

double divergence_ks(struct sample reference, struct sample current);
double divergence_wasserstein(struct sample reference, struct sample current);

/* The same of samples that need not lie in memory; each is read to its end. */
double divergence_ks_of(struct ascending *reference, struct ascending *current);
double divergence_wasserstein_of(struct ascending *reference, struct ascending *current);

/* The inner edges of bins that hold as much of the reference each: its quantiles (type 7) at 1/bins, 2/bins …, each value once;
 * *count of them, at most bins - 1. `edges` has room for these. A bin goes from one edge (inclusive) to the next (exclusive), the
 * first and the last without end. */
void divergence_edges(struct sample sorted_reference, size_t bins, double *edges, size_t *count);

void divergence_edges_of(struct ascending *reference, size_t bins, double *edges, size_t *count);

/* How many values fall into each of the count + 1 bins. */
void divergence_fill(struct sample sorted, const double *edges, size_t count, double *counts);
void divergence_fill_of(
	struct ascending *sorted, const double *edges, size_t count, double *counts);

/* What chance alone reaches in 1 of 20 comparisons of two samples of one distribution, for statistics of `bins` bins and of n and m
 * values. psi: (1/n + 1/m) times the 0.95 quantile of chi-square with bins - 1 degrees of freedom (Yurdakul and Naranjo, "Statistical
 * properties of the population stability index", J. Risk Model Validation 14, 2020); jensen-shannon and hellinger are, near 0,
 * sqrt(psi / 8) of it. */
double divergence_psi_noise(size_t bins, double n, double m);

/* The same of KS: 1.3581 sqrt(1/n + 1/m) (Smirnov 1948). */
double divergence_ks_noise(double n, double m);

/* The same of Wasserstein's distance: 1.86 sqrt(2/pi) sqrt(1/n + 1/m) times the integral of sqrt(F (1 - F)) over the reference; 1.86 is
 * the ratio of the 0.95 quantile to the mean for a uniform distribution, by simulation (tests/bench/divergence_noise.py). */
double divergence_wasserstein_noise(struct sample sorted_reference, double n, double m);
double divergence_wasserstein_noise_of(struct ascending *reference, double n, double m);

#endif
