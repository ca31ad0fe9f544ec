/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/job.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/base/buffer.h"
#include "gate/progress.h"
#include "gate/sizes.h"
#include "gate/step.h"

/* NULL for a job outside of a run: nothing limits it. */
static struct run_clock *clock_of(const struct check_job *job)
{
	return job->core ? job->core->clock : NULL;
}

void examined_add(struct examined *examined, const char *name, uint64_t count)
{
	for (size_t i = 0; i < examined->count; i++) {
		if (strcmp(examined->items[i].name, name) == 0) {
			examined->items[i].count += count;
			return;
		}
	}
	if (examined->count < MOST_COUNTERS)
		examined->items[examined->count++] = (struct counter){name, count};
}

void check_examined(const struct check_job *job, const char *name, uint64_t count)
{
	examined_add(job->examined, name, count);
}

static void count_blob(const struct check_job *job, const struct blob *blob)
{
	if (clock_of(job))
		progress_add(
			clock_of(job)->progress, job->change->is_unmeasured ? 1 : blob_size(blob));
}

static void note_size(const struct check_job *job, const struct blob *blob, uint64_t size)
{
	if (clock_of(job))
		sizes_note(clock_of(job)->sizes, blob, size);
}

/* Blobs are mostly read as they stand. */
static void expect_next(const struct check_job *job, const struct blob *blob)
{
	enum { AHEAD = 2 };
	const struct blobs *slice = &job->blobs;

	if (slice->first && (size_t)(blob - slice->first) + AHEAD < slice->count)
		reader_expect(job->core->reader, blob + AHEAD);
}

void job_blob(const struct check_job *job, const struct blob *blob, struct text *out)
{
	struct err err = {0};

	step_blob(&blob->oid);
	count_blob(job, blob);
	expect_next(job, blob);
	if (reader_blob(job->core->reader, blob, out, &err) == 0) {
		note_size(job, blob, out->len);
		return;
	}
	*out = (struct text){0};
	if (err.kind == ERR_INTERNAL)
		job->findings->failed = true;
	else
		check_blob_incomplete(job, blob, err.message, err.remedy);
}

bool job_is_quiet(const struct check_job *job, const struct blob *blob, size_t *bytes)
{
	*bytes = blob->kind == BLOB_COMMIT && job->core->was_asked
			 ? blob_places(blob)[0].quiet_bytes
			 : 0;
	if (*bytes == 0)
		return false;
	count_blob(job, blob);
	note_size(job, blob, *bytes);
	return true;
}

struct unpacked *job_keep(const struct check_job *job, struct text content)
{
	return job->core && job->core->reader ? reader_keep(job->core->reader, content) : NULL;
}

bool job_copies(const struct check_job *job, const struct unpacked *before, struct text content,
	struct copied_list *out)
{
	return reader_copies(job->core->reader, before, content, out);
}

void job_spare(const struct check_job *job, size_t bytes)
{
	reader_spare(job->core->reader, bytes);
}

const struct deadline *job_deadline(const struct check_job *job)
{
	return clock_of(job) ? &clock_of(job)->deadline : NULL;
}

bool job_stopped(const struct check_job *job)
{
	struct run_clock *clock = clock_of(job);

	if (!clock)
		return false;
	if (deadline_within(&clock->deadline, 0))
		atomic_store(&clock->stopped, true);
	return atomic_load(&clock->stopped) || atomic_load(&clock->findings) > MOST_FINDINGS;
}

static int read_whole(int fd, size_t size, struct text path, struct text *out, struct arena *arena,
	struct err *err)
{
	char *bytes = arena_alloc(arena, size + 1);
	size_t have = 0;

	if (!bytes)
		return err_nomem(err);
	while (have < size) {
		ssize_t got = read(fd, bytes + have, size - have);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return err_set(err, ERR_LOOK, "cannot read %.*s: %s", (int)path.len,
				path.ptr, got < 0 ? strerror(errno) : "it became shorter");
		have += (size_t)got;
	}
	*out = (struct text){bytes, size};
	return 0;
}

/* A file beside an outside policy. The policy's owner named it: links are followed. */
static int read_beside(const char *directory, struct text path, struct text *out,
	struct arena *arena, struct err *err)
{
	char *name = arena_printf(arena, "%s/%.*s", directory, (int)path.len, path.ptr);
	struct stat status;
	int fd, done;

	if (!name)
		return err_nomem(err);
	fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
		if (fd >= 0)
			close(fd);
		return err_set(err, ERR_LOOK, "cannot read %s: %s", name,
			fd < 0 ? strerror(errno) : "not a regular file");
	}
	done = read_whole(fd, (size_t)status.st_size, path, out, arena, err);
	close(fd);
	return done;
}

int policy_source_read(const struct policy_source *source, struct reader *reader, struct text path,
	struct text *out, struct arena *arena, struct err *err)
{
	bool found = false;

