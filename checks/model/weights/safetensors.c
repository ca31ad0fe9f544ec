/* SPDX-License-Identifier: Apache-2.0
 *
 * safetensors (README.md of huggingface/safetensors): a JSON header of at most 100 MB and the data, without holes and
 * without overlaps. What belongs together in quantized checkpoints is put together in finish.c, once all shards were read.
 */
#include <stdlib.h>

#include "checks/model/places.h"
#include "checks/model/weights/reader.h"
#include "gate/base/json.h"

enum { LONGEST_HEADER = 100 * 1000 * 1000 };

struct safetensors {
	const struct weights_file *file;
	struct weights *weights;
	struct text data;
	struct err *err;
};

struct span {
	uint64_t from, to;
};

struct spans_of {
	struct span *items;
	size_t count, capacity;
};

/* ggml's number for what is read as floats; the others are shown, and their bits not looked into. */
static const struct {
	const char *name;
	unsigned bits;
	int block_type;
} dtypes[] = {
	{"F32", 32, 0},
	{"F16", 16, 1},
	{"BF16", 16, 30},
	{"F64", 64, 28},
	{"I8", 8, 24},
	{"I16", 16, 25},
	{"I32", 32, 26},
	{"I64", 64, 27},
	{"U8", 8, -1},
	{"BOOL", 8, -1},
	{"U16", 16, -1},
	{"U32", 32, -1},
	{"U64", 64, -1},
	{"F8_E5M2", 8, -1},
	{"F8_E4M3", 8, -1},
	{"F8_E8M0", 8, -1},
	{"F8_E4M3FNUZ", 8, -1},
	{"F8_E5M2FNUZ", 8, -1},
	{"F4", 4, -1},
	{"F6_E2M3", 6, -1},
	{"F6_E3M2", 6, -1},
	{"C64", 64, -1},
};

static int flaw(const struct safetensors *st, struct text name, const char *what)
{
	return weights_error(
		st->file, st->err, "tensor %.*s: %s", text_quote(name), name.ptr, what);
}

static bool whole(const struct json *json, uint64_t *out)
{
	return json && json->type == JSON_NUMBER && text_to_uint(json->text, UINT64_MAX >> 1, out);
}

static int take_shape(const struct safetensors *st, struct tensor *tensor, const struct json *shape)
{
	if (!shape || shape->type != JSON_ARRAY || shape->count > WEIGHTS_DIMENSIONS)
		return flaw(st, tensor->name, "its shape is no list of at most 8 numbers");
	for (const struct json *item = shape->child; item; item = item->next)
		if (!whole(item, &tensor->dimensions[tensor->dimension_count++]))
			return flaw(st, tensor->name, "its shape has something that is no size");
	return tensor_measure(tensor, st->file, st->err);
}

static int take_offsets(const struct safetensors *st, struct tensor *tensor,
	const struct json *offsets, unsigned bits, struct span *span)
{
	uint64_t size = times(tensor->count, bits);

	if (!offsets || offsets->type != JSON_ARRAY || offsets->count != 2 ||
		!whole(offsets->child, &span->from) || !whole(offsets->child->next, &span->to))
		return flaw(st, tensor->name, "its data_offsets are no pair of numbers");
	if (span->from > span->to || span->to > st->data.len)
		return flaw(st, tensor->name, "its data lies outside the file");
	if (size % 8 || size / 8 != span->to - span->from)
		return flaw(st, tensor->name, "its data has another size than its shape says");
	tensor->data = text_slice(st->data, (size_t)span->from, (size_t)span->to);
	return 0;
}

static int take_tensor(
	const struct safetensors *st, struct text name, const struct json *entry, struct span *span)
{
	struct tensor tensor = {.name = name, .path = st->file->path};
	struct text dtype = json_text_at(entry, "dtype");
	size_t i = 0;

	while (i < sizeof(dtypes) / sizeof(dtypes[0]) && !text_is(dtype, dtypes[i].name))
		i++;
	if (i == sizeof(dtypes) / sizeof(dtypes[0]))
		return flaw(st, name, "its dtype is none that this version knows");
	tensor.type = text_of(dtypes[i].name);
	tensor.bits = text_is(dtype, "BF16") ? 9 : dtypes[i].bits;
	if (dtypes[i].block_type >= 0)
		tensor.block = block_type_find((uint32_t)dtypes[i].block_type);
	else if ((tensor.block = eight_find(dtypes[i].name)) != NULL)
		tensor.bits = tensor.block->bits;
	if (take_shape(st, &tensor, json_get(entry, "shape")) < 0 ||
		take_offsets(st, &tensor, json_get(entry, "data_offsets"), dtypes[i].bits, span) <
			0)
		return -1;
	return weights_add(st->weights, &tensor, st->err);
}

