/* SPDX-License-Identifier: Apache-2.0
 *
 * Outlier channels: rows and columns of plain floats that are multiplied.
 */
#include <math.h>

#include "checks/model/weights/scan.h"
#include "unit.h"

enum { MOST = 600 * 1024 };

struct matrix {
	uint64_t rows, columns;
	double rows_spread; /* of the rows' own levels, in powers of two */
	uint64_t row, row_count, column, column_count;
	float row_times, column_times; /* 0: as they are */
	float value_times;             /* of one value */
};

static float next_uniform(uint32_t *state)
{
	*state = *state * 1664525U + 1013904223U;
	return (float)(*state >> 8) * 0x1p-24F;
}

static float times_of(const struct matrix *matrix, uint64_t row, uint64_t column)
{
	float times = 1;

	if (matrix->row_times != 0 && row - matrix->row < matrix->row_count)
		times *= matrix->row_times;
	if (matrix->column_times != 0 && column - matrix->column < matrix->column_count)
		times *= matrix->column_times;
	if (matrix->value_times != 0 && row == 7 && column == 9)
		times *= matrix->value_times;
	return times;
}

static void fill(float *out, const struct matrix *matrix)
{
	uint32_t state = 1;

	for (uint64_t i = 0; i < matrix->rows; i++) {
		float spread = (float)exp2(matrix->rows_spread * ((double)(i % 8) - 3.5));

		for (uint64_t k = 0; k < matrix->columns; k++)
			*out++ = (next_uniform(&state) - 0.5F) * spread * times_of(matrix, i, k);
	}
}

static struct channels channels_of(
	const struct matrix *matrix, struct tensor *tensor, float *values, struct arena *arena)
{
	struct channels out = {0};
	struct scan scan;

	fill(values, matrix);
	*tensor = (struct tensor){.dimensions = {matrix->rows, matrix->columns},
		.dimension_count = 2,
		.count = matrix->rows * matrix->columns,
		.columns = matrix->columns,
		.block = block_type_find(0),
		.data = {(const char *)values, matrix->rows * matrix->columns * sizeof(*values)}};
	CU_ASSERT_FATAL(channels_start(&out, tensor, arena) == 0);
	scan_tensor(&scan, tensor, &out, (struct scan_past){0});
	channels_finish(&out);
	return out;
}

static bool is_near(double ratio, double wanted)
{
	return wanted > 0 ? fabs(ratio / wanted - 1) < 0.25 : !(ratio > 0);
}

static void found(void)
{
	static const struct {
		const char *name;
		struct matrix matrix;
		uint64_t rows, row, columns, column;
		double ratio;
	} rows[] = {
		{"none", {64, 64, 0, 0, 0, 0, 0, 0, 0, 0}, 0, 0, 0, 0, 0},
		{"a column", {64, 64, 0, 0, 0, 5, 1, 0, 40, 0}, 0, 0, 1, 5, 40},
		{"a row", {64, 64, 0, 63, 1, 0, 0, 40, 0, 0}, 1, 63, 0, 0, 40},
		{"both", {64, 64, 0, 3, 1, 5, 1, 100, 40, 0}, 1, 3, 1, 5, 100},
		{"one that is below", {64, 64, 0, 0, 0, 5, 1, 0, 12, 0}, 0, 0, 0, 0, 0},
		{"a single value", {64, 64, 0, 0, 0, 0, 0, 0, 0, 1e6F}, 0, 0, 0, 0, 0},
		{"of a sample", {600, 1024, 0, 599, 1, 1023, 1, 300, 30, 0}, 1, 599, 1, 1023, 300},
		{"many columns side by side are no rows", {600, 1024, 0, 0, 0, 0, 256, 0, 64, 0}, 0,
			0, 256, 0, 64},
		{"far rows are no columns", {600, 1024, 0, 9, 1, 0, 0, 1e6F, 0, 0}, 1, 9, 0, 0,
			1e6},
		{"rows that differ much by nature", {64, 64, 1, 63, 1, 0, 0, 20, 0, 0}, 0, 0, 0, 0,
			0},
		{"too few rows", {31, 64, 0, 0, 0, 5, 1, 0, 40, 0}, 0, 0, 0, 0, 0},
		{"too few columns", {64, 31, 0, 0, 0, 5, 1, 0, 40, 0}, 0, 0, 0, 0, 0},
		{"an infinite column is none", {64, 64, 0, 0, 0, 5, 1, 0, INFINITY, 0}, 0, 0, 0, 0,
			0},
		{"nothing but zeros", {64, 64, 0, 0, 64, 0, 0, 1e-45F, 0, 0}, 0, 0, 0, 0, 0},
	};
	static float values[MOST];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct tensor tensor;
		struct channels channels = channels_of(&rows[i].matrix, &tensor, values, arena);
		struct outliers of_rows = channels_rows(&channels, NULL, 16),
				of_columns = channels_columns(&channels, NULL, 16);
		double ratio = of_rows.ratio > of_columns.ratio ? of_rows.ratio : of_columns.ratio;

		CHECK_ROW(rows[i].name, of_rows.count == rows[i].rows);
		CHECK_ROW(rows[i].name, !of_rows.count || of_rows.worst == rows[i].row);
		CHECK_ROW(rows[i].name, of_columns.count == rows[i].columns);
		CHECK_ROW(rows[i].name, rows[i].columns != 1 || of_columns.worst == rows[i].column);
		CHECK_ROW(rows[i].name, is_near(ratio, rows[i].ratio));
		CHECK_ROW(rows[i].name, channels_columns(&channels, NULL, 0).count == 0);
		arena_free(arena);
	}
}

/* What the base has too is no news, unless it has grown. */
static void compared(void)
{
	static const struct {
		const char *name;
		struct matrix head, base;
		uint64_t columns;
	} rows[] = {
		{"the same", {64, 64, 0, 0, 0, 5, 1, 0, 40, 0}, {64, 64, 0, 0, 0, 5, 1, 0, 40, 0},
			0},
		{"a little less", {64, 64, 0, 0, 0, 5, 1, 0, 40, 0},
			{64, 64, 0, 0, 0, 5, 1, 0, 24, 0}, 0},
		{"much less", {64, 64, 0, 0, 0, 5, 1, 0, 40, 0}, {64, 64, 0, 0, 0, 5, 1, 0, 10, 0},
			1},
		{"another one", {64, 64, 0, 0, 0, 5, 1, 0, 40, 0},
			{64, 64, 0, 0, 0, 6, 1, 0, 40, 0}, 1},
		{"one of two", {64, 64, 0, 0, 0, 5, 2, 0, 40, 0}, {64, 64, 0, 0, 0, 6, 1, 0, 40, 0},
			1},
		{"of another shape", {64, 64, 0, 0, 0, 5, 1, 0, 40, 0},
			{32, 64, 0, 0, 0, 5, 1, 0, 40, 0}, 1},
	};
	static float values[2][64 * 64];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct tensor tensors[2];
		struct channels head = channels_of(&rows[i].head, &tensors[0], values[0], arena);
		struct channels base = channels_of(&rows[i].base, &tensors[1], values[1], arena);

		CHECK_ROW(
			rows[i].name, channels_columns(&head, &base, 16).count == rows[i].columns);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"compared", compared},
	{"found", found},
};

UNIT_MAIN(tests)
