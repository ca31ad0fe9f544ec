/* SPDX-License-Identifier: Apache-2.0
 *
 * Files on disk below a folder, named by relative paths. No symbolic link is ever followed below
 * that folder, and nothing but a regular file is ever opened for reading. Private.
 */
#ifndef SEAMGATE_CHANGE_DIRECTORY_H
#define SEAMGATE_CHANGE_DIRECTORY_H

#include "gate/base/buffer.h"
#include "gate/change/repo.h"

/* The folder, or where `path` is no folder, the one that it is in: *only is then its name there,
 * else NULL; it points into path. Returns a descriptor, or -1. */
MUST_CHECK int directory_open(const char *path, const char **only, struct err *err);

/* What is at a path: MODE_NONE for nothing, a folder, a pipe, a device. */
MUST_CHECK int directory_lookup(int root, struct text path, uint32_t *mode, struct err *err);

/* lstat(2) of a path below the root, no link being followed. -1 with errno. */
struct stat;
int directory_stat(int root, struct text path, struct stat *out);

/* The same for many paths: the folder that the last one was in stays open, so sorted paths are cheap. Begins with
 * `at` -1; closed by directory_near_close. */
struct directory_near {
	int root, at;
	struct text folder; /* borrowed from the last path */
};
int directory_near_stat(struct directory_near *near, struct text path, struct stat *out);
void directory_near_close(struct directory_near *near);

struct directory_file {
	int root;
	struct text path;
	bool is_link; /* its target is read */
	uint64_t max_bytes;
};

/* The content into a cleared buffer. More than max_bytes, or not readable: ERR_LOOK. */
MUST_CHECK int directory_read(
	const struct directory_file *file, struct buffer *out, struct err *err);

/* A descriptor of a regular file of at most max_bytes, for reading, and its size; -1: ERR_LOOK. */
MUST_CHECK int directory_open_file(
	const struct directory_file *file, uint64_t *size, struct err *err);

struct directory_entry {
	struct text path; /* valid during the call */
	uint32_t mode;    /* MODE_NONE: not readable, neither file nor link */
	uint64_t size;
};

typedef int directory_sink(void *self, const struct directory_entry *entry, struct err *err);

/* Reports what is below the root, folders named ".git" passed over, in an order that depends on
 * the names alone. A folder that cannot be opened is an entry of mode MODE_NONE. `prefix` is where
 * to look: folders that neither lead to it nor begin with it are passed over. More than `most` entries,
 * folders counted: ERR_LOOK; 0: any number. */
struct directory_range {
	int root;
	struct text prefix;
	size_t most;
	const struct deadline *deadline;                /* asked at each entry; or NULL */
	bool (*enters)(void *self, struct text folder); /* false passes it over; NULL: none is */
};
MUST_CHECK int directory_walk(
	const struct directory_range *range, directory_sink *sink, void *self, struct err *err);

/* True for a folder that leads to a prefix or begins with it. */
bool folder_fits(struct text folder, struct text prefix);

#endif
