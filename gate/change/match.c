/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "gate/base/glob.h"
#include "gate/change/compare.h"
#include "gate/change/directory.h"
#include "gate/change/reader.h"

struct matching {
	struct text glob, prefix; /* without a glob: the files of the folder `prefix` alone */
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

/* Whether the pattern is one path and no other: it spells out each of its components. */
static bool is_path(struct text glob)
{
	for (size_t i = 0; i < glob.len; i++)
		if (strchr("*?[{\\", glob.ptr[i]))
			return false;
	return glob.len && memchr(glob.ptr, '/', glob.len) && !text_ends(glob, "/");
}

/* A "**", or a brace or a set before a '/'. */
static bool may_span_components(struct text rest)
{
	if (text_starts(rest, "**"))
		return true;
	return (rest.ptr[0] == '{' || rest.ptr[0] == '[') && memchr(rest.ptr, '/', rest.len);
}

/* The end of the first `depth` components of a pattern; its length where it has not as many. -1 where something may make others of them. */
static ptrdiff_t components(struct text glob, size_t depth)
{
	for (size_t i = 0; i < glob.len; i++) {
		if (may_span_components(text_slice(glob, i, glob.len)))
			return -1;
		if (glob.ptr[i] == '\\')
			i++;
		else if (glob.ptr[i] == '/' && --depth == 0)
			return (ptrdiff_t)i;
	}
	return (ptrdiff_t)glob.len;
}

/* False for a folder below which no path matches; true where that cannot be told. */
static bool may_match_below(struct text glob, struct text folder)
{
	size_t depth = 1;
	ptrdiff_t end;

	if (!memchr(glob.ptr, '/', glob.len) || text_ends(glob, "/"))
		return true;
	for (size_t i = 0; i < folder.len; i++)
		depth += folder.ptr[i] == '/';
	end = components(glob, depth);
	if (end == (ptrdiff_t)glob.len)
		return false;
	return end < 0 || glob_match(text_slice(glob, 0, (size_t)end), folder);
}

static bool is_match(const struct matching *matching, struct text path)
{
	struct text prefix = matching->prefix;

	if (matching->glob.len)
		return glob_match(matching->glob, path);
	return path.len > prefix.len && memcmp(path.ptr, prefix.ptr, prefix.len) == 0 &&
	       !memchr(path.ptr + prefix.len, '/', path.len - prefix.len);
}

static int add_match(const struct matching *matching, struct text path, struct err *err)
{
	struct paths *out = matching->out;

	if (!is_match(matching, path))
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

	if (!folder_fits(folder, matching->prefix))
		return false;
	return matching->glob.len ? may_match_below(matching->glob, folder)
				  : folder.len < matching->prefix.len;
}

static int compare_paths(const void *left, const void *right)
{
	const struct text *a = left, *b = right;

	return text_compare(*a, *b);
}

/* A tree has them in order but for files beside folders ("a.b" and "a/b"). */
static void sort(struct paths *paths)
{
	for (size_t i = 1; i < paths->count; i++)
		if (text_compare(paths->items[i - 1], paths->items[i]) > 0) {
			qsort(paths->items, paths->count, sizeof(*paths->items), compare_paths);
			return;
		}
}

/* One look-up for each component, however many files stand beside it. */
static int look_up(struct store store, const struct oid *tree, const struct matching *matching,
	struct err *err)
{
	struct entry entry;

	if (tree_find(&entry, store, tree, matching->glob, err) < 0)
		return -1;
	if (entry.mode == MODE_NONE || entry.mode == MODE_SUBMODULE)
		return 0;
	return add_match(matching, matching->glob, err);
}

static int walk_commit(
	struct reader *reader, const struct oid *commit, struct matching *matching, struct err *err)
{
	struct store store = {.objects = reader->objects,
		.absence = &reader->absence,
		.deadline = &reader->limits.deadline};
	struct text top = text_slice(
		matching->prefix, 0, matching->prefix.len ? matching->prefix.len - 1 : 0);
	struct oid tree, folder;
	struct comparison comparison = {.own = &folder,
		.top = top,
		.sink = match_tree,
		.wants = wants_folder,
		.self = matching};
	bool found;

	if (oid_is_zero(commit) || !reader->objects)
		return 0;
	store.index = reader->index;
	if (reader_tree(reader, commit, &tree, err) < 0)
		return -1;
	if (is_path(matching->glob))
		return look_up(store, &tree, matching, err);
	if (tree_find_folder(&folder, &found, store, &tree, top, err) < 0)
		return -1;
	return found ? tree_compare(&comparison, store, err) : 0;
}

static int walk_disk(const struct reader *reader, struct matching *matching, struct err *err)
{
	if (reader->only)
		return add_match(matching, text_of(reader->only), err);
	return directory_walk(&(struct directory_range){.root = reader->root,
				      .prefix = matching->prefix,
				      .deadline = &reader->limits.deadline,
				      .enters = wants_folder},
		match_disk, matching, err);
}

static int walk(
	struct reader *reader, const struct oid *commit, struct matching *matching, struct err *err)
{
	struct paths *out = matching->out;
	int code = reader_is_on_disk(reader, commit) ? walk_disk(reader, matching, err)
						     : walk_commit(reader, commit, matching, err);

	if (code == 0 && out->count > 1)
		qsort(out->items, out->count, sizeof(*out->items), compare_paths);
	return code;
}

struct each {
	file_sink *sink;
	void *self;
	bool is_ended;
};

static int give_file(void *self, const struct delta *delta, struct err *err)
{
	struct each *each = self;
	const struct file file = {
		.path = delta->path, .head_mode = delta->own->mode, .head = delta->own->oid};

	(void)err;
	if (delta->own->mode == MODE_FOLDER)
		return 0;
	each->is_ended = each->is_ended || !each->sink(each->self, &file);
	return each->is_ended ? -1 : 0;
}

/* There may be folders without end, and no file in any. */
static bool give_folder(void *self, struct text folder)
{
	struct each *each = self;
	const struct file file = {.path = folder, .head_mode = MODE_FOLDER};

	each->is_ended = each->is_ended || !each->sink(each->self, &file);
	return !each->is_ended;
}

int reader_each(struct reader *reader, const struct oid *commit, file_sink *sink, void *self,
	struct err *err)
{
	struct store store = {.objects = reader->objects,
		.absence = &reader->absence,
		.deadline = &reader->limits.deadline};
	struct each each = {sink, self, false};
	struct oid tree;
	const struct comparison comparison = {
		.own = &tree, .sink = give_file, .wants = give_folder, .self = &each};

	if (reader_tree(reader, commit, &tree, err) < 0)
		return -1;
	return tree_compare(&comparison, store, err) < 0 && !each.is_ended ? -1 : 0;
}

/* NOLINTNEXTLINE(readability-function-size): the six that a look-up has */
int reader_match(struct reader *reader, const struct oid *commit, const char *glob,
	struct paths *out, struct arena *arena, struct err *err)
{
	struct matching matching = {.glob = text_of(glob), .out = out, .arena = arena};

	*out = (struct paths){0};
	if (glob_check(matching.glob, err) < 0)
		return -1;
	matching.prefix = folder_prefix(matching.glob);
	return walk(reader, commit, &matching, err);
}

/* NOLINTNEXTLINE(readability-function-size): likewise */
int reader_list(struct reader *reader, const struct oid *commit, struct text folder,
	struct paths *out, struct arena *arena, struct err *err)
{
	struct matching matching = {.prefix = folder, .out = out, .arena = arena};

	*out = (struct paths){0};
	return walk(reader, commit, &matching, err);
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
	sort(out);
	return 0;
}
