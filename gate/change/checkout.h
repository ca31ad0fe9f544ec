/* SPDX-License-Identifier: Apache-2.0
 *
 * The checked-out directory as a cache of blobs. A file of it is taken for a blob only where its bytes come to the blob's id: SHA-1 of
 * "blob <size>\0" and the content (gitformat-pack(5), git-hash-object(1)). What is given was read once, into memory of
 * our own, and it is these bytes that were hashed: a file that is written to, swapped or cut off meanwhile is no copy, or
 * was one when it was read. Whatever is no copy (a filter's or a line end's doing, an edit, a link, a pipe, a folder, another size, nothing at all)
 * is read from the object database, so that no verdict depends on this directory. Why SHA-1 is enough: docs/decisions.md.
 *
 * Costs are bounded by the blob: a file is opened only where it has the blob's size as the pack says it, and no more than that
 * is read of it. Where most files are no copies no more are tried. For one thread; paths must outlive it. Private.
 */
#ifndef SEAMGATE_CHANGE_CHECKOUT_H
#define SEAMGATE_CHANGE_CHECKOUT_H

#include "gate/change/directory.h"
#include "gate/change/repo.h"

/* Blobs below this are inflated sooner than a file is opened, read and closed. */
enum { CHECKOUT_LEAST = 8 * 1024 };

struct sha_pair;

struct checkout_files {
	struct directory_near near; /* root -1: there is no directory */
	struct sha_pair *sha;
	char *bytes; /* "blob <size>\0" and the content */
	size_t capacity;
	unsigned misses, hits;
};

/* `root` is the directory's descriptor and stays the caller's; -1: nothing is ever found. Where this machine has no SHA-1 nothing is found either. */
void checkout_files_start(struct checkout_files *out, int root);
void checkout_files_end(struct checkout_files *files);

/* True where the file at a path is a copy of the blob, whose size is given. *out is valid until the next call. */
bool checkout_files_copy(struct blob_content *out, struct checkout_files *files,
	const struct oid *oid, uint64_t size, struct text path);

#endif
