/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/compare.h"

#include <assert.h>
#include <stdlib.h>

#include "gate/base/buffer.h"
#include "gate/change/side.h"

enum { FIRST_LEVELS = 8 };

/* One level. sides[0] is the own tree, the others follow; a tree that lacks this folder is not
 * among them, and a missing own tree is one without entries. */
struct level {
	struct side *sides;
	size_t count, capacity;
	size_t path_len;
};

struct comparer {
	const struct comparison *comparison;
	struct store store;
	struct level *levels; /* those from depth on keep their memory */
	size_t depth, capacity;
	struct buffer path;
	struct entry none;
};

/* ---- levels ---- */

static void level_close(struct comparer *comparer)
{
	struct level *level = &comparer->levels[--comparer->depth];

	for (size_t i = 0; i < level->count; i++)
		object_close(&level->sides[i].object);
	level->count = 0;
}

static int grow_levels(struct comparer *comparer, struct err *err)
{
	size_t wanted = comparer->capacity ? comparer->capacity * 2 : FIRST_LEVELS;
	struct level *grown;

	if (comparer->depth < comparer->capacity)
		return 0;
	grown = realloc(comparer->levels, wanted * sizeof(*grown));
	if (!grown)
		return err_nomem(err);
	memset(grown + comparer->capacity, 0, (wanted - comparer->capacity) * sizeof(*grown));
	comparer->levels = grown;
	comparer->capacity = wanted;
	return 0;
}

static int grow_sides(struct level *level, size_t wanted, struct err *err)
{
	struct side *grown;

	if (wanted <= level->capacity)
		return 0;
	grown = realloc(level->sides, wanted * sizeof(*grown));
	if (!grown)
		return err_nomem(err);
	level->sides = grown;
	level->capacity = wanted;
	return 0;
}

/* The path is hostile and may hold a key that no report has masked yet: the tree is named instead. */
static int refuse_path(const struct level *level, const char *what, int most, struct err *err)
{
	const struct oid *tree = &level->sides[0].oid;
	char hex[OID_HEX];

	if (oid_is_zero(tree) && level->count > 1)
		tree = &level->sides[1].oid;
	oid_hex(tree, hex);
	err_set(err, ERR_LOOK, "tree %s: %s %d", hex, what, most);
	return err_remedy(err, "shorten the path: git ls-tree -r --name-only %s", hex);
}

/* A new level with the own tree; the others are added by level_add. */
static int level_open(
	struct comparer *comparer, const struct oid *own, size_t others, struct err *err)
{
	struct level *level;

	if (comparer->depth == DEEPEST_FOLDER)
		return refuse_path(&comparer->levels[comparer->depth - 1],
			"folders are nested deeper than", DEEPEST_FOLDER, err);
	if (grow_levels(comparer, err) < 0)
		return -1;
	level = &comparer->levels[comparer->depth];
	if (grow_sides(level, others + 1, err) < 0)
		return -1;
	assert(level->sides);
	/* Before the level counts: its sides are not there yet. */
	if (own && comparer->comparison->entered &&
		comparer->comparison->entered(comparer->comparison->self, own, err) < 0)
		return -1;
	comparer->depth++;
	level->path_len = comparer->path.len;
	level->count = 1;
	return side_open(
		&level->sides[0], comparer->store, own, comparer->comparison->is_diff, err);
}

static int level_add(struct comparer *comparer, const struct oid *tree, struct err *err)
{
	struct level *level = &comparer->levels[comparer->depth - 1];

	/* Parents often share a folder. */
	for (size_t i = 1; i < level->count; i++)
		if (oid_equal(&level->sides[i].oid, tree))
			return 0;
	return side_open(&level->sides[level->count++], comparer->store, tree,
		comparer->comparison->is_diff, err);
}

/* Appends a name to the level's path. */
static int path_enter(
	struct comparer *comparer, const struct level *level, struct text name, struct err *err)
{
	comparer->path.len = level->path_len;
	if (level->path_len)
		buffer_byte(&comparer->path, '/');
	buffer_add(&comparer->path, name);
	if (comparer->path.failed)
		return err_nomem(err);
	if (comparer->path.len > LONGEST_PATH)
		return refuse_path(level, "a path in it has more bytes than", LONGEST_PATH, err);
	return 0;
}

