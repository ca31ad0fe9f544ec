/* SPDX-License-Identifier: Apache-2.0
 *
 * Raw trees: reading their entries, comparing one with several others at once, finding a path.
 * Format of a tree object: gitformat(5): "<octal mode> <name>NUL<20 bytes id>" in a row, sorted by
 * name as if a folder's name ended in '/'. Private.
 */
#ifndef SEAMGATE_CHANGE_TREE_H
#define SEAMGATE_CHANGE_TREE_H

#include "gate/change/git.h"

enum { MODE_FOLDER = 0040000, LONGEST_PATH = 4096, DEEPEST_FOLDER = 512 };

struct entry {
	struct text name; /* borrowed from the tree */
	uint32_t mode;    /* one of the MODE_ values; MODE_NONE: no entry */
	struct oid oid;
};

enum entry_step { ENTRY, ENTRY_END, ENTRY_MALFORMED };

/* Takes the next entry off *rest. */
enum entry_step entry_next(struct text *rest, struct entry *out);

/* ERR_LOOK naming a malformed tree. Always returns -1. */
int tree_malformed(const struct oid *tree, struct err *err);

/* The order of entries in a tree: <0, 0, >0. A file and a folder of one name are not equal. */
int entry_compare(const struct entry *a, const struct entry *b);

/* What a comparison found at a path. */
struct delta {
	struct text path;           /* valid during the call */
	const struct entry *own;    /* mode MODE_NONE: the path is only in the other tree */
	const struct entry *before; /* of the first other tree that has the path; or MODE_NONE */
};

/* 0, or -1 with *err set, which ends the comparison. */
typedef int delta_sink(void *self, const struct delta *delta, struct err *err);

struct comparison {
	const struct oid *own;    /* NULL: the empty tree */
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

/* The entry of a file path; out->mode is MODE_NONE where there is none or a folder. */
MUST_CHECK int tree_find(struct entry *out, struct store store, const struct oid *tree,
	struct text path, struct err *err);

/* The tree of a commit; a tree's own id stands for itself. */
MUST_CHECK int tree_of(
	struct oid *out, struct store store, const struct oid *commit, struct err *err);

#endif
