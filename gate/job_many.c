/* SPDX-License-Identifier: Apache-2.0
 *
 * Many contents at once, and what lies on this machine beside the repository.
 */
#include <stdlib.h>

#include "gate/ahead.h"
#include "gate/check.h"
#include "gate/crew.h"
#include "gate/job.h"

/* Items of one task, MOST_WANTED at most, are neighbours: mostly in one folder. What is given at once ends with the item that has
 * so many bytes. */
enum { MOST_READERS = 64, TASKS_PER_READER = 16, BYTES_AT_ONCE = 2 << 20 };

struct job_reading {
	const struct check_job *job;
	const struct wanted_content *wanted;
	wanted_sink *sink;
	void *context;
	size_t count, together;
	struct reader *readers[MOST_READERS]; /* of each thread */
	struct arena *arenas[MOST_READERS];   /* of what it gives at once */
	struct crew *crew;
};

/* What one thread gives at once. */
struct batch {
	struct job_reading *reading;
	unsigned worker;
	struct wanted_result results[MOST_WANTED];
	size_t count, bytes;
};

static int reader_for(struct job_reading *reading, unsigned worker, struct err *err)
{
	if (!reading->arenas[worker])
		reading->arenas[worker] = arena_new();
	if (!reading->arenas[worker])
		return err_nomem(err);
	if (reading->readers[worker])
		return 0;
	return reader_open_again(&reading->readers[worker], reading->job->core->reader, err);
}

static void give(struct batch *batch)
{
	const struct job_reading *reading = batch->reading;

	if (!batch->count)
		return;
	reading->sink(reading->context, batch->results, batch->count);
	arena_reset(reading->arenas[batch->worker]);
	batch->count = batch->bytes = 0;
}

static int read_content(struct text *out, const struct batch *batch, size_t item, struct err *err)
{
	struct job_reading *reading = batch->reading;
	unsigned worker = batch->worker;
	const struct wanted_content *wanted = &reading->wanted[item];
	const struct path path = {.text = wanted->path};
	const struct place place = {.path = &path, .commit = NO_COMMIT, .mode = MODE_FILE};
	const struct blob blob = {
		.kind = BLOB_FILE, .oid = wanted->oid, .places = &place, .place_count = 1};

	if (reader_for(reading, worker, err) < 0 ||
		reader_blob(reading->readers[worker], &blob, out, err) < 0)
		return -1;
	return reader_hold(reading->readers[worker], out, reading->arenas[worker], err);
}

static void read_one(struct batch *batch, size_t item)
{
	struct wanted_result result = {item, {"", 0}, NULL};
	struct err err;

	/* Not all of it: it is longer than most of what is read. */
	err.kind = ERR_NONE;
	err.message[0] = err.remedy[0] = '\0';
	if (read_content(&result.content, batch, item, &err) < 0) {
		result = (struct wanted_result){item, {"", 0}, &err};
		batch->reading->sink(batch->reading->context, &result, 1);
		return;
	}
	batch->results[batch->count++] = result;
	batch->bytes += result.content.len;
	if (batch->bytes >= BYTES_AT_ONCE)
		give(batch);
}

static void read_some(void *context, size_t task, unsigned worker)
{
	struct job_reading *reading = context;
	size_t from = task * reading->together, to = from + reading->together;
	struct batch batch;

	if (job_stopped(reading->job))
		return;
	batch.reading = reading;
	batch.worker = worker;
	batch.count = batch.bytes = 0;
	for (size_t item = from; item < to && item < reading->count; item++)
		read_one(&batch, item);
	give(&batch);
}

static size_t together(size_t count, unsigned threads)
{
	size_t fair = count / ((size_t)threads * TASKS_PER_READER);

	return fair < 1 ? 1 : fair < MOST_WANTED ? fair : MOST_WANTED;
}

static size_t tasks_of(const struct job_reading *reading, size_t count)
{
	return (count + reading->together - 1) / reading->together;
}

/* NOLINTNEXTLINE(readability-function-size): what to read, and where to */
int job_reading_start(struct job_reading **out, const struct check_job *job,
	const struct wanted_content *wanted, size_t count, wanted_sink *sink, void *context,
	struct err *err)
{
	unsigned threads = job->core->threads ? job->core->threads : 1;
	struct job_reading *reading = calloc(1, sizeof(*reading));

	*out = NULL;
	if (!reading)
		return err_nomem(err);
	*reading = (struct job_reading){.job = job,
		.wanted = wanted,
		.sink = sink,
		.context = context,
		.count = count,
		.together = together(count, threads)};
	if (job->core->reader)
		reading->crew = crew_start(read_some, reading, tasks_of(reading, count),
			threads < MOST_READERS ? threads : MOST_READERS);
	*out = reading;
	if (reading->crew)
		return 0;
	job_reading_end(reading);
	*out = NULL;
	return job->core->reader ? err_nomem(err)
				 : err_set(err, ERR_INTERNAL, "a job without a reader");
}

void job_reading_reach(struct job_reading *reading, size_t count)
{
	crew_reach(
		reading->crew, tasks_of(reading, count < reading->count ? count : reading->count));
}

void job_reading_end(struct job_reading *reading)
{
	if (!reading)
		return;
	crew_end(reading->crew);
	for (size_t i = 0; i < MOST_READERS; i++) {
		arena_free(reading->arenas[i]);
		reader_close(reading->readers[i]);
	}
	free(reading);
}

const void *job_ahead(const struct check_job *job)
{
	return ahead_take(job->core->ahead);
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
