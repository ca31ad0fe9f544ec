/* SPDX-License-Identifier: Apache-2.0
 *
 * The rounds of both hashes by SHA instructions. Words and states are kept as the instructions want them: SHA-256's eight words as (A, B, E, F)
 * and (C, D, G, H), SHA-1's as (A, B, C, D) and E, the first in the highest place.
 */
#include "gate/base/sha_pair.h"

#include <string.h>

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

enum { BLOCK = 64, LENGTH_AT = BLOCK - 8 };

#define SHA_INSTRUCTIONS __attribute__((target("sha,sse4.1,ssse3")))
#define SHA_BLOCK        SHA_INSTRUCTIONS __attribute__((always_inline)) static inline

struct state_256 {
	__m128i abef, cdgh;
};

struct state_1 {
	__m128i abcd, e;
};

/* FIPS 180-4, 4.2.2. */
static const uint32_t constants[64] = {0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b,
	0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6,
	0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d,
	0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
	0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585,
	0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa,
	0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static __m128i load(const void *from)
{
	return _mm_loadu_si128((const __m128i *)from);
}

/* ---- one block ---- */

/* Four rounds in each step; the message's next four words come from the last sixteen. */
SHA_BLOCK void block_256(struct state_256 *state, const unsigned char *block)
{
	const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i words[4], abef = state->abef, cdgh = state->cdgh;

	for (int i = 0; i < 4; i++)
		words[i] = _mm_shuffle_epi8(load(block + 16 * i), order);
#pragma GCC unroll 16
	for (int i = 0; i < 16; i++) {
		__m128i *now = &words[i & 3], last = words[(i + 3) & 3];
		__m128i added = _mm_add_epi32(*now, load(constants + 4 * i));

		cdgh = _mm_sha256rnds2_epu32(cdgh, abef, added);
		abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(added, 0x0e));
		if (i >= 12)
			continue;
		*now = _mm_add_epi32(_mm_sha256msg1_epu32(*now, words[(i + 1) & 3]),
			_mm_alignr_epi8(last, words[(i + 2) & 3], 4));
		*now = _mm_sha256msg2_epu32(*now, last);
	}
	state->abef = _mm_add_epi32(abef, state->abef);
	state->cdgh = _mm_add_epi32(cdgh, state->cdgh);
}

/* The instruction wants the number of the function as a literal: one for each twenty rounds. */
SHA_BLOCK __m128i rounds_1(__m128i abcd, __m128i e, int step)
{
	switch (step / 5) {
	case 0:
		return _mm_sha1rnds4_epu32(abcd, e, 0);
	case 1:
		return _mm_sha1rnds4_epu32(abcd, e, 1);
	case 2:
		return _mm_sha1rnds4_epu32(abcd, e, 2);
	default:
		return _mm_sha1rnds4_epu32(abcd, e, 3);
	}
}

SHA_BLOCK void block_1(struct state_1 *state, const unsigned char *block)
{
	const __m128i order = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
	__m128i words[4], abcd = state->abcd, e = state->e;

	for (int i = 0; i < 4; i++)
		words[i] = _mm_shuffle_epi8(load(block + 16 * i), order);
#pragma GCC unroll 20
	for (int i = 0; i < 20; i++) {
		__m128i *now = &words[i & 3], before = abcd;

		e = i ? _mm_sha1nexte_epu32(e, *now) : _mm_add_epi32(e, *now);
		abcd = rounds_1(abcd, e, i);
		e = before;
		if (i >= 16)
			continue;
		*now = _mm_xor_si128(
			_mm_sha1msg1_epu32(*now, words[(i + 1) & 3]), words[(i + 2) & 3]);
		*now = _mm_sha1msg2_epu32(*now, words[(i + 3) & 3]);
	}
	state->abcd = _mm_add_epi32(abcd, state->abcd);
	state->e = _mm_sha1nexte_epu32(e, state->e);
}

/* ---- many ---- */

SHA_INSTRUCTIONS static void blocks_256(
	struct state_256 *state, const unsigned char *blocks, size_t count)
{
	struct state_256 own = *state;

	for (size_t i = 0; i < count; i++)
		block_256(&own, blocks + i * BLOCK);
	*state = own;
}

SHA_INSTRUCTIONS static void blocks_1(
	struct state_1 *state, const unsigned char *blocks, size_t count)
{
	struct state_1 own = *state;

	for (size_t i = 0; i < count; i++)
		block_1(&own, blocks + i * BLOCK);
	*state = own;
}

/* A block of each in turn: the processor works on one while it waits for the other. */
SHA_INSTRUCTIONS static void blocks_both(struct state_1 *state_1, const unsigned char *blocks_1,
	struct state_256 *state_256, const unsigned char *blocks_256, size_t count)
{
	struct state_1 own_1 = *state_1;
	struct state_256 own_256 = *state_256;

