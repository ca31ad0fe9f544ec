/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "gate/base/glob.h"
#include "gate/change/directory.h"
#include "gate/change/reader.h"
#include "gate/change/tree.h"

struct matching {
	struct text glob, prefix;
	bool files_only;
	struct paths *out;
	struct arena *arena;
};

/* The folders that a pattern spells out: what stands before the first special byte, up to a '/'. */
static struct text folder_prefix(struct text glob)
{
	size_t end = 0, slash = 0;

	while (end < glob.len && !strchr("*?[{\\", glob.ptr[end])) {
		if (glob.ptr[end] == '/')
			slash = end + 1;
		end++;
	}
	return text_slice(glob, 0, slash);
}

static int add_match(const struct matching *matching, struct text path, struct err *err)
{
	struct paths *out = matching->out;

	if (!glob_match(matching->glob, path))
		return 0;
	if (arena_reserve(matching->arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(*out->items)) < 0)
		return err_nomem(err);
	out->items[out->count] = arena_text(matching->arena, path);
	return out->items[out->count++].ptr ? 0 : err_nomem(err);
}

static int match_tree(void *self, const struct delta *delta, struct err *err)
{
	uint32_t mode = delta->own->mode;

	if (mode == MODE_FOLDER || mode == MODE_SUBMODULE)
		return 0;
	return add_match(self, delta->path, err);
}

static int match_disk(void *self, const struct directory_entry *entry, struct err *err)
{
	const struct matching *matching = self;

	if (entry->mode == MODE_NONE || (matching->files_only && entry->mode == MODE_SYMLINK))
		return 0;
	return add_match(matching, entry->path, err);
}

static bool wants_folder(void *self, struct text folder)
{
	const struct matching *matching = self;

	return folder_fits(folder, matching->prefix);
}

static int compare_paths(const void *left, const void *right)
{
	const struct text *a = left, *b = right;

	return text_compare(*a, *b);
}

static int walk_commit(
	struct reader *reader, const struct oid *commit, struct matching *matching, struct err *err)
{
	struct store store = {reader->objects, &reader->absence, &reader->limits.deadline};
	struct oid tree;
	struct comparison comparison = {
		.own = &tree, .sink = match_tree, .wants = wants_folder, .self = matching};

	if (oid_is_zero(commit) || !reader->objects)
		return 0;
	if (reader_tree(reader, commit, &tree, err) < 0)
		return -1;
	return tree_compare(&comparison, store, err);
}

static int walk_disk(const struct reader *reader, struct matching *matching, struct err *err)
{
	if (reader->only)
		return add_match(matching, text_of(reader->only), err);
	return directory_walk(&(struct directory_range){.root = reader->root,
				      .prefix = matching->prefix,
				      .deadline = &reader->limits.deadline},
		match_disk, matching, err);
}

/* NOLINTNEXTLINE(readability-function-size): the six that a look-up has */
int reader_match(struct reader *reader, const struct oid *commit, const char *glob,
	struct paths *out, struct arena *arena, struct err *err)
{
	struct matching matching = {.glob = text_of(glob), .out = out, .arena = arena};
	int code;

	*out = (struct paths){0};
	if (glob_check(matching.glob, err) < 0)
		return -1;
	matching.prefix = folder_prefix(matching.glob);
	if (reader_is_on_disk(reader, commit))
		code = walk_disk(reader, &matching, err);
	else
		code = walk_commit(reader, commit, &matching, err);
	if (code == 0 && out->count > 1)
		qsort(out->items, out->count, sizeof(*out->items), compare_paths);
	return code;
}

int match_folder(const struct disk_folder *folder, const char *glob, struct paths *out,
	struct arena *arena, struct err *err)
{
	struct matching matching = {.glob = text_of(glob),
		.files_only = folder->files_only,
		.out = out,
		.arena = arena};
	struct directory_range range = {
		.root = folder->root, .most = folder->most, .deadline = folder->deadline};

	*out = (struct paths){0};
	if (glob_check(matching.glob, err) < 0)
		return -1;
	matching.prefix = range.prefix = folder_prefix(matching.glob);
	if (directory_walk(&range, match_disk, &matching, err) < 0)
		return -1;
	if (out->count > 1)
		qsort(out->items, out->count, sizeof(*out->items), compare_paths);
	return 0;
}
