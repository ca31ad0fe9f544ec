/* SPDX-License-Identifier: Apache-2.0
 *
 * read_commits: what each commit brings in that none of its parents has. Stretches of commits are compared on all threads, each with objects of
 * its own; what they found is collected in the order of the commits, so that nothing depends on the threads.
 */
#include "gate/base/memory.h"
#include "gate/base/pool.h"
#include "gate/change/objects.h"
#include "gate/change/reading.h"

enum {
	STRETCH = 64, /* commits; what they bring in is kept until it is collected */
	AHEAD = 2,    /* commits whose trees are looked for meanwhile */
	MOST_WORKERS = 64,
	TREE_BYTES = 6 * 1024 * 1024,       /* of trees that all threads keep together, */
	LEAST_TREE_BYTES = 4 * 1024 * 1024, /* and each of them at least */
};

/* What was found in a commit: a path, or, without one, a tree that was gone through. */
struct noted {
	uint32_t commit, mode;
	struct oid oid;
	bool is_new_path;
	struct text path;
};

struct stretch {
	size_t from, to; /* of the walk's commits */
	struct arena *arena;
	struct noted *notes;
	size_t count, capacity;
	uint32_t commit; /* the one that is being compared */
	struct err err;
};

struct comparing {
	struct reading *reading;
	struct stretch *stretches;
	struct commit *commits;                /* NULL: their blobs do */
	struct objects *objects[MOST_WORKERS]; /* of each thread */
	struct comparer *comparers[MOST_WORKERS];
	size_t tree_bytes; /* that each keeps */
	size_t settled;    /* memory after it was given back last */
	bool is_short;     /* one stretch: the repository's own objects do */
	struct err *err;
};

/* ---- comparing, on any thread ---- */

static int add_note(struct stretch *stretch, const struct found *found, struct err *err)
{
	struct noted *noted;

	if (arena_regrow(stretch->arena, (void **)&stretch->notes, &stretch->capacity,
		    stretch->count + 1, sizeof(*stretch->notes)) < 0)
		return err_nomem(err);
	noted = &stretch->notes[stretch->count++];
	*noted = (struct noted){.commit = stretch->commit,
		.mode = found->entry.mode,
		.oid = found->entry.oid,
		.is_new_path = found->is_new_path};
	if (found->path.len)
		noted->path = arena_text(stretch->arena, found->path);
	return noted->path.ptr || !found->path.len ? 0 : err_nomem(err);
}

static int note_entry(void *self, const struct delta *delta, struct err *err)
{
	struct found found = {delta->path, *delta->own, delta->before->mode == MODE_NONE};

	return delta_is_new(delta) ? add_note(self, &found, err) : 0;
}

static int note_tree(void *self, const struct oid *tree, struct err *err)
{
	struct found found = {.entry = {.mode = MODE_FOLDER, .oid = *tree}};

	return add_note(self, &found, err);
}

static int too_many_parents(const struct walk_commit *commit, struct err *err)
{
	char hex[OID_HEX];

	oid_hex(&commit->oid, hex);
	err_set(err, ERR_LOOK, "commit %s has %u parents, over the limit of %d", hex,
		(unsigned)commit->parent_count, MOST_PARENTS);
	return err_remedy(err, "merge the branches in several commits");
}

static int compare_commit(struct comparing *comparing, struct stretch *stretch,
	const struct walk_commit *commit, unsigned worker)
{
	const struct reading *reading = comparing->reading;
	struct store store = reading->store;
	struct comparison comparison = {.own = &commit->tree,
		.others = commit->parent_trees,
		.other_count = commit->parent_count,
		.sink = note_entry,
		.entered = reading->range->with_strays ? note_tree : NULL,
		.self = stretch};

	if (commit->parent_count > MOST_PARENTS)
		return too_many_parents(commit, &stretch->err);
	if (reading->from_files)
		return 0;
	if (comparing->objects[worker])
		store.objects = comparing->objects[worker];
	return comparer_run(comparing->comparers[worker], &comparison, store, &stretch->err);
}

static int worker_start(struct comparing *comparing, unsigned worker, struct err *err)
{
	if (!comparing->comparers[worker])
		comparing->comparers[worker] = comparer_new();
	if (!comparing->comparers[worker])
		return err_nomem(err);
	if (comparing->is_short || comparing->objects[worker])
		return 0;
	if (objects_open_again(
		    &comparing->objects[worker], comparing->reading->store.objects, err) < 0)
		return -1;
	return objects_expect_again(comparing->objects[worker], comparing->tree_bytes, err);
}

static void compare_stretch(void *context, size_t task, unsigned worker)
{
	struct comparing *comparing = context;
	struct stretch *stretch = &comparing->stretches[task];
	const struct walk_commit *commits = comparing->reading->walk.commits;
	int code = worker_start(comparing, worker, &stretch->err);

	stretch->arena = arena_new();
	if (!stretch->arena)
		code = err_nomem(&stretch->err);
	for (size_t i = stretch->from; code == 0 && i < stretch->to; i++) {
		stretch->commit = (uint32_t)i;
		if (i + AHEAD < stretch->to && comparing->objects[worker])
			objects_expect(comparing->objects[worker], &commits[i + AHEAD].tree);
		code = compare_commit(comparing, stretch, &commits[i], worker);
	}
}

/* ---- collecting, in order ---- */

