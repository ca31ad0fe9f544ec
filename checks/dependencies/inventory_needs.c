/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/inventory_parts.h"

#include <string.h>

#include "checks/dependencies/subjects.h"

/* ---- what some file pins ---- */

static struct text pinned_key(
	struct arena *arena, const char *ecosystem, struct text folder, struct text name)
{
	return arena_textf(arena, "%s\n%.*s\n%.*s", ecosystem, (int)folder.len, folder.ptr,
		(int)name.len, name.ptr);
}

int inventory_note_pinned(struct inventory *inventory, const struct subject *subject,
	const struct pin *pin, struct err *err)
{
	struct text folder = folder_of(subject->head.path);
	struct text key =
		pinned_key(inventory->job->arena, subject->format->ecosystem, folder, pin->name);
	uint32_t *number;

	return key.ptr ? keys_add(&inventory->pinned, key, &number, err) : err_nomem(err);
}

/* In the folder and those above it. */
static int is_pinned(
	bool *out, struct inventory *inventory, const struct asking *asking, struct err *err)
{
	struct text folder = folder_of(asking->path), key;

	for (*out = false;;) {
		key = pinned_key(
			inventory->scratch, asking->format->ecosystem, folder, asking->name);
		if (!key.ptr)
			return err_nomem(err);
		*out = keys_find(&inventory->pinned, key) != NULL;
		if (*out || folder.len == 0)
			return 0;
		folder.len--;
		folder = folder_of(folder);
	}
}

/* ---- what manifests ask for ---- */

static bool lists(const char *const *names, struct text name)
{
	for (; names && *names; names++)
		if (text_is(name, *names))
			return true;
	return false;
}

/* A lock of that format in the folder. */
static int has_lock_of(bool *out, struct inventory *inventory, const struct format *format,
	struct text folder, struct err *err)
{
	for (const char *const *glob = format->globs; *glob && !*out; glob++) {
		uint32_t mode = MODE_NONE;
		struct text path;

		if (strpbrk(*glob, "*?[{/\\"))
			continue;
		path = arena_textf(
			inventory->scratch, "%.*s%s", (int)folder.len, folder.ptr, *glob);
		if (!path.ptr)
			return err_nomem(err);
		if (job_mode(inventory->job, SIDE_HEAD, path, &mode, err) < 0)
			return -1;
		*out = mode == MODE_FILE || mode == MODE_EXECUTABLE;
	}
	return 0;
}

/* One above may be another project's: there the names tell. */
static int has_lock(bool *out, struct inventory *inventory, struct text path, struct err *err)
{
	struct text folder = folder_of(path);
	struct text name = text_slice(path, folder.len, path.len);

	*out = false;
	for (size_t i = 0; i < formats.count && !*out; i++)
		if (lists(formats.items[i]->manifests, name) &&
			has_lock_of(out, inventory, formats.items[i], folder, err) < 0)
			return -1;
	return 0;
}

static int ask(struct inventory *inventory, const struct subject *subject, const struct need *need,
	struct err *err)
{
	struct arena *arena = inventory->job->arena;
	struct asking asking = {.format = subject->format,
		.path = arena_text(arena, subject->head.path),
		.name = arena_text(arena, need->name),
		.range = arena_text(arena, need->range),
		.line = need->line};

	if (!asking.path.ptr || !asking.name.ptr || !asking.range.ptr ||
		arena_reserve(arena, (void **)&inventory->asked, &inventory->asked_capacity,
			inventory->asked_count + 1, sizeof(*inventory->asked)) < 0)
		return err_nomem(err);
	inventory->asked[inventory->asked_count++] = asking;
	return 0;
}

static bool is_manifest(const struct format *format)
{
	return !format->manifests && format->domain == DOMAIN_NONE;
}

int inventory_add_needs(struct inventory *inventory, const struct subject *subject, struct err *err)
{
	const struct needs *needs = &subject->head.lock.needs;
	bool locked = true;

	if (!is_manifest(subject->format) || needs->count == 0)
		return 0;
	arena_reset(inventory->scratch);
	if (has_lock(&locked, inventory, subject->head.path, err) < 0)
		return -1;
	for (size_t i = 0; !locked && i < needs->count; i++)
		if (!(needs->items[i].flags & (NEED_LOCAL | NEED_OVERRIDE | NEED_PEER)) &&
			ask(inventory, subject, &needs->items[i], err) < 0)
			return -1;
	return 0;
}

int inventory_add_asked(struct inventory *inventory, const struct asking *asking, struct err *err)
{
	struct component component = {.path = asking->path,
		.line = asking->line,
		.format = asking->format->name,
		.ecosystem = asking->format->ecosystem,
		.name = asking->name,
		.version = asking->range,
		.held = HELD_BY_NOTHING,
		.note = text_of("pin without a digest")};
	bool pinned;

	arena_reset(inventory->scratch);
	if (is_pinned(&pinned, inventory, asking, err) < 0)
		return -1;
	if (!pinned)
		check_component(inventory->job, &component);
	return 0;
}
