/* SPDX-License-Identifier: Apache-2.0
 *
 * Unpacked objects in memory, found again by pack and offset, so that what several deltas are based on is inflated once.
 * Bounded in bytes; the last few stay up to eight times that bound (cache_resize: twice), and the last two up to
 * 32 times, so that a chain of large objects does not start from its end each time. An object is freed when the cache has let go of it and
 * nobody holds it: one that is held stays where it is. For one thread. Private.
 *
 * What goes first: of objects that are as dear as each other the one not used for longest; one that is no delta stays 32 times as long as one that
 * next to nothing has to be inflated for. That is GreedyDual-Size, Cao and Irani, "Cost-Aware WWW Proxy Caching Algorithms", 1997, with the bytes to
 * inflate as what an object costs, in powers of two.
 */
#ifndef SEAMGATE_CHANGE_CACHE_H
#define SEAMGATE_CHANGE_CACHE_H

#include "gate/base/copied.h"
#include "gate/change/pack.h"

/* How dear an object is: 0 where as many bytes are inflated for it as it has, each of the others half as dear. */
enum { CACHE_RANKS = 7 };

struct unpacked {
	/* What is looked up by, and the cache's own. */
	const struct pack *pack;
	size_t offset; /* in the pack */
	struct unpacked *next, *newer, *older;
	unsigned holders;
	bool is_cached;
	unsigned char rank;
	bool is_checked; /* against the checksum in the index */
	uint64_t due;    /* when the cache's time is this, it may go */
	size_t inflated; /* bytes that making it of its base takes to inflate: its own where it is no delta */
	size_t room; /* bytes that it was made with */
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
void unpacked_cut(struct unpacked *object, size_t len); /* the room stays */
void unpacked_release(struct unpacked *object);         /* NULL is fine */

struct cache {
	struct unpacked **buckets; /* by pack and offset, the newest first */
	struct {
		struct unpacked *newest, *oldest;
	} ranks[CACHE_RANKS];
	uint64_t time; /* when the last one that was let go of was due */
	size_t count, bytes, most_bytes, most_of_few;
};

/* False when out of memory. */
bool cache_start(struct cache *cache, size_t most_bytes);
/* For a reader of very many objects, of which each thread has one: the last few stay up to twice the bound. */
void cache_resize(struct cache *cache, size_t most_bytes);
void cache_end(struct cache *cache);

/* Lets go of all. */
void cache_clear(struct cache *cache);

/* NULL where it is not there; else it is used, and the caller is a holder. */
struct unpacked *cache_find(struct cache *cache, const struct pack *pack, size_t offset);

/* The same for a glance: nobody becomes a holder, and the order of use stays. */
const struct unpacked *cache_peek(
	const struct cache *cache, const struct pack *pack, size_t offset);

/* Takes in an object that is not there yet, and lets others go; one that is too large stays out. */
void cache_add(struct cache *cache, struct unpacked *object);

#endif
