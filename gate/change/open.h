/* SPDX-License-Identifier: Apache-2.0
 *
 * Finding and opening a repository, with refusals that say what to do. Private.
 */
#ifndef SEAMGATE_CHANGE_OPEN_H
#define SEAMGATE_CHANGE_OPEN_H

#include <stdio.h>

#include "gate/change/git.h"

/* Fills a zeroed repo that has an arena; path as for repo_open. */
MUST_CHECK int open_repository(struct repo *repo, const char *path, struct err *err);

/* ---- what its files share ---- */

/* A variable that git sets for its hooks; NULL where it is not set or empty. */
const char *git_variable(const char *name);

/* realpath(3), without slashes at its end, in the arena. */
MUST_CHECK int path_absolute(
	const char **out, struct arena *arena, const char *path, struct err *err);

/* A file of the repository that may not be there: then *out is NULL. A pipe in its place is not waited for. */
MUST_CHECK int open_if_there(FILE **out, const char *path, struct err *err);

/* Fills object_dirs; path as for repo_open. */
MUST_CHECK int find_object_dirs(struct repo *repo, const char *path, struct err *err);

#endif
