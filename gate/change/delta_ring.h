/* SPDX-License-Identifier: Apache-2.0
 *
 * Inflated deltas in memory, found again by pack and offset: a version that the cache has let go of is made again from few bytes,
 * where inflating them anew costs more than applying them. The oldest are written over. Without room it
 * keeps nothing. For one thread. Private.
 */
#ifndef SEAMGATE_CHANGE_DELTA_RING_H
#define SEAMGATE_CHANGE_DELTA_RING_H

#include "gate/change/pack.h"

struct ring_delta {
	const struct pack *pack;
	size_t offset, end; /* in the pack */
	uint64_t at;        /* in all that was ever written to the ring */
	uint32_t size;
	bool is_checked; /* against the checksum in the index */
};

struct delta_ring {
	char *bytes;
	size_t capacity;           /* a power of two, or 0 */
	uint64_t written;          /* bytes, with those that were left out at the ring's end */
	struct ring_delta *deltas; /* each at the one place that its offset gives */
	size_t delta_count;        /* a power of two */
};

/* Of at most so many bytes, and half of them at least; of less than a few hundred it keeps nothing. False when out of memory. */
bool delta_ring_start(struct delta_ring *ring, size_t most_bytes);
void delta_ring_end(struct delta_ring *ring);

/* NULL where it is not there any more. Valid until delta_ring_room. */
const struct ring_delta *delta_ring_find(
	const struct delta_ring *ring, const struct pack *pack, size_t offset);
struct text delta_ring_text(const struct delta_ring *ring, const struct ring_delta *delta);

/* Bytes behind the room for a delta that may be written to as well. */
enum { BEHIND_DELTA = 320 };

/* Where a delta of that size can be inflated to, over the oldest; NULL where it is large for the ring. */
char *delta_ring_room(struct delta_ring *ring, size_t size);

/* Takes in what stands in the room of that size that was given last; its place and size are filled in. */
void delta_ring_add(struct delta_ring *ring, struct ring_delta delta, size_t size);

#endif
