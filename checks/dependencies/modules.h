/* SPDX-License-Identifier: Apache-2.0
 *
 * vendor/modules.txt, as go mod vendor writes it (cmd/go, internal/modcmd/vendor.go): "# path version [=> path [version]]" for each
 * module, "## explicit; go 1.x" about it, then its packages, one a line. Texts borrow from the content.
 */
#ifndef SEAMGATE_DEPENDENCIES_MODULES_H
#define SEAMGATE_DEPENDENCIES_MODULES_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

struct module {
	struct text path, version;
	struct text to, to_version; /* what takes its place; "" */
	uint32_t line;
};

struct package {
	struct text path;
	struct text module;
};

/* One modules.txt, both sorted by path. */
struct listing {
	bool is_there, is_workspace;
	struct module *modules;
	size_t module_count, module_capacity;
	struct package *packages;
	size_t package_count, package_capacity;
};

/* Which package and module a file belongs to: those of the nearest folder above it. */
struct owner {
	const struct package *package;
	const struct module *module;
};

/* Fills a zeroed listing. -1: out of memory; any bytes are some listing. */
MUST_CHECK int listing_parse(
	struct listing *listing, struct text content, struct arena *arena, struct err *err);

/* NULL where there is none. Of a path that stands twice the first counts, as in cmd/go. */
const struct module *listing_module(const struct listing *listing, struct text path);
const struct package *listing_package(const struct listing *listing, struct text path);

/* `path` is below vendor/. */
struct owner listing_owner(const struct listing *listing, struct text path);

/* What go build takes part of a package from, by a file's name (cmd/go, "Package lists and patterns"; go/build, Context.matchFile). */
bool module_is_built(struct text name);

/* The innermost vendor/ of a path, with its slash; "" where there is none. */
struct text module_vendor_of(struct text path);

/* A folder of this or another repository takes the module's place. */
bool module_is_folder(const struct module *module);

#endif
