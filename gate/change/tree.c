/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/tree.h"

#include <assert.h>
#include <stdlib.h>

#include "gate/base/buffer.h"
#include "gate/base/common.h"
#include "gate/base/stride.h"
#include "gate/change/commit.h"

int tree_malformed(const struct oid *tree, struct err *err)
{
	char hex[OID_HEX];

	oid_hex(tree, hex);
	err_set(err, ERR_LOOK, "tree %s is malformed", hex);
	return err_remedy(err, "see what is wrong: git fsck");
}

/* Old versions of git wrote other permission bits: only the owner's execute bit means something.
 * Anything that is no file, link, folder or submodule is refused. */
static uint32_t canonical_mode(uint32_t mode)
{
	switch (mode & 0170000) {
	case 0100000:
		return mode & 0100 ? MODE_EXECUTABLE : MODE_FILE;
	case 0120000:
		return MODE_SYMLINK;
	case 0040000:
		return MODE_FOLDER;
	case 0160000:
		return MODE_SUBMODULE;
	default:
		return MODE_NONE;
	}
}

/* In place of text_slice, for what is done for each entry of each tree. The bytes are there. */
static inline void skip(struct text *rest, size_t len)
{
	rest->ptr += len;
	rest->len -= len;
}

/* Reads "<octal> " off *rest; MODE_NONE when it is no mode. */
static uint32_t mode_next(struct text *rest)
{
	uint32_t mode = 0;
	size_t at = 0;

	while (at < rest->len && at < 8 && rest->ptr[at] >= '0' && rest->ptr[at] <= '7')
		mode = mode * 8 + (uint32_t)(rest->ptr[at++] - '0');
	if (at == 0 || at == rest->len || rest->ptr[at] != ' ')
		return MODE_NONE;
	skip(rest, at + 1);
	return canonical_mode(mode);
}

/* Most entries are files. */
static bool file_mode_next(struct text *rest)
{
	static const char file[] = "100644 ";
	const size_t len = sizeof(file) - 1;

	if (rest->len < len || memcmp(rest->ptr, file, len) != 0)
		return false;
	skip(rest, len);
	return true;
}

/* The length of a name that ends in NUL and has no slash. False where it is none. */
static bool name_length(struct text rest, size_t *len)
{
	const char *end;

	/* Most names are short, and one call for each would cost more than reading it. */
	for (size_t at = 0; rest.len - at >= STRIDE; at += STRIDE) {
		unsigned ends = stride_byte(rest.ptr + at, '\0');
		unsigned slashes = stride_byte(rest.ptr + at, '/');

		if (slashes && (!ends || (slashes & (ends - 1) & ~ends)))
			return false;
		*len = at + (ends ? (size_t)__builtin_ctz(ends) : 0);
		if (ends)
			return *len > 0;
	}
	end = memchr(rest.ptr, '\0', rest.len);
	*len = end ? (size_t)(end - rest.ptr) : 0;
	return *len > 0 && !memchr(rest.ptr, '/', *len);
}

enum entry_step entry_next(struct text *rest, struct entry *out)
{
	size_t len;

	if (rest->len == 0)
		return ENTRY_END;
	out->mode = file_mode_next(rest) ? MODE_FILE : mode_next(rest);
	if (out->mode == MODE_NONE || rest->len == 0 || !name_length(*rest, &len))
		return ENTRY_MALFORMED;
	out->name = (struct text){rest->ptr, len};
	skip(rest, len + 1);
	if (rest->len < sizeof(out->oid.bytes))
		return ENTRY_MALFORMED;
	memcpy(out->oid.bytes, rest->ptr, sizeof(out->oid.bytes));
	skip(rest, sizeof(out->oid.bytes));
	return ENTRY;
}

/* The byte behind a common beginning. */
static int byte_at(const struct entry *entry, size_t at)
{
	if (at < entry->name.len)
		return (unsigned char)entry->name.ptr[at];
	return entry->mode == MODE_FOLDER ? '/' : 0;
}

int entry_compare(const struct entry *a, const struct entry *b)
{
	size_t common = a->name.len < b->name.len ? a->name.len : b->name.len;
	int order = memcmp(a->name.ptr, b->name.ptr, common);

	if (order == 0)
		order = byte_at(a, common) - byte_at(b, common);
	return order != 0 ? order : (a->name.len > b->name.len) - (a->name.len < b->name.len);
}

