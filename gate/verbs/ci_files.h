/* SPDX-License-Identifier: Apache-2.0
 *
 * CI systems that `init` knows: how a repository shows that it uses one, and the file that sets the gate up there, the
 * same bytes as in ci-examples.
 */
#ifndef SEAMGATE_VERBS_CI_FILES_H
#define SEAMGATE_VERBS_CI_FILES_H

#include "gate/base/text.h"

struct ci_file {
	const char *name;     /* for --ci */
	const char *marks[2]; /* a file or folder that tells it */
	const char *path;     /* where its file belongs */
	const char *begin, *end;
};

/* The special before the general; a NULL name at the end. */
extern const struct ci_file ci_files[];

const struct ci_file *ci_file_find(const char *name); /* or NULL */
struct text ci_file_text(const struct ci_file *file);

#endif
