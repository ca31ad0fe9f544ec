/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/npm_tree.h"

#include <stdio.h>
#include <string.h>

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/semver.h"

/* Longer is no place that a file system takes. */
enum { LONGEST_PLACE = 4096, SLOT_BITS = 12, SLOTS = 1 << SLOT_BITS };

static const char modules[] = "node_modules";

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

static struct text name_of(const struct npm_ask *ask)
{
	return (struct text){ask->name, ask->name_len};
}

static struct text range_of(const struct npm_ask *ask)
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
	char path[2 * LONGEST_PLACE + sizeof("/node_modules/")];
	size_t len = 0;

	if (folder.len > LONGEST_PLACE || name.len > LONGEST_PLACE)
		return EDGE_ROOT;
	len = append(path, len, folder);
	len = append(path, len, folder.len ? infix : text_slice(infix, 1, infix.len));
	len = append(path, len, name);
	tree->work += len;
	return npm_tree_at(tree, (struct text){path, len});
}

/* The folder above; "" at the top. */
static struct text above(struct text place)
{
	while (place.len > 0 && place.ptr[place.len - 1] != '/')
		place.len--;
	return text_slice(place, 0, place.len ? place.len - 1 : 0);
}

static bool is_modules(struct text folder)
{
	return text_is(folder, modules) || text_ends(folder, "/node_modules");
}

/* Folders that hold no packages of their own: node_modules itself, and a scope in it. */
static struct text next_above(struct text folder)
{
	folder = above(folder);
	if (folder.len && is_modules(above(folder)) && folder.ptr[above(folder).len + 1] == '@')
		folder = above(folder);
	return is_modules(folder) ? above(folder) : folder;
}

/* The folder whose packages see the copy first: what is before the last "node_modules/". */
static struct text owner_of(struct text place)
{
	struct text folder = above(place);

	if (!is_modules(folder))
		folder = above(folder);
	return is_modules(folder) ? above(folder) : text_of("");
}

uint32_t npm_tree_resolve(struct npm_tree *tree, struct text place, struct text name)
{
	uint32_t found = find_below(tree, place, name);

	while (found == EDGE_ROOT && place.len && tree->work <= tree->budget) {
		place = next_above(place);
		found = find_below(tree, place, name);
	}
	return found;
}

static uint32_t find_range(const struct npm_tree *tree, struct text name, struct text range)
{
	char key[2 * LONGEST_PLACE + 2];
	int len;

	if (name.len > LONGEST_PLACE || range.len > LONGEST_PLACE)
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

	return (struct asker){from, tree->nodes[from].has_own ? place : next_above(place)};
}

