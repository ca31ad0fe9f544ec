/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/shard.h"

#include <stdlib.h>

/* What a blob costs beside its bytes, in bytes: finding and unpacking it. A shard gets at least so many runs. */
enum { BLOB_COST = 2048, RUNS_PER_SHARD = 16 };

unsigned shard_owner(const char *check, unsigned count)
{
	return (unsigned)(text_hash(text_of(check)) % count) + 1;
}

bool shard_leaves(const struct shard *shard, const char *check)
{
	return shard_is_part(shard) && shard_owner(check, shard->count) != shard->index;
}

/* Blobs without an object of their own are told apart by their text. */
struct shard_work shard_work(struct blobs blobs)
{
	struct shard_work work = {.blobs = blobs.count};

	for (size_t i = 0; i < blobs.count; i++) {
		const struct blob *blob = blobs_at(blobs, i);
		struct text oid = {(const char *)blob->oid.bytes, sizeof(blob->oid.bytes)};

		work.sum += text_hash(oid) * 31 + text_hash(blob_text(blob)) * 7 +
			    text_hash(blob_places(blob)[0].path->text) * 3 + (uint64_t)blob->kind +
			    1;
	}
	return work;
}

int shard_seal(struct text written, struct text key, char out[SHA256_HEX], struct err *err)
{
	return hash_hmac_hex(key, &written, 1, out, err);
}

/* Blobs that stand side by side and go to one shard. */
struct stretch {
	size_t from, to;
	uint64_t cost;
	unsigned shard; /* from 0 */
};

struct stretches {
	struct stretch *items;
	size_t count, capacity;
	struct arena *arena;
};

static uint64_t cost_of(const struct blob *blob)
{
	return blob_size(blob) + BLOB_COST;
}

/* Where the stretch that begins at `from` ends. */
static struct stretch take(const struct blobs *blobs, size_t from, uint64_t wanted)
{
	struct stretch stretch = {from, from, 0, 0};

	do {
		stretch.cost += cost_of(blobs_at(*blobs, stretch.to++));
	} while (stretch.to < blobs->count &&
		 stretch.cost + cost_of(blobs_at(*blobs, stretch.to)) <= wanted);
	return stretch;
}

static int cut(struct stretches *out, const struct blobs *blobs, unsigned count, struct err *err)
{
	uint64_t all = 0, wanted;

	for (size_t i = 0; i < blobs->count; i++)
		all += cost_of(blobs_at(*blobs, i));
	wanted = all / ((uint64_t)count * RUNS_PER_SHARD);
	for (size_t from = 0; from < blobs->count; from = out->items[out->count - 1].to) {
		if (arena_reserve(out->arena, (void **)&out->items, &out->capacity, out->count + 1,
			    sizeof(*out->items)) < 0)
			return err_nomem(err);
		out->items[out->count++] = take(blobs, from, wanted);
	}
	return 0;
}

/* Largest first; of equal ones the one that stands first, so that every machine deals alike. */
static int compare_cost(const void *left, const void *right)
{
	const struct stretch *a = left, *b = right;

	if (a->cost != b->cost)
		return a->cost > b->cost ? -1 : 1;
	return (a->from > b->from) - (a->from < b->from);
}

static int compare_from(const void *left, const void *right)
{
	const struct stretch *a = left, *b = right;

	return (a->from > b->from) - (a->from < b->from);
}

static unsigned least(const uint64_t *loads, unsigned count)
{
	unsigned best = 0;

	for (unsigned i = 1; i < count; i++)
		if (loads[i] < loads[best])
			best = i;
	return best;
}

static void deal(struct stretches *all, unsigned count)
{
	uint64_t loads[MOST_SHARDS] = {0};

	qsort(all->items, all->count, sizeof(*all->items), compare_cost);
	for (size_t i = 0; i < all->count; i++) {
		all->items[i].shard = least(loads, count);
		loads[all->items[i].shard] += all->items[i].cost;
	}
	qsort(all->items, all->count, sizeof(*all->items), compare_from);
}

static int keep(struct blobs *blobs, const struct stretches *all, unsigned shard,
	struct arena *arena, struct err *err)
{
	const struct blob **items = arena_array(arena, blobs->count, sizeof(*items));
	size_t count = 0;

	if (!items)
		return err_nomem(err);
	for (size_t i = 0; i < all->count; i++)
		for (size_t b = all->items[i].from;
			all->items[i].shard == shard && b < all->items[i].to; b++)
			items[count++] = blobs_at(*blobs, b);
	*blobs = (struct blobs){.items = items, .count = count};
	return 0;
}

int shard_cut(struct blobs *blobs, const struct shard *shard, struct arena *arena, struct err *err)
{
	struct stretches all = {.arena = arena};

	if (!shard_is_part(shard) || blobs->count == 0)
		return 0;
	if (cut(&all, blobs, shard->count, err) < 0)
		return -1;
	deal(&all, shard->count);
	return keep(blobs, &all, shard->index - 1, arena, err);
}
