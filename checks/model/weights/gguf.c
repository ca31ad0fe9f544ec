/* SPDX-License-Identifier: Apache-2.0
 *
 * GGUF, versions 2 and 3 (ggml/docs/gguf.md; limits of ggml/src/gguf.cpp). Offsets must be the running padded sum, as ggml itself
 * wants it, so that no two tensors can overlap. Big-endian files are not read, and said so.
 */
#include "checks/model/weights/shards.h"

enum {
	GGUF_STRING = 8,
	GGUF_ARRAY = 9,
	GGUF_TYPES = 13,
	GGUF_MOST_TENSORS = 1 << 20,
	GGUF_MOST_KEYS = 1 << 16,
	GGUF_SHORTEST = 24,
};
static const uint64_t longest_string = (uint64_t)1 << 30;

struct gguf {
	const struct weights_file *file;
	struct weights *weights;
	struct text rest; /* not read yet */
	uint64_t alignment;
	uint32_t split_number, split_count; /* 0: the file is whole */
	struct err *err;
};

/* A tensor's place in the data, which begins where the header has ended. */
struct gguf_info {
	struct tensor tensor;
	uint64_t offset;
};

static int cut(const struct gguf *gguf)
{
	return weights_error(gguf->file, gguf->err, "its header ends before it is whole");
}

static int take(struct gguf *gguf, uint64_t len, const uint8_t **out)
{
	if (len > gguf->rest.len)
		return cut(gguf);
	*out = (const uint8_t *)gguf->rest.ptr;
	gguf->rest = text_slice(gguf->rest, (size_t)len, gguf->rest.len);
	return 0;
}

static int take_u32(struct gguf *gguf, uint32_t *out)
{
	const uint8_t *bytes = NULL;

	if (take(gguf, 4, &bytes) < 0)
		return -1;
	*out = load_u32(bytes);
	return 0;
}

static int take_u64(struct gguf *gguf, uint64_t *out)
{
	const uint8_t *bytes = NULL;

	if (take(gguf, 8, &bytes) < 0)
		return -1;
	*out = load_u64(bytes);
	return 0;
}

static int take_string(struct gguf *gguf, struct text *out)
{
	const uint8_t *bytes = NULL;
	uint64_t len;

	if (take_u64(gguf, &len) < 0)
		return -1;
	if (len > longest_string || len > gguf->rest.len)
		return weights_error(gguf->file, gguf->err,
			"a string of its header says that it is %llu bytes long",
			(unsigned long long)len);
	if (take(gguf, len, &bytes) < 0)
		return -1;
	*out = (struct text){(const char *)bytes, (size_t)len};
	return 0;
}

/* Of a plain type its bytes; 0 for strings, arrays and what is no type. */
static uint64_t size_of(uint32_t type)
{
	static const uint8_t sizes[GGUF_TYPES] = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

	return type < GGUF_TYPES ? sizes[type] : 0;
}

static int skip_array(struct gguf *gguf)
{
	const uint8_t *ignored;
	struct text string;
	uint32_t type;
	uint64_t count;

	if (take_u32(gguf, &type) < 0 || take_u64(gguf, &count) < 0)
		return -1;
	if (size_of(type))
		return take(gguf, times(count, size_of(type)), &ignored);
	if (type != GGUF_STRING)
		return weights_error(gguf->file, gguf->err,
			"an array of its header has items of type %u, which there is not", type);
	for (uint64_t i = 0; i < count; i++)
		if (take_string(gguf, &string) < 0)
			return -1;
	return 0;
}

static int skip_value(struct gguf *gguf, uint32_t type)
{
	const uint8_t *ignored;
	struct text string;

	if (type == GGUF_STRING)
		return take_string(gguf, &string);
	if (type == GGUF_ARRAY)
		return skip_array(gguf);
	if (size_of(type))
		return take(gguf, size_of(type), &ignored);
	return weights_error(gguf->file, gguf->err,
		"a value of its header has type %u, which there is not", type);
}

