/* SPDX-License-Identifier: Apache-2.0
 *
 * Comparing a tree with several others at once. What it has in common with one of them, byte by byte, is passed over without
 * its entries being read: they were when that one was read. Private.
 */
#ifndef SEAMGATE_CHANGE_COMPARE_H
#define SEAMGATE_CHANGE_COMPARE_H

#include "gate/change/tree.h"

/* What a comparison found at a path. */
struct delta {
	struct text path;           /* valid during the call */
	const struct entry *own;    /* mode MODE_NONE: the path is only in the other tree */
	const struct entry *before; /* of the first other tree that has the path; or MODE_NONE */
};

/* 0, or -1 with *err set, which ends the comparison. */
typedef int delta_sink(void *self, const struct delta *delta, struct err *err);

struct comparison {
	const struct oid *own; /* NULL: the empty tree */
	struct text top; /* the folder that it is, without a slash behind it; "": the whole tree */
	const struct oid *others; /* none: everything is new */
	size_t other_count;
	/* Both trees must be in order, and paths that only the (single) other tree has are reported
	 * too. Without it a tree out of order makes more deltas, never fewer. */
	bool is_diff;
	delta_sink *sink;
	/* False passes a folder over; NULL: none is. */
	bool (*wants)(void *self, struct text folder);
	/* Told of each own tree that is gone through, or NULL. */
	int (*entered)(void *self, const struct oid *tree, struct err *err);
	void *self;
};

/* Reports each path whose (mode, id) in `own` is that of none of the others. A folder that is the
 * same in any of the others has no such path and is passed over. A new folder without entries is
 * reported with MODE_FOLDER, for its name. */
MUST_CHECK int tree_compare(
	const struct comparison *comparison, struct store store, struct err *err);

/* The same for many, one after the other: the memory of one serves the next. For one thread. NULL when out of memory. */
struct comparer;
struct comparer *comparer_new(void);
void comparer_free(struct comparer *comparer); /* NULL is fine */
MUST_CHECK int comparer_run(struct comparer *comparer, const struct comparison *comparison,
	struct store store, struct err *err);

#endif
