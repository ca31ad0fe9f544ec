/* SPDX-License-Identifier: Apache-2.0
 *
 * A point in time by which a run must have ended. Read-only once set, for any number of threads.
 * Whoever loops over what a repository or a rules file decides the length of asks now and then.
 */
#ifndef SEAMGATE_BASE_DEADLINE_H
#define SEAMGATE_BASE_DEADLINE_H

#include <stdbool.h>

#include "gate/base/err.h"

/* A zeroed one never passes. */
struct deadline {
	double at;      /* on the clock of clock_now, in seconds; 0: never */
	double limit_s; /* what was allowed, for the message */
};

/* Seconds on the monotonic clock. */
double clock_now(void);

/* limit_s 0: never. */
struct deadline deadline_after(double started, double limit_s);

/* True where less than `need_s` seconds are left. NULL never passes. */
bool deadline_within(const struct deadline *deadline, double need_s);

/* 0, or -1 with ERR_LOOK where less than `need_s` seconds are left: "the time limit … was reached
 * while the change was read". */
MUST_CHECK int deadline_ask(
	const struct deadline *deadline, double need_s, const char *doing, struct err *err);

#endif
