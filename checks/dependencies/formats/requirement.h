/* SPDX-License-Identifier: Apache-2.0
 *
 * One requirement by PEP 508 ("Dependency specifiers"): "name[extra] >=1,<2 ; marker" or "name @ URL ; marker", with
 * the old form "name (>=1)" too. Strict; all parts borrow from the text.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_REQUIREMENT_H
#define SEAMGATE_DEPENDENCIES_FORMATS_REQUIREMENT_H

#include "gate/base/text.h"

struct requirement {
	struct text name;      /* as written */
	struct text extras;    /* between the brackets */
	struct text specifier; /* "" where there is none */
	struct text url;       /* of "name @ URL"; "" */
	struct text marker;    /* behind the ";" */
};

/* NULL, or what is wrong. */
const char *requirement_read(struct requirement *out, struct text text);

/* The version where the specifier fixes exactly one ("==1.0", "===1.0", no wildcard); "" otherwise. */
struct text requirement_version(struct text specifier);

#endif
