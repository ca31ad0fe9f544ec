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
	keys_start(&index->keys, lock->arena);
	keys_start(&index->packages, lock->arena);
	keys_start(&index->asked, lock->arena);
	keys_start(&index->forced, lock->arena);
	*asks = (struct asks){
		.lock = lock, .work = work, .index = index, .last = {.pin = EDGE_ROOT}};
	keys_start(&asks->names, work);
	lock->index = index;
	return 0;
}

int asks_name(struct asks *asks, struct text key, uint32_t pin, struct err *err)
{
	uint32_t *number;

	if (keys_add(&asks->index->keys, key, &number, err) < 0)
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

uint32_t asks_pin(const struct asks_index *index, struct text key)
{
	const uint32_t *number = keys_find(&index->keys, key);

	return number ? *number - 1 : EDGE_ROOT;
}

/* An ask that leads nowhere in this lock, and may in another. */
static int add_dangling(struct asks_index *index, struct text key, struct err *err)
{
	if (arena_reserve(index->arena, (void **)&index->dangling, &index->dangling_capacity,
		    index->dangling_count + 1, sizeof(*index->dangling)) < 0)
		return err_nomem(err);
	key = arena_text(index->arena, key);
	if (!key.ptr)
		return err_nomem(err);
	index->dangling[index->dangling_count++] = key;
	return 0;
}

bool asks_land(const struct asks *asks, const struct asks_index *base)
{
	for (size_t i = 0; i < base->dangling_count; i++)
		if (keys_find(&asks->index->keys, base->dangling[i]))
			return true;
	return false;
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

static int add_edge(struct asks *asks, uint32_t from, uint32_t to, struct err *err)
{
	struct edges *edges = &asks->edges;

	if (arena_reserve(asks->work, (void **)&edges->items, &edges->capacity, edges->count + 1,
		    sizeof(*edges->items)) < 0)
		return err_nomem(err);
	edges->items[edges->count++] = (struct edge){.from = from, .to = to};
	return 0;
}

/* Few, so that many asks for a name with many pins do not multiply. */
static int add_by_name(struct asks *asks, const struct ask *ask, uint32_t from, struct err *err)
{
	const uint32_t *first = keys_find(&asks->names, ask->name);
	uint32_t at = first ? *first : 0;

	for (int i = 0; at && i < MOST_OF_A_NAME; i++) {
		if (add_edge(asks, from, asks->also[at - 1].pin, err) < 0)
			return -1;
		at = asks->also[at - 1].next;
	}
	return 0;
}

static bool has_asker(const struct ask *ask, uint32_t from)
{
	return from != EDGE_ROOT || ask->from == EDGE_ROOT;
}

static uint32_t asker_of(struct asks *asks, const struct ask *ask)
{
	struct asker *last = &asks->last;

	if (ask->from != ASK_BY_KEY)
		return ask->from;
	if (last->pin == EDGE_ROOT || ask->from_key.ptr != last->key.ptr ||
		ask->from_key.len != last->key.len)
		*last = (struct asker){ask->from_key, asks_pin(asks->index, ask->from_key)};
	return last->pin;
}

static int add_known(
	struct asks *asks, const struct ask *ask, uint32_t from, uint32_t to, struct err *err)
{
	if (ask->range.ptr && asks_fit(asks, to, ask->name, ask->range, err) < 0)
		return -1;
	return add_edge(asks, from, to, err);
}

static int add_unknown(struct asks *asks, const struct ask *ask, struct err *err)
{
	struct ask kept = *ask;

	kept.key = arena_text(asks->work, ask->key);
	if (!kept.key.ptr || arena_reserve(asks->work, (void **)&asks->items, &asks->capacity,
				     asks->count + 1, sizeof(*asks->items)) < 0)
		return err_nomem(err);
	asks->items[asks->count++] = kept;
	return 0;
}

int asks_add(struct asks *asks, const struct ask *ask, struct err *err)
{
	uint32_t from = asker_of(asks, ask), to = asks_pin(asks->index, ask->key);

	return has_asker(ask, from) && to != EDGE_ROOT ? add_known(asks, ask, from, to, err)
						       : add_unknown(asks, ask, err);
}

int asks_offer(struct asks *asks, const struct ask *ask, struct err *err)
{
	struct asks_index *index = asks->index;
	uint32_t from = asker_of(asks, ask);

	if (from == EDGE_ROOT)
		return 0;
	if (arena_reserve(index->arena, (void **)&index->offers, &index->offer_capacity,
		    index->offer_count + 1, sizeof(*index->offers)) < 0)
		return err_nomem(err);
	index->offers[index->offer_count++] = (struct asks_offer){.pin = from, .name = ask->name};
	return 0;
}

static int resolve(struct asks *asks, const struct ask *ask, struct err *err)
{
	uint32_t from = asker_of(asks, ask), to = asks_pin(asks->index, ask->key);

	if (!has_asker(ask, from)) /* an entry of its own that belongs to none */
		return add_dangling(asks->index, ask->from_key, err);
	if (to != EDGE_ROOT)
		return add_known(asks, ask, from, to, err);
	return add_dangling(asks->index, ask->key, err) < 0 ? -1
							    : add_by_name(asks, ask, from, err);
}

int asks_resolve(struct asks *asks, struct err *err)
{
	for (size_t i = 0; i < asks->count; i++)
		if (resolve(asks, &asks->items[i], err) < 0)
			return -1;
	asks->count = 0;
	asks->index->misfits =
		arena_array(asks->lock->arena, asks->lock->pins.count, sizeof(struct text));
	if (!asks->index->misfits)
		return err_nomem(err);
	for (size_t i = 0; i < asks->misfit_count; i++)
		asks->index->misfits[asks->misfits[i].pin] = asks->misfits[i].what;
	return sort_edges(asks, asks->edges.items, asks->edges.count, err);
}
