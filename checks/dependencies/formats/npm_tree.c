/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/npm_tree.h"

#include <stdio.h>
#include <string.h>

#include "checks/dependencies/formats/npm_place.h"
#include "checks/dependencies/semver.h"

enum { SLOT_BITS = 12, SLOTS = 1 << SLOT_BITS };

#define ADD(tree, list, number, room, item)                                                      \
	(arena_reserve((tree)->arena, (void **)&(tree)->list, &(tree)->room, (tree)->number + 1, \
		 sizeof(*(tree)->list)) < 0                                                      \
			? err_nomem(err)                                                         \
			: ((tree)->list[(tree)->number++] = (item), 0))

struct npm_ask npm_ask(struct text name, struct text range, enum ask_kind kind)
{
	/* A file is smaller than 4 GiB. */
	return (struct npm_ask){name.ptr, range.ptr, (uint32_t)name.len, (uint32_t)range.len, kind};
}

struct text npm_ask_name(const struct npm_ask *ask)
{
	return (struct text){ask->name, ask->name_len};
}

struct text npm_ask_range(const struct npm_ask *ask)
{
	return (struct text){ask->range, ask->range_len};
}

/* Entries of about a kilobyte are usual in large locks: then nothing is ever copied. */
enum { USUAL_ENTRY = 1024 };

int npm_tree_new(
	struct npm_tree **out, struct lock *lock, const struct document *document, struct err *err)
{
	struct npm_tree *tree = arena_alloc(lock->arena, sizeof(*tree));
	size_t len = document->content.len, usual = len / USUAL_ENTRY + 1;

	if (!tree)
		return err_nomem(err);
	tree->lock = lock;
	tree->arena = lock->arena;
	tree->name = document->name;
	tree->budget = (uint64_t)len * 64 + (UINT64_C(1) << 26);
	keys_start(&tree->places, lock->arena);
	if (arena_reserve(lock->arena, (void **)&lock->pins.items, &lock->pins.capacity, usual,
		    sizeof(*lock->pins.items)) < 0 ||
		arena_reserve(lock->arena, (void **)&tree->nodes, &tree->node_capacity, usual,
			sizeof(*tree->nodes)) < 0)
		return err_nomem(err);
	lock->index = tree;
	*out = tree;
	return 0;
}

int npm_tree_node(struct npm_tree *tree, bool stands, bool *again, struct err *err)
{
	struct text place = tree->lock->pins.items[tree->lock->pins.count - 1].place;
	uint32_t *number;

	if (stands) {
		if (keys_add(&tree->places, place, &number, err) < 0)
			return -1;
		if (again)
			*again = *number != 0;
		*number = (uint32_t)tree->lock->pins.count;
	}
	return ADD(tree, nodes, node_count, node_capacity, (struct npm_node){0});
}

int npm_tree_name(struct npm_tree *tree, uint32_t node, struct text place, struct err *err)
{
	uint32_t *number;

	if (keys_add(&tree->places, place, &number, err) < 0)
		return -1;
	if (*number == 0)
		*number = node + 1;
	return 0;
}

void npm_tree_asks(struct npm_tree *tree, const struct npm_ask *asks, size_t count)
{
	tree->nodes[tree->node_count - 1].asks = asks;
	tree->nodes[tree->node_count - 1].ask_count = (uint32_t)count;
}

int npm_tree_ask(struct npm_tree *tree, const struct npm_ask *ask, struct err *err)
{
	return ADD(tree, pending, pending_count, pending_capacity, *ask);
}

int npm_tree_settle(struct npm_tree *tree, struct err *err)
{
	size_t count = tree->pending_count;
	struct npm_ask *own = arena_array(tree->arena, count, sizeof(*own));

	if (!own)
		return err_nomem(err);
	if (count)
		memcpy(own, tree->pending, count * sizeof(*own));
	npm_tree_asks(tree, own, count);
	tree->pending_count = 0;
	return 0;
}

