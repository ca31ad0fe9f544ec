/* SPDX-License-Identifier: Apache-2.0
 *
 * The numbers that a select names in a file, and the one that is made of them. Private to the check.
 */
#ifndef SEAMGATE_METRICS_NUMBERS_H
#define SEAMGATE_METRICS_NUMBERS_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/base/keys.h"

enum { MOST_NUMBERS = 1 << 22 };

/* As the option's choices stand. */
enum number_statistic {
	NUMBER_ONE, /* there is only one; more are refused */
	NUMBER_LAST,
	NUMBER_MAX,
	NUMBER_MIN,
	NUMBER_MEAN,
	NUMBER_SUM,    /* of the last one of each series */
	NUMBER_GROWTH, /* the last one of each series less its first, added up: of counters */
};

struct number {
	double value;
	uint32_t series; /* those of one series follow each other in time */
	uint32_t line;
};

struct numbers {
	struct arena *arena;
	const char *file;
	struct number *items;
	size_t count, capacity;
	struct keys by_series; /* number: series + 1 */
};

void numbers_start(struct numbers *numbers, const char *file, struct arena *arena);

/* Only finite ones: NaN is the absence of a measurement, and is refused. `series` is copied when it is new. */
MUST_CHECK int numbers_add(
	struct numbers *numbers, double value, struct text series, uint32_t line, struct err *err);

/* Of at least one number. ERR_LOOK where the statistic cannot be taken of them. */
MUST_CHECK int numbers_statistic(double *out, const struct numbers *numbers,
	enum number_statistic statistic, struct err *err);

/* "file:line: what" with a remedy. Always returns -1. */
int numbers_refuse(
	const char *file, uint32_t line, struct err *err, const char *what, const char *remedy);

#endif
