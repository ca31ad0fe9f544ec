/* SPDX-License-Identifier: Apache-2.0
 *
 * Quantiles and their intervals. Types as in R (Hyndman and Fan 1996). The gate's quantile is type 7:
 * h = (n - 1) p, linear between order statistics. Type 1 is x(ceil(n p)). `sorted` is ascending and finite.
 */
#ifndef SEAMGATE_STATS_QUANTILE_H
#define SEAMGATE_STATS_QUANTILE_H

#include "gate/stats/interval.h"

enum quantile_type { QUANTILE_TYPE_1 = 1, QUANTILE_TYPE_7 = 7 };

double quantile_sorted(struct sample sorted, double p, enum quantile_type type);

/* Of a sample in any order; refuses values that are not finite, and an empty sample. */
MUST_CHECK int quantile_of(
	double *out, struct sample sample, double p, struct arena *arena, struct err *err);

struct ranks {
	uint64_t low, high; /* 1-based order statistics; 0 where there is none */
	double confidence;  /* that they really have: F(high - 1) - F(low - 1) of Bin(n, p) */
};

/* Equal-tailed: low = qbinom(alpha/2, n, p), high = qbinom(1 - alpha/2, n, p) + 1, both 0 where one falls outside 1..n. */
struct ranks quantile_ranks(uint64_t count, double p, double confidence);

/* The distribution-free interval x(low)..x(high) of a quantile; NAN where quantile_ranks has none. */
struct interval quantile_interval(struct sample sorted, double p, double confidence);

/* How many values it takes until the largest is an upper bound of the quantile: 1 - p^n >= confidence (here
 * one-sided): 11 for p75 at 0.95, 59 for p95. 0 outside the domain. */
uint64_t quantile_upper_runs(double p, double confidence);

/* Harrell-Davis (Biometrika 69, 1982): a weighted mean of all order statistics. */
double quantile_harrell_davis(struct sample sorted, double p);

#endif
