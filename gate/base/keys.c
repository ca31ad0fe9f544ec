/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/keys.h"

#include <string.h>

enum { FIRST_SIZE = 32, KEPT_SIZE = 64 };

void keys_start(struct keys *keys, struct arena *arena)
{
	keys->arena = arena;
	keys->count = 0;
	siphash_key_of_process(&keys->secret);
	if (keys->size <= KEPT_SIZE && keys->slots) {
		memset(keys->slots, 0, keys->size * sizeof(*keys->slots));
		return;
	}
	keys->slots = NULL;
	keys->size = 0;
}

/* The slot of the key, or the free one where it belongs. At most half are taken. */
static struct key_slot *find(const struct keys *keys, struct text key, uint64_t hash)
{
	size_t mask = keys->size - 1, at = hash & mask;

	for (;; at = (at + 1) & mask) {
		struct key_slot *slot = &keys->slots[at];

		if (!slot->ptr || (slot->hash == hash &&
					  text_equal((struct text){slot->ptr, slot->len}, key)))
			return slot;
	}
}

static struct key_slot *find_free(const struct keys *keys, uint64_t hash)
{
	size_t mask = keys->size - 1, at = hash & mask;

	while (keys->slots[at].ptr)
		at = (at + 1) & mask;
	return &keys->slots[at];
}

static int grow(struct keys *keys, struct err *err)
{
	struct keys grown = *keys;

	grown.size = keys->size ? keys->size * 2 : FIRST_SIZE;
	grown.slots = arena_array(keys->arena, grown.size, sizeof(*grown.slots));
	if (!grown.slots)
		return err_nomem(err);
	for (size_t i = 0; i < keys->size; i++)
		if (keys->slots[i].ptr)
			*find_free(&grown, keys->slots[i].hash) = keys->slots[i];
	arena_drop(keys->arena, keys->slots);
	*keys = grown;
	return 0;
}

int keys_add(struct keys *keys, struct text key, uint32_t **number, struct err *err)
{
	uint64_t hash = siphash(&keys->secret, key);
	struct key_slot *slot;

	if ((keys->count + 1) * 2 > keys->size && grow(keys, err) < 0)
		return -1;
	slot = find(keys, key, hash);
	if (!slot->ptr) {
		*slot = (struct key_slot){key.len ? key.ptr : "", (uint32_t)key.len, 0, hash};
		keys->count++;
	}
	*number = &slot->number;
	return 0;
}

const uint32_t *keys_find(const struct keys *keys, struct text key)
{
	const struct key_slot *slot =
		keys->size ? find(keys, key, siphash(&keys->secret, key)) : NULL;

	return slot && slot->ptr ? &slot->number : NULL;
}
