/* SPDX-License-Identifier: Apache-2.0
 *
 * Unpacked objects in memory, found again by pack and offset, so that what several deltas are based on is inflated once.
 * Bounded in bytes, the one not used for longest goes first; the last few stay up to eight times that bound (cache_resize: twice), and the last two up to
 * 32 times, so that a chain of large objects does not start from its end each time. An object is freed when the cache has let go of it and
 * nobody holds it: one that is held stays where it is. For one thread. Private.
 */
#ifndef SEAMGATE_CHANGE_CACHE_H
#define SEAMGATE_CHANGE_CACHE_H

#include "gate/base/copied.h"
#include "gate/change/pack.h"

struct unpacked {
	/* What is looked up by, and the cache's own. */
	const struct pack *pack;
	size_t offset; /* in the pack */
	struct unpacked *next, *newer, *older;
	unsigned holders;
	bool is_cached;
	unsigned char spared; /* so many times */
	bool is_checked;      /* against the checksum in the index */
	bool is_plain;        /* no delta: what it takes to make again is in the pack in full */
	enum pack_type type;
	struct text bytes; /* a NUL is behind them */
	size_t end;        /* in the pack */
	/* What it has of the object that it is a delta of, and where that is; NULL: that is not known. */
	struct copied *copied;
	size_t copied_count;
	const struct pack *base_pack;
	size_t base_offset;
	char content[];
};

/* With room for that many bytes, held by the caller; NULL when out of memory. */
struct unpacked *unpacked_new(size_t len);
void unpacked_release(struct unpacked *object); /* NULL is fine */

struct cache {
	struct unpacked **buckets; /* by pack and offset, the newest first */
	struct unpacked *newest, *oldest;
	size_t count, bytes, most_bytes, most_of_few;
	unsigned spares; /* so many times what is plain */
};

/* False when out of memory. */
bool cache_start(struct cache *cache, size_t most_bytes);
/* For a reader of very many objects, of which each thread has one: the last few stay up to twice the bound. */
void cache_resize(struct cache *cache, size_t most_bytes);
/* For objects that are asked for again: what is no delta stays several times as long. */
void cache_expect_again(struct cache *cache, size_t most_bytes);
void cache_end(struct cache *cache);

/* Lets go of all. */
void cache_clear(struct cache *cache);

/* NULL where it is not there; else the caller is a holder. */
struct unpacked *cache_find(struct cache *cache, const struct pack *pack, size_t offset);

/* The same for a glance: nobody becomes a holder, and the order of use stays. */
const struct unpacked *cache_peek(
	const struct cache *cache, const struct pack *pack, size_t offset);

/* Takes in an object that is not there yet, and lets others go; one that is too large stays out. */
void cache_add(struct cache *cache, struct unpacked *object);

#endif
