/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/manifests.h"

#include <string.h>

#include "checks/dependencies/subjects.h"

/* More members than any workspace has. */
enum { MOST_MEMBERS = 5000 };

static const struct format *format_of_name(const char *name, const char *ecosystem)
{
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	size_t count = formats_of_path(found, text_of(name));

	for (size_t i = 0; i < count; i++)
		if (strcmp(found[i]->ecosystem, ecosystem) == 0)
			return found[i];
	return NULL;
}

static struct text lock_folder(const struct subject *subject, enum side side)
{
	return folder_of(side == SIDE_BASE ? subject->base.path : subject->head.path);
}

/* NOLINTNEXTLINE(readability-function-size): a place, and where to look */
static int read_path(struct manifest *out, bool *found, const struct judging *judging,
	const struct subject *subject, enum side side, struct text path, const char *name,
	struct err *err)
{
	const struct format *format = format_of_name(name, subject->format->ecosystem);
	struct check_job reading = *judging->job;
	struct err own = {0};

	*found = false;
	if (!format)
		return 0;
	reading.arena = subject->arena;
	if (lock_read(&out->lock, found, format, &reading, side, path, &own) == 0)
		return 0;
	*found = false;
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

int manifest_read_beside(struct manifest *out, bool *found, const struct judging *judging,
	const struct subject *subject, enum side side, const char *name, struct err *err)
{
	struct text folder = lock_folder(subject, side);
	char *path = arena_printf(subject->arena, "%.*s%s", (int)folder.len, folder.ptr, name);

	*found = false;
	*out = (struct manifest){.place = text_of("")};
	return path ? read_path(out, found, judging, subject, side, text_of(path), name, err)
		    : err_nomem(err);
}

int manifest_read(struct manifest *out, bool *found, const struct judging *judging,
	const struct subject *subject, enum side side, struct text place, struct err *err)
{
	struct text folder = lock_folder(subject, side);

	*found = false;
	*out = (struct manifest){.place = place};
	for (const char *const *name = subject->format->manifests; name && *name && !*found;
		name++) {
		char *path = arena_printf(subject->arena, "%.*s%.*s%s", (int)folder.len, folder.ptr,
			(int)place.len, place.ptr, *name);

		if (!path)
			return err_nomem(err);
		if (read_path(out, found, judging, subject, side, text_of(path), *name, err) < 0)
			return -1;
	}
	return 0;
}

/* Adds the parts of a path to another, "." and ".." resolved. False where that leads out of the repository. */
static bool walk_path(char *to, size_t *len, struct text path)
{
	struct text part;

	while (text_next_part(&path, '/', &part)) {
		if (part.len == 0 || text_is(part, "."))
			continue;
		if (!text_is(part, "..")) {
			memcpy(to + *len, part.ptr, part.len);
			*len += part.len;
			to[(*len)++] = '/';
			continue;
		}
		if (*len == 0)
			return false;
		for ((*len)--; *len > 0 && to[*len - 1] != '/';)
			(*len)--;
	}
	return true;
}

int manifest_of_link(struct manifest *out, bool *found, const struct judging *judging,
	const struct subject *subject, const struct linked *linked, struct err *err)
{
	const char *name = subject->format->manifests ? subject->format->manifests[0] : "";
	struct text folder = lock_folder(subject, SIDE_HEAD);
	char *path =
		arena_alloc(subject->arena, folder.len + linked->folder.len + strlen(name) + 3);
	size_t len = 0;

	*found = false;
	*out = (struct manifest){.place = linked->place};
	if (!path)
		return err_nomem(err);
	if (!*name || !walk_path(path, &len, folder) || !walk_path(path, &len, linked->folder))
		return 0;
	memcpy(path + len, name, strlen(name));
	return read_path(out, found, judging, subject, SIDE_HEAD,
		(struct text){path, len + strlen(name)}, name, err);
}

static int add(struct manifests *all, const struct manifest *manifest, struct arena *arena,
	struct err *err)
{
	if (arena_reserve(arena, (void **)&all->items, &all->capacity, all->count + 1,
		    sizeof(*all->items)) < 0)
		return err_nomem(err);
	all->items[all->count++] = *manifest;
	return 0;
}

static bool has_place(const struct manifests *all, struct text place)
{
	for (size_t i = 0; i < all->count; i++)
		if (text_equal(all->items[i].place, place))
			return true;
	return false;
}

static int add_member(struct manifests *all, const struct judging *judging,
	const struct subject *subject, enum side side, struct text path, struct err *err)
{
	struct text folder = lock_folder(subject, side);
	struct text place = folder_of(text_slice(path, folder.len, path.len));
	struct manifest member;
	bool found;

	if (all->count >= MOST_MEMBERS || has_place(all, place) ||
		text_find(place, text_of("node_modules/")) < place.len)
		return 0;
	if (manifest_read(&member, &found, judging, subject, side, place, err) < 0)
		return -1;
	return found ? add(all, &member, subject->arena, err) : 0;
}

/* Without "./" in front and slashes behind; "" for what names no folder. */
static struct text plain_glob(struct text glob)
{
	if (text_starts(glob, "./"))
		glob = text_slice(glob, 2, glob.len);
	while (glob.len && glob.ptr[glob.len - 1] == '/')
		glob.len--;
	return text_starts(glob, "!") ? text_of("") : glob;
}

/* Members by a glob of folders. Exclusions ("!…") only make the set smaller: left out here. */
static int add_members(struct manifests *all, const struct judging *judging,
	const struct subject *subject, enum side side, struct text glob, struct err *err)
{
	struct text folder = lock_folder(subject, side);
	struct check_job reading = *judging->job;
	struct paths paths = {0};
	struct err own = {0};
	char *pattern;

	reading.arena = subject->arena;
	glob = plain_glob(glob);
	if (glob.len == 0)
		return 0;
	pattern = arena_printf(subject->arena, "%.*s%.*s/%s", (int)folder.len, folder.ptr,
		(int)glob.len, glob.ptr, subject->format->manifests[0]);
	if (!pattern)
		return err_nomem(err);
	if (job_match(&reading, side, pattern, &paths, &own) < 0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	for (size_t i = 0; i < paths.count; i++)
		if (add_member(all, judging, subject, side, paths.items[i], err) < 0)
			return -1;
	return 0;
}

int manifests_read(struct manifests *out, const struct judging *judging,
	const struct subject *subject, enum side side, struct err *err)
{
	struct manifest own;
	bool found;

	*out = (struct manifests){0};
	if (manifest_read(&own, &found, judging, subject, side, text_of(""), err) < 0)
		return -1;
	if (!found || !own.lock.has_needs)
		return 0;
	if (add(out, &own, subject->arena, err) < 0)
		return -1;
	for (size_t i = 0; i < own.lock.workspaces.count; i++)
		if (add_members(out, judging, subject, side, own.lock.workspaces.items[i], err) < 0)
			return -1;
	return 0;
}

bool need_is_by_address(const struct need *need)
{
	return text_find(need->range, text_of(":")) < need->range.len ||
	       text_find(need->range, text_of("/")) < need->range.len;
}