static uint32_t target_of(
	struct npm_tree *tree, const struct asker *asker, const struct npm_ask *ask)
{
	if (ask->kind == ASK_TARGET)
		return npm_tree_at(tree, name_of(ask));
	if (tree->by_range)
		return find_range(tree, name_of(ask), range_of(ask));
	return npm_tree_resolve(tree, asker->place, name_of(ask));
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
	return tree->fresh && ask->kind != ASK_TARGET && !tree->fresh[slot_of(name_of(ask))];
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
		struct text owner = owner_of(tree->lock->pins.items[i].place);
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

/* ---- second copies ---- */

/* A new node, and what can be said for it. */
struct copy {
	struct npm_tree *tree;
	struct npm_tree *base;
	const struct pin *pin;
	uint32_t index, hidden; /* the copy that it hides, or EDGE_ROOT */
	const char *why;
	bool wanted; /* somebody has an honest reason */
};

static bool same_package(const struct pin *a, const struct pin *b)
{
	return text_equal(a->name, b->name) && text_equal(a->version, b->version);
}

/* False when out of memory. */
static bool name_packages(struct npm_tree *tree)
{
	const struct lock *lock = tree->lock;
	struct err err = {0};

	if (tree->packages.arena)
		return true;
	keys_start(&tree->packages, tree->arena);
	for (uint32_t i = 0; i < lock->pins.count; i++) {
		const struct pin *pin = &lock->pins.items[i];
		size_t len = pin->name.len + 1 + pin->version.len;
		uint32_t *number;
		char *key;

		if (pin->flags & (PIN_VCS | PIN_LOCAL | PIN_PROJECT))
			continue; /* not published: may ask for something else at any time */
		key = arena_alloc(tree->arena, len);
		if (!key)
			return false;
		append(key, append(key, append(key, 0, pin->name), (struct text)TEXT("@")),
			pin->version);
		if (keys_add(&tree->packages, (struct text){key, len}, &number, &err) < 0)
			return false;
		if (*number == 0)
			*number = i + 1;
	}
	return true;
}

/* What the asker asked for at the base, in whatever folder; NULL where the base had no such package. */
static const struct npm_node *before(const struct copy *copy, const struct pin *asker)
{
	char key[2 * LONGEST_PLACE + 2];
	const uint32_t *number;
	int len;

	if (!copy->base || asker->flags & (PIN_VCS | PIN_LOCAL | PIN_PROJECT) ||
		asker->name.len > LONGEST_PLACE || asker->version.len > LONGEST_PLACE)
		return NULL;
	len = snprintf(key, sizeof(key), "%.*s@%.*s", (int)asker->name.len, asker->name.ptr,
		(int)asker->version.len, asker->version.ptr);
	number = keys_find(&copy->base->packages, (struct text){key, (size_t)len});
	return number ? &copy->base->nodes[*number - 1] : NULL;
}

static bool is_range(const struct npm_ask *ask)
{
	struct text range = range_of(ask);

	return text_starts(range, "^") || text_starts(range, "~");
}

/* npm 5 wrote the versions that it had found where later ones write what is asked for: no range in the whole file. */
static bool says_found(struct npm_tree *tree)
{
	bool found = tree->has_plain_only && !tree->by_range;

	if (tree->style != STYLE_NOT_SEEN)
		return tree->style == STYLE_FOUND;
	for (size_t n = 0; found && n < tree->node_count; n++)
		for (uint32_t i = 0; found && i < tree->nodes[n].ask_count; i++)
			found = !is_range(&tree->nodes[n].asks[i]);
	tree->style = found ? STYLE_FOUND : STYLE_ASKED;
	return found;
}

/* A published version asks for the same for ever. */
static bool asked_before(
	const struct copy *copy, const struct npm_node *old, const struct npm_ask *ask)
{
	for (uint32_t i = 0; i < old->ask_count; i++)
		if (text_equal(name_of(&old->asks[i]), name_of(ask)) &&
			(text_equal(range_of(&old->asks[i]), range_of(ask)) ||
				says_found(copy->base)))
			return true;
	return copy->base->has_plain_only && ask->kind != ASK_PLAIN;
}

/* "^1.2" and "npm:other@^1.2". */
static bool is_what_is_asked(const struct pin *pin, const struct npm_ask *ask)
{
	struct text name = name_of(ask), range = range_of(ask);

	if (text_starts(range, "npm:"))
		js_split(text_slice(range, strlen("npm:"), range.len), &name, &range);
	return text_equal(pin->name, name) && semver_satisfies(range, pin->version);
}

/* The copy above has not moved and is what was asked for. */
static bool is_met_above(const struct copy *copy, const struct npm_ask *ask)
{
	const struct pin *above_it;
	uint32_t old;

	if (copy->hidden == EDGE_ROOT || !copy->base || ask->kind != ASK_PLAIN)
		return false;
	above_it = &copy->tree->lock->pins.items[copy->hidden];
	old = npm_tree_at(copy->base, above_it->place);
	return old != EDGE_ROOT && same_package(above_it, &copy->base->lock->pins.items[old]) &&
	       is_what_is_asked(above_it, ask);
}

static void weigh(struct copy *copy, uint32_t asker, const struct npm_ask *ask)
{
	const struct lock *lock = copy->tree->lock;
	const struct pin *pin = &lock->pins.items[asker], *hidden;
	const struct npm_node *old = before(copy, pin);

	if (old && !asked_before(copy, old, ask))
		copy->why = arena_printf(copy->tree->arena, "%.*s %.*s did not ask for it before",
			(int)pin->name.len, pin->name.ptr, (int)pin->version.len, pin->version.ptr);
	else if ((old || !copy->tree->nests_newest) && is_met_above(copy, ask)) {
		hidden = &lock->pins.items[copy->hidden];
		copy->why = arena_printf(copy->tree->arena, "%.*s at %.*s is what %.*s asks for",
			(int)hidden->version.len, hidden->version.ptr, (int)hidden->place.len,
			hidden->place.ptr, (int)pin->name.len, pin->name.ptr);
	} else {
		copy->wanted = true;
	}
}

static struct text asked_name(struct text place)
{
	struct text folder = above(place);

