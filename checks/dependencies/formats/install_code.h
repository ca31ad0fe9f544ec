/* SPDX-License-Identifier: Apache-2.0
 *
 * Code of the project that its package manager runs while it installs: scripts by their names, files that are run wherever they lie.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_INSTALL_CODE_H
#define SEAMGATE_DEPENDENCIES_FORMATS_INSTALL_CODE_H

#include "checks/dependencies/format.h"
#include "gate/base/json.h"

struct install_code {
	struct text name, value; /* "postinstall", "node evil.js" */
	uint32_t line, column;
};

MUST_CHECK int install_code_add(
	struct lock *lock, const struct install_code *code, struct err *err);

/* Of an object of scripts (NULL is fine) those of the names, NULL at the end; each a text or a list of them. */
MUST_CHECK int install_code_scripts(
	struct lock *lock, const struct json *scripts, const char *const *names, struct err *err);

#endif
