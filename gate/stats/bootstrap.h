/* SPDX-License-Identifier: Apache-2.0
 *
 * Seeded bootstrap intervals (Efron and Tibshirani 1993). A unit is what is drawn: a document, or a cluster of them; the
 * statistic sees which units were drawn and looks up base and head itself, so both models see the same draw (paired).
 * Percentile [q(a/2), q(1 - a/2)] (type 7); basic [2t - q(1 - a/2), 2t - q(a/2)]; BCa with
 * z0 = Phi^-1(#{t* < t} / B) and the jackknife's acceleration. The same seed gives the same interval everywhere.
 */
#ifndef SEAMGATE_STATS_BOOTSTRAP_H
#define SEAMGATE_STATS_BOOTSTRAP_H

#include "gate/stats/interval.h"
#include "gate/stats/quantile.h"

enum bootstrap_kind { BOOTSTRAP_PERCENTILE, BOOTSTRAP_BASIC, BOOTSTRAP_BCA };

/* The statistic of the units drawn (with repetition); NAN where it has none, which makes the whole interval NAN. */
typedef double bootstrap_statistic(const size_t *units, size_t count, const void *context);

struct bootstrap {
	enum bootstrap_kind kind;
	size_t resamples; /* at least 100; 0 means 5000 */
	double confidence;
	uint64_t seed; /* 0 means RANDOM_SEED */
};

struct bootstrap_result {
	double estimate; /* of the units as they are */
	double low, high;
	double error; /* standard deviation of the resampled values */
};

/* Costs resamples (BCa: + units) calls of the statistic. */
MUST_CHECK int bootstrap_paired(struct bootstrap_result *out, const struct bootstrap *how,
	size_t units, bootstrap_statistic *statistic, const void *context, struct arena *arena,
	struct err *err);

/* quantile(head) - quantile(base) (type 7) of independent samples, each drawn apart; percentile or basic only.
 * Anti-conservative where a sample has few values beyond the quantile (p95 below 60). */
MUST_CHECK int bootstrap_quantiles(struct bootstrap_result *out, const struct bootstrap *how,
	struct sample base, struct sample head, double p, struct arena *arena, struct err *err);

#endif