	if (!is_modules(folder))
		folder = above(folder);
	return text_slice(place, folder.len + 1, place.len);
}

/* A counting sort of the edges by their target; false when out of memory. */
static bool turn_around(struct npm_tree *tree)
{
	const struct edges *edges = &tree->edges;
	size_t pins = tree->lock->pins.count;

	if (tree->by_target)
		return true;
	tree->first_to = arena_array(tree->arena, pins + 2, sizeof(uint32_t));
	tree->by_target = arena_array(tree->arena, edges->count, sizeof(uint32_t));
	if (!tree->first_to || !tree->by_target)
		return false;
	for (size_t i = 0; i < edges->count; i++)
		tree->first_to[edges->items[i].to + 2]++;
	for (size_t i = 2; i < pins + 2; i++)
		tree->first_to[i] += tree->first_to[i - 1];
	for (uint32_t i = 0; i < edges->count; i++)
		tree->by_target[tree->first_to[edges->items[i].to + 1]++] = i;
	return true;
}

static void weigh_all(struct copy *copy)
{
	const struct npm_tree *tree = copy->tree;

	for (uint32_t i = tree->first_to[copy->index];
		i < tree->first_to[copy->index + 1] && !copy->wanted; i++) {
		uint32_t edge = tree->by_target[i], from = tree->edges.items[edge].from;

		if (from == EDGE_ROOT || tree->origins[edge]->kind == ASK_TARGET)
			copy->wanted = true;
		else
			weigh(copy, from, tree->origins[edge]);
	}
}

/* A repository is only fetched where somebody names it. */
static bool asks_for_address(const struct npm_ask *ask)
{
	struct text range = range_of(ask);

	return ask->kind == ASK_TARGET || text_find(range, text_of("/")) < range.len ||
	       (text_find(range, text_of(":")) < range.len && !text_starts(range, "npm:"));
}

static bool is_link(const struct copy *copy)
{
	const struct npm_node *node = &copy->tree->nodes[copy->index];

	return node->ask_count == 1 && node->asks->kind == ASK_TARGET;
}

/* What is no archive of the registry's: a repository, or a link to a folder. */
static const char *judge_address(const struct copy *copy)
{
	const struct npm_tree *tree = copy->tree;

	for (uint32_t i = tree->first_to[copy->index]; i < tree->first_to[copy->index + 1]; i++)
		if (asks_for_address(tree->origins[tree->by_target[i]]))
			return NULL;
	return tree->lock->open_roots ? NULL
				      : "it is asked for by its version, not from a repository";
}

static bool is_new_place(const struct copy *copy)
{
	return copy->base && name_packages(copy->base) &&
	       (copy->tree->by_range || npm_tree_at(copy->base, copy->pin->place) == EDGE_ROOT);
}

/* A copy in another's node_modules, or one that is new at the top. */
static const char *judge_copy(struct copy *copy)
{
	struct npm_tree *tree = copy->tree;
	struct text owner = tree->by_range ? text_of("") : owner_of(copy->pin->place);

	copy->hidden = EDGE_ROOT;
	if (owner.len)
		copy->hidden =
			npm_tree_resolve(tree, next_above(owner), asked_name(copy->pin->place));
	weigh_all(copy);
	return copy->wanted ? NULL : copy->why;
}

const char *npm_tree_shadow(const struct lock *lock, uint32_t pin, const struct lock *base)
{
	struct npm_tree *tree = lock->index;
	struct copy copy = {.tree = tree,
		.base = base ? base->index : NULL,
		.pin = &lock->pins.items[pin],
		.index = pin};
	const struct edges *edges;
	struct err err = {0};

	if (npm_tree_link(&edges, lock, &err) < 0 || !turn_around(tree))
		return NULL;
	if (copy.base)
		copy.base->lock = base;
	if (copy.pin->flags & PIN_VCS || is_link(&copy))
		return judge_address(&copy);
	return copy.pin->flags & PIN_LOCAL || !is_new_place(&copy) ? NULL : judge_copy(&copy);
}
