/* SPDX-License-Identifier: Apache-2.0
 *
 * Second copies: whether somebody has an honest reason for one (format->shadow of the trees of npm_tree.h).
 */
#include <stdio.h>
#include <string.h>

#include "checks/dependencies/asked.h"
#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/npm_place.h"
#include "checks/dependencies/formats/npm_tree.h"
#include "checks/dependencies/semver.h"

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
		uint32_t *number;
		struct text key;

		if (pin->flags & (PIN_VCS | PIN_LOCAL | PIN_PROJECT))
			continue; /* not published: may ask for something else at any time */
		key = arena_textf(tree->arena, "%.*s@%.*s", (int)pin->name.len, pin->name.ptr,
			(int)pin->version.len, pin->version.ptr);
		if (!key.ptr || keys_add(&tree->packages, key, &number, &err) < 0)
			return false;
		if (*number == 0)
			*number = i + 1;
	}
	return true;
}

/* What the asker asked for at the base, in whatever folder; NULL where the base had no such package. */
static const struct npm_node *before(const struct copy *copy, const struct pin *asker)
{
	char key[2 * NPM_LONGEST_PLACE + 2];
	const uint32_t *number;
	int len;

	if (!copy->base || asker->flags & (PIN_VCS | PIN_LOCAL | PIN_PROJECT) ||
		asker->name.len > NPM_LONGEST_PLACE || asker->version.len > NPM_LONGEST_PLACE)
		return NULL;
	len = snprintf(key, sizeof(key), "%.*s@%.*s", (int)asker->name.len, asker->name.ptr,
		(int)asker->version.len, asker->version.ptr);
	number = keys_find(&copy->base->packages, (struct text){key, (size_t)len});
	return number ? &copy->base->nodes[*number - 1] : NULL;
}

static bool is_range(const struct npm_ask *ask)
{
	struct text range = npm_ask_range(ask);

	return text_starts(range, "^") || text_starts(range, "~");
}

/* npm 5 wrote the versions that it had found where later ones write what is asked for: no range in the whole file, and not for want
 * of anything that is asked for. */
static bool says_found(struct npm_tree *tree)
{
	bool found = tree->has_plain_only && !tree->by_range, asks = false;

	if (tree->style != STYLE_NOT_SEEN)
		return tree->style == STYLE_FOUND;
	for (size_t n = 0; found && n < tree->node_count; n++) {
		asks = asks || tree->nodes[n].ask_count;
		for (uint32_t i = 0; found && i < tree->nodes[n].ask_count; i++)
			found = !is_range(&tree->nodes[n].asks[i]);
	}
	found = found && asks;
	tree->style = found ? STYLE_FOUND : STYLE_ASKED;
	return found;
}

/* A published version asks for the same for ever. */
static bool asked_before(
	const struct copy *copy, const struct npm_node *old, const struct npm_ask *ask)
{
	for (uint32_t i = 0; i < old->ask_count; i++)
		if (text_equal(npm_ask_name(&old->asks[i]), npm_ask_name(ask)) &&
			(text_equal(npm_ask_range(&old->asks[i]), npm_ask_range(ask)) ||
				says_found(copy->base)))
			return true;
	if (copy->base->has_plain_only && ask->kind != ASK_PLAIN)
		return true;
	/* The first of npm 5 left out what the machine at hand could do without. */
	return copy->pin->flags & PIN_OPTIONAL && says_found(copy->base);
}

/* "^1.2" and "npm:other@^1.2". */
static bool is_what_is_asked(const struct pin *pin, const struct npm_ask *ask)
{
	struct text name = npm_ask_name(ask), range = npm_ask_range(ask);

	if (text_starts(range, "npm:"))
		js_split(text_slice(range, strlen("npm:"), range.len), &name, &range);
	return text_equal(pin->name, name) && semver_satisfies(range, pin->version);
}

/* What is linked looks around the folder where it lies, not around the link: a copy above the link is none for it. Later
 * versions of the lock say where it lies. */
static bool is_behind_link(const struct copy *copy)
{
	const struct npm_tree *tree = copy->tree;
	const struct pin *pins = tree->lock->pins.items;
	struct text place = copy->pin->place, end = npm_place_owner(pins[copy->hidden].place);

	while (tree->has_plain_only && place.len > end.len) {
		uint32_t at = npm_tree_at(tree, place = npm_place_owner(place));

		if (at != EDGE_ROOT && pins[at].flags & PIN_LOCAL &&
			!(pins[at].flags & PIN_BUNDLED))
			return true;
	}
	return false;
}

