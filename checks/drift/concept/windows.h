/* SPDX-License-Identifier: Apache-2.0
 *
 * Labelled rows cut into windows of time, each held against the baseline: pure. Private to the check.
 *
 * Windows of a duration begin at whole multiples of it since 1970 UTC, so that two runs cut alike; windows of rows are so many rows
 * in the order of time. One of fewer than min_rows is joined with the next, and the last with the one before: nothing is left out. The
 * verdict of a window is that of gate/stats/loss.h for two samples without rows in common (Newcombe's bounds of two shares, Welch's of
 * means), at alpha / windows (Bonferroni), so that of a model that is as it was one in twenty is blamed, however many windows there are.
 */
#ifndef SEAMGATE_DRIFT_WINDOWS_H
#define SEAMGATE_DRIFT_WINDOWS_H

#include "checks/drift/concept/scored.h"
#include "gate/stats/change_point.h"
#include "gate/stats/loss.h"

enum { MOST_WINDOWS = 500 };

struct window {
	size_t first, count; /* rows */
	double from, to;     /* times of the first and the last */
	double mean;         /* loss */
	struct loss loss;    /* against the baseline: positive is worse */
};

struct windows {
	struct window *items;
	size_t count, capacity;
	double mean, base_mean; /* losses of all rows */
	double base_count;
	const struct window *first;  /* the first one that is worse; NULL: none */
	const struct window *worst;  /* of those */
	size_t regressed, undecided; /* so many of each */
	uint64_t needed;             /* rows that the undecided ones take; 0: not known */
	struct creep creep;          /* of the windows' means; NAN below four */
};

/* ERR_LOOK: more than MOST_WINDOWS. */
MUST_CHECK int windows_compare(struct windows *out, const struct concept *concept,
	const struct scored *base, const struct scored *rows, struct arena *arena, struct err *err);

#endif