/* One tree at one level of a comparison, with the entry that comes next. */
struct side {
	struct object object;
	struct oid oid;
	struct text rest;
	struct entry next; /* mode MODE_NONE: no more */
};

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
	struct level *levels; /* DEEPEST_FOLDER; those from depth on keep their memory */
	size_t depth;
	struct buffer path;
	struct entry none;
};

static int side_advance(struct side *side, bool in_order, struct err *err)
{
	struct entry last = side->next;

	switch (entry_next(&side->rest, &side->next)) {
	case ENTRY:
		if (in_order && last.mode != MODE_NONE && entry_compare(&last, &side->next) >= 0)
			break;
		return 0;
	case ENTRY_END:
		side->next = (struct entry){0};
		return 0;
	case ENTRY_MALFORMED:
		break;
	}
	return tree_malformed(&side->oid, err);
}

static int side_open(
	struct comparer *comparer, struct side *side, const struct oid *tree, struct err *err)
{
	*side = (struct side){0};
	if (!tree)
		return 0;
	side->oid = *tree;
	if (object_open(&side->object, comparer->store, tree, GIT_OBJECT_TREE, err) < 0)
		return -1;
	side->rest = side->object.raw;
	return side_advance(side, comparer->comparison->is_diff, err);
}

static void level_close(struct comparer *comparer)
{
	struct level *level = &comparer->levels[--comparer->depth];

	for (size_t i = 0; i < level->count; i++)
		object_close(&level->sides[i].object);
	level->count = 0;
}

static int grow_sides(struct level *level, size_t wanted, struct err *err)
{
	struct side *grown;

	if (wanted <= level->capacity)
		return 0;
	grown = realloc(level->sides, wanted * sizeof(*grown));
	if (!grown) {
		err_nomem(err);
		return -1;
	}
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
	return side_open(comparer, &level->sides[0], own, err);
}

