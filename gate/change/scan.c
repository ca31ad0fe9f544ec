/* SPDX-License-Identifier: Apache-2.0
 *
 * change_read_directory: files on disk as a change without base.
 */
#include <unistd.h>

#include "gate/change/collect.h"
#include "gate/change/directory.h"

/* One entry: its content, whose reading fails where it is neither file nor link, and its name. */
static int collect_found(void *self, const struct directory_entry *entry, struct err *err)
{
	struct collector *collector = self;
	struct place place = {.commit = NO_COMMIT, .mode = (uint16_t)entry->mode, .at_head = true};
	struct blob blob = {
		.kind = (entry->mode == MODE_SYMLINK ? BLOB_SYMLINK : BLOB_FILE) & BLOB_KIND,
		.size = entry->size};
	struct file file = {.head_mode = entry->mode};

	if (collector_place(collector, &place, entry->path, err) < 0)
		return -1;
	file.path = place.path->text;
	if (collect_path(collector, &place, err) < 0 ||
		collect_blob(collector, &blob, &place, err) < 0)
		return -1;
	return entry->mode == MODE_NONE ? 0 : collect_file(collector, &file, err);
}

static int collect_only(struct collector *collector, int root, const char *name, struct err *err)
{
	struct directory_entry entry = {.path = text_of(name)};

	if (directory_lookup(root, entry.path, &entry.mode, err) < 0)
		return -1;
	return collect_found(collector, &entry, err);
}

/* What is read: all below a folder, or one file in it. */
struct place_on_disk {
	int root;
	const char *only;
	const struct deadline *deadline;
};

static int read_root(
	struct change *out, const struct place_on_disk *where, struct arena *arena, struct err *err)
{
	struct directory_range all = {
		.root = where->root, .prefix = text_of(""), .deadline = where->deadline};
	struct collector collector;
	struct arena *scratch = arena_new();
	int code;

	if (!scratch)
		return err_nomem(err);
	code = collector_start(&collector, arena, scratch, err);
	if (code == 0 && where->only)
		code = collect_only(&collector, where->root, where->only, err);
	else if (code == 0)
		code = directory_walk(&all, collect_found, &collector, err);
	if (code == 0)
		code = collector_finish(&collector, out, err);
	arena_free(scratch);
	return code;
}

int change_read_directory(struct change *out, const char *path, const struct deadline *deadline,
	struct arena *arena, struct err *err)
{
	struct place_on_disk where = {.deadline = deadline};
	int code;

	*out = (struct change){.is_scan = true, .is_directory = true, .base_name = text_of("")};
	where.root = directory_open(path, &where.only, err);
	if (where.root < 0)
		return -1;
	out->head_name = arena_text(arena, text_of(path));
	out->label = out->head_name;
	code = out->head_name.ptr ? read_root(out, &where, arena, err) : err_nomem(err);
	close(where.root);
	return code;
}
