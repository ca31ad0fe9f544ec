/* SPDX-License-Identifier: Apache-2.0
 *
 * change_read: a walk, the trees of its commits, the net difference, and what else it brings along.
 */
#include "gate/base/memory.h"
#include "gate/change/at_head.h"
#include "gate/change/commit.h"
#include "gate/change/objects.h"
#include "gate/change/reading.h"

int read_found(struct reading *reading, const struct found *found, struct err *err)
{
	struct place place = {.commit = reading->commit,
		.mode = (uint16_t)found->entry.mode,
		.is_stray = reading->is_stray};

	if (collector_place(&reading->collector, &place, found->path, err) < 0)
		return -1;
	if (found->is_new_path && collect_path(&reading->collector, &place, err) < 0)
		return -1;
	if (place.mode == MODE_FOLDER || place.mode == MODE_SUBMODULE)
		return 0;
	return collect_entry(&reading->collector, &found->entry.oid, &place, err);
}

bool delta_is_new(const struct delta *delta)
{
	return delta->own->mode != MODE_NONE && delta->path.len > 0;
}

int read_entry(void *self, const struct delta *delta, struct err *err)
{
	struct found found = {delta->path, *delta->own, delta->before->mode == MODE_NONE};

	return delta_is_new(delta) ? read_found(self, &found, err) : 0;
}

static int is_in(bool *result, const struct reading *reading, const struct oid *tree,
	const struct delta *delta, struct err *err)
{
	struct entry entry;

	if (tree_find(&entry, reading->store, tree, delta->path, err) < 0)
		return -1;
	*result = oid_equal(&entry.oid, &delta->own->oid);
	return 0;
}

/* What is hidden is no news, and may be merged. */
static bool may_fetch_back(const struct reading *reading)
{
	return reading->has_before && reading->range->hidden_count == 0;
}

/* True where the head has something that no commit of the range brought in and that neither the base nor any merge
 * base has: a merge can fetch back what the base's history once had. */
static int is_fetched_back(
	bool *result, struct reading *reading, const struct delta *delta, struct err *err)
{
	const struct entry *own = delta->own;
	bool is_old = false;

	*result = false;
	if (own->mode == MODE_NONE || own->mode == MODE_FOLDER || delta->path.len == 0 ||
		!may_fetch_back(reading) || collect_has(&reading->collector, &own->oid, own->mode))
		return 0;
	if (is_in(&is_old, reading, &reading->base_tree, delta, err) < 0)
		return -1;
	for (size_t i = 0; !is_old && i < reading->walk.base_tree_count; i++)
		if (is_in(&is_old, reading, &reading->walk.base_trees[i], delta, err) < 0)
			return -1;
	*result = !is_old;
	return 0;
}

static int read_net_entry(void *self, const struct delta *delta, struct err *err)
{
	struct reading *reading = self;
	bool is_wanted = reading->from_files;
	struct file file = {.path = delta->path,
		.base_mode = delta->before->mode,
		.head_mode = delta->own->mode,
		.base = delta->before->oid,
		.head = delta->own->oid};

	if (!is_wanted && is_fetched_back(&is_wanted, reading, delta, err) < 0)
		return -1;
	if (is_wanted && read_entry(self, delta, err) < 0)
		return -1;
	if (delta->own->mode == MODE_FOLDER || delta->path.len == 0)
		return 0;
	file.path = collector_path(&reading->collector, delta->path, err);
	return file.path.ptr ? collect_file(&reading->collector, &file, err) : -1;
}

/* The net difference; with from_files it is also where the blobs come from. */
static int read_files(struct reading *reading, struct err *err)
{
	struct comparison comparison = {.own = &reading->head_tree,
		.others = &reading->before_tree,
		.other_count = reading->has_before ? 1 : 0,
		.is_diff = true,
		.sink = read_net_entry,
		.self = reading};

	return tree_compare(&comparison, reading->store, err);
}

static int mark_head(struct reading *reading, struct err *err)
{
	return at_head_mark(&reading->collector, reading->store,
		reading->has_before ? &reading->head_tree : NULL, err);
}

/* A blob that is not here keeps the size 0; reading it says what is wrong. In a partial clone many
 * are not: there, looking for new packs after each of them would take most of the time. */
