/* SPDX-License-Identifier: Apache-2.0
 *
 * Importance matrices of llama.cpp. GGUF (docs/gguf.md): metadata imatrix.datasets, imatrix.chunk_count and
 * imatrix.chunk_size; in a quantized model quantize.imatrix.dataset and quantize.imatrix.chunks_count. The older format
 * (tools/imatrix): i32 entries; each i32 length, name, i32 calls, i32 values, f32 values; then i32 chunks, i32 length, dataset.
 */
#include <math.h>
#include <string.h>

#include "checks/model/recipe/recipe.h"

enum gguf_type {
	GGUF_U8,
	GGUF_I8,
	GGUF_U16,
	GGUF_I16,
	GGUF_U32,
	GGUF_I32,
	GGUF_F32,
	GGUF_BOOL,
	GGUF_STRING,
	GGUF_ARRAY,
	GGUF_U64,
	GGUF_I64,
	GGUF_F64
};

struct bytes {
	struct text content;
	size_t at;
	bool failed; /* it ends too early */
};

static struct text take(struct bytes *bytes, uint64_t count)
{
	struct text out = {"", 0};

	if (bytes->failed || count > bytes->content.len - bytes->at) {
		bytes->failed = true;
		return out;
	}
	out = text_slice(bytes->content, bytes->at, bytes->at + (size_t)count);
	bytes->at += (size_t)count;
	return out;
}

static uint64_t take_number(struct bytes *bytes, unsigned size)
{
	struct text raw = take(bytes, size);
	uint64_t value = 0;

	for (size_t i = raw.len; i-- > 0;)
		value = value << 8 | (unsigned char)raw.ptr[i];
	return value;
}

static struct text take_string(struct bytes *bytes)
{
	return take(bytes, take_number(bytes, 8));
}

static unsigned size_of(uint64_t type)
{
	static const unsigned sizes[] = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

	return type < sizeof(sizes) / sizeof(sizes[0]) ? sizes[type] : 0;
}

/* A value: of a string or of an array's first string the text, of an integer the number. */
struct value {
	struct text text;
	uint64_t number;
	bool is_number;
};

static void take_array(struct bytes *bytes, struct value *out)
{
	uint64_t type = take_number(bytes, 4), count = take_number(bytes, 8);

	if (type != GGUF_STRING) {
		unsigned size = size_of(type);

		/* Arrays of arrays are allowed and nobody writes them. */
		if (size == 0 || count > bytes->content.len)
			bytes->failed = true;
		else
			take(bytes, count * size);
		return;
	}
	for (uint64_t i = 0; i < count && !bytes->failed; i++) {
		struct text item = take_string(bytes);

		if (i == 0)
			out->text = item;
	}
}

static void take_value(struct bytes *bytes, struct value *out)
{
	uint64_t type = take_number(bytes, 4);

	*out = (struct value){.text = {"", 0}};
	if (type == GGUF_STRING)
		out->text = take_string(bytes);
	else if (type == GGUF_ARRAY)
		take_array(bytes, out);
	else if (size_of(type) == 0)
		bytes->failed = true;
	else
		out->number = take_number(bytes, size_of(type));
	out->is_number =
		type != GGUF_STRING && type != GGUF_ARRAY && type != GGUF_F32 && type != GGUF_F64;
}

static int state(struct recipe *recipe, struct text path, enum recipe_kind kind,
	const struct value *value, struct err *err)
{
	struct stated stated = {.kind = kind,
		.part = "",
		.target = {"", 0},
		.value = value->text,
		.number = value->is_number ? (double)value->number : NAN,
		.path = path};

	return recipe_state(recipe, &stated, err);
}

static int take_pair(struct recipe *recipe, struct text path, struct bytes *bytes, struct err *err)
{
	static const struct {
		const char *key;
		enum recipe_kind kind;
		bool is_number;
	} rows[] = {{"imatrix.datasets", RECIPE_DATASET, false},
		{"imatrix.chunk_count", RECIPE_SAMPLES, true},
		{"imatrix.chunk_size", RECIPE_LENGTH, true},
		{"quantize.imatrix.dataset", RECIPE_DATASET, false},
		{"quantize.imatrix.chunks_count", RECIPE_SAMPLES, true}};
	struct text key = take_string(bytes);
	struct value value;

	take_value(bytes, &value);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]) && !bytes->failed; i++)
		if (text_is(key, rows[i].key) && rows[i].is_number == value.is_number)
			return state(recipe, path, rows[i].kind, &value, err);
	return 0;
}

static int read_gguf(struct recipe *recipe, struct text path, struct bytes *bytes, struct err *err)
{
	uint64_t pairs;

	take(bytes, 4 + 4 + 8);
	pairs = take_number(bytes, 8);
	for (uint64_t i = 0; i < pairs && !bytes->failed; i++)
		if (take_pair(recipe, path, bytes, err) < 0)
			return -1;
	return 0;
}

static int read_old(struct recipe *recipe, struct text path, struct bytes *bytes, struct err *err)
{
	uint64_t entries = take_number(bytes, 4);
	struct value chunks = {.text = {"", 0}, .is_number = true}, dataset = {.text = {"", 0}};

	for (uint64_t i = 0; i < entries && !bytes->failed; i++) {
		take(bytes, take_number(bytes, 4));
		take_number(bytes, 4);
		take(bytes, 4 * take_number(bytes, 4));
	}
	/* Before 2024 a file ended here. */
	if (bytes->failed || bytes->at == bytes->content.len)
		return 0;
	chunks.number = take_number(bytes, 4);
	dataset.text = take(bytes, take_number(bytes, 4));
	if (bytes->failed)
		return 0;
	return state(recipe, path, RECIPE_SAMPLES, &chunks, err) < 0
		       ? -1
		       : state(recipe, path, RECIPE_DATASET, &dataset, err);
}

int recipe_read_imatrix(struct recipe *recipe, struct text path, const char *name,
	struct text content, struct err *err)
{
	struct bytes bytes = {.content = content};
	int done = text_starts(content, "GGUF") ? read_gguf(recipe, path, &bytes, err)
						: read_old(recipe, path, &bytes, err);

	if (done == 0 && bytes.failed)
		return err_set(err, ERR_LOOK, "%s: cut off, or no importance matrix", name);
	return done;
}
