/* SPDX-License-Identifier: Apache-2.0
 *
 * TFLite (tensorflow/lite/schema/schema.fbs), of which the constants of the first subgraph are read. A flatbuffer is offsets, and any of them
 * may lead anywhere: each number is fetched with its bounds, no offset is followed in a loop, and nothing is recursive.
 *   Model 2 subgraphs, 4 buffers. SubGraph 0 tensors. Buffer 0 data. Tensor 0 shape, 1 type, 2 buffer, 3 name, 4 quantization.
 *   QuantizationParameters 2 scale, 3 zero_point, 6 quantized_dimension. value = scale * (code - zero_point)
 */
#include "checks/model/weights/reader.h"

enum tflite_type {
	TFLITE_FLOAT32 = 0,
	TFLITE_FLOAT16 = 1,
	TFLITE_INT32 = 2,
	TFLITE_UINT8 = 3,
	TFLITE_INT64 = 4,
	TFLITE_INT16 = 7,
	TFLITE_INT8 = 9,
	TFLITE_FLOAT64 = 10,
	TFLITE_INT4 = 17,
};

struct tflite {
	const struct weights_file *file;
	struct weights *weights;
	const uint8_t *bytes;
	uint64_t len;
	bool is_broken; /* an offset led out of the file */
	struct err *err;
};

/* Places in the file are plain numbers; 0: there is none. */
struct flat_vector {
	uint64_t at;
	uint64_t count;
};

static bool is_inside(struct tflite *tflite, uint64_t at, uint64_t len)
{
	if (at <= tflite->len && len <= tflite->len - at)
		return true;
	tflite->is_broken = true;
	return false;
}

static uint32_t u16_at(struct tflite *tflite, uint64_t at)
{
	return is_inside(tflite, at, 2) ? load_u16(tflite->bytes + at) : 0;
}

static uint32_t u32_at(struct tflite *tflite, uint64_t at)
{
	return is_inside(tflite, at, 4) ? load_u32(tflite->bytes + at) : 0;
}

/* Where an offset leads that stands at a place. */
static uint64_t follow(struct tflite *tflite, uint64_t at)
{
	uint32_t offset = at ? u32_at(tflite, at) : 0;

	return offset ? at + offset : 0;
}

/* Where a field of a table stands. */
static uint64_t field_of(struct tflite *tflite, uint64_t table, unsigned slot)
{
	int64_t vtable;
	uint32_t offset;

	if (!table)
		return 0;
	vtable = (int64_t)table - (int32_t)u32_at(tflite, table);
	if (vtable < 0 || !is_inside(tflite, (uint64_t)vtable, 4)) {
		tflite->is_broken = true;
		return 0;
	}
	if (u16_at(tflite, (uint64_t)vtable) < 6 + 2 * slot)
		return 0;
	offset = u16_at(tflite, (uint64_t)vtable + 4 + 2 * slot);
	return offset ? table + offset : 0;
}

static struct flat_vector vector_of(
	struct tflite *tflite, uint64_t table, unsigned slot, unsigned item_bytes)
{
	struct flat_vector vector = {follow(tflite, field_of(tflite, table, slot)), 0};

	if (!vector.at)
		return vector;
	vector.count = u32_at(tflite, vector.at);
	vector.at += 4;
	if (!is_inside(tflite, vector.at, vector.count * item_bytes))
		vector.count = 0;
	return vector;
}

static uint64_t item_of(struct tflite *tflite, struct flat_vector vector, uint64_t n)
{
	return n < vector.count ? follow(tflite, vector.at + 4 * n) : 0;
}

static struct text text_at(struct tflite *tflite, struct flat_vector vector)
{
	return vector.count ? (struct text){(const char *)tflite->bytes + vector.at,
				      (size_t)vector.count}
			    : (struct text){"", 0};
}

static int flaw(const struct tflite *tflite, const struct tensor *tensor, const char *what)
{
	return weights_error(tflite->file, tflite->err, "tensor %.*s %s", text_quote(tensor->name),
		tensor->name.ptr, what);
}

static unsigned bits_of(uint32_t type)
{
	switch (type) {
	case TFLITE_INT4:
		return 4;
	case TFLITE_INT8:
	case TFLITE_UINT8:
		return 8;
	case TFLITE_FLOAT16:
	case TFLITE_INT16:
		return 16;
	case TFLITE_FLOAT32:
	case TFLITE_INT32:
		return 32;
	case TFLITE_INT64:
	case TFLITE_FLOAT64:
		return 64;
	default:
		return 0;
	}
}

