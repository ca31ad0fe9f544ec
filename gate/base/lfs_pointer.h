/* SPDX-License-Identifier: Apache-2.0
 *
 * Pointers of Git LFS (git-lfs, docs/spec.md): a text of at most 1024 bytes that stands in git for a file which is kept elsewhere. What is
 * longer is a file, however it begins: git-lfs puts no object in its place.
 */
#ifndef SEAMGATE_BASE_LFS_POINTER_H
#define SEAMGATE_BASE_LFS_POINTER_H

#include "gate/base/text.h"

/* The first line without its version. */
#define LFS_POINTER_START "version https://git-lfs.github.com/spec/"

/* Whether it begins as a pointer does and may be one by its length. */
bool lfs_pointer_is(struct text content);

/* What stands where a pointer has the SHA-256 of its file, 64 bytes that nobody looked at; "" where nothing does. A part of `pointer`. */
struct text lfs_pointer_sha256(struct text pointer);

#endif
