/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/table.h"

enum { SMALLEST = 64 };

int table_start(struct table *table, struct arena *arena, struct err *err)
{
	*table = (struct table){.arena = arena};
	return siphash_key_new(&table->secret, err);
}

/* The slot of a key, or the free one where it belongs. */
static struct table_slot *slot_of(const struct table *table, struct text key, uint64_t hash)
{
	size_t at = (size_t)hash & (table->size - 1);

	while (table->slots[at].key.ptr &&
		(table->slots[at].hash != hash || !text_equal(table->slots[at].key, key)))
		at = (at + 1) & (table->size - 1);
	return &table->slots[at];
}

uint32_t *table_find(const struct table *table, struct text key)
{
	struct table_slot *slot;

	if (table->size == 0)
		return NULL;
	slot = slot_of(table, key, siphash(&table->secret, key));
	return slot->key.ptr ? &slot->value : NULL;
}

static int grow(struct table *table, struct err *err)
{
	struct table bigger = *table;

	bigger.size = table->size ? table->size * 2 : SMALLEST;
	bigger.slots = arena_array(table->arena, bigger.size, sizeof(*bigger.slots));
	if (!bigger.slots)
		return err_nomem(err);
	for (size_t i = 0; i < table->size; i++)
		if (table->slots[i].key.ptr)
			*slot_of(&bigger, table->slots[i].key, table->slots[i].hash) =
				table->slots[i];
	arena_drop(table->arena, table->slots);
	*table = bigger;
	return 0;
}

int table_add(struct table *table, struct text key, uint32_t value, struct err *err)
{
	uint64_t hash = siphash(&table->secret, key);

	if (table->count * 4 >= table->size * 3 && grow(table, err) < 0)
		return -1;
	*slot_of(table, key, hash) = (struct table_slot){hash, key, value};
	table->count++;
	return 0;
}
