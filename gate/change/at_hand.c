/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/at_hand.h"

/* The one thing that a handler can reach and that differs from thread to thread. */
static _Thread_local struct at_hand now;

static struct at_hand take(struct at_hand next)
{
	struct at_hand before = now;

	now = next;
	/* A fault between here and what puts it back must find it. */
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	return before;
}

struct at_hand at_hand_object(const struct oid *oid)
{
	return take((struct at_hand){.object = oid});
}

struct at_hand at_hand_pack(const char *stem)
{
	return take((struct at_hand){.pack = stem});
}

void at_hand_put_back(struct at_hand before)
{
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	now = before;
}

struct at_hand at_hand(void)
{
	return now;
}
