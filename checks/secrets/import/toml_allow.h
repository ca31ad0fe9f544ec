/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SEAMGATE_SECRETS_IMPORT_TOML_ALLOW_H
#define SEAMGATE_SECRETS_IMPORT_TOML_ALLOW_H

#include "checks/secrets/import/toml_parts.h"

/* Appends what gitleaks' allowlist, or a list of them, allows: with OR an allowance for each path and regex, with AND one for all of it. rule is
 * "" for those of the file. */
MUST_CHECK int toml_allow(
	struct import *import, struct text rule, const struct toml *value, struct allowances *out);

#endif
