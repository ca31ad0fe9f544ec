/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/path_table.h"

enum { SMALLEST = 64 };

int path_table_start(struct path_table *table, struct arena *arena, struct err *err)
{
	*table = (struct path_table){.arena = arena};
	return siphash_key_new(&table->secret, err);
}

bool path_table_find(const struct path_table *table, struct path *const *items, struct text path,
	uint32_t *number)
{
	uint32_t hash = table->size ? (uint32_t)siphash(&table->secret, path) : 0;

	if (table->size == 0)
		return false;
	for (size_t at = hash & (table->size - 1); table->slots[at].number;
		at = (at + 1) & (table->size - 1)) {
		*number = table->slots[at].number - 1;
		if (table->slots[at].hash == hash && text_equal(items[*number]->text, path))
			return true;
	}
	return false;
}

static void put(struct path_table *table, struct path_slot slot)
{
	size_t at = slot.hash & (table->size - 1);

	while (table->slots[at].number)
		at = (at + 1) & (table->size - 1);
	table->slots[at] = slot;
}

static int grow(struct path_table *table, struct err *err)
{
	struct path_table bigger = *table;

	bigger.size = table->size ? table->size * 2 : SMALLEST;
	bigger.slots = arena_array(table->arena, bigger.size, sizeof(*bigger.slots));
	if (!bigger.slots)
		return err_nomem(err);
	for (size_t i = 0; i < table->size; i++)
		if (table->slots[i].number)
			put(&bigger, table->slots[i]);
	arena_drop(table->arena, table->slots);
	*table = bigger;
	return 0;
}

int path_table_add(struct path_table *table, struct text path, uint32_t number, struct err *err)
{
	if (table->count * 4 >= table->size * 3 && grow(table, err) < 0)
		return -1;
	put(table, (struct path_slot){(uint32_t)siphash(&table->secret, path), number + 1});
	table->count++;
	return 0;
}
