/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills a struct from a block of YAML as a table of options says. Strict: an unknown key, a value
 * of the wrong type, a missing required key is an error with place, thing and the nearest valid word.
 */
#ifndef SEAMGATE_POLICY_OPTIONS_H
#define SEAMGATE_POLICY_OPTIONS_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/base/yaml.h"
#include "gate/option.h"

/* Fills *out from a map. What the map does not have gets the option's fallback. map NULL fills
 * fallbacks only, and no key is missed. Strings borrow the tree's arena. `name` is the file's, for
 * messages. Errors: ERR_USAGE; ERR_INTERNAL for a fallback that is no such value. */
MUST_CHECK int options_read(const struct option *table, const struct yaml *map, void *out,
	const char *name, struct arena *arena, struct err *err);

#endif
