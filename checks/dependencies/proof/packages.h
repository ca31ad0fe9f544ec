/* SPDX-License-Identifier: Apache-2.0
 *
 * Packages that lie in the repository or in a package manager's cache under a name that follows from the pin: gems, NuGet's, Hex's
 * tarballs, jars. One row a kind (packages.c); what is special about a kind is in a file of its own.
 *
 * In the tree each copy of a pin's package below the folder of its lock counts, and one that is refuted counts before those that
 * are proved. In a cache there is one place.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_PACKAGES_H
#define SEAMGATE_DEPENDENCIES_PROOF_PACKAGES_H

#include "checks/dependencies/proof/proof.h"

struct package_kind {
	const char *const *formats; /* of locks that have the hash */
	const char *glob;           /* "**" "/" "*.gem": all packages of that kind in the tree */
	const char *
		surely; /* those that are nothing else: counted where no lock names them; or NULL */
	const char *home; /* "vendor/cache/": one that no lock names there is a finding; or NULL */
	/* The name of a pin's package, without folders; ptr NULL: out of memory. "" where it has none. */
	struct text (*file)(const struct pin *pin, struct arena *arena);
	/* Optional: a path of that name may still be of another pin. */
	bool (*fits)(const struct pin *pin, struct text path);
	/* Optional: as proof_hold, for digests of other bytes than the file's. */
	int (*hold)(struct proof *out, struct proving *proving, const struct pin *pin,
		struct text bytes, struct err *err);
	/* Optional: what a package that no digest holds says of itself. Refutes, or leaves open with PROOF_LIST_ONLY. */
	int (*itself)(
		struct proof *out, struct proving *proving, struct text bytes, struct err *err);
	struct cache_place cache;
	/* Optional: where a cache has the package. As `file`. */
	struct text (*cached)(const struct pin *pin, struct arena *arena);
	bool has_no_case; /* names compare without case */
	const char *what; /* of the one in the tree */
	const char *what_cached;
};

/* The kinds, for the table in packages.c. */
extern const struct package_kind gem_packages, nuget_packages, hex_packages, gradle_packages,
	maven_packages;

#endif
