/* SPDX-License-Identifier: Apache-2.0
 *
 * Finding and opening a repository, with refusals that say what to do. Private.
 */
#ifndef SEAMGATE_CHANGE_OPEN_H
#define SEAMGATE_CHANGE_OPEN_H

#include "gate/change/git.h"

/* Fills a zeroed repo that has an arena; path as for repo_open. */
MUST_CHECK int open_repository(struct repo *repo, const char *path, struct err *err);

#endif
