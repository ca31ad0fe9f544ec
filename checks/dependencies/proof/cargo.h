/* SPDX-License-Identifier: Apache-2.0
 *
 * Crates in the registry cache of cargo: $CARGO_HOME/registry/cache/<host>-<hash>/<name>-<version>.crate, the archive whose
 * SHA-256 Cargo.lock has (cargo, src/cargo/core/registry.rs and sources/registry/download.rs).
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_CARGO_H
#define SEAMGATE_DEPENDENCIES_PROOF_CARGO_H

#include "checks/dependencies/proof/proof.h"
#include "gate/base/keys.h"

/* Archives of the name and version of pins, of all registries. They may be any bytes. */
struct cargo_archive {
	const struct pin *pin;
	struct text path, bytes; /* in the cache */
};

struct cargo_archives {
	struct cargo_archive *items;
	size_t count, capacity;
};

/* Everything is read into proving->arena. */
MUST_CHECK int cargo_archives_add(struct cargo_archives *out, struct proving *proving,
	const struct pin *pin, struct err *err);

/* Holds one to its pin: proved; refuted where it is of the pin's own registry and another; else as it was. Of proving it uses the arena
 * alone, where proof->artifact says where it lies. */
MUST_CHECK int cargo_archive_hold(struct proof *proof, struct proving *proving,
	const struct cargo_archive *archive, struct err *err);

/* The members of a crate's archive, hashed, below the one folder that it has. */
struct packed {
	unsigned char sha256[32];
	bool seen; /* for the caller: it is in the tree */
};

struct packing {
	struct arena *arena;
	struct keys paths; /* of items: a number is an index, and 1 */
	struct packed *items;
	struct text *names;
	size_t count, capacity, name_capacity;
};

/* Everything lives in packing->arena. ERR_LOOK as proving_unpack. */
MUST_CHECK int packing_read(struct packing *packing, struct proving *proving, struct text name,
	struct text archive, struct arena *arena, struct err *err);

/* A member by its path in the crate, or NULL. */
struct packed *packing_find(const struct packing *packing, struct text path);

#endif
