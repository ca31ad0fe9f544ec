/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SEAMGATE_SECRETS_IMPORT_TOML_RULES_H
#define SEAMGATE_SECRETS_IMPORT_TOML_RULES_H

#include "checks/secrets/import/draft.h"

/* gitleaks.toml and betterleaks.toml: the second has all of the first, and expressions. */
MUST_CHECK int toml_rules_read(struct import *import, struct text file, const char *name);

#endif
