/* SPDX-License-Identifier: Apache-2.0
 *
 * What a .NET project asks for directly: PackageReference and GlobalPackageReference of the project files of a folder, and of the
 * Directory.*.props and .targets that MSBuild takes from there and from the folders above (Microsoft, "Package references in
 * project files", "Customize the build by folder", "Central Package Management"). Ids compare without case.
 */
#ifndef SEAMGATE_DEPENDENCIES_MSBUILD_H
#define SEAMGATE_DEPENDENCIES_MSBUILD_H

#include "gate/base/keys.h"
#include "gate/check.h"

struct msbuild {
	struct arena *arena;
	struct keys
		asked; /* ids in lower case; number 1, or 2: a reference of a project file that always holds */
	struct paths always; /* those ids, as written */
	size_t always_capacity;
	bool has_project; /* of exactly one: several share no lock */
	bool is_open; /* a file of another name is imported, or another SDK, or an id is a property: there may be more */
};

/* Of the folder ("" or ending in a slash) on that side, into the arena. A file that cannot be read becomes an item of what was not looked at, and the
 * project is then open. */
MUST_CHECK int msbuild_read(struct msbuild *out, const struct check_job *job, struct arena *arena,
	enum side side, struct text folder, struct err *err);

/* By its name. */
bool msbuild_is_project(struct text path);

/* The id in lower case; ptr NULL when out of memory. */
struct text msbuild_id(struct arena *arena, struct text id);

#endif
