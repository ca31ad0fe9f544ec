/* SPDX-License-Identifier: Apache-2.0
 *
 * TensorProto: dims 1, data_type 2, float_data 4, int32_data 5, int64_data 7, name 8, raw_data 9, external_data 13, data_location 14.
 */
#include "checks/model/places.h"
#include "checks/model/weights/onnx.h"
#include "checks/model/weights/protobuf.h"

struct onnx_parts {
	struct text raw, floats, ints, longs;
	bool has_raw, is_scattered; /* values one by one, not packed */
	struct text location;
	uint64_t offset, length;
	bool is_external, has_length;
};

unsigned onnx_bits(uint64_t type)
{
	switch (type) {
	case ONNX_UINT4:
	case ONNX_INT4:
		return 4;
	case ONNX_UINT8:
	case ONNX_INT8:
	case ONNX_BOOL:
		return 8;
	case ONNX_UINT16:
	case ONNX_INT16:
	case ONNX_FLOAT16:
	case ONNX_BFLOAT16:
		return 16;
	case ONNX_FLOAT:
	case ONNX_INT32:
		return 32;
	case ONNX_INT64:
	case ONNX_DOUBLE:
		return 64;
	default:
		return 0;
	}
}

static int add_dimension(struct onnx *onnx, struct tensor *tensor, uint64_t size)
{
	if (tensor->dimension_count == WEIGHTS_DIMENSIONS)
		return onnx_broken(onnx, "a tensor has more than 8 dimensions");
	tensor->dimensions[tensor->dimension_count++] = size;
	return 0;
}

static int take_dims(struct onnx *onnx, struct tensor *tensor, const struct protobuf_field *field)
{
	struct text rest = field->bytes;
	uint64_t size;

	if (field->type == PROTOBUF_VARINT)
		return add_dimension(onnx, tensor, field->value);
	while (rest.len > 0) {
		if (!protobuf_varint(&rest, &size))
			return onnx_broken(onnx, "the shape of a tensor is no list of numbers");
		if (add_dimension(onnx, tensor, size) < 0)
			return -1;
	}
	return 0;
}

/* StringStringEntryProto: key 1, value 2. */
static int take_external(struct onnx *onnx, struct onnx_parts *parts, struct text message)
{
	struct text key = {0}, value = {0};
	struct protobuf_field field;
	enum protobuf_step step;

	while ((step = protobuf_next(&message, &field)) == PROTOBUF_FIELD) {
		if (field.number == 1)
			key = field.bytes;
		else if (field.number == 2)
			value = field.bytes;
	}
	if (step == PROTOBUF_BROKEN)
		return onnx_broken(onnx, "external data of a tensor is broken");
	if (text_is(key, "location"))
		parts->location = value;
	else if (text_is(key, "offset") && !text_to_uint(value, UINT64_MAX >> 1, &parts->offset))
		return onnx_broken(onnx, "an offset of external data is no number");
	else if (text_is(key, "length"))
		parts->has_length = text_to_uint(value, UINT64_MAX >> 1, &parts->length);
	return 0;
}

static void take_list(
	struct onnx_parts *parts, struct text *out, const struct protobuf_field *field)
{
	if (field->type != PROTOBUF_BYTES || out->ptr)
		parts->is_scattered = true;
	*out = field->bytes;
}

static int take_field(struct onnx *onnx, struct onnx_tensor *out, struct onnx_parts *parts,
	const struct protobuf_field *field)
{
	switch (field->number) {
	case 1:
		return take_dims(onnx, &out->tensor, field);
	case 2:
		out->type = field->value;
		return 0;
	case 4:
		take_list(parts, &parts->floats, field);
		return 0;
	case 5:
		take_list(parts, &parts->ints, field);
		return 0;
	case 7:
		take_list(parts, &parts->longs, field);
		return 0;
	case 8:
		out->tensor.name = field->bytes;
		return 0;
	case 9:
		parts->raw = field->bytes;
		parts->has_raw = true;
		return 0;
	case 13:
		return take_external(onnx, parts, field->bytes);
	case 14:
		parts->is_external = field->value == 1;
		return 0;
	default:
		return 0;
	}
}

/* --- data --- */

/* Beside the model, never above it. */
static bool is_below(struct text location)
{
	struct text rest = location, part;

	if (location.len == 0 || location.ptr[0] == '/' ||
		memchr(location.ptr, '\\', location.len) || memchr(location.ptr, 0, location.len))
		return false;
	while (text_next_part(&rest, '/', &part))
		if (text_is(part, "..") || text_is(part, "") || text_is(part, "."))
			return false;
	return true;
}

