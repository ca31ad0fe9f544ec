/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/same.h"

int same_reserve(struct same *same, size_t count, struct arena *arena)
{
	return arena_reserve(
		arena, (void **)&same->items, &same->capacity, count, sizeof(*same->items));
}

int same_note(
	struct same *same, const struct same_entry *entry, struct arena *arena, struct err *err)
{
	if (arena_reserve(arena, (void **)&same->items, &same->capacity, same->count + 1,
		    sizeof(*same->items)) < 0)
		return err_nomem(err);
	same->items[same->count++] = *entry;
	return 0;
}

const struct same_entry *same_next(struct same_walk *walk, struct text key)
{
	const struct same *base = walk->base;

	while (base && walk->at < base->count && text_compare(base->items[walk->at].key, key) < 0)
		walk->at++;
	if (!base || walk->at == base->count || !text_equal(base->items[walk->at].key, key))
		return NULL;
	return &base->items[walk->at++];
}
