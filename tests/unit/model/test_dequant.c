/* SPDX-License-Identifier: Apache-2.0
 *
 * Blocks of ggml made floats, bit for bit. What they must be was measured with libggml-base.so of the npm package
 * @node-llama-cpp/linux-x64 3.22.1 (dequantize_row_*), and for 32 values from -16 to 15 read off ggml_quantize_chunk's blocks.
 */
#include <math.h>

#include "checks/model/weights/dequant/dequant.h"
#include "gate/base/hash.h"
#include "unit.h"

enum { BLOCKS = 64, MOST_BYTES = 292 };

static const struct block_type *type_named(const char *name)
{
	for (size_t i = 0; i < block_type_count; i++)
		if (strcmp(block_types[i].name, name) == 0)
			return &block_types[i];
	return NULL;
}

/* Bytes from a generator whose parameters are Knuth's MMIX; the highest byte of each state, from 1 on. */
static void fill(uint8_t *bytes, size_t len)
{
	uint64_t state = 1;

	for (size_t i = 0; i < len; i++) {
		state = state * 6364136223846793005U + 1442695040888963407U;
		bytes[i] = (uint8_t)(state >> 56);
	}
}

/* All NaN are one: what their other bits are is left to the processor. */
static void hash_values(const float *values, size_t count, char hex[SHA256_HEX])
{
	uint32_t *bits = malloc(count * sizeof(*bits));
	struct err err = {0};

	for (size_t i = 0; bits && i < count; i++) {
		memcpy(&bits[i], &values[i], sizeof(bits[i]));
		if (isnan(values[i]))
			bits[i] = 0x7fc00000;
	}
	hex[0] = 0;
	CU_ASSERT(bits && hash_sha256_hex((struct text){(const char *)bits, count * sizeof(*bits)},
				  hex, &err) == 0);
	free(bits);
}

static void random_blocks(void)
{
	static const struct {
		const char *name, *sha256;
	} rows[] = {
		{"Q4_0", "d4ccdeb71cbf4dcd"},
		{"Q4_1", "8f4791127a684534"},
		{"Q5_0", "246ee8177c05e82f"},
		{"Q5_1", "62e37fb07c2c1621"},
		{"Q8_0", "2b39d13473495454"},
		{"Q2_K", "ae62b0e85536fe89"},
		{"Q3_K", "644bb2c07db230cd"},
		{"Q4_K", "fd0b7bce274f688a"},
		{"Q5_K", "315f9f523684759a"},
		{"Q6_K", "b1fe3b7e6c6222f4"},
		{"Q8_K", "0c4fad2670524b6c"},
		{"IQ2_XXS", "6a84897d85b3464b"},
		{"IQ2_XS", "31e081d655c523b2"},
		{"IQ3_XXS", "3cb18cc4df8868ba"},
		{"IQ1_S", "a2b2d9849f1ebec3"},
		{"IQ4_NL", "f69ee61c76e0a554"},
		{"IQ3_S", "cf0117fa88b8934a"},
		{"IQ2_S", "48e4dc133011d6e1"},
		{"IQ4_XS", "1805ec98cf0b9851"},
		{"IQ1_M", "ac555b356d1a0dc4"},
		{"TQ1_0", "fc0f306b023f822b"},
		{"TQ2_0", "a016f18b170bdbbb"},
		{"MXFP4", "d1be5e13acf88474"},
		{"NVFP4", "521f94c16142885e"},
		{"Q1_0", "cd6f35beff6a7af7"},
		{"Q2_0", "d6150e7ae3197a99"},
	};
	static uint8_t bytes[BLOCKS * MOST_BYTES];
	static float values[BLOCKS * BLOCK_MOST_VALUES];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct block_type *type = type_named(rows[i].name);
		char hex[SHA256_HEX];

		CHECK_ROW(rows[i].name, type != NULL);
		if (!type)
			continue;
		fill(bytes, (size_t)BLOCKS * type->bytes);
		for (size_t k = 0; k < BLOCKS; k++)
			type->dequantize(bytes + k * type->bytes, values + k * type->values);
		hash_values(values, (size_t)BLOCKS * type->values, hex);
		CHECK_ROW(rows[i].name, strncmp(hex, rows[i].sha256, 16) == 0);
	}
}

static size_t from_hex(uint8_t *out, const char *hex)
{
	size_t len = strlen(hex) / 2;

	for (size_t i = 0; i < len; i++) {
		unsigned byte;

		if (sscanf(hex + 2 * i, "%2x", &byte) != 1)
			return 0;
		out[i] = (uint8_t)byte;
	}
	return len;
}

static void literal_blocks(void)
{
	static const struct {
		const char *name, *hex;
		float largest_error;
	} rows[] = {
		{"Q4_0", "0040809191a2a2b3b3c4c4d5d5e6e6f7f7f8", 1.0F},
		{"Q5_0", "003c0000ffff00112233445566778899aabbccddeeff", 0},
		{"Q5_1", "003c00cc0000ffff00112233445566778899aabbccddeeff", 0},
		{"Q8_0", "083081899199a1a9b1b9c0c8d0d8e0e8f0f8000810182028303840474f575f676f77",
			0.07F},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct block_type *type = type_named(rows[i].name);
		uint8_t block[MOST_BYTES];
		float values[BLOCK_MOST_VALUES];

		CHECK_ROW(rows[i].name, from_hex(block, rows[i].hex) == type->bytes);
		type->dequantize(block, values);
		for (int k = 0; k < 32; k++)
			CHECK_ROW(rows[i].name,
				fabsf(values[k] - (float)(k - 16)) <= rows[i].largest_error);
	}
}

static void halves(void)
{
	static const struct {
		const char *name;
		uint16_t half;
		float value;
	} rows[] = {
		{"one", 0x3c00, 1},
		{"minus two", 0xc000, -2},
		{"largest", 0x7bff, 65504},
		{"smallest normal", 0x0400, 0x1p-14F},
		{"smallest", 0x0001, 0x1p-24F},
		{"largest subnormal", 0x03ff, 1023 * 0x1p-24F},
		{"infinity", 0x7c00, INFINITY},
		{"minus zero", 0x8000, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].name, half_to_float(rows[i].half) == rows[i].value);
	CHECK_ROW("NaN", isnan(half_to_float(0x7e00)));
	CHECK_ROW("the sign of minus zero", signbit(half_to_float(0x8000)));
}

static void table(void)
{
	static const uint32_t removed[] = {4, 5, 31, 32, 33, 36, 37, 38, 43, 1U << 31};

	for (size_t i = 0; i < block_type_count; i++) {
		const struct block_type *type = &block_types[i];

		CHECK_ROW(type->name, block_type_find(type->id) == type);
		CHECK_ROW(type->name, type->values <= BLOCK_MOST_VALUES);
		CHECK_ROW(type->name, type->codes_at + type->codes_len <= type->bytes);
		CHECK_ROW(type->name, type->scale_at < type->bytes);
	}
	for (size_t i = 0; i < sizeof(removed) / sizeof(removed[0]); i++)
		CU_ASSERT(block_type_find(removed[i]) == NULL);
}

static const struct unit_test tests[] = {
	{"random blocks", random_blocks},
	{"literal blocks", literal_blocks},
	{"halves", halves},
	{"table", table},
};

UNIT_MAIN(tests)