static const struct block_type *plain_type(uint32_t type)
{
	static const struct {
		uint32_t type, block;
	} types[] = {{TFLITE_FLOAT32, 0}, {TFLITE_FLOAT16, 1}, {TFLITE_INT32, 26},
		{TFLITE_INT64, 27}, {TFLITE_INT16, 25}, {TFLITE_INT8, 24}, {TFLITE_FLOAT64, 28}};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].type == type)
			return block_type_find(types[i].block);
	return NULL;
}

/* --- quantization --- */

static enum layout layout_of(uint32_t type)
{
	switch (type) {
	case TFLITE_INT4:
		return LAYOUT_NIBBLES;
	case TFLITE_INT16:
		return LAYOUT_WORDS;
	case TFLITE_INT32:
		return LAYOUT_INTS;
	default:
		return LAYOUT_BYTES;
	}
}

static bool is_integer(uint32_t type)
{
	return type == TFLITE_INT4 || type == TFLITE_INT8 || type == TFLITE_UINT8 ||
	       type == TFLITE_INT16 || type == TFLITE_INT32;
}

/* One scale, or one for each of a dimension. */
static bool take_places(struct tensor *tensor, struct affine *affine, uint32_t dimension)
{
	affine->row_group = affine->row_modulo = affine->group_count = 1;
	affine->column_group = tensor->columns;
	if (affine->scale_count == 1)
		return true;
	if (dimension >= tensor->dimension_count ||
		tensor->dimensions[dimension] != affine->scale_count)
		return false;
	tensor->fineness = 1;
	if (dimension == tensor->dimension_count - 1) {
		affine->column_group = affine->group_stride = 1;
		affine->group_count = affine->scale_count;
		return true;
	}
	tensor->columns = 1;
	for (unsigned i = dimension + 1; i < tensor->dimension_count; i++)
		tensor->columns *= tensor->dimensions[i];
	affine->column_group = tensor->columns;
	affine->row_modulo = affine->scale_count;
	affine->row_stride = 1;
	return true;
}

static int take_affine(struct tflite *tflite, struct tensor *tensor, uint32_t type,
	uint64_t quantization, struct flat_vector scales)
{
	struct flat_vector zeros = vector_of(tflite, quantization, 3, 8);
	uint64_t dimension = field_of(tflite, quantization, 6);
	struct affine *affine = arena_alloc(tflite->weights->arena, sizeof(*affine));

	if (!affine)
		return err_nomem(tflite->err);
	affine->codes = tensor->data;
	affine->bits = bits_of(type);
	affine->is_signed = type != TFLITE_UINT8;
	affine->layout = layout_of(type);
	affine->scales = text_slice(
		tflite->file->content, (size_t)scales.at, (size_t)(scales.at + 4 * scales.count));
	affine->scale_type = block_type_find(0);
	affine->scale_count = scales.count;
	if (zeros.count == scales.count) {
		affine->zero_layout = ZEROS_PLAIN;
		affine->zero_bytes = 8;
		affine->zeros = text_slice(tflite->file->content, (size_t)zeros.at,
			(size_t)(zeros.at + 8 * zeros.count));
	} else if (zeros.count) {
		return flaw(tflite, tensor, "has another number of zero points than of scales");
	}
	if (!take_places(tensor, affine, dimension ? u32_at(tflite, dimension) : 0))
		return flaw(tflite, tensor, "has scales that do not fit its shape");
	tensor->block = NULL;
	tensor->affine = affine;
	tensor->bits = affine->bits > 16 ? 8 : affine->bits;
	tensor->type =
		arena_textf(tflite->weights->arena, "%sint%u %s", affine->is_signed ? "" : "u",
			affine->bits, tensor->fineness ? "per channel" : "per tensor");
	return tensor->type.ptr ? 0 : err_nomem(tflite->err);
}

/* --- tensors --- */

static int take_shape(struct tflite *tflite, struct tensor *tensor, uint64_t table)
{
	struct flat_vector shape = vector_of(tflite, table, 0, 4);

	if (shape.count > WEIGHTS_DIMENSIONS)
		return flaw(tflite, tensor, "has more than 8 dimensions");
	tensor->dimension_count = (unsigned)shape.count;
	for (unsigned i = 0; i < shape.count; i++) {
		uint32_t size = u32_at(tflite, shape.at + 4 * i);

		if (size > INT32_MAX)
			return flaw(tflite, tensor, "has a negative size");
		tensor->dimensions[i] = size;
	}
	return tensor_measure(tensor, tflite->file, tflite->err);
}

