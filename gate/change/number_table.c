/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/number_table.h"

enum { SMALLEST = 64 };

int number_table_start(struct number_table *table, struct arena *arena, struct err *err)
{
	*table = (struct number_table){.arena = arena};
	return siphash_key_new(&table->secret, err);
}

static void put(struct number_table *table, struct number_slot slot)
{
	size_t at = slot.hash & (table->size - 1);

	while (table->slots[at].number)
		at = (at + 1) & (table->size - 1);
	table->slots[at] = slot;
}

static int grow(struct number_table *table, struct err *err)
{
	struct number_table bigger = *table;

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

int number_table_add(struct number_table *table, struct text key, uint32_t number, struct err *err)
{
	if (table->count * 4 >= table->size * 3 && grow(table, err) < 0)
		return -1;
	put(table, (struct number_slot){number_table_hash(table, key), number + 1});
	table->count++;
	return 0;
}
