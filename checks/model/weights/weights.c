/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/weights/weights.h"

#include <stdio.h>

void weights_start(struct weights *weights, struct arena *arena)
{
	*weights = (struct weights){.arena = arena, .gptq_zero_offset = 1};
	keys_start(&weights->names, arena);
}

int weights_add(struct weights *weights, const struct tensor *tensor, struct err *err)
{
	uint32_t *number;

	if (keys_add(&weights->names, tensor->name, &number, err) < 0)
		return -1;
	if (*number) {
		err_set(err, ERR_LOOK, "%.*s: a second tensor %.*s", text_quote(tensor->path),
			tensor->path.ptr, text_quote(tensor->name), tensor->name.ptr);
		return err_remedy(err, "write the model anew, with each tensor once");
	}
	weights->used_bytes += tensor->data.len;
	if (weights->most_bytes && weights->used_bytes > weights->most_bytes)
		return err_set(err, ERR_LOOK, "%.*s: its tensors share their bytes many times over",
			text_quote(tensor->path), tensor->path.ptr);
	if (arena_reserve(weights->arena, (void **)&weights->items, &weights->capacity,
		    weights->count + 1, sizeof(*weights->items)) < 0)
		return err_nomem(err);
	*number = (uint32_t)weights->count + 1;
	weights->items[weights->count++] = *tensor;
	return 0;
}

const struct tensor *weights_find(const struct weights *weights, struct text name)
{
	const uint32_t *number = keys_find(&weights->names, name);

	return number ? &weights->items[*number - 1] : NULL;
}

static const uint8_t *bytes_of(struct text text)
{
	return (const uint8_t *)text.ptr;
}

/* --- affine --- */

struct affine_place affine_place(const struct affine *affine, uint64_t row, uint64_t column)
{
	struct affine_place place = {0, row / affine->row_group % affine->row_modulo, 0};

	place.group = affine->group_index.len ? load_u32(bytes_of(affine->group_index) + 4 * column)
					      : column / affine->column_group;
	place.scale = place.row * affine->row_stride + place.group * affine->group_stride;
	return place;
}

float affine_scale(const struct affine *affine, uint64_t scale)
{
	float value;

	affine->scale_type->dequantize(
		bytes_of(affine->scales) + scale * affine->scale_type->bytes, &value);
	return affine->divisor != 0 ? value / affine->divisor : value;
}

static int64_t integer_at(const uint8_t *bytes, unsigned size, bool is_signed)
{
	switch (size) {
	case 1:
		return is_signed ? (int8_t)bytes[0] : bytes[0];
	case 2:
		return is_signed ? (int16_t)load_u16(bytes) : load_u16(bytes);
	case 4:
		return (int32_t)load_u32(bytes);
	default:
		return (int64_t)load_u64(bytes);
	}
}

/* Bits [at, at + bits) of a stream of little-endian words, which is one of bytes too. */
static int64_t bits_at(const uint8_t *bytes, uint64_t at, unsigned bits)
{
	uint32_t word = bytes[at / 8];

	if (at % 8 + bits > 8)
		word |= (uint32_t)bytes[at / 8 + 1] << 8;
	return word >> (at % 8) & ((1U << bits) - 1);
}

/* The same in a stream of which one word lies `stride` words behind the other, from word `first`. */
static int64_t strided_bits_at(
	const uint8_t *bytes, uint64_t at, unsigned bits, uint64_t stride, uint64_t first)
{
	uint64_t word = at / 32 * stride + first, low = load_u32(bytes + 4 * word);

	if (at % 32 + bits > 32)
		low |= (uint64_t)load_u32(bytes + 4 * (word + stride)) << 32;
	return (int64_t)(low >> (at % 32) & ((1U << bits) - 1));
}

static uint64_t awq_place(uint64_t n)
{
	static const uint8_t order[8] = {0, 4, 1, 5, 2, 6, 3, 7};

	return n / 8 * 8 + order[n % 8];
}

int64_t affine_zero(const struct affine *affine, const struct affine_place *place)
{
	const uint8_t *zeros = bytes_of(affine->zeros);
	unsigned bits = affine->bits;
	uint64_t in_group = affine->stride; /* bits of a packed row of zeros, see the layouts */

	switch (affine->zero_layout) {
	case ZEROS_PLAIN:
		return affine->zero_offset + integer_at(zeros + place->scale * affine->zero_bytes,
						     affine->zero_bytes, affine->is_signed);
	case ZEROS_ROW_BITS:
		return affine->zero_offset + strided_bits_at(zeros, place->row * bits, bits,
						     affine->group_count, place->group);
	case ZEROS_GROUP_BITS:
		in_group = affine->row_modulo * bits;
		return affine->zero_offset +
		       bits_at(zeros, place->group * in_group + place->row * bits, bits);
	case ZEROS_AWQ:
		in_group = affine->row_modulo * bits;
		return affine->zero_offset +
		       bits_at(zeros, place->group * in_group + awq_place(place->row) * bits, bits);
	case ZEROS_NONE:
		break;
	}
	return 0;
}

