/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/sizes.h"

#include <stdatomic.h>
#include <stdint.h>

enum { WORD = 64 };

struct sizes {
	const struct change *change;
	atomic_uint_least64_t *noted; /* a bit for each blob of the change */
	atomic_uint_least64_t sum;    /* of those that are noted */
};

struct sizes *sizes_new(const struct change *change, struct arena *arena)
{
	struct sizes *sizes = arena_alloc(arena, sizeof(*sizes));

	if (!sizes)
		return NULL;
	sizes->change = change;
	sizes->noted = arena_array(arena, change->blob_count / WORD + 1, sizeof(*sizes->noted));
	return sizes->noted ? sizes : NULL;
}

void sizes_note(struct sizes *sizes, const struct blob *blob, uint64_t size)
{
	uintptr_t first = sizes ? (uintptr_t)sizes->change->blobs : 0;
	size_t at = sizes ? ((uintptr_t)blob - first) / sizeof(*blob) : 0;
	uint64_t bit = (uint64_t)1 << at % WORD;

	if (!sizes || (uintptr_t)blob < first || at >= sizes->change->blob_count)
		return;
	if (!(atomic_fetch_or_explicit(&sizes->noted[at / WORD], bit, memory_order_relaxed) & bit))
		atomic_fetch_add_explicit(&sizes->sum, size, memory_order_relaxed);
}

static uint64_t size_of(const struct blob *blob, struct reader *reader)
{
	uint64_t size = blob_size(blob);

	if (size || blob->has_text)
		return size;
	return reader_size(reader, blob, &size) ? size : 0;
}

uint64_t sizes_sum(const struct sizes *sizes, struct reader *reader)
{
	uint64_t sum = atomic_load_explicit(&sizes->sum, memory_order_relaxed);

	for (size_t i = 0; i < sizes->change->blob_count; i++) {
		uint64_t word = atomic_load_explicit(&sizes->noted[i / WORD], memory_order_relaxed);

		if (!(word >> i % WORD & 1))
			sum += size_of(&sizes->change->blobs[i], reader);
	}
	return sum;
}
