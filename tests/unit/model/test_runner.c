/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands between a labelled set and a model: arrays of NumPy, numbers of all types, shapes, tables.
 */
#include <math.h>

#include "checks/model/runner/answers.h"
#include "unit.h"

static const struct array_row {
	const char *name, *header;
	size_t data;
	bool is_read;
	uint64_t row_values;
	double second;
} array_rows[] = {
	{"floats", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }", 8, true, 1, 0},
	{"one dimension", "{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }", 4, true, 1,
		9},
	{"three", "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3, 2), }", 24, true, 6,
		2826},
	{"another order of keys", "{'shape': (1,2),'descr':'|i1','fortran_order': False}", 2, true,
		2, 9},
	{"columns first", "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 1), }", 8, false, 0,
		0},
	{"big-endian", "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 1), }", 8, false, 0,
		0},
	{"a record", "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", 8, false,
		0, 0},
	{"objects", "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", 16, false, 0, 0},
	{"no dimension", "{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 4, false, 0, 0},
	{"nothing", "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4), }", 0, false, 0, 0},
	{"short data", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }", 12, false, 0,
		0},
	{"long data", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }", 12, false, 0,
		0},
	{"2^60 values",
		"{'descr': '<f8', 'fortran_order': False, 'shape': (1099511627776, "
		"1048576), }",
		8, false, 0, 0},
	{"nine dimensions",
		"{'descr': '|u1', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1), }", 1,
		false, 0, 0},
	{"a negative size", "{'descr': '|u1', 'fortran_order': False, 'shape': (-1,), }", 1, false,
		0, 0},
	{"a key twice", "{'descr': '|u1', 'descr': '|u1', 'shape': (1,), }", 1, false, 0, 0},
	{"a key too few", "{'descr': '|u1', 'shape': (1,), }", 1, false, 0, 0},
	{"no dict", "[1, 2]", 1, false, 0, 0},
	{"not closed", "{'descr': '|u1'", 1, false, 0, 0},
};

/* Headers as NumPy writes them, behind magic, version and length. */
static void arrays(void)
{
	for (size_t i = 0; i < sizeof(array_rows) / sizeof(array_rows[0]); i++) {
		char bytes[256] = "\x93NUMPY\x01";
		size_t header = strlen(array_rows[i].header);
		struct labelled_array array = {.name = text_of("x")};
		struct err err = {0};
		int done;

		bytes[7] = 0;
		bytes[8] = (char)header;
		memcpy(bytes + 10, array_rows[i].header, header);
		for (size_t k = 0; k < array_rows[i].data; k++)
			bytes[10 + header + k] = (char)(9 + k - (k > 0));
		done = npy_read(
			&array, (struct text){bytes, 10 + header + array_rows[i].data}, &err);
		CHECK_ROW(array_rows[i].name, (done == 0) == array_rows[i].is_read);
		CHECK_ROW(array_rows[i].name, done == 0 || err.kind == ERR_LOOK);
		if (done < 0)
			continue;
		CHECK_ROW(array_rows[i].name, array.row_values == array_rows[i].row_values);
		CHECK_ROW(array_rows[i].name,
			array_rows[i].second == 0 || element_load(array.element, array.data.ptr,
							     1) == array_rows[i].second);
	}
}

static void cut_arrays(void)
{
	static const char whole[] = "\x93NUMPY\x02\x00\x10\x00\x00\x00{'shape': (1,) }";
	struct labelled_array array = {.name = text_of("x")};

	for (size_t len = 0; len < sizeof(whole); len++) {
		struct err err = {0};

		CHECK_ROW("cut off", npy_read(&array, (struct text){whole, len}, &err) < 0);
	}
}

