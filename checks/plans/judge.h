/* SPDX-License-Identifier: Apache-2.0
 *
 * From plans to rows of the report and findings. Private to the check.
 */
#ifndef SEAMGATE_PLANS_JUDGE_H
#define SEAMGATE_PLANS_JUDGE_H

#include "checks/plans/query.h"
#include "gate/base/pg_plan.h"

/* base: NULL where there is none. */
MUST_CHECK int judge_plans(const struct check_job *job, const struct query *query,
	const struct pg_plans *base, const struct pg_plans *head, struct err *err);

#endif
