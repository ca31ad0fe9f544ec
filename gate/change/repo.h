/* SPDX-License-Identifier: Apache-2.0
 *
 * The repository, and reading from it. This folder is the only one that includes git2.h.
 * Blobs are read by object id: working tree, index, attributes, filters, replace refs and grafts
 * play no part. libgit2's errors become a struct err here.
 */
#ifndef SEAMGATE_CHANGE_REPO_H
#define SEAMGATE_CHANGE_REPO_H

#include "gate/base/arena.h"
#include "gate/base/copied.h"
#include "gate/base/deadline.h"
#include "gate/base/err.h"
#include "gate/change/change.h"

struct repo;   /* one open repository, for one thread */
struct reader; /* reads blobs for one thread */

/* What a reader may not exceed. */
struct limits {
	uint64_t max_blob_bytes;
	struct deadline deadline; /* of looking for paths; zero: none */
	size_t cached_bytes; /* of objects that others may be deltas of; 0: what suits a change */
	bool settles;        /* free memory goes back to the kernel now and then */
};

/* Where the blobs of one tree are read, in which hardly one is a delta of another: what stays in the processor's cache. */
enum { CACHED_OF_TREE = 128 * 1024 };

/* Opens the repository at or above `path` (NULL: the environment, as git's hooks set it up, else
 * the current directory). Refusals (owner, sha256, reftable, unknown extension, none there) say
 * what to do. The repository is open until repo_close. */
MUST_CHECK int repo_open(struct repo **out, const char *path, struct err *err);
void repo_close(struct repo *repo); /* NULL is fine */

/* Reading commits, trees and tags through this repository (not through readers) ends with ERR_LOOK after
 * so many seconds; 0: never. Without this call it is READ_TIME_S from repo_open on, the default of the
 * policy's limits: {time}, as that policy has yet to be read. */
enum { READ_TIME_S = 600 };
void repo_limit_time(struct repo *repo, double started, double limit_s);

/* Absolute paths; lifetime of the repository. work_dir is "" for a bare one. */
const char *repo_git_dir(const struct repo *repo);    /* of this work tree */
const char *repo_common_dir(const struct repo *repo); /* shared by all work trees */
const char *repo_work_dir(const struct repo *repo);
bool repo_is_shallow(const struct repo *repo);

/* The commit that a revision names (tags peeled). *tag, if not NULL, gets the annotated tag's own
 * id or zero. Never give it text from a change: only flags, environment, hook lines and events.
 * Errors: ERR_LOOK where it is not there, naming shallow or missing objects. */
MUST_CHECK int repo_resolve(
	struct repo *repo, struct text revision, struct oid *out, struct oid *tag, struct err *err);

/* The tree of a commit. */
MUST_CHECK int repo_tree(
	struct repo *repo, const struct oid *commit, struct oid *out, struct err *err);

/* A value of git's configuration in the arena; *out is the empty text where it is not set. */
MUST_CHECK int repo_config(
	struct repo *repo, const char *key, struct text *out, struct arena *arena, struct err *err);

/* A ref by its full name, and the commit that it names (tags peeled). */
struct ref {
	struct text name;
	struct oid commit;
};

/* A ref, often a tag, that names a tree or a blob (tags peeled): it publishes that as a commit would. */
struct ref_to_other {
	struct text name;
	struct oid oid;
	bool is_tree;
};

/* What all refs name, each once, sorted; in the arena. */
struct tips {
	struct oid *commits; /* tags peeled */
	size_t commit_count, commit_capacity;
	struct oid *tags; /* annotated tag objects */
	size_t tag_count, tag_capacity;
	struct ref_to_other *others; /* in the order of the refs' names */
	size_t other_count, other_capacity;
	struct text *names; /* of the refs themselves */
	size_t name_count, name_capacity;
};
MUST_CHECK int repo_tips(struct repo *repo, struct tips *out, struct arena *arena, struct err *err);

struct refs {
	struct ref *items; /* sorted by name */
	size_t count, capacity;
};

/* All refs whose full name begins with `prefix`; those that name no commit of this clone are left out. */
MUST_CHECK int repo_refs(struct repo *repo, const char *prefix, struct refs *out,
	struct arena *arena, struct err *err);

/* The commit of one ref, by its full name alone (no revision syntax). found is false where there is none, or
 * where it names no commit of this clone (0 returned). */
MUST_CHECK int repo_ref(
	struct repo *repo, struct text name, struct oid *out, bool *found, struct err *err);

/* The full name of the branch that is checked out, in the arena; the empty text where HEAD is detached. */
MUST_CHECK int repo_branch(
	struct repo *repo, struct text *out, struct arena *arena, struct err *err);

