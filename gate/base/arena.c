/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "gate/base/memory.h"

enum { ALIGNMENT = 16, CHUNK = 16 * 1024, LARGEST_CHUNK = 4 * 1024 * 1024 };

/* From this size on a chunk is had zeroed, mostly without a byte being written: the kernel gives out zeroes. */
enum { ZEROED_CHUNK = 128 * 1024 };

/* From this size on a list that grows is mapped: it grows without being copied, and its free end takes no memory. */
enum { MAPPED_LIST = 128 * 1024 };

struct chunk {
	struct chunk *next;
	size_t used, size;
	bool is_zeroed; /* what is not used yet is zero */
	bool is_alone;  /* one allocation has all of it */
	bool is_mapped; /* and no malloc */
	_Alignas(ALIGNMENT) char bytes[];
};

struct owned {
	struct owned *next;
	void *thing;
	void (*release)(void *thing);
};

struct arena {
	struct chunk *chunks; /* the newest first */
	size_t next_size;
	struct owned *owned; /* the newest first; they live in the chunks */
};

struct arena *arena_new(void)
{
	struct arena *arena = calloc(1, sizeof(*arena));

	if (arena)
		arena->next_size = CHUNK;
	return arena;
}

static void chunk_free(struct chunk *chunk)
{
	if (chunk && chunk->is_mapped)
		munmap(chunk, sizeof(*chunk) + chunk->size);
	else
		free(chunk);
}

static void release_owned(struct arena *arena)
{
	for (const struct owned *owned = arena->owned; owned; owned = owned->next)
		owned->release(owned->thing);
	arena->owned = NULL;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	release_owned(arena);
	while (arena->chunks) {
		struct chunk *next = arena->chunks->next;

		chunk_free(arena->chunks);
		arena->chunks = next;
	}
	free(arena);
}

#ifdef SEAMGATE_ARENA_MALLOC
enum { EVERY_ONE_IS_LARGE = 1 };
#else
enum { EVERY_ONE_IS_LARGE = 0 };
#endif

/* Chunks of one allocation may be of any size; those are not worth keeping. */
static bool worth_keeping(const struct chunk *chunk, const struct chunk *kept)
{
	return !EVERY_ONE_IS_LARGE && !chunk->is_mapped && chunk->size <= LARGEST_CHUNK &&
	       (!kept || chunk->size > kept->size);
}

void arena_reset(struct arena *arena)
{
	struct chunk *chunk = arena->chunks, *kept = NULL;

	release_owned(arena);
	while (chunk) {
		struct chunk *next = chunk->next, *unwanted = chunk;

		if (worth_keeping(chunk, kept)) {
			unwanted = kept;
			kept = chunk;
		}
		chunk_free(unwanted);
		chunk = next;
	}
	if (kept) {
		kept->next = NULL;
		kept->used = 0;
		kept->is_zeroed = kept->is_alone = false;
	}
	arena->chunks = kept;
}

static struct chunk *chunk_add(struct arena *arena, size_t size, bool is_alone)
{
	bool is_zeroed = is_alone && size >= ZEROED_CHUNK;
	struct chunk *chunk =
		is_zeroed ? calloc(1, sizeof(*chunk) + size) : malloc(sizeof(*chunk) + size);

	if (!chunk)
		return NULL;
	memory_is_large(chunk, sizeof(*chunk) + size);
	chunk->is_zeroed = is_zeroed;
	chunk->is_alone = is_alone;
	chunk->is_mapped = false;
	chunk->next = arena->chunks;
	chunk->used = 0;
	chunk->size = size;
	arena->chunks = chunk;
	return chunk;
}

static void *chunk_take(struct chunk *chunk, size_t size)
{
	void *taken = chunk->bytes + chunk->used;

	chunk->used += size;
	return chunk->is_zeroed ? taken : memset(taken, 0, size);
}