static int take_alignment(struct gguf *gguf, uint32_t type)
{
	uint32_t alignment;

	if (type != 4)
		return weights_error(gguf->file, gguf->err, "general.alignment is no u32");
	if (take_u32(gguf, &alignment) < 0)
		return -1;
	if (alignment == 0 || (alignment & (alignment - 1)))
		return weights_error(gguf->file, gguf->err,
			"general.alignment is %u, no power of two", alignment);
	gguf->alignment = alignment;
	return 0;
}

/* split.no and split.count: u16 of llama.cpp's gguf-split. */
static int take_split(struct gguf *gguf, uint32_t type, uint32_t *out)
{
	const uint8_t *bytes = NULL;

	if (type != 2)
		return weights_error(gguf->file, gguf->err, "split.no or split.count is no u16");
	if (take(gguf, 2, &bytes) < 0)
		return -1;
	*out = load_u16(bytes);
	return 0;
}

static int read_value(struct gguf *gguf, struct text key, uint32_t type)
{
	if (text_is(key, "general.alignment"))
		return take_alignment(gguf, type);
	if (text_is(key, "split.no"))
		return take_split(gguf, type, &gguf->split_number);
	if (text_is(key, "split.count"))
		return take_split(gguf, type, &gguf->split_count);
	return skip_value(gguf, type);
}

static int read_key(struct gguf *gguf, struct keys *keys)
{
	struct text key;
	uint32_t type, *number;

	if (take_string(gguf, &key) < 0 || take_u32(gguf, &type) < 0 ||
		keys_add(keys, key, &number, gguf->err) < 0)
		return -1;
	if (*number)
		return weights_error(
			gguf->file, gguf->err, "a second value of %.*s", text_quote(key), key.ptr);
	*number = 1;
	return read_value(gguf, key, type);
}

static int read_keys(struct gguf *gguf, uint64_t count)
{
	struct keys keys = {0};

	keys_start(&keys, gguf->weights->arena);
	for (uint64_t i = 0; i < count; i++)
		if (read_key(gguf, &keys) < 0)
			return -1;
	return gguf->split_count ? shards_note_part(gguf->weights, gguf->file, gguf->split_number,
					   gguf->split_count, gguf->err)
				 : 0;
}

static int take_dimensions(struct gguf *gguf, struct tensor *tensor)
{
	uint32_t count;

	if (take_u32(gguf, &count) < 0)
		return -1;
	if (count > 4)
		return weights_error(gguf->file, gguf->err, "tensor %.*s has %u dimensions",
			text_quote(tensor->name), tensor->name.ptr, count);
	tensor->dimension_count = count;
	for (uint32_t i = count; i-- > 0;)
		if (take_u64(gguf, &tensor->dimensions[i]) < 0)
			return -1;
	return tensor_measure(tensor, gguf->file, gguf->err);
}

static int take_type(struct gguf *gguf, struct tensor *tensor)
{
	uint32_t id;

	if (take_u32(gguf, &id) < 0)
		return -1;
	tensor->block = block_type_find(id);
	if (!tensor->block)
		return weights_error(gguf->file, gguf->err,
			"tensor %.*s has type %u, which this version does not read",
			text_quote(tensor->name), tensor->name.ptr, id);
	if (tensor->columns % tensor->block->values)
		return weights_error(gguf->file, gguf->err,
			"tensor %.*s has rows of %llu values, no multiple of the %u of a block",
			text_quote(tensor->name), tensor->name.ptr,
			(unsigned long long)tensor->columns, tensor->block->values);
	tensor->type = text_of(tensor->block->name);
	tensor->bits = tensor->block->bits;
	tensor->fineness = 2;
	return 0;
}

static int read_info(struct gguf *gguf, struct gguf_info *info)
{
	struct tensor *tensor = &info->tensor;

	tensor->path = gguf->file->path;
	if (take_string(gguf, &tensor->name) < 0 || take_dimensions(gguf, tensor) < 0 ||
		take_type(gguf, tensor) < 0)
		return -1;
	return take_u64(gguf, &info->offset);
}