/* The short name of the branch that changes are merged into, in the arena: what origin/HEAD names, else a local main or
 * master, else the branch that is checked out, else "main". */
MUST_CHECK int repo_default_branch(
	struct repo *repo, struct text *out, struct arena *arena, struct err *err);

/* Whether two commits have a common ancestor. found is false too where a shallow clone hides it (0 returned). */
MUST_CHECK int repo_related(
	struct repo *repo, const struct oid *a, const struct oid *b, bool *found, struct err *err);

/* "1.5.1, …" of the library that is loaded. */
void repo_library_version(char *out, size_t size);

/* Whether nothing in a commit, as stored, need be looked at again. May be called on several threads at once. */
typedef bool quiet_ask(const void *self, const struct oid *commit, struct text raw);

/* A range to look at. */
struct range {
	struct oid base, head; /* base zero: everything reachable from head is new */
	bool tree_only;        /* the head's tree alone, no commits: scan */
	bool is_scan;          /* nobody's change: what stands there is judged as if it were new */
	bool leaves_contents; /* commit objects are not kept in memory, and blobs not measured: readers read them */
	quiet_ask *
		is_quiet; /* asked about each commit when it is read, unless it is large; or NULL */
	const void *self; /* given to it */
	unsigned threads; /* to read with; 0: one */
	bool net_only;    /* the head's tree against the base's tree, and the commits in between
	                            * as far as they are here: GitHub's merge commit at depth 2 */
	struct oid tag;   /* annotated tag object that names the head, or zero */
	const struct oid
		*hidden; /* further commits whose history is not new (remote-tracking refs) */
	size_t hidden_count;
	const struct oid *more_heads; /* scan --history: further tips */
	size_t more_head_count;
	const struct oid *more_tags; /* scan --history: annotated tag objects */
	size_t more_tag_count;
	const struct ref_to_other *others; /* scan --history: trees and blobs that refs name */
	size_t other_count;
	bool with_strays; /* scan --history --unreachable: every other object of the database too */
	struct text base_name, head_name, label;
	const struct text *
		refs; /* names of refs that the change would create or move; scanned too. They outlive the change */
	size_t ref_count;
};

/* What has yet to be committed, as a tree: the index, or the working tree with the files that are not
 * tracked and not ignored. Bytes are taken as they lie there; no filter, attribute or conversion
 * plays a part. A submodule counts as the index has it, in both.
 *   index          what is staged; marks of "git add -N" are not, conflicts are ERR_LOOK
 *   working tree   a file whose size and time are those in the index is taken to be what the index
 *                  says, as git does it; conflicted files as they are; other repositories inside it
 *                  are not looked into
 * index_file is GIT_INDEX_FILE, which git sets for its hooks; NULL: the usual one. The tree is known
 * to this repository and the readers opened afterwards, until repo_close; nothing is written. */
enum snapshot { SNAPSHOT_INDEX, SNAPSHOT_WORKTREE };
MUST_CHECK int repo_snapshot(struct repo *repo, enum snapshot what, const char *index_file,
	struct oid *tree, struct err *err);

/* A snapshot against HEAD, as a range without commits; on a branch without commits all is new. */
MUST_CHECK int snapshot_range(struct range *out, struct repo *repo, enum snapshot what,
	const char *index_file, struct err *err);

/* Reads the change of a range. Walks only what the head has and the base has not, reads commits and
 * trees, no blobs but their sizes, unless the range leaves them. A shallow or partial clone that hides any part of it, or no
 * common ancestor, is ERR_LOOK with the command that fixes it. */
MUST_CHECK int change_read(struct change *out, struct repo *repo, const struct range *range,
	struct arena *arena, struct err *err);

/* The files below a directory (or one file) on disk as a change without base. Symbolic links are
 * not followed (their targets are scanned as text), ".git" directories are passed over; a file that can
 * not be opened is a blob whose reading fails. Paths are relative to `path`. The deadline may be NULL. */
MUST_CHECK int change_read_directory(struct change *out, const char *path,
	const struct deadline *deadline, struct arena *arena, struct err *err);

/* A reader of its own for one thread: opens the same repository again (or the directory). */
MUST_CHECK int reader_open(struct reader **out, const struct repo *repo, const char *directory,
	const struct limits *limits, struct err *err);
void reader_close(struct reader *reader);

/* A second reader of the same, for another thread that reads blobs of one tree; for reader_blob only. The first must outlive it. */
MUST_CHECK int reader_open_again(struct reader **out, const struct reader *reader, struct err *err);

