/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/weights/dequant/dequant.h"

#define PLAIN(id, name, bytes, x)                                                          \
	{                                                                                  \
		id, name, 1, bytes, 8 * (bytes), SCALE_NONE, 0, 0, 0, 0, false, ENDS_NONE, \
			dequantize_##x                                                     \
	}

/* id, name, values, bytes, bits, scale, at, count, codes at, length, negative scales, ends */
const struct block_type block_types[] = {
	PLAIN(0, "F32", 4, f32),
	PLAIN(1, "F16", 2, f16),
	{2, "Q4_0", 32, 18, 4, SCALE_F16, 0, 1, 2, 16, true, ENDS_NIBBLES, dequantize_q4_0},
	{3, "Q4_1", 32, 20, 4, SCALE_F16, 0, 2, 4, 16, false, ENDS_NONE, dequantize_q4_1},
	{6, "Q5_0", 32, 22, 5, SCALE_F16, 0, 1, 6, 16, true, ENDS_NONE, dequantize_q5_0},
	{7, "Q5_1", 32, 24, 5, SCALE_F16, 0, 2, 8, 16, false, ENDS_NONE, dequantize_q5_1},
	{8, "Q8_0", 32, 34, 8, SCALE_F16, 0, 1, 2, 32, false, ENDS_BYTES, dequantize_q8_0},
	{9, "Q8_1", 32, 36, 8, SCALE_F16, 0, 2, 4, 32, false, ENDS_BYTES, dequantize_q8_1},
	{10, "Q2_K", 256, 84, 2, SCALE_F16, 80, 2, 16, 64, false, ENDS_NONE, dequantize_q2_k},
	{11, "Q3_K", 256, 110, 3, SCALE_F16, 108, 1, 32, 64, true, ENDS_NONE, dequantize_q3_k},
	{12, "Q4_K", 256, 144, 4, SCALE_F16, 0, 2, 16, 128, false, ENDS_NONE, dequantize_q4_k},
	{13, "Q5_K", 256, 176, 5, SCALE_F16, 0, 2, 48, 128, false, ENDS_NONE, dequantize_q5_k},
	{14, "Q6_K", 256, 210, 6, SCALE_F16, 208, 1, 0, 128, true, ENDS_NONE, dequantize_q6_k},
	{15, "Q8_K", 256, 292, 8, SCALE_F32, 0, 1, 4, 256, true, ENDS_BYTES, dequantize_q8_k},
	{16, "IQ2_XXS", 256, 66, 2, SCALE_F16, 0, 1, 2, 64, false, ENDS_NONE, dequantize_iq2_xxs},
	{17, "IQ2_XS", 256, 74, 2, SCALE_F16, 0, 1, 2, 64, false, ENDS_NONE, dequantize_iq2_xs},
	{18, "IQ3_XXS", 256, 98, 3, SCALE_F16, 0, 1, 2, 64, false, ENDS_NONE, dequantize_iq3_xxs},
	{19, "IQ1_S", 256, 50, 1.5, SCALE_F16, 0, 1, 2, 32, false, ENDS_NONE, dequantize_iq1_s},
	{20, "IQ4_NL", 32, 18, 4, SCALE_F16, 0, 1, 2, 16, true, ENDS_NONE, dequantize_iq4_nl},
	{21, "IQ3_S", 256, 110, 3, SCALE_F16, 0, 1, 2, 64, false, ENDS_NONE, dequantize_iq3_s},
	{22, "IQ2_S", 256, 82, 2, SCALE_F16, 0, 1, 2, 32, false, ENDS_NONE, dequantize_iq2_s},
	{23, "IQ4_XS", 256, 136, 4, SCALE_F16, 0, 1, 8, 128, true, ENDS_NONE, dequantize_iq4_xs},
	PLAIN(24, "I8", 1, i8),
	PLAIN(25, "I16", 2, i16),
	PLAIN(26, "I32", 4, i32),
	PLAIN(27, "I64", 8, i64),
	PLAIN(28, "F64", 8, f64),
	{29, "IQ1_M", 256, 56, 1.75, SCALE_IQ1_M, 48, 1, 0, 32, false, ENDS_NONE, dequantize_iq1_m},
	/* Eight bits of a fraction, and a sign. */
	{30, "BF16", 1, 2, 9, SCALE_NONE, 0, 0, 0, 0, false, ENDS_NONE, dequantize_bf16},
	{34, "TQ1_0", 256, 54, 1.6, SCALE_F16, 52, 1, 0, 52, false, ENDS_NONE, dequantize_tq1_0},
	{35, "TQ2_0", 256, 66, 1.6, SCALE_F16, 64, 1, 0, 64, false, ENDS_NONE, dequantize_tq2_0},
	{39, "MXFP4", 32, 17, 4, SCALE_E8M0, 0, 1, 1, 16, false, ENDS_NONE, dequantize_mxfp4},
	{40, "NVFP4", 64, 36, 4, SCALE_UE4M3, 0, 4, 4, 32, false, ENDS_NONE, dequantize_nvfp4},
	{41, "Q1_0", 128, 18, 1, SCALE_F16, 0, 1, 2, 16, false, ENDS_NONE, dequantize_q1_0},
	{42, "Q2_0", 64, 18, 2, SCALE_F16, 0, 1, 2, 16, false, ENDS_NONE, dequantize_q2_0},
};

const size_t block_type_count = sizeof(block_types) / sizeof(block_types[0]);

const struct block_type *block_type_find(uint32_t id)
{
	for (size_t i = 0; i < block_type_count; i++)
		if (block_types[i].id == id)
			return &block_types[i];
	return NULL;
}
