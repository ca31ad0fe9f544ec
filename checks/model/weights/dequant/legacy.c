/* SPDX-License-Identifier: Apache-2.0
 *
 * Q1_0 to Q8_1: one scale, or a scale and a minimum, for 32 values (Q1_0 128, Q2_0 64). In blocks of nibbles the first half of the
 * values is in the low ones.
 */
#include "checks/model/weights/dequant/dequant.h"

void dequantize_q1_0(const uint8_t *block, float *out)
{
	float d = load_half(block);

	for (unsigned j = 0; j < 128; j++)
		out[j] = block[2 + j / 8] >> (j % 8) & 1 ? d : -d;
}

void dequantize_q2_0(const uint8_t *block, float *out)
{
	float d = load_half(block);

	for (unsigned j = 0; j < 64; j++)
		out[j] = (float)((block[2 + j / 4] >> (2 * (j % 4)) & 3) - 1) * d;
}

void dequantize_q4_0(const uint8_t *block, float *out)
{
	float d = load_half(block);

	for (unsigned j = 0; j < 16; j++) {
		out[j] = (float)((block[2 + j] & 15) - 8) * d;
		out[j + 16] = (float)((block[2 + j] >> 4) - 8) * d;
	}
}

void dequantize_q4_1(const uint8_t *block, float *out)
{
	float d = load_half(block), m = load_half(block + 2);

	for (unsigned j = 0; j < 16; j++) {
		out[j] = (float)(block[4 + j] & 15) * d + m;
		out[j + 16] = (float)(block[4 + j] >> 4) * d + m;
	}
}

void dequantize_q5_0(const uint8_t *block, float *out)
{
	float d = load_half(block);
	uint32_t high = load_u32(block + 2);

	for (unsigned j = 0; j < 16; j++) {
		int low = (block[6 + j] & 15) | (int)((high >> j & 1) << 4);
		int up = block[6 + j] >> 4 | (int)((high >> (j + 16) & 1) << 4);

		out[j] = (float)(low - 16) * d;
		out[j + 16] = (float)(up - 16) * d;
	}
}

void dequantize_q5_1(const uint8_t *block, float *out)
{
	float d = load_half(block), m = load_half(block + 2);
	uint32_t high = load_u32(block + 4);

	for (unsigned j = 0; j < 16; j++) {
		int low = (block[8 + j] & 15) | (int)((high >> j & 1) << 4);
		int up = block[8 + j] >> 4 | (int)((high >> (j + 16) & 1) << 4);

		out[j] = (float)low * d + m;
		out[j + 16] = (float)up * d + m;
	}
}

void dequantize_q8_0(const uint8_t *block, float *out)
{
	float d = load_half(block);

	for (unsigned j = 0; j < 32; j++)
		out[j] = (float)(int8_t)block[2 + j] * d;
}

void dequantize_q8_1(const uint8_t *block, float *out)
{
	float d = load_half(block);

	for (unsigned j = 0; j < 32; j++)
		out[j] = (float)(int8_t)block[4 + j] * d;
}
