/* SPDX-License-Identifier: Apache-2.0
 *
 * How many bytes each blob of a change turns out to have, where they were not measured beforehand: in a history that takes longer than all
 * else that is known of them. Any thread may note a size; the sum is made when all have ended.
 */
#ifndef SEAMGATE_SIZES_H
#define SEAMGATE_SIZES_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/change/repo.h"

struct sizes;

/* In the arena. NULL when out of memory. The change must outlive it. */
struct sizes *sizes_new(const struct change *change, struct arena *arena);

/* Nothing where the blob is none of the change's, or sizes is NULL. */
void sizes_note(struct sizes *sizes, const struct blob *blob, uint64_t size);

/* The bytes of all blobs; those that nobody noted are asked for. One that is missing has none. */
uint64_t sizes_sum(const struct sizes *sizes, struct reader *reader);

#endif
