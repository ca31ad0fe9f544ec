/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/package_index.h"

#include <string.h>

#include "checks/dependencies/proof/parts.h"
#include "checks/dependencies/subjects.h"

const struct package_kind *const package_kinds[PACKAGE_KINDS] = {
	&gem_packages, &nuget_packages, &hex_packages, &gradle_packages, &maven_packages};

int package_index_of(struct package_index **out, struct proving *proving, struct err *err)
{
	struct proof_parts *parts = proving->parts;

	if (!parts->packages) {
		parts->packages = arena_alloc(proving->job->arena, sizeof(*parts->packages));
		if (!parts->packages)
			return err_nomem(err);
		keys_start(&parts->packages->told, proving->job->arena);
	}
	*out = parts->packages;
	return 0;
}

/* ---- names ---- */

static struct text lower(struct text text, struct arena *arena)
{
	char *out = arena_copy(arena, text);

	for (size_t i = 0; out && i < text.len; i++)
		if (out[i] >= 'A' && out[i] <= 'Z')
			out[i] = (char)(out[i] - 'A' + 'a');
	return (struct text){out, text.len};
}

struct text package_key(const struct package_kind *kind, struct text name, struct arena *arena)
{
	return kind->has_no_case ? lower(name, arena) : name;
}

struct text package_name(struct text path)
{
	return text_slice(path, folder_of(path).len, path.len);
}

/* The folder that a lock answers for: Gradle's lies in one of its own. */
struct text package_top(struct text lock)
{
	struct text folder = folder_of(lock);

	if (text_is(folder, "gradle/") || text_ends(folder, "/gradle/"))
		folder.len -= strlen("gradle/");
	return folder;
}

bool package_is_below(struct text path, struct text folder)
{
	return path.len > folder.len &&
	       (folder.len == 0 || memcmp(path.ptr, folder.ptr, folder.len) == 0);
}

/* ---- the index ---- */

int package_index_files(struct kind_index *index, const struct package_kind *kind,
	struct proving *proving, struct err *err)
{
	struct arena *arena = proving->job->arena;

	if (index->has_files)
		return 0;
	index->has_files = true;
	keys_start(&index->files, arena);
	if (proving_match(&index->paths, proving, text_of(""), kind->glob, err) < 0)
		return -1;
	index->next = arena_array(arena, index->paths.count + 1, sizeof(*index->next));
	if (!index->next)
		return err_nomem(err);
	/* From behind, so that chains come out in the order of the paths. */
	for (size_t i = index->paths.count; i-- > 0;) {
		struct text key = package_key(kind, package_name(index->paths.items[i]), arena);
		uint32_t *first;

		if (!key.ptr)
			return err_nomem(err);
		if (keys_add(&index->files, key, &first, err) < 0)
			return -1;
		index->next[i] = *first;
		*first = (uint32_t)i + 1;
	}
	return 0;
}

static int add_pin(struct kind_index *index, const struct package_kind *kind,
	const struct named_pin *named, struct arena *arena, struct err *err)
{
	struct text name = kind->file(named->pin, arena), key;
	uint32_t *first;

	if (!name.ptr)
		return err_nomem(err);
	if (name.len == 0)
		return 0;
	key = package_key(kind, name, arena);
	if (!key.ptr || arena_reserve(arena, (void **)&index->items, &index->capacity,
				index->count + 1, sizeof(*index->items)) < 0)
		return err_nomem(err);
	if (keys_add(&index->pins, key, &first, err) < 0)
		return -1;
	index->items[index->count] = *named;
	index->items[index->count].next = *first;
	*first = (uint32_t)++index->count;
	return 0;
}

int package_index_pins(struct kind_index *index, const struct package_kind *kind,
	struct proving *proving, struct err *err)
{
	if (index->has_pins)
		return 0;
	index->has_pins = true;
	keys_start(&index->pins, proving->job->arena);
	for (const char *const *format = kind->formats; *format; format++) {
		struct proof_locks locks;

		if (proving_locks(&locks, proving, *format, err) < 0)
			return -1;
		for (size_t l = 0; l < locks.count; l++)
			for (size_t i = 0; i < locks.items[l]->pins.count; i++) {
				const struct named_pin named = {
					.pin = &locks.items[l]->pins.items[i],
					.format = *format,
					.lock = locks.paths[l]};

				if (add_pin(index, kind, &named, proving->job->arena, err) < 0)
					return -1;
			}
	}
	return 0;
}

/* ---- one package ---- */

int package_hold(struct proof *out, struct proving *proving, const struct package_kind *kind,
	const struct pin *pin, struct text bytes, struct err *err)
{
	return kind->hold ? kind->hold(out, proving, pin, bytes, err)
			  : proof_hold(out, proving, pin, bytes, err);
}
