/* SPDX-License-Identifier: Apache-2.0
 *
 * Nix archives (NAR; Dolstra, "The Purely Functional Software Deployment Model", figure 5.2): strings are a length in 8 bytes, little-endian, the
 * bytes, and zeros up to a multiple of 8; a node is ( type regular [executable ""] contents X ), ( type symlink target T ) or
 * ( type directory entry ( name N node … ) … ) with entries in the order of their bytes.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_NAR_H
#define SEAMGATE_DEPENDENCIES_PROOF_NAR_H

#include "gate/base/buffer.h"
#include "gate/base/err.h"

struct nar_file {
	struct text path; /* below the folder: segments between single slashes */
	uint32_t mode;    /* MODE_FILE, MODE_EXECUTABLE, MODE_SYMLINK */
};

/* The content of a file, or the target of a link. -1 ends it. */
typedef int nar_reader(
	void *context, const struct nar_file *file, struct text *out, struct err *err);

/* Sorts the files and writes the archive of the folder that they are in. ERR_LOOK: a path twice, or deeper than NAR_DEEPEST folders. */
enum { NAR_DEEPEST = 256 };
MUST_CHECK int nar_write(struct buffer *out, struct nar_file *files, size_t count, nar_reader *read,
	void *context, struct err *err);

#endif
