/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/npm_place.h"

#include <string.h>

static const char modules[] = "node_modules", below_modules[] = "/node_modules";

struct text npm_place_above(struct text place)
{
	while (place.len > 0 && place.ptr[place.len - 1] != '/')
		place.len--;
	return text_slice(place, 0, place.len ? place.len - 1 : 0);
}

static bool is_modules(struct text folder)
{
	return text_is(folder, modules) || text_ends(folder, below_modules);
}

struct text npm_place_next(struct text folder)
{
	folder = npm_place_above(folder);
	if (folder.len && is_modules(npm_place_above(folder)) &&
		folder.ptr[npm_place_above(folder).len + 1] == '@')
		folder = npm_place_above(folder);
	return is_modules(folder) ? npm_place_above(folder) : folder;
}

struct text npm_place_owner(struct text place)
{
	struct text folder = npm_place_above(place);

	if (!is_modules(folder))
		folder = npm_place_above(folder);
	return is_modules(folder) ? npm_place_above(folder) : text_of("");
}

struct text npm_place_asked(struct text place)
{
	struct text folder = npm_place_above(place);

	if (!is_modules(folder))
		folder = npm_place_above(folder);
	return text_slice(place, folder.len + 1, place.len);
}

struct text npm_place_package(struct text place)
{
	const char *slash;
	size_t end = place.len;

	while (end > 0 && (slash = memrchr(place.ptr, '/', end)) != NULL) {
		struct text folder = {place.ptr, end = (size_t)(slash - place.ptr)};

		if (text_is(folder, modules) || text_ends(folder, below_modules))
			return text_slice(place, end + 1, place.len);
	}
	return place;
}

bool npm_place_is_folder(struct text place)
{
	return npm_place_package(place).len == place.len;
}

struct text npm_place_last(struct text place)
{
	size_t from = place.len;

	while (from > 0 && place.ptr[from - 1] != '/')
		from--;
	return text_slice(place, from, place.len);
}
