/* SPDX-License-Identifier: Apache-2.0
 *
 * The Hodges-Lehmann shift (Hodges and Lehmann 1963): the median of all differences head_j - base_i, and its
 * interval [D(k), D(mn - k + 1)] with rank_critical's k. Not the difference of medians.
 *
 * No difference is ever stored: the k-th smallest is found by bisection over the bit patterns of doubles, counting by
 * two pointers over the sorted samples; O((m + n) (log(m + n) + 64)), exact.
 */
#ifndef SEAMGATE_STATS_SHIFT_H
#define SEAMGATE_STATS_SHIFT_H

#include "gate/stats/interval.h"

struct shift {
	double estimate; /* head - base, in the samples' unit; NAN where one is empty */
	double low,
		high; /* NAN where there are too few values for any interval of that confidence */
	double confidence; /* that the interval really has; at least what was asked for; NAN as low */
	double error; /* standard error of the estimate: (high - low) / (2 z(confidence)); NAN as low */
};

MUST_CHECK int shift_between(struct shift *out, struct sample base, struct sample head,
	double confidence, struct arena *arena, struct err *err);

#endif
