/* SPDX-License-Identifier: Apache-2.0
 *
 * A number_table from paths to where each stands in an array of pointers. Private.
 */
#ifndef SEAMGATE_CHANGE_PATH_TABLE_H
#define SEAMGATE_CHANGE_PATH_TABLE_H

#include "gate/change/change.h"
#include "gate/change/number_table.h"

/* False where the path is none of the items that were added. */
static inline bool path_table_find(const struct number_table *table, struct path *const *items,
	struct text path, uint32_t *number)
{
	uint32_t hash = number_table_hash(table, path);
	size_t at = hash;

	while (number_table_next(table, hash, &at, number))
		if (text_equal(items[*number]->text, path))
			return true;
	return false;
}

#endif
