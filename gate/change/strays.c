/* SPDX-License-Identifier: Apache-2.0
 *
 * read_strays: what is in the object database and no ref reaches. Commits come first, compared with their parents as any others, then trees that no
 * other stray tree names, so that blobs get the paths that they had; what is left has none.
 */
#include "gate/change/listing.h"

#include "gate/change/at_hand.h"
#include "gate/change/commit.h"
#include "gate/change/objects.h"
#include "gate/change/reading.h"

struct stray {
	struct oid oid;
	git_object_t type; /* GIT_OBJECT_INVALID: cannot be told */
};

struct strays {
	struct reading *reading;
	struct stray *items; /* sorted by id */
	size_t count;
	struct keys named; /* trees that a stray tree has as a folder */
};

static struct text key_of(const struct oid *oid)
{
	return (struct text){(const char *)oid->bytes, sizeof(oid->bytes)};
}

static int add_key(struct keys *keys, const struct oid *oid, struct err *err)
{
	struct text copy;
	uint32_t *number;

	if (keys_find(keys, key_of(oid)))
		return 0;
	copy = arena_text(keys->arena, key_of(oid));
	return copy.ptr ? keys_add(keys, copy, &number, err) : err_nomem(err);
}

int note_reached(void *self, const struct oid *oid, struct err *err)
{
	struct reading *reading = self;

	if (!reading->range->with_strays)
		return 0;
	return add_key(&reading->reached, oid, err);
}

static bool is_reached(const struct reading *reading, const struct oid *oid)
{
	return keys_find(&reading->reached, key_of(oid)) ||
	       collect_has(&reading->collector, oid, MODE_FILE) ||
	       collect_has(&reading->collector, oid, MODE_SYMLINK);
}

/* ---- what there is ---- */

static git_object_t type_of(const struct reading *reading, const struct oid *oid, struct err *err)
{
	git_object_t type;
	git_oid id = to_git(oid);
	git_odb *database;
	size_t size;
	struct at_hand before = at_hand_object(oid);

	if (objects_database(&database, reading->store.objects, err) < 0 ||
		git_odb_read_header(&size, &type, database, &id) < 0)
		type = GIT_OBJECT_INVALID;
	at_hand_put_back(before);
	return type;
}

static int find_strays(struct strays *strays, struct err *err)
{
	struct reading *reading = strays->reading;
	const struct repo *repo = reading->repo;
	struct oids all;

	if (objects_list(&all, repo->object_dirs, repo->object_dir_count, reading->scratch, err) <
		0)
		return -1;
	strays->items = arena_array(reading->scratch, all.count + 1, sizeof(*strays->items));
	if (!strays->items)
		return err_nomem(err);
	for (size_t i = 0; i < all.count; i++) {
		struct stray *stray = &strays->items[strays->count];

		if (is_reached(reading, &all.items[i]))
			continue;
		if (store_ask(reading->store, err) < 0)
			return -1;
		*stray = (struct stray){all.items[i], type_of(reading, &all.items[i], err)};
		if (err->kind != ERR_NONE)
			return -1;
		strays->count++;
	}
	return 0;
}

/* ---- commits and tags ---- */

/* A commit or tag as a text of its own. */
static int read_message(struct strays *strays, const struct oid *oid, git_object_t type,
	struct text *raw, struct err *err)
{
	struct reading *reading = strays->reading;
	struct place place = {.path = &no_path, .commit = NO_COMMIT, .is_stray = true};
	struct blob blob = {
		.kind = (type == GIT_OBJECT_TAG ? BLOB_TAG : BLOB_COMMIT) & BLOB_KIND, .oid = *oid};
	struct object object;
	int code;

	if (object_open(&object, reading->store, oid, type, err) < 0)
		return -1;
	code = collect_text(&reading->collector, &blob, object.raw, &place, err);
	object_close(&object);
	*raw = blob_text(&blob);
	return code;
}

static int read_tag(struct strays *strays, const struct oid *oid, struct err *err)
{
	struct text raw;

	return read_message(strays, oid, GIT_OBJECT_TAG, &raw, err);
}

/* The trees of the parents. More of them than can be open at once are not compared with: then everything is new. */
static int find_parents(struct comparison *comparison, const struct commit_header *header,
	struct reading *reading, struct err *err)
{
	struct text rest = header->parents;
	struct oid *trees, parent;
	size_t count = 0;

