/* SPDX-License-Identifier: Apache-2.0
 *
 * Objects that are in no object database: the trees of an index, the files of a working tree. They are
 * found by their ids as all others are, and nothing is ever written to disk. Filled by one thread before
 * any other reads. Private.
 */
#ifndef SEAMGATE_CHANGE_OVERLAY_H
#define SEAMGATE_CHANGE_OVERLAY_H

#include "gate/change/git.h"

struct overlay; /* lives in an arena */

struct overlay_object {
	struct oid oid;
	git_object_t type;
	struct text bytes;
};

/* NULL when out of memory. */
struct overlay *overlay_new(struct arena *arena);

/* The id that an object of these bytes has. */
MUST_CHECK int overlay_hash(struct oid *out, git_object_t type, struct text bytes, struct err *err);

/* Adds an object; bytes are copied. Adding one twice is fine. */
MUST_CHECK int overlay_add(
	struct overlay *overlay, const struct overlay_object *object, struct err *err);

/* NULL where it is not there; overlay may be NULL. */
const struct overlay_object *overlay_find(const struct overlay *overlay, const struct oid *oid);

#endif
