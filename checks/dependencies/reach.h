/* SPDX-License-Identifier: Apache-2.0
 *
 * Which pins of a lock can be reached, and by what: a walk along its edges, breadth first, each pin once. Lives in the arena that it
 * was started in; the lock and the edges are borrowed.
 */
#ifndef SEAMGATE_DEPENDENCIES_REACH_H
#define SEAMGATE_DEPENDENCIES_REACH_H

#include "checks/dependencies/pin.h"

enum reached {
	REACHED_NOT,
	REACHED_NEEDED,   /* the project needs it */
	REACHED_LEFTOVER, /* something that the project needed, or might, and does not */
};

struct reach {
	const struct lock *lock;
	const struct edges *wanted;
	enum reached as;  /* what is marked from now on */
	uint8_t *marks;   /* by pin: enum reached */
	uint32_t *first;  /* by pin: first of its edges in `sorted`; one more at the end */
	uint32_t *sorted; /* edge targets, by their pin */
	uint32_t *queue;
	size_t queued;
};

/* Nothing is reached yet. Linear in pins and edges, like all calls of reach_from together. */
MUST_CHECK int reach_start(struct reach *reach, const struct lock *lock, const struct edges *all,
	struct arena *arena, struct err *err);

/* Marks the pin and what it leads to; what has a mark keeps it. EDGE_ROOT marks nothing. */
void reach_from(struct reach *reach, uint32_t pin);

#endif
