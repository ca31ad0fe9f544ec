/* SPDX-License-Identifier: Apache-2.0
 *
 * How far apart two columns are, and what chance alone would make of it. Private to the check.
 *
 * Numbers are compared as they are (ks, wasserstein; the latter divided by the reference's standard deviation), or by their shares in the bins that the
 * reference's quantiles cut; categories by their shares. Missing values are left out of both and judged by themselves. A share of 0
 * counts as 1e-4 in psi; jensen-shannon is the distance with base 2 (DESIGN section 6).
 */
#ifndef SEAMGATE_DRIFT_COMPARE_H
#define SEAMGATE_DRIFT_COMPARE_H

#include "checks/drift/column.h"

struct comparison {
	double statistic;
	double noise; /* what chance alone reaches in 1 of 20 comparisons of so many rows */
	double rows, base_rows;        /* with a value */
	uint64_t needed;               /* rows on either side for a noise of at most the limit */
	double missing, base_missing;  /* shares */
	double new_share;              /* of categories that the reference lacks */
	const struct category *newest; /* the most frequent of these, or NULL */
};

/* ERR_LOOK where they cannot be compared. */
MUST_CHECK int compare_columns(struct comparison *out, const struct feature *feature,
	const struct column *base, const struct column *current, struct arena *arena,
	struct err *err);

#endif
