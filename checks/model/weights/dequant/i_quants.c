/* SPDX-License-Identifier: Apache-2.0
 *
 * The I-quants: 8 or 4 values are an entry of a codebook (grids.h), with signs of their own.
 */
#include "checks/model/weights/dequant/dequant.h"
#include "checks/model/weights/dequant/grids.h"

static const float values_iq2[4] = {8, 25, 43, 0};
static const float values_iq3_xxs[8] = {4, 12, 20, 28, 36, 44, 52, 62};
static const float values_iq3_s[8] = {1, 3, 5, 7, 9, 11, 13, 15};

/* Seven signs are written; the eighth makes their number even. */
static unsigned eight_signs(unsigned seven)
{
	unsigned parity = seven ^ seven >> 4;

	parity ^= parity >> 2;
	parity ^= parity >> 1;
	return seven | (parity & 1) << 7;
}

static void put_iq2(float *out, float scale, unsigned entry, unsigned signs)
{
	for (unsigned j = 0; j < 8; j++)
		out[j] = scale * values_iq2[entry >> (2 * j) & 3] * (signs >> j & 1 ? -1.0F : 1.0F);
}

static void put_iq3(float *out, float scale, const float values[8], unsigned entry, unsigned signs)
{
	for (unsigned j = 0; j < 4; j++)
		out[j] = scale * values[entry >> (3 * j) & 7] * (signs >> j & 1 ? -1.0F : 1.0F);
}

void dequantize_iq2_xxs(const uint8_t *block, float *out)
{
	float d = load_half(block);

	for (unsigned group = 0; group < 8; group++) {
		const uint8_t *codes = block + 2 + 8 * group;
		uint32_t signs = load_u32(codes + 4);
		float scale = d * (0.5F + (float)(signs >> 28)) * 0.25F;

		for (unsigned l = 0; l < 4; l++, out += 8)
			put_iq2(out, scale, grid_iq2_xxs[codes[l]],
				eight_signs(signs >> (7 * l) & 127));
	}
}

void dequantize_iq2_xs(const uint8_t *block, float *out)
{
	float d = load_half(block);

	for (unsigned n = 0; n < 32; n++, out += 8) {
		unsigned code = load_u16(block + 2 + 2 * n);
		unsigned nibble = (unsigned)block[66 + n / 4] >> (n % 4 < 2 ? 0 : 4) & 15U;
		float scale = d * (0.5F + (float)nibble) * 0.25F;

		put_iq2(out, scale, grid_iq2_xs[code & 511], eight_signs(code >> 9));
	}
}

void dequantize_iq2_s(const uint8_t *block, float *out)
{
	float d = load_half(block);

	for (unsigned n = 0; n < 32; n++, out += 8) {
		unsigned nibble = (unsigned)block[74 + n / 4] >> (n % 4 < 2 ? 0 : 4) & 15U;
		unsigned high = (unsigned)block[66 + n / 4] >> (2 * (n % 4)) & 3U;
		float scale = d * (0.5F + (float)nibble) * 0.25F;

		put_iq2(out, scale, grid_iq2_s[block[2 + n] | high << 8], block[34 + n]);
	}
}

void dequantize_iq3_xxs(const uint8_t *block, float *out)
{
	float d = load_half(block);

	for (unsigned group = 0; group < 8; group++) {
		const uint8_t *codes = block + 2 + 8 * group;
		uint32_t signs = load_u32(block + 66 + 4 * group);
		float scale = d * (0.5F + (float)(signs >> 28)) * 0.5F;

		for (unsigned l = 0; l < 4; l++, out += 8) {
			unsigned eight = eight_signs(signs >> (7 * l) & 127);

			put_iq3(out, scale, values_iq3_xxs, grid_iq3_xxs[codes[2 * l]], eight);
			put_iq3(out + 4, scale, values_iq3_xxs, grid_iq3_xxs[codes[2 * l + 1]],
				eight >> 4);
		}
	}
}

void dequantize_iq3_s(const uint8_t *block, float *out)
{
	float d = load_half(block);

	for (unsigned n = 0; n < 64; n++, out += 4) {
		unsigned group = n / 8,
			 nibble = (unsigned)block[106 + group / 2] >> (4 * (group % 2)) & 15U;
		unsigned high = block[66 + group] >> (n % 8) & 1U;
		float scale = d * (float)(1 + 2 * nibble);

		put_iq3(out, scale, values_iq3_s, grid_iq3_s[block[2 + n] | high << 8],
			(unsigned)block[74 + n / 2] >> (4 * (n % 2)));
	}
}

static void put_iq1(float *out, float scale, unsigned entry, float delta)
{
	for (unsigned j = 0; j < 8; j++)
		out[j] = scale * ((float)((int)(entry >> (2 * j) & 3) - 1) + delta);
}

void dequantize_iq1_s(const uint8_t *block, float *out)
{
	float d = load_half(block);

	for (unsigned n = 0; n < 32; n++, out += 8) {
		unsigned high = load_u16(block + 34 + 2 * (n / 4));
		float scale = d * (float)(2 * (high >> 12 & 7) + 1);

		put_iq1(out, scale, grid_iq1[block[2 + n] | (high >> (3 * (n % 4)) & 7) << 8],
			high & 0x8000 ? -0.125F : 0.125F);
	}
}

/* Its half is the upper nibbles of the four words of scales. */
static float iq1_m_scale(const uint8_t *scales)
{
	unsigned half = load_u16(scales) >> 12 | (load_u16(scales + 2) >> 8 & 0xf0U) |
			(load_u16(scales + 4) >> 4 & 0xf00U) | (load_u16(scales + 6) & 0xf000U);

	return half_to_float((uint16_t)half);
}

void dequantize_iq1_m(const uint8_t *block, float *out)
{
	float d = iq1_m_scale(block + 48);

	for (unsigned n = 0; n < 32; n++, out += 8) {
		unsigned high = (unsigned)block[32 + n / 2] >> (4 * (n % 2)) & 15U;
		unsigned bits =
			(unsigned)load_u16(block + 48 + 2 * (n / 8)) >> (3 * (n % 8 / 2)) & 7U;

		put_iq1(out, d * (float)(2 * bits + 1), grid_iq1[block[n] | (high & 7) << 8],
			high & 8 ? -0.125F : 0.125F);
	}
}
