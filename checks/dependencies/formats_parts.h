/* SPDX-License-Identifier: Apache-2.0
 *
 * What formats.c and format_index.c share: how a pattern is held to a path. Private.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_PARTS_H
#define SEAMGATE_DEPENDENCIES_FORMATS_PARTS_H

#include "checks/dependencies/format.h"

/* The last part of a path. */
struct text path_name(struct text path);

/* The byte that all which a pattern matches ends with; NUL where that is open. */
char pattern_last(const char *pattern);

/* A plain file name: it matches that name in any folder, and nothing else. */
bool pattern_is_name(const char *pattern);

/* Whether a path, whose last part is `name` and not empty, is one of a pattern's. */
bool pattern_matches(const char *pattern, struct text path, struct text name);

/* Leaves out what goes by content alone where a lock is among them; how many are left. */
size_t formats_without_guesses(const struct format **found, size_t count);

#endif
