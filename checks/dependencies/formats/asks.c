/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/asks.h"

#include "checks/dependencies/formats/js.h"

int asks_start(struct asks *asks, struct lock *lock, struct arena *work, struct err *err)
{
	struct asks_index *index = arena_alloc(lock->arena, sizeof(*index));

	if (!index)
		return err_nomem(err);
	index->arena = lock->arena;
	index->mark = text_of("");
	keys_start(&index->asked, lock->arena);
	keys_start(&index->forced, lock->arena);
	*asks = (struct asks){.lock = lock, .work = work, .index = index};
	keys_start(&asks->keys, work);
	keys_start(&asks->names, work);
	lock->index = index;
	return 0;
}

int asks_name(struct asks *asks, struct text key, uint32_t pin, struct err *err)
{
	uint32_t *number;

	if (keys_add(&asks->keys, key, &number, err) < 0)
		return -1;
	*number = pin + 1;
	return 0;
}

int asks_also(struct asks *asks, struct text name, uint32_t pin, struct err *err)
{
	uint32_t *first;

	if (keys_add(&asks->names, name, &first, err) < 0)
		return -1;
	if (*first && asks->also[*first - 1].pin == pin)
		return 0;
	if (arena_reserve(asks->work, (void **)&asks->also, &asks->also_capacity,
		    asks->also_count + 1, sizeof(*asks->also)) < 0)
		return err_nomem(err);
	asks->also[asks->also_count++] = (struct also){pin, *first};
	*first = (uint32_t)asks->also_count;
	return 0;
}

int asks_add(struct asks *asks, const struct ask *ask, struct err *err)
{
	if (arena_reserve(asks->work, (void **)&asks->items, &asks->capacity, asks->count + 1,
		    sizeof(*asks->items)) < 0)
		return err_nomem(err);
	asks->items[asks->count++] = *ask;
	return 0;
}

int asks_fit(struct asks *asks, uint32_t pin, struct text name, struct text range, struct err *err)
{
	const struct pin *own = &asks->lock->pins.items[pin];
	char *what;

	if (text_equal(own->name, name) && !js_range_excludes(range, own->version))
		return 0;
	what = arena_printf(asks->lock->arena, "%.*s %.*s is asked for",
		(int)(name.len < 80 ? name.len : 80), name.ptr,
		(int)(range.len < 80 ? range.len : 80), range.ptr);
	if (!what || arena_reserve(asks->work, (void **)&asks->misfits, &asks->misfit_capacity,
			     asks->misfit_count + 1, sizeof(*asks->misfits)) < 0)
		return err_nomem(err);
	asks->misfits[asks->misfit_count++] = (struct misfit){pin, text_of(what)};
	return 0;
}

int asks_mark(struct asks *asks, struct text mark, struct err *err)
{
	char *joined = arena_printf(asks->lock->arena, "%.*s\n%.*s", (int)asks->index->mark.len,
		asks->index->mark.ptr, (int)mark.len, mark.ptr);

	if (!joined)
		return err_nomem(err);
	asks->index->mark = text_of(joined);
	return 0;
}

int asks_force(struct asks *asks, struct text name, struct err *err)
{
	struct text kept = arena_text(asks->lock->arena, name);
	uint32_t *number;

	return kept.ptr ? keys_add(&asks->index->forced, kept, &number, err) : err_nomem(err);
}

static uint32_t pin_of(const struct asks *asks, struct text key)
{
	const uint32_t *number = keys_find(&asks->keys, key);

	return number ? *number - 1 : EDGE_ROOT;
}

/* Counting sort: first[p + 2] counts, then first[p + 1] is where the edges to p go. */
static int sort_edges(struct asks *asks, const struct edge *edges, size_t count, struct err *err)
{
	struct lock *lock = asks->lock;
	size_t pins = lock->pins.count;
	uint32_t *first = arena_array(lock->arena, pins + 2, sizeof(*first));
	struct edge *sorted = arena_array(lock->arena, count, sizeof(*sorted));

	if (!first || !sorted)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++)
		first[edges[i].to + 2]++;
	for (size_t i = 2; i < pins + 2; i++)
		first[i] += first[i - 1];
	for (size_t i = 0; i < count; i++)
		sorted[first[edges[i].to + 1]++] = edges[i];
	asks->index->first_to = first;
	lock->edges = (struct edges){.items = sorted, .count = count, .capacity = count};
	return 0;
}

static int add_edge(
	struct asks *asks, struct edges *edges, uint32_t from, uint32_t to, struct err *err)
{
	if (arena_reserve(asks->work, (void **)&edges->items, &edges->capacity, edges->count + 1,
		    sizeof(*edges->items)) < 0)
		return err_nomem(err);
	edges->items[edges->count++] = (struct edge){.from = from, .to = to};
	return 0;
}

