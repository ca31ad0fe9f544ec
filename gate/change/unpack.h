/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads single objects out of packs. Each delta chain is followed up to what the cache still has, then down again,
 * every object on the way inflated once. What it does not understand it leaves to libgit2; what it finds damaged is
 * damaged for good. For one thread; the packs are shared. Private.
 *
 * What is checked: each size, every copy of a delta, of the object asked for the CRC-32 that the index has of it as it stands in the
 * pack, of others on the way the Adler-32 of their streams. Not the object id: see docs/decisions.md.
 */
#ifndef SEAMGATE_CHANGE_UNPACK_H
#define SEAMGATE_CHANGE_UNPACK_H

#include "gate/change/cache.h"

enum unpack_result {
	UNPACK_DONE,
	UNPACK_ELSEWHERE, /* not in these packs, over the limit, or not for this reader */
	UNPACK_DAMAGED,
	UNPACK_NO_MEMORY,
};

struct unpacker;

/* NULL when out of memory. The packs must outlive it. */
struct unpacker *unpacker_new(const struct packs *packs, size_t cached_bytes);
void unpacker_free(struct unpacker *unpacker); /* NULL is fine */
void unpacker_cache(struct unpacker *unpacker, size_t cached_bytes);
/* For objects that are asked for again, as one tree is compared with the next: what that takes is kept too, in a third more
 * room, a power of two. Once only. False when out of memory. */
bool unpacker_expect_again(struct unpacker *unpacker, size_t cached_bytes);
void unpacker_forget(struct unpacker *unpacker); /* what it keeps for those that come */

/* An object that is soon asked for. */
void unpacker_expect(const struct unpacker *unpacker, const struct oid *oid);

/* *out is the caller's to release. */
enum unpack_result unpack(struct unpacker *unpacker, const struct oid *oid, uint64_t most_bytes,
	struct unpacked **out);

/* The size of an object, from its header alone. */
enum unpack_result unpack_size(struct unpacker *unpacker, const struct oid *oid, uint64_t *size);

/* From now on what blobs have of what they are deltas of is noted. False when out of memory: then nothing is. */
bool unpacker_note_copies(struct unpacker *unpacker);

/* What an object that was unpacked has of one that was unpacked before, as far as the deltas say it: one may be a delta of the other, or both of
 * a third, over a few steps. False where it is not known. */
bool unpacker_copies(struct unpacker *unpacker, const struct unpacked *before,
	const struct unpacked *now, struct copied_list *out);

bool unpacker_has(struct unpacker *unpacker, const struct oid *oid);

#endif
