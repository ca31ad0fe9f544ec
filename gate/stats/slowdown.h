/* SPDX-License-Identifier: Apache-2.0
 *
 * The verdict about latencies (DESIGN, verdicts of the measuring checks), for a family of phases at once:
 *   regressed     Holm-adjusted two-sided Mann-Whitney p below alpha, and a Hodges-Lehmann shift above the tolerance,
 *                 however few the values;
 *   unmeasurable  else, where a side has fewer than min_samples values, or a number is NAN;
 *   better        else, where p is as small and the shift is below minus the tolerance;
 *   within        else, where the shift that is found with 80 % power is at most twice the tolerance;
 *   unmeasurable  else, with the runs it would take.
 * What can be found is judged from the standard error of the shift itself, so that an outlier or two do not count more
 * than in the test; but as no more than 1.0758 spread sqrt(1/m + 1/n), which it cannot exceed (Hodges and Lehmann 1956: the
 * efficiency is at least 108/125) and which is steadier for few values. The level is what Holm's first step leaves to one
 * phase, alpha / phases:
 *   detectable = (z_(alpha / 2 phases) + z_0.8) error;
 * infinite where that level cannot be reached with so few values (rank_least_p).
 */
#ifndef SEAMGATE_STATS_SLOWDOWN_H
#define SEAMGATE_STATS_SLOWDOWN_H

#include "gate/stats/rank.h"
#include "gate/stats/shift.h"

enum slowdown_verdict {
	SLOWDOWN_UNMEASURABLE,
	SLOWDOWN_WITHIN,
	SLOWDOWN_BETTER,
	SLOWDOWN_REGRESSED,
};

struct slowdown_rule {
	double alpha;       /* two-sided, of the whole family; 0.05 */
	double tolerance;   /* in the samples' unit, above 0 */
	size_t min_samples; /* on each side */
};

struct slowdown {
	size_t base_count, head_count;
	struct rank_test test; /* base against head: `less` is small when the head is slower */
	struct shift shift;    /* head - base, 95 % interval */
	double spread; /* standard deviation within the sides, pooled; NAN below two values on each */
	/* filled by slowdown_judge: */
	double adjusted; /* Holm's p */
	double detectable; /* the shift found with 80 % power; INFINITY where no interval exists; NAN where empty */
	uint64_t needed; /* runs on each side that it would take; 0 unless unmeasurable */
	enum slowdown_verdict verdict;
};

/* Tests one series. Empty sides are fine (and unmeasurable later); values that are not finite are refused. */
MUST_CHECK int slowdown_measure(struct slowdown *out, struct sample base, struct sample head,
	struct arena *arena, struct err *err);

/* Judges a family, rules[i] for items[i]. One series alone is a family of one. All rules have the same alpha: that of
 * rules[0] counts. */
MUST_CHECK int slowdown_judge(struct slowdown *items, const struct slowdown_rule *rules,
	size_t count, struct arena *arena, struct err *err);

#endif
