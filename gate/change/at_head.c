/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/at_head.h"

#include <string.h>

#include "gate/base/keys.h"
#include "gate/change/compare.h"

struct at_head {
	uint32_t mode; /* MODE_NONE: nothing */
	struct oid oid;
};

/* What the head's tree has at the paths that are in question, by the numbers of the collector's paths. */
struct search {
	const struct collector *collector;
	struct at_head *found;
	bool *wanted;
	struct keys folders; /* that hold a wanted path, at any depth */
	size_t last; /* the file that was found last: the next is mostly it or the one behind it */
};

static struct change files_of(const struct collector *collector)
{
	return (struct change){.files = collector->files, .file_count = collector->file_count};
}

static int want_folders(struct search *search, struct text path, struct err *err)
{
	for (size_t at = path.len; at-- > 0;) {
		size_t before = search->folders.count;
		uint32_t *number;

		if (path.ptr[at] != '/')
			continue;
		if (keys_add(&search->folders, text_slice(path, 0, at), &number, err) < 0)
			return -1;
		if (search->folders.count == before)
			return 0;
	}
	return 0;
}

/* Whether there is anything to look for. */
static int want_paths(struct search *search, bool *any, struct err *err)
{
	const struct collector *collector = search->collector;
	struct change files = files_of(collector);

	for (size_t i = 0; i < collector->path_count; i++) {
		search->wanted[i] = !change_file(&files, collector->path_items[i]->text);
		if (!search->wanted[i])
			continue;
		*any = true;
		if (want_folders(search, collector->path_items[i]->text, err) < 0)
			return -1;
	}
	return 0;
}

static bool is_wanted_folder(void *self, struct text folder)
{
	const struct search *search = self;

	return keys_find(&search->folders, folder) != NULL;
}

static int note(void *self, const struct delta *delta, struct err *err)
{
	struct search *search = self;
	uint32_t number;

	(void)err;
	if (delta->own->mode != MODE_FOLDER &&
		path_table_find(&search->collector->paths, search->collector->path_items,
			delta->path, &number) &&
		search->wanted[number] && search->found[number].mode == MODE_NONE)
		search->found[number] = (struct at_head){delta->own->mode, delta->own->oid};
	return 0;
}

static int look(
	struct search *search, struct store store, const struct oid *head_tree, struct err *err)
{
	const struct collector *collector = search->collector;
	struct arena *scratch = collector->paths.arena;
	struct comparison comparison = {
		.own = head_tree, .sink = note, .wants = is_wanted_folder, .self = search};
	bool any = false;

	search->found = arena_array(scratch, collector->path_count + 1, sizeof(*search->found));
	search->wanted = arena_array(scratch, collector->path_count + 1, sizeof(*search->wanted));
	if (!search->found || !search->wanted)
		return err_nomem(err);
	if (!head_tree)
		return 0;
	keys_start(&search->folders, scratch);
	if (want_paths(search, &any, err) < 0)
		return -1;
	return any ? tree_compare(&comparison, store, err) : 0;
}

static const struct file *find_file(
	struct search *search, const struct change *files, struct text path)
{
	const struct file *found = NULL;

	for (size_t i = search->last; !found && i < files->file_count && i < search->last + 2; i++)
		if (text_equal(files->files[i].path, path))
			found = &files->files[i];
	if (!found)
		found = change_file(files, path);
	if (found)
		search->last = (size_t)(found - files->files);
	return found;
}

/* A path that is not among the files is the same in both trees, or in neither. */
static struct at_head find(struct search *search, const struct change *files, uint32_t number)
{
	const struct file *file =
		find_file(search, files, search->collector->path_items[number]->text);

	return file ? (struct at_head){file->head_mode, file->head} : search->found[number];
}

/* `path`: its number and 1. */
static bool is_at_head(
	struct search *search, const struct change *files, const struct blob *blob, uint32_t path)
{
	struct at_head entry;

	if (!path)
		return false;
	entry = find(search, files, path - 1);
	if (blob->kind == BLOB_PATH)
		return entry.mode != MODE_NONE;
	return oid_equal(&entry.oid, &blob->oid) &&
	       (entry.mode == MODE_SYMLINK) == (blob->kind == BLOB_SYMLINK);
}

int at_head_mark(struct collector *collector, struct store store, const struct oid *head_tree,
	struct err *err)
{
	struct search search = {.collector = collector};
	struct change files = files_of(collector);

	if (look(&search, store, head_tree, err) < 0)
		return -1;
	for (size_t i = 0; i < collector->blob_count; i++) {
		struct blob *blob = &collector->blobs[i];

		if (blob->is_single)
			blob->place.at_head =
				is_at_head(&search, &files, blob, blob->place.path->rank);
	}
	for (size_t i = 0; i < collector->hit_count; i++) {
		struct hit *hit = &collector->hits[i].hit;

		hit->at_head = is_at_head(&search, &files, &collector->blobs[hit->blob], hit->path);
	}
	return 0;
}
