/* SPDX-License-Identifier: Apache-2.0
 *
 * From the rows or summaries of all files of a side to one column for each phase and one for the total.
 */
#ifndef SEAMGATE_LATENCY_COLUMNS_H
#define SEAMGATE_LATENCY_COLUMNS_H

#include "checks/latency/side.h"

/* Fills phases, columns, count, seen and additive. Notes (check_incomplete) a phase that a file does not have, phases that
 * add up to more than the total, and a statistic that a summary does not give. */
MUST_CHECK int columns_make(struct flow_side *side, const struct check_job *job,
	const struct flow *flow, const struct flow_side *like, struct err *err);

#endif
