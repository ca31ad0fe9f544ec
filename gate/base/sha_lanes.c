/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/sha_lanes.h"

#include <string.h>

#ifdef __x86_64__

#include <cpuid.h>

enum { BLOCK = 64, WORDS = 8, LANES = 2, STATE_LANES = 8, LENGTH = 8, MOST_BLOCKS = 1 << 20 };

/* As OpenSSL's crypto/evp/e_aes_cbc_hmac_sha256.c has them. */
struct state {
	_Alignas(32) uint32_t words[WORDS][STATE_LANES];
};
struct stretch {
	const unsigned char *ptr;
	int blocks;
};
/* A shared libcrypto does not export it: then it is NULL. */
__attribute__((weak)) void sha256_multi_block(
	struct state *state, const struct stretch stretches[4], int fours);

/* One text on its way: its whole blocks, then what is left of it with the padding. */
struct lane {
	bool is_busy;
	size_t item, blocks, end_blocks;
	const unsigned char *at;
	unsigned char end[2 * BLOCK];
};

struct lanes {
	struct state state;
	struct lane items[LANES];
	const struct text *texts;
	size_t count, next;
	unsigned char (*out)[32];
};

bool sha_lanes_exist(void)
{
	unsigned a, b = 0, c, d;

	return sha256_multi_block && __get_cpuid_count(7, 0, &a, &b, &c, &d) && b & bit_SHA;
}

static void pad(struct lane *lane, struct text text)
{
	size_t whole = text.len / BLOCK * BLOCK, rest = text.len - whole;
	uint64_t bits = (uint64_t)text.len * 8;

	lane->end_blocks = rest + 1 + LENGTH <= BLOCK ? 1 : 2;
	memset(lane->end, 0, sizeof(lane->end));
	if (rest)
		memcpy(lane->end, text.ptr + whole, rest);
	lane->end[rest] = 0x80;
	for (size_t i = 0; i < LENGTH; i++)
		lane->end[lane->end_blocks * BLOCK - 1 - i] = (unsigned char)(bits >> 8 * i);
}

static void begin(struct lanes *lanes, size_t number)
{
	static const uint32_t first[WORDS] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
	struct lane *lane = &lanes->items[number];
	struct text text;

	lane->is_busy = lanes->next < lanes->count;
	lane->blocks = 0;
	if (!lane->is_busy)
		return;
	lane->item = lanes->next++;
	text = lanes->texts[lane->item];
	lane->at = (const unsigned char *)text.ptr;
	lane->blocks = text.len / BLOCK;
	pad(lane, text);
	for (size_t i = 0; i < WORDS; i++)
		lanes->state.words[i][number] = first[i];
}

static void take_digest(const struct lanes *lanes, size_t number)
{
	unsigned char *out = lanes->out[lanes->items[number].item];

	for (size_t i = 0; i < WORDS; i++, out += 4) {
		uint32_t word = lanes->state.words[i][number];

		out[0] = (unsigned char)(word >> 24);
		out[1] = (unsigned char)(word >> 16);
		out[2] = (unsigned char)(word >> 8);
		out[3] = (unsigned char)word;
	}
}

/* To the lane's next blocks: its text's end, or another text. */
static void refill(struct lanes *lanes, size_t number)
{
	struct lane *lane = &lanes->items[number];

	while (lane->is_busy && lane->blocks == 0) {
		if (lane->end_blocks == 0) {
			take_digest(lanes, number);
			begin(lanes, number);
			continue;
		}
		lane->at = lane->end;
		lane->blocks = lane->end_blocks;
		lane->end_blocks = 0;
	}
}

/* As far as all lanes go that are busy. */
static size_t common_blocks(const struct lanes *lanes)
{
	size_t least = MOST_BLOCKS;

	for (size_t i = 0; i < LANES; i++)
		if (lanes->items[i].is_busy && lanes->items[i].blocks < least)
			least = lanes->items[i].blocks;
	return least;
}

static void advance(struct lanes *lanes)
{
	size_t blocks = common_blocks(lanes);
	struct stretch stretches[4] = {{0}};

	for (size_t i = 0; i < LANES; i++)
		if (lanes->items[i].is_busy)
			stretches[i] = (struct stretch){lanes->items[i].at, (int)blocks};
	sha256_multi_block(&lanes->state, stretches, 1);
	for (size_t i = 0; i < LANES; i++)
		if (lanes->items[i].is_busy) {
			lanes->items[i].at += blocks * BLOCK;
			lanes->items[i].blocks -= blocks;
			refill(lanes, i);
		}
}

void sha_lanes(const struct text *texts, size_t count, unsigned char (*out)[32])
{
	struct lanes lanes = {.texts = texts, .count = count, .out = out};

	for (size_t i = 0; i < LANES; i++) {
		begin(&lanes, i);
		refill(&lanes, i);
	}
	while (lanes.items[0].is_busy || lanes.items[1].is_busy)
		advance(&lanes);
}

#else

bool sha_lanes_exist(void)
{
	return false;
}

void sha_lanes(const struct text *texts, size_t count, unsigned char (*out)[32])
{
	(void)texts;
	memset(out, 0, count * sizeof(*out));
}

#endif
