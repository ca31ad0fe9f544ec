/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/snapshot.h"

#include <stdlib.h>

#include "gate/base/buffer.h"
#include "gate/change/objects.h"

int shot_add(struct shot *shot, const struct entry *entry, struct err *err)
{
	if (arena_reserve(shot->arena, (void **)&shot->entries, &shot->capacity, shot->count + 1,
		    sizeof(*shot->entries)) < 0)
		return err_nomem(err);
	shot->entries[shot->count++] = *entry;
	return 0;
}

/* --- the index --- */

static int fail_conflict(struct text path, struct err *err)
{
	err_set(err, ERR_LOOK, "%.*s is in conflict: nothing is staged for it yet",
		text_quote(path), path.ptr);
	return err_remedy(err, "resolve it and stage it: git add FILE, or judge the working tree: "
			       "seamgate run --worktree");
}

static int add_staged(struct shot *shot, struct err *err)
{
	for (size_t i = 0; i < shot->index.count; i++) {
		const struct staged *staged = &shot->index.items[i];

		if (staged->is_conflict)
			return fail_conflict(staged->entry.name, err);
		if (!staged->is_intent && shot_add(shot, &staged->entry, err) < 0)
			return -1;
	}
	return 0;
}

/* --- trees --- */

/* A folder while its tree is made: which entries are in it, and how long its own path is. */
struct folder {
	size_t from, to, prefix;
	unsigned depth;
};

static void add_line(struct buffer *out, uint32_t mode, struct text name, const struct oid *oid)
{
	buffer_printf(out, "%o ", (unsigned)mode);
	buffer_add(out, name);
	buffer_byte(out, '\0');
	buffer_add(out, (struct text){(const char *)oid->bytes, sizeof(oid->bytes)});
}

/* The entries from `at` on that are in the same subfolder; its name is the first part of theirs. */
static struct folder subfolder(
	const struct shot *shot, const struct folder *folder, size_t at, size_t slash)
{
	struct folder sub = {at, at, folder->prefix + slash + 1, folder->depth + 1};
	struct text start = text_slice(shot->entries[at].name, 0, sub.prefix);

	while (sub.to < folder->to &&
		text_equal(text_slice(shot->entries[sub.to].name, 0, sub.prefix), start))
		sub.to++;
	return sub;
}

static int too_deep(struct text path, struct err *err)
{
	return err_set(err, ERR_LOOK, "%.*s is more than %d folders deep", text_quote(path),
		path.ptr, DEEPEST_FOLDER);
}

static int store_tree(struct shot *shot, struct buffer *bytes, struct oid *out, struct err *err)
{
	struct overlay_object object = {.type = GIT_OBJECT_TREE, .bytes = buffer_text(bytes)};

	if (bytes->failed)
		return err_nomem(err);
	if (overlay_hash(&object.oid, object.type, object.bytes, err) < 0)
		return -1;
	*out = object.oid;
	return overlay_add(shot->repo->overlay, &object, err);
}

static int make_tree(
	struct shot *shot, const struct folder *folder, struct oid *out, struct err *err);

/* One entry of a folder, or all that are in one subfolder; *at is moved behind them. */
static int add_child(struct shot *shot, const struct folder *folder, size_t *at,
	struct buffer *bytes, struct err *err)
{
	const struct entry *entry = &shot->entries[*at];
	struct text rest = text_slice(entry->name, folder->prefix, entry->name.len);
	const char *slash = memchr(rest.ptr, '/', rest.len);
	struct folder sub;
	struct oid oid;

	if (!slash) {
		add_line(bytes, entry->mode, rest, &entry->oid);
		++*at;
		return 0;
	}
	sub = subfolder(shot, folder, *at, (size_t)(slash - rest.ptr));
	if (sub.depth > DEEPEST_FOLDER)
		return too_deep(entry->name, err);
	if (make_tree(shot, &sub, &oid, err) < 0)
		return -1;
	add_line(bytes, MODE_FOLDER, text_slice(rest, 0, (size_t)(slash - rest.ptr)), &oid);
	*at = sub.to;
	return 0;
}

/* Sorted by whole paths, entries are in a tree's order too. As deep as DEEPEST_FOLDER calls. */
static int make_tree(
	struct shot *shot, const struct folder *folder, struct oid *out, struct err *err)
{
	struct buffer bytes = {0};
	int code = 0;

	for (size_t at = folder->from; code == 0 && at < folder->to;)
		code = add_child(shot, folder, &at, &bytes, err);
	if (code == 0)
		code = store_tree(shot, &bytes, out, err);
	buffer_free(&bytes);
	return code;
}

static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	return text_compare(a->name, b->name);
}

static int take(struct shot *shot, enum snapshot what, const char *index_file, struct err *err)
{
	struct repo *repo = shot->repo;

	repo->overlay = overlay_new(repo->arena);
	if (!repo->overlay)
		return err_nomem(err);
	if (index_read(&shot->index, repo, index_file, err) < 0)
		return -1;
	return what == SNAPSHOT_INDEX ? add_staged(shot, err) : worktree_read(shot, err);
}

int repo_snapshot(struct repo *repo, enum snapshot what, const char *index_file, struct oid *tree,
	struct err *err)
{
	struct shot shot = {.repo = repo, .arena = repo->arena};
	struct folder top = {0};

	if (!repo->work_dir[0]) {
		err_set(err, ERR_LOOK, "the repository is bare: nothing is staged or checked out");
		return err_remedy(err, "run it in a clone, or judge commits: seamgate run --base "
				       "REV --head REV");
	}
	if (take(&shot, what, index_file, err) < 0)
		return -1;
	if (shot.count > 1)
		qsort(shot.entries, shot.count, sizeof(*shot.entries), compare_entries);
	top.to = shot.count;
	if (make_tree(&shot, &top, tree, err) < 0)
		return -1;
	objects_lay_over(repo->objects, repo->overlay);
	return 0;
}

int repo_tree(struct repo *repo, const struct oid *commit, struct oid *out, struct err *err)
{
	return tree_of(out, repo_store(repo), commit, err);
}

int snapshot_range(struct range *out, struct repo *repo, enum snapshot what, const char *index_file,
	struct err *err)
{
	static const char *const names[] = {
		[SNAPSHOT_INDEX] = "the index", [SNAPSHOT_WORKTREE] = "the working tree"};

	*out = (struct range){.net_only = true,
		.base_name = text_of("HEAD"),
		.head_name = text_of(names[what]),
		.label = text_of("not committed yet")};
	if (git_repository_head_unborn(repo->git) == 1)
		out->base_name = text_of("");
	else if (repo_resolve(repo, out->base_name, &out->base, NULL, err) < 0)
		return -1;
	return repo_snapshot(repo, what, index_file, &out->head, err);
}
