/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/reach.h"

int reach_start(struct reach *reach, const struct lock *lock, const struct edges *all,
	struct arena *arena, struct err *err)
{
	size_t pins = lock->pins.count, edges = all->count;

	*reach = (struct reach){.lock = lock,
		.wanted = all,
		.as = REACHED_NEEDED,
		.marks = arena_array(arena, pins, sizeof(uint8_t)),
		.first = arena_array(arena, pins + 2, sizeof(uint32_t)),
		.sorted = arena_array(arena, edges, sizeof(uint32_t)),
		.queue = arena_array(arena, pins, sizeof(uint32_t))};
	if (!reach->marks || !reach->first || !reach->sorted || !reach->queue)
		return err_nomem(err);
	/* Counting sort: first[p + 2] counts, then first[p + 1] is where the edges of p go. */
	for (size_t i = 0; i < edges; i++)
		if (all->items[i].from != EDGE_ROOT)
			reach->first[all->items[i].from + 2]++;
	for (size_t i = 2; i < pins + 2; i++)
		reach->first[i] += reach->first[i - 1];
	for (size_t i = 0; i < edges; i++)
		if (all->items[i].from != EDGE_ROOT)
			reach->sorted[reach->first[all->items[i].from + 1]++] = all->items[i].to;
	return 0;
}

void reach_from(struct reach *reach, uint32_t pin)
{
	size_t at = reach->queued;

	if (pin >= reach->lock->pins.count || reach->marks[pin])
		return;
	reach->marks[pin] = (uint8_t)reach->as;
	reach->queue[reach->queued++] = pin;
	for (; at < reach->queued; at++) {
		uint32_t from = reach->queue[at];

		for (uint32_t i = reach->first[from]; i < reach->first[from + 1]; i++) {
			uint32_t to = reach->sorted[i];

			if (to >= reach->lock->pins.count || reach->marks[to])
				continue;
			reach->marks[to] = (uint8_t)reach->as;
			reach->queue[reach->queued++] = to;
		}
	}
}
