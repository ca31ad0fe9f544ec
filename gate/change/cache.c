/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/cache.h"

#include <stdlib.h>

#include "gate/base/memory.h"

/* A bucket holds only so many: offsets are a stranger's, who could choose them to be all in one. */
enum { BUCKET_BITS = 12, MOST_IN_BUCKET = 16 };

/* So many objects may stay in spite of the bound, up to that many times the bound. The two are a large file before and
 * after a change, of which one is a delta of the other. */
enum { FEW = 8, STRETCH = 8, STRETCH_OF_MANY = 2, TWO = 2, STRETCH_OF_TWO = 32 };

/* For how long the dearest stay; copying what is no delta's own costs about as much as inflating one byte of so many. */
enum { DEAREST = 32 };

struct unpacked *unpacked_new(size_t len)
{
	struct unpacked *object =
		len < SIZE_MAX - sizeof(*object) ? malloc(sizeof(*object) + len + 1) : NULL;

	if (!object)
		return NULL;
	memory_is_large(object, sizeof(*object) + len + 1);
	*object = (struct unpacked){.bytes = {object->content, len}, .holders = 1, .room = len + 1};
	object->content[len] = '\0';
	return object;
}

void unpacked_cut(struct unpacked *object, size_t len)
{
	object->bytes.len = len;
	object->content[len] = '\0';
}

static void free_unheld(struct unpacked *object)
{
	if (object->holders > 0 || object->is_cached)
		return;
	free(object->copied);
	free(object);
}

void unpacked_release(struct unpacked *object)
{
	if (!object)
		return;
	object->holders--;
	free_unheld(object);
}

bool cache_start(struct cache *cache, size_t most_bytes)
{
	*cache = (struct cache){.most_bytes = most_bytes, .most_of_few = most_bytes * STRETCH};
	cache->buckets = calloc((size_t)1 << BUCKET_BITS, sizeof(struct unpacked *));
	return cache->buckets != NULL;
}

static struct unpacked **bucket(const struct cache *cache, const struct pack *pack, size_t offset)
{
	uint64_t mixed = ((uint64_t)offset ^ (uint64_t)(uintptr_t)pack) * 0x9e3779b97f4a7c15;

	return &cache->buckets[mixed >> (64 - BUCKET_BITS)];
}

/* ---- the order of use ---- */

/* Of large ones there is hardly room for a chain's end and beginning: they go in the order of use, whatever they are. */
static unsigned rank_of(const struct cache *cache, const struct unpacked *object)
{
	size_t len = object->bytes.len, inflated = object->inflated;
	unsigned rank = 0;

	if (len > cache->most_bytes / 2)
		return 0;
	while (inflated < len >> rank && rank < CACHE_RANKS - 1)
		rank++;
	return rank;
}

static void list_add(struct cache *cache, struct unpacked *object)
{
	object->due = cache->time + (DEAREST >> object->rank) + 1;
	object->older = cache->ranks[object->rank].newest;
	object->newer = NULL;
	if (object->older)
		object->older->newer = object;
	else
		cache->ranks[object->rank].oldest = object;
	cache->ranks[object->rank].newest = object;
}

static void list_remove(struct cache *cache, const struct unpacked *object)
{
	if (object->newer)
		object->newer->older = object->older;
	else
		cache->ranks[object->rank].newest = object->older;
	if (object->older)
		object->older->newer = object->newer;
	else
		cache->ranks[object->rank].oldest = object->newer;
}

/* NULL where nothing is there. */
static struct unpacked *first_due(const struct cache *cache)
{
	struct unpacked *first = NULL;

	for (size_t i = 0; i < CACHE_RANKS; i++) {
		struct unpacked *oldest = cache->ranks[i].oldest;

		if (oldest && (!first || oldest->due < first->due))
			first = oldest;
	}
	return first;
}

static size_t cost(const struct unpacked *object)
{
	return sizeof(*object) + object->room + object->copied_count * sizeof(*object->copied);
}

static void let_go(struct cache *cache, struct unpacked *object)
{
	struct unpacked **link = bucket(cache, object->pack, object->offset);

	while (*link != object)
		link = &(*link)->next;
	*link = object->next;
	list_remove(cache, object);
	cache->bytes -= cost(object);
	cache->count--;
	object->is_cached = false;
	free_unheld(object);
}

void cache_resize(struct cache *cache, size_t most_bytes)
{
	cache->most_bytes = most_bytes;
	cache->most_of_few = most_bytes * STRETCH_OF_MANY;
}

void cache_clear(struct cache *cache)
{
	struct unpacked *object;

	while ((object = first_due(cache)))
		let_go(cache, object);
}

void cache_end(struct cache *cache)
{
	cache_clear(cache);
	free(cache->buckets);
	cache->buckets = NULL;
}

static struct unpacked *look_up(const struct cache *cache, const struct pack *pack, size_t offset)
{
	struct unpacked *object = *bucket(cache, pack, offset);

	while (object && (object->offset != offset || object->pack != pack))
		object = object->next;
	return object;
}

const struct unpacked *cache_peek(const struct cache *cache, const struct pack *pack, size_t offset)
{
	return look_up(cache, pack, offset);
}

struct unpacked *cache_find(struct cache *cache, const struct pack *pack, size_t offset)
{
	struct unpacked *object = look_up(cache, pack, offset);

	if (!object)
		return NULL;
	list_remove(cache, object);
	list_add(cache, object);
	object->holders++;
	return object;
}

/* Makes room in a bucket that is full. */
static void thin_out(struct cache *cache, struct unpacked *object)
{
	size_t count = 1;

	for (; object && object->next; object = object->next)
		count++;
	if (object && count >= MOST_IN_BUCKET)
		let_go(cache, object);
}

static bool is_over(const struct cache *cache)
{
	if (cache->bytes <= cache->most_bytes)
		return false;
	if (cache->count <= TWO)
		return cache->bytes > cache->most_bytes * STRETCH_OF_TWO;
	return cache->count > FEW || cache->bytes > cache->most_of_few;
}

void cache_add(struct cache *cache, struct unpacked *object)
{
	struct unpacked **first = bucket(cache, object->pack, object->offset);
	struct unpacked *due;

	if (cost(object) > cache->most_bytes * STRETCH_OF_TWO / TWO)
		return;
	thin_out(cache, *first);
	cache->bytes += cost(object);
	cache->count++;
	while (is_over(cache) && (due = first_due(cache))) {
		cache->time = due->due;
		let_go(cache, due);
	}
	object->next = *first;
	*first = object;
	object->is_cached = true;
	object->rank = (unsigned char)rank_of(cache, object);
	list_add(cache, object);
}
