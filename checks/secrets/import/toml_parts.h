/* SPDX-License-Identifier: Apache-2.0
 *
 * What the readers of gitleaks' TOML share. Its keys are the same in upper and lower case (viper).
 */
#ifndef SEAMGATE_SECRETS_IMPORT_TOML_PARTS_H
#define SEAMGATE_SECRETS_IMPORT_TOML_PARTS_H

#include "checks/secrets/import/draft.h"
#include "gate/base/toml.h"

bool toml_is(const struct toml *value, const char *key);

/* The member of that key, or NULL. */
const struct toml *toml_lookup(const struct toml *table, const char *key);

/* The string there, or the empty text. */
struct text toml_text_of(const struct toml *table, const char *key);

/* The strings of an array; what is none is a note. */
MUST_CHECK int toml_strings(
	struct import *import, struct text rule, const struct toml *value, struct texts *out);

#endif