static int report(struct comparer *comparer, const struct level *level, const struct entry *own,
	const struct entry *before, struct err *err)
{
	const struct entry *named = own->mode != MODE_NONE ? own : before;
	struct delta delta = {.own = own, .before = before};

	if (path_enter(comparer, level, named->name, err) < 0)
		return -1;
	delta.path = buffer_text(&comparer->path);
	return comparer->comparison->sink(comparer->comparison->self, &delta, err);
}

/* Adds those other trees of the level at `depth` that have a folder to the level below, which has
 * just been opened for it. How many they are. */
static int add_others(struct comparer *comparer, size_t depth, const struct entry *folder,
	size_t *added, struct err *err)
{
	size_t count = comparer->levels[depth].count;

	*added = 0;
	for (size_t i = 1; i < count; i++) {
		const struct side *other = &comparer->levels[depth].sides[i];

		if (!side_has(other, folder))
			continue;
		++*added;
		if (level_add(comparer, &other->next.oid, err) < 0)
			return -1;
	}
	return 0;
}

static bool is_wanted(const struct comparer *comparer)
{
	const struct comparison *comparison = comparer->comparison;

	return !comparison->wants ||
	       comparison->wants(comparison->self, buffer_text(&comparer->path));
}

/* Goes into a folder of the level at `depth`, with those other trees that have it. */
static int enter(
	struct comparer *comparer, size_t depth, const struct entry *folder, struct err *err)
{
	const struct level *level = &comparer->levels[depth];
	size_t others;

	if (path_enter(comparer, level, folder->name, err) < 0)
		/* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): comparer_free frees all levels */
		return -1;
	if (!is_wanted(comparer))
		return 0;
	if (level_open(comparer, &folder->oid, level->count - 1, err) < 0 ||
		add_others(comparer, depth, folder, &others, err) < 0)
		return -1;
	if (others > 0 || comparer->levels[depth + 1].sides[0].object.raw.len)
		return 0;
	return report(comparer, &comparer->levels[depth], folder, &comparer->none, err);
}

/* ---- differences: both trees in order ---- */

/* Goes into a folder that only the other tree of a difference has. */
static int enter_other(
	struct comparer *comparer, size_t depth, const struct entry *folder, struct err *err)
{
	if (path_enter(comparer, &comparer->levels[depth], folder->name, err) < 0)
		return -1;
	/* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): as above */
	if (level_open(comparer, NULL, 1, err) < 0)
		return -1;
	return level_add(comparer, &folder->oid, err);
}

/* True when the other tree of a difference has an entry that the own one lacks. */
static bool other_is_first(const struct comparer *comparer, const struct level *level)
{
	const struct entry *own = &level->sides[0].next;

	if (!comparer->comparison->is_diff || level->count < 2 ||
		level->sides[1].next.mode == MODE_NONE)
		return false;
	return own->mode == MODE_NONE || entry_compare(&level->sides[1].next, own) < 0;
}

static int step_other(struct comparer *comparer, size_t depth, struct err *err)
{
	struct side *other = &comparer->levels[depth].sides[1];
	struct entry entry = other->next;

	if (side_advance(other, true, err) < 0)
		return -1;
	if (entry.mode == MODE_FOLDER)
		return enter_other(comparer, depth, &entry, err);
	return report(comparer, &comparer->levels[depth], &comparer->none, &entry, err);
}

/* In a difference an entry that both trees have is done with in both. */
static int pass_other(
	struct comparer *comparer, size_t depth, const struct entry *entry, struct err *err)
{
	struct level *level = &comparer->levels[depth];

	if (!comparer->comparison->is_diff || level->count < 2 ||
		!side_has(&level->sides[1], entry))
		return 0;
	return side_advance(&level->sides[1], true, err);
}

/* ---- the walk ---- */

