/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/oid_table.h"

#include <string.h>

enum { SMALLEST = 64 };

int oid_table_start(struct oid_table *table, struct arena *arena, struct err *err)
{
	*table = (struct oid_table){.arena = arena};
	return siphash_key_new(&table->secret, err);
}

static uint32_t hash_of(const struct oid_table *table, const struct oid *oid)
{
	return (uint32_t)siphash(
		&table->secret, (struct text){(const char *)oid->bytes, sizeof(oid->bytes)});
}

static bool is_at(struct oids_in items, uint32_t place, const struct oid *oid)
{
	const char *id = (const char *)items.first + place * items.stride;

	return memcmp(id, oid->bytes, sizeof(oid->bytes)) == 0;
}

bool oid_table_find(
	const struct oid_table *table, struct oids_in items, const struct oid *oid, uint32_t *place)
{
	uint32_t hash = table->size ? hash_of(table, oid) : 0;

	if (table->size == 0)
		return false;
	for (size_t at = hash & (table->size - 1); table->slots[at].place;
		at = (at + 1) & (table->size - 1)) {
		*place = table->slots[at].place - 1;
		if (table->slots[at].hash == hash && is_at(items, *place, oid))
			return true;
	}
	return false;
}

static void put(struct oid_table *table, struct oid_slot slot)
{
	size_t at = slot.hash & (table->size - 1);

	while (table->slots[at].place)
		at = (at + 1) & (table->size - 1);
	table->slots[at] = slot;
}

static int grow(struct oid_table *table, struct err *err)
{
	struct oid_table bigger = *table;

	bigger.size = table->size ? table->size * 2 : SMALLEST;
	bigger.slots = arena_array(table->arena, bigger.size, sizeof(*bigger.slots));
	if (!bigger.slots)
		return err_nomem(err);
	for (size_t i = 0; i < table->size; i++)
		if (table->slots[i].place)
			put(&bigger, table->slots[i]);
	arena_drop(table->arena, table->slots);
	*table = bigger;
	return 0;
}

int oid_table_add(struct oid_table *table, const struct oid *oid, uint32_t place, struct err *err)
{
	if (table->count * 4 >= table->size * 3 && grow(table, err) < 0)
		return -1;
	put(table, (struct oid_slot){hash_of(table, oid), place + 1});
	table->count++;
	return 0;
}
