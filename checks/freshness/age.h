/* SPDX-License-Identifier: Apache-2.0
 *
 * From readings to the one that counts: pure. The largest age of all partitions is the source's, since a mean, or the age of what
 * came last, hides the partition that hangs. Private to the check.
 *
 * Age and idleness (apache/flink docs/content/docs/ops/metrics.md): a lag grows with nothing wrong while no record comes. So an age over
 * its limit is not judged where the source is idle (no record for idle_after) and nothing is waiting; where something is, the source is stuck; where
 * that is not said, neither can be told.
 */
#ifndef SEAMGATE_FRESHNESS_AGE_H
#define SEAMGATE_FRESHNESS_AGE_H

#include "checks/freshness/reading.h"

enum age_state {
	AGE_WITHIN,
	AGE_IDLE,
	AGE_OVER,
	AGE_STUCK,
	AGE_UNTOLD,  /* idle or stuck: it is not said what is waiting */
	AGE_UNKNOWN, /* there is no age */
	AGE_SKEWED,  /* below 0 by more than the clocks may differ */
	AGE_OLD,     /* it was measured too long ago */
	AGE_FAILED,  /* who measured could not */
};

struct age_limits {
	double max_age, idle_after, max_skew;
	double max_report_age; /* 0: none */
};

/* Now, of data whose time is known; else as measured. */
double age_now(const struct reading *reading, double now);

enum age_state age_state(
	const struct reading *reading, const struct age_limits *limits, double now);

struct age_summary {
	const struct reading
		*worst;       /* the oldest of those that are not idle; of all where all are */
	enum age_state state; /* of that one */
	double age, added;    /* of the worst; the largest that came in at this hop, or NAN */
	const struct reading *most_added;
	size_t idle; /* so many are */
	const struct reading *longest_idle;
	bool is_skewed; /* an age below 0, by less than the clocks may differ */
};

/* Of at least one reading. What could not be judged comes before what is over its limit, in `worst`: see age_is_blind. */
struct age_summary age_summarize(
	const struct readings *readings, const struct age_limits *limits, double now);

/* Whether there is no telling. */
bool age_is_blind(enum age_state state);

#endif