/* The copy above has not moved and is what was asked for. */
static bool is_met_above(const struct copy *copy, const struct npm_ask *ask)
{
	const struct pin *above_it;
	uint32_t old;

	if (copy->hidden == EDGE_ROOT || !copy->base || ask->kind != ASK_PLAIN ||
		copy->pin->flags & PIN_BUNDLED || is_behind_link(copy))
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
	struct text range = npm_ask_range(ask);

	return ask->kind == ASK_TARGET || text_find(range, text_of("/")) < range.len ||
	       (text_find(range, text_of(":")) < range.len && !text_starts(range, "npm:"));
}

static bool is_link(const struct copy *copy)
{
	const struct npm_node *node = &copy->tree->nodes[copy->index];

	return node->ask_count == 1 && node->asks->kind == ASK_TARGET;
}

static const struct npm_ask *ask_of(const struct copy *copy, uint32_t at)
{
	return copy->tree->origins[copy->tree->by_target[at]];
}

/* A folder may only hold a package of another name where somebody asks for that one: "npm:other@^1", an address, a folder. */
static const char *judge_name(const struct copy *copy)
{
	const struct npm_tree *tree = copy->tree;
	struct text name = npm_place_asked(copy->pin->place), real;
	uint32_t from = tree->first_to[copy->index], to = tree->first_to[copy->index + 1];

	if (tree->by_range || from == to || text_equal(name, copy->pin->name))
		return NULL;
	for (uint32_t i = from; i < to; i++) {
		struct text range = npm_ask_range(ask_of(copy, i));

		js_split(text_slice(range, strlen("npm:"), range.len), &real, &range);
		if (asks_for_address(ask_of(copy, i)) || text_equal(real, copy->pin->name))
			return NULL;
	}
	return arena_printf(
		tree->arena, "what is asked for is %.*s itself", (int)name.len, name.ptr);
}

/* Who asks for a package by plain ranges, and by none that lets its version in, was given what it did not ask for. What the
 * project asks for may stand in its manifest. */
static const char *judge_version(const struct copy *copy)
{
	struct npm_tree *tree = copy->tree;
	uint32_t from = tree->first_to[copy->index], to = tree->first_to[copy->index + 1];
	const struct npm_ask *ask = NULL;
	bool is_at_top = npm_place_owner(copy->pin->place).len == 0;

	if (says_found(tree) || (!tree->by_range && tree->lock->open_roots && is_at_top))
		return NULL;
	for (uint32_t i = from; i < to; i++) {
		if (ask_of(copy, i)->kind != ASK_PLAIN)
			continue;
		ask = ask_of(copy, i);
		if (!js_range_excludes(npm_ask_range(ask), copy->pin->version))
			return NULL;
	}
	return ask ? arena_printf(tree->arena, "%.*s is what is asked for", (int)ask->range_len,
			     ask->range)
		   : NULL;
}

/* A repository that somebody asks for by its address is that one. A link's source is gone, and names no address. */
static bool is_that_address(const struct copy *copy, const struct npm_ask *ask)
{
	struct text range = npm_ask_range(ask);
	struct address from;

	if (!asks_for_address(ask))
		return false;
	if (!(copy->pin->flags & PIN_VCS) || !js_is_vcs(range) ||
		!address_parse(&from, copy->pin->source))
		return true;
	return asks_for_repository(range, &from);
}

/* What is no archive of the registry's: a repository, or a link to a folder. */
static const char *judge_address(const struct copy *copy)
{
	const struct npm_tree *tree = copy->tree;
	uint32_t from = tree->first_to[copy->index], to = tree->first_to[copy->index + 1];
	bool is_asked = false;

	for (uint32_t i = from; i < to; i++) {
		if (is_that_address(copy, ask_of(copy, i)))
			return NULL;
		is_asked = is_asked || asks_for_address(ask_of(copy, i));
	}
	if (is_asked)
		return "another repository is asked for";
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
	struct text owner = tree->by_range ? text_of("") : npm_place_owner(copy->pin->place);

	copy->hidden = EDGE_ROOT;
	if (owner.len)
		copy->hidden = npm_tree_resolve(
			tree, npm_place_next(owner), npm_place_asked(copy->pin->place));
	weigh_all(copy);
	return copy->wanted ? NULL : copy->why;
}

static const char *judge_any(struct copy *copy)
{
	const char *why;

	if (copy->pin->flags & PIN_VCS || is_link(copy))
		return judge_address(copy);
	if (copy->pin->flags & PIN_LOCAL && !(copy->pin->flags & PIN_BUNDLED))
		return NULL;
	why = judge_name(copy);
	if (!why)
		why = judge_version(copy);
	copy->why = why;
	return why || !is_new_place(copy) ? why : judge_copy(copy);
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
	return judge_any(&copy);
}