int npm_tree_settle_root(struct npm_tree *tree, struct err *err)
{
	for (size_t i = 0; i < tree->pending_count; i++)
		if (ADD(tree, root_asks, root_count, root_capacity, tree->pending[i]) < 0)
			return -1;
	tree->pending_count = 0;
	return 0;
}

uint32_t npm_tree_at(const struct npm_tree *tree, struct text place)
{
	const uint32_t *number = keys_find(&tree->places, place);

	return number ? *number - 1 : EDGE_ROOT;
}

static size_t append(char *to, size_t at, struct text text)
{
	if (text.len)
		memcpy(to + at, text.ptr, text.len);
	return at + text.len;
}

/* "folder/node_modules/name", or "node_modules/name" of the project. */
static uint32_t find_below(struct npm_tree *tree, struct text folder, struct text name)
{
	static const struct text infix = TEXT("/node_modules/");
	char path[2 * NPM_LONGEST_PLACE + sizeof("/node_modules/")];
	size_t len = 0;

	if (folder.len > NPM_LONGEST_PLACE || name.len > NPM_LONGEST_PLACE)
		return EDGE_ROOT;
	len = append(path, len, folder);
	len = append(path, len, folder.len ? infix : text_slice(infix, 1, infix.len));
	len = append(path, len, name);
	tree->work += len;
	return npm_tree_at(tree, (struct text){path, len});
}

uint32_t npm_tree_resolve(struct npm_tree *tree, struct text place, struct text name)
{
	uint32_t found = find_below(tree, place, name);

	while (found == EDGE_ROOT && place.len && tree->work <= tree->budget) {
		place = npm_place_next(place);
		found = find_below(tree, place, name);
	}
	return found;
}

static uint32_t find_range(const struct npm_tree *tree, struct text name, struct text range)
{
	char key[2 * NPM_LONGEST_PLACE + 2];
	int len;

	if (name.len > NPM_LONGEST_PLACE || range.len > NPM_LONGEST_PLACE)
		return EDGE_ROOT;
	len = snprintf(
		key, sizeof(key), "%.*s@%.*s", (int)name.len, name.ptr, (int)range.len, range.ptr);
	return npm_tree_at(tree, (struct text){key, (size_t)len});
}

/* yarn before 1.0 wrote what was added without a range under the bare name, and the range only into the manifest. */
static uint32_t find_bare(const struct npm_tree *tree, struct text name, struct text range)
{
	uint32_t found = npm_tree_at(tree, name);

	if (found == EDGE_ROOT || !text_equal(tree->lock->pins.items[found].name, name))
		return EDGE_ROOT;
	return semver_satisfies(range, tree->lock->pins.items[found].version) ? found : EDGE_ROOT;
}

static uint32_t find_needed(const struct npm_tree *tree, const struct need *need)
{
	uint32_t found = find_range(tree, need->name, need->range);

	return found == EDGE_ROOT ? find_bare(tree, need->name, need->range) : found;
}

/* Who asks: `from` may be EDGE_ROOT; `place` is the first folder that it looks into. */
struct asker {
	uint32_t from;
	struct text place;
};

static struct asker asker_of(const struct npm_tree *tree, uint32_t from)
{
	struct text place = tree->lock->pins.items[from].place;

	return (struct asker){from, tree->nodes[from].has_own ? place : npm_place_next(place)};
}

static uint32_t target_of(
	struct npm_tree *tree, const struct asker *asker, const struct npm_ask *ask)
{
	if (ask->kind == ASK_TARGET)
		return npm_tree_at(tree, npm_ask_name(ask));
	if (tree->by_range)
		return find_range(tree, npm_ask_name(ask), npm_ask_range(ask));
	return npm_tree_resolve(tree, asker->place, npm_ask_name(ask));
}

/* By the last four bytes of where a name is found, "…node_modules/name": of a name as of a place that it may lead to.
 * Names that share a slot cost time, no more. */
