/* SPDX-License-Identifier: Apache-2.0
 *
 * Versions that a build of the JVM or of .NET resolves anew each time: ranges, Maven's LATEST and RELEASE, Gradle's "1.+" and "latest.release", NuGet's
 * "1.*". Where no lock keeps them, a version in a manifest is all that fixes what is fetched.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_MOVING_H
#define SEAMGATE_DEPENDENCIES_FORMATS_MOVING_H

#include "checks/dependencies/format.h"
#include "gate/base/keys.h"

struct moving {
	struct lock *lock;
	struct keys seen; /* by name: 1 + its setting; started by the reader in the lock's arena */
};

struct moving_at {
	struct text name, version; /* "org.example:left" */
	uint32_t line, column;
	bool counts_snapshots; /* it is no version of the project's own, which are snapshots between releases */
	bool takes_lowest; /* of a range the lowest version is fetched, as NuGet does: one that names it is fixed */
};

/* One guard a name, which is off where the version moves, and weaker where it is a snapshot; of several places the one that moves counts. A new one is none of a change's. */
MUST_CHECK int moving_add(struct moving *moving, const struct moving_at *at, struct err *err);

/* A version that is not another one next time. */
bool is_fixed_version(struct text version);

#endif
