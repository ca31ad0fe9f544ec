/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/sizes.h"

#include <stdatomic.h>
#include <stdint.h>

struct sizes {
	const struct change *change;
	atomic_uint_least64_t *items; /* of each blob of the change: its size and 1; 0: not known */
};

struct sizes *sizes_new(const struct change *change, struct arena *arena)
{
	struct sizes *sizes = arena_alloc(arena, sizeof(*sizes));

	if (!sizes)
		return NULL;
	sizes->change = change;
	sizes->items = arena_array(arena, change->blob_count, sizeof(*sizes->items));
	return sizes->items ? sizes : NULL;
}

void sizes_note(struct sizes *sizes, const struct blob *blob, uint64_t size)
{
	uintptr_t first = sizes ? (uintptr_t)sizes->change->blobs : 0;
	size_t at = sizes ? ((uintptr_t)blob - first) / sizeof(*blob) : 0;

	if (sizes && (uintptr_t)blob >= first && at < sizes->change->blob_count)
		atomic_store_explicit(&sizes->items[at], size + 1, memory_order_relaxed);
}

static uint64_t size_of(const struct sizes *sizes, size_t at, struct reader *reader)
{
	const struct blob *blob = &sizes->change->blobs[at];
	uint64_t noted = atomic_load_explicit(&sizes->items[at], memory_order_relaxed), size;

	if (noted)
		return noted - 1;
	if (blob->size || (blob->kind != BLOB_FILE && blob->kind != BLOB_SYMLINK))
		return blob->size;
	return reader_size(reader, blob, &size) ? size : 0;
}

uint64_t sizes_sum(const struct sizes *sizes, struct reader *reader)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < sizes->change->blob_count; i++)
		sum += size_of(sizes, i, reader);
	return sum;
}
