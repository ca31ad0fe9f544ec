/* SPDX-License-Identifier: Apache-2.0
 *
 * The K-quants: 256 values with scales of 16 or 32 values, which are quantized themselves.
 */
#include "checks/model/weights/dequant/dequant.h"

void dequantize_q2_k(const uint8_t *block, float *out)
{
	float d = load_half(block + 80), dmin = load_half(block + 82);

	for (unsigned group = 0; group < 16; group++) {
		const uint8_t *codes = block + 16 + 32 * (group / 8) + 16 * (group % 2);
		float dl = d * (float)(block[group] & 15), ml = dmin * (float)(block[group] >> 4);

		for (unsigned j = 0; j < 16; j++)
			*out++ = dl * (float)(codes[j] >> (2 * (group % 8 / 2)) & 3) - ml;
	}
}

/* The n-th of 16 scales of 6 bits: nibbles in 8 bytes, the two bits above them in 4. */
static int q3_scale(const uint8_t *scales, unsigned n)
{
	int low = n < 8 ? scales[n] & 15 : scales[n - 8] >> 4;

	return (low | (scales[8 + n % 4] >> (2 * (n / 4)) & 3) << 4) - 32;
}

void dequantize_q3_k(const uint8_t *block, float *out)
{
	float d = load_half(block + 108);

	for (unsigned group = 0; group < 16; group++) {
		const uint8_t *codes = block + 32 + 32 * (group / 8) + 16 * (group % 2);
		const uint8_t *mask = block + 16 * (group % 2);
		float dl = d * (float)q3_scale(block + 96, group);

		for (unsigned j = 0; j < 16; j++)
			*out++ = dl * (float)((codes[j] >> (2 * (group % 8 / 2)) & 3) -
					      (mask[j] >> (group / 2) & 1 ? 0 : 4));
	}
}

/* The n-th of 8 scales and minima of 6 bits in 12 bytes. */
static void k4_scale(const uint8_t *scales, unsigned n, float *scale, float *minimum)
{
	unsigned s, m;

	if (n < 4) {
		s = scales[n] & 63U;
		m = scales[n + 4] & 63U;
	} else {
		s = (scales[n + 4] & 15U) | (unsigned)(scales[n - 4] >> 6) << 4;
		m = (unsigned)(scales[n + 4] >> 4) | (unsigned)(scales[n] >> 6) << 4;
	}
	*scale = (float)s;
	*minimum = (float)m;
}

void dequantize_q4_k(const uint8_t *block, float *out)
{
	float d = load_half(block), dmin = load_half(block + 2);

	for (unsigned group = 0; group < 8; group++) {
		const uint8_t *codes = block + 16 + 32 * (group / 2);
		unsigned shift = 4 * (group % 2);
		float scale, minimum;

		k4_scale(block + 4, group, &scale, &minimum);
		scale = d * scale;
		minimum = dmin * minimum;
		for (unsigned j = 0; j < 32; j++)
			*out++ = scale * (float)(codes[j] >> shift & 15) - minimum;
	}
}

void dequantize_q5_k(const uint8_t *block, float *out)
{
	float d = load_half(block), dmin = load_half(block + 2);

	for (unsigned group = 0; group < 8; group++) {
		const uint8_t *codes = block + 48 + 32 * (group / 2), *high = block + 16;
		unsigned shift = 4 * (group % 2);
		float scale, minimum;

		k4_scale(block + 4, group, &scale, &minimum);
		scale = d * scale;
		minimum = dmin * minimum;
		for (unsigned j = 0; j < 32; j++)
			*out++ = scale * (float)((codes[j] >> shift & 15) +
						 (high[j] >> group & 1 ? 16 : 0)) -
				 minimum;
	}
}

/* Sixteen values of one scale. */
static void q6_k_group(
	const uint8_t *low, const uint8_t *high, unsigned lane, float scale, float *out)
{
	unsigned low_shift = lane < 2 ? 0 : 4, high_shift = 2 * lane;

	for (unsigned j = 0; j < 16; j++)
		out[j] = scale *
			 (float)(((low[j] >> low_shift & 15) | (high[j] >> high_shift & 3) << 4) -
				 32);
}

void dequantize_q6_k(const uint8_t *block, float *out)
{
	float d = load_half(block + 208);

	for (unsigned group = 0; group < 16; group++, out += 16) {
		unsigned half = group / 8, lane = group % 8 / 2, at = 16 * (group % 2);

		q6_k_group(block + 64 * half + 32 * (lane % 2) + at, block + 128 + 32 * half + at,
			lane, d * (float)(int8_t)block[192 + group], out);
	}
}

void dequantize_q8_k(const uint8_t *block, float *out)
{
	float d = load_float(block);

	for (unsigned j = 0; j < 256; j++)
		out[j] = d * (float)(int8_t)block[4 + j];
}
