/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/locked.h"

#include "gate/base/glob.h"
#include "gate/pointer.h"

struct locking {
	struct model_digests *out;
	const struct check_job *job;
	enum side side;
	const struct text_list *globs;
};

/* "a/dvc.lock" and "../b" are "b"; ptr NULL: out of memory. */
static struct text join(struct text lock, struct text path, struct arena *arena)
{
	size_t folder = lock.len;

	while (folder && lock.ptr[folder - 1] != '/')
		folder--;
	for (; text_starts(path, "../") && folder; path = text_slice(path, 3, path.len))
		for (folder--; folder && lock.ptr[folder - 1] != '/';)
			folder--;
	return arena_textf(arena, "%.*s%.*s", (int)folder, lock.ptr, text_quote(path), path.ptr);
}

static bool is_wanted(const struct locking *locking, struct text path)
{
	for (size_t i = 0; i < locking->globs->count; i++)
		if (glob_match(locking->globs->items[i], path) ||
			folder_is_above(path, locking->globs->items[i]))
			return true;
	return false;
}

/* Bytes that git has say more than the pipeline's record of them. Another pointer does not: it may be there to hide this one. */
static bool is_in_tree(const struct model_digests *digests, struct text path)
{
	for (size_t i = 0; i < digests->count; i++)
		if (digests->items[i].kind == NAMED_SHA256 &&
			text_equal(digests->items[i].path, path))
			return true;
	return false;
}

static int add_lock(const struct locking *locking, struct text path, struct err *err)
{
	struct arena *arena = locking->job->arena;
	const char *name = arena_copy(arena, path);
	struct pointer_locks locks;
	struct text content = {0};

	if (!name)
		return err_nomem(err);
	if (job_read(locking->job, locking->side, path, &content, err) < 0)
		return -1;
	if (!content.ptr)
		return 0;
	if (pointer_locks_read(&locks, content, name, arena, err) < 0)
		return -1;
	for (size_t i = 0; i < locks.count; i++) {
		struct model_digest digest = {
			join(path, locks.items[i].path, arena), NAMED_MD5, locks.items[i].md5};

		if (!digest.path.ptr)
			return err_nomem(err);
		if (!is_wanted(locking, digest.path) || is_in_tree(locking->out, digest.path))
			continue;
		if (model_digests_add(locking->out, &digest, arena, err) < 0)
			return -1;
	}
	return 0;
}

bool is_lock(struct text path)
{
	return text_is(path, "dvc.lock") || text_ends(path, "/dvc.lock");
}

int locked_read(struct model_digests *out, const struct check_job *job, enum side side,
	const struct text_list *globs, struct err *err)
{
	const struct locking locking = {out, job, side, globs};
	struct paths paths = {0};

	if (job_match(job, side, "dvc.lock", &paths, err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count; i++)
		if (add_lock(&locking, paths.items[i], err) < 0)
			return -1;
	return 0;
}

static bool same(const struct model_digests *a, const struct model_digests *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!text_equal(a->items[i].path, b->items[i].path) ||
			!text_equal(a->items[i].hex, b->items[i].hex))
			return false;
	return true;
}

int locked_changed(
	bool *changed, const struct check_job *job, const struct text_list *globs, struct err *err)
{
	struct model_digests base = {0}, head = {0};
	struct err what = {0};

	*changed = true;
	if ((!job->change->has_base || locked_read(&base, job, SIDE_BASE, globs, &what) == 0) &&
		locked_read(&head, job, SIDE_HEAD, globs, &what) == 0) {
		*changed = !same(&base, &head);
		return 0;
	}
	if (what.kind == ERR_LOOK)
		return 0;
	*err = what;
	return -1;
}
