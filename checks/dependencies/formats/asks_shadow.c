/* SPDX-License-Identifier: Apache-2.0
 *
 * Who asks for an entry that is new, and did not at the base.
 */
#include <string.h>

#include "checks/dependencies/formats/asks.h"

/* "a\nb"; .ptr is NULL when out of memory. */
static struct text joined(struct arena *arena, struct text a, struct text b)
{
	char *to = arena_alloc(arena, a.len + 1 + b.len);

	if (!to)
		return (struct text){0};
	memcpy(to, a.len ? a.ptr : "", a.len);
	to[a.len] = '\n';
	memcpy(to + a.len + 1, b.len ? b.ptr : "", b.len);
	return (struct text){to, a.len + 1 + b.len};
}

/* What a version asks for may differ by platform. */
static struct text package_key(const struct asks_index *index, const struct pin *pin)
{
	struct text key = joined(index->arena, pin->name, pin->version);

	return key.ptr && pin->artifact.len ? joined(index->arena, key, pin->artifact) : key;
}

/* One number for all pins of the package, that of the first; 0 when out of memory or, without `add`, not there. */
static uint32_t package_of(struct asks_index *index, const struct pin *pin, uint32_t add)
{
	struct text key = package_key(index, pin);
	const uint32_t *known = key.ptr ? keys_find(&index->packages, key) : NULL;
	struct err err = {0};
	uint32_t *number;

	if (known || !add || !key.ptr)
		return known ? *known : 0;
	if (keys_add(&index->packages, key, &number, &err) < 0)
		return 0;
	return *number = add;
}

/* Counting sort of the edges by who asks: first[p + 2] counts, as above. */
static bool sort_askers(struct asks_index *index, const struct lock *lock)
{
	const struct edges *edges = &lock->edges;
	size_t pins = lock->pins.count;
	uint32_t *first = arena_array(index->arena, pins + 2, sizeof(*first));

	index->targets = arena_array(index->arena, edges->count, sizeof(*index->targets));
	if (!first || !index->targets)
		return false;
	for (size_t i = 0; i < edges->count; i++)
		if (edges->items[i].from != EDGE_ROOT)
			first[edges->items[i].from + 2]++;
	for (size_t i = 2; i < pins + 2; i++)
		first[i] += first[i - 1];
	for (size_t i = 0; i < edges->count; i++)
		if (edges->items[i].from != EDGE_ROOT)
			index->targets[first[edges->items[i].from + 1]++] = edges->items[i].to;
	index->first_of = first;
	return true;
}

static bool chain_offers(struct asks_index *index, size_t pins)
{
	index->last_offer = arena_array(index->arena, pins + 1, sizeof(*index->last_offer));
	for (uint32_t i = 0; index->last_offer && i < index->offer_count; i++) {
		struct asks_offer *offer = &index->offers[i];

		offer->next = index->last_offer[offer->pin];
		index->last_offer[offer->pin] = i + 1;
	}
	return index->last_offer;
}

/* The packages of a base's lock, and whom each pin asks for. */
static int build(const struct lock *lock, struct asks_index *index)
{
	size_t pins = lock->pins.count;

	if (index->is_built)
		return 0;
	index->next = arena_array(index->arena, pins + 1, sizeof(*index->next));
	index->is_noted = arena_array(index->arena, pins + 1, sizeof(*index->is_noted));
	if (!index->next || !index->is_noted || !sort_askers(index, lock) ||
		!chain_offers(index, pins))
		return -1;
	for (uint32_t i = 1; i <= pins; i++) {
		uint32_t first = package_of(index, &lock->pins.items[i - 1], i);

		if (first == 0)
			return -1;
		if (first != i) {
			index->next[i] = index->next[first];
			index->next[first] = i;
		}
	}
	index->is_built = true;
	return 0;
}

static struct text asked_key(struct arena *arena, uint32_t package, struct text name)
{
	return joined(arena, (struct text){(const char *)&package, sizeof(package)}, name);
}

static int note_name(struct asks_index *index, uint32_t package, struct text name)
{
	struct text key = asked_key(index->arena, package, name);
	struct err err = {0};
	uint32_t *number;

	return key.ptr ? keys_add(&index->asked, key, &number, &err) : -1;
}