	for (size_t i = 0; i < count; i++) {
		block_256(&own_256, blocks_256 + i * BLOCK);
		block_1(&own_1, blocks_1 + i * BLOCK);
	}
	*state_1 = own_1;
	*state_256 = own_256;
}

/* ---- beginning and end ---- */

/* FIPS 180-4, 5.3.3 and 5.3.1. */
static struct state_256 start_256(void)
{
	return (struct state_256){
		_mm_set_epi32((int)0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c),
		_mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19)};
}

static struct state_1 start_1(void)
{
	return (struct state_1){
		_mm_set_epi32(0x67452301, (int)0xefcdab89, (int)0x98badcfe, 0x10325476),
		_mm_set_epi32((int)0xc3d2e1f0, 0, 0, 0)};
}

/* 5.1.1: what the whole blocks leave, a one bit, zeros, the length in bits. How many blocks that is. */
static size_t pad(unsigned char out[2 * BLOCK], const unsigned char *rest, size_t len)
{
	size_t left = len % BLOCK, count = left < LENGTH_AT ? 1 : 2;
	uint64_t bits = (uint64_t)len * 8;

	memset(out, 0, 2 * BLOCK);
	if (left)
		memcpy(out, rest, left);
	out[left] = 0x80;
	for (size_t i = 0; i < 8; i++)
		out[count * BLOCK - 1 - i] = (unsigned char)(bits >> (8 * i));
	return count;
}

static void store_word(unsigned char *out, uint32_t word)
{
	for (size_t i = 0; i < 4; i++)
		out[i] = (unsigned char)(word >> (24 - 8 * i));
}

static void finish_256(struct state_256 *state, const unsigned char *bytes, size_t len,
	unsigned char sha256[SHA256_LENGTH])
{
	/* Where each word of the digest is: the highest place of a vector is its last element. */
	static const unsigned char places[8] = {3, 2, 7, 6, 1, 0, 5, 4};
	unsigned char padded[2 * BLOCK];
	uint32_t words[8];
	size_t count = pad(padded, bytes + len / BLOCK * BLOCK, len);

	blocks_256(state, padded, count);
	_mm_storeu_si128((__m128i *)words, state->abef);
	_mm_storeu_si128((__m128i *)(words + 4), state->cdgh);
	for (size_t i = 0; i < 8; i++)
		store_word(sha256 + 4 * i, words[places[i]]);
}

static void finish_1(struct state_1 *state, const unsigned char *bytes, size_t len,
	unsigned char sha1[SHA1_LENGTH])
{
	unsigned char padded[2 * BLOCK];
	uint32_t words[4], e[4];
	size_t count = pad(padded, bytes + len / BLOCK * BLOCK, len);

	blocks_1(state, padded, count);
	_mm_storeu_si128((__m128i *)words, state->abcd);
	_mm_storeu_si128((__m128i *)e, state->e);
	for (size_t i = 0; i < 4; i++)
		store_word(sha1 + 4 * i, words[3 - i]);
	store_word(sha1 + 16, e[3]);
}

static const unsigned char *bytes_of(struct text text)
{
	return (const unsigned char *)(text.ptr ? text.ptr : "");
}

void sha_x86_256(struct text bytes, unsigned char sha256[SHA256_LENGTH])
{
	struct state_256 state = start_256();

	blocks_256(&state, bytes_of(bytes), bytes.len / BLOCK);
	finish_256(&state, bytes_of(bytes), bytes.len, sha256);
}

void sha_x86_both(struct text whole, size_t skipped, unsigned char sha1[SHA1_LENGTH],
	unsigned char sha256[SHA256_LENGTH])
{
	const unsigned char *bytes = bytes_of(whole), *behind = bytes + skipped;
	size_t len = whole.len - skipped, both = len / BLOCK, all = whole.len / BLOCK;
	struct state_256 state_256 = start_256();
	struct state_1 state_1 = start_1();

	blocks_both(&state_1, bytes, &state_256, behind, both);
	blocks_1(&state_1, bytes + both * BLOCK, all - both);
	finish_1(&state_1, bytes, whole.len, sha1);
	finish_256(&state_256, behind, len, sha256);
}

bool sha_x86_can(void)
{
	enum { SSSE3 = 1 << 9, SSE41 = 1 << 19, SHA = 1 << 29 };
	unsigned a, b, c, d, features;

	if (!__get_cpuid(1, &a, &b, &features, &d) || !(features & SSSE3) || !(features & SSE41))
		return false;
	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & SHA);
}

#else

#include <assert.h>

bool sha_x86_can(void)
{
	return false;
}

void sha_x86_both(struct text whole, size_t skipped, unsigned char sha1[SHA1_LENGTH],
	unsigned char sha256[SHA256_LENGTH])
{
	assert(!"not on this processor");
	(void)whole, (void)skipped, (void)sha1, (void)sha256;
}

void sha_x86_256(struct text bytes, unsigned char sha256[SHA256_LENGTH])
{
	assert(!"not on this processor");
	(void)bytes, (void)sha256;
}

#endif
