/* SPDX-License-Identifier: Apache-2.0
 *
 * What a check measured, whether or not it is a finding: one row of a report's table. A measurement blocks
 * nothing; what is too bad is reported as a finding beside it, and what could not be decided as an incomplete item.
 * Numbers that are not there are NAN; a report then prints nothing for them (null in JSON).
 * Rows stand in the order in which a check gives them, grouped by subject; one subject and name is one row, also
 * where two policies judge: the worse verdict stays.
 */
#ifndef SEAMGATE_MEASUREMENT_H
#define SEAMGATE_MEASUREMENT_H

#include "gate/base/text.h"

enum measured {
	MEASURED_WITHIN,
	MEASURED_BETTER,
	MEASURED_REGRESSED,
	MEASURED_OVER_LIMIT,
	MEASURED_INCONCLUSIVE,
	MEASURED_ONLY, /* shown, not judged */
};

struct measurement {
	struct text subject; /* the model, flow, feature */
	struct text name;    /* the task and metric, the phase; "total"; "unaccounted" */
	const char *unit;    /* "ms", "points", "share", "" … */
	const char *hop;     /* or NULL */
	double base, head;   /* NAN where there is none */
	double difference, low,
		high; /* head - base and its interval, in the same unit; NAN where there is none */
	double tolerance; /* the margin or tolerance the difference is held to; NAN */
	double limit;     /* budget, min or max for head; NAN */
	bool higher_is_better;
	uint64_t base_samples, head_samples, needed_samples; /* needed: 0 where not known */
	enum measured verdict;
	struct text note; /* "flips 12 to wrong, 9 to right"; "" */
};

/* Of one run; what comes after is counted, and said. */
enum { MOST_MEASUREMENTS = 10 * 1000 };

struct check_job;

/* Copies the measurement and everything in it. Out of memory is remembered and fails the job. */
void check_measure(const struct check_job *job, const struct measurement *measurement);

/* "within", "better", "regressed", "over-limit", "inconclusive", "only". */
const char *measured_name(enum measured verdict);

/* True where a is worse than b: only, better, within, inconclusive, over its limit, regressed. */
bool measured_worse(enum measured a, enum measured b);

#endif
