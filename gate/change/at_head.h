/* SPDX-License-Identifier: Apache-2.0
 *
 * Which of the collected places the head's tree still has. Private.
 */
#ifndef SEAMGATE_CHANGE_AT_HEAD_H
#define SEAMGATE_CHANGE_AT_HEAD_H

#include "gate/change/collect.h"

/* Fills in at_head of all places. The net difference must have been collected; what is not in it is looked for
 * in the head's tree, each folder once. NULL for a tree that has nothing but the difference. */
MUST_CHECK int at_head_mark(struct collector *collector, struct store store,
	const struct oid *head_tree, struct err *err);

#endif
