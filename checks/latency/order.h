/* SPDX-License-Identifier: Apache-2.0
 *
 * In which order the runs of base and head were made. A machine that was busier while the one was measured makes it slower, and no test
 * sees through that; runs in turn (base, head, base, head) share what the machine does.
 */
#ifndef SEAMGATE_LATENCY_ORDER_H
#define SEAMGATE_LATENCY_ORDER_H

#include "checks/latency/side.h"

enum order {
	ORDER_UNKNOWN, /* not all files say when they were measured */
	ORDER_IN_TURN,
	ORDER_BASE_FIRST, /* all of the base before any of the head */
	ORDER_HEAD_FIRST,
};

enum order order_of(const struct flow_side *base, const struct flow_side *head);

/* latency/not-interleaved, a note, where one side was measured before the other. */
MUST_CHECK int order_report(const struct check_job *job, const struct flow *flow, enum order order,
	const struct flow_side *base, const struct flow_side *head, struct err *err);

/* "base and head in turn", "base before head", …; "" where it is not known. */
const char *order_words(enum order order);

#endif
