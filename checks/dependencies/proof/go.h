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
	struct text artifact; /* where it lies, from the module cache on */
	struct text h1;
	struct dirhash_item *items; /* sorted by name */
	size_t count, capacity;
	struct arena *arena;
};

/* found is false where the cache has none. ERR_LOOK: it has one that cannot be read. Everything lives in the arena. */
MUST_CHECK int go_zip_read(struct go_zip *out, bool *found, struct proving *proving,
	struct text module, struct text version, struct arena *arena, struct err *err);

/* A member by its whole name, or NULL. */
const struct dirhash_item *go_zip_find(const struct go_zip *zip, struct text name);

/* An "h1:…" against a pin of go.sum. */
MUST_CHECK int go_hold(struct proof *out, const struct pin *pin, struct text h1,
	struct arena *arena, struct err *err);

#endif
