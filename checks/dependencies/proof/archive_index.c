/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/archive_index.h"

#include <stdlib.h>

#include "checks/dependencies/proof/parts.h"
#include "checks/dependencies/subjects.h"

/* Things by each of their names: numbers in chains, the last first. */
struct named_links {
	struct keys names; /* 1 + the first link */
	struct named_link {
		uint32_t thing, next; /* 1 + the next link, 0 at the end */
	} * items;
	size_t count, capacity;
};

struct kind_lists {
	bool has_entries, has_files;
	struct named_links entry_links, file_links;
	struct archived_entry *entries;
	size_t entry_count, entry_capacity;
	struct text *files;
	size_t file_count, file_capacity;
};

struct archive_index {
	struct kind_lists *kinds; /* as archived_kinds */
};

static int lists_of(struct kind_lists **out, struct proving *proving,
	const struct archived_kind *kind, struct err *err)
{
	struct arena *arena = proving->job->arena;
	struct proof_parts *parts = proving->parts;

	if (!parts->archives) {
		parts->archives = arena_alloc(arena, sizeof(*parts->archives));
		if (!parts->archives)
			return err_nomem(err);
		parts->archives->kinds =
			arena_array(arena, archived_kinds.count, sizeof(*parts->archives->kinds));
		if (!parts->archives->kinds)
			return err_nomem(err);
	}
	*out = &parts->archives->kinds[kind - archived_kinds.items];
	return 0;
}

/* ---- links ---- */

static int link_name(struct named_links *links, struct text name, uint32_t thing,
	struct arena *arena, struct err *err)
{
	uint32_t *first;

	if (arena_reserve(arena, (void **)&links->items, &links->capacity, links->count + 1,
		    sizeof(*links->items)) < 0)
		return err_nomem(err);
	if (keys_add(&links->names, name, &first, err) < 0)
		return -1;
	links->items[links->count] = (struct named_link){thing, *first};
	*first = (uint32_t)++links->count;
	return 0;
}

static int link_names(struct named_links *links, const struct archived_names *names, size_t thing,
	struct arena *arena, struct err *err)
{
	if (names->failed)
		return err_nomem(err);
	for (size_t i = 0; i < names->count; i++)
		if (link_name(links, names->items[i], (uint32_t)thing, arena, err) < 0)
			return -1;
	return 0;
}

struct numbers {
	uint32_t *items;
	size_t count, capacity;
};

