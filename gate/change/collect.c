/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/collect.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A few small trees that name each other many times over make more paths than any memory holds. No repository that
 * people work in comes near. */
enum { MOST_PATHS = 1 << 21, MOST_PLACES = 1 << 25 };

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
	if (number_table_start(&collector->paths, scratch, err) < 0)
		return -1;
	if (number_table_start(&collector->contents, scratch, err) < 0)
		return -1;
	return number_table_start(&collector->links, scratch, err);
}

static bool is_last(const struct collector *collector, struct text path)
{
	return collector->last_path < collector->path_count &&
	       text_equal(collector->path_items[collector->last_path]->text, path);
}

static struct path *copy_path(const struct collector *collector, struct text path)
{
	struct path *copy = arena_alloc(collector->arena, sizeof(*copy) + path.len + 1);

	if (!copy)
		return NULL;
	copy->text = (struct text){memcpy(copy + 1, path.ptr, path.len), path.len};
	copy->rank = (uint32_t)collector->path_count + 1;
	return copy;
}

static int add_path(struct collector *collector, struct text path, struct err *err)
{
	size_t need = collector->path_count + 1;
	struct path *copy;

	if (collector->path_count == MOST_PATHS)
		return too_many("paths", MOST_PATHS, err);
	copy = copy_path(collector, path);
	if (!copy ||
		arena_regrow(collector->paths.arena, (void **)&collector->path_items,
			&collector->path_capacity, need, sizeof(struct path *)) < 0 ||
		arena_regrow(collector->paths.arena, (void **)&collector->path_announced,
			&collector->announced_capacity, need,
			sizeof(*collector->path_announced)) < 0)
		return err_nomem(err);
	collector->path_items[collector->path_count] = copy;
	return number_table_add(
		&collector->paths, copy->text, (uint32_t)collector->path_count++, err);
}

static int number_path(
	uint32_t *number, struct collector *collector, struct text path, struct err *err)
{
	if (path_table_find(&collector->paths, collector->path_items, path, number))
		return 0;
	*number = (uint32_t)collector->path_count;
	return add_path(collector, path, err);
}

int collector_place(
	struct collector *collector, struct place *place, struct text path, struct err *err)
{
	if (!is_last(collector, path) &&
		number_path(&collector->last_path, collector, path, err) < 0)
		return -1;
	place->path = collector->path_items[collector->last_path];
	return 0;
}

struct text collector_path(struct collector *collector, struct text path, struct err *err)
{
	struct place place;

	return collector_place(collector, &place, path, err) == 0 ? place.path->text
								  : (struct text){0};
}

static bool find_content(const struct collector *collector, enum blob_kind kind,
	const struct oid *oid, uint32_t *blob)
{
	const struct number_table *table =
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
	if (arena_regrow(collector->arena, (void **)&collector->hits, &collector->hit_capacity,
		    collector->hit_count + 1, sizeof(*collector->hits)) < 0)
		return err_nomem(err);
	collector->hits[collector->hit_count++].hit = (struct hit){.blob = (uint32_t)blob,
		.commit = place->commit,
		.path = place->path->rank,
		.mode = place->mode,
		.at_head = place->at_head,
		.is_stray = place->is_stray};
	return 0;
}

static int count_place(struct collector *collector, const struct place *place, struct err *err)
{
	assert(place->path->text.len == 0 || place->path->rank > 0);
	if (collector->place_count == MOST_PLACES)
		return too_many("places of blobs", MOST_PLACES, err);
	collector->place_count++;
	return 0;
}

/* Another place of a blob: the first, where it stands in the blob, now stands before it. */
static int add_place(
	struct collector *collector, uint32_t number, const struct place *place, struct err *err)
{
	struct blob *blob = &collector->blobs[number];

	if (count_place(collector, place, err) < 0)
		return -1;
	if (blob->is_single) {
		const struct place first = blob->place;

		*blob = (struct blob){.kind = blob->kind, .oid = blob->oid};
		if (add_hit(collector, number, &first, err) < 0)
			return -1;
	}
	return add_hit(collector, number, place, err);
}

static bool may_be_single(const struct blob *blob)
{
	return !blob->has_text || blob->kind == BLOB_PATH;
}

int collect_blob(struct collector *collector, const struct blob *blob, const struct place *place,
	struct err *err)
{
	struct blob *own;

	if (count_place(collector, place, err) < 0)
		return -1;
	if (collector->blob_count == UINT32_MAX ||
		arena_regrow(collector->arena, (void **)&collector->blobs,
			&collector->blob_capacity, collector->blob_count + 1,
			sizeof(*collector->blobs)) < 0)
		return err_nomem(err);
	own = &collector->blobs[collector->blob_count++];
	*own = *blob;
	if (!collector->makes_singles || !may_be_single(blob))
		return add_hit(collector, collector->blob_count - 1, place, err);
	own->is_single = 1;
	own->place_count = 1;
	own->place = *place;
	return 0;
}

