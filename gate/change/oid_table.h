/* SPDX-License-Identifier: Apache-2.0
 *
 * A number_table from object ids to where each stands in an array. Private.
 */
#ifndef SEAMGATE_CHANGE_OID_TABLE_H
#define SEAMGATE_CHANGE_OID_TABLE_H

#include <string.h>

#include "gate/change/change.h"
#include "gate/change/number_table.h"

/* The array: the id of its first item, and how many bytes lie between one item's and the next one's. */
struct oids_in {
	const struct oid *first;
	size_t stride;
};

static inline struct text oid_key(const struct oid *oid)
{
	return (struct text){(const char *)oid->bytes, sizeof(oid->bytes)};
}

/* False where the id is in no item that was added. */
static inline bool oid_table_find(const struct number_table *table, struct oids_in items,
	const struct oid *oid, uint32_t *place)
{
	uint32_t hash = number_table_hash(table, oid_key(oid));
	size_t at = hash;

	while (number_table_next(table, hash, &at, place)) {
		const char *id = (const char *)items.first + *place * items.stride;

		if (memcmp(id, oid->bytes, sizeof(oid->bytes)) == 0)
			return true;
	}
	return false;
}

#endif
