/* SPDX-License-Identifier: Apache-2.0
 *
 * The verdict about an accuracy (or any metric), in three values and in this order (DESIGN, verdicts of the measuring
 * checks; Miller 2024; Schuirmann's non-inferiority test):
 *   within        the upper one-sided 1 - alpha bound of the loss is below the margin;
 *   regressed     else the lower one-sided 1 - alpha bound is above 0, or the one-sided p is below alpha;
 *   inconclusive  else, with the number of samples that would decide it with 80 % power if the true loss were the one seen.
 * A loss is positive when the head is worse, whatever the metric's direction: see loss_of_difference. Where a bound is
 * NAN or alpha or margin is no use (not 0 < alpha < 0.5, not margin > 0), the verdict is inconclusive.
 */
#ifndef SEAMGATE_STATS_LOSS_H
#define SEAMGATE_STATS_LOSS_H

#include "gate/stats/mean.h"
#include "gate/stats/paired.h"

enum loss_verdict { LOSS_INCONCLUSIVE, LOSS_WITHIN, LOSS_REGRESSED };

struct loss_rule {
	double margin; /* in the metric's unit, above 0 */
	double alpha;  /* one-sided */
};

struct loss {
	double loss;
	double low, high; /* each a one-sided 1 - alpha bound */
	double p; /* one-sided, small when worse; NAN where there is no test apart from the interval */
	enum loss_verdict verdict;
	uint64_t
		needed; /* samples (pairs; on each side when unpaired); 0 where unknown or decided */
};

/* Right and wrong on the same documents: McNemar's exact p, Tango's upper bound, and the lower of Tango's lower bound and the
 * exact one given the flips (Clopper and Pearson of lost among flips), so that "the lower bound is above 0" is not
 * said more often than alpha when nothing changed: by Tango's alone it is, 5.5 % for 5 % (docs/statistics.md). */
struct loss loss_paired(struct paired table, struct loss_rule rule);

/* Means, paired or not (mean.h): t bounds. Where the error is 0 (all differences the same) no spread was seen and the
 * interval says nothing: inconclusive below 30 samples or clusters. */
struct loss loss_means(
	const struct mean_difference *difference, bool higher_is_better, struct loss_rule rule);

/* Two shares without documents in common: Newcombe's bounds. */
struct loss loss_unpaired(double base, double base_samples, double head, double head_samples,
	bool higher_is_better, struct loss_rule rule);

/* Nothing but an estimate and its bounds (a bootstrap, a report): loss, low, high as above, samples may be 0. */
struct loss loss_interval(
	double loss, double low, double high, double p, uint64_t samples, struct loss_rule rule);

/* head - base to a loss: turned round when higher is better. */
struct interval loss_of_difference(struct interval difference, bool higher_is_better);

/* Is head at least `min` (at most, when lower is better)? By the bounds of the head's own share or mean: within when the
 * whole interval is on the good side, regressed when the estimate is on the bad side, else inconclusive. */
enum loss_verdict loss_limit(
	double head, struct interval bounds, double limit, bool higher_is_better);

#endif
