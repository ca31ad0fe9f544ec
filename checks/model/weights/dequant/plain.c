/* SPDX-License-Identifier: Apache-2.0
 *
 * Types without scales, and the small floats that scales are kept in (IEEE 754 binary16; OCP microscaling
 * formats, version 1.0: E8M0, E4M3).
 */
#include <math.h>

#include "checks/model/weights/dequant/dequant.h"

float half_to_float(uint16_t half)
{
	uint32_t sign = (uint32_t)(half & 0x8000) << 16, exponent = half >> 10 & 31,
		 fraction = half & 0x3ffU;

	if (exponent == 0) {
		float value = (float)fraction * 0x1p-24F;

		return sign ? -value : value;
	}
	exponent = exponent == 31 ? 255 : exponent + 112;
	return float_of_bits(sign | exponent << 23 | fraction << 13);
}

float e8m0_half_to_float(uint8_t e)
{
	return float_of_bits(e < 2 ? 0x00200000U << e : (uint32_t)(e - 1) << 23);
}

float ue4m3_half_to_float(uint8_t x)
{
	int exponent = x >> 3 & 15;
	float fraction = (float)(x & 7);

	if (x == 0 || x == 0x7f)
		return 0;
	return 0.5F * (exponent == 0 ? ldexpf(fraction, -9)
				     : ldexpf(1.0F + fraction / 8.0F, exponent - 7));
}

void dequantize_f32(const uint8_t *block, float *out)
{
	out[0] = load_float(block);
}

void dequantize_f16(const uint8_t *block, float *out)
{
	out[0] = load_half(block);
}

void dequantize_bf16(const uint8_t *block, float *out)
{
	out[0] = float_of_bits((uint32_t)load_u16(block) << 16);
}

void dequantize_f64(const uint8_t *block, float *out)
{
	uint64_t bits = load_u64(block);
	double value;

	memcpy(&value, &bits, sizeof(value));
	out[0] = (float)value;
}

void dequantize_i8(const uint8_t *block, float *out)
{
	out[0] = (float)(int8_t)block[0];
}

void dequantize_i16(const uint8_t *block, float *out)
{
	out[0] = (float)(int16_t)load_u16(block);
}

void dequantize_i32(const uint8_t *block, float *out)
{
	out[0] = (float)(int32_t)load_u32(block);
}

void dequantize_i64(const uint8_t *block, float *out)
{
	out[0] = (float)(int64_t)load_u64(block);
}

void plain_values(const struct block_type *type, const uint8_t *bytes, uint64_t count, float *out)
{
	if (type->dequantize == dequantize_f32)
		for (uint64_t i = 0; i < count; i++)
			out[i] = load_float(bytes + 4 * i);
	else if (type->dequantize == dequantize_f16)
		for (uint64_t i = 0; i < count; i++)
			out[i] = half_to_float(load_u16(bytes + 2 * i));
	else
		for (uint64_t i = 0; i < count; i++)
			type->dequantize(bytes + type->bytes * i, out + i);
}
