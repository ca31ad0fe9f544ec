/* SPDX-License-Identifier: Apache-2.0
 *
 * Entries of a lock that stand in the head as they stood in the base, line for line: what was read out of them once need
 * not be read again. The base's reader notes its entries in the order of the file, the head's goes along them. That
 * finds all where both files are sorted by key, as bytes; what is not found is read, which is slower and as right.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_SAME_H
#define SEAMGATE_DEPENDENCIES_FORMATS_SAME_H

#include "gate/base/yaml_cursor.h"

/* Texts live as long as the lock. */
struct same_entry {
	struct text key;
	struct yaml_extent lines;
	uint32_t pin;
};

struct same {
	struct same_entry *items;
	size_t count, capacity;
};

struct same_walk {
	const struct same *base; /* NULL: none */
	size_t at;
};

/* Room for so many; -1 when out of memory. */
MUST_CHECK int same_reserve(struct same *same, size_t count, struct arena *arena);

MUST_CHECK int same_note(
	struct same *same, const struct same_entry *entry, struct arena *arena, struct err *err);

/* The base's entry of that key, or NULL. */
const struct same_entry *same_next(struct same_walk *walk, struct text key);

#endif
