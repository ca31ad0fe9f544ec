/* SPDX-License-Identifier: Apache-2.0
 *
 * Short names of revisions that more than one ref answers to. Private.
 */
#ifndef SEAMGATE_CHANGE_AMBIGUOUS_H
#define SEAMGATE_CHANGE_AMBIGUOUS_H

#include "gate/change/git.h"

/* Refuses a revision that begins with a short name which several refs have and which name different commits: git
 * takes a tag before a branch, and a branch before a remote one, so that whoever may push a tag "main" or
 * "origin/main" would choose the base. Full names (refs/heads/main) and HEAD are never ambiguous. */
MUST_CHECK int refuse_ambiguous(struct repo *repo, struct text revision, struct err *err);

#endif
