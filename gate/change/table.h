/* SPDX-License-Identifier: Apache-2.0
 *
 * A hash table from bytes to a number. Keys are borrowed. The hash is SipHash under a key drawn at
 * random for each table (gate/base/siphash.h). Nothing depends on the order inside. Private.
 */
#ifndef SEAMGATE_CHANGE_TABLE_H
#define SEAMGATE_CHANGE_TABLE_H

#include "gate/base/arena.h"
#include "gate/base/siphash.h"

struct table_slot {
	uint64_t hash;
	struct text key; /* ptr NULL: free */
	uint32_t value;
};

struct table {
	struct arena *arena;
	struct siphash_key secret;
	struct table_slot *slots;
	size_t size, count; /* size is a power of two, or 0 */
};

MUST_CHECK int table_start(struct table *table, struct arena *arena, struct err *err);

/* The value of a key, or NULL. Valid until the next table_add. */
uint32_t *table_find(const struct table *table, struct text key);

/* Adds a key that is not there yet. */
MUST_CHECK int table_add(struct table *table, struct text key, uint32_t value, struct err *err);

#endif
