/* SPDX-License-Identifier: Apache-2.0
 *
 * Budgets for the flows that a policy has already, from the reports that it names: for `seamgate latency suggest` without files. The
 * reports are the head's of the job's change, or the workspace's.
 */
#ifndef SEAMGATE_LATENCY_PROPOSE_H
#define SEAMGATE_LATENCY_PROPOSE_H

#include "checks/latency/flow.h"
#include "gate/base/buffer.h"
#include "gate/check.h"

/* YAML of all flows. What could not be read is noted with check_incomplete, and its flow left out. */
MUST_CHECK int propose_flows(
	const struct check_job *job, struct buffer *out, size_t *proposed, struct err *err);

#endif