static int compare_numbers(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

/* All things that have one of the names, sorted, each once. */
static int find_linked(struct numbers *out, const struct named_links *links,
	const struct archived_names *names, struct arena *arena, struct err *err)
{
	size_t kept = 0;

	*out = (struct numbers){0};
	if (names->failed)
		return err_nomem(err);
	for (size_t i = 0; i < names->count; i++) {
		const uint32_t *first = keys_find(&links->names, names->items[i]);

		for (uint32_t at = first ? *first : 0; at; at = links->items[at - 1].next) {
			if (arena_reserve(arena, (void **)&out->items, &out->capacity,
				    out->count + 1, sizeof(*out->items)) < 0)
				return err_nomem(err);
			out->items[out->count++] = links->items[at - 1].thing;
		}
	}
	if (out->count > 1)
		qsort(out->items, out->count, sizeof(*out->items), compare_numbers);
	for (size_t i = 0; i < out->count; i++)
		if (i == 0 || out->items[i] != out->items[i - 1])
			out->items[kept++] = out->items[i];
	out->count = kept;
	return 0;
}

/* ---- entries of locks ---- */

static int add_entry(struct kind_lists *lists, const struct archived_kind *kind,
	const struct archived_entry *entry, struct arena *arena, struct err *err)
{
	struct archived_names names = {.arena = arena};

	if (!entry->pin->digest_count)
		return 0;
	if (arena_reserve(arena, (void **)&lists->entries, &lists->entry_capacity,
		    lists->entry_count + 1, sizeof(*lists->entries)) < 0)
		return err_nomem(err);
	lists->entries[lists->entry_count++] = *entry;
	kind->names_of_entry(&names, entry->pin);
	return link_names(&lists->entry_links, &names, lists->entry_count - 1, arena, err);
}

static int add_locks(struct kind_lists *lists, const struct archived_kind *kind,
	struct proving *proving, const char *format, struct err *err)
{
	struct proof_locks locks;

	if (proving_locks(&locks, proving, format, err) < 0)
		return -1;
	for (size_t l = 0; l < locks.count; l++)
		for (size_t i = 0; i < locks.items[l]->pins.count; i++) {
			const struct archived_entry entry = {
				&locks.items[l]->pins.items[i], format, locks.paths[l]};

			if (add_entry(lists, kind, &entry, proving->job->arena, err) < 0)
				return -1;
		}
	return 0;
}

static int list_entries(struct kind_lists *lists, const struct archived_kind *kind,
	struct proving *proving, struct err *err)
{
	if (lists->has_entries)
		return 0;
	lists->has_entries = true;
	keys_start(&lists->entry_links.names, proving->job->arena);
	for (const char *const *format = kind->formats; *format; format++)
		if (add_locks(lists, kind, proving, *format, err) < 0)
			return -1;
	return 0;
}

int archive_index_entries(struct archived_entries *out, struct proving *proving,
	const struct archived_kind *kind, struct text path, struct err *err)
{
	struct archived_names names = {.arena = proving->arena};
	struct kind_lists *lists;
	struct numbers found;

	*out = (struct archived_entries){0};
	if (lists_of(&lists, proving, kind, err) < 0 || list_entries(lists, kind, proving, err) < 0)
		return -1;
	kind->names_of_file(&names, path);
	if (find_linked(&found, &lists->entry_links, &names, proving->arena, err) < 0)
		return -1;
	out->items = arena_array(proving->arena, found.count, sizeof(*out->items));
	if (!out->items)
		return err_nomem(err);
	for (size_t i = 0; i < found.count; i++) {
		const struct archived_entry *entry = &lists->entries[found.items[i]];

		if (kind->is_of(entry->pin, folder_of(entry->lock), path))
			out->items[out->count++] = entry;
	}
	return 0;
}

/* ---- files ---- */

static int add_file(struct kind_lists *lists, const struct archived_kind *kind, struct text path,
	struct arena *arena, struct err *err)
{
	struct archived_names names = {.arena = arena};

	if (arena_reserve(arena, (void **)&lists->files, &lists->file_capacity,
		    lists->file_count + 1, sizeof(*lists->files)) < 0)
		return err_nomem(err);
	lists->files[lists->file_count++] = path;
	kind->names_of_file(&names, path);
	return link_names(&lists->file_links, &names, lists->file_count - 1, arena, err);
}

static int list_files(struct kind_lists *lists, const struct archived_kind *kind,
	struct proving *proving, struct err *err)
{
	struct arena *arena = proving->job->arena;

	if (lists->has_files)
		return 0;
	lists->has_files = true;
	keys_start(&lists->file_links.names, arena);
	for (const char *const *suffix = kind->suffixes; *suffix; suffix++) {
		const char *glob = arena_printf(proving->arena, "**/*%s", *suffix);
		struct paths paths;

		if (!glob)
			return err_nomem(err);
		if (proving_match(&paths, proving, text_of(""), glob, err) < 0)
			return -1;
		for (size_t i = 0; i < paths.count; i++)
			if (add_file(lists, kind, paths.items[i], arena, err) < 0)
				return -1;
	}
	return 0;
}

int archive_index_files(struct paths *out, struct proving *proving,
	const struct archived_kind *kind, const struct pin *pin, struct text lock_folder,
	struct err *err)
{
	struct archived_names names = {.arena = proving->arena};
	struct kind_lists *lists;
	struct numbers found;

	*out = (struct paths){0};
	if (lists_of(&lists, proving, kind, err) < 0 || list_files(lists, kind, proving, err) < 0)
		return -1;
	kind->names_of_entry(&names, pin);
	if (find_linked(&found, &lists->file_links, &names, proving->arena, err) < 0)
		return -1;
	out->items = arena_array(proving->arena, found.count, sizeof(*out->items));
	if (!out->items)
		return err_nomem(err);
	for (size_t i = 0; i < found.count; i++)
		if (kind->is_of(pin, lock_folder, lists->files[found.items[i]]))
			out->items[out->count++] = lists->files[found.items[i]];
	return 0;
}
