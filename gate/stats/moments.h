/* SPDX-License-Identifier: Apache-2.0
 *
 * Sums that do not lose digits (Neumaier's variant of Kahan's), and mean and variance in two passes.
 */
#ifndef SEAMGATE_STATS_MOMENTS_H
#define SEAMGATE_STATS_MOMENTS_H

#include "gate/stats/interval.h"

/* A running sum: start from {0}, add, read. */
struct sum {
	double total, lost;
};

void sum_add(struct sum *sum, double value);
double sum_of(const struct sum *sum);
double sum_values(struct sample sample);

struct moments {
	size_t count;
	double mean;      /* NAN of nothing */
	double variance;  /* divided by n - 1; NAN below two */
	double error;     /* of the mean: sqrt(variance / n); Miller eq. 1 (arXiv 2411.00640) */
	double low, high; /* smallest and largest */
};

/* A value that is not finite makes everything NAN. */
struct moments moments_of(struct sample sample);

/* Standard error of a share k/n as lm-eval prints it: sqrt(p (1 - p) / (n - 1)). */
double share_error(uint64_t k, uint64_t n);

#endif