static int64_t nibble_of(const struct affine *affine, uint64_t n)
{
	int64_t code = bytes_of(affine->codes)[n / 2] >> (4 * (n % 2)) & 15;

	return affine->is_signed && code > 7 ? code - 16 : code;
}

int64_t affine_code(const struct affine *affine, uint64_t row, uint64_t column, uint64_t columns)
{
	const uint8_t *codes = bytes_of(affine->codes);
	unsigned bits = affine->bits;
	int64_t code = 0;

	switch (affine->layout) {
	case LAYOUT_BYTES:
		code = integer_at(codes + row * columns + column, 1, affine->is_signed);
		break;
	case LAYOUT_WORDS:
		code = integer_at(codes + 2 * (row * columns + column), 2, affine->is_signed);
		break;
	case LAYOUT_INTS:
		code = integer_at(codes + 4 * (row * columns + column), 4, affine->is_signed);
		break;
	case LAYOUT_NIBBLES:
		code = nibble_of(affine, row * columns + column);
		break;
	case LAYOUT_ROW_BITS:
		code = bits_at(codes + row * affine->stride, column * bits, bits);
		break;
	case LAYOUT_COLUMN_BITS:
		code = bits_at(codes + column * affine->stride, row * bits, bits);
		break;
	case LAYOUT_INPUT_BITS:
		code = strided_bits_at(codes, column * bits, bits, affine->row_modulo, row);
		break;
	case LAYOUT_AWQ:
		code = bits_at(codes + column * affine->stride, awq_place(row) * bits, bits);
		break;
	}
	return code - affine->offset;
}

static void affine_values(const struct tensor *tensor, uint64_t first, uint64_t count, float *out)
{
	const struct affine *affine = tensor->affine;

	for (uint64_t i = 0; i < count; i++) {
		uint64_t row = (first + i) / tensor->columns,
			 column = (first + i) % tensor->columns;
		struct affine_place place = affine_place(affine, row, column);
		int64_t code = affine_code(affine, row, column, tensor->columns);

		out[i] = affine_scale(affine, place.scale) *
			 (affine->code_values ? affine->code_values[code]
					      : (float)(code - affine_zero(affine, &place)));
	}
}

static void values_as_they_lie(
	const struct tensor *tensor, uint64_t first, uint64_t count, float *out)
{
	const struct block_type *type = tensor->block;
	const uint8_t *block;

	if (!type) {
		affine_values(tensor, first, count, out);
		return;
	}
	block = bytes_of(tensor->data) + first / type->values * type->bytes;
	if (type->values == 1) {
		plain_values(type, block, count, out);
		return;
	}
	for (uint64_t done = 0; done < count; done += type->values, block += type->bytes)
		type->dequantize(block, out + done);
}

/* Where the row lies that is asked for: of n rows of a head the half before and the half behind by turns, or the other way round. */
static uint64_t row_of_heads(const struct heads *heads, uint64_t row, uint64_t rows)
{
	uint64_t size = rows / heads->count, first = row / size * size, in = row % size;

	return first + (heads->are_halves ? in / 2 + in % 2 * (size / 2)
					  : in % (size / 2) * 2 + in / (size / 2));
}

static void values_of_heads(const struct tensor *tensor, uint64_t first, uint64_t count, float *out)
{
	uint64_t columns = tensor->dimension_count > 1 ? tensor->columns : 1;
	uint64_t rows = tensor->count / columns;

	for (uint64_t done = 0; done < count;) {
		uint64_t row = (first + done) / columns, column = (first + done) % columns;
		uint64_t part = columns - column < count - done ? columns - column : count - done;

		values_as_they_lie(tensor,
			row_of_heads(&tensor->heads, row, rows) * columns + column, part,
			out + done);
		done += part;
	}
}

void tensor_values(const struct tensor *tensor, uint64_t first, uint64_t count, float *out)
{
	if (tensor->heads.count)
		values_of_heads(tensor, first, count, out);
	else
		values_as_they_lie(tensor, first, count, out);
}

/* --- shapes --- */

bool tensor_same_shape(const struct tensor *a, const struct tensor *b)
{
	if (a->dimension_count != b->dimension_count)
		return false;
	for (unsigned i = 0; i < a->dimension_count; i++)
		if (a->dimensions[i] != b->dimensions[i])
			return false;
	return true;
}

struct text tensor_shape(const struct tensor *tensor, struct arena *arena)
{
	char text[24 * WEIGHTS_DIMENSIONS];
	int at = 0;

	for (unsigned i = 0; i < tensor->dimension_count; i++)
		at += snprintf(text + at, sizeof(text) - (size_t)at, "%s%llu", i ? ", " : "",
			(unsigned long long)tensor->dimensions[i]);
	text[at] = 0;
	return arena_textf(arena, "[%s]", text);
}
