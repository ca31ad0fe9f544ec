/* SPDX-License-Identifier: Apache-2.0
 *
 * What a reader is made of, for reader.c, match.c and lines.c. Private.
 */
#ifndef SEAMGATE_CHANGE_READER_H
#define SEAMGATE_CHANGE_READER_H

#include "gate/base/buffer.h"
#include "gate/change/git.h"

struct reader {
	struct objects *objects; /* NULL: of a directory only */
	struct absence absence;
	char *remote;     /* what absence.remote points to */
	int root;         /* descriptor of the directory, or -1 */
	char *only;       /* the one file in it that counts, or NULL */
	char *work_dir;   /* of the repository, "" for none; or NULL */
	char *common_dir; /* likewise; where Git LFS keeps objects */
	int workspace;    /* descriptor of it once it was asked for, or -1 */
	struct limits limits;
	size_t unsettled, settled; /* bytes read since, and memory after it was given back last */
	struct object held;        /* what the last text points into, */
	struct buffer content;     /* or this */
	struct tree_index *index;  /* of large trees that look-ups went through */
	struct oid commit, tree;   /* the commit last looked up, and its tree */
};

/* A blob within the limits; path is for the message. */
MUST_CHECK int reader_open_blob(struct reader *reader, struct object *out, const struct oid *oid,
	struct text path, struct err *err);

/* The tree of a commit. */
MUST_CHECK int reader_tree(
	struct reader *reader, const struct oid *commit, struct oid *tree, struct err *err);

/* What a glob matches below a folder on disk, at most so many entries being looked at; sorted. 0: any number. */
struct disk_folder {
	int root;
	size_t most;
	bool files_only;
	const struct deadline *deadline; /* or NULL */
};
MUST_CHECK int match_folder(const struct disk_folder *folder, const char *glob, struct paths *out,
	struct arena *arena, struct err *err);

/* True where a commit stands for the directory: it has none. */
bool reader_is_on_disk(const struct reader *reader, const struct oid *commit);

#endif
