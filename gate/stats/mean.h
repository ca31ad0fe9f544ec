/* SPDX-License-Identifier: Apache-2.0
 *
 * Differences of means. Paired: the mean of d_i = head_i - base_i over the same documents, its standard error (Miller
 * eq. 7) or the clustered one (eq. 8: + 1/n^2 sum over clusters of the cross products), and Student's t interval
 * with n - 1 (clusters - 1) degrees of freedom. Unpaired: Welch's t.
 */
#ifndef SEAMGATE_STATS_MEAN_H
#define SEAMGATE_STATS_MEAN_H

#include "gate/stats/interval.h"

struct mean_difference {
	uint64_t base_count, head_count; /* the same when paired */
	uint64_t clusters;               /* n without clusters; 0 when unpaired */
	double difference;               /* head - base; NAN of nothing */
	double error;                    /* its standard error; NAN below two (clusters) */
	double df;                       /* NAN as error */
};

/* `cluster` has one id (a hash, a number) for each document, or is NULL. O(n log n) with clusters, else O(n).
 * Refuses values that are not finite, and samples of unlike length. */
MUST_CHECK int mean_paired(struct mean_difference *out, struct sample base, struct sample head,
	const uint64_t *cluster, struct arena *arena, struct err *err);

/* Welch (1947): df by Satterthwaite. Refuses values that are not finite. */
MUST_CHECK int mean_unpaired(
	struct mean_difference *out, struct sample base, struct sample head, struct err *err);

/* From printed means and their standard errors (unpaired, normal: df is infinite). */
struct mean_difference mean_printed(double base, double base_error, double head, double head_error);

/* t interval of the difference; [NAN, NAN] where there is no error. An error of 0 gives width 0. */
struct interval mean_interval(const struct mean_difference *difference, double confidence);

double mean_t(const struct mean_difference *difference);
double mean_two_sided(const struct mean_difference *difference); /* p of "no difference" */

#endif
