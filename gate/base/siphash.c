/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/siphash.h"

#include <endian.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>

int siphash_key_new(struct siphash_key *key, struct err *err)
{
	if (getrandom(key->words, sizeof(key->words), 0) != (ssize_t)sizeof(key->words))
		return err_set(err, ERR_INTERNAL, "the system gives no random bytes");
	return 0;
}

/* The kernel puts 16 random bytes on the stack of every new process. */
void siphash_key_of_process(struct siphash_key *key)
{
	uintptr_t random = (uintptr_t)getauxval(AT_RANDOM);

	if (random)
		memcpy(key->words, (const void *)random, sizeof(key->words));
}

static inline uint64_t rotate(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

struct state {
	uint64_t a, b, c, d;
};

static inline void round_once(struct state *v)
{
	v->a += v->b;
	v->b = rotate(v->b, 13) ^ v->a;
	v->a = rotate(v->a, 32);
	v->c += v->d;
	v->d = rotate(v->d, 16) ^ v->c;
	v->a += v->d;
	v->d = rotate(v->d, 21) ^ v->a;
	v->c += v->b;
	v->b = rotate(v->b, 17) ^ v->c;
	v->c = rotate(v->c, 32);
}

static inline void mix(struct state *v, uint64_t word)
{
	v->d ^= word;
	round_once(v);
	v->a ^= word;
}

uint64_t siphash(const struct siphash_key *key, struct text text)
{
	struct state v = {
		key->words[0] ^ UINT64_C(0x736f6d6570736575),
		key->words[1] ^ UINT64_C(0x646f72616e646f6d),
		key->words[0] ^ UINT64_C(0x6c7967656e657261),
		key->words[1] ^ UINT64_C(0x7465646279746573),
	};
	uint64_t word;
	size_t at = 0;

	for (; text.len - at >= sizeof(word); at += sizeof(word)) {
		memcpy(&word, text.ptr + at, sizeof(word));
		mix(&v, le64toh(word));
	}
	word = (uint64_t)text.len << 56;
	for (size_t i = 0; at + i < text.len; i++)
		word |= (uint64_t)(unsigned char)text.ptr[at + i] << (8 * i);
	mix(&v, word);
	v.c ^= 0xff;
	for (int i = 0; i < 3; i++)
		round_once(&v);
	return v.a ^ v.b ^ v.c ^ v.d;
}
