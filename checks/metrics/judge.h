/* SPDX-License-Identifier: Apache-2.0
 *
 * One number against its limits and against the base. Private to the check.
 *
 * Over its limit: above max, or below min; known where the base was too and the head is no worse by the tolerance. Regressed: worse than the
 * base by more than the tolerance. A single number says nothing of its noise: the tolerance has to be above it.
 */
#ifndef SEAMGATE_METRICS_JUDGE_H
#define SEAMGATE_METRICS_JUDGE_H

#include "checks/metrics/series.h"

enum number_verdict {
	NUMBER_WITHIN,
	NUMBER_BETTER,
	NUMBER_REGRESSED,
	NUMBER_OVER_LIMIT,
	NUMBER_KNOWN
};

/* Pure. base: NAN where there is none. */
enum number_verdict number_judge(const struct metric_series *series, double base, double head);

MUST_CHECK int judge_number(const struct check_job *job, const struct metric_series *series,
	double base, double head, struct err *err);

#endif
