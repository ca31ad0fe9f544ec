/* SPDX-License-Identifier: Apache-2.0
 *
 * The rule files of Nosey Parker and of those that have its form: Kingfisher (version 1) and Titus. Their examples become those of
 * our rules, so that `seamgate rules test` says whether the import finds what they find.
 */
#ifndef SEAMGATE_SECRETS_IMPORT_YAML_RULES_H
#define SEAMGATE_SECRETS_IMPORT_YAML_RULES_H

#include "checks/secrets/import/draft.h"

/* The dialect is that of the program which the file is for. */
MUST_CHECK int yaml_rules_read(
	struct import *import, struct text file, const char *name, enum dialect dialect);

#endif
