/* SPDX-License-Identifier: Apache-2.0
 *
 * From two sides of a flow to numbers and verdicts: pure, apart from memory. DESIGN, verdicts of the measuring
 * checks: the total is a family of one; the phases, with what none of them covers, are a family under Holm.
 */
#ifndef SEAMGATE_LATENCY_JUDGE_H
#define SEAMGATE_LATENCY_JUDGE_H

#include "checks/latency/order.h"
#include "gate/stats/attribution.h"
#include "gate/stats/slowdown.h"

struct judged {
	struct text name;
	const struct flow_phase *policy; /* NULL: the policy does not name it */
	struct sample base, head;
	double base_value, head_value; /* the flow's statistic; NAN */
	struct interval head_interval; /* 95 %, of head_value; NAN */
	double tolerance, budget;      /* ms; budget NAN: none */
	struct slowdown slowdown;      /* where there is a base */
	bool over,
		over_before; /* head's value over its budget; base's already, and not worse by the tolerance */
};

struct judged_flow {
	const struct flow *flow;
	const struct flow_side *head_side;
	bool compared; /* there was a base */
	enum order order;
	struct judged total;
	struct judged
		*phases; /* the last is "unaccounted", where there are phases and rows add up */
	size_t phase_count;
	struct attribution attribution; /* where `attributed`; a contribution for each phase */
	bool attributed;
	size_t owner; /* of the total's change, or ATTRIBUTION_NOBODY */
};

/* base may be NULL: budgets only. */
MUST_CHECK int judge_flow(struct judged_flow *out, const struct flow *flow,
	const struct flow_side *base, const struct flow_side *head, struct arena *arena,
	struct err *err);

/* The owner of an overrun without a base: the phase most over its own budget; else "unaccounted" where each phase
 * has a budget and is within it; else NULL. */
const struct judged *judge_overrun_owner(const struct judged_flow *flow);

#endif
