/* SPDX-License-Identifier: Apache-2.0
 *
 * The distance of two tensors, against what ggml's quantizers reach on 0.1 + 2 cos(i), i < 4096: signal-to-noise and error as
 * measured with libggml-base.so of the npm package @node-llama-cpp/linux-x64 3.22.1 (ggml_quantize_chunk, dequantize_row_*).
 */
#include <math.h>

#include "checks/model/weights/scan.h"
#include "unit.h"

enum { VALUES = 4096, ROWS = 16 };

/* To the nearest half that is normal, ties to even: what the scales here are. */
static uint16_t half_of(float value)
{
	int exponent;
	double mantissa = frexp(fabs((double)value), &exponent);
	unsigned fraction = (unsigned)nearbyint(ldexp(mantissa, 11));

	return (uint16_t)((value < 0 ? 0x8000U : 0U) |
			  (((unsigned)(exponent + 14) << 10) + (fraction - 1024)));
}

static float largest(const float *values)
{
	float most = 0;

	for (int i = 0; i < 32; i++)
		if (fabsf(values[i]) > fabsf(most))
			most = values[i];
	return most;
}

static void put_half(uint8_t *out, uint16_t half)
{
	out[0] = (uint8_t)half;
	out[1] = (uint8_t)(half >> 8);
}

static void quantize_q8_0(uint8_t *block, const float *values)
{
	float d = fabsf(largest(values)) / 127;

	put_half(block, half_of(d));
	for (int i = 0; i < 32; i++)
		block[2 + i] = (uint8_t)(int8_t)roundf(values[i] * (1.0F / d));
}

static unsigned nibble(float value)
{
	int code = (int)(value + 8.5F);

	return (unsigned)(code > 15 ? 15 : code);
}

static void quantize_q4_0(uint8_t *block, const float *values)
{
	float d = largest(values) / -8, id = 1.0F / d;

	put_half(block, half_of(d));
	for (int i = 0; i < 16; i++)
		block[2 + i] = (uint8_t)(nibble(values[i] * id) | nibble(values[i + 16] * id) << 4);
}

static struct tensor tensor_of(const struct block_type *type, const void *data)
{
	return (struct tensor){.dimensions = {ROWS, VALUES / ROWS},
		.dimension_count = 2,
		.count = VALUES,
		.columns = VALUES / ROWS,
		.bits = type->bits,
		.block = type,
		.data = {data, (size_t)VALUES / type->values * type->bytes}};
}

static void cosine(float *values)
{
	for (int i = 0; i < VALUES; i++)
		values[i] = (float)(0.1 + 2 * cos(i));
}

static void known_answers(void)
{
	static const struct {
		const char *name;
		uint32_t id;
		void (*quantize)(uint8_t *block, const float *values);
		double sqnr_db, rmse;
	} rows[] = {
		{"Q8_0", 8, quantize_q8_0, 49.473, 0.004764},
		{"Q4_0", 2, quantize_q4_0, 25.914, 0.071763},
	};
	static float values[VALUES];
	static uint8_t blocks[VALUES / 32 * 34];

	cosine(values);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct block_type *type = block_type_find(rows[i].id);
		const struct tensor reference = tensor_of(block_type_find(0), values);
		struct tensor tensor = tensor_of(type, blocks);
		struct distance distance;

		for (size_t k = 0; k < VALUES / 32; k++)
			rows[i].quantize(blocks + k * type->bytes, values + 32 * k);
		scan_distance(&distance, &tensor, &reference, (struct scan_past){0});
		CHECK_ROW(
			rows[i].name, fabs(distance_sqnr_db(&distance) - rows[i].sqnr_db) < 0.0006);
		CHECK_ROW(rows[i].name, fabs(distance_rmse(&distance) - rows[i].rmse) < 0.0000006);
		CHECK_ROW(rows[i].name, distance.lost.count == 0 && distance.dead_rows.count == 0);
		CHECK_ROW(rows[i].name, distance_sqnr_db(&distance) > sqnr_floor_db(type->bits));
	}
}

/* Plain floats held against plain floats, of which some are spoiled. */
static void losses(void)
{
	static const struct {
		const char *name;
		size_t from, to;
		float value;
		uint64_t lost, dead_rows, nonfinite;
	} rows[] = {
		{"nothing", 0, 0, 0, 0, 0, 0},
		{"one span", 64, 96, 0, 1, 0, 0},
		{"parts of two spans", 80, 111, 0, 0, 0, 0},
		{"one row", 256, 512, 0, 8, 1, 0},
		{"a row and a half", 256, 640, 0, 12, 1, 0},
		{"all", 0, VALUES, 0, VALUES / 32, ROWS, 0},
		{"NaN", 7, 8, NAN, 0, 0, 1},
		{"infinity", 100, 103, INFINITY, 0, 0, 3},
	};
	static float values[VALUES], spoiled[VALUES];

	cosine(values);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct tensor reference = tensor_of(block_type_find(0), values);
		const struct tensor tensor = tensor_of(block_type_find(0), spoiled);
		struct distance distance;

		memcpy(spoiled, values, sizeof(values));
		for (size_t k = rows[i].from; k < rows[i].to; k++)
			spoiled[k] = rows[i].value;
		scan_distance(&distance, &tensor, &reference, (struct scan_past){0});
		CHECK_ROW(rows[i].name, distance.lost.count == rows[i].lost);
		CHECK_ROW(rows[i].name, distance.dead_rows.count == rows[i].dead_rows);
		CHECK_ROW(rows[i].name, distance.nonfinite.count == rows[i].nonfinite);
		CHECK_ROW(rows[i].name, distance.count + distance.nonfinite.count == VALUES);
	}
}

/* Blocks of Q4_1 (minimum, scale, codes): a scale of zero makes them flat, not zero. */
static void flattened(void)
{
	static const struct {
		const char *name;
		float range; /* of the reference's blocks that are spoiled */
		uint64_t flat;
	} rows[] = {{"much was there", 2, 4}, {"hardly anything was", 0.01F, 0}};
	static float values[VALUES];
	static uint8_t blocks[VALUES / 32 * 20];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct tensor reference = tensor_of(block_type_find(0), values);
		const struct tensor tensor = tensor_of(block_type_find(3), blocks);
		struct distance distance;

		for (size_t k = 0; k < VALUES; k++) {
			bool spoiled = k / 32 % 40 == 7;

			values[k] = (spoiled ? rows[i].range : 2) * (float)(k % 16) / 15 + 1;
			put_half(blocks + k / 32 * 20, spoiled ? 0 : half_of(2.0F / 15));
			put_half(blocks + k / 32 * 20 + 2, half_of(1));
			blocks[k / 32 * 20 + 4 + k % 16] = (uint8_t)(k % 16 * 17);
		}
		scan_distance(&distance, &tensor, &reference, (struct scan_past){0});
		CHECK_ROW(rows[i].name, distance.flat.count == rows[i].flat);
		CHECK_ROW(rows[i].name, distance.lost.count == 0);
	}
}

static const struct unit_test tests[] = {
	{"flattened", flattened},
	{"known answers", known_answers},
	{"losses", losses},
};

UNIT_MAIN(tests)