static unsigned slot_of(struct text name)
{
	char end[] = "les/____";
	const size_t word = sizeof(uint32_t);
	size_t len = name.len < word ? name.len : word;
	uint32_t last;

	memcpy(end + word, name.len ? name.ptr + name.len - len : "", len);
	memcpy(&last, end + len, word);
	return last * UINT32_C(2654435761) >> (32 - SLOT_BITS);
}

int npm_tree_fresh(struct npm_tree *tree, struct err *err)
{
	const struct pin *pin = &tree->lock->pins.items[tree->lock->pins.count - 1];

	if (!tree->fresh)
		tree->fresh = arena_alloc(tree->arena, SLOTS);
	if (!tree->fresh)
		return err_nomem(err);
	tree->fresh[slot_of(pin->place)] = true;
	return 0;
}

static bool leads_to_base(const struct npm_tree *tree, const struct npm_ask *ask)
{
	return tree->fresh && ask->kind != ASK_TARGET && !tree->fresh[slot_of(npm_ask_name(ask))];
}

static int add_edge(struct npm_tree *tree, const struct asker *asker, const struct npm_ask *ask,
	struct err *err)
{
	uint32_t from = asker->from, to = EDGE_ROOT;

	if (!leads_to_base(tree, ask))
		to = target_of(tree, asker, ask);
	if (to == EDGE_ROOT)
		return 0;
	if (arena_reserve(tree->arena, (void **)&tree->edges.items, &tree->edges.capacity,
		    tree->edges.count + 1, sizeof(*tree->edges.items)) < 0)
		return err_nomem(err);
	tree->edges.items[tree->edges.count++] = (struct edge){from, to};
	return ADD(tree, origins, origin_count, origin_capacity, ask);
}

/* Which packages have a node_modules of their own, and room for all edges. */
static int prepare(struct npm_tree *tree, struct err *err)
{
	size_t asks = tree->root_count + 1;

	for (size_t i = 0; i < tree->node_count; i++) {
		struct text owner = npm_place_owner(tree->lock->pins.items[i].place);
		uint32_t at = owner.len ? npm_tree_at(tree, owner) : EDGE_ROOT;

		asks += tree->nodes[i].ask_count;
		if (at != EDGE_ROOT)
			tree->nodes[at].has_own = true;
	}
	if (tree->fresh)
		asks = 1;
	if (arena_reserve(tree->arena, (void **)&tree->edges.items, &tree->edges.capacity, asks,
		    sizeof(*tree->edges.items)) < 0 ||
		arena_reserve(tree->arena, (void **)&tree->origins, &tree->origin_capacity, asks,
			sizeof(*tree->origins)) < 0)
		return err_nomem(err);
	return 0;
}

static int link_all(struct npm_tree *tree, struct err *err)
{
	struct asker asker = {EDGE_ROOT, text_of("")};

	if (prepare(tree, err) < 0)
		return -1;
	for (size_t i = 0; i < tree->root_count; i++)
		if (add_edge(tree, &asker, &tree->root_asks[i], err) < 0)
			return -1;
	for (uint32_t n = 0; n < tree->node_count && tree->work <= tree->budget; n++) {
		asker = asker_of(tree, n);
		for (uint32_t i = 0; i < tree->nodes[n].ask_count; i++)
			if (add_edge(tree, &asker, &tree->nodes[n].asks[i], err) < 0)
				return -1;
	}
	if (tree->work > tree->budget)
		return err_set(err, ERR_LOOK, "%s: its folders are nested too deeply to follow",
			tree->name);
	return 0;
}

int npm_tree_link(const struct edges **out, const struct lock *lock, struct err *err)
{
	struct npm_tree *tree = lock->index;

	tree->lock = lock;
	*out = &tree->edges;
	return tree->edges.items ? 0 : link_all(tree, err);
}

uint32_t npm_tree_find(const struct lock *lock, const struct need *need)
{
	struct npm_tree *tree = lock->index;
	struct text folder = need->place;

	tree->lock = lock;
	if (tree->by_range)
		return find_needed(tree, need);
	if (folder.len && folder.ptr[folder.len - 1] == '/')
		folder.len--;
	return npm_tree_resolve(tree, folder, need->name);
}