/* Rounds up to the alignment; UINT64_MAX stays. */
static uint64_t padded(const struct gguf *gguf, uint64_t size)
{
	return size > UINT64_MAX - gguf->alignment
		       ? UINT64_MAX
		       : (size + gguf->alignment - 1) / gguf->alignment * gguf->alignment;
}

static int place_data(struct gguf *gguf, struct gguf_info *info, struct text data, uint64_t *next)
{
	struct tensor *tensor = &info->tensor;
	uint64_t size = times(tensor->count / tensor->block->values, tensor->block->bytes);

	if (info->offset != *next)
		return weights_error(gguf->file, gguf->err,
			"tensor %.*s begins at %llu of the data, where %llu is due",
			text_quote(tensor->name), tensor->name.ptr,
			(unsigned long long)info->offset, (unsigned long long)*next);
	if (info->offset > data.len || size > data.len - info->offset)
		return weights_error(gguf->file, gguf->err,
			"tensor %.*s ends behind the end of the file", text_quote(tensor->name),
			tensor->name.ptr);
	tensor->data = text_slice(data, (size_t)info->offset, (size_t)(info->offset + size));
	*next = padded(gguf, info->offset + size);
	return weights_add(gguf->weights, tensor, gguf->err);
}

static int read_infos(struct gguf *gguf, uint64_t count)
{
	struct gguf_info *infos = arena_array(gguf->weights->arena, (size_t)count, sizeof(*infos));
	uint64_t next = 0, header;
	struct text data;

	if (!infos)
		return err_nomem(gguf->err);
	for (uint64_t i = 0; i < count; i++)
		if (read_info(gguf, &infos[i]) < 0)
			return -1;
	header = padded(gguf, gguf->file->content.len - gguf->rest.len);
	data = text_slice(gguf->file->content,
		header > gguf->file->content.len ? gguf->file->content.len : (size_t)header,
		gguf->file->content.len);
	for (uint64_t i = 0; i < count; i++)
		if (place_data(gguf, &infos[i], data, &next) < 0)
			return -1;
	return 0;
}

static int read_version(struct gguf *gguf)
{
	uint32_t version;

	if (take_u32(gguf, &version) < 0)
		return -1;
	if ((version & 0xffff) == 0)
		return weights_error(gguf->file, gguf->err,
			"a big-endian GGUF file, which this version does not read");
	if (version != 2 && version != 3)
		return weights_error(gguf->file, gguf->err,
			"GGUF of version %u; versions 2 and 3 are read", version);
	return 0;
}

/* What is shorter than the shortest header stands for a model, and is none. */
static bool gguf_is_one(const struct weights_file *file)
{
	return text_starts(file->content, "GGUF") ||
	       (text_ends(file->path, ".gguf") && file->content.len >= GGUF_SHORTEST);
}

static int gguf_read(struct weights *weights, const struct weights_file *file, struct err *err)
{
	struct gguf gguf = {.file = file,
		.weights = weights,
		.rest = text_slice(file->content, 4, file->content.len),
		.alignment = 32,
		.err = err};
	uint64_t tensors, values;

	if (!text_starts(file->content, "GGUF"))
		return weights_error(file, err, "no GGUF file: it does not begin with \"GGUF\"");
	if (read_version(&gguf) < 0 || take_u64(&gguf, &tensors) < 0 ||
		take_u64(&gguf, &values) < 0)
		return -1;
	/* 24 bytes are the least that a tensor's entry can have. */
	if (tensors > GGUF_MOST_TENSORS || tensors > gguf.rest.len / 24 || values > GGUF_MOST_KEYS)
		return weights_error(file, err,
			"its header says that it has %llu tensors and %llu values, more than there "
			"can be",
			(unsigned long long)tensors, (unsigned long long)values);
	return read_keys(&gguf, values) < 0 ? -1 : read_infos(&gguf, tensors);
}

extern const struct weights_reader weights_gguf;

const struct weights_reader weights_gguf = {"GGUF", gguf_is_one, gguf_read};
