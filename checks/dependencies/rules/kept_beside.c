/* SPDX-License-Identifier: Apache-2.0
 *
 * What package managers put beside the packages: links to where each lies once, and what starts their programs.
 */
#include <string.h>

#include "checks/dependencies/rules/kept.h"
#include "checks/dependencies/subjects.h"

/* ---- links of pnpm's ---- */

/* Behind "../" as often as the link is deep, so that it leads to the store beside it. */
static struct text behind_parents(struct text target, struct text name)
{
	static const char store[] = ".pnpm/";

	if (text_find(name, text_of("/")) < name.len) {
		if (!text_starts(target, "../"))
			return text_of("");
		target = text_slice(target, 3, target.len);
	}
	if (!text_starts(target, store) || text_find(target, text_of("/../")) < target.len)
		return text_of("");
	return text_slice(target, strlen(store), target.len);
}

/* "@scope+name@1.0.0(peers)" or "…_peers": a slash in a name is a plus there. */
static bool is_in_store(struct text folder, const struct pin *pin)
{
	size_t len = pin->name.len;

	if (folder.len < len + 1 + pin->version.len || folder.ptr[len] != '@')
		return false;
	for (size_t i = 0; i < len; i++)
		if (folder.ptr[i] != (pin->name.ptr[i] == '/' ? '+' : pin->name.ptr[i]))
			return false;
	folder = text_slice(folder, len + 1, folder.len);
	if (!text_equal(text_slice(folder, 0, pin->version.len), pin->version))
		return false;
	folder = text_slice(folder, pin->version.len, folder.len);
	return !folder.len || folder.ptr[0] == '_' || folder.ptr[0] == '(';
}

int kept_is_stored(bool *out, struct kept *kept, struct text target, struct err *err)
{
	static const char modules[] = "/node_modules/";
	struct text stored = behind_parents(target, kept->place.name);
	size_t slash = text_find(stored, text_of(modules));
	struct text path = arena_textf(
		kept->arena, "%.*spnpm-lock.yaml", (int)kept->place.top.len, kept->place.top.ptr);
	const struct kept_entries *entries;
	const struct lock *lock;

	*out = false;
	if (!path.ptr)
		return err_nomem(err);
	if (!text_equal(text_slice(stored, slash + strlen(modules), stored.len), kept->place.name))
		return 0;
	if (proving_lock(&lock, kept->proving, SIDE_HEAD, "pnpm-lock", path, err) < 0 ||
		kept_entries(&entries, kept, lock, err) < 0)
		return -1;
	for (const struct pin *pin = entries ? kept_entry_named(entries, kept->place.name) : NULL;
		pin && !*out; pin = kept_entry_next(entries, pin))
		*out = is_in_store(text_slice(stored, 0, slash), pin);
	return 0;
}

/* ---- what starts the packages' programs ---- */

static bool is_manifest(struct text path)
{
	struct text name = text_slice(path, folder_of(path).len, path.len);

	return text_is(name, "package.json") || text_is(name, "pnpm-workspace.yaml") ||
	       text_is(name, ".yarnrc.yml");
}

/* What these are made from: locks, which say what programs packages have, and manifests of the project's own. */
static bool has_source_of_programs(const struct kept *kept)
{
	const struct change *change = kept->judging->job->change;

	for (size_t i = 0; i < change->file_count; i++) {
		struct text path = change->files[i].path;
		struct text name = text_slice(path, folder_of(path).len, path.len);
		struct kept_place place;

		for (const struct kept_lock *lock = kept->layout->locks; lock->format; lock++)
			if (text_is(name, lock->file))
				return true;
		if (is_manifest(path) && !kept->layout->split(&place, path))
			return true;
	}
	return false;
}

void kept_decide_programs(struct kept *kept)
{
	if (kept->programs == PROGRAMS_UNASKED)
		kept->programs = has_source_of_programs(kept) ? PROGRAMS_MAY_CHANGE : PROGRAMS_STAY;
	kept->format = "npm-manifest";
	kept->hold = kept->programs == PROGRAMS_STAY ? KEPT_AS_BASE : KEPT_FREE;
}
