/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/collect.h"

#include <assert.h>
#include <stdlib.h>

/* A few small trees that name each other many times over make more paths than any memory holds. No repository that
 * people work in comes near. */
enum { MOST_PATHS = 1 << 21, MOST_HITS = 1 << 25 };

static int too_many(const char *what, int most, struct err *err)
{
	err_set(err, ERR_LOOK, "the change has more than %d %s", most, what);
	return err_remedy(
		err, "split it, or see whether a tree in it contains itself many times over");
}

int collector_start(
	struct collector *collector, struct arena *arena, struct arena *scratch, struct err *err)
{
	*collector = (struct collector){.arena = arena};
	if (table_start(&collector->paths, scratch, err) < 0)
		return -1;
	if (oid_table_start(&collector->contents, scratch, err) < 0)
		return -1;
	return oid_table_start(&collector->links, scratch, err);
}

static bool is_last(const struct collector *collector, struct text path)
{
	return collector->last_path < collector->path_count &&
	       text_equal(collector->path_items[collector->last_path], path);
}

static int add_path(
	struct collector *collector, struct table_slot *slot, struct text path, struct err *err)
{
	size_t need = collector->path_count + 1;
	struct text copy;

	if (collector->path_count == MOST_PATHS)
		return too_many("paths", MOST_PATHS, err);
	copy = arena_text(collector->arena, path);
	if (!copy.ptr ||
		arena_regrow(collector->paths.arena, (void **)&collector->path_items,
			&collector->path_capacity, need, sizeof(*collector->path_items)) < 0 ||
		arena_regrow(collector->paths.arena, (void **)&collector->path_announced,
			&collector->announced_capacity, need,
			sizeof(*collector->path_announced)) < 0)
		return err_nomem(err);
	collector->path_items[collector->path_count] = copy;
	table_fill(&collector->paths, slot, copy, (uint32_t)collector->path_count++);
	return 0;
}

int collector_place(
	struct collector *collector, struct place *place, struct text path, struct err *err)
{
	struct table_slot *slot;

	if (!is_last(collector, path)) {
		if (table_place(&slot, &collector->paths, path, err) < 0 ||
			(!slot->key.ptr && add_path(collector, slot, path, err) < 0))
			return -1;
		collector->last_path = slot->value;
	}
	place->path = collector->path_items[collector->last_path];
	place->path_rank = (uint32_t)collector->last_path + 1;
	return 0;
}

struct text collector_path(struct collector *collector, struct text path, struct err *err)
{
	struct place place;

	return collector_place(collector, &place, path, err) == 0 ? place.path : (struct text){0};
}

static bool find_content(const struct collector *collector, enum blob_kind kind,
	const struct oid *oid, uint32_t *blob)
{
	const struct oid_table *table =
		kind == BLOB_SYMLINK ? &collector->links : &collector->contents;
	struct oids_in blobs = {
		collector->blobs ? &collector->blobs->oid : NULL, sizeof(*collector->blobs)};

	return oid_table_find(table, blobs, oid, blob);
}

static enum blob_kind kind_of(uint32_t mode)
{
	return mode == MODE_SYMLINK ? BLOB_SYMLINK : BLOB_FILE;
}

bool collect_has(const struct collector *collector, const struct oid *oid, uint32_t mode)
{
	uint32_t blob;

	return find_content(collector, kind_of(mode), oid, &blob);
}

static int add_hit(
	struct collector *collector, size_t blob, const struct place *place, struct err *err)
{
	if (collector->hit_count == MOST_HITS)
		return too_many("places of blobs", MOST_HITS, err);
	if (arena_regrow(collector->paths.arena, (void **)&collector->hits,
		    &collector->hit_capacity, collector->hit_count + 1,
		    sizeof(*collector->hits)) < 0)
		return err_nomem(err);
	assert(place->path.len == 0 || place->path_rank > 0);
	collector->hits[collector->hit_count++] = (struct hit){.blob = (uint32_t)blob,
		.commit = place->commit,
		.path = place->path_rank,
		.mode = (uint16_t)place->mode,
		.at_head = place->at_head,
		.is_stray = place->is_stray};
	return 0;
}

struct text hit_path(const struct collector *collector, const struct hit *hit)
{
	return hit->path ? collector->path_items[hit->path - 1] : text_of("");
}

int collect_blob(struct collector *collector, const struct blob *blob, const struct place *place,
	struct err *err)
{
	if (collector->blob_count == UINT32_MAX ||
		arena_regrow(collector->arena, (void **)&collector->blobs,
			&collector->blob_capacity, collector->blob_count + 1,
			sizeof(*collector->blobs)) < 0)
		return err_nomem(err);
	collector->blobs[collector->blob_count] = *blob;
	return add_hit(collector, collector->blob_count++, place, err);
}