/* Few, so that many asks for a name with many pins do not multiply. */
static int add_by_name(struct asks *asks, struct edges *edges, const struct ask *ask, uint32_t from,
	struct err *err)
{
	enum { MOST_OF_A_NAME = 64 };
	const uint32_t *first = keys_find(&asks->names, ask->name);
	uint32_t at = first ? *first : 0;

	for (int i = 0; at && i < MOST_OF_A_NAME; i++) {
		if (add_edge(asks, edges, from, asks->also[at - 1].pin, err) < 0)
			return -1;
		at = asks->also[at - 1].next;
	}
	return 0;
}

int asks_resolve(struct asks *asks, struct err *err)
{
	struct edges edges = {0};

	for (size_t i = 0; i < asks->count; i++) {
		const struct ask *ask = &asks->items[i];
		uint32_t to = pin_of(asks, ask->key);
		uint32_t from = ask->from == ASK_BY_KEY ? pin_of(asks, ask->from_key) : ask->from;

		if (ask->from == ASK_BY_KEY && from == EDGE_ROOT)
			continue;
		if (to != EDGE_ROOT && ask->range.ptr &&
			asks_fit(asks, to, ask->name, ask->range, err) < 0)
			return -1;
		if (to != EDGE_ROOT ? add_edge(asks, &edges, from, to, err) < 0
				    : add_by_name(asks, &edges, ask, from, err) < 0)
			return -1;
	}
	asks->index->misfits =
		arena_array(asks->lock->arena, asks->lock->pins.count, sizeof(struct text));
	if (!asks->index->misfits)
		return err_nomem(err);
	for (size_t i = 0; i < asks->misfit_count; i++)
		asks->index->misfits[asks->misfits[i].pin] = asks->misfits[i].what;
	return sort_edges(asks, edges.items, edges.count, err);
}

/* ---- new entries ---- */

static struct text asked_key(struct arena *arena, const struct pin *from, struct text name)
{
	return arena_textf(arena, "%.*s\n%.*s\n%.*s", (int)from->name.len, from->name.ptr,
		(int)from->version.len, from->version.ptr, (int)name.len, name.ptr);
}

static int note(struct asks_index *index, struct text key)
{
	struct err err = {0};
	uint32_t *number;

	return key.ptr ? keys_add(&index->asked, key, &number, &err) : -1;
}

/* Each package of the lock, with an empty name, and each name that it asks for. */
static int build(const struct lock *lock, struct asks_index *index)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		if (note(index, asked_key(index->arena, &lock->pins.items[i], text_of(""))) < 0)
			return -1;
	for (size_t i = 0; i < lock->edges.count; i++) {
		const struct edge *edge = &lock->edges.items[i];

		if (edge->from != EDGE_ROOT &&
			note(index, asked_key(index->arena, &lock->pins.items[edge->from],
					    lock->pins.items[edge->to].name)) < 0)
			return -1;
	}
	index->is_built = true;
	return 0;
}

/* *out: the asking package was there before and did not ask for that name. */
static int asks_newly(
	bool *out, const struct lock *lock, const struct asks_index *base, const struct edge *edge)
{
	struct text whole, wanted;

	*out = false;
	if (edge->from == EDGE_ROOT ||
		lock->pins.items[edge->from].flags & (PIN_PROJECT | PIN_LOCAL | PIN_VCS) ||
		text_equal(lock->pins.items[edge->from].name,
			lock->pins.items[edge->to].name) || /* a patch */
		keys_find(&base->forced, lock->pins.items[edge->to].name))
		return 0;
	whole = asked_key(lock->arena, &lock->pins.items[edge->from], text_of(""));
	wanted = asked_key(
		lock->arena, &lock->pins.items[edge->from], lock->pins.items[edge->to].name);
	if (!whole.ptr || !wanted.ptr)
		return -1;
	*out = keys_find(&base->asked, whole) && !keys_find(&base->asked, wanted);
	return 0;
}

static const char out_of_memory[] = "out of memory: who asks for it was not looked at";

/* *out: everybody who asks for the pin was there before and did not. */
static int all_newly(bool *out, const struct lock *lock, uint32_t pin, const struct asks_index *old)
{
	const struct asks_index *index = lock->index;

	*out = true;
	for (uint32_t i = index->first_to[pin]; *out && i < index->first_to[pin + 1]; i++)
		if (asks_newly(out, lock, old, &lock->edges.items[i]) < 0)
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
	if ((!old->is_built && build(base, old) < 0) || all_newly(&newly, lock, pin, old) < 0)
		return out_of_memory;
	return newly ? say_newly(lock, lock->edges.items[index->first_to[pin]].from) : NULL;
}
