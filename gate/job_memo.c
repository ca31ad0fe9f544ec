/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/job.h"

static int memo_find(struct memo **out, struct memos *memos, struct text name, struct arena *arena,
	struct err *err)
{
	const uint32_t *found;
	struct text copy;
	uint32_t *number;

	if (!memos->names.arena)
		keys_start(&memos->names, arena);
	found = keys_find(&memos->names, name);
	if (found) {
		*out = memos->items[*found - 1];
		return 0;
	}
	copy = arena_text(arena, name);
	*out = arena_alloc(arena, sizeof(**out));
	if (!copy.ptr || !*out ||
		arena_reserve(arena, (void **)&memos->items, &memos->capacity, memos->count + 1,
			sizeof(*memos->items)) < 0)
		return err_nomem(err);
	if (keys_add(&memos->names, copy, &number, err) < 0)
		return -1;
	memos->items[memos->count++] = *out;
	*number = (uint32_t)memos->count;
	return 0;
}

int job_memo(struct memo **out, const struct check_job *job, struct text name, struct err *err)
{
	*out = NULL;
	if (!job->core || !job->core->memos)
		return 0;
	return memo_find(out, job->core->memos, name, job->arena, err);
}

bool memo_is_due(const struct check_job *job, struct memo *memo, size_t bytes)
{
	struct memos *memos = job->core->memos;

	if (memo->asked++ != 1 || bytes > MOST_MEMO_BYTES - memos->bytes)
		return false;
	memos->bytes += bytes;
	return true;
}
