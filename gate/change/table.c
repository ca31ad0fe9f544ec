/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/table.h"

#include <assert.h>
#include <string.h>
#include <sys/random.h>

enum { SMALLEST = 64 };

int table_start(struct table *table, struct arena *arena, struct err *err)
{
	*table = (struct table){.arena = arena};
	if (getrandom(table->secret, sizeof(table->secret), 0) != (ssize_t)sizeof(table->secret))
		return err_set(err, ERR_INTERNAL, "the system gives no random bytes");
	return 0;
}

static uint64_t rotate(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

static void round_once(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[0] = rotate(v[0], 32);
	v[2] += v[3];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

static void mix(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	round_once(v);
	v[0] ^= word;
}

static uint64_t hash_of(const struct table *table, struct text key)
{
	uint64_t v[4] = {
		table->secret[0] ^ UINT64_C(0x736f6d6570736575),
		table->secret[1] ^ UINT64_C(0x646f72616e646f6d),
		table->secret[0] ^ UINT64_C(0x6c7967656e657261),
		table->secret[1] ^ UINT64_C(0x7465646279746573),
	};
	uint64_t word;
	size_t at = 0;

	for (; key.len - at >= sizeof(word); at += sizeof(word)) {
		memcpy(&word, key.ptr + at, sizeof(word));
		mix(v, word);
	}
	word = (uint64_t)key.len << 56;
	for (size_t i = 0; at + i < key.len; i++)
		word |= (uint64_t)(unsigned char)key.ptr[at + i] << (8 * i);
	mix(v, word);
	v[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		round_once(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
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
	slot = slot_of(table, key, hash_of(table, key));
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
	*table = bigger;
	return 0;
}

int table_add(struct table *table, struct text key, uint32_t value, struct err *err)
{
	struct table_slot *slot;
	uint64_t hash = hash_of(table, key);

	assert(key.ptr);
	if (table->count * 4 >= table->size * 3 && grow(table, err) < 0)
		return -1;
	slot = slot_of(table, key, hash);
	*slot = (struct table_slot){hash, key, value};
	table->count++;
	return 0;
}