static int read_member(struct safetensors *st, struct json_cursor *cursor,
	const struct json_member *member, struct spans_of *spans, struct arena *scratch)
{
	const struct json *entry;
	struct text name = arena_text(st->weights->arena, member->key);

	if (!name.ptr)
		return err_nomem(st->err);
	if (text_is(name, "__metadata__"))
		return json_skip(cursor, st->err);
	arena_reset(scratch);
	if (json_value(cursor, &entry, scratch, st->err) < 0)
		return -1;
	if (arena_reserve(st->weights->arena, (void **)&spans->items, &spans->capacity,
		    spans->count + 1, sizeof(*spans->items)) < 0)
		return err_nomem(st->err);
	return take_tensor(st, name, entry, &spans->items[spans->count++]);
}

static int read_members(struct safetensors *st, struct json_cursor *cursor, struct spans_of *spans,
	struct arena *scratch)
{
	struct json_member member;
	bool more;

	if (json_enter(cursor, JSON_OBJECT, st->err) < 0)
		return -1;
	for (;;) {
		if (json_next(cursor, &member, &more, st->err) < 0)
			return -1;
		if (!more)
			return json_end(cursor, st->err);
		if (read_member(st, cursor, &member, spans, scratch) < 0)
			return -1;
	}
}

static int by_start(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

/* Each byte belongs to one tensor. */
static int ask_spans(const struct safetensors *st, struct spans_of *spans)
{
	uint64_t end = 0;

	if (spans->count > 1)
		qsort(spans->items, spans->count, sizeof(*spans->items), by_start);
	for (size_t i = 0; i < spans->count; i++) {
		if (spans->items[i].from != end)
			return weights_error(st->file, st->err,
				"a tensor begins at %llu of the data, where %llu is due: holes and "
				"overlaps are not allowed",
				(unsigned long long)spans->items[i].from, (unsigned long long)end);
		end = spans->items[i].to;
	}
	if (end != st->data.len)
		return weights_error(st->file, st->err,
			"its tensors end at %llu of %zu bytes of data", (unsigned long long)end,
			st->data.len);
	return 0;
}

/* --- what config.json says of the packing --- */

static int read_config_at(const struct safetensors *st, const char *name)
{
	struct text path = st->file->path, file = place_file_name(path), content = {0};
	const struct json *config = NULL;
	struct text format;

	path = arena_textf(
		st->weights->arena, "%.*s%s", (int)(path.len - file.len), path.ptr, name);
	if (!path.ptr)
		return err_nomem(st->err);
	if (st->file->beside(st->file->context, path, &content, st->err) < 0)
		return -1;
	if (!content.ptr)
		return 0;
	if (json_read(&config, content, path.ptr, st->weights->arena, st->err) < 0)
		return -1;
	format = json_text_at(config, "quantization_config.checkpoint_format");
	if (format.len == 0)
		format = json_text_at(config, "checkpoint_format");
	if (text_is(format, "gptq_v2"))
		st->weights->gptq_zero_offset = 0;
	return 0;
}

static int read_config(const struct safetensors *st)
{
	if (!st->file->beside)
		return 0;
	return read_config_at(st, "config.json") < 0 ? -1
						     : read_config_at(st, "quantize_config.json");
}

static int read_header(struct safetensors *st, struct text header)
{
	struct json_cursor *cursor = arena_alloc(st->weights->arena, sizeof(*cursor));
	struct arena *scratch = arena_new();
	struct spans_of spans = {0};
	int code;

	if (!cursor || !scratch) {
		arena_free(scratch);
		return err_nomem(st->err);
	}
	json_open(cursor, header, st->file->name, NULL, st->weights->arena);
	code = read_members(st, cursor, &spans, scratch);
	arena_free(scratch);
	return code < 0 ? -1 : ask_spans(st, &spans);
}

static bool safetensors_is_one(const struct weights_file *file)
{
	if (text_ends(file->path, ".safetensors"))
		return true;
	return file->content.len > 9 && file->content.ptr[8] == '{' &&
	       load_u64((const uint8_t *)file->content.ptr) <= LONGEST_HEADER;
}

static int safetensors_read(
	struct weights *weights, const struct weights_file *file, struct err *err)
{
	struct safetensors st = {file, weights, {0}, err};
	uint64_t len;

	if (file->content.len < 9 || file->content.ptr[8] != '{')
		return weights_error(
			file, err, "no safetensors file: it does not begin with a header");
	len = load_u64((const uint8_t *)file->content.ptr);
	if (len > LONGEST_HEADER)
		return weights_error(file, err, "its header says that it is %llu bytes long",
			(unsigned long long)len);
	if (len > file->content.len - 8)
		return weights_error(file, err, "its header ends behind the end of the file");
	st.data = text_slice(file->content, (size_t)len + 8, file->content.len);
	if (read_header(&st, text_slice(file->content, 8, (size_t)len + 8)) < 0)
		return -1;
	return read_config(&st);
}

extern const struct weights_reader weights_safetensors;

const struct weights_reader weights_safetensors = {
	"safetensors", safetensors_is_one, safetensors_read};
