/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/overrides.h"

#include <string.h>

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/npm_place.h"
#include "checks/dependencies/manifests.h"

#define SEVERAL UINT32_MAX /* overrides of one name */

static int list(struct overrides *out, struct text name, struct err *err)
{
	uint32_t *number;

	if (keys_add(&out->names, name, &number, err) < 0)
		return -1;
	*number = *number ? SEVERAL : (uint32_t)out->count;
	return 0;
}

/* "npm:other@^1" puts another package there: it is listed by that one's name too. */
static int list_one(struct overrides *out, const struct need *need, struct err *err)
{
	struct text name, range = need->range;

	if (!(need->flags & NEED_OVERRIDE))
		return 0;
	if (arena_reserve(out->names.arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(const struct need *)) < 0)
		return err_nomem(err);
	out->items[out->count++] = need;
	if (text_starts(range, "npm:")) {
		js_split(text_slice(range, strlen("npm:"), range.len), &name, &range);
		if (!text_equal(name, need->name) && list(out, name, err) < 0)
			return -1;
	}
	return list(out, need->name, err);
}

static int list_all(struct overrides *out, const struct lock *manifest, struct err *err)
{
	for (size_t i = 0; i < manifest->needs.count; i++)
		if (list_one(out, &manifest->needs.items[i], err) < 0)
			return -1;
	return 0;
}

static int list_overrides(struct overrides *out, struct judging *judging,
	const struct subject *subject, struct err *err)
{
	struct manifest manifest;
	bool found;

	keys_start(&out->names, subject->arena);
	if (!subject->format->manifests)
		return 0;
	if (manifest_read(&manifest, &found, judging, subject, SIDE_HEAD, text_of(""), err) < 0 ||
		(found && list_all(out, &manifest.lock, err) < 0))
		return -1;
	if (strcmp(subject->format->name, "pnpm-lock") != 0)
		return 0;
	if (manifest_read_beside(
		    &manifest, &found, judging, subject, SIDE_HEAD, "pnpm-workspace.yaml", err) < 0)
		return -1;
	return found ? list_all(out, &manifest.lock, err) : 0;
}

int overrides_read(struct overrides *out, struct judging *judging, const struct subject *subject,
	struct err *err)
{
	if (out->read)
		return 0;
	out->read = true;
	return list_overrides(out, judging, subject, err);
}

static bool is_override_for(const struct need *override, const struct pin *pin)
{
	struct text name = override->name, range = override->range;

	if (text_starts(range, "npm:"))
		js_split(text_slice(range, strlen("npm:"), range.len), &name, &range);
	else if (text_find(range, text_of(":")) < range.len ||
		 text_find(range, text_of("/")) < range.len)
		return true; /* an address: a package may call itself otherwise */
	return text_equal(name, pin->name) && !js_range_excludes(range, pin->version);
}

bool overrides_allow(const struct overrides *overrides, const struct pin *pin)
{
	const struct text names[] = {pin->name, npm_place_asked(pin->place)};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const uint32_t *number = keys_find(&overrides->names, names[i]);

		if (number &&
			(*number == SEVERAL || is_override_for(overrides->items[*number - 1], pin)))
			return true;
	}
	return false;
}
