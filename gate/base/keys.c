/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/keys.h"

#include <endian.h>
#include <string.h>
#include <sys/auxv.h>

enum { FIRST_SIZE = 32, KEPT_SIZE = 64 };

struct sip {
	uint64_t a, b, c, d;
};

static inline uint64_t rotate(uint64_t x, unsigned bits)
{
	return (x << bits) | (x >> (64 - bits));
}

static inline void sip_round(struct sip *sip)
{
	sip->a += sip->b;
	sip->b = rotate(sip->b, 13) ^ sip->a;
	sip->a = rotate(sip->a, 32);
	sip->c += sip->d;
	sip->d = rotate(sip->d, 16) ^ sip->c;
	sip->a += sip->d;
	sip->d = rotate(sip->d, 21) ^ sip->a;
	sip->c += sip->b;
	sip->b = rotate(sip->b, 17) ^ sip->c;
	sip->c = rotate(sip->c, 32);
}

static inline void sip_word(struct sip *sip, uint64_t word)
{
	sip->d ^= word;
	sip_round(sip);
	sip->a ^= word;
}

static uint64_t sip_hash(const uint64_t secret[2], struct text text)
{
	struct sip sip = {
		secret[0] ^ UINT64_C(0x736f6d6570736575),
		secret[1] ^ UINT64_C(0x646f72616e646f6d),
		secret[0] ^ UINT64_C(0x6c7967656e657261),
		secret[1] ^ UINT64_C(0x7465646279746573),
	};
	uint64_t word, tail = (uint64_t)text.len << 56;
	size_t at = 0;

	for (; at + sizeof(word) <= text.len; at += sizeof(word)) {
		memcpy(&word, text.ptr + at, sizeof(word));
		sip_word(&sip, le64toh(word));
	}
	for (unsigned shift = 0; at < text.len; at++, shift += 8)
		tail |= (uint64_t)(unsigned char)text.ptr[at] << shift;
	sip_word(&sip, tail);
	sip.c ^= 0xff;
	sip_round(&sip);
	sip_round(&sip);
	sip_round(&sip);
	return sip.a ^ sip.b ^ sip.c ^ sip.d;
}

/* The kernel puts 16 random bytes on the stack of every new process. */
static void take_secret(uint64_t secret[2])
{
	uintptr_t random = (uintptr_t)getauxval(AT_RANDOM);

	if (random)
		memcpy(secret, (const void *)random, 2 * sizeof(secret[0]));
}

void keys_start(struct keys *keys, struct arena *arena)
{
	keys->arena = arena;
	keys->count = 0;
	if (keys->secret[0] == 0)
		take_secret(keys->secret);
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
	keys->slots = grown.slots;
	keys->size = grown.size;
	return 0;
}

int keys_add(struct keys *keys, struct text key, uint32_t **number, struct err *err)
{
	uint64_t hash = sip_hash(keys->secret, key);
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
		keys->size ? find(keys, key, sip_hash(keys->secret, key)) : NULL;

	return slot && slot->ptr ? &slot->number : NULL;
}
