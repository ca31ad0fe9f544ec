/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of repo_snapshot: an index as a list, the working tree's files, and the trees of a sorted
 * list of entries. Private.
 */
#ifndef SEAMGATE_CHANGE_SNAPSHOT_H
#define SEAMGATE_CHANGE_SNAPSHOT_H

#include "gate/change/overlay.h"
#include "gate/change/tree.h"

/* What an index has at a path. */
struct staged {
	struct entry entry;                        /* name is the whole path */
	bool is_conflict, is_intent, is_elsewhere; /* elsewhere: a sparse checkout leaves it out */
	int64_t modified_s;
	uint32_t modified_ns, size; /* of the file, when it was added */
};

struct index {
	struct staged *items; /* sorted by path; a conflict may have its path several times */
	size_t count;
	int64_t written_s; /* when the index itself was written */
	int64_t written_ns;
};

struct shot {
	struct repo *repo;
	struct arena *arena; /* the repository's */
	struct index index;
	struct entry *entries;
	size_t count, capacity;
};

MUST_CHECK int index_read(struct index *out, struct repo *repo, const char *file, struct err *err);

MUST_CHECK int shot_add(struct shot *shot, const struct entry *entry, struct err *err);

/* The files of the working tree, in any order. */
MUST_CHECK int worktree_read(struct shot *shot, struct err *err);

#endif
