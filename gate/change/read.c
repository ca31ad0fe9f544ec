/* SPDX-License-Identifier: Apache-2.0
 *
 * change_read: a walk, the trees of its commits, the net difference, and what else it brings along.
 */
#include "gate/change/at_head.h"
#include "gate/change/commit.h"
#include "gate/change/objects.h"
#include "gate/change/reading.h"

int read_entry(void *self, const struct delta *delta, struct err *err)
{
	struct reading *reading = self;
	struct place place = {
		.commit = reading->commit, .mode = delta->own->mode, .is_stray = reading->is_stray};

	if (delta->own->mode == MODE_NONE || delta->path.len == 0)
		return 0;
	place.path = collector_path(&reading->collector, delta->path, err);
	if (!place.path.ptr)
		return -1;
	if (delta->before->mode == MODE_NONE && collect_path(&reading->collector, &place, err) < 0)
		return -1;
	if (delta->own->mode == MODE_FOLDER || delta->own->mode == MODE_SUBMODULE)
		return 0;
	return collect_entry(&reading->collector, &delta->own->oid, &place, err);
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

static int read_commit_object(
	struct reading *reading, struct commit *out, const struct oid *oid, struct err *err)
{
	struct commit_header header;
	struct object object;
	int code;

	if (object_open(&object, reading->store, oid, GIT_OBJECT_COMMIT, err) < 0)
		return -1;
	code = commit_header_read(&header, object.raw, oid, err);
	*out = (struct commit){*oid, {NULL, object.raw.len}, header.message_offset, header.time,
		header.parent_count};
	if (!reading->range->leaves_messages) {
		out->raw = arena_text(reading->collector.arena, object.raw);
		if (code == 0 && !out->raw.ptr)
			code = err_nomem(err);
	}
	object_close(&object);
	return code;
}

static int too_many_parents(const struct walk_commit *commit, struct err *err)
{
	char hex[OID_HEX];

	oid_hex(&commit->oid, hex);
	err_set(err, ERR_LOOK, "commit %s has %u parents, over the limit of %d", hex,
		(unsigned)commit->parent_count, MOST_PARENTS);
	return err_remedy(err, "merge the branches in several commits");
}

static int read_commit(struct reading *reading, struct commit *out,
	const struct walk_commit *commit, struct err *err)
{
	struct comparison comparison = {.own = &commit->tree,
		.others = commit->parent_trees,
		.other_count = commit->parent_count,
		.sink = read_entry,
		.entered = reading->range->with_strays ? note_reached : NULL,
		.self = reading};
	struct place place = {.path = text_of(""), .commit = reading->commit};
	struct blob blob = {.kind = BLOB_COMMIT, .oid = commit->oid};

	if (commit->parent_count > MOST_PARENTS)
		return too_many_parents(commit, err);
	if (note_reached(reading, &commit->oid, err) < 0 ||
		read_commit_object(reading, out, &commit->oid, err) < 0)
		return -1;
	blob.size = out->raw.len;
	if (out->raw.ptr)
		blob.text = out->raw;
	else
		out->raw.len = 0;
	if (collect_blob(&reading->collector, &blob, &place, err) < 0)
		return -1;
	return reading->from_files ? 0 : tree_compare(&comparison, reading->store, err);
}

static int read_commits(struct reading *reading, struct err *err)
{
	size_t count = reading->walk.count;
	struct commit *commits = arena_array(reading->collector.arena, count, sizeof(*commits));

	if (!commits)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++) {
		reading->commit = (uint32_t)i;
		if (read_commit(reading, &commits[i], &reading->walk.commits[i], err) < 0)
			return -1;
	}
	/* What belongs to no single commit belongs to the last. */
	reading->commit = count ? (uint32_t)count - 1 : NO_COMMIT;
	reading->change->commits = commits;
	reading->change->commit_count = count;
	return 0;
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
	if (collector_start(&reading->collector, arena, reading->scratch, err) < 0 ||
		table_start(&reading->reached, reading->scratch, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i](reading, err) < 0)
			return -1;
	return collector_finish(&reading->collector, reading->change, err);
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
	code = read_all(&reading, arena, err);
	arena_free(reading.scratch);
	return code;
}
