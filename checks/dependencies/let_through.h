/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether pnpm ran a package's install scripts at the base already: the list of those that may stands in package.json or in
 * pnpm-workspace.yaml, is called onlyBuiltDependencies or (from pnpm 10.26) allowBuilds, and before pnpm 10 no list
 * meant all of them (pnpm.io/settings, "Build Settings"; the release notes of 10.0). Read when first asked for; lives in the subject's arena.
 */
#ifndef SEAMGATE_DEPENDENCIES_LET_THROUGH_H
#define SEAMGATE_DEPENDENCIES_LET_THROUGH_H

#include "checks/dependencies/judging.h"

/* Zeroed at first. */
struct let_through {
	bool read;
	struct lock base[2];
	size_t count;
};

/* True where the exception of a head's file held at the base too. False where the base's files cannot be read. */
bool let_through_before(struct let_through *let_through, struct judging *judging,
	const struct subject *subject, const struct setting *setting);

#endif
