/* SPDX-License-Identifier: Apache-2.0
 *
 * Many contents at once, and what lies on this machine beside the repository.
 */
#include <stdlib.h>

#include "gate/check.h"
#include "gate/job.h"
#include "gate/pool.h"

enum {
	MOST_READERS = 64,
	MOST_TOGETHER = 16, /* items of one task: neighbours are mostly in one folder */
	TASKS_PER_READER = 16,
};

struct many {
	const struct check_job *job;
	const struct wanted_content *wanted;
	wanted_sink *sink;
	void *context;
	size_t count, together;
	struct reader *readers[MOST_READERS]; /* of each thread; the first is the job's */
};

static int reader_for(struct many *many, unsigned worker, struct err *err)
{
	if (many->readers[worker])
		return 0;
	return reader_open_again(&many->readers[worker], many->job->core->reader, err);
}

static void read_one(struct many *many, size_t item, unsigned worker)
{
	const struct wanted_content *wanted = &many->wanted[item];
	const struct place place = {.path = wanted->path, .commit = NO_COMMIT, .mode = MODE_FILE};
	const struct blob blob = {
		.kind = BLOB_FILE, .oid = wanted->oid, .places = &place, .place_count = 1};
	struct text content = {"", 0};
	struct err err = {0};

	if (reader_for(many, worker, &err) < 0 ||
		reader_blob(many->readers[worker], &blob, &content, &err) < 0)
		many->sink(many->context, item, text_of(""), &err);
	else
		many->sink(many->context, item, content, NULL);
}

static void read_some(void *context, size_t task, unsigned worker)
{
	struct many *many = context;
	size_t from = task * many->together, to = from + many->together;

	for (size_t item = from; item < to && item < many->count; item++)
		read_one(many, item, worker);
}

static size_t together(size_t count, unsigned threads)
{
	size_t fair = count / ((size_t)threads * TASKS_PER_READER);

	return fair < 1 ? 1 : fair < MOST_TOGETHER ? fair : MOST_TOGETHER;
}

/* NOLINTNEXTLINE(readability-function-size): what to read, and where to */
int job_read_many(const struct check_job *job, const struct wanted_content *wanted, size_t count,
	wanted_sink *sink, void *context, struct err *err)
{
	unsigned threads = job->core->threads ? job->core->threads : 1;
	struct many many = {
		job, wanted, sink, context, count, together(count, threads), {job->core->reader}};
	size_t tasks = (count + many.together - 1) / many.together;

	if (!job->core->reader)
		return err_set(err, ERR_INTERNAL, "a job without a reader");
	pool_run(read_some, &many, tasks, threads < MOST_READERS ? threads : MOST_READERS);
	for (size_t i = 1; i < MOST_READERS; i++)
		reader_close(many.readers[i]);
	return 0;
}

const char *job_variable(const struct check_job *job, const char *name)
{
	const char *value = getenv(name);

	(void)job;
	return value && value[0] ? value : NULL;
}

bool job_has_cache(const struct check_job *job, const char *folder)
{
	(void)job;
	return outside_is_folder(folder);
}

int job_read_cache(const struct check_job *job, const char *folder, struct text path,
	struct text *out, struct err *err)
{
	return outside_read(
		job->core->reader, folder, path, out, job->core->mappings, job->arena, err);
}

int job_match_cache(const struct check_job *job, const char *folder, const char *glob,
	struct paths *out, struct err *err)
{
	return outside_match(job->core->reader, folder, glob, out, job->arena, err);
}

int job_submodule(const struct check_job *job, struct text name, const struct oid *commit,
	struct submodule_state *out, struct err *err)
{
	return reader_submodule(job->core->reader, name, commit, out, err);
}
