/* SPDX-License-Identifier: Apache-2.0
 *
 * Quantized blocks and plain floats, by their bits: no value is made, so that it goes as fast as memory does.
 */
#include "checks/model/weights/scan_blocks.h"

#include <math.h>

/* What is to be known of a scale, whatever it is kept in. */
enum scale_flags {
	FLAG_ZERO = 1,
	FLAG_NONFINITE = 2,
	FLAG_NEGATIVE = 4,
	FLAG_SUBNORMAL = 8,
};

void seen_add(struct seen *seen, uint64_t at)
{
	if (seen->count++ == 0)
		seen->first = at;
}

/* A scale of scales is small: ggml's own quantizer writes subnormal ones of Q6_K and IQ4_XS for weights of usual size. Only what
 * has no two whole bits left is badly told. */
enum { COARSE_FRACTION = 4 };

static inline unsigned half_flags(unsigned half)
{
	unsigned exponent = half >> 10 & 31, flags = 0;

	if ((half & 0x7fff) == 0)
		return FLAG_ZERO;
	if (exponent == 31)
		return FLAG_NONFINITE;
	if (half & 0x8000)
		flags |= FLAG_NEGATIVE;
	return exponent == 0 && (half & 0x3ff) < COARSE_FRACTION ? flags | FLAG_SUBNORMAL : flags;
}

static unsigned float_flags(uint32_t bits)
{
	unsigned exponent = bits >> 23 & 255, flags = 0;

	if ((bits & 0x7fffffff) == 0)
		return FLAG_ZERO;
	if (exponent == 255)
		return FLAG_NONFINITE;
	if (bits >> 31)
		flags |= FLAG_NEGATIVE;
	return exponent == 0 ? flags | FLAG_SUBNORMAL : flags;
}

static unsigned iq1_m_flags(const uint8_t *scales)
{
	unsigned half = load_u16(scales) >> 12 | (load_u16(scales + 2) >> 8 & 0xf0U) |
			(load_u16(scales + 4) >> 4 & 0xf00U) | (load_u16(scales + 6) & 0xf000U);

	return half_flags(half);
}

/* Twelve times 2^127 is no float either. */
static unsigned e8m0_flags(uint8_t e)
{
	return e >= 253 ? FLAG_NONFINITE : 0;
}

static unsigned ue4m3_flags(uint8_t x)
{
	return x == 0 ? FLAG_ZERO : x == 0x7f ? FLAG_NONFINITE : 0;
}

/* Of the n-th scale of a block that is not of halves. */
static unsigned other_flags(const struct block_type *type, const uint8_t *at)
{
	switch (type->scale) {
	case SCALE_F32:
		return float_flags(load_u32(at));
	case SCALE_E8M0:
		return e8m0_flags(at[0]);
	case SCALE_UE4M3:
		return ue4m3_flags(at[0]);
	case SCALE_IQ1_M:
		return iq1_m_flags(at);
	default:
		return half_flags(load_u16(at));
	}
}

static bool all_alike(const uint8_t *bytes, size_t len)
{
	return len < 2 || memcmp(bytes, bytes + 1, len - 1) == 0;
}

static unsigned width_of(enum scale_kind kind)
{
	return kind == SCALE_F32 ? 4 : kind == SCALE_E8M0 || kind == SCALE_UE4M3 ? 1 : 2;
}

/* Of all scales of a block. A minimum (the second of two) has any sign and may be zero; where each group has its own scale, a
 * group that is zero throughout has lost nothing. */
static unsigned block_flags(const struct block_type *type, const uint8_t *block)
{
	const uint8_t *scales = block + type->scale_at;
	bool per_group = type->scale == SCALE_UE4M3;
	unsigned all = 0;

	for (unsigned i = 0; i < type->scale_count; i++) {
		unsigned flags = other_flags(type, scales + i * width_of(type->scale));

		if (i > 0 && !per_group)
			flags &= FLAG_NONFINITE;
		if (per_group && (flags & FLAG_ZERO) &&
			all_alike(block + type->codes_at + 8 * i, 8))
			flags = 0;
		all |= flags;
	}
	if (!per_group && all_alike(block + type->codes_at, type->codes_len))
		all &= ~(unsigned)FLAG_ZERO;
	return type->is_signed_scale ? all & ~(unsigned)FLAG_NEGATIVE : all;
}

/* Where something is unusual. */
static void look_closer(
	struct scan *out, const struct block_type *type, const uint8_t *block, uint64_t at)
{
	unsigned flags = block_flags(type, block);

	if (flags & FLAG_NONFINITE)
		seen_add(&out->nonfinite, at);
	if (flags & FLAG_ZERO)
		seen_add(&out->lost, at);
	if (flags & FLAG_NEGATIVE)
		seen_add(&out->negative, at);
	if (flags & FLAG_SUBNORMAL)
		seen_add(&out->subnormal, at);
}

