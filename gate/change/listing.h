/* SPDX-License-Identifier: Apache-2.0
 *
 * The ids of all objects in a repository's object directories, its alternates' and a quarantine's included: packed or loose, reached by a ref or
 * not. A pack without an index of version 2 that fits it cannot be listed: ERR_LOOK, never a shorter list.
 * Format: gitrepository-layout(5), "objects". Private.
 */
#ifndef SEAMGATE_CHANGE_LISTING_H
#define SEAMGATE_CHANGE_LISTING_H

#include "gate/change/git.h"

struct oids {
	struct oid *items; /* sorted, each once */
	size_t count, capacity;
};

MUST_CHECK int objects_list(struct oids *out, const char *const *dirs, size_t count,
	struct arena *arena, struct err *err);

#endif
