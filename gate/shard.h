/* SPDX-License-Identifier: Apache-2.0
 *
 * One change judged by several machines that do not talk to each other. Each cuts the same work in the same way and
 * takes its own part: new blobs, each with one object id, in runs along the order of their paths (versions of one file share their
 * delta bases), dealt out by size, largest first, each to the shard that has least (Graham 1969: at most 4/3 of the
 * best cut). Sizes come from object headers; nothing is read. A check of the whole change belongs to the one shard that
 * the hash of its name picks.
 */
#ifndef SEAMGATE_SHARD_H
#define SEAMGATE_SHARD_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/base/hash.h"
#include "gate/change/change.h"

enum { MOST_SHARDS = 1024 };

/* What there is to look at, so that all parts can be held against the whole: how many blobs, and a sum over them modulo
 * 2^64 in which their order does not count. */
struct shard_work {
	uint64_t blobs, sum;
};

/* Which part of the work. Zeroed: the whole. */
struct shard {
	unsigned index, count; /* from 1; a count of 0 or 1 is the whole */
	bool is_asked; /* somebody asked for a shard, if only for 1 of 1: its result can be merged */
	const unsigned *parts; /* merged: the shards that are in it, ascending; else NULL */
	size_t part_count;
	char plan
		[SHA256_HEX]; /* of the whole work; equal in all shards, or they are not of one run */
	struct shard_work whole, own;
	struct text pipeline; /* the CI system's name of this run of it; "" where it has none */
	struct text key;      /* what its result is sealed with; "" for a mere checksum */
};

static inline bool shard_is_part(const struct shard *shard)
{
	return shard->count > 1;
}

/* The shard, from 1, that looks at a check of the whole change. */
unsigned shard_owner(const char *check, unsigned count);

/* True where another shard looks at it. */
bool shard_leaves(const struct shard *shard, const char *check);

struct shard_work shard_work(struct blobs blobs);

/* HMAC-SHA-256 over all of a result file that stands before its seal: without a key it tells a file that was damaged or
 * edited, with one also a file that somebody has made who does not know the key. */
MUST_CHECK int shard_seal(
	struct text written, struct text key, char out[SHA256_HEX], struct err *err);

/* Keeps of all blobs, which have an order that is the same on every machine, those of the shard, in that order. */
MUST_CHECK int shard_cut(
	struct blobs *blobs, const struct shard *shard, struct arena *arena, struct err *err);

#endif