/* Most entries of a tree are those of a parent's. */
static int pass_same(const struct comparer *comparer, struct level *level, struct err *err)
{
	struct side *own = &level->sides[0];

	if (comparer->comparison->is_diff)
		return level->count == 2 ? side_share_in_order(own, &level->sides[1], err) : 0;
	for (size_t i = 1; i < level->count && own->next.mode != MODE_NONE; i++)
		if (side_follow(&level->sides[i], own, err) < 0 ||
			side_share(own, &level->sides[i], err) < 0)
			return -1;
	return 0;
}

/* Brings the other trees to the next entry. *before gets the first that has its path; *is_same is set
 * when one of them has the very same. */
static int look_up(struct level *level, struct entry *before, bool *is_same, struct err *err)
{
	const struct side *own = &level->sides[0];

	for (size_t i = 1; i < level->count; i++) {
		struct side *other = &level->sides[i];

		if (side_follow(other, own, err) < 0)
			return -1;
		if (!side_has(other, &own->next))
			continue;
		if (before->mode == MODE_NONE)
			*before = other->next;
		if (other->next.mode == own->next.mode &&
			oid_equal(&other->next.oid, &own->next.oid))
			*is_same = true;
	}
	return 0;
}

static int step_own(struct comparer *comparer, size_t depth, struct err *err)
{
	struct level *level = &comparer->levels[depth];
	struct entry entry = level->sides[0].next, before = {0};
	bool is_same = false;
	int code = 0;

	if (look_up(level, &before, &is_same, err) < 0 ||
		side_advance(&level->sides[0], comparer->comparison->is_diff, err) < 0)
		return -1;
	if (!is_same && entry.mode == MODE_FOLDER)
		code = enter(comparer, depth, &entry, err);
	else if (!is_same)
		code = report(comparer, level, &entry, &before, err);
	return code < 0 ? -1 : pass_other(comparer, depth, &entry, err);
}

static int walk(struct comparer *comparer, struct err *err)
{
	while (comparer->depth > 0) {
		size_t depth = comparer->depth - 1;
		struct level *level = &comparer->levels[depth];
		int code = pass_same(comparer, level, err);

		if (code < 0)
			return -1;
		if (other_is_first(comparer, level))
			code = step_other(comparer, depth, err);
		else if (level->sides[0].next.mode != MODE_NONE)
			code = step_own(comparer, depth, err);
		else
			level_close(comparer);
		if (code < 0)
			return -1;
	}
	return 0;
}

static int start(struct comparer *comparer, struct err *err)
{
	const struct comparison *comparison = comparer->comparison;

	if (level_open(comparer, comparison->own, comparison->other_count, err) < 0)
		return -1;
	for (size_t i = 0; i < comparison->other_count; i++)
		if (level_add(comparer, &comparison->others[i], err) < 0)
			return -1;
	return walk(comparer, err);
}

static bool is_any(const struct oid *own, const struct oid *others, size_t count)
{
	for (size_t i = 0; own && i < count; i++)
		if (oid_equal(own, &others[i]))
			return true;
	return false;
}

struct comparer *comparer_new(void)
{
	return calloc(1, sizeof(struct comparer));
}

void comparer_free(struct comparer *comparer)
{
	if (!comparer)
		return;
	for (size_t i = 0; i < comparer->capacity; i++)
		free(comparer->levels[i].sides);
	free(comparer->levels);
	buffer_free(&comparer->path);
	free(comparer);
}

int comparer_run(struct comparer *comparer, const struct comparison *comparison, struct store store,
	struct err *err)
{
	int code;

	if (is_any(comparison->own, comparison->others, comparison->other_count))
		return 0;
	comparer->comparison = comparison;
	comparer->store = store;
	comparer->path.len = 0;
	buffer_add(&comparer->path, comparison->top);
	if (comparer->path.failed)
		return err_nomem(err);
	code = start(comparer, err);
	while (comparer->depth > 0)
		level_close(comparer);
	return code;
}

int tree_compare(const struct comparison *comparison, struct store store, struct err *err)
{
	struct comparer *comparer = comparer_new();
	int code;

	if (!comparer)
		return err_nomem(err);
	code = comparer_run(comparer, comparison, store, err);
	comparer_free(comparer);
	return code;
}