static void elements(void)
{
	static const struct {
		const char *name;
		enum element element;
		double in, out;
		bool is_stored;
	} rows[] = {
		{"float", ELEMENT_FLOAT, 0.1, 0.1F, true},
		{"double", ELEMENT_DOUBLE, 0.1, 0.1, true},
		{"int8", ELEMENT_INT8, -129, -128, true},
		{"int8, cut", ELEMENT_INT8, -1.9, -1, true},
		{"uint8", ELEMENT_UINT8, 256, 255, true},
		{"uint8, below", ELEMENT_UINT8, -1, 0, true},
		{"int16", ELEMENT_INT16, -32768, -32768, true},
		{"int32", ELEMENT_INT32, -2147483648.0, -2147483648.0, true},
		{"int64", ELEMENT_INT64, -5, -5, true},
		{"int64, beyond", ELEMENT_INT64, 1e300, 0x1p63 - 1024, true},
		{"uint64", ELEMENT_UINT64, 1e19, 1e19, true},
		{"bool", ELEMENT_BOOL, 7, 1, true},
		{"half", ELEMENT_FLOAT16, 1, 0, false},
		{"a whole one of nothing", ELEMENT_INT64, NAN, 0, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char bytes[32] = {0};
		bool stored = element_store(rows[i].element, bytes, 1, rows[i].in);

		CHECK_ROW(rows[i].name, stored == rows[i].is_stored);
		CHECK_ROW(rows[i].name,
			!stored || element_load(rows[i].element, bytes, 1) == rows[i].out);
		CHECK_ROW(rows[i].name, element_load(rows[i].element, bytes, 0) == 0);
	}
	CHECK_ROW("a half is read", element_load(ELEMENT_FLOAT16, "\x00\x3c", 0) == 1);
	CHECK_ROW("another type", element_size(ELEMENT_NONE) == 0 && element_size(99) == 0);
}

static void shapes(void)
{
	static const struct {
		const char *name;
		unsigned array_count, input_count;
		uint64_t array[LABELLED_DIMENSIONS];
		int64_t input[ORT_DIMENSIONS];
		bool fits;
		int64_t second;
	} rows[] = {
		{"a table", 2, 2, {9, 64}, {-1, 64}, true, 64},
		{"a table for an image", 2, 4, {9, 64}, {-1, 1, 8, 8}, true, 1},
		{"an image for a table", 3, 2, {9, 8, 8}, {-1, 64}, true, 64},
		{"any length", 2, 2, {9, 12}, {-1, -1}, true, 12},
		{"any length of another rank", 2, 3, {9, 12}, {-1, -1, 4}, false, 0},
		{"too few", 2, 2, {9, 63}, {-1, 64}, false, 0},
		{"the same rank, another size", 3, 3, {9, 8, 8}, {-1, 8, 9}, false, 0},
		{"turned", 3, 3, {9, 4, 16}, {-1, 16, 4}, true, 16},
		{"no samples in it", 2, 0, {9, 1}, {0}, false, 0},
		{"one a sample", 1, 1, {9}, {-1}, true, 0},
		{"2^62", 2, 4, {9, 4}, {-1, 1LL << 62, 1LL << 62, 4}, false, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct labelled_array array = {.dimension_count = rows[i].array_count};
		struct ort_place input = {.dimension_count = rows[i].input_count};
		int64_t out[ORT_DIMENSIONS] = {0};

		memcpy(array.dimensions, rows[i].array, sizeof(array.dimensions));
		memcpy(input.dimensions, rows[i].input, sizeof(input.dimensions));
		array.row_values = 1;
		for (unsigned k = 1; k < array.dimension_count; k++)
			array.row_values *= array.dimensions[k];
		CHECK_ROW(rows[i].name, answers_fit(&array, &input, out) == rows[i].fits);
		CHECK_ROW(rows[i].name, !rows[i].fits || out[1] == rows[i].second);
	}
}

static void highest(void)
{
	static const struct {
		const char *name;
		float scores[4];
		int64_t found;
	} rows[] = {
		{"the first", {3, 1, 2, 0}, 0},
		{"the last", {-3, -2, -4, -1}, 3},
		{"of two the first", {1, 2, 2, 1}, 1},
		{"infinite", {1, INFINITY, 2, 1}, 1},
		{"NaN", {1, 9, NAN, 1}, -1},
		{"NaN at first", {NAN, 9, 1, 1}, -1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].name,
			answers_highest(ELEMENT_FLOAT, rows[i].scores, 0, 4) == rows[i].found);
}

static const struct unit_test tests[] = {
	{"arrays", arrays},
	{"cut arrays", cut_arrays},
	{"elements", elements},
	{"shapes", shapes},
	{"highest", highest},
};

UNIT_MAIN(tests)
