/* SPDX-License-Identifier: Apache-2.0
 *
 * The working tree's files as entries: what the index tracks, looked at path by path, and what it does
 * not, looked for on disk. The bytes of what is not as the index has it are kept in the overlay.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/base/keys.h"
#include "gate/change/directory.h"
#include "gate/change/regular.h"
#include "gate/change/snapshot.h"

/* All of it is held in memory. */
#define MOST_BYTES ((uint64_t)1 << 30)

struct worktree {
	struct shot *shot;
	int root;
	struct directory_near near;
	struct keys tracked; /* paths of the index */
	uint64_t bytes;      /* held so far */
	bool trusts_modes;   /* core.fileMode */
	struct buffer content;
	struct err err; /* of a folder that was to be entered */
};

/* --- one file --- */

static uint32_t mode_on_disk(const struct stat *status)
{
	if (S_ISLNK(status->st_mode))
		return MODE_SYMLINK;
	if (!S_ISREG(status->st_mode))
		return MODE_NONE;
	return status->st_mode & S_IXUSR ? MODE_EXECUTABLE : MODE_FILE;
}

static int too_large(struct text path, struct err *err)
{
	err_set(err, ERR_LOOK,
		"changed and untracked files of the working tree have over 1 GiB, with %.*s",
		text_quote(path), path.ptr);
	return err_remedy(err, "name in .gitignore what need not be judged, or commit and judge "
			       "the commit: seamgate run");
}

static int read_content(
	struct worktree *tree, const struct entry *entry, uint64_t size, struct err *err)
{
	struct directory_file file = {
		tree->root, entry->name, entry->mode == MODE_SYMLINK, MOST_BYTES - tree->bytes};

	if (size > MOST_BYTES - tree->bytes)
		return too_large(entry->name, err);
	return directory_read(&file, &tree->content, err);
}

/* Reads a file and makes its entry; `known` is the id that needs no keeping. */
static int add_file(struct worktree *tree, struct entry *entry, uint64_t size,
	const struct oid *known, struct err *err)
{
	struct overlay_object object = {.type = GIT_OBJECT_BLOB};

	if (read_content(tree, entry, size, err) < 0)
		return -1;
	object.bytes = buffer_text(&tree->content);
	if (overlay_hash(&object.oid, object.type, object.bytes, err) < 0)
		return -1;
	entry->oid = object.oid;
	if (!known || !oid_equal(known, &object.oid)) {
		tree->bytes += object.bytes.len;
		if (overlay_add(tree->shot->repo->overlay, &object, err) < 0)
			return -1;
	}
	return shot_add(tree->shot, entry, err);
}

/* --- what is tracked --- */

static bool before(int64_t a_s, int64_t a_ns, int64_t b_s, int64_t b_ns)
{
	return a_s != b_s ? a_s < b_s : a_ns < b_ns;
}

/* As git tells it: the same size and time, and not written in the very moment in which the index was. */
static bool is_unchanged(
	const struct index *index, const struct staged *staged, const struct stat *status)
{
	if (staged->is_conflict || staged->is_intent || staged->size != (uint32_t)status->st_size ||
		staged->modified_s != (int32_t)status->st_mtim.tv_sec ||
		staged->modified_ns != (uint32_t)status->st_mtim.tv_nsec)
		return false;
	return before(status->st_mtim.tv_sec, status->st_mtim.tv_nsec, index->written_s,
		index->written_ns);
}

static bool is_regular(uint32_t mode)
{
	return mode == MODE_FILE || mode == MODE_EXECUTABLE;
}

static int add_present(struct worktree *tree, const struct staged *staged,
	const struct stat *status, struct err *err)
{
	struct entry entry = {.name = staged->entry.name, .mode = mode_on_disk(status)};

	if (entry.mode == MODE_NONE)
		return 0;
	if (!tree->trusts_modes && is_regular(entry.mode) && is_regular(staged->entry.mode))
		entry.mode = staged->entry.mode;
	if (is_unchanged(&tree->shot->index, staged, status) &&
		(entry.mode == MODE_SYMLINK) == (staged->entry.mode == MODE_SYMLINK)) {
		entry.oid = staged->entry.oid;
		return shot_add(tree->shot, &entry, err);
	}
	return add_file(tree, &entry, (uint64_t)status->st_size,
		staged->is_conflict ? NULL : &staged->entry.oid, err);
}

static bool is_gone(int number)
{
	return number == ENOENT || number == ENOTDIR || number == ELOOP;
}

static int add_tracked(struct worktree *tree, const struct staged *staged, struct err *err)
{
	struct text path = staged->entry.name;
	struct stat status;

	if (staged->entry.mode == MODE_SUBMODULE || staged->is_elsewhere)
		return shot_add(tree->shot, &staged->entry, err);
	if (directory_near_stat(&tree->near, path, &status) == 0)
		return add_present(tree, staged, &status, err);
	if (is_gone(errno))
		return 0;
	return err_set(err, ERR_LOOK, "%.*s cannot be looked at", text_quote(path), path.ptr);
}

