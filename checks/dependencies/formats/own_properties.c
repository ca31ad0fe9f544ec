/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/own_properties.h"

#include <string.h>

void own_properties_start(
	struct own_properties *own, const char *open, const char *close, struct arena *arena)
{
	*own = (struct own_properties){.open = open, .close = close, .arena = arena};
	keys_start(&own->names, arena);
}

static int add(struct own_properties *own, const struct xml *one, struct err *err)
{
	uint32_t *number;

	if (keys_add(&own->names, one->name, &number, err) < 0)
		return -1;
	if (!*number) {
		if (arena_reserve(own->arena, (void **)&own->values, &own->capacity, own->count + 1,
			    sizeof(*own->values)) < 0)
			return err_nomem(err);
		*number = (uint32_t)++own->count;
	}
	own->values[*number - 1] = text_trim(one->text);
	return 0;
}

int own_properties_add(struct own_properties *own, const struct xml *group, struct err *err)
{
	for (const struct xml *one = group ? group->child : NULL; one; one = one->next)
		if (add(own, one, err) < 0)
			return -1;
	return 0;
}

struct text own_properties_resolve(const struct own_properties *own, struct text version)
{
	enum { DEEPEST_PROPERTY = 16 };

	version = text_trim(version);
	for (int i = 0; i < DEEPEST_PROPERTY; i++) {
		const uint32_t *number;

		if (!text_starts(version, own->open) || !text_ends(version, own->close))
			break;
		number = keys_find(&own->names,
			text_slice(version, strlen(own->open), version.len - strlen(own->close)));
		if (!number)
			break;
		version = own->values[*number - 1];
	}
	return version;
}