int collect_text(struct collector *collector, struct blob *blob, struct text text,
	const struct place *place, struct err *err)
{
	struct text *kept = arena_alloc(collector->arena, sizeof(*kept));

	if (kept)
		*kept = arena_text(collector->arena, text);
	if (!kept || !kept->ptr)
		return err_nomem(err);
	blob->has_text = 1;
	blob->text = kept;
	return collect_blob(collector, blob, place, err);
}

int collect_entry(struct collector *collector, const struct oid *oid, const struct place *place,
	struct err *err)
{
	enum blob_kind kind = kind_of(place->mode);
	struct blob blob = {.kind = kind & BLOB_KIND, .oid = *oid};
	struct number_table *table =
		kind == BLOB_SYMLINK ? &collector->links : &collector->contents;
	uint32_t known;

	if (find_content(collector, kind, oid, &known))
		return add_place(collector, known, place, err);
	if (collector->blob_count < UINT32_MAX &&
		number_table_add(table, oid_key(oid), (uint32_t)collector->blob_count, err) < 0)
		return -1;
	return collect_blob(collector, &blob, place, err);
}

int collect_path(struct collector *collector, const struct place *place, struct err *err)
{
	struct blob blob = {.kind = BLOB_PATH,
		.oid = collector->namer,
		.has_text = 1,
		.text = &place->path->text};
	bool *announced = &collector->path_announced[place->path->rank - 1];

	if (*announced)
		return 0;
	*announced = true;
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

static int compare_paths(const void *left, const void *right)
{
	const struct path *const *a = left, *const *b = right;

	return text_compare((*a)->text, (*b)->text);
}

/* The ranks in place of the numbers. Hits find their paths by number until then. */
static int rank_paths(const struct collector *collector, struct err *err)
{
	struct arena *scratch = collector->paths.arena;
	size_t count = collector->path_count;
	struct path **sorted = arena_array(scratch, count, sizeof(struct path *));

	if (!sorted)
		return err_nomem(err);
	if (count)
		memcpy(sorted, collector->path_items, count * sizeof(struct path *));
	if (count > 1)
		qsort(sorted, count, sizeof(struct path *), compare_paths);
	for (size_t i = 0; i < count; i++)
		sorted[i]->rank = (uint32_t)i + 1;
	arena_drop(scratch, sorted);
	return 0;
}

static struct place place_of(const struct collector *collector, const struct hit *hit)
{
	return (struct place){.path = hit->path ? collector->path_items[hit->path - 1] : &no_path,
		.commit = hit->commit,
		.mode = hit->mode,
		.at_head = hit->at_head,
		.is_stray = hit->is_stray};
}

/* Gives each blob that is no single its stretch of places, in the order in which they came, and each hit the number of its place instead of that of its blob. */
static void number_places(struct collector *collector)
{
	union hit_or_place *hits = collector->hits;
	size_t at = 0;

	for (size_t i = 0; i < collector->hit_count; i++)
		collector->blobs[hits[i].hit.blob].place_count++;
	for (size_t i = 0; i < collector->blob_count; i++) {
		struct blob *blob = &collector->blobs[i];

		if (blob->is_single)
			continue;
		blob->places = &hits[0].place + at;
		at += blob->place_count;
		blob->place_count = 0;
	}
	for (size_t i = 0; i < collector->hit_count; i++) {
		struct blob *blob = &collector->blobs[hits[i].hit.blob];

		hits[i].hit.blob = (uint32_t)(blob->places - &hits[0].place) + blob->place_count++;
	}
}

/* Each hit to the number that it has: those that stand in each other's way form circles. */
static void deal_places(struct collector *collector)
{
	union hit_or_place *hits = collector->hits;

	static_assert(
		sizeof(union hit_or_place) == sizeof(struct place), "places take their hits' room");
	number_places(collector);
	for (size_t i = 0; i < collector->hit_count; i++)
		while (hits[i].hit.blob != i) {
			struct hit here = hits[i].hit;

			hits[i].hit = hits[here.blob].hit;
			hits[here.blob].hit = here;
		}
	for (size_t i = 0; i < collector->hit_count; i++)
		hits[i].place = place_of(collector, &hits[i].hit);
}

int collector_finish(struct collector *collector, struct change *change, struct err *err)
{
	if (rank_paths(collector, err) < 0)
		return -1;
	deal_places(collector);
	if (!are_sorted(collector->files, collector->file_count))
		qsort(collector->files, collector->file_count, sizeof(*collector->files),
			compare_files);
	change->bytes = 0;
	for (size_t i = 0; i < collector->blob_count; i++)
		change->bytes += blob_size(&collector->blobs[i]);
	change->blobs = collector->blobs;
	change->blob_count = collector->blob_count;
	change->files = collector->files;
	change->file_count = collector->file_count;
	return 0;
}
