/* SPDX-License-Identifier: Apache-2.0
 *
 * Four bits that stand for one of sixteen uneven values (IQ4, MXFP4, NVFP4), and three values in 1.6 bits (TQ).
 */
#include "checks/model/weights/dequant/dequant.h"

static const float values_iq4[16] = {
	-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
static const float values_e2m1[16] = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

void dequantize_iq4_nl(const uint8_t *block, float *out)
{
	float d = load_half(block);

	for (unsigned j = 0; j < 16; j++) {
		out[j] = d * values_iq4[block[2 + j] & 15];
		out[j + 16] = d * values_iq4[block[2 + j] >> 4];
	}
}

void dequantize_iq4_xs(const uint8_t *block, float *out)
{
	float d = load_half(block);
	unsigned high = load_u16(block + 2);

	for (unsigned group = 0; group < 8; group++, out += 32) {
		const uint8_t *codes = block + 8 + 16 * group;
		unsigned low = (unsigned)block[4 + group / 2] >> (4 * (group % 2)) & 15U;
		float scale = d * (float)((int)(low | (high >> (2 * group) & 3) << 4) - 32);

		for (unsigned j = 0; j < 16; j++) {
			out[j] = scale * values_iq4[codes[j] & 15];
			out[j + 16] = scale * values_iq4[codes[j] >> 4];
		}
	}
}

void dequantize_mxfp4(const uint8_t *block, float *out)
{
	float d = e8m0_half_to_float(block[0]);

	for (unsigned j = 0; j < 16; j++) {
		out[j] = values_e2m1[block[1 + j] & 15] * d;
		out[j + 16] = values_e2m1[block[1 + j] >> 4] * d;
	}
}

void dequantize_nvfp4(const uint8_t *block, float *out)
{
	for (unsigned group = 0; group < 4; group++, out += 16) {
		const uint8_t *codes = block + 4 + 8 * group;
		float d = ue4m3_half_to_float(block[group]);

		for (unsigned j = 0; j < 8; j++) {
			out[j] = values_e2m1[codes[j] & 15] * d;
			out[j + 8] = values_e2m1[codes[j] >> 4] * d;
		}
	}
}

/* The n-th digit of base 3 of a byte, which holds a fraction of 256. */
static float ternary(uint8_t byte, unsigned n)
{
	static const uint8_t powers[5] = {1, 3, 9, 27, 81};
	uint8_t shifted = (uint8_t)(byte * powers[n]);

	return (float)((shifted * 3 >> 8) - 1);
}

void dequantize_tq1_0(const uint8_t *block, float *out)
{
	float d = load_half(block + 52);

	for (unsigned n = 0; n < 5; n++)
		for (unsigned j = 0; j < 32; j++)
			*out++ = ternary(block[j], n) * d;
	for (unsigned n = 0; n < 5; n++)
		for (unsigned j = 0; j < 16; j++)
			*out++ = ternary(block[32 + j], n) * d;
	for (unsigned n = 0; n < 4; n++)
		for (unsigned j = 0; j < 4; j++)
			*out++ = ternary(block[48 + j], n) * d;
}

void dequantize_tq2_0(const uint8_t *block, float *out)
{
	float d = load_half(block + 64);

	for (unsigned group = 0; group < 8; group++)
		for (unsigned j = 0; j < 32; j++)
			*out++ = (float)((block[32 * (group / 4) + j] >> (2 * (group % 4)) & 3) -
					 1) *
				 d;
}
