/* SPDX-License-Identifier: Apache-2.0
 *
 * What DVC tracks. A file is held to the MD5 of its bytes (before 3.0 of a text with its line ends folded), a folder to the MD5 of a
 * listing (dvc-data, hashfile/tree.py): JSON as Python writes it, [{"md5": "<hex>", "relpath": "<path>"}, …], sorted by path.
 * The cache is .dvc/cache/files/md5/<2>/<30>, before 3.0 .dvc/cache/<2>/<30>; a listing's name there ends in ".dir".
 * Neither the cache nor an output need be there; whatever is there counts.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_DVC_H
#define SEAMGATE_DEPENDENCIES_PROOF_DVC_H

#include "checks/dependencies/proof/proof.h"

struct dvc_entry {
	struct text md5;  /* 32 hex digits */
	struct text path; /* below the folder */
};

struct dvc_listing {
	struct dvc_entry *items;
	size_t count, capacity;
};

/* Reads a listing. ERR_LOOK: it is none, or a path in it leads out of the folder. */
MUST_CHECK int dvc_listing_read(struct dvc_listing *out, struct text content, const char *name,
	struct arena *arena, struct err *err);

/* Sorts the entries and writes the listing that DVC would. ERR_LOOK: a path that is not UTF-8. *out in the arena. */
MUST_CHECK int dvc_listing_write(
	struct text *out, struct dvc_listing *listing, struct arena *arena, struct err *err);

/* An object of the cache, by its MD5 and the end of its name ("" or ".dir"), from the folder of a .dvc file up; ptr NULL where there is
 * none. *path is where it lies. */
MUST_CHECK int dvc_object_read(struct text *out, struct text *path, struct proving *proving,
	struct text folder, struct text md5, const char *end, struct err *err);

/* A file of the workspace, or else of the head's tree; ptr NULL where there is none, or where it is a pointer of Git LFS. */
MUST_CHECK int dvc_file_read(
	struct text *out, struct proving *proving, struct text path, struct err *err);

/* True where an MD5 is that of the bytes, or, with is_folded, of the bytes with CR LF as LF. *can is false where this machine computes
 * none. */
MUST_CHECK int dvc_md5_holds(bool *holds, bool *can, struct text md5, struct text bytes,
	bool is_folded, struct arena *arena, struct err *err);

/* A folder's pin. */
MUST_CHECK int dvc_prove_folder(
	struct proof *out, struct proving *proving, const struct pin *pin, struct err *err);

#endif
