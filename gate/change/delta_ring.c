/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/delta_ring.h"

#include <stdlib.h>

/* A large one would write over as many small ones as it has times their bytes. */
enum { MOST_OF_RING = 16, USUAL_DELTA = 256 };

/* Places in it and in the table are told by bits. */
static size_t power_of_two(size_t most)
{
	size_t power = 1;

	while (power <= most / 2)
		power *= 2;
	return power;
}

bool delta_ring_start(struct delta_ring *ring, size_t most_bytes)
{
	size_t capacity = power_of_two(most_bytes);

	*ring = (struct delta_ring){0};
	if (capacity < USUAL_DELTA)
		return true;
	ring->capacity = capacity;
	ring->delta_count = capacity / USUAL_DELTA;
	ring->bytes = malloc(capacity + BEHIND_DELTA);
	ring->deltas = calloc(ring->delta_count, sizeof(*ring->deltas));
	if (ring->bytes && ring->deltas)
		return true;
	delta_ring_end(ring);
	return false;
}

void delta_ring_end(struct delta_ring *ring)
{
	free(ring->bytes);
	free(ring->deltas);
	*ring = (struct delta_ring){0};
}

static struct ring_delta *place_of(
	const struct delta_ring *ring, const struct pack *pack, size_t offset)
{
	uint64_t mixed = ((uint64_t)offset ^ (uint64_t)(uintptr_t)pack) * 0x9e3779b97f4a7c15;

	return &ring->deltas[mixed >> 32 & (ring->delta_count - 1)];
}

const struct ring_delta *delta_ring_find(
	const struct delta_ring *ring, const struct pack *pack, size_t offset)
{
	const struct ring_delta *delta;

	if (!ring->capacity)
		return NULL;
	delta = place_of(ring, pack, offset);
	if (delta->offset != offset || delta->pack != pack ||
		ring->written + BEHIND_DELTA - delta->at > ring->capacity)
		return NULL;
	return delta;
}

struct text delta_ring_text(const struct delta_ring *ring, const struct ring_delta *delta)
{
	return (struct text){ring->bytes + (delta->at & (ring->capacity - 1)), delta->size};
}

char *delta_ring_room(struct delta_ring *ring, size_t size)
{
	size_t left;

	if (!ring->capacity || size > ring->capacity / MOST_OF_RING)
		return NULL;
	left = ring->capacity - (ring->written & (ring->capacity - 1));
	if (left < size)
		ring->written += left;
	ring->written += size;
	return ring->bytes + ((ring->written - size) & (ring->capacity - 1));
}

void delta_ring_add(struct delta_ring *ring, struct ring_delta delta, size_t size)
{
	delta.at = ring->written - size;
	delta.size = (uint32_t)size;
	*place_of(ring, delta.pack, delta.offset) = delta;
}
