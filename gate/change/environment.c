/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/request.h"

#include <string.h>

const char *environment_get(const struct environment *env, const char *name)
{
	size_t len = strlen(name);

	for (const char *const *entry = env->entries; *entry; entry++)
		if (strncmp(*entry, name, len) == 0 && (*entry)[len] == '=')
			return (*entry)[len + 1] ? *entry + len + 1 : NULL;
	return NULL;
}
