/* SPDX-License-Identifier: Apache-2.0
 *
 * Versions of Python packages and what lets them in: PEP 440 ("Version Identification and Dependency Specification",
 * now the packaging specification "Version specifiers"), and what Poetry and Pipenv write beside it: "^1.2", "~1.2", "1.2.*", "1.2"
 * alone, blanks between clauses, "||" between alternatives. Pure; linear in what it is given.
 */
#ifndef SEAMGATE_DEPENDENCIES_PEP440_H
#define SEAMGATE_DEPENDENCIES_PEP440_H

#include "gate/base/text.h"

/* True only where the range surely does not let the version in. False of what is no version or no range: nothing is said of it.
 * Whether prereleases are wanted is the package manager's setting: by that alone none is kept out. */
bool pep440_excludes(struct text range, struct text version);

#endif
