/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands in a git directory where a file or a folder is due: libgit2 opens whatever it finds, and a pipe in a file's place makes it wait for ever. Looked at
 * before it opens anything; what is not there is no matter of these. ERR_LOOK names what is something else, a circle of symbolic links too. Private.
 */
#ifndef SEAMGATE_CHANGE_REGULAR_H
#define SEAMGATE_CHANGE_REGULAR_H

#include <stdbool.h>

#include "gate/base/err.h"

/* One file: nothing, or a regular file, or a link to one. */
MUST_CHECK int regular_file(const char *path, struct err *err);

/* The repository that a search from `start` upward comes to, or, without a search, that `start` is: its files, its refs, and
 * those of the repository that it is a linked work tree of. */
MUST_CHECK int regular_repository(const char *start, bool searches, struct err *err);

/* What an object directory has beside loose objects. */
MUST_CHECK int regular_objects(const char *dir, struct err *err);

#endif
