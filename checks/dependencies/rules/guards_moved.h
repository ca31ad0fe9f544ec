/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a file that is a protection, or has one, protects, and whether it still does where it went.
 */
#ifndef SEAMGATE_DEPENDENCIES_RULES_GUARDS_MOVED_H
#define SEAMGATE_DEPENDENCIES_RULES_GUARDS_MOVED_H

#include "checks/dependencies/judging.h"

/* The folder of the project that a file is about, a part of its path: ".mvn/maven.config" is about what ".mvn/" lies in. */
struct text guard_project(struct text path);

/* The file itself is what protects, whatever stands in it. */
bool guard_is_protection(const struct format *format, struct text path);

/* Files at the head that a file of the format in this folder is about, and others beside it; NuGet's settings hold below the folder too. */
MUST_CHECK int guard_list(struct paths *out, struct judging *judging, const struct format *format,
	struct text folder, struct err *err);

/* *out: a file of the format that is gone came back elsewhere, and protects there what it protected. */
MUST_CHECK int guard_is_moved(bool *out, struct judging *judging, const struct format *format,
	const struct file *file, struct err *err);

#endif