static int collect_message(
	struct reading *reading, const struct walk_commit *walked, struct err *err)
{
	struct place place = {.path = &no_path, .commit = reading->commit};
	struct blob blob = {.kind = BLOB_COMMIT, .oid = walked->oid};
	struct object object;
	int code;

	if (reading->range->leaves_contents) {
		place.quiet_bytes = walked->quiet_bytes;
		return collect_blob(&reading->collector, &blob, &place, err);
	}
	if (object_open(&object, reading->store, &walked->oid, GIT_OBJECT_COMMIT, err) < 0)
		return -1;
	code = collect_text(&reading->collector, &blob, object.raw, &place, err);
	object_close(&object);
	return code;
}

static int collect_commit(struct reading *reading, struct commit *commits, struct err *err)
{
	const struct walk_commit *walked = &reading->walk.commits[reading->commit];

	if (commits)
		commits[reading->commit].oid = walked->oid;
	return note_reached(reading, &walked->oid, err) < 0 ? -1
							    : collect_message(reading, walked, err);
}

static int collect_note(struct reading *reading, const struct noted *noted, struct err *err)
{
	struct found found = {
		noted->path, {.mode = noted->mode, .oid = noted->oid}, noted->is_new_path};

	return noted->path.len ? read_found(reading, &found, err)
			       : note_reached(reading, &noted->oid, err);
}

static int collect_notes(struct comparing *comparing, const struct stretch *stretch)
{
	struct reading *reading = comparing->reading;
	size_t at = 0;

	for (size_t i = stretch->from; i < stretch->to; i++) {
		reading->commit = (uint32_t)i;
		if (collect_commit(reading, comparing->commits, comparing->err) < 0)
			return -1;
		for (; at < stretch->count && stretch->notes[at].commit == i; at++)
			if (collect_note(reading, &stretch->notes[at], comparing->err) < 0)
				return -1;
	}
	return 0;
}

/* Gives back a part of a list of which all before it is past too: with the page that both are on. */
static void past(const void *list, const void *from, const void *end)
{
	enum { LARGEST_PAGE = 64 * 1024 };
	const char *first = (const char *)from - (const char *)list > LARGEST_PAGE
				    ? (const char *)from - LARGEST_PAGE
				    : list;

	memory_past(first, (size_t)((const char *)end - first));
}

/* Nobody asks for the stretch again, nor for that of the walk. */
static void forget(const struct comparing *comparing, const struct stretch *stretch)
{
	const struct walk *walk = &comparing->reading->walk;
	const struct walk_commit *first = &walk->commits[stretch->from];
	const struct walk_commit *last = &walk->commits[stretch->to - 1];

	past(walk->parent_trees, first->parent_trees, last->parent_trees + last->parent_count);
	past(walk->commits, first, last + 1);
	past(comparing->stretches, stretch, stretch + 1);
}

static bool collect_stretch(void *context, size_t task)
{
	struct comparing *comparing = context;
	struct stretch *stretch = &comparing->stretches[task];
	int code = -1;

	if (stretch->err.kind != ERR_NONE)
		*comparing->err = stretch->err;
	else
		code = collect_notes(comparing, stretch);
	arena_free(stretch->arena);
	stretch->arena = NULL;
	forget(comparing, stretch);
	if (comparing->reading->range->leaves_contents)
		memory_settle_grown(&comparing->settled);
	return code == 0;
}

/* ---- all of them ---- */

static void cut(struct stretch *stretches, size_t count, size_t commits)
{
	for (size_t i = 0; i < count; i++) {
		stretches[i].from = i * STRETCH;
		stretches[i].to = i + 1 < count ? (i + 1) * STRETCH : commits;
	}
}

static int compare_all(struct comparing *comparing, size_t count)
{
	unsigned wanted = comparing->reading->range->threads;
	unsigned threads = wanted < 1 ? 1 : wanted < MOST_WORKERS ? wanted : MOST_WORKERS;
	bool done;

	comparing->is_short = count <= 1;
	comparing->tree_bytes = TREE_BYTES / threads;
	if (comparing->tree_bytes < LEAST_TREE_BYTES)
		comparing->tree_bytes = LEAST_TREE_BYTES;
	done = pool_run_in_order(compare_stretch, collect_stretch, comparing, count, threads);
	for (size_t i = 0; i < count; i++)
		arena_free(comparing->stretches[i].arena);
	for (unsigned i = 0; i < threads; i++) {
		comparer_free(comparing->comparers[i]);
		objects_close(comparing->objects[i]);
	}
	return done ? 0 : -1;
}

int read_commits(struct reading *reading, struct err *err)
{
	size_t count = reading->walk.count, stretches = (count + STRETCH - 1) / STRETCH;
	struct comparing comparing = {.reading = reading, .err = err};

	if (!reading->range->leaves_contents)
		comparing.commits =
			arena_array(reading->collector.arena, count, sizeof(*comparing.commits));
	comparing.stretches =
		arena_array(reading->scratch, stretches, sizeof(*comparing.stretches));
	if ((!comparing.commits && !reading->range->leaves_contents) || !comparing.stretches)
		return err_nomem(err);
	cut(comparing.stretches, stretches, count);
	if (compare_all(&comparing, stretches) < 0)
		return -1;
	/* What belongs to no single commit belongs to the last. */
	reading->commit = count ? (uint32_t)count - 1 : NO_COMMIT;
	reading->change->commits = comparing.commits;
	reading->change->commit_count = count;
	return 0;
}
