/* SPDX-License-Identifier: Apache-2.0
 *
 * The sidecar: a file that says on which bytes of a model an evaluation was run. `seamgate model bind` writes it, the check
 * "model" reads it. It stands here, beside rule.h, because both a verb and a check include it and neither may include the
 * other.
 *
 *     {"schema": "seamgate.evidence/1", "harness": {"name": "lm-eval", "version": "0.4.9"},
 *      "models": [{"path": "m.gguf", "sha256": "…"}], "recipes": […], "evidence": […],
 *      "signature": {"algorithm": "ed25519", "key": "…", "value": "…"}}
 *
 * What is signed is not the file's bytes but a statement of lines (sidecar_statement), so that layout does not count. Texts
 * borrow from the arena or from what was read.
 */
#ifndef SEAMGATE_SIDECAR_H
#define SEAMGATE_SIDECAR_H

#include "gate/base/arena.h"
#include "gate/base/buffer.h"
#include "gate/base/err.h"

struct sidecar_file {
	struct text path;   /* from the repository's root; no control characters; once in a list */
	struct text sha256; /* 64 lower-case hex digits; "" where only md5 is known (DVC) */
	struct text md5;    /* 32, or ""; never beside a sha256: the statement has one of them */
	uint32_t line;
};

struct sidecar_files {
	struct sidecar_file *items;
	size_t count, capacity;
};

struct sidecar {
	struct text harness, harness_version; /* "" */
	struct sidecar_files models, recipes, evidence;
	struct text key, signature; /* hex; "" where it is not signed */
};

/* ERR_LOOK "name:line:column: what": anything but the form above, no model, no evidence. */
MUST_CHECK int sidecar_read(struct sidecar *out, struct text text, const char *name,
	struct arena *arena, struct err *err);

/* The file, with a line end; signed where sidecar->signature is not empty. */
void sidecar_write(const struct sidecar *sidecar, struct buffer *out);

/* What a signature is over. */
void sidecar_statement(const struct sidecar *sidecar, struct buffer *out);

/* Whether it is signed by that public key (PEM). */
MUST_CHECK int sidecar_verify(
	bool *valid, const struct sidecar *sidecar, struct text public_pem, struct err *err);

/* Signs with a private key (PEM); the texts lie in the arena. */
MUST_CHECK int sidecar_sign(
	struct sidecar *sidecar, struct text private_pem, struct arena *arena, struct err *err);

MUST_CHECK int sidecar_add(struct sidecar_files *files, const struct sidecar_file *file,
	struct arena *arena, struct err *err);

/* The file of that path, or NULL. */
const struct sidecar_file *sidecar_find(const struct sidecar_files *files, struct text path);

/* A path that may stand in a sidecar: relative, without "..", not empty, without control characters. */
bool sidecar_path_is_fit(struct text path);

#endif
