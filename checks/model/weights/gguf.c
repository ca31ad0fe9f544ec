/* SPDX-License-Identifier: Apache-2.0
 *
 * GGUF, versions 2 and 3 (ggml/docs/gguf.md; limits of ggml/src/gguf.cpp). Offsets must be the running padded sum, as ggml itself
 * wants it, so that no two tensors can overlap. Big-endian files are not read, and said so.
 */
#include "checks/model/weights/gguf.h"

enum { GGUF_MOST_TENSORS = 1 << 20, GGUF_MOST_KEYS = 1 << 16, GGUF_SHORTEST = 24 };

/* A tensor's place in the data, which begins where the header has ended. */
struct gguf_info {
	struct tensor tensor;
	uint64_t offset;
};

static int take_dimensions(struct gguf *gguf, struct tensor *tensor)
{
	uint32_t count;

	if (gguf_take_u32(gguf, &count) < 0)
		return -1;
	if (count > 4)
		return weights_error(gguf->file, gguf->err, "tensor %.*s has %u dimensions",
			text_quote(tensor->name), tensor->name.ptr, count);
	tensor->dimension_count = count;
	for (uint32_t i = count; i-- > 0;)
		if (gguf_take_u64(gguf, &tensor->dimensions[i]) < 0)
			return -1;
	return tensor_measure(tensor, gguf->file, gguf->err);
}

static int take_type(struct gguf *gguf, struct tensor *tensor)
{
	uint32_t id;

	if (gguf_take_u32(gguf, &id) < 0)
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
	if (gguf_take_string(gguf, &tensor->name) < 0 || take_dimensions(gguf, tensor) < 0 ||
		take_type(gguf, tensor) < 0)
		return -1;
	return gguf_take_u64(gguf, &info->offset);
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

	if (gguf_take_u32(gguf, &version) < 0)
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
	if (read_version(&gguf) < 0 || gguf_take_u64(&gguf, &tensors) < 0 ||
		gguf_take_u64(&gguf, &values) < 0)
		return -1;
	/* 24 bytes are the least that a tensor's entry can have. */
	if (tensors > GGUF_MOST_TENSORS || tensors > gguf.rest.len / 24 || values > GGUF_MOST_KEYS)
		return weights_error(file, err,
			"its header says that it has %llu tensors and %llu values, more than there "
			"can be",
			(unsigned long long)tensors, (unsigned long long)values);
	gguf.split.tensors = tensors;
	return gguf_read_keys(&gguf, values) < 0 ? -1 : read_infos(&gguf, tensors);
}

extern const struct weights_reader weights_gguf;

const struct weights_reader weights_gguf = {"GGUF", gguf_is_one, gguf_read};
