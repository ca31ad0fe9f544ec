/* SPDX-License-Identifier: Apache-2.0
 *
 * A hash table from object ids to where each stands in an array, which has the id itself: eight bytes an entry, for all that a history has.
 * The hash is SipHash under a key drawn at random for each table. Nothing depends on the order inside. Private.
 */
#ifndef SEAMGATE_CHANGE_OID_TABLE_H
#define SEAMGATE_CHANGE_OID_TABLE_H

#include "gate/base/arena.h"
#include "gate/base/siphash.h"
#include "gate/change/change.h"

struct oid_slot {
	uint32_t hash;
	uint32_t place; /* and 1; 0: free */
};

/* The array: the id of its first item, and how many bytes lie between one item's and the next one's. */
struct oids_in {
	const struct oid *first;
	size_t stride;
};

struct oid_table {
	struct arena *arena;
	struct siphash_key secret;
	struct oid_slot *slots;
	size_t size, count; /* size is a power of two, or 0 */
};

MUST_CHECK int oid_table_start(struct oid_table *table, struct arena *arena, struct err *err);

/* False where the id is in no item that was added. */
bool oid_table_find(const struct oid_table *table, struct oids_in items, const struct oid *oid,
	uint32_t *place);

/* Adds an id that is not there yet; `place` is below UINT32_MAX. */
MUST_CHECK int oid_table_add(
	struct oid_table *table, const struct oid *oid, uint32_t place, struct err *err);

#endif
