/* SPDX-License-Identifier: Apache-2.0
 *
 * Small files in git that stand for a large one which is kept elsewhere: pointers of Git LFS (docs/spec.md of git-lfs,
 * version v1) and .dvc files of DVC (YAML; `outs` names what is tracked; `deps` of an import is where it came from, and says
 * nothing about its bytes), and dvc.lock of its pipelines (`stages`, each with the `outs` that it made). The verb `model bind` and the check "model" read them alike.
 */
#ifndef SEAMGATE_POINTER_H
#define SEAMGATE_POINTER_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

/* The sha256 (lower-case hex) that a pointer of Git LFS stands for; false: it is none. */
bool pointer_lfs(struct text content, struct text *sha256);

struct pointer_dvc {
	struct text path; /* of the one thing that it tracks, beside the .dvc file */
	struct text md5;  /* lower-case hex; with ".dir" behind it for a folder */
};

/* ERR_LOOK "name:line:column: what": no YAML, or not the digest of exactly one thing. Texts lie in the arena or in
 * content. */
MUST_CHECK int pointer_dvc_read(struct pointer_dvc *out, struct text content, const char *name,
	struct arena *arena, struct err *err);

/* Something that a stage of a pipeline made, which git may not have. */
struct pointer_locked {
	struct text path; /* from the folder of the dvc.lock, as it stands there */
	struct text md5;  /* as above */
};

struct pointer_locks {
	struct pointer_locked *items;
	size_t count, capacity;
};

/* All outputs of all stages of a dvc.lock (schema 2.0, and 1.0 without `stages`) that have an md5. ERR_LOOK as above. */
MUST_CHECK int pointer_locks_read(struct pointer_locks *out, struct text content, const char *name,
	struct arena *arena, struct err *err);

#endif