static int read_external(struct onnx *onnx, const struct onnx_parts *parts, struct text *out)
{
	const struct weights_file *file = onnx->file;
	struct text folder = {file->path.ptr, file->path.len - place_file_name(file->path).len};
	struct text path, content = {0};

	if (!is_below(parts->location))
		return onnx_broken(onnx, "external data that is not below the model's folder");
	path = arena_textf(onnx->weights->arena, "%.*s%.*s", (int)folder.len, folder.ptr,
		(int)parts->location.len, parts->location.ptr);
	if (!path.ptr)
		return err_nomem(onnx->err);
	if (file->beside && file->beside(file->context, path, &content, onnx->err) < 0)
		return -1;
	if (!content.ptr)
		return weights_error(file, onnx->err, "its data lies in %.*s, which is not here",
			text_quote(path), path.ptr);
	if (parts->offset > content.len ||
		(parts->has_length && parts->length > content.len - parts->offset))
		return onnx_broken(onnx, "external data that ends behind its file");
	*out = text_slice(content, (size_t)parts->offset,
		parts->has_length ? (size_t)(parts->offset + parts->length) : content.len);
	return 0;
}

/* A list of varints as plain numbers of so many bytes. */
static int unpack(struct onnx *onnx, struct text list, unsigned bytes, struct text *out)
{
	uint8_t *numbers = arena_alloc(onnx->weights->arena, list.len * bytes + 1);
	size_t count = 0;
	uint64_t value;

	if (!numbers)
		return err_nomem(onnx->err);
	while (list.len > 0) {
		if (!protobuf_varint(&list, &value))
			return onnx_broken(onnx, "the values of a tensor are no numbers");
		for (unsigned i = 0; i < bytes; i++)
			numbers[count * bytes + i] = (uint8_t)(value >> (8 * i));
		count++;
	}
	*out = (struct text){(const char *)numbers, count * bytes};
	return 0;
}

static int take_data(struct onnx *onnx, struct onnx_tensor *out, const struct onnx_parts *parts)
{
	unsigned bits = onnx_bits(out->type);

	if (parts->is_external)
		return read_external(onnx, parts, &out->tensor.data);
	out->tensor.data = parts->raw;
	if (parts->has_raw || bits == 0 || parts->is_scattered)
		return 0;
	if (parts->floats.len > 0)
		out->tensor.data = parts->floats;
	else if (parts->longs.len > 0)
		return unpack(onnx, parts->longs, 8, &out->tensor.data);
	else if (parts->ints.len > 0)
		return unpack(onnx, parts->ints, bits < 8 ? 1 : bits / 8, &out->tensor.data);
	return 0;
}

/* What is not looked into has type 0 from here on. */
static int ask_size(struct onnx *onnx, struct onnx_tensor *out, const struct onnx_parts *parts)
{
	unsigned bits = onnx_bits(out->type);
	uint64_t want = (times(out->tensor.count, bits) + 7) / 8;

	if (parts->is_scattered)
		out->type = 0;
	if (out->type == 0 || bits == 0)
		return 0;
	if (out->tensor.data.len != want)
		return weights_error(onnx->file, onnx->err,
			"tensor %.*s has %zu bytes of data, and %llu by its shape",
			text_quote(out->tensor.name), out->tensor.name.ptr, out->tensor.data.len,
			(unsigned long long)want);
	return 0;
}

static int add(struct onnx *onnx, const struct onnx_tensor *tensor)
{
	uint32_t *number;

	if (keys_add(&onnx->names, tensor->tensor.name, &number, onnx->err) < 0)
		return -1;
	if (*number)
		return onnx_broken(onnx, "two tensors of one name");
	if (arena_reserve(onnx->weights->arena, (void **)&onnx->tensors, &onnx->tensor_capacity,
		    onnx->tensor_count + 1, sizeof(*onnx->tensors)) < 0)
		return err_nomem(onnx->err);
	*number = (uint32_t)onnx->tensor_count + 1;
	onnx->tensors[onnx->tensor_count++] = *tensor;
	return 0;
}

int onnx_tensor_read(struct onnx *onnx, struct text message, struct text name)
{
	struct onnx_tensor tensor = {.tensor = {.path = onnx->file->path, .name = {"", 0}}};
	struct onnx_parts parts = {0};
	struct protobuf_field field;
	enum protobuf_step step;

	while ((step = protobuf_next(&message, &field)) == PROTOBUF_FIELD)
		if (take_field(onnx, &tensor, &parts, &field) < 0)
			return -1;
	if (step == PROTOBUF_BROKEN)
		return onnx_broken(onnx, "a tensor is cut off");
	if (name.len)
		tensor.tensor.name = name;
	if (tensor_measure(&tensor.tensor, onnx->file, onnx->err) < 0 ||
		take_data(onnx, &tensor, &parts) < 0 || ask_size(onnx, &tensor, &parts) < 0)
		return -1;
	return add(onnx, &tensor);
}
