/* SPDX-License-Identifier: Apache-2.0
 *
 * What the base had already is not new. A finding is known when the same fingerprint is found in the base's
 * blob of its path, or of a path that the change deletes (or renames). The check itself looks: it is
 * run once more over those blobs of the base, and only where there are findings at all.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/run_parts.h"

/* Blobs of the base, each with one place. */
struct base_blobs {
	struct blob *items;
	size_t count, capacity;
	struct arena *arena;
};

static int add(struct base_blobs *blobs, enum blob_kind kind, const struct oid *oid, uint32_t mode,
	struct text path, struct err *err)
{
	struct place *place = arena_alloc(blobs->arena, sizeof(*place));
	struct path *named = arena_alloc(blobs->arena, sizeof(*named));
	struct blob *blob;

	if (!place || !named ||
		arena_reserve(blobs->arena, (void **)&blobs->items, &blobs->capacity,
			blobs->count + 1, sizeof(*blobs->items)) < 0)
		return err_nomem(err);
	*named = (struct path){.text = path};
	*place = (struct place){.path = named, .commit = NO_COMMIT, .mode = (uint16_t)mode};
	blob = &blobs->items[blobs->count++];
	*blob = (struct blob){
		.kind = kind & BLOB_KIND, .oid = *oid, .places = place, .place_count = 1};
	if (kind == BLOB_PATH) {
		blob->has_text = 1;
		blob->text = &named->text;
	}
	return 0;
}

static int add_file(struct base_blobs *blobs, const struct oid *oid, uint32_t mode,
	struct text path, struct err *err)
{
	if (mode == MODE_NONE || mode == MODE_SUBMODULE)
		return 0;
	return add(blobs, mode == MODE_SYMLINK ? BLOB_SYMLINK : BLOB_FILE, oid, mode, path, err);
}

/* Deleted paths, as content and as names. */
static int add_deleted(struct base_blobs *blobs, const struct change *change, struct err *err)
{
	static const struct oid none;

	for (size_t i = 0; i < change->file_count; i++) {
		const struct file *file = &change->files[i];

		if (file->head_mode != MODE_NONE)
			continue;
		if (add_file(blobs, &file->base, file->base_mode, file->path, err) < 0 ||
			add(blobs, BLOB_PATH, &none, MODE_NONE, file->path, err) < 0)
			return -1;
	}
	return 0;
}

/* The base's version of each path with a finding. Candidates are sorted by rule, then path. */
static int add_paths(struct base_blobs *blobs, struct run *run, const struct assignment *assignment,
	struct err *err)
{
	const struct change *change = run->request->change;
	struct text last = {0};
	struct reader *reader;

	if (run_reader(run, 0, &reader, err) < 0)
		return -1;
	for (size_t i = 0; i < run->candidate_count; i++) {
		struct text path = run->candidates[i].finding->path;
		struct oid oid = {{0}};
		uint32_t mode = MODE_NONE;

		if (run->candidates[i].assignment != assignment || path.len == 0 ||
			text_equal(path, last))
			continue;
		last = path;
		if (reader_lookup(reader, &change->merge_base, path, &oid, &mode, err) < 0 ||
			add_file(blobs, &oid, mode, path, err) < 0)
			return -1;
	}
	return 0;
}

/* A fingerprint that the base has, and where. */
struct old {
	char fingerprint[SHA256_HEX];
	struct text path;
	bool deleted; /* the path is gone at the head: counts for any path */
};

struct olds {
	struct old *items;
	size_t count, capacity;
};

static int compare_old(const void *left, const void *right)
{
	return strcmp(
		((const struct old *)left)->fingerprint, ((const struct old *)right)->fingerprint);
}

static int collect(struct olds *olds, struct run *run, struct task *task, struct err *err)
{
	for (size_t i = 0; i < task->findings.count; i++) {
		struct finding *finding = &task->findings.items[i];
		const struct file *file = change_file(run->request->change, finding->path);
		struct old old = {
			.path = finding->path, .deleted = file && file->head_mode == MODE_NONE};

		if (run_fingerprint(run, finding, err) < 0)
			return -1;
		memcpy(old.fingerprint, finding->fingerprint, sizeof(old.fingerprint));
		if (arena_reserve(run->arena, (void **)&olds->items, &olds->capacity,
			    olds->count + 1, sizeof(*olds->items)) < 0)
			return err_nomem(err);
		old.path = arena_text(run->arena, old.path);
		if (!old.path.ptr)
			return err_nomem(err);
		olds->items[olds->count++] = old;
	}
	return 0;
}

static bool was_there(const struct olds *olds, const struct finding *finding)
{
	size_t low = 0, high = olds->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(olds->items[middle].fingerprint, finding->fingerprint) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < olds->count && strcmp(olds->items[low].fingerprint, finding->fingerprint) == 0;
		low++)
		if (olds->items[low].deleted || text_equal(olds->items[low].path, finding->path))
			return true;
	return false;
}

static int look(struct olds *olds, struct run *run, struct assignment *assignment,
	const struct base_blobs *base, struct err *err)
{
	const struct blob **items = arena_array(run->arena, base->count, sizeof(*items));
	struct task_list list = {0};
	struct task *tasks = NULL;
	size_t count = 0;
	int done = -1;

	if (!items)
		return err_nomem(err);
	for (size_t i = 0; i < base->count; i++)
		items[i] = &base->items[i];
	/* What the base has counts by itself. */
	atomic_store(&run->clock.findings, 0);
	if (tasks_cut(&tasks, &count, assignment,
		    (struct blobs){.items = items, .count = base->count}, run->arena, run->threads,
		    err) == 0 &&
		tasks_add(&list, tasks, count, run->arena, err) == 0)
		done = tasks_run(run, &list, err);
	assignment->base_overflowed = tasks_overflowed(tasks, count);
	for (size_t i = 0; done == 0 && i < count; i++)
		done = collect(olds, run, &tasks[i], err);
	tasks_free(tasks, count);
	return done;
}

static bool has_candidates(const struct run *run, const struct assignment *assignment)
{
	for (size_t i = 0; i < run->candidate_count; i++)
		if (run->candidates[i].assignment == assignment)
			return true;
	return false;
}

static int mark(struct run *run, struct assignment *assignment, struct err *err)
{
	struct base_blobs base = {.arena = run->arena};
	struct olds olds = {0};

	if (add_paths(&base, run, assignment, err) < 0 ||
		add_deleted(&base, run->request->change, err) < 0)
		return -1;
	if (base.count == 0)
		return 0;
	if (look(&olds, run, assignment, &base, err) < 0)
		return -1;
	if (olds.count)
		qsort(olds.items, olds.count, sizeof(*olds.items), compare_old);
	for (size_t i = 0; i < run->candidate_count; i++)
		if (run->candidates[i].assignment == assignment)
			run->candidates[i].finding->known =
				was_there(&olds, run->candidates[i].finding);
	return 0;
}

int run_known(struct run *run, struct err *err)
{
	if (oid_is_zero(&run->request->change->merge_base))
		return 0;
	for (size_t i = 0; i < run->assignment_count; i++) {
		struct assignment *assignment = &run->assignments[i];

		if (assignment->check->grain == PER_BLOB && has_candidates(run, assignment) &&
			mark(run, assignment, err) < 0)
			return -1;
	}
	return 0;
}
