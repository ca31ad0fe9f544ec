/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/registry.h"

#include <string.h>

#define CHECK(name) extern const struct check check_##name;
#include "checks/checks.def"
#undef CHECK

#define CHECK(name) &check_##name,
static const struct check *const checks[] = {
#include "checks/checks.def"
};
#undef CHECK

const struct registry registry = {checks, sizeof(checks) / sizeof(checks[0])};

const struct check *registry_find(struct text name)
{
	for (size_t i = 0; i < registry.count; i++)
		if (text_is(name, registry.items[i]->name))
			return registry.items[i];
	return NULL;
}

bool check_is_asked_for(const struct check *check, const char *const *only, size_t only_count)
{
	for (size_t i = 0; i < only_count; i++)
		if (strcmp(only[i], check->name) == 0)
			return true;
	return only_count == 0;
}
