/* SPDX-License-Identifier: Apache-2.0
 *
 * The reader of TFLite on hostile files: a flatbuffer of one tensor, of which one offset or number at a time is another one.
 */
#include "reading.h"

enum {
	ROOT = 0,
	MODEL = 24,
	SUBGRAPHS = 36,
	SUBGRAPH = 52,
	TENSORS = 60,
	TENSOR = 80,
	SHAPE = 100,
	BUFFERS = 120,
	BUFFER = 148,
	DATA = 156,
	SIZE = 176,
};

static void set(uint8_t *file, size_t at, uint32_t value, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		file[at + i] = (uint8_t)(value >> (8 * i));
}

/* Tables stand behind their vtables: {length, length of the table, where each field stands in it}. */
static void make(uint8_t *file)
{
	static const struct {
		uint16_t at, value;
	} halves[] = {{8, 14}, {10, 12}, {16, 4}, {20, 8}, {44, 6}, {46, 8}, {48, 4}, {68, 12},
		{70, 20}, {72, 4}, {74, 8}, {76, 12}, {78, 16}, {132, 6}, {134, 8}, {136, 4},
		{140, 4}, {142, 4}};
	static const struct {
		uint16_t at;
		uint32_t value;
	} words[] = {{ROOT, MODEL}, {4, 0x334c4654}, {MODEL, 16}, {MODEL + 4, SUBGRAPHS - 28},
		{MODEL + 8, BUFFERS - 32}, {SUBGRAPHS, 1}, {SUBGRAPHS + 4, SUBGRAPH - 40},
		{SUBGRAPH, 8}, {SUBGRAPH + 4, TENSORS - 56}, {TENSORS, 1},
		{TENSORS + 4, TENSOR - 64}, {TENSOR, 12}, {TENSOR + 4, SHAPE - 84}, {TENSOR + 8, 0},
		{TENSOR + 12, 1}, {TENSOR + 16, 112 - 96}, {SHAPE, 2}, {SHAPE + 4, 2},
		{SHAPE + 8, 2}, {112, 1}, {116, 'w'}, {BUFFERS, 2}, {BUFFERS + 4, 144 - 124},
		{BUFFERS + 8, BUFFER - 128}, {144, 4}, {BUFFER, 16}, {BUFFER + 4, DATA - 152},
		{DATA, 16}};

	memset(file, 0, SIZE);
	for (size_t i = 0; i < sizeof(halves) / sizeof(halves[0]); i++)
		set(file, halves[i].at, halves[i].value, 2);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		set(file, words[i].at, words[i].value, 4);
}

static void flatbuffer(void)
{
	static const struct {
		const char *name;
		size_t at;
		uint32_t value;
		const char *reason;
	} rows[] = {
		{"sound", ROOT, MODEL, NULL},
		{"the root is itself: nothing is in it", ROOT, 0, NULL},
		{"the root is outside", ROOT, 0x7fffffff, "out of the file"},
		{"the root is 2^32 - 1", ROOT, 0xffffffff, "out of the file"},
		{"a vtable before the file", MODEL, 0x7fffffff, "out of the file"},
		{"a vtable far behind", MODEL, 0x80000000, "out of the file"},
		{"a vtable that is its own table: no fields", MODEL, 0, NULL},
		{"subgraphs that are the model", MODEL + 4, 0xfffffffc, "out of the file"},
		{"2^32 - 1 subgraphs", SUBGRAPHS, 0xffffffff, "out of the file"},
		{"2^30 subgraphs, of 4 bytes each", SUBGRAPHS, 0x40000000, "out of the file"},
		{"a subgraph that is its own vector", SUBGRAPHS + 4, 0xfffffffc, "out of the file"},
		{"2^32 - 1 tensors", TENSORS, 0xffffffff, "out of the file"},
		{"a tensor that is outside", TENSORS + 4, 0x7fffffff, "out of the file"},
		{"a shape of 2^32 - 1 dimensions", SHAPE, 0xffffffff, "shape"},
		{"nine dimensions", SHAPE, 9, "8 dimensions"},
		{"a dimension of 2^31 - 1", SHAPE + 4, 0x7fffffff, "shape"},
		{"a dimension below 0", SHAPE + 4, 0xffffffff, "negative"},
		{"a buffer that there is not", TENSOR + 12, 7, "there is not"},
		{"buffer 2^32 - 1", TENSOR + 12, 0xffffffff, "there is not"},
		{"2^32 - 1 buffers", BUFFERS, 0xffffffff, "out of the file"},
		{"data of 2^32 - 1 bytes", DATA, 0xffffffff, "out of the file"},
		{"data that is outside", BUFFER + 4, 0x7fffffff, "out of the file"},
		{"less data than the shape", DATA, 12, "shape"},
		{"a type that there is not", TENSOR + 8, 255, NULL},
		{"another mark", 4, 0x394c4654, "TFL3"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t *exact = malloc(SIZE);
		struct model_file model = {
			.name = "m.tflite", .content = {(const char *)exact, SIZE}};

		CU_ASSERT_FATAL(exact != NULL);
		make(exact);
		set(exact, rows[i].at, rows[i].value, 4);
		read_all(rows[i].name, &model, 1, rows[i].reason);
		free(exact);
	}
}

/* Every two bytes in turn lead somewhere else, and the file ends at every place. */
static void every_offset(void)
{
	uint8_t sound[SIZE];

	make(sound);
	for (size_t at = 0; at < SIZE; at += 2)
		for (uint32_t value = 0; value < 0x10000; value += value < 256 ? 2 : 4093) {
			uint8_t *exact = malloc(SIZE);

			CU_ASSERT_FATAL(exact != NULL);
			memcpy(exact, sound, SIZE);
			set(exact, at, value, 2);
			read_any("m.tflite", (struct text){(const char *)exact, SIZE});
			free(exact);
		}
	for (size_t len = 0; len < SIZE; len++) {
		uint8_t *exact = malloc(len + 1);

		CU_ASSERT_FATAL(exact != NULL);
		memcpy(exact + 1, sound, len);
		read_any("m.tflite", (struct text){(const char *)exact + 1, len});
		free(exact);
	}
}

static const struct unit_test tests[] = {
	{"every offset", every_offset},
	{"flatbuffer", flatbuffer},
};

UNIT_MAIN(tests)
