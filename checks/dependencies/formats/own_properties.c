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

/* The first property from *at on, [*at, *end) with what it stands in; NULL: none. */
static const struct text *next_property(
	const struct own_properties *own, struct text version, size_t *at, size_t *end)
{
	size_t open = strlen(own->open), close = strlen(own->close);

	for (; *at < version.len; ++*at) {
		struct text rest = text_slice(version, *at, version.len);
		size_t len = text_find(rest, text_of(own->close));
		const uint32_t *number;

		if (!text_starts(rest, own->open) || len == rest.len)
			continue;
		number = keys_find(&own->names, text_slice(rest, open, len));
		*end = *at + len + close;
		if (number)
			return &own->values[*number - 1];
	}
	return NULL;
}

int own_properties_resolve(
	struct text *out, const struct own_properties *own, struct text version, struct err *err)
{
	enum { MOST_PROPERTIES = 16, LONGEST_VERSION = 256 };
	size_t at = 0, end = 0;

	*out = text_trim(version);
	for (int i = 0; i < MOST_PROPERTIES && out->len <= LONGEST_VERSION; i++) {
		const struct text *value = next_property(own, *out, &at, &end);

		if (!value)
			break;
		*out = arena_textf(own->arena, "%.*s%.*s%.*s", (int)at, out->ptr, (int)value->len,
			value->ptr, (int)(out->len - end), out->ptr + end);
		if (!out->ptr)
			return err_nomem(err);
	}
	return 0;
}
