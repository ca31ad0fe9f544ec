/* SPDX-License-Identifier: Apache-2.0
 *
 * What numbers that were measured do not do by themselves: all of a side's rows again in the same order, and all columns of
 * the head a thousand times those of the base. Pure apart from saying so: notes with check_incomplete, *ok false.
 */
#ifndef SEAMGATE_LATENCY_SUSPECT_H
#define SEAMGATE_LATENCY_SUSPECT_H

#include "checks/latency/side.h"

/* `base` may be NULL. Of repeated rows only four or more different ones are suspect: coarse clocks repeat few. */
MUST_CHECK int suspect_sides(bool *ok, const struct check_job *job, const struct flow_side *base,
	const struct flow_side *head, struct err *err);

#endif
