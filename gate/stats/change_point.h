/* SPDX-License-Identifier: Apache-2.0
 *
 * Change points of a series in time: E-divisive (Matteson and James, JASA 109, 2014; as apache/otava docs/MATH.md).
 *   Q(X, Y) = 2/(m+n) sum |Xi - Yj| - 2m/((m+n)(n-1)) sum_(i<k) |Xi - Xk| - 2n/((m+n)(m-1)) sum_(j<k) |Yj - Yk|
 * with n = |X|, m = |Y|, the terms of a singleton left out, is maximised over the split tau and the end kappa of the
 * second part. A maximum is a change where fewer than alpha of seeded permutations within its segment reach it.
 * O(n^3) for each permutation and segment as it stands: the latest CHANGE_POINT_VALUES values count.
 */
#ifndef SEAMGATE_STATS_CHANGE_POINT_H
#define SEAMGATE_STATS_CHANGE_POINT_H

#include "gate/stats/interval.h"

enum { CHANGE_POINT_VALUES = 100 };

struct change_point {
	size_t at;   /* index of the first value after the change */
	double q, p; /* the statistic, and its permutation p */
};

struct change_points {
	const struct change_point *items; /* in order of `at`; in the arena */
	size_t count;
};

struct change_point_rule {
	double alpha;        /* 0.05 */
	size_t permutations; /* 0 means 199 */
	size_t min_values;   /* on each side of a change, at least 1 */
	uint64_t seed;       /* 0 means RANDOM_SEED */
};

/* The best split of a whole series, without a test: q NAN below 2 values. */
struct change_point change_point_best(struct sample series, size_t min_values, size_t *kappa);

MUST_CHECK int change_points_of(struct change_points *out, struct sample series,
	const struct change_point_rule *rule, struct arena *arena, struct err *err);

/* A slow creep that no single comparison shows: Mann-Kendall's trend test (Mann 1945, Kendall 1975; ties corrected,
 * continuity corrected, normal) and Sen's slope (1968), the median of all (x_j - x_i) / (j - i). */
struct creep {
	double slope;     /* per step */
	double rise;      /* slope * (n - 1): from the first to the last value */
	double two_sided; /* NAN below 4 values */
	double s;         /* Kendall's S */
};

/* Of the latest CHANGE_POINT_VALUES values; O(n^2 log n) of those. */
MUST_CHECK int creep_of(
	struct creep *out, struct sample series, struct arena *arena, struct err *err);

#endif