static int take_type(struct tflite *tflite, struct tensor *tensor, uint64_t table, uint32_t type)
{
	uint64_t quantization = follow(tflite, field_of(tflite, table, 4));
	struct flat_vector scales = vector_of(tflite, quantization, 2, 4);
	uint64_t want = (times(tensor->count, bits_of(type)) + 7) / 8;

	if (bits_of(type) && tensor->data.len != want)
		return flaw(tflite, tensor, "has another number of bytes than its shape says");
	if (is_integer(type) && scales.count > 0 && tensor->count > 0)
		return take_affine(tflite, tensor, type, quantization, scales);
	tensor->block = plain_type(type);
	tensor->type = tensor->block ? text_of(tensor->block->name)
				     : text_of("of a type that is not looked into");
	tensor->bits = tensor->block ? tensor->block->bits : 64;
	return 0;
}

/* Two constants may have one name: the second gets its number. */
static int take_name(struct tflite *tflite, struct tensor *tensor, uint64_t n)
{
	if (tensor->name.len > 0 && !weights_find(tflite->weights, tensor->name))
		return 0;
	tensor->name = arena_textf(tflite->weights->arena, "%.*s (tensor %llu)",
		(int)(tensor->name.len < 200 ? tensor->name.len : 200), tensor->name.ptr,
		(unsigned long long)n);
	return tensor->name.ptr ? 0 : err_nomem(tflite->err);
}

/* Of what is computed there is none: it is in no buffer, or in an empty one. */
static int take_data(
	struct tflite *tflite, struct tensor *tensor, uint64_t table, struct flat_vector buffers)
{
	uint64_t at = field_of(tflite, table, 2), number = at ? u32_at(tflite, at) : 0;

	if (number > 0 && number >= buffers.count && !tflite->is_broken)
		return flaw(tflite, tensor, "is in a buffer that there is not");
	tensor->data = text_at(tflite, vector_of(tflite, item_of(tflite, buffers, number), 0, 1));
	return 0;
}

static int read_tensor(
	struct tflite *tflite, uint64_t table, uint64_t n, struct flat_vector buffers)
{
	struct tensor tensor = {.path = tflite->file->path};
	uint64_t type = field_of(tflite, table, 1);

	tensor.name = text_at(tflite, vector_of(tflite, table, 3, 1));
	if (take_data(tflite, &tensor, table, buffers) < 0)
		return -1;
	if (tflite->is_broken || tensor.data.len == 0)
		return 0;
	type = type && is_inside(tflite, type, 1) ? tflite->bytes[type] : 0;
	if (take_shape(tflite, &tensor, table) < 0 ||
		take_type(tflite, &tensor, table, (uint32_t)type) < 0 ||
		take_name(tflite, &tensor, n) < 0)
		return -1;
	return weights_add(tflite->weights, &tensor, tflite->err);
}

static bool tflite_is_one(const struct weights_file *file)
{
	return text_starts(text_slice(file->content, 4, 8), "TFL3") ||
	       (text_ends(file->path, ".tflite") && file->content.len >= 24);
}

static int tflite_read(struct weights *weights, const struct weights_file *file, struct err *err)
{
	struct tflite tflite = {.file = file,
		.weights = weights,
		.bytes = (const uint8_t *)file->content.ptr,
		.len = file->content.len,
		.err = err};
	struct flat_vector graphs, buffers, tensors;
	uint64_t model;

	if (!text_starts(text_slice(file->content, 4, 8), "TFL3"))
		return weights_error(
			file, err, "no TFLite file: \"TFL3\" is not at its fifth byte");
	model = u32_at(&tflite, 0);
	graphs = vector_of(&tflite, model, 2, 4);
	buffers = vector_of(&tflite, model, 4, 4);
	tensors = vector_of(&tflite, item_of(&tflite, graphs, 0), 0, 4);
	for (uint64_t i = 0; i < tensors.count && !tflite.is_broken; i++)
		if (read_tensor(&tflite, item_of(&tflite, tensors, i), i, buffers) < 0)
			return -1;
	return tflite.is_broken ? weights_error(file, err, "an offset in it leads out of the file")
				: 0;
}

extern const struct weights_reader weights_tflite;

const struct weights_reader weights_tflite = {"TFLite", tflite_is_one, tflite_read};