	if (header->parent_count > MOST_PARENTS)
		return 0;
	trees = arena_array(reading->scratch, header->parent_count + 1, sizeof(*trees));
	if (!trees)
		return err_nomem(err);
	while (count < header->parent_count && commit_next_parent(&rest, &parent))
		if (tree_of(&trees[count++], reading->store, &parent, err) < 0)
			return -1;
	comparison->others = trees;
	comparison->other_count = count;
	return 0;
}

static int read_commit(struct strays *strays, const struct oid *oid, struct err *err)
{
	struct reading *reading = strays->reading;
	struct comparison comparison = {
		.sink = read_entry, .entered = note_reached, .self = reading};
	struct commit_header header;
	struct text raw;

	if (read_message(strays, oid, GIT_OBJECT_COMMIT, &raw, err) < 0 ||
		commit_header_read(&header, raw, oid, err) < 0 ||
		find_parents(&comparison, &header, reading, err) < 0)
		return -1;
	reading->collector.namer = *oid;
	comparison.own = &header.tree;
	return tree_compare(&comparison, reading->store, err);
}

/* ---- trees ---- */

static int note_folders(struct strays *strays, const struct oid *oid, struct err *err)
{
	struct reading *reading = strays->reading;
	struct object object;
	struct entry entry;
	struct text rest;
	int code = 0;

	if (is_reached(reading, oid))
		return 0;
	if (object_open(&object, reading->store, oid, GIT_OBJECT_TREE, err) < 0)
		return -1;
	rest = object.raw;
	while (code == 0 && entry_next(&rest, &entry) == ENTRY)
		if (entry.mode == MODE_FOLDER)
			code = add_key(&strays->named, &entry.oid, err);
	object_close(&object);
	return code;
}

static int read_tree(struct strays *strays, const struct oid *oid, struct err *err)
{
	struct reading *reading = strays->reading;
	struct comparison comparison = {
		.own = oid, .sink = read_entry, .entered = note_reached, .self = reading};

	if (is_reached(reading, oid))
		return 0;
	reading->collector.namer = *oid;
	return tree_compare(&comparison, reading->store, err);
}

static int read_root(struct strays *strays, const struct oid *oid, struct err *err)
{
	return keys_find(&strays->named, key_of(oid)) ? 0 : read_tree(strays, oid, err);
}

/* ---- blobs ---- */

/* What has no type is read as a blob, which says what is wrong with it. */
static int read_blob(struct strays *strays, const struct oid *oid, struct err *err)
{
	struct place place = {
		.path = &no_path, .commit = NO_COMMIT, .mode = MODE_FILE, .is_stray = true};

	if (is_reached(strays->reading, oid))
		return 0;
	return collect_entry(&strays->reading->collector, oid, &place, err);
}

/* In this order. Trees that are left when all roots are read name each other in a circle, of which git makes none. */
static const struct {
	git_object_t type;
	int (*read)(struct strays *strays, const struct oid *oid, struct err *err);
} passes[] = {
	{GIT_OBJECT_COMMIT, read_commit},
	{GIT_OBJECT_TREE, note_folders},
	{GIT_OBJECT_TREE, read_root},
	{GIT_OBJECT_TREE, read_tree},
	{GIT_OBJECT_TAG, read_tag},
	{GIT_OBJECT_BLOB, read_blob},
	{GIT_OBJECT_INVALID, read_blob},
};

static int pass_all(struct strays *strays, struct err *err)
{
	for (size_t p = 0; p < sizeof(passes) / sizeof(passes[0]); p++)
		for (size_t i = 0; i < strays->count; i++) {
			const struct stray *stray = &strays->items[i];

			if (stray->type == passes[p].type &&
				passes[p].read(strays, &stray->oid, err) < 0)
				return -1;
		}
	return 0;
}

int read_strays(struct reading *reading, struct err *err)
{
	struct strays strays = {.reading = reading};
	uint32_t last = reading->commit;
	int code;

	if (!reading->range->with_strays)
		return 0;
	if (find_strays(&strays, err) < 0)
		return -1;
	keys_start(&strays.named, reading->scratch);
	reading->is_stray = true;
	reading->commit = NO_COMMIT;
	code = pass_all(&strays, err);
	reading->is_stray = false;
	reading->commit = last;
	if (code < 0 && err->kind == ERR_LOOK)
		return err_remedy(err, "see what is wrong: git fsck; this removes what no ref "
				       "reaches: git gc --prune=now");
	return code;
}
