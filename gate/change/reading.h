/* SPDX-License-Identifier: Apache-2.0
 *
 * What change_read holds while it reads, for the files that share its steps: read.c the steps and files, read_commits.c commits, read_refs.c what refs name beside
 * commits, strays.c what no ref reaches. Private.
 */
#ifndef SEAMGATE_CHANGE_READING_H
#define SEAMGATE_CHANGE_READING_H

#include "gate/base/keys.h"
#include "gate/change/collect.h"
#include "gate/change/compare.h"
#include "gate/change/walk.h"

/* The trees of all parents are open at once, and each is gone through. */
enum { MOST_PARENTS = 512 };

struct reading {
	const struct repo *repo;
	const struct range *range;
	struct change *change;
	struct collector collector;
	struct arena *scratch;
	struct store store;
	struct walk walk;
	struct oid head_tree, base_tree,
		before_tree; /* before: of the merge base, or of the base (net_only) */
	bool has_before;
	uint32_t commit;     /* the one that is being read, or NO_COMMIT */
	bool from_files;     /* blobs come from the net difference */
	bool is_stray;       /* what is being read is reached by no ref */
	struct keys reached; /* ids of commits, trees and tags; with range->with_strays only */
};

/* What is new at a path. */
struct found {
	struct text path;
	struct entry entry; /* its name plays no part */
	bool is_new_path;   /* nothing was there before */
};
MUST_CHECK int read_found(struct reading *reading, const struct found *found, struct err *err);
bool delta_is_new(const struct delta *delta);

/* The sink of a comparison of trees that reads what it finds at once. */
int read_entry(void *reading, const struct delta *delta, struct err *err);

/* Told of an object that is reached; a comparison tells it of its trees. */
int note_reached(void *reading, const struct oid *oid, struct err *err);

/* The step of change_read for each: nothing where the range has none. */
MUST_CHECK int read_commits(struct reading *reading, struct err *err);
MUST_CHECK int read_others(struct reading *reading, struct err *err);
MUST_CHECK int read_tags(struct reading *reading, struct err *err);
MUST_CHECK int read_refs(struct reading *reading, struct err *err);
MUST_CHECK int read_strays(struct reading *reading, struct err *err);

#endif
