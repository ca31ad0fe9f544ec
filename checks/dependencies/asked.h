/* SPDX-License-Identifier: Apache-2.0
 *
 * A package that comes from a repository because the manifest says so. A lock that somebody tampered with names a repository that its
 * manifest does not name; one that was made from the manifest names the same. What stands in the manifest people read.
 */
#ifndef SEAMGATE_DEPENDENCIES_ASKED_H
#define SEAMGATE_DEPENDENCIES_ASKED_H

#include "checks/dependencies/judging.h"

/* True where the pin is a whole commit of a repository, a manifest of the head asks for that name from that very repository,
 * and the base takes other code from that host: its submodules, its hooks, the actions of its workflows. Reads the manifests into the
 * subject's arena, once a subject. */
MUST_CHECK int source_is_asked(bool *out, struct judging *judging, const struct subject *subject,
	const struct pin *pin, const struct address *from, struct err *err);

/* True where a manifest of the head asks for that name from the repository that the pin comes from, or where there is no manifest
 * to ask. */
MUST_CHECK int repository_is_asked(bool *out, struct judging *judging,
	const struct subject *subject, const struct pin *pin, struct err *err);

/* True where what a manifest or a lock asks for ("github:owner/name#ref", "git+https://…", "owner/name") is that repository. */
bool asks_for_repository(struct text range, const struct address *from);

/* True where somebody may have wanted the entry to come from inside the project from now on: it is a member, a manifest of the head
 * asks for it from a folder or file, or a manifest of that ecosystem changed. */
MUST_CHECK int local_is_asked(bool *out, struct judging *judging, const struct subject *subject,
	const struct pin *pin, struct err *err);

#endif
