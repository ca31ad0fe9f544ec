/* SPDX-License-Identifier: Apache-2.0
 *
 * A judged flow to findings, incomplete items and measurements.
 */
#ifndef SEAMGATE_LATENCY_VERDICTS_H
#define SEAMGATE_LATENCY_VERDICTS_H

#include "checks/latency/judge.h"

MUST_CHECK int verdicts_report(
	const struct check_job *job, const struct judged_flow *flow, struct err *err);

#endif
