/* SPDX-License-Identifier: Apache-2.0
 *
 * Packages of the tree and pins of the locks, by the name of the package's file: for packages.c and packages_tree.c.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_PACKAGE_INDEX_H
#define SEAMGATE_DEPENDENCIES_PROOF_PACKAGE_INDEX_H

#include "checks/dependencies/proof/packages.h"
#include "gate/base/keys.h"

enum { PACKAGE_KINDS = 5 };
extern const struct package_kind *const package_kinds[PACKAGE_KINDS];

/* A pin of some lock, in a chain of those whose packages have one name. */
struct named_pin {
	const struct pin *pin;
	const char *format;
	struct text lock;
	uint32_t next; /* index plus 1; 0: the last */
};

/* Files and pins of one kind by the name of the package, each made when first wanted. */
struct kind_index {
	bool has_files, has_pins;
	struct keys files, pins; /* index plus 1 of the first of a chain */
	struct paths paths;
	uint32_t *next; /* of paths, likewise */
	struct named_pin *items;
	size_t count, capacity;
};

struct package_index {
	struct kind_index kinds[PACKAGE_KINDS];
	struct keys told; /* paths that a pin was held to already */
};

/* The check's; it lives as long. */
MUST_CHECK int package_index_of(
	struct package_index **out, struct proving *proving, struct err *err);

/* Fill an index once. */
MUST_CHECK int package_index_files(struct kind_index *index, const struct package_kind *kind,
	struct proving *proving, struct err *err);
MUST_CHECK int package_index_pins(struct kind_index *index, const struct package_kind *kind,
	struct proving *proving, struct err *err);

/* What a name is found by; ptr NULL: out of memory. */
struct text package_key(const struct package_kind *kind, struct text name, struct arena *arena);

struct text package_name(struct text path);

/* The folder that a lock answers for: Gradle's lies in one of its own. */
struct text package_top(struct text lock);
bool package_is_below(struct text path, struct text folder);

MUST_CHECK int package_hold(struct proof *out, struct proving *proving,
	const struct package_kind *kind, const struct pin *pin, struct text bytes, struct err *err);

/* packages_tree.c: packages that the change touches, or that no pin was held to. */
MUST_CHECK int packages_tree(struct proving *proving, struct err *err);

#endif
