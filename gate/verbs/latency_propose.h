/* SPDX-License-Identifier: Apache-2.0
 *
 * `seamgate latency suggest [REVISION]`: budgets for the flows of the policy at a revision, from its reports there.
 */
#ifndef SEAMGATE_VERBS_LATENCY_PROPOSE_H
#define SEAMGATE_VERBS_LATENCY_PROPOSE_H

#include "gate/verbs/verb.h"

/* Appends YAML. ERR_LOOK where a report could not be read. */
MUST_CHECK int latency_propose(
	const struct call *call, const char *revision, struct buffer *yaml, struct err *err);

#endif
