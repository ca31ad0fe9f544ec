/* SPDX-License-Identifier: Apache-2.0
 *
 * Shares: k of n. For pairs see paired.h; these are for samples that have no document in common, and for one alone.
 */
#ifndef SEAMGATE_STATS_PROPORTION_H
#define SEAMGATE_STATS_PROPORTION_H

#include "gate/stats/interval.h"

/* Wilson (1927): centre (p + z^2/2n) / (1 + z^2/n), half z / (1 + z^2/n) sqrt(p (1-p)/n + z^2/4n^2). `share` need not
 * be a whole number of n (an exported mean). */
struct interval wilson_interval(double share, double samples, double confidence);

/* Clopper and Pearson (1934): exact, by beta quantiles. */
struct interval clopper_pearson_interval(uint64_t k, uint64_t n, double confidence);

/* base - head of two independent shares, Newcombe's method 10 for unpaired data (Statistics in Medicine 17, 1998:873): by
 * Wilson intervals of each. */
struct interval newcombe_difference(
	double base, double base_samples, double head, double head_samples, double confidence);

#endif
