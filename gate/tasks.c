/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/pool.h"
#include "gate/run_parts.h"
#include "gate/step.h"

/* A slice is worth a task of its own from this many bytes, or that many blobs: below, starting a
 * task costs more than it wins. */
enum { SLICE_BYTES = 1 << 20, SLICE_BLOBS = 256, TASKS_PER_THREAD = 4 };

/* Of a history's hundreds of thousands of blobs not more slices are made: each takes memory until the end. */
enum { MOST_SLICES = 512 };

/* A chain of large versions of one file; of each of several threads, less: memory counts there. */
enum { CACHED_ALONE = 4 * 1024 * 1024, CACHED_OF_MANY = 2 * 1024 * 1024 };

static size_t cached_bytes(const struct run *run)
{
	const struct change *change = run->request->change;

	if (!change->is_scan)
		return 0;
	if (!change->is_unmeasured)
		return CACHED_OF_TREE;
	return run->threads > 1 ? CACHED_OF_MANY : CACHED_ALONE;
}

int run_reader(struct run *run, unsigned worker, struct reader **out, struct err *err)
{
	const struct run_request *request = run->request;
	struct limits limits = {.max_blob_bytes = request->judges[0].policy->limits.blob,
		.deadline = run->clock.deadline,
		.cached_bytes = cached_bytes(run),
		.settles = request->change->is_unmeasured};

	if (!run->readers[worker] && reader_open(&run->readers[worker], request->repo,
					     request->directory, &limits, err) < 0)
		return -1;
	*out = run->readers[worker];
	return 0;
}

static uint64_t total_bytes(struct blobs blobs)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < blobs.count; i++)
		bytes += blob_size(blobs_at(blobs, i));
	return bytes;
}

/* What a slice has at least, where there is so much. */
struct slice_size {
	uint64_t bytes;
	size_t blobs;
};

static struct slice_size slice_size(struct blobs blobs, unsigned threads)
{
	struct slice_size size = {total_bytes(blobs) / (threads * TASKS_PER_THREAD) + 1,
		blobs.count / MOST_SLICES + 1};

	if (size.bytes < SLICE_BYTES)
		size.bytes = SLICE_BYTES;
	if (size.blobs < SLICE_BLOBS)
		size.blobs = SLICE_BLOBS;
	return size;
}

/* Takes the next slice off *rest. */
static struct blobs next_slice(struct blobs *rest, struct slice_size wanted)
{
	struct blobs slice = *rest;
	uint64_t bytes = 0;

	slice.count = 0;
	while (slice.count < rest->count && bytes < wanted.bytes && slice.count < wanted.blobs)
		bytes += blob_size(blobs_at(*rest, slice.count++));
	*rest = blobs_from(*rest, slice.count);
	return slice;
}

static int task_start(
	struct task *task, const struct assignment *assignment, struct blobs blobs, struct err *err)
{
	task->assignment = assignment;
	task->blobs = blobs;
	task->arena = arena_new();
	return task->arena ? 0 : err_nomem(err);
}

int tasks_cut(struct task **out, size_t *count, const struct assignment *assignment,
	struct blobs blobs, struct arena *arena, unsigned threads, struct err *err)
{
	struct slice_size wanted = slice_size(blobs, threads);
	bool whole = assignment->check->grain == WHOLE_CHANGE;
	size_t most;

	most = whole ? 1 : blobs.count / wanted.blobs + threads * TASKS_PER_THREAD + 2;
	*count = 0;
	*out = arena_array(arena, most, sizeof(**out));
	if (!*out)
		return err_nomem(err);
	if (whole)
		return task_start(&(*out)[(*count)++], assignment, (struct blobs){0}, err);
	while (blobs.count)
		if (task_start(&(*out)[(*count)++], assignment, next_slice(&blobs, wanted), err) <
			0)
			return -1;
	return 0;
}

static void task_end(struct task *task)
{
	mappings_close(&task->mappings);
	arena_free(task->arena);
}

void tasks_free(struct task *tasks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		task_end(&tasks[i]);
}

int tasks_add(struct task_list *list, struct task *tasks, size_t count, struct arena *arena,
	struct err *err)
{
	if (arena_reserve(arena, (void **)&list->items, &list->capacity, list->count + count,
		    sizeof(struct task *)) < 0)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++)
		list->items[list->count++] = &tasks[i];
	return 0;
}

