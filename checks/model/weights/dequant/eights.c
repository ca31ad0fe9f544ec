/* SPDX-License-Identifier: Apache-2.0
 *
 * Floats of eight and four bits as safetensors has them (OCP 8-bit floating point specification, revision 1.0: E4M3, E5M2; OCP
 * microscaling formats, version 1.0: E8M0, E2M1; "FNUZ" of Noune et al. 2022, arXiv 2206.02915: one NaN, no infinities, no -0).
 */
#include <math.h>

#include "checks/model/weights/dequant/dequant.h"

/* Sign, exponent and fraction, without the codes that are no numbers. */
static float put_together(uint8_t code, int fraction_bits, int bias)
{
	int exponent = (code & 0x7f) >> fraction_bits;
	float fraction = (float)(code & ((1 << fraction_bits) - 1)),
	      value = exponent == 0 ? ldexpf(fraction, 1 - bias - fraction_bits)
				    : ldexpf(fraction + (float)(1 << fraction_bits),
					      exponent - bias - fraction_bits);

	return code & 0x80 ? -value : value;
}

static float e4m3(uint8_t code)
{
	return (code & 0x7f) == 0x7f ? NAN : put_together(code, 3, 7);
}

static float e5m2(uint8_t code)
{
	if ((code & 0x7f) > 0x7c)
		return NAN;
	if ((code & 0x7f) == 0x7c)
		return code & 0x80 ? -INFINITY : INFINITY;
	return put_together(code, 2, 15);
}

static float e4m3_fnuz(uint8_t code)
{
	return code == 0x80 ? NAN : put_together(code, 3, 8);
}

static float e5m2_fnuz(uint8_t code)
{
	return code == 0x80 ? NAN : put_together(code, 2, 16);
}

static float e8m0(uint8_t code)
{
	return code == 255 ? NAN : ldexpf(1, (int)code - 127);
}

static float e2m1(uint8_t code)
{
	static const float values[8] = {0, 0.5F, 1, 1.5F, 2, 3, 4, 6};

	return code & 8 ? -values[code & 7] : values[code & 7];
}

#define DEQUANTIZE(x)                                                \
	static void dequantize_##x(const uint8_t *block, float *out) \
	{                                                            \
		out[0] = x(block[0]);                                \
	}
DEQUANTIZE(e4m3)
DEQUANTIZE(e5m2)
DEQUANTIZE(e4m3_fnuz)
DEQUANTIZE(e5m2_fnuz)
DEQUANTIZE(e8m0)

/* Told by as many bits as whole numbers of the same error: the fraction's, the hidden one, the sign, and one for the finer steps
 * of small values. */
#define EIGHT(name, bits, x)                                                            \
	{                                                                               \
		UINT32_MAX, name, 1, 1, bits, SCALE_NONE, 0, 0, 0, 0, false, ENDS_NONE, \
			dequantize_##x                                                  \
	}
static const struct block_type eights[] = {
	EIGHT("F8_E4M3", 6, e4m3),
	EIGHT("F8_E5M2", 5, e5m2),
	EIGHT("F8_E4M3FNUZ", 6, e4m3_fnuz),
	EIGHT("F8_E5M2FNUZ", 5, e5m2_fnuz),
	EIGHT("F8_E8M0", 8, e8m0),
};

const struct block_type *eight_find(const char *name)
{
	for (size_t i = 0; i < sizeof(eights) / sizeof(eights[0]); i++)
		if (strcmp(eights[i].name, name) == 0)
			return &eights[i];
	return NULL;
}

bool eight_is(const struct block_type *type)
{
	return type >= eights && type < eights + sizeof(eights) / sizeof(eights[0]);
}

void eight_table(const struct block_type *type, float out[256])
{
	for (unsigned i = 0; i < 256; i++) {
		uint8_t code = (uint8_t)i;

		type->dequantize(&code, &out[i]);
	}
}

void four_table(float out[16])
{
	for (unsigned i = 0; i < 16; i++)
		out[i] = e2m1((uint8_t)i);
}