/* A half that is a normal number above 0, by one comparison: in nearly all blocks. */
static inline bool is_usual_half(unsigned half)
{
	return half - 0x0400 < 0x7c00 - 0x0400;
}

static inline bool is_usual(const struct block_type *type, const uint8_t *block)
{
	const uint8_t *scales = block + type->scale_at;
	unsigned half = load_u16(scales);

	if (type->scale != SCALE_F16)
		return false;
	if (!is_usual_half(type->is_signed_scale ? half & 0x7fff : half))
		return false;
	return type->scale_count == 1 || (load_u16(scales + 2) & 0x7c00) != 0x7c00;
}

static inline unsigned byte_ends(const uint8_t *codes, size_t len)
{
	unsigned ends = 0;

	for (size_t i = 0; i < len; i += 32) {
		uint8_t sum = 0;

		for (size_t j = 0; j < 32; j++)
			sum = (uint8_t)(sum + ((uint8_t)(codes[i + j] - 127) <= 2));
		ends += sum;
	}
	return ends;
}

static inline unsigned nibble_ends(const uint8_t *codes, size_t len)
{
	unsigned ends = 0;

	for (size_t i = 0; i < len; i += 16) {
		uint8_t sum = 0;

		for (size_t j = 0; j < 16; j++) {
			uint8_t low = codes[i + j] & 15, high = codes[i + j] >> 4;

			sum = (uint8_t)(sum + ((uint8_t)(low + 1) % 16 <= 1) +
					((uint8_t)(high + 1) % 16 <= 1));
		}
		ends += sum;
	}
	return ends;
}

static void count_ends(struct scan *out, const struct block_type *type, const uint8_t *block)
{
	const uint8_t *codes = block + type->codes_at;

	if (type->ends == ENDS_BYTES)
		out->ends += byte_ends(codes, type->codes_len);
	else if (type->ends == ENDS_NIBBLES)
		out->ends += nibble_ends(codes, type->codes_len);
	else
		return;
	out->ends_of += type->values;
}

void scan_blocks(struct scan *out, const struct tensor *tensor, uint64_t first, uint64_t count)
{
	const struct block_type *type = tensor->block;
	const uint8_t *block = (const uint8_t *)tensor->data.ptr + first * type->bytes;

	for (uint64_t i = 0; i < count; i++, block += type->bytes) {
		if (!is_usual(type, block))
			look_closer(out, type, block, first + i);
		count_ends(out, type, block);
	}
	out->units += count;
}

/* --- plain values --- */

static void plain_f32(struct scan *out, const uint8_t *bytes, uint64_t first, uint64_t count)
{
	for (uint64_t i = 0; i < count; i++)
		if ((load_u32(bytes + 4 * i) & 0x7f800000) == 0x7f800000)
			seen_add(&out->nonfinite, first + i);
}

static void plain_16(
	struct scan *out, const uint8_t *bytes, uint64_t first, uint64_t count, unsigned exponent)
{
	for (uint64_t i = 0; i < count; i++)
		if ((load_u16(bytes + 2 * i) & exponent) == exponent)
			seen_add(&out->nonfinite, first + i);
}

static void plain_f64(struct scan *out, const uint8_t *bytes, uint64_t first, uint64_t count)
{
	for (uint64_t i = 0; i < count; i++)
		if ((load_u32(bytes + 8 * i + 4) & 0x7ff00000) == 0x7ff00000)
			seen_add(&out->nonfinite, first + i);
}

static void plain_eights(struct scan *out, const struct block_type *type, const uint8_t *bytes,
	uint64_t first, uint64_t count)
{
	float values[256];

	eight_table(type, values);
	for (uint64_t i = 0; i < count; i++)
		if (!isfinite(values[bytes[i]]))
			seen_add(&out->nonfinite, first + i);
}

void scan_plain(struct scan *out, const struct tensor *tensor, uint64_t first, uint64_t count)
{
	const struct block_type *type = tensor->block;
	const uint8_t *bytes = (const uint8_t *)tensor->data.ptr + first * type->bytes;

	if (type->dequantize == dequantize_f32)
		plain_f32(out, bytes, first, count);
	else if (type->dequantize == dequantize_f16)
		plain_16(out, bytes, first, count, 0x7c00);
	else if (type->dequantize == dequantize_bf16)
		plain_16(out, bytes, first, count, 0x7f80);
	else if (type->dequantize == dequantize_f64)
		plain_f64(out, bytes, first, count);
	else if (eight_is(type))
		plain_eights(out, type, bytes, first, count);
	out->units += count;
}
