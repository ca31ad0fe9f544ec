/* SPDX-License-Identifier: Apache-2.0
 *
 * What both YAML readers do to a map once all its members are there. For them only.
 */
#ifndef SEAMGATE_BASE_YAML_NODE_H
#define SEAMGATE_BASE_YAML_NODE_H

#include "gate/base/keys.h"
#include "gate/base/yaml.h"

/* Marks each member whose key was there before; *first gets the first of them, or NULL. Linear. */
MUST_CHECK int yaml_mark_duplicates(
	const struct yaml *map, const struct yaml **first, struct arena *arena, struct err *err);

/* Puts the members of `merged`, a map or a list of maps, behind those of map (last: its last child), where map has no
 * such key. *bad: the first value in it that is no map. */
MUST_CHECK int yaml_merge(struct yaml *map, struct yaml **last, const struct yaml *merged,
	struct keys *keys, const struct yaml **bad, struct arena *arena, struct err *err);

#endif
