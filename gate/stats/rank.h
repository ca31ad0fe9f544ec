/* SPDX-License-Identifier: Apache-2.0
 *
 * Mann-Whitney's U test (Mann and Whitney 1947), with midranks for ties.
 *
 * Exact: the permutation distribution of U given the ties, by counting subsets with a rank sum; used (RANK_AUTO)
 * where both samples have fewer than 50 values and none are tied, as R's wilcox.test, or where both have at most 25.
 * Otherwise the normal approximation with tie and continuity correction:
 *     sigma^2 = n1 n2 / 12 ((N + 1) - sum(t^3 - t) / (N (N - 1))),  z = (|U - n1 n2 / 2| - 0.5) / sigma.
 * Two-sided p = min(1, 2 min(P(U <= u), P(U >= u))).
 * O(N log N), plus at most some 1e7 additions for the exact distribution. Pooled all equal: p = 1.
 */
#ifndef SEAMGATE_STATS_RANK_H
#define SEAMGATE_STATS_RANK_H

#include "gate/stats/interval.h"

enum rank_method {
	RANK_AUTO,
	RANK_EXACT, /* refused (ERR_INTERNAL) where both samples have more than 60 values */
	RANK_NORMAL,
	RANK_UNCORRECTED, /* normal without the 0.5 */
};

struct rank_test {
	double u; /* of the first sample: pairs in which it is the greater, ties half; R's W */
	double two_sided; /* all three NAN where a sample is empty */
	double less;      /* small: the first sample lies below the second */
	double greater;
	bool exact, tied;
};

/* Both samples borrowed, scratch memory from the arena. Refuses values that are not finite. */
MUST_CHECK int rank_test(struct rank_test *out, struct sample first, struct sample second,
	enum rank_method method, struct arena *arena, struct err *err);

/* P(U <= u) without ties, exact. NAN where both are above 60. */
double rank_cdf(double u, size_t first, size_t second, struct arena *arena);

/* The k for which [D(k), D(mn - k + 1)] of the sorted differences has at least the confidence (R's qwilcox(alpha/2), at
 * least 1), and the confidence that it really has; 0 and NAN where no k has. Exact below 50 values on both sides, else by the normal
 * approximation. -1 when memory is out. */
MUST_CHECK int rank_critical(uint64_t *k, double *actual, size_t first, size_t second,
	double confidence, struct arena *arena, struct err *err);

/* The smallest two-sided p that n values on each side can reach, 2 / C(2n, n): 0.1 for 3, 0.0286 for 4. */
double rank_least_p(size_t first, size_t second);

#endif