/* The content of a blob. Valid until the next call with this reader. Missing, corrupt or over
 * max_blob_bytes: ERR_LOOK with a remedy. Pseudo-blobs give their text. */
MUST_CHECK int reader_blob(
	struct reader *reader, const struct blob *blob, struct text *out, struct err *err);

/* A blob that is soon read. */
void reader_expect(const struct reader *reader, const struct blob *blob);

/* The content that reader_blob gave last is valid as long as the arena from now on: as it lies there or, where it cannot stay, as a copy. */
MUST_CHECK int reader_hold(
	struct reader *reader, struct text *content, struct arena *arena, struct err *err);

/* The content that reader_blob gave last, to be held beyond the next call, on the same thread; NULL where it cannot be. */
struct unpacked *reader_keep(const struct reader *reader, struct text content);
void unpacked_release(struct unpacked *object); /* NULL is fine */

/* What the content that reader_blob gave last has of one that is held, as far as the pack itself says it. False where it is not known. */
bool reader_copies(const struct reader *reader, const struct unpacked *before, struct text content,
	struct copied_list *out);

/* The size of a file's or a link's blob in a repository, without its content. False where it is not known. */
bool reader_size(struct reader *reader, const struct blob *blob, uint64_t *size);

/* Before so much memory is needed for something else: where that is much, what a reader of very many objects keeps for those that come goes back. The content that reader_blob
 * gave last stays. */
void reader_spare(struct reader *reader, size_t bytes);

/* A file of a commit's tree: *mode MODE_NONE where there is none (0 returned). */
MUST_CHECK int reader_lookup(struct reader *reader, const struct oid *commit, struct text path,
	struct oid *oid, uint32_t *mode, struct err *err);

/* The content of a file of a commit's tree, copied into the arena. found is false where there is
 * none (0 returned). Symbolic links give their target's text; a submodule is not found. */
MUST_CHECK int reader_file(struct reader *reader, const struct oid *commit, struct text path,
	struct text *out, bool *found, struct arena *arena, struct err *err);

/* Each file, link and submodule of a commit's tree, in the tree's order, as what is new (base and base_mode are zero), and each folder, of MODE_FOLDER
 * and without an id, before what is in it; the path is valid during the call. False ends it. */
typedef bool file_sink(void *self, const struct file *file);
MUST_CHECK int reader_each(struct reader *reader, const struct oid *commit, file_sink *sink,
	void *self, struct err *err);

struct paths {
	struct text *items; /* sorted */
	size_t count, capacity;
};

/* All file paths of a commit's tree that a glob matches. Walks only folders that can match. */
MUST_CHECK int reader_match(struct reader *reader, const struct oid *commit, const char *glob,
	struct paths *out, struct arena *arena, struct err *err);

/* The files of one folder, without those of folders in it. `folder` ends in a slash, or is "" for the root. */
MUST_CHECK int reader_list(struct reader *reader, const struct oid *commit, struct text folder,
	struct paths *out, struct arena *arena, struct err *err);

/* Files of the checked-out directory: regular ones below it, no symbolic link being followed in any part of the path,
 * none in a ".git". A scan of a directory has that one; a bare repository has none, ERR_LOOK. */
enum {
	WORKSPACE_MAPPED = 16 << 20,     /* bytes from which a file is mapped */
	WORKSPACE_ENTRIES = 1000 * 1000, /* of the folders that one glob leads to */
};

/* A file that is mapped for reading. */
struct mapping {
	struct text bytes, path;
	int fd;
	int64_t modified_s, modified_ns; /* as it was when it was mapped */
};
struct mappings {
	struct arena *arena; /* of the list and its paths; NULL where nothing was mapped */
	struct mapping *items;
	size_t count, capacity;
};
/* True where the file was written to since. */
bool mapping_changed(const struct mapping *mapping);
void mappings_close(struct mappings *mappings);

/* The bytes were read, and need not stay in memory: where a mapping holds them their whole pages are given back, and read again
 * should anybody look. Bytes that no mapping holds are left alone. */
void mappings_past(const struct mappings *mappings, struct text past);

/* The content, a copy in the arena or a mapping that lives until mappings_close; ptr NULL where there is no such file
 * (0 returned). A link, a device, more than max_blob_bytes: ERR_LOOK. */
MUST_CHECK int workspace_read(struct reader *reader, struct text path, struct text *out,
	struct mappings *mappings, struct arena *arena, struct err *err);
/* What a pointer of Git LFS stands for, where its object was fetched: .git/lfs/objects. ptr NULL where it was not (0
 * returned). The bytes are not hashed: git-lfs did so when it put them there. */
MUST_CHECK int lfs_object_read(struct reader *reader, struct text sha256, struct text *out,
	struct mappings *mappings, struct arena *arena, struct err *err);
