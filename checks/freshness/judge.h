/* SPDX-License-Identifier: Apache-2.0
 *
 * From readings to rows of the report, findings, and what could not be told. Private to the check.
 */
#ifndef SEAMGATE_FRESHNESS_JUDGE_H
#define SEAMGATE_FRESHNESS_JUDGE_H

#include "checks/freshness/fresh_source.h"
#include "checks/freshness/reading.h"

/* The hop before, for what this one adds where its file does not say it. */
struct hop_before {
	struct text hop;
	double age; /* NAN: there is none */
};

/* base: NULL where there is none. `before` becomes this hop. */
MUST_CHECK int judge_readings(const struct check_job *job, const struct fresh_source *source,
	const struct readings *head, const struct readings *base, struct hop_before *before,
	struct err *err);

#endif
