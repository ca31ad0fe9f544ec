/* SPDX-License-Identifier: Apache-2.0
 *
 * `required` of a rule: rules that must match too, so near that their beginnings are that many lines and columns apart
 * (gitleaks, config/rule.go, detect/detect.go).
 */
#ifndef SEAMGATE_SECRETS_IMPORT_TOML_REQUIRED_H
#define SEAMGATE_SECRETS_IMPORT_TOML_REQUIRED_H

#include "checks/secrets/import/toml_parts.h"

/* Adds what a rule requires. The rules that it names have been imported before, or it is reported without them, with a note: more
 * is found and not less. */
MUST_CHECK int toml_required(struct import *import, struct draft *draft, const struct toml *value);

#endif