	*out = (struct text){0};
	if (source->directory)
		return read_beside(source->directory, path, out, arena, err);
	if (oid_is_zero(&source->commit))
		return 0;
	return reader_file(reader, &source->commit, path, out, &found, arena, err);
}

static int note_read(
	const struct check_job *job, struct text path, const struct oid *commit, struct err *err)
{
	struct policy_reads *reads = job->core->reads;
	struct policy_read_note note = {.path = arena_text(job->arena, path)};
	uint32_t mode;

	if (!note.path.ptr || arena_reserve(job->arena, (void **)&reads->items, &reads->capacity,
				      reads->count + 1, sizeof(*reads->items)) < 0)
		return err_nomem(err);
	if (reader_lookup(job->core->reader, commit, path, &note.oid, &mode, err) < 0)
		return -1;
	reads->items[reads->count++] = note;
	return 0;
}

static const struct oid *side_commit(const struct check_job *job, enum side side)
{
	switch (side) {
	case SIDE_BASE:
		return &job->change->merge_base;
	case SIDE_HEAD:
		return &job->change->head;
	case SIDE_POLICY:
		return &job->core->policy->commit;
	case SIDE_WORKSPACE:
		break;
	}
	return &job->change->head;
}

/* A scan of a directory has no commits; its files are the head's. */
static bool is_on_disk(const struct check_job *job, enum side side)
{
	return side == SIDE_HEAD && job->change->is_directory;
}

int job_read(const struct check_job *job, enum side side, struct text path, struct text *out,
	struct err *err)
{
	const struct oid *commit = side_commit(job, side);
	bool found = false;

	*out = (struct text){0};
	if (side == SIDE_WORKSPACE)
		return workspace_read(
			job->core->reader, path, out, job->core->mappings, job->arena, err);
	if (side == SIDE_POLICY && job->core->reads && !oid_is_zero(commit) &&
		note_read(job, path, commit, err) < 0)
		return -1;
	if (side == SIDE_POLICY)
		return policy_source_read(
			job->core->policy, job->core->reader, path, out, job->arena, err);
	if (oid_is_zero(commit) && !is_on_disk(job, side))
		return 0;
	return reader_file(job->core->reader, commit, path, out, &found, job->arena, err);
}

int job_mode(const struct check_job *job, enum side side, struct text path, uint32_t *mode,
	struct err *err)
{
	const struct oid *commit = side_commit(job, side);
	struct oid oid;

	*mode = MODE_NONE;
	if (side == SIDE_WORKSPACE)
		return workspace_mode(job->core->reader, path, mode, err);
	if (oid_is_zero(commit) && !is_on_disk(job, side))
		return 0;
	return reader_lookup(job->core->reader, commit, path, &oid, mode, err);
}

int job_match(const struct check_job *job, enum side side, const char *glob, struct paths *out,
	struct err *err)
{
	const struct oid *commit = side_commit(job, side);

	if (side == SIDE_WORKSPACE)
		return workspace_match(job->core->reader, glob, out, job->arena, err);
	if (oid_is_zero(commit) && !is_on_disk(job, side))
		return 0;
	return reader_match(job->core->reader, commit, glob, out, job->arena, err);
}

int job_list(const struct check_job *job, enum side side, struct text folder, struct paths *out,
	struct err *err)
{
	const struct oid *commit = side_commit(job, side);

	*out = (struct paths){0};
	if (oid_is_zero(commit) && !is_on_disk(job, side))
		return 0;
	return reader_list(job->core->reader, commit, folder, out, job->arena, err);
}

int job_notes_tip(const struct check_job *job, struct text name, struct oid *out, bool *found,
	struct err *err)
{
	*found = false;
	return job->core->repo ? repo_notes(job->core->repo, name, out, found, err) : 0;
}

int job_notes(
	const struct check_job *job, const struct oid *tip, struct notes *out, struct err *err)
{
	return reader_notes(job->core->reader, tip, &job->change->merge_base, out, job->arena, err);
}

int job_was_before(const struct check_job *job, struct text path, struct oid *commit, bool *found,
	struct err *err)
{
	struct oid oid;
	uint32_t mode;

	*found = false;
	if (job->change->is_directory || !job->change->has_base)
		return 0;
	if (reader_lookup(job->core->reader, &job->change->head, path, &oid, &mode, err) < 0)
		return -1;
	if (mode == MODE_NONE)
		return 0;
	return reader_was_before(
		job->core->reader, &job->change->merge_base, path, &oid, commit, found, err);
}

int job_earlier(const struct check_job *job, struct earlier *at, struct text path, struct text *out,
	bool *found, struct err *err)
{
	*found = false;
	if (job->change->is_directory || !job->change->has_base)
		return 0;
	if (oid_is_zero(&at->commit))
		at->commit = job->change->merge_base;
	return reader_earlier(job->core->reader, at, path, out, found, job->arena, err);
}

int job_added_lines(
	const struct check_job *job, const struct file *file, struct spans *out, struct err *err)
{
	return reader_added_lines(job->core->reader, file, out, job->arena, err);
}
