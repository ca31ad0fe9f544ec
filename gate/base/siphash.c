/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/siphash.h"

#include <string.h>
#include <sys/random.h>

int siphash_key_new(struct siphash_key *key, struct err *err)
{
	if (getrandom(key->words, sizeof(key->words), 0) != (ssize_t)sizeof(key->words))
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

uint64_t siphash(const struct siphash_key *key, struct text text)
{
	uint64_t v[4] = {
		key->words[0] ^ UINT64_C(0x736f6d6570736575),
		key->words[1] ^ UINT64_C(0x646f72616e646f6d),
		key->words[0] ^ UINT64_C(0x6c7967656e657261),
		key->words[1] ^ UINT64_C(0x7465646279746573),
	};
	uint64_t word;
	size_t at = 0;

	for (; text.len - at >= sizeof(word); at += sizeof(word)) {
		memcpy(&word, text.ptr + at, sizeof(word));
		mix(v, word);
	}
	word = (uint64_t)text.len << 56;
	for (size_t i = 0; at + i < text.len; i++)
		word |= (uint64_t)(unsigned char)text.ptr[at + i] << (8 * i);
	mix(v, word);
	v[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		round_once(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}