/* A large one gets a chunk of its own, behind the current one, whose rest stays in use. */
static void *alloc_large(struct arena *arena, size_t size)
{
	struct chunk *current = arena->chunks, *own = chunk_add(arena, size, true);

	if (!own)
		return NULL;
	if (current) {
		arena->chunks = current;
		own->next = current->next;
		current->next = own;
	}
	return chunk_take(own, size);
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct chunk *chunk = arena->chunks;

	if (size > SIZE_MAX / 2)
		return NULL;
	if (EVERY_ONE_IS_LARGE)
		return alloc_large(arena, size);
	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (chunk && chunk->size - chunk->used >= size)
		return chunk_take(chunk, size);
	if (size > arena->next_size / 4)
		return alloc_large(arena, size);
	chunk = chunk_add(arena, arena->next_size, false);
	if (!chunk)
		return NULL;
	if (arena->next_size < LARGEST_CHUNK)
		arena->next_size *= 2;
	return chunk_take(chunk, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		return NULL;
	return arena_alloc(arena, count * size);
}

int arena_own(struct arena *arena, void *thing, void (*release)(void *thing))
{
	struct owned *owned = arena_alloc(arena, sizeof(*owned));

	if (!owned)
		return -1;
	*owned = (struct owned){arena->owned, thing, release};
	arena->owned = owned;
	return 0;
}

char *arena_copy(struct arena *arena, struct text text)
{
	char *copy = arena_alloc(arena, text.len + 1);

	if (copy && text.len)
		memcpy(copy, text.ptr, text.len);
	return copy;
}

struct text arena_text(struct arena *arena, struct text text)
{
	return (struct text){arena_copy(arena, text), text.len};
}

static char *print(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	char *out = NULL;
	int length;

	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length >= 0)
		out = arena_alloc(arena, (size_t)length + 1);
	if (out)
		vsnprintf(out, (size_t)length + 1, format, args);
	return out;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *out;

	va_start(args, format);
	out = print(arena, format, args);
	va_end(args);
	return out;
}

struct text arena_textf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *out;

	va_start(args, format);
	out = print(arena, format, args);
	va_end(args);
	return out ? text_of(out) : (struct text){0};
}

/* The link to the chunk that one allocation has all of; to NULL where there is none. */
static struct chunk **link_alone(struct arena *arena, const void *large)
{
	struct chunk **link = &arena->chunks;

	while (*link && ((*link)->bytes != large || !(*link)->is_alone))
		link = &(*link)->next;
	return link;
}

void arena_drop(struct arena *arena, const void *large)
{
	struct chunk **link = link_alone(arena, large), *dropped = *link;

	if (!dropped)
		return;
	*link = dropped->next;
	chunk_free(dropped);
}

/* ---- lists that grow ---- */

/* What a list takes that is to hold `need` items: twice as many as before. False where no memory has that many. */
static bool list_capacity(size_t *capacity, size_t need, size_t size)
{
	if (*capacity == 0)
		*capacity = 8;
	while (*capacity < need) {
		if (*capacity > SIZE_MAX / 2)
			return false;
		*capacity *= 2;
	}
	return !size || *capacity <= SIZE_MAX / 2 / size;
}

/* Behind the first chunk, whose rest stays in use. */
static void *map_list(struct arena *arena, size_t size)
{
	struct chunk *chunk = mmap(NULL, sizeof(*chunk) + size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct chunk **link = arena->chunks ? &arena->chunks->next : &arena->chunks;

	if (chunk == MAP_FAILED)
		return NULL;
	chunk->next = *link;
	chunk->size = chunk->used = size;
	chunk->is_zeroed = chunk->is_alone = chunk->is_mapped = true;
	*link = chunk;
	return chunk->bytes;
}

static void *remap_list(struct chunk **link, size_t size)
{
	struct chunk *chunk = mremap(
		*link, sizeof(*chunk) + (*link)->size, sizeof(*chunk) + size, MREMAP_MAYMOVE);

	if (chunk == MAP_FAILED)
		return NULL;
	chunk->size = chunk->used = size;
	*link = chunk;
	return chunk->bytes;
}

static void *move_list(struct arena *arena, const void *old, size_t old_size, size_t size)
{
	void *grown = size >= MAPPED_LIST && !EVERY_ONE_IS_LARGE ? map_list(arena, size)
								 : arena_alloc(arena, size);

	if (grown && old_size)
		memcpy(grown, old, old_size);
	if (grown)
		arena_drop(arena, old);
	return grown;
}

int arena_regrow(struct arena *arena, void **items, size_t *capacity, size_t need, size_t size)
{
	struct chunk **link;
	size_t wanted = *capacity;
	void *grown;

	if (need <= *capacity)
		return 0;
	if (!list_capacity(&wanted, need, size))
		return -1;
	link = link_alone(arena, *items);
	if (*link && (*link)->is_mapped)
		grown = remap_list(link, wanted * size);
	else
		grown = move_list(arena, *items, *capacity * size, wanted * size);
	if (!grown)
		return -1;
	*items = grown;
	*capacity = wanted;
	return 0;
}

int arena_reserve(struct arena *arena, void **items, size_t *capacity, size_t need, size_t size)
{
	size_t wanted = *capacity;
	void *grown;

	if (need <= *capacity)
		return 0;
	if (!list_capacity(&wanted, need, size))
		return -1;
	grown = arena_array(arena, wanted, size);
	if (!grown)
		return -1;
	if (*capacity)
		memcpy(grown, *items, *capacity * size);
	*items = grown;
	*capacity = wanted;
	return 0;
}
