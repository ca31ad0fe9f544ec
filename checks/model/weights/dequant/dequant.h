/* SPDX-License-Identifier: Apache-2.0
 *
 * The block types of ggml: how a block is laid out, and what floats it stands for, bit for bit as ggml has them
 * (ggml/src/ggml-quants.c, ggml-common.h; the order of the float operations matters). One file per family; types.c
 * has the table. Pure: no function looks beyond a block, and none fails.
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_DEQUANT_H
#define SEAMGATE_MODEL_WEIGHTS_DEQUANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK_MOST_VALUES = 256, BLOCK_MOST_SCALES = 4 };

/* What the numbers at the head or the tail of a block are. */
enum scale_kind {
	SCALE_NONE, /* plain values */
	SCALE_F16,
	SCALE_F32,
	SCALE_E8M0,  /* a power of two; 255 is NaN */
	SCALE_UE4M3, /* one for 16 values; 0x7f is NaN */
	SCALE_IQ1_M, /* a half put together of four nibbles */
};

/* Codes at the ends of the range, where they say that values were cut off. */
enum ends_kind {
	ENDS_NONE,    /* each group of this type reaches its ends by design */
	ENDS_BYTES,   /* -128, -127 and 127 of bytes with sign */
	ENDS_NIBBLES, /* 0 and 15 */
};

struct block_type {
	uint32_t id; /* ggml_type */
	const char *name;
	uint16_t values, bytes; /* of a block */
	double bits;            /* that a value is told by: 4 of Q4_K */
	enum scale_kind scale;
	uint16_t scale_at, scale_count; /* a minimum counts as one, and lies behind */
	uint16_t codes_at, codes_len;
	bool is_signed_scale; /* ggml's own quantizer writes negative ones */
	enum ends_kind ends;
	void (*dequantize)(const uint8_t *block, float *out);
};

extern const struct block_type block_types[];
extern const size_t block_type_count;

/* NULL: no such type, or one that was taken out of the format. */
const struct block_type *block_type_find(uint32_t id);

/* Floats of one byte, which are no types of ggml's: by the names that safetensors has for them. NULL: none of them. */
const struct block_type *eight_find(const char *name);
bool eight_is(const struct block_type *type);
void eight_table(const struct block_type *type, float out[256]); /* the value of each code */
void four_table(float out[16]);                                  /* of E2M1 */

/* Many values of a type without blocks. */
void plain_values(const struct block_type *type, const uint8_t *bytes, uint64_t count, float *out);

float half_to_float(uint16_t half);

static inline uint16_t load_u16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static inline uint32_t load_u32(const uint8_t *bytes)
{
	return (uint32_t)load_u16(bytes) | (uint32_t)load_u16(bytes + 2) << 16;
}

static inline uint64_t load_u64(const uint8_t *bytes)
{
	return (uint64_t)load_u32(bytes) | (uint64_t)load_u32(bytes + 4) << 32;
}

static inline float load_half(const uint8_t *bytes)
{
	return half_to_float(load_u16(bytes));
}

static inline float float_of_bits(uint32_t bits)
{
	float value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

static inline float load_float(const uint8_t *bytes)
{
	return float_of_bits(load_u32(bytes));
}

/* ggml's half of a power of two, which makes the doubled values of E2M1 right. */
float e8m0_half_to_float(uint8_t e);
float ue4m3_half_to_float(uint8_t x);

#define DEQUANTIZER(x) void dequantize_##x(const uint8_t *block, float *out)
DEQUANTIZER(f32);
DEQUANTIZER(f16);
DEQUANTIZER(bf16);
DEQUANTIZER(f64);
DEQUANTIZER(i8);
DEQUANTIZER(i16);
DEQUANTIZER(i32);
DEQUANTIZER(i64);
DEQUANTIZER(q1_0);
DEQUANTIZER(q2_0);
DEQUANTIZER(q4_0);
DEQUANTIZER(q4_1);
DEQUANTIZER(q5_0);
DEQUANTIZER(q5_1);
DEQUANTIZER(q8_0);
DEQUANTIZER(q8_1);
DEQUANTIZER(q2_k);
DEQUANTIZER(q3_k);
DEQUANTIZER(q4_k);
DEQUANTIZER(q5_k);
DEQUANTIZER(q6_k);
DEQUANTIZER(q8_k);
DEQUANTIZER(iq1_s);
DEQUANTIZER(iq1_m);
DEQUANTIZER(iq2_xxs);
DEQUANTIZER(iq2_xs);
DEQUANTIZER(iq2_s);
DEQUANTIZER(iq3_xxs);
DEQUANTIZER(iq3_s);
DEQUANTIZER(iq4_nl);
DEQUANTIZER(iq4_xs);
DEQUANTIZER(tq1_0);
DEQUANTIZER(tq2_0);
DEQUANTIZER(mxfp4);
DEQUANTIZER(nvfp4);

#endif
