/* SPDX-License-Identifier: Apache-2.0
 *
 * libgit2 behind this folder's own types. Private to gate/change. Only the object database and, for
 * opening and for revisions, the repository are used: objects are read raw and parsed here, so that
 * index, working tree, attributes, filters, replace refs and grafts have no way in.
 */
#ifndef SEAMGATE_CHANGE_GIT_H
#define SEAMGATE_CHANGE_GIT_H

#include <git2.h>
#include <string.h>

#include "gate/base/deadline.h"
#include "gate/change/pack.h"
#include "gate/change/repo.h"

/* Why something of a repository may rightly be missing here. */
struct absence {
	bool is_shallow, is_partial;
	const char *remote; /* of a partial clone; lifetime of the repository */
};

struct repo {
	git_repository *git;
	struct packs packs;
	struct objects *objects;
	struct overlay *overlay; /* of a snapshot, or NULL */
	struct arena *arena;     /* of everything below */
	const char *git_dir, *common_dir, *work_dir;
	const char **
		object_dirs; /* the repository's own, then a hook's quarantine and its alternates */
	size_t object_dir_count;
	struct oid *boundary; /* commits of a shallow clone whose parents are cut off; sorted */
	size_t boundary_count;
	struct absence absence;
	struct deadline deadline; /* of reading */
};

/* Makes libgit2 take its memory from gate/base/memory.h. Before its first start. */
void allocator_set(void);

/* Starts libgit2 with this project's settings; each start wants a git_libgit2_shutdown. */
MUST_CHECK int library_start(struct err *err);

/* ERR_LOOK: the message, a colon and what libgit2 says. Always returns -1. */
int library_fail(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds the command that brings missing objects: for commits and trees, or for blobs. Return -1. */
int absence_remedy(const struct absence *absence, struct err *err);
int absence_remedy_blob(const struct absence *absence, struct err *err);

/* The remedy for a shallow clone. Always returns -1. */
int shallow_remedy(struct err *err);

/* True for a commit whose parents a shallow clone cuts off. */
bool repo_is_boundary(const struct repo *repo, const struct oid *oid);

/* Where objects are read, and why some may be missing. */
struct tree_index;
struct store {
	struct objects *objects;
	const struct absence *absence;
	const struct deadline *deadline; /* or NULL */
	struct tree_index *index;        /* of what tree_find has looked into; or NULL */
};
struct store repo_store(const struct repo *repo);

/* ERR_LOOK once the time for reading is up. */
MUST_CHECK int store_ask(struct store store, struct err *err);

/* An object as stored; raw lives until object_close. A zeroed one is closed. */
struct object {
	git_odb_object *held;      /* libgit2's, */
	struct unpacked *unpacked; /* or the own reader's */
	git_object_t type;
	struct text raw;
};

/* Every way to commits, trees and tags leads through here, so this is where reading asks for the time.
 * Missing, corrupt or over the size that any commit, tag or tree may have: ERR_LOOK. type is what
 * it must be, or GIT_OBJECT_ANY. */
MUST_CHECK int object_open(struct object *out, struct store store, const struct oid *oid,
	git_object_t type, struct err *err);
void object_close(struct object *object);

/* What an annotated tag names. */
MUST_CHECK int tag_target(struct text raw, const struct oid *tag, struct oid *out, struct err *err);

/* Follows tags from *oid to what is no tag; *type gets its type. */
MUST_CHECK int peel(struct store store, struct oid *oid, git_object_t *type, struct err *err);

static inline git_oid to_git(const struct oid *oid)
{
	git_oid out;

	memcpy(out.id, oid->bytes, sizeof(out.id));
	return out;
}

static inline struct oid from_git(const git_oid *oid)
{
	struct oid out;

	memcpy(out.bytes, oid->id, sizeof(out.bytes));
	return out;
}

static inline int oid_compare(const struct oid *a, const struct oid *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

#endif