static int level_add(struct comparer *comparer, const struct oid *tree, struct err *err)
{
	struct level *level = &comparer->levels[comparer->depth - 1];

	/* Parents often share a folder. */
	for (size_t i = 1; i < level->count; i++)
		if (oid_equal(&level->sides[i].oid, tree))
			return 0;
	return side_open(comparer, &level->sides[level->count++], tree, err);
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

static bool side_has(const struct side *side, const struct entry *entry)
{
	return side->next.mode != MODE_NONE && entry_compare(&side->next, entry) == 0;
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
		/* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): tree_compare frees all levels */
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

/* Passes over what only the other tree has before an entry. */
static int side_reach(struct side *other, const struct entry *entry, struct err *err)
{
	while (other->next.mode != MODE_NONE && entry_compare(&other->next, entry) < 0)
		if (side_advance(other, false, err) < 0)
			return -1;
	return 0;
}

/* Brings the other trees to an entry. *before gets the first that has its path; *is_same is set
 * when one of them has the very same. */
static int look_up(struct level *level, const struct entry *entry, struct entry *before,
	bool *is_same, struct err *err)
{
	for (size_t i = 1; i < level->count; i++) {
		struct side *other = &level->sides[i];

		if (side_reach(other, entry, err) < 0)
			return -1;
		if (!side_has(other, entry))
			continue;
		if (before->mode == MODE_NONE)
			*before = other->next;
		if (other->next.mode == entry->mode && oid_equal(&other->next.oid, &entry->oid))
			*is_same = true;
	}
	return 0;
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

static bool are_same(const struct entry *a, const struct entry *b)
{
	return a->mode != MODE_NONE && a->mode == b->mode && text_equal(a->name, b->name) &&
	       oid_equal(&a->oid, &b->oid);
}

/* Takes the entry that the own tree has just taken, where it is the same bytes, else the next one. */
static int side_follow(struct side *other, const struct side *own, struct text taken, bool is_diff,
	struct err *err)
{
	if (other->rest.len < taken.len || memcmp(other->rest.ptr, taken.ptr, taken.len) != 0)
		return side_advance(other, is_diff, err);
	other->next = own->next;
	skip(&other->rest, taken.len);
	return 0;
}

/* Takes those entries that lie whole in the bytes with which both sides go on alike. */
static int pass_common(struct side *own, struct side *other, bool is_diff, struct err *err)
{
	size_t common = common_start(own->rest, other->rest);
	const char *from = own->rest.ptr;
	struct text rest;
	struct entry next;

	do {
		rest = own->rest;
		next = own->next;
		if (side_advance(own, is_diff, err) < 0)
			return -1;
	} while (own->next.mode != MODE_NONE && (size_t)(own->rest.ptr - from) <= common);
	own->rest = rest;
	own->next = next;
	skip(&other->rest, (size_t)(own->rest.ptr - from));
	other->next = own->next;
	return 0;
}

/* Most entries of a tree and its one parent's are the same. Where the own tree ends, the other is
 * read on in a difference only: else what is left of it plays no part. */
static int pass_same(const struct comparer *comparer, struct level *level, struct err *err)
{
	struct side *own = &level->sides[0], *other = &level->sides[1];
	bool is_diff = comparer->comparison->is_diff;

	while (level->count == 2 && are_same(&own->next, &other->next)) {
		struct text taken;

		if (pass_common(own, other, is_diff, err) < 0)
			return -1;
		taken = own->rest;
		if (side_advance(own, is_diff, err) < 0)
			return -1;
		taken.len -= own->rest.len;
		if (own->next.mode == MODE_NONE)
			return is_diff ? side_advance(other, is_diff, err) : 0;
		if (side_follow(other, own, taken, is_diff, err) < 0)
			return -1;
	}
	return 0;
}

static int step_own(struct comparer *comparer, size_t depth, struct err *err)
{
	struct level *level = &comparer->levels[depth];
	struct entry entry = level->sides[0].next, before = {0};
	bool is_same = false;
	int code = 0;

	if (side_advance(&level->sides[0], comparer->comparison->is_diff, err) < 0 ||
		look_up(level, &entry, &before, &is_same, err) < 0)
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

int tree_compare(const struct comparison *comparison, struct store store, struct err *err)
{
	struct comparer comparer = {.comparison = comparison, .store = store};
	int code;

	if (is_any(comparison->own, comparison->others, comparison->other_count))
		return 0;
	comparer.levels = calloc(DEEPEST_FOLDER, sizeof(*comparer.levels));
	if (!comparer.levels)
		return err_nomem(err);
	code = start(&comparer, err);
	while (comparer.depth > 0)
		level_close(&comparer);
	for (size_t i = 0; i < DEEPEST_FOLDER; i++)
		free(comparer.levels[i].sides);
	free(comparer.levels);
	buffer_free(&comparer.path);
	return code;
}

static int find_name(struct entry *out, struct store store, const struct oid *tree,
	struct text name, struct err *err)
{
	enum entry_step step;
	struct object object;
	struct text rest;

	if (object_open(&object, store, tree, GIT_OBJECT_TREE, err) < 0)
		return -1;
	rest = object.raw;
	do
		step = entry_next(&rest, out);
	while (step == ENTRY && !text_equal(out->name, name));
	object_close(&object);
	out->name = name;
	if (step == ENTRY_MALFORMED)
		return tree_malformed(tree, err);
	if (step == ENTRY_END)
		out->mode = MODE_NONE;
	return 0;
}

int tree_find(struct entry *out, struct store store, const struct oid *tree, struct text path,
	struct err *err)
{
	struct text rest = path, name;
	struct oid at = *tree;

	*out = (struct entry){0};
	if (path.len == 0 || path.ptr[path.len - 1] == '/')
		return 0;
	while (text_next_part(&rest, '/', &name)) {
		if (name.len == 0)
			out->mode = MODE_NONE;
		else if (find_name(out, store, &at, name, err) < 0)
			return -1;
		if (out->mode != MODE_FOLDER)
			break;
		at = out->oid;
	}
	if (rest.len || out->mode == MODE_FOLDER)
		*out = (struct entry){0};
	return 0;
}

int tree_of(struct oid *out, struct store store, const struct oid *commit, struct err *err)
{
	struct commit_header header;
	struct object object;
	int code;

	if (object_open(&object, store, commit, GIT_OBJECT_ANY, err) < 0)
		return -1;
	*out = *commit;
	code = object.type == GIT_OBJECT_TREE
		       ? 0
		       : commit_header_read(&header, object.raw, commit, err);
	if (code == 0 && object.type != GIT_OBJECT_TREE)
		*out = header.tree;
	object_close(&object);
	return code;
}
