/* SPDX-License-Identifier: Apache-2.0
 *
 * Raw trees: reading their entries, finding a path.
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

/* How many of the first `most` bytes are whole entries, by where their names end alone: for bytes that another tree, whose
 * entries were read, has too. */
size_t entries_whole(struct text rest, size_t most);

/* ERR_LOOK naming a malformed tree. Always returns -1. */
int tree_malformed(const struct oid *tree, struct err *err);

/* The order of entries in a tree: <0, 0, >0. A file and a folder of one name are not equal. */
int entry_compare(const struct entry *a, const struct entry *b);

/* The entry of a file path; out->mode is MODE_NONE where there is none or a folder. */
MUST_CHECK int tree_find(struct entry *out, struct store store, const struct oid *tree,
	struct text path, struct err *err);

/* The tree of a folder, `path` without a slash behind it; "" is the tree itself. found is false where there is no such folder. */
MUST_CHECK int tree_find_folder(struct oid *out, bool *found, struct store store,
	const struct oid *tree, struct text path, struct err *err);

/* The tree of a commit; a tree's own id stands for itself. */
MUST_CHECK int tree_of(
	struct oid *out, struct store store, const struct oid *commit, struct err *err);

#endif