static int note(struct asks_index *index, const struct lock *lock, uint32_t package, uint32_t pin)
{
	for (uint32_t i = index->first_of[pin]; i < index->first_of[pin + 1]; i++)
		if (note_name(index, package, lock->pins.items[index->targets[i]].name) < 0)
			return -1;
	for (uint32_t at = index->last_offer[pin]; at; at = index->offers[at - 1].next)
		if (note_name(index, package, index->offers[at - 1].name) < 0)
			return -1;
	return 0;
}

/* What any pin of the package asks for. */
static int note_package(struct asks_index *index, const struct lock *lock, uint32_t package)
{
	if (index->is_noted[package])
		return 0;
	for (uint32_t at = package; at; at = index->next[at])
		if (note(index, lock, package, at - 1) < 0)
			return -1;
	index->is_noted[package] = true;
	return 0;
}

/* Its version does not say what it asks for. */
static bool is_unpublished(const struct pin *pin)
{
	return pin->flags & (PIN_PROJECT | PIN_LOCAL | PIN_VCS);
}

static bool may_ask_anew(
	const struct pin *from, const struct pin *to, const struct asks_index *base)
{
	return is_unpublished(from) || text_equal(from->name, to->name) || /* a patch */
	       keys_find(&base->forced, to->name);
}

/* A repository's or a folder's at the base: what is published under that version now is other code. */
static bool was_unpublished(
	const struct asks_index *index, const struct lock *base, uint32_t package)
{
	for (uint32_t at = package; at; at = index->next[at])
		if (is_unpublished(&base->pins.items[at - 1]))
			return true;
	return false;
}

/* *out: the asking package was there before and did not ask for that name. */
static int asks_newly(
	bool *out, const struct lock *lock, const struct lock *base, const struct edge *edge)
{
	struct asks_index *old = base->index;
	const struct pin *pins = lock->pins.items;
	uint32_t package;
	struct text wanted;

	*out = false;
	if (edge->from == EDGE_ROOT || may_ask_anew(&pins[edge->from], &pins[edge->to], old))
		return 0;
	package = package_of(old, &pins[edge->from], 0);
	if (package == 0 || was_unpublished(old, base, package))
		return 0;
	wanted = asked_key(old->arena, package, pins[edge->to].name);
	if (!wanted.ptr || note_package(old, base, package) < 0)
		return -1;
	*out = !keys_find(&old->asked, wanted);
	return 0;
}

static const char out_of_memory[] = "out of memory: who asks for it was not looked at";

/* *out: everybody who asks for the pin was there before and did not. */
static int all_newly(bool *out, const struct lock *lock, uint32_t pin, const struct lock *base)
{
	const struct asks_index *index = lock->index;

	*out = true;
	for (uint32_t i = index->first_to[pin]; *out && i < index->first_to[pin + 1]; i++)
		if (asks_newly(out, lock, base, &lock->edges.items[i]) < 0)
			return -1;
	return 0;
}

static const char *say_newly(const struct lock *lock, uint32_t asker)
{
	const struct pin *first = &lock->pins.items[asker];
	const char *said = arena_printf(lock->arena, "%.*s %.*s did not ask for it before",
		(int)(first->name.len < 80 ? first->name.len : 80), first->name.ptr,
		(int)(first->version.len < 80 ? first->version.len : 80), first->version.ptr);

	return said ? said : out_of_memory;
}

const char *asks_shadow(const struct lock *lock, uint32_t pin, const struct lock *base)
{
	const struct asks_index *index = lock->index;
	struct asks_index *old = base ? base->index : NULL;
	bool newly;

	if (index->misfits[pin].ptr)
		return index->misfits[pin].ptr;
	if (!old || !text_equal(old->mark, index->mark) ||
		index->first_to[pin] == index->first_to[pin + 1])
		return NULL;
	if (build(base, old) < 0 || all_newly(&newly, lock, pin, base) < 0)
		return out_of_memory;
	return newly ? say_newly(lock, lock->edges.items[index->first_to[pin]].from) : NULL;
}
