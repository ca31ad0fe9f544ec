/* SPDX-License-Identifier: Apache-2.0
 *
 * A hash table from keys to the numbers of items that have those keys themselves: eight bytes an entry, for all that a history has. What the
 * keys are and how they are compared, gate/change/oid_table.h and path_table.h say. The hash is SipHash under a key
 * drawn at random for each table. Nothing depends on the order inside. Private.
 */
#ifndef SEAMGATE_CHANGE_NUMBER_TABLE_H
#define SEAMGATE_CHANGE_NUMBER_TABLE_H

#include "gate/base/arena.h"
#include "gate/base/siphash.h"

struct number_slot {
	uint32_t hash;
	uint32_t number; /* and 1; 0: free */
};

struct number_table {
	struct arena *arena;
	struct siphash_key secret;
	struct number_slot *slots;
	size_t size, count; /* size is a power of two, or 0 */
};

MUST_CHECK int number_table_start(struct number_table *table, struct arena *arena, struct err *err);

/* Adds a key that is not there yet; `number` is below UINT32_MAX. */
MUST_CHECK int number_table_add(
	struct number_table *table, struct text key, uint32_t number, struct err *err);

static inline uint32_t number_table_hash(const struct number_table *table, struct text key)
{
	return (uint32_t)siphash(&table->secret, key);
}

/* The next number whose key has that hash; *at is the hash before the first. False: no more. */
static inline bool number_table_next(
	const struct number_table *table, uint32_t hash, size_t *at, uint32_t *number)
{
	while (table->size) {
		const struct number_slot *slot = &table->slots[*at & (table->size - 1)];

		++*at;
		*number = slot->number - 1;
		if (!slot->number)
			return false;
		if (slot->hash == hash)
			return true;
	}
	return false;
}

#endif