MUST_CHECK int workspace_mode(
	struct reader *reader, struct text path, uint32_t *mode, struct err *err);
/* When the kernel last saw a file of it change (st_ctim), which a program cannot set. ERR_LOOK where there is none. */
MUST_CHECK int workspace_changed_at(struct reader *reader, struct text path, int64_t *seconds,
	int64_t *nanoseconds, struct err *err);
/* The directory's absolute path; "" where there is none. */
const char *workspace_path(const struct reader *reader);
MUST_CHECK int workspace_match(struct reader *reader, const char *glob, struct paths *out,
	struct arena *arena, struct err *err);

/* Files below a folder of this machine that is no part of the repository, by its absolute path: a package manager's cache. The
 * folder's own path may lead over links, which whoever set the machine up made; below it none is followed. As
 * workspace_read and workspace_match otherwise; a folder that is not there holds nothing. */
MUST_CHECK int outside_read(struct reader *reader, const char *folder, struct text path,
	struct text *out, struct mappings *mappings, struct arena *arena, struct err *err);
MUST_CHECK int outside_match(struct reader *reader, const char *folder, const char *glob,
	struct paths *out, struct arena *arena, struct err *err);
bool outside_is_folder(const char *folder);

/* The commit of a submodule and all that its tree holds, in .git/modules/NAME of this clone: each object is read, and
 * its id computed anew. Submodules inside it are not looked into. ABSENT where the commit is not there, or there is no such clone. */
enum submodule_objects {
	SUBMODULE_ABSENT,
	SUBMODULE_WHOLE,
	SUBMODULE_PARTIAL, /* the commit is there and an object that it needs is not, as a partial clone may be */
	SUBMODULE_BROKEN,   /* the same in a clone that says of itself that it is whole */
	SUBMODULE_DAMAGED,  /* an object has another content than its id says */
	SUBMODULE_TOO_MUCH, /* more than MOST_SUBMODULE_OBJECTS, or no time left */
	SUBMODULE_NO_MEMORY,
};
enum { MOST_SUBMODULE_OBJECTS = 1000 * 1000 };
struct submodule_state {
	enum submodule_objects objects;
	struct oid object; /* that is absent or damaged */
	size_t count;      /* of objects that hold */
};
MUST_CHECK int reader_submodule(struct reader *reader, struct text name, const struct oid *commit,
	struct submodule_state *out, struct err *err);

/* What refs/notes/NAME names; found is false where there is none (0 returned). */
MUST_CHECK int repo_notes(
	const struct repo *repo, struct text name, struct oid *out, bool *found, struct err *err);

/* Notes of a commit and its ancestors by first parents, oldest first: of the newest NOTES_WALKED commits, as far as a shallow
 * clone goes, at most NOTES_MOST. `tip` is the notes' own commit. */
enum { NOTES_WALKED = 1000, NOTES_MOST = 200 };
struct note {
	struct oid commit;
	struct text content; /* in the arena */
};
struct notes {
	struct note *items;
	size_t count;
};
MUST_CHECK int reader_notes(struct reader *reader, const struct oid *tip, const struct oid *from,
	struct notes *out, struct arena *arena, struct err *err);

/* Whether a path had this blob at a commit or one of its newest BEFORE_WALKED ancestors by first parents, as far as a shallow clone goes; and
 * which. */
enum { BEFORE_WALKED = 200 };
MUST_CHECK int reader_was_before(struct reader *reader, const struct oid *from, struct text path,
	const struct oid *blob, struct oid *commit, bool *found, struct err *err);

/* What a path had before, by first parents, newest first: each content that another one followed. Begins at `commit` with the rest
 * zeroed; every call goes on to the next, copied into the arena. found is false at the end: of the history, of what a shallow clone has of it,
 * of EARLIER_WALKED commits. Renames are not followed. */
enum { EARLIER_WALKED = 5000 };
struct earlier {
	struct oid commit; /* that had it last */
	struct oid blob;
	size_t walked;
};
MUST_CHECK int reader_earlier(struct reader *reader, struct earlier *at, struct text path,
	struct text *out, bool *found, struct arena *arena, struct err *err);

/* Lines of the head's side that a file's change adds or edits: sorted, not overlapping. Computed
 * from the blobs alone with attributes and binary detection out of play. A new file is one span. */
struct span {
	uint32_t first, last; /* 1-based, inclusive */
};
struct spans {
	struct span *items;
	size_t count, capacity;
};
MUST_CHECK int reader_added_lines(struct reader *reader, const struct file *file, struct spans *out,
	struct arena *arena, struct err *err);

#endif
