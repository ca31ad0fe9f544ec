/* SPDX-License-Identifier: Apache-2.0
 *
 * What a lock or a manifest asks for, sorted, so that asking about each of many needs costs no walk through all of
 * them. Borrows the lock; lives in the arena that it is made in.
 */
#ifndef SEAMGATE_DEPENDENCIES_NEED_INDEX_H
#define SEAMGATE_DEPENDENCIES_NEED_INDEX_H

#include "checks/dependencies/pin.h"

struct need_index {
	const struct lock *lock;    /* NULL: there is none, and it has nothing */
	const struct need **sorted; /* by place, name, range */
	size_t count;
};

MUST_CHECK int need_index_make(
	struct need_index *out, const struct lock *lock, struct arena *arena, struct err *err);

/* One of that name at a place, or NULL; `range` NULL: of any range. */
const struct need *need_index_find(const struct need_index *index, struct text place,
	struct text name, const struct text *range);

/* Needs of a lock by place, and in one place in the order of the file: as many as the lock has. */
MUST_CHECK int needs_by_place(
	const struct need ***out, const struct lock *lock, struct arena *arena, struct err *err);

#endif
