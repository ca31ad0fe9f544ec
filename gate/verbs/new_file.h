/* SPDX-License-Identifier: Apache-2.0
 *
 * Files that `init` adds to a repository. What is there already is never changed, and no symbolic link is followed: a
 * clone may lead anywhere by one.
 */
#ifndef SEAMGATE_VERBS_NEW_FILE_H
#define SEAMGATE_VERBS_NEW_FILE_H

#include "gate/base/err.h"
#include "gate/base/text.h"

/* Writes a file below `top`, and the folders that lead to it. *written is false where something is there already (0
 * returned). A path of at most 4096 bytes. */
MUST_CHECK int new_file(
	const char *top, const char *path, struct text bytes, bool *written, struct err *err);

/* Whether there is anything at a path below `top`. */
bool new_file_there(const char *top, const char *path);

#endif
