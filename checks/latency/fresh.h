/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether reports that a change carries are of that change: where it touches what a flow's `when` names, no report of the head may have the
 * bytes of one of the base, or those that its path had at an earlier commit. Reports that say when they were made must not all be older than
 * the base's. What is wrong is noted with check_incomplete.
 */
#ifndef SEAMGATE_LATENCY_FRESH_H
#define SEAMGATE_LATENCY_FRESH_H

#include "checks/latency/side.h"

/* No report is new at all. `touched` is the file of the change that asks for new ones. */
MUST_CHECK int fresh_note(const struct check_job *job, const struct flow *flow,
	const struct file *touched, struct text path, struct err *err);

/* *fresh false: something was noted. `base` may be NULL. */
MUST_CHECK int fresh_check(bool *fresh, const struct check_job *job, const struct flow *flow,
	const struct file *touched, const struct flow_side *base, const struct flow_side *head,
	struct err *err);

#endif
