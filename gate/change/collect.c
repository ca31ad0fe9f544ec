/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/collect.h"

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
	return table_start(&collector->contents, scratch, err);
}

static int add_path(struct collector *collector, struct text path, struct err *err)
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
	return table_add(&collector->paths, copy, (uint32_t)collector->path_count++, err);
}

struct text collector_path(struct collector *collector, struct text path, struct err *err)
{
	const uint32_t *known = table_find(&collector->paths, path);

	if (known)
		return collector->path_items[*known];
	if (add_path(collector, path, err) < 0)
		return (struct text){0};
	return collector->path_items[collector->path_count - 1];
}

static const uint32_t *find_content(
	const struct collector *collector, enum blob_kind kind, const struct oid *oid)
{
	char key[1 + sizeof(oid->bytes)];

	key[0] = (char)kind;
	memcpy(key + 1, oid->bytes, sizeof(oid->bytes));
	return table_find(&collector->contents, (struct text){key, sizeof(key)});
}

static enum blob_kind kind_of(uint32_t mode)
{
	return mode == MODE_SYMLINK ? BLOB_SYMLINK : BLOB_FILE;
}

bool collect_has(const struct collector *collector, const struct oid *oid, uint32_t mode)
{
	return find_content(collector, kind_of(mode), oid) != NULL;
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
	collector->hits[collector->hit_count++] = (struct hit){(uint32_t)blob, *place};
	return 0;
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
	const uint32_t *known = find_content(collector, blob.kind, oid);
	char *key;

	if (known)
		return add_hit(collector, *known, place, err);
	key = arena_alloc(collector->contents.arena, 1 + sizeof(oid->bytes));
	if (!key)
		return err_nomem(err);
	key[0] = (char)blob.kind;
	memcpy(key + 1, oid->bytes, sizeof(oid->bytes));
	if (table_add(&collector->contents, (struct text){key, 1 + sizeof(oid->bytes)},
		    (uint32_t)collector->blob_count, err) < 0)
		return -1;
	return collect_blob(collector, &blob, place, err);
}

int collect_path(struct collector *collector, const struct place *place, struct err *err)
{
	struct blob blob = {.kind = BLOB_PATH,
		.oid = collector->namer,
		.text = place->path,
		.size = place->path.len};
	const uint32_t *number = table_find(&collector->paths, place->path);

	if (!number || collector->path_announced[*number])
		return 0;
	collector->path_announced[*number] = true;
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

/* Deals the hits out: each blob gets its own, in the order in which they came. */
static int deal_places(struct collector *collector, struct err *err)
{
	struct place *places = arena_array(collector->arena, collector->hit_count, sizeof(*places));
	size_t at = 0;

	if (!places)
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
		struct blob *blob = &collector->blobs[collector->hits[i].blob];

		places[(size_t)(blob->places - places) + blob->place_count++] =
			collector->hits[i].place;
	}
	return 0;
}

int collector_finish(struct collector *collector, struct change *change, struct err *err)
{
	if (deal_places(collector, err) < 0)
		return -1;
	if (collector->file_count > 1)
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
