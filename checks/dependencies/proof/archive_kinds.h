/* SPDX-License-Identifier: Apache-2.0
 *
 * Kinds of committed archives: which files are of one, and which entries of which locks are about one. One row a kind.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_ARCHIVE_KINDS_H
#define SEAMGATE_DEPENDENCIES_PROOF_ARCHIVE_KINDS_H

#include "checks/dependencies/pin.h"

struct archived_names {
	struct arena *arena;
	struct text *items;
	size_t count, capacity;
	bool failed; /* out of memory */
};

/* One kind of archive. */
struct archived_kind {
	const char *const *suffixes;
	const char *const *formats; /* of locks that have its hash */
	/* Whether an entry, of a lock in that folder, is about a file of that name. */
	bool (*is_of)(const struct pin *pin, struct text lock_folder, struct text path);
	/* Names that an entry and a file have one of in common wherever is_of is true, and seldom elsewhere. Added; in the list's arena, or parts
	 * of what is given. */
	void (*names_of_entry)(struct archived_names *names, const struct pin *pin);
	void (*names_of_file)(struct archived_names *names, struct text path);
	bool is_surely; /* no other file has such a suffix: without a lock it is counted */
};

struct archived_kinds {
	const struct archived_kind *items;
	size_t count;
};
extern const struct archived_kinds archived_kinds;

/* The kind of a file by its name, or NULL. */
const struct archived_kind *archived_kind_of(struct text path);

#endif
