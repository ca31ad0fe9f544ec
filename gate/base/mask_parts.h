/* SPDX-License-Identifier: Apache-2.0
 *
 * Between the files of masks: mask_index.c keeps the secrets, mask.c looks for them in texts. Three indexes, all by hash:
 *   groups  first 4 bytes -> the lengths that secrets with this beginning have
 *   wholes  all bytes     -> the secret
 *   pieces  8 bytes at every eighth offset -> secret and offset. A piece found in a text grows to
 *           both sides as far as text and secret agree, so that a part of a long secret is masked too.
 * Keys of 4 and 8 bytes are mixed by a bijection, so that equal hashes are equal keys.
 */
#ifndef SEAMGATE_BASE_MASK_PARTS_H
#define SEAMGATE_BASE_MASK_PARTS_H

#include <string.h>

#include "gate/base/mask.h"

enum {
	SHORTEST = 4, /* of a secret, and the key of a group */
	PIECE = 8,    /* its length, and the distance of two */
	FILTER_BITS = 16,
};

struct table {
	uint64_t *hashes;
	uint32_t *values; /* 0: free; else the value + 1 */
	size_t capacity, count;
};

struct group {
	uint32_t *lengths; /* ascending */
	size_t count, capacity;
};

struct whole {
	struct text bytes;
	size_t shown;
};

struct piece {
	uint32_t whole, offset;
};

struct masks {
	struct arena *arena;
	uint64_t seed; /* keeps an attacker from choosing keys that collide */
	struct table groups, wholes, pieces;
	struct group *group_items;
	size_t group_count, group_capacity;
	struct whole *whole_items;
	size_t whole_count, whole_capacity;
	struct piece *piece_items;
	size_t piece_count, piece_capacity;
	uint64_t filter[(1u << FILTER_BITS) / 64]; /* of the first 4 bytes of secrets and pieces */
};

/* The finaliser of SplitMix64: a bijection. */
static inline uint64_t mask_mix(uint64_t value)
{
	value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
	return value ^ value >> 31;
}

static inline uint64_t mask_key_hash(const struct masks *masks, const char *bytes, size_t length)
{
	uint64_t key = 0;

	memcpy(&key, bytes, length);
	return mask_mix(key + masks->seed);
}

static inline uint64_t mask_bytes_hash(uint64_t hash, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
	return hash;
}

/* The first slot with this hash at or after `slot`, or the free one that ends the search. */
static inline size_t mask_table_probe(const struct table *table, uint64_t hash, size_t slot)
{
	slot &= table->capacity - 1;
	while (table->values[slot] && table->hashes[slot] != hash)
		slot = (slot + 1) & (table->capacity - 1);
	return slot;
}

static inline size_t mask_filter_bit(const struct masks *masks, const char *bytes)
{
	return (size_t)(mask_key_hash(masks, bytes, SHORTEST) >> (64 - FILTER_BITS));
}

static inline bool mask_filter_has(const struct masks *masks, const char *bytes)
{
	size_t bit = mask_filter_bit(masks, bytes);

	return masks->filter[bit / 64] >> bit % 64 & 1;
}

/* What is known of secrets that begin with these 4 bytes, or NULL. */
struct group *mask_group(const struct masks *masks, const char *bytes);

/* The secret that equals these bytes, whose mask_bytes_hash is given; or NULL. */
struct whole *mask_whole(const struct masks *masks, struct text bytes, uint64_t hash);

#endif
