/* SPDX-License-Identifier: Apache-2.0
 *
 * One source while it is judged, for judge.c and blind.c: what is found, and what cannot be told. Private to the check.
 */
#ifndef SEAMGATE_FRESHNESS_JUDGING_H
#define SEAMGATE_FRESHNESS_JUDGING_H

#include "checks/freshness/age.h"
#include "checks/freshness/judge.h"

struct judging {
	const struct check_job *job;
	const struct fresh_source *source;
	const struct readings *head;
	struct age_limits limits;
	struct age_summary now;
	double base_age, base_added; /* as measured at the base; NAN */
	const char *hop;
};

/* " of partition 3", or nothing; NULL: out of memory. */
const char *judging_whose(const struct judging *judging, const struct reading *reading);

/* reason NULL: out of memory. */
MUST_CHECK int judging_incomplete(
	const struct judging *judging, const char *reason, const char *remedy, struct err *err);

/* Why there is no telling, of a state that is blind; NULL: out of memory. And what to do. */
const char *blind_reason(const struct judging *judging);
const char *blind_remedy(enum age_state state);

/* Notes what the file lacks: names that the policy lists, and those that the base's file had. */
MUST_CHECK int blind_missing(
	const struct judging *judging, const struct readings *base, struct err *err);

#endif
