/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/stat.h>

#include "gate/change/regular.h"
#include "gate/change/snapshot.h"

static int fail_index(const char *file, struct err *err)
{
	library_fail(err, "the index %s cannot be read", file);
	return err_remedy(err,
		"if it is a split or a sparse one: git update-index --no-split-index, git "
		"sparse-checkout reapply --no-sparse-index; else: git fsck");
}

static int copy_entry(struct staged *out, const git_index_entry *entry, struct arena *arena)
{
	*out = (struct staged){
		.entry = {.name = arena_text(arena, text_of(entry->path)),
			.mode = entry->mode,
			.oid = from_git(&entry->id)},
		.is_conflict = GIT_INDEX_ENTRY_STAGE(entry) != 0,
		.is_intent = (entry->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD) != 0,
		.is_elsewhere = (entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0,
		.modified_s = entry->mtime.seconds,
		.modified_ns = entry->mtime.nanoseconds,
		.size = entry->file_size,
	};
	return out->entry.name.ptr ? 0 : -1;
}

static int copy_entries(struct index *out, git_index *index, struct arena *arena, struct err *err)
{
	size_t count = git_index_entrycount(index);

	out->items = arena_array(arena, count, sizeof(*out->items));
	if (!out->items)
		return err_nomem(err);
	for (; out->count < count; out->count++)
		if (copy_entry(&out->items[out->count], git_index_get_byindex(index, out->count),
			    arena) < 0)
			return err_nomem(err);
	return 0;
}

int index_read(struct index *out, struct repo *repo, const char *file, struct err *err)
{
	git_index *index = NULL;
	struct stat status;
	int code;

	*out = (struct index){0};
	if (!file)
		file = arena_printf(repo->arena, "%s/index", repo->git_dir);
	if (!file)
		return err_nomem(err);
	if (regular_file(file, err) < 0)
		return -1;
	/* A repository in which nothing was ever added has none. */
	if (stat(file, &status) < 0)
		return 0;
	out->written_s = status.st_mtim.tv_sec;
	out->written_ns = status.st_mtim.tv_nsec;
	if (git_index_open(&index, file) < 0)
		return fail_index(file, err);
	code = copy_entries(out, index, repo->arena, err);
	git_index_free(index);
	return code;
}