struct batch {
	struct run *run;
	struct task **tasks;
};

static size_t add_grain(struct task **out, size_t count, const struct task_list *list, bool whole)
{
	for (size_t i = 0; i < list->count; i++)
		if ((list->items[i]->assignment->check->grain == WHOLE_CHANGE) == whole)
			out[count++] = list->items[i];
	return count;
}

/* A whole change is one task, and may be the longest: with several threads it is begun first. One thread keeps
 * the order of the list, which decides what is kept of too many findings. */
static int order(struct batch *batch, const struct task_list *list, struct err *err)
{
	batch->tasks = list->items;
	if (batch->run->threads == 1)
		return 0;
	batch->tasks = arena_array(batch->run->arena, list->count, sizeof(struct task *));
	if (!batch->tasks)
		return err_nomem(err);
	add_grain(batch->tasks, add_grain(batch->tasks, 0, list, true), list, false);
	return 0;
}

/* A mapping shows what is written to its file. */
static void note_changed(const struct check_job *job, const struct mappings *mappings)
{
	for (size_t i = 0; i < mappings->count; i++)
		if (mapping_changed(&mappings->items[i]))
			check_incomplete(job, mappings->items[i].path,
				"it was written to while it was read",
				"judge once nothing writes to the checked-out directory any more");
}

static void run_task(void *context, size_t index, unsigned worker)
{
	struct batch *batch = context;
	struct task *task = batch->tasks[index];
	const struct assignment *assignment = task->assignment;
	struct job_core core = assignment_core(batch->run, assignment);
	struct check_job job = {.change = batch->run->request->change,
		.options = assignment->options,
		.shared = assignment->shared,
		.arena = task->arena,
		.findings = &task->findings,
		.examined = &task->examined,
		.blobs = task->blobs,
		.core = &core};
	struct memos memos = {.count = 0};
	double started = clock_now();

	core.mappings = &task->mappings;
	core.memos = &memos;
	if (job_stopped(&job) || run_reader(batch->run, worker, &core.reader, &task->err) < 0)
		return;
	step_check(assignment->check->name);
	if (assignment->check->run(&job, &task->err) == 0 && task->findings.failed)
		err_nomem(&task->err);
	step_check(NULL);
	note_changed(&job, &task->mappings);
	task->done = task->err.kind == ERR_NONE && !job_stopped(&job);
	task->duration_ms = (clock_now() - started) * 1e3;
}

bool tasks_overflowed(const struct task *tasks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (tasks[i].findings.overflowed)
			return true;
	return false;
}

static int task_restart(struct task *task, struct err *err)
{
	const struct task old = *task;

	task_end(task);
	*task = (struct task){0};
	return task_start(task, old.assignment, old.blobs, err);
}

/* Which findings were the first so many depends on the threads. Where they were too many, one thread looks
 * again, in the order of the blobs, until they are. */
static int run_in_order(
	struct batch *batch, const struct task_list *list, size_t found_before, struct err *err)
{
	for (size_t i = 0; i < list->count; i++)
		if (task_restart(list->items[i], err) < 0)
			return -1;
	atomic_store(&batch->run->clock.findings, found_before);
	batch->tasks = list->items;
	pool_run(run_task, batch, list->count, 1);
	return 0;
}

static bool any_overflowed(const struct task_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (tasks_overflowed(list->items[i], 1))
			return true;
	return false;
}

int tasks_run(struct run *run, const struct task_list *list, struct err *err)
{
	struct batch batch = {.run = run};
	size_t found_before = atomic_load(&run->clock.findings);

	if (order(&batch, list, err) < 0)
		return -1;
	pool_run(run_task, &batch, list->count, run->threads);
	if (run->threads > 1 && any_overflowed(list) &&
		run_in_order(&batch, list, found_before, err) < 0)
		return -1;
	for (size_t i = 0; i < list->count; i++) {
		const struct err *own = &list->items[i]->err;

		if (own->kind == ERR_INTERNAL || own->kind == ERR_USAGE) {
			*err = *own;
			return -1;
		}
	}
	return 0;
}
