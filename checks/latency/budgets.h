/* SPDX-License-Identifier: Apache-2.0
 *
 * The budget of a flow's total from the budget.json that the flow names: it is a part of the policy, read where the judging policy
 * is (when the check is prepared), so that a change that raises it is held to the old one as well.
 */
#ifndef SEAMGATE_LATENCY_BUDGETS_H
#define SEAMGATE_LATENCY_BUDGETS_H

#include "checks/latency/side.h"

/* Lowers *budget_ms (0: none) to what the file says of the series and page that the head's reports are of. *ok false: something was noted with
 * check_incomplete. `content` is the file's; ptr NULL: there is none. */
MUST_CHECK int budgets_apply(bool *ok, double *budget_ms, const struct check_job *job,
	const struct flow *flow, const struct flow_side *head, struct text content,
	struct err *err);

#endif
