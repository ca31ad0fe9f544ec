/* SPDX-License-Identifier: Apache-2.0
 *
 * Go's module cache: $GOMODCACHE/cache/download/<module>/@v/<version>.zip and .mod, upper-case letters written as "!x" (The Go
 * Modules Reference, "Module cache"). The zip's hash in go.sum is dirhash.Hash1 over its members, whose names begin with
 * "module@version/".
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_GO_H
#define SEAMGATE_DEPENDENCIES_PROOF_GO_H

#include "checks/dependencies/proof/proof.h"
#include "gate/base/keys.h"

/* The members of a module's zip, hashed. */
struct go_zip {
	struct text module, version; /* borrowed */
	struct text bytes;           /* ptr NULL: the cache has none */
	bool is_hashed;
	struct text artifact; /* where it lies, from the module cache on */
	struct text h1;
	struct dirhash_item *items; /* sorted by name */
	size_t count, capacity;
	struct arena *arena;
};

/* Reads the zip as it lies in the cache. Everything lives in the arena. */
MUST_CHECK int go_zip_open(struct go_zip *out, struct proving *proving, struct text module,
	struct text version, struct arena *arena, struct err *err);

/* Hashes what is in some that are open, on several threads. It may be left out: */
void go_zips_hash(struct proving *proving, struct go_zip *const *zips, size_t count);

/* hashes what has not been, alone. ERR_LOOK: it cannot be read. */
MUST_CHECK int go_zip_hash(struct go_zip *zip, struct proving *proving, struct err *err);

/* A member by its whole name, or NULL. */
const struct dirhash_item *go_zip_find(const struct go_zip *zip, struct text name);

/* An "h1:…" against a pin of go.sum. */
MUST_CHECK int go_hold(struct proof *out, const struct pin *pin, struct text h1,
	struct arena *arena, struct err *err);

#endif
