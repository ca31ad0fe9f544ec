/* SPDX-License-Identifier: Apache-2.0
 *
 * Earlier results of a flow, oldest first (in the order of their paths, or as notes of the base and its ancestors), with the head's as the newest: what crept up in
 * steps that each stayed within the tolerance. A trend (Mann-Kendall, two-sided p below .05) that has risen by
 * more than the tolerance is latency/creep, with the latest change point (E-divisive) where there is one.
 */
#ifndef SEAMGATE_LATENCY_HISTORY_H
#define SEAMGATE_LATENCY_HISTORY_H

#include "checks/latency/judge.h"

enum { HISTORY_LEAST = 8 }; /* fewer results say nothing, and are said to be too few */

/* `notes`: of a history in git's notes, what their ref names; zero: there is none. */
MUST_CHECK int history_judge(const struct check_job *job, const struct judged_flow *flow,
	const struct oid *notes, struct err *err);

/* "latency" of "notes:latency"; "" for a pattern of paths. */
struct text history_notes(const struct flow *flow);

#endif