static int add_all_tracked(struct worktree *tree, struct err *err)
{
	const struct index *index = &tree->shot->index;

	for (size_t i = 0; i < index->count; i++) {
		const struct staged *staged = &index->items[i];
		size_t before = tree->tracked.count;
		uint32_t *number;

		if (keys_add(&tree->tracked, staged->entry.name, &number, err) < 0)
			return -1;
		if (tree->tracked.count > before && add_tracked(tree, staged, err) < 0)
			return -1;
	}
	return 0;
}

/* --- what is not --- */

/* What cannot be decided is looked at. */
static bool is_ignored(const struct worktree *tree, struct text path, bool is_folder)
{
	char name[LONGEST_PATH + 2];
	int ignored = 0;

	if (path.len > LONGEST_PATH)
		return false;
	memcpy(name, path.ptr, path.len);
	memcpy(name + path.len, is_folder ? "/" : "", is_folder ? 2 : 1);
	return git_ignore_path_is_ignored(&ignored, tree->shot->repo->git, name) == 0 && ignored;
}

/* A repository of its own: git would add it as a submodule, if at all. */
static bool is_repository(const struct worktree *tree, struct text folder)
{
	char mark[LONGEST_PATH + 8];
	struct stat status;

	if (folder.len > LONGEST_PATH)
		return false;
	memcpy(mark, folder.ptr, folder.len);
	memcpy(mark + folder.len, "/.git", sizeof("/.git"));
	return directory_stat(tree->root, text_of(mark), &status) == 0;
}

/* libgit2 reads it for whatever lies beside it and below, follows a link, and waits for a pipe. */
static bool has_readable_ignores(struct worktree *tree, struct text folder)
{
	char path[LONGEST_PATH + 16];
	struct stat status;

	if (folder.len > LONGEST_PATH)
		return true;
	snprintf(path, sizeof(path), "%.*s%s.gitignore", (int)folder.len, folder.ptr,
		folder.len ? "/" : "");
	if (fstatat(tree->root, path, &status, 0) < 0 || S_ISREG(status.st_mode) ||
		S_ISDIR(status.st_mode))
		return true;
	if (tree->err.kind == ERR_NONE) {
		err_set(&tree->err, ERR_LOOK, "%.*s is no regular file", text_quote(text_of(path)),
			path);
		(void)err_remedy(&tree->err, "put a file in its place, or nothing");
	}
	return false;
}

static bool enters(void *self, struct text folder)
{
	struct worktree *tree = self;

	return !keys_find(&tree->tracked, folder) && has_readable_ignores(tree, folder) &&
	       !is_repository(tree, folder) && !is_ignored(tree, folder, true);
}

/* Neither file nor link: git passes over pipes, sockets and devices, and so does this; a folder that
 * cannot be opened hides what is in it. */
static int pass_over(const struct worktree *tree, struct text path, struct err *err)
{
	struct stat status;

	if (directory_stat(tree->root, path, &status) == 0 && !S_ISDIR(status.st_mode))
		return 0;
	err_set(err, ERR_LOOK, "the folder %.*s cannot be opened", text_quote(path), path.ptr);
	return err_remedy(err, "name it in .gitignore, or make it readable");
}

static int add_untracked(void *self, const struct directory_entry *found, struct err *err)
{
	struct worktree *tree = self;
	struct entry entry = {.mode = found->mode};

	if (text_is(found->path, ".git") || keys_find(&tree->tracked, found->path) ||
		is_ignored(tree, found->path, false))
		return 0;
	if (found->mode == MODE_NONE)
		return pass_over(tree, found->path, err);
	entry.name = arena_text(tree->shot->arena, found->path);
	if (!entry.name.ptr)
		return err_nomem(err);
	return add_file(tree, &entry, found->size, NULL, err);
}

static int read_all(struct worktree *tree, struct err *err)
{
	const struct directory_range range = {.root = tree->root, .enters = enters};
	struct text modes;

	if (repo_config(tree->shot->repo, "core.filemode", &modes, tree->shot->arena, err) < 0)
		return -1;
	keys_start(&tree->tracked, tree->shot->arena);
	tree->trusts_modes = !text_is(modes, "false");
	if (add_all_tracked(tree, err) < 0)
		return -1;
	if (has_readable_ignores(tree, text_of("")) &&
		directory_walk(&range, add_untracked, tree, err) < 0)
		return -1;
	if (tree->err.kind == ERR_NONE)
		return 0;
	*err = tree->err;
	return -1;
}

int worktree_read(struct shot *shot, struct err *err)
{
	struct worktree tree = {.shot = shot};
	const char *only;
	int code;

	tree.root = directory_open(shot->repo->work_dir, &only, err);
	if (tree.root < 0)
		return -1;
	tree.near = (struct directory_near){.root = tree.root, .at = -1};
	code = read_all(&tree, err);
	directory_near_close(&tree.near);
	buffer_free(&tree.content);
	close(tree.root);
	return code;
}
