/* SPDX-License-Identifier: Apache-2.0
 * The checks of this binary, in the order of checks/checks.def. */
#ifndef SEAMGATE_REGISTRY_H
#define SEAMGATE_REGISTRY_H

#include "gate/check.h"

struct registry {
	const struct check *const *items;
	size_t count;
};

extern const struct registry registry;

/* NULL where there is none of that name. */
const struct check *registry_find(struct text name);

/* Whether the check is one of these names; any is where there are none. */
bool check_is_asked_for(const struct check *check, const char *const *only, size_t only_count);

#endif
