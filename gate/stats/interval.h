/* SPDX-License-Identifier: Apache-2.0
 *
 * What every statistic here takes and gives. gate/stats is pure: it reads nothing, prints nothing, keeps nothing,
 * and the same numbers give the same answer on every machine. Rules of the whole folder:
 *
 *   - A function that returns a number or a struct gives NAN (or a struct of NAN) for what it cannot answer: a
 *     parameter outside its domain, a NAN, too few samples. It never gives a number that would pass.
 *   - A function that takes a struct sample and returns int refuses samples with a NAN or an infinity in them
 *     (-1, ERR_LOOK, saying which), and says -1 when memory is out.
 *   - `confidence` is two-sided: 0.95 leaves 2.5 % below and 2.5 % above. For a one-sided bound at level alpha
 *     take 1 - 2 alpha.
 *   - `p` is a probability of the null; small is evidence against it.
 */
#ifndef SEAMGATE_STATS_INTERVAL_H
#define SEAMGATE_STATS_INTERVAL_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

/* Values of one measured thing, in no order; borrowed. */
struct sample {
	const double *values;
	size_t count;
};

struct interval {
	double low, high;
};

/* 0, or -1 with ERR_LOOK naming the first value that is NAN or infinite. */
MUST_CHECK int sample_finite(struct sample sample, struct err *err);

/* A sorted copy in the arena, ascending; refuses as sample_finite. O(n log n). */
MUST_CHECK int sample_sorted(
	struct sample *out, struct sample sample, struct arena *arena, struct err *err);

#endif
