/* SPDX-License-Identifier: Apache-2.0
 *
 * What terraform_providers.c and provider_unpacked.c share: a provider's files, its zip, and holding both to a pin. Formats: see
 * terraform_providers.c.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_PROVIDER_H
#define SEAMGATE_DEPENDENCIES_PROOF_PROVIDER_H

#include "checks/dependencies/proof/proof.h"

/* Files of a provider with their hashes, for h1. */
struct provider_files {
	struct arena *arena;
	struct dirhash_item *items;
	size_t count, capacity;
};

MUST_CHECK int provider_files_add(
	struct provider_files *listing, struct text name, struct text content, struct err *err);

/* Proved or refuted by the h1 of the files; open where there are none, or the pin has no h1. `what` as struct proof has it. */
MUST_CHECK int provider_hold_files(struct proof *out, const struct pin *pin, struct text path,
	struct provider_files *listing, const char *what, struct err *err);

/* By the zip's own hash, else by its files. Nothing is done where bytes.ptr is NULL or *out is refuted already. */
MUST_CHECK int provider_hold_zip(struct proof *out, struct proving *proving, const struct pin *pin,
	struct text path, struct text bytes, bool is_cached, const char *what, struct err *err);

/* Whether a path's last part is "terraform-provider-<type>_<version>_….zip" of the pin. */
bool provider_is_zip(struct text path, const struct pin *pin, struct arena *arena);

/* The answer of a touched path to one pin before anything was held to it: open, as no digest was there. */
struct proof provider_answer(struct text path, const struct pin *pin);

/* Where files are listed and read: a cache, or the workspace (cache NULL). */
struct provider_source {
	struct proving *proving;
	const char *cache;
	struct text top; /* put before what is a path in a cache */
};

/* Holds each platform's folder of the pin there, and in a cache its zips. */
MUST_CHECK int provider_prove_unpacked(struct proof *out, const struct provider_source *source,
	const struct pin *pin, struct err *err);

/* The same for those that are committed, in a mirror anywhere in the tree. */
MUST_CHECK int provider_prove_committed(
	struct proof *out, struct proving *proving, const struct pin *pin, struct err *err);

/* Those that the change touches: held to all locks; where none has a hash, what was there is to stay as it was. */
MUST_CHECK int provider_judge_touched(struct proving *proving, struct err *err);

#endif
