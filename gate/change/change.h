/* SPDX-License-Identifier: Apache-2.0
 *
 * A change as plain read-only memory: what lies between a base and a head. Nothing here knows git's
 * library; everything is borrowed from the arena it was read into and shared by all checks.
 *
 * commits   every commit that the head has and the base has not, parents before children.
 * blobs     every new content, once by object id: a (path, id) pair that no parent of its commit
 *           has, in any of these commits. Beside files there are pseudo-blobs for what else a change
 *           brings along: commit objects, tag objects, new paths, ref names. In the order in which the
 *           commits have them; a history's (is_unmeasured) in the order of their first paths.
 * files     the net difference of the merge base's tree and the head's tree, sorted by path.
 *           Renames are a deletion and an addition.
 */
#ifndef SEAMGATE_CHANGE_CHANGE_H
#define SEAMGATE_CHANGE_CHANGE_H

#include "gate/base/text.h"

struct oid {
	unsigned char bytes[20];
};

enum { OID_HEX = 41 };
#define NO_COMMIT UINT32_MAX

/* Git's file modes, as in a tree. */
enum {
	MODE_NONE = 0,
	MODE_FILE = 0100644,
	MODE_EXECUTABLE = 0100755,
	MODE_SYMLINK = 0120000,
	MODE_SUBMODULE = 0160000,
};

enum blob_kind {
	BLOB_FILE,    /* a file's content */
	BLOB_SYMLINK, /* a link's target */
	BLOB_COMMIT,  /* a commit object as stored: headers, empty line, message */
	BLOB_TAG,     /* an annotated tag object as stored */
	BLOB_PATH,    /* a new path; its one place has it */
	BLOB_REF,     /* the name of a branch or tag that the change is on */
	BLOB_KIND = 7 /* the bits that hold any of these */
};

/* A path, which all of a change's places that have it share. */
struct path {
	struct text text;
	uint32_t rank; /* of all paths of the change, from 1, in their order; 0: not known */
};

/* The path of what has none: commits, tags and refs. */
extern const struct path no_path;

/* Where a blob was introduced. A history has a million of them, and of blobs: each byte of either counts. */
struct place {
	const struct path *path;
	uint32_t commit; /* index in change->commits, or NO_COMMIT (a tree or directory scan) */
	union {
		uint16_t mode;
		uint16_t
			quiet_bytes; /* of a BLOB_COMMIT of a history: how many it has, where it is quiet (range.is_quiet); else 0 */
	};
	bool at_head;  /* the head's tree has this blob at this path */
	bool is_stray; /* of an object that no ref reaches; its commit is then NO_COMMIT */
};

struct blob {
	struct oid
		oid; /* zero for BLOB_REF, in a directory scan and for BLOB_PATH (of a stray name: what has it) */
	unsigned kind : 3;     /* enum blob_kind */
	unsigned has_text : 1; /* its content is here; else a reader reads it */
	unsigned
		is_single : 1; /* of a history: its one place stands in it, and its size is not known; the text that it may have is its path */
	unsigned place_count : 27;
	union {
		struct place place; /* is_single */
		struct {
			const struct place *places; /* blob_places */
			union {
				uint64_t
					size; /* bytes; 0 until read where the object is missing, or change->is_unmeasured */
				const struct text *
					text; /* BLOB_COMMIT, BLOB_TAG, BLOB_PATH, BLOB_REF: the content itself */
			};
		};
	};
};

/* Its place_count places, at least one, in the order of the commits. */
const struct place *blob_places(const struct blob *blob);

/* The content of one that has its text; else ptr is NULL. */
struct text blob_text(const struct blob *blob);

/* Its bytes, as far as they are known: 0 where they are not. */
uint64_t blob_size(const struct blob *blob);

/* A slice of blobs. */
struct blobs {
	const struct blob *const *items; /* NULL: as they stand, from `first` on */
	size_t count;
	const struct blob *first;
};

const struct blob *blobs_at(struct blobs blobs, size_t index);
/* Those from `from` on. */
struct blobs blobs_from(struct blobs blobs, size_t from);

/* What it says is a blob of its own. */
struct commit {
	struct oid oid;
};

struct file {
	struct text path;
	uint32_t base_mode, head_mode; /* MODE_NONE: not there */
	struct oid base, head;
};

struct change {
	struct oid base, head, merge_base; /* zero where has_base is false */
	bool has_base;                     /* false: a scan, or a first push: everything is new */
	bool is_scan;                      /* judged as if all were new: no change adds anything */
	bool is_directory;                 /* a scan of files that are in no repository */
	struct text base_name, head_name;  /* what the user or CI called them; may be "" */
	struct text label; /* "pull request 12 of GitHub", "refs/heads/x to origin", … */
	const struct commit
		*commits; /* NULL: blobs begins with those of the commits (change_commit) */
	size_t commit_count;
	const struct blob *blobs;
	size_t blob_count;
	const struct file *files;
	size_t file_count;
	bool is_unmeasured; /* sizes of files and links are not known: all 0 */
	uint64_t bytes;     /* of all blobs whose sizes are known */
};

bool oid_is_zero(const struct oid *oid);
bool oid_equal(const struct oid *a, const struct oid *b);
void oid_hex(const struct oid *oid, char out[OID_HEX]);
bool oid_parse(struct text hex, struct oid *out); /* exactly 40 hex digits */

/* The id of a commit. A history, which has very many, has no list beside its blobs. */
const struct oid *change_commit(const struct change *change, size_t index);

/* The file at a path, or NULL. Binary search. */
const struct file *change_file(const struct change *change, struct text path);

#endif