static int measure(struct reading *reading, struct err *err)
{
	bool is_partial = reading->repo->absence.is_partial;

	reading->change->is_unmeasured = reading->range->leaves_contents;
	if (reading->range->leaves_contents)
		return 0;
	for (size_t i = 0; i < reading->collector.blob_count; i++) {
		struct blob *blob = &reading->collector.blobs[i];
		uint64_t size;

		if (blob->kind != BLOB_FILE && blob->kind != BLOB_SYMLINK)
			continue;
		if (store_ask(reading->store, err) < 0)
			return -1;
		if (objects_size(reading->store.objects, &blob->oid, !is_partial, &size))
			blob->size = size;
	}
	return 0;
}

static int find_trees(struct reading *reading, struct err *err)
{
	const struct range *range = reading->range;
	struct change *change = reading->change;

	if (tree_of(&reading->head_tree, reading->store, &range->head, err) < 0)
		return -1;
	if (range->tree_only)
		return 0;
	change->merge_base = range->net_only ? range->base : reading->walk.merge_base;
	change->has_base = !oid_is_zero(&change->merge_base);
	if (!change->has_base)
		return 0;
	change->base = oid_is_zero(&range->base) ? change->merge_base : range->base;
	reading->has_before = true;
	if (tree_of(&reading->base_tree, reading->store, &change->base, err) < 0)
		return -1;
	return tree_of(&reading->before_tree, reading->store, &change->merge_base, err);
}

/* The head may be a tree (net_only, tree_only): it has no commits. */
static int find_commits(struct reading *reading, struct err *err)
{
	struct oid head = reading->range->head;
	git_object_t type;

	if (reading->range->tree_only)
		return 0;
	if (peel(reading->store, &head, &type, err) < 0)
		return -1;
	if (type == GIT_OBJECT_TREE && reading->range->net_only)
		return 0;
	return walk_range(&reading->walk, reading->repo, reading->range, reading->scratch, err);
}

static int copy_names(struct reading *reading, struct err *err)
{
	const struct range *range = reading->range;
	struct change *change = reading->change;
	const struct text from[] = {range->base_name, range->head_name, range->label};
	struct text *const to[] = {&change->base_name, &change->head_name, &change->label};

	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++) {
		*to[i] = arena_text(reading->collector.arena, from[i]);
		if (!to[i]->ptr)
			return err_nomem(err);
	}
	change->head = range->head;
	change->is_scan = range->is_scan;
	return 0;
}

/* The steps of change_read, in this order. */
typedef int reading_step(struct reading *reading, struct err *err);
static reading_step *const steps[] = {copy_names, find_commits, find_trees, read_commits,
	read_files, read_others, read_tags, read_refs, read_strays, mark_head, measure};

static int read_all(struct reading *reading, struct arena *arena, struct err *err)
{
	if (collector_start(&reading->collector, arena, reading->scratch, err) < 0)
		return -1;
	keys_start(&reading->reached, reading->scratch);
	reading->collector.makes_singles = reading->range->leaves_contents;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (reading->range->leaves_contents)
			memory_settle();
		if (steps[i](reading, err) < 0)
			return -1;
	}
	if (collector_finish(&reading->collector, reading->change, err) < 0)
		return -1;
	/* No list of their order is made then. */
	return reading->range->leaves_contents ? collector_sort(&reading->collector, err) : 0;
}

int change_read(struct change *out, struct repo *repo, const struct range *range,
	struct arena *arena, struct err *err)
{
	struct reading reading = {.repo = repo,
		.range = range,
		.change = out,
		.store = repo_store(repo),
		.commit = NO_COMMIT,
		.from_files = range->tree_only || range->net_only,
		.scratch = arena_new()};
	int code;

	*out = (struct change){0};
	if (!reading.scratch)
		return err_nomem(err);
	if (range->leaves_contents)
		packs_guide(&repo->packs);
	code = read_all(&reading, arena, err);
	arena_free(reading.scratch);
	if (range->leaves_contents) {
		/* Of commits and trees: blobs are read by others. */
		objects_forget(repo->objects);
		memory_settle();
	}
	return code;
}
