/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/lfs_pointer.h"
#include "gate/base/pool.h"
#include "gate/check.h"
#include "gate/job.h"

/* What stands for the data instead of being it; NULL where the data are there. */
static const char *stand_in(uint32_t mode, struct text content)
{
	if (mode == MODE_SYMLINK)
		return "a symbolic link, which is not followed";
	if (lfs_pointer_is(content))
		return "a pointer of Git LFS, not the file that it stands for";
	return NULL;
}

static int read_data(const struct check_job *job, enum side side, struct text path,
	struct text *out, struct err *err)
{
	uint32_t mode;
	const char *what;

	if (job_read(job, side, path, out, err) < 0 || job_mode(job, side, path, &mode, err) < 0)
		return -1;
	what = stand_in(mode, *out);
	if (!what)
		return 0;
	*out = (struct text){0};
	err_set(err, ERR_LOOK, "%.*s is %s", text_quote(path), path.ptr, what);
	return err_remedy(err,
		"keep the file itself in git, or fetch it before the gate runs and say "
		"workspace: true");
}

/* The side is part of the name. */
static int find_place(struct memo **out, const struct check_job *job, enum side side,
	struct text path, struct err *err)
{
	struct text name = arena_textf(job->arena, "%d:%.*s", (int)side, (int)path.len, path.ptr);

	*out = NULL;
	return name.ptr ? job_memo(out, job, name, err) : err_nomem(err);
}

static int remember(
	const struct check_job *job, struct memo *memo, struct text content, struct err *err)
{
	struct text *made = arena_alloc(job->arena, sizeof(*made));

	if (!made)
		return err_nomem(err);
	*made = content;
	memo->made = made;
	return 0;
}

int job_read_data(const struct check_job *job, enum side side, struct text path, struct text *out,
	struct err *err)
{
	struct memo *memo;

	*out = (struct text){0};
	if (find_place(&memo, job, side, path, err) < 0)
		return -1;
	if (memo && memo->made) {
		*out = *(const struct text *)memo->made;
		return 0;
	}
	if (read_data(job, side, path, out, err) < 0)
		return -1;
	return memo && out->ptr ? remember(job, memo, *out, err) : 0;
}

void job_read_past(const struct check_job *job, struct text past)
{
	if (job->core->mappings)
		mappings_past(job->core->mappings, past);
}

int job_read_lfs(const struct check_job *job, struct text sha256, struct text *out, struct err *err)
{
	*out = (struct text){0};
	if (!job->core->reader)
		return 0;
	return lfs_object_read(
		job->core->reader, sha256, out, job->core->mappings, job->arena, err);
}

struct each {
	void (*task)(void *context, size_t task);
	void *context;
};

static void run_each(void *context, size_t task, unsigned worker)
{
	const struct each *each = context;

	(void)worker;
	each->task(each->context, task);
}

void job_each(const struct check_job *job, void (*task)(void *context, size_t task), void *context,
	size_t count)
{
	struct each each = {task, context};

	pool_run(run_each, &each, count, job->core->threads ? job->core->threads : 1);
}
