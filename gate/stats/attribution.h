/* SPDX-License-Identifier: Apache-2.0
 *
 * Which phase a change of the total belongs to. All runs of a phase are in the order of the flow's runs: values[i] of
 * each phase belong to run i, and the total of run i is the sum over phases. (Give the time that no phase accounts for
 * as one more phase.) Base and head need not have as many runs as each other, and are not paired.
 *
 * Mean: delta_k = mean(head_k) - mean(base_k); adds up exactly, residual 0 (but for rounding).
 *
 * Quantile: the Shapley value (Shapley 1953) over quantile-mapped phases. For each phase the r-th smallest base value
 * (ties in order of runs) becomes the r-th smallest head value; with unlike counts the type 7 quantile of the head
 * at (r - 1) / (n - 1). v(S) = quantile over runs of the sum that takes mapped values for the phases in S and base values for
 * the others; phi_k = sum over S without k of |S|! (K - |S| - 1)! / K! (v(S + k) - v(S)). The residual is
 * what the mapping leaves: the change of dependence between phases. Exact up to ATTRIBUTION_EXACT phases (2^K n log n); above
 * that the mean over ATTRIBUTION_ORDERS seeded random orders of phases, each also backwards, `sampled` says so;
 * the contributions still add up.
 *
 * Percentiles of phases do not add up, and the phases of the slow runs are not to blame for being in them: see
 * the counter-example in tests/unit/stats/test_attribution.c.
 */
#ifndef SEAMGATE_STATS_ATTRIBUTION_H
#define SEAMGATE_STATS_ATTRIBUTION_H

#include "gate/stats/interval.h"
#include "gate/stats/quantile.h"

enum {
	ATTRIBUTION_EXACT = 10,
	ATTRIBUTION_ORDERS = 500,
	ATTRIBUTION_PHASES = 64, /* more are refused */
};

#define ATTRIBUTION_NOBODY SIZE_MAX

struct attribution_phase {
	struct sample base, head;
};

struct attribution {
	double base, head;    /* the statistic of the totals */
	double *contribution; /* one for each phase, in the arena; same unit */
	double residual;      /* (head - base) - sum of contributions */
	bool sampled;
};

/* p in (0, 1] of the quantile, or NAN for the mean. Refuses: no phases or too many, phases with unlike numbers of runs, empty
 * sides, values that are not finite. */
MUST_CHECK int attribution_of(struct attribution *out, const struct attribution_phase *phases,
	size_t count, double p, enum quantile_type type, struct arena *arena, struct err *err);

/* The owner: of the phases that themselves moved (moved[k]: the phase's own verdict is regressed, or better when the
 * total fell), the one with the largest contribution of the same sign as the change of the total, which must be the largest
 * such contribution of all phases; else ATTRIBUTION_NOBODY. */
size_t attribution_owner(const struct attribution *attribution, const bool *moved, size_t count);

#endif
