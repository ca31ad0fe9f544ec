/* SPDX-License-Identifier: Apache-2.0
 *
 * The reader of GGUF on hostile files: each row is one that is sound but for one thing.
 */
#include "reading.h"

/* --- GGUF --- */

struct gguf_row {
	const char *name;
	uint64_t tensors, keys, name_len;
	uint32_t dimension_count;
	uint64_t dimensions[2];
	uint32_t type;
	uint64_t second; /* where the second tensor begins */
	size_t data;     /* bytes */
	const char *reason;
};

static void put_info(struct bytes *out, const char *name, const struct gguf_row *row, uint64_t at)
{
	put_number(out, row->name_len ? row->name_len : strlen(name), 8);
	put_text(out, name);
	put_number(out, row->dimension_count, 4);
	for (uint32_t i = 0; i < 2; i++)
		put_number(out, row->dimensions[i], 8);
	put_number(out, row->type, 4);
	put_number(out, at, 8);
}

static void gguf(void)
{
	static const struct gguf_row rows[] = {
		{"sound", 2, 0, 0, 2, {4, 2}, 0, 32, 64, NULL},
		{"2^60 tensors", (uint64_t)1 << 60, 0, 0, 2, {4, 2}, 0, 32, 64,
			"than there can be"},
		{"2^63 values", 2, (uint64_t)1 << 63, 0, 2, {4, 2}, 0, 32, 64, "than there can be"},
		{"as many tensors as 32 bits", 0xffffffff, 0, 0, 2, {4, 2}, 0, 32, 64,
			"than there can be"},
		{"a name of 2^64 - 1", 2, 0, UINT64_MAX, 2, {4, 2}, 0, 32, 64, "string"},
		{"a name of 2^63", 2, 0, (uint64_t)1 << 63, 2, {4, 2}, 0, 32, 64, "string"},
		{"five dimensions", 2, 0, 0, 5, {4, 2}, 0, 32, 64, "5 dimensions"},
		{"2^32 - 1 dimensions", 2, 0, 0, 0xffffffff, {4, 2}, 0, 32, 64, "dimensions"},
		{"a dimension of 2^60", 2, 0, 0, 2, {(uint64_t)1 << 60, 2}, 0, 32, 64,
			"2^60 values"},
		{"dimensions that overflow", 2, 0, 0, 2, {(uint64_t)1 << 33, (uint64_t)1 << 33}, 0,
			32, 64, "2^60 values"},
		{"a product of 0", 2, 0, 0, 2, {UINT64_MAX, 0}, 0, 0, 0, NULL},
		{"bytes that overflow", 2, 0, 0, 2, {(uint64_t)1 << 30, (uint64_t)1 << 30}, 28, 32,
			64, "ends behind"},
		{"the second over the first", 2, 0, 0, 2, {4, 2}, 0, 0, 64, "is due"},
		{"the second outside", 2, 0, 0, 2, {4, 2}, 0, (uint64_t)1 << 40, 64, "is due"},
		{"an offset that wraps", 2, 0, 0, 2, {4, 2}, 0, UINT64_MAX - 31, 64, "is due"},
		{"the second behind the end", 2, 0, 0, 2, {4, 2}, 0, 32, 40, "ends behind"},
		{"a type that was removed", 2, 0, 0, 2, {4, 2}, 4, 32, 64, "type 4"},
		{"a type of 2^32 - 1", 2, 0, 0, 2, {4, 2}, 0xffffffff, 32, 64, "type 4294967295"},
		{"rows that are no whole blocks", 2, 0, 0, 2, {4, 2}, 8, 32, 64, "no multiple"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bytes file = {.len = 0};
		struct model_file model = {.name = "m.gguf"};

		put_text(&file, "GGUF");
		put_number(&file, 3, 4);
		put_number(&file, rows[i].tensors, 8);
		put_number(&file, rows[i].keys, 8);
		put_info(&file, "a", &rows[i], 0);
		put_info(&file, "b", &rows[i], rows[i].second);
		while (file.len % 32)
			put_number(&file, 0, 1);
		for (size_t k = 0; k < rows[i].data; k++)
			put_number(&file, 0, 1);
		model.content = text_of_bytes(&file);
		read_all(rows[i].name, &model, 1, rows[i].reason);
	}
}

/* --- values of its header --- */

static void gguf_keys(void)
{
	static const struct {
		const char *name, *key;
		uint32_t type;
		uint64_t value, more,
			last; /* u32, u64, u64: of an array its type, length and first item */
		const char *reason;
	} rows[] = {
		{"a number", "k", 4, 7, 0, 0, NULL},
		{"a type that there is not", "k", 13, 7, 0, 0, "type 13"},
		{"an array of 2^61 numbers", "k", 9, 10, (uint64_t)1 << 61, 0, "header ends"},
		{"an array of 2^63 strings", "k", 9, 8, (uint64_t)1 << 63, 0, "header ends"},
		{"an array of arrays", "k", 9, 9, 1, 9, "type 9"},
		{"a string of 2^64 - 1", "k", 8, 0xffffffff, 0xffffffff, 0, "string"},
		{"an alignment of 0", "general.alignment", 4, 0, 0, 0, "power of two"},
		{"an alignment of 3", "general.alignment", 4, 3, 0, 0, "power of two"},
		{"an alignment of 2^31", "general.alignment", 4, 0x80000000, 0, 0, NULL},
		{"an alignment that is a string", "general.alignment", 8, 0, 0, 0, "no u32"},
		{"a part that is no u16", "split.no", 4, 0, 0, 0, "no u16"},
		{"fewer than no tensors in all", "split.tensors.count", 5, 0xffffffff, 0, 0,
			"no number"},
		{"heads that are an array", "x.attention.head_count_kv", 9, 4, 1, 0, NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bytes file = {.len = 0};
		struct model_file model = {.name = "m.gguf"};

		put_text(&file, "GGUF");
		put_number(&file, 3, 4);
		put_number(&file, 0, 8);
		put_number(&file, 1, 8);
		put_number(&file, strlen(rows[i].key), 8);
		put_text(&file, rows[i].key);
		put_number(&file, rows[i].type, 4);
		put_number(&file, rows[i].value, 4);
		put_number(&file, rows[i].more, 8);
		put_number(&file, rows[i].last, 8);
		model.content = text_of_bytes(&file);
		read_all(rows[i].name, &model, 1, rows[i].reason);
	}
}

/* --- splits --- */

struct split {
	const char *name;
	unsigned number, count, tensors; /* as the file says; number from 0 */
	unsigned total;
};

static void put_key(
	struct bytes *out, const char *key, uint32_t type, uint64_t value, unsigned size)
{
	put_number(out, strlen(key), 8);
	put_text(out, key);
	put_number(out, type, 4);
	put_number(out, value, size);
}

/* Names of tensors: one letter each, other ones in each split. */
static void make_split(struct bytes *out, const struct split *split)
{
	out->len = 0;
	put_text(out, "GGUF");
	put_number(out, 3, 4);
	put_number(out, split->tensors, 8);
	put_number(out, 3, 8);
	put_key(out, "split.no", 2, split->number, 2);
	put_key(out, "split.count", 2, split->count, 2);
	put_key(out, "split.tensors.count", 5, split->total, 4);
	for (unsigned i = 0; i < split->tensors; i++) {
		const char name[2] = {(char)('a' + 8 * split->number + i), 0};

		put_number(out, 1, 8);
		put_text(out, name);
		put_number(out, 1, 4);
		put_number(out, 8, 8);
		put_number(out, 0, 4);
		put_number(out, 32 * i, 8);
	}
	while (out->len % 32)
		put_number(out, 0, 1);
	for (unsigned i = 0; i < 32 * split->tensors; i++)
		put_number(out, 0, 1);
}

static void gguf_splits(void)
{
	static const struct {
		const char *name;
		struct split splits[3];
		const char *reason;
	} rows[] = {
		{"both",
			{{"m-00001-of-00002.gguf", 0, 2, 1, 3},
				{"m-00002-of-00002.gguf", 1, 2, 2, 3}},
			NULL},
		{"the other way round",
			{{"m-00002-of-00002.gguf", 1, 2, 2, 3},
				{"m-00001-of-00002.gguf", 0, 2, 1, 3}},
			NULL},
		{"a first one without tensors",
			{{"m-00001-of-00002.gguf", 0, 2, 0, 2},
				{"m-00002-of-00002.gguf", 1, 2, 2, 2}},
			NULL},
		{"the first is missing", {{"m-00002-of-00002.gguf", 1, 2, 2, 3}},
			"one of 2 shards"},
		{"the second is missing", {{"m-00001-of-00002.gguf", 0, 2, 1, 3}},
			"one of 2 shards"},
		{"one too many",
			{{"m-00001-of-00002.gguf", 0, 2, 1, 3},
				{"m-00002-of-00002.gguf", 1, 2, 2, 3},
				{"m-00003-of-00002.gguf", 2, 2, 1, 3}},
			"3 are here"},
		{"one of another set",
			{{"m-00001-of-00002.gguf", 0, 2, 1, 3},
				{"m-00002-of-00002.gguf", 1, 2, 2, 3},
				{"m-00003-of-00003.gguf", 2, 3, 1, 3}},
			"one of 3 shards"},
		{"they disagree on how many there are",
			{{"m-00001-of-00002.gguf", 0, 2, 1, 3},
				{"m-00002-of-00003.gguf", 1, 3, 2, 3}},
			"one of 2 shards"},
		{"one says another count than its name",
			{{"m-00001-of-00002.gguf", 0, 2, 1, 3},
				{"m-00002-of-00002.gguf", 1, 3, 2, 3}},
			"its name says another one"},
		{"one says another number than its name",
			{{"m-00001-of-00002.gguf", 1, 2, 1, 3},
				{"m-00002-of-00002.gguf", 0, 2, 2, 3}},
			"its name says another one"},
		{"a tensor of one is gone",
			{{"m-00001-of-00002.gguf", 0, 2, 1, 3},
				{"m-00002-of-00002.gguf", 1, 2, 1, 3}},
			"have 3 tensors, and they have 2"},
		{"they disagree on how many tensors there are",
			{{"m-00001-of-00002.gguf", 0, 2, 1, 3},
				{"m-00002-of-00002.gguf", 1, 2, 2, 4}},
			"have 4 tensors, and they have 3"},
		{"the same one twice, under two folders",
			{{"m-00001-of-00002.gguf", 0, 2, 1, 2},
				{"n-00001-of-00002.gguf", 0, 2, 0, 2}},
			"one of 2 shards"},
		{"a part under a name that says nothing", {{"m.gguf", 0, 2, 1, 3}},
			"one of 2 shards"},
		{"number 0", {{"m-00000-of-00002.gguf", 0, 2, 1, 3}}, "its name says another one"},
	};
	static struct bytes files[3];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct model_file models[3] = {{0}};
		size_t count = 0;

		for (; count < 3 && rows[i].splits[count].name; count++) {
			make_split(&files[count], &rows[i].splits[count]);
			models[count].name = rows[i].splits[count].name;
			models[count].content = text_of_bytes(&files[count]);
		}
		read_all(rows[i].name, models, count, rows[i].reason);
	}
}

static const struct unit_test tests[] = {
	{"header", gguf},
	{"values", gguf_keys},
	{"splits", gguf_splits},
};

UNIT_MAIN(tests)
