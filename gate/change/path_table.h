/* SPDX-License-Identifier: Apache-2.0
 *
 * A hash table from paths to where each stands in an array of pointers: eight bytes an entry, for all that a history has. As
 * gate/change/oid_table.h is for ids. Private.
 */
#ifndef SEAMGATE_CHANGE_PATH_TABLE_H
#define SEAMGATE_CHANGE_PATH_TABLE_H

#include "gate/base/arena.h"
#include "gate/base/siphash.h"
#include "gate/change/change.h"

struct path_slot {
	uint32_t hash;
	uint32_t number; /* and 1; 0: free */
};

struct path_table {
	struct arena *arena;
	struct siphash_key secret;
	struct path_slot *slots;
	size_t size, count; /* size is a power of two, or 0 */
};

MUST_CHECK int path_table_start(struct path_table *table, struct arena *arena, struct err *err);

/* False where the path is none of the items that were added. */
bool path_table_find(const struct path_table *table, struct path *const *items, struct text path,
	uint32_t *number);

/* Adds a path that is not there yet; `number` is below UINT32_MAX. */
MUST_CHECK int path_table_add(
	struct path_table *table, struct text path, uint32_t number, struct err *err);

#endif