int collect_entry(struct collector *collector, const struct oid *oid, const struct place *place,
	struct err *err)
{
	struct blob blob = {.kind = kind_of(place->mode), .oid = *oid};
	struct oid_table *table =
		blob.kind == BLOB_SYMLINK ? &collector->links : &collector->contents;
	uint32_t known;

	if (find_content(collector, blob.kind, oid, &known))
		return add_hit(collector, known, place, err);
	if (collector->blob_count < UINT32_MAX &&
		oid_table_add(table, oid, (uint32_t)collector->blob_count, err) < 0)
		return -1;
	return collect_blob(collector, &blob, place, err);
}

static bool find_path(const struct collector *collector, struct text path, size_t *number)
{
	const uint32_t *known;

	*number = collector->last_path;
	if (is_last(collector, path))
		return true;
	known = table_find(&collector->paths, path);
	if (known)
		*number = *known;
	return known != NULL;
}

int collect_path(struct collector *collector, const struct place *place, struct err *err)
{
	struct blob blob = {.kind = BLOB_PATH,
		.oid = collector->namer,
		.text = place->path,
		.size = place->path.len};
	size_t number;

	if (!find_path(collector, place->path, &number) || collector->path_announced[number])
		return 0;
	collector->path_announced[number] = true;
	return collect_blob(collector, &blob, place, err);
}

int collect_file(struct collector *collector, const struct file *file, struct err *err)
{
	if (arena_regrow(collector->arena, (void **)&collector->files, &collector->file_capacity,
		    collector->file_count + 1, sizeof(*collector->files)) < 0)
		return err_nomem(err);
	collector->files[collector->file_count++] = *file;
	return 0;
}

static int compare_files(const void *left, const void *right)
{
	const struct file *a = left, *b = right;

	return text_compare(a->path, b->path);
}

/* Trees are walked in the order of paths. */
static bool are_sorted(const struct file *files, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (compare_files(&files[i - 1], &files[i]) > 0)
			return false;
	return true;
}

/* A path and the number that it has among the collector's. */
struct numbered {
	struct text path;
	uint32_t number;
};

static int compare_numbered(const void *left, const void *right)
{
	const struct numbered *a = left, *b = right;

	return text_compare(a->path, b->path);
}

/* The rank of each path by its number and 1; [0] is 0. NULL when out of memory. */
static uint32_t *rank_paths(const struct collector *collector)
{
	struct arena *scratch = collector->paths.arena;
	size_t count = collector->path_count;
	struct numbered *sorted = arena_array(scratch, count, sizeof(*sorted));
	uint32_t *ranks = arena_array(scratch, count + 1, sizeof(*ranks));

	if (!sorted || !ranks)
		return NULL;
	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct numbered){collector->path_items[i], (uint32_t)i + 1};
	if (count > 1)
		qsort(sorted, count, sizeof(*sorted), compare_numbered);
	for (size_t i = 0; i < count; i++)
		ranks[sorted[i].number] = (uint32_t)i + 1;
	arena_drop(scratch, sorted);
	return ranks;
}

static struct place place_of(
	const struct collector *collector, const struct hit *hit, const uint32_t *ranks)
{
	return (struct place){.path = hit_path(collector, hit),
		.commit = hit->commit,
		.mode = hit->mode,
		.path_rank = ranks[hit->path],
		.at_head = hit->at_head,
		.is_stray = hit->is_stray};
}

/* Deals the hits out: each blob gets its own, in the order in which they came. */
static int deal_places(struct collector *collector, struct err *err)
{
	const uint32_t *ranks = rank_paths(collector);
	struct place *places = arena_array(collector->arena, collector->hit_count, sizeof(*places));
	size_t at = 0;

	if (!places || !ranks)
		return err_nomem(err);
	for (size_t i = 0; i < collector->hit_count; i++)
		collector->blobs[collector->hits[i].blob].place_count++;
	for (size_t i = 0; i < collector->blob_count; i++) {
		struct blob *blob = &collector->blobs[i];

		blob->places = places + at;
		at += blob->place_count;
		blob->place_count = 0;
	}
	for (size_t i = 0; i < collector->hit_count; i++) {
		const struct hit *hit = &collector->hits[i];
		struct blob *blob = &collector->blobs[hit->blob];

		places[(size_t)(blob->places - places) + blob->place_count++] =
			place_of(collector, hit, ranks);
	}
	return 0;
}

int collector_finish(struct collector *collector, struct change *change, struct err *err)
{
	if (deal_places(collector, err) < 0)
		return -1;
	if (!are_sorted(collector->files, collector->file_count))
		qsort(collector->files, collector->file_count, sizeof(*collector->files),
			compare_files);
	change->bytes = 0;
	for (size_t i = 0; i < collector->blob_count; i++)
		change->bytes += collector->blobs[i].size;
	change->blobs = collector->blobs;
	change->blob_count = collector->blob_count;
	change->files = collector->files;
	change->file_count = collector->file_count;
	return 0;
}
