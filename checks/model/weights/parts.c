/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/weights/parts.h"

#include <math.h>

static bool is_float(const struct tensor *tensor)
{
	const struct block_type *type = tensor->block;

	return type && (type->dequantize == dequantize_f32 || type->dequantize == dequantize_f16 ||
			       type->dequantize == dequantize_bf16);
}

static bool take_scales(struct joining *joining)
{
	struct affine *affine = joining->affine;

	if (!is_float(joining->scales) || joining->scales->count == 0)
		return false;
	affine->scales = joining->scales->data;
	affine->scale_type = joining->scales->block;
	affine->scale_count = joining->scales->count;
	affine->codes = joining->codes->data;
	affine->row_group = 1;
	return true;
}

/* Each column's group must be one that there is. */
static bool take_index(struct joining *joining, uint64_t columns)
{
	const struct tensor *index = joining->index;

	if (!index)
		return true;
	if (!text_is(index->type, "I32") || index->count != columns)
		return false;
	for (uint64_t i = 0; i < columns; i++)
		if (load_u32((const uint8_t *)index->data.ptr + 4 * i) >=
			joining->affine->group_count)
			return false;
	joining->affine->group_index = index->data;
	return true;
}

static bool is_read(unsigned bits)
{
	return bits == 2 || bits == 3 || bits == 4 || bits == 8;
}

/* Scales [rows, groups], [rows, 1], [rows] or one for all. */
static bool take_strides(struct joining *joining, uint64_t rows, uint64_t columns)
{
	struct affine *affine = joining->affine;
	uint64_t groups;

	affine->row_modulo = rows;
	if (affine->scale_count == 1) {
		affine->column_group = columns;
		affine->group_count = 1;
		return true;
	}
	groups = affine->scale_count / rows;
	if (groups == 0 || affine->scale_count % rows || columns % groups)
		return false;
	affine->row_stride = groups;
	affine->group_stride = groups > 1;
	affine->column_group = columns / groups;
	affine->group_count = groups;
	return true;
}

static bool take_packed_zeros(struct joining *joining, uint64_t rows)
{
	struct affine *affine = joining->affine;
	const struct tensor *zeros = joining->zeros;

	if (!zeros)
		return true;
	if (!text_is(zeros->type, "I32") ||
		zeros->count != (rows * affine->bits + 31) / 32 * affine->group_count)
		return false;
	affine->zeros = zeros->data;
	affine->zero_layout = ZEROS_ROW_BITS;
	affine->zero_offset = -affine->offset;
	return true;
}

static bool take_plain_zeros(struct joining *joining)
{
	struct affine *affine = joining->affine;
	const struct tensor *zeros = joining->zeros;

	if (!zeros)
		return true;
	if (!text_is(zeros->type, "I8") || zeros->count != affine->scale_count)
		return false;
	affine->zeros = zeros->data;
	affine->zero_layout = ZEROS_PLAIN;
	affine->zero_bytes = 1;
	return true;
}

/* A weight of bytes, as its shape says. */
static bool joined_bytes(struct joining *joining)
{
	struct affine *affine = joining->affine;
	uint64_t rows = joining->codes->dimensions[0], columns = joining->codes->dimensions[1];

	if (rows == 0 || columns == 0)
		return false;
	affine->bits = 8;
	affine->is_signed = true;
	affine->layout = LAYOUT_BYTES;
	joining->tensor.dimensions[0] = rows;
	joining->tensor.dimensions[1] = columns;
	return take_strides(joining, rows, columns) && take_index(joining, columns) &&
	       take_plain_zeros(joining);
}

static bool shape_of(const struct joining *joining, uint64_t *rows, uint64_t *columns)
{
	const struct tensor *shape = joining->shape;
	const uint8_t *bytes;

	if (!shape || !text_is(shape->type, "I64") || shape->count != 2 ||
		joining->codes->dimension_count != 2)
		return false;
	bytes = (const uint8_t *)shape->data.ptr;
	*rows = load_u64(bytes);
	*columns = load_u64(bytes + 8);
	return *rows > 0 && *columns > 0 && *columns < (uint64_t)1 << 40 &&
	       *rows == joining->codes->dimensions[0];
}

/* Of a row of so many words, densely packed; the usual ones first, where a row is too short to say. 0: of none. */
static unsigned bits_of(uint64_t columns, uint64_t words)
{
	static const unsigned usual[] = {4, 8, 2, 3, 5, 6, 7};

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (words == (columns * usual[i] + 31) / 32)
			return usual[i];
	return 0;
}

bool joined_compressed(struct joining *joining)
{
	struct affine *affine = joining->affine;
	uint64_t rows, columns, words = joining->codes->dimensions[1];

	if (!take_scales(joining))
		return false;
	if (text_is(joining->codes->type, "I8"))
		return joined_bytes(joining);
	if (!shape_of(joining, &rows, &columns))
		return false;
	affine->bits = bits_of(columns, words);
	if (affine->bits == 0)
		return false;
	affine->layout = LAYOUT_ROW_BITS;
	affine->stride = 4 * words;
	affine->offset = 1 << (affine->bits - 1);
	joining->tensor.dimensions[0] = rows;
	joining->tensor.dimensions[1] = columns;
	return take_strides(joining, rows, columns) && take_index(joining, columns) &&
	       take_packed_zeros(joining, rows);
}

/* --- floats of 8 and 4 bits --- */

/* Scales [rows / n, columns / m]: blocks of n times m (DeepSeek's weight_scale_inv, the strategy "block"). */
static bool take_blocks_of_two(struct joining *joining, uint64_t rows, uint64_t columns)
{
	struct affine *affine = joining->affine;
	const struct tensor *scales = joining->scales;
	uint64_t down = scales->dimensions[0], across = scales->dimensions[1];

	if (scales->dimension_count != 2 || down == 0 || across == 0 || down > rows ||
		across > columns)
		return false;
	affine->row_group = (rows + down - 1) / down;
	affine->column_group = (columns + across - 1) / across;
	if ((rows + affine->row_group - 1) / affine->row_group != down ||
		(columns + affine->column_group - 1) / affine->column_group != across)
		return false;
	affine->row_modulo = down;
	affine->row_stride = affine->group_count = across;
	affine->group_stride = 1;
	return true;
}

/* What a kind of scale is kept in: floats, E4M3 (NVFP4), or bytes that are E8M0 (MXFP4). */
static bool take_small_scales(struct joining *joining)
{
	struct affine *affine = joining->affine;
	const struct tensor *scales = joining->scales;

	affine->scale_type = text_is(scales->type, "U8") ? eight_find("F8_E8M0") : scales->block;
	affine->scales = scales->data;
	affine->scale_count = scales->count;
	affine->codes = joining->codes->data;
	affine->row_group = 1;
	return affine->scale_type && scales->count > 0 &&
	       (eight_is(affine->scale_type) || is_float(scales));
}

static bool take_global(struct joining *joining)
{
	const struct tensor *global = joining->global;

	if (!global)
		return true;
	if (!text_is(global->type, "F32") || global->count != 1)
		return false;
	joining->affine->divisor = load_float((const uint8_t *)global->data.ptr);
	/* A scale of a scale that is none makes all of them none. */
	if (joining->affine->divisor == 0)
		joining->affine->divisor = NAN;
	return true;
}

static float most_of(const float *values, unsigned count)
{
	float most = 0;

	for (unsigned i = 0; i < count; i++)
		if (isfinite(values[i]) && fabsf(values[i]) > most)
			most = fabsf(values[i]);
	return most;
}

static void take_table(struct joining *joining, float *table)
{
	struct affine *affine = joining->affine;
	bool is_eight = eight_is(joining->codes->block);

	if (is_eight)
		eight_table(joining->codes->block, table);
	else
		four_table(table);
	affine->code_values = table;
	affine->code_most = most_of(table, is_eight ? 256 : 16);
	affine->bits = is_eight ? 8 : 4;
	affine->layout = is_eight ? LAYOUT_BYTES : LAYOUT_NIBBLES;
}

bool joined_floats(struct joining *joining, float *table)
{
	const struct tensor *codes = joining->codes;
	uint64_t rows = codes->dimensions[0],
		 columns = codes->dimensions[1] * (eight_is(codes->block) ? 1 : 2);

	if (codes->dimension_count != 2 || rows == 0 || columns == 0 ||
		!take_small_scales(joining) || !take_global(joining))
		return false;
	take_table(joining, table);
	joining->tensor.dimensions[0] = rows;
	joining->tensor.dimensions[1] = columns;
	return take_strides(joining, rows, columns) || take_blocks_of_two(joining, rows, columns);
}

static bool are_matrices(const struct joining *joining)
{
	return joining->codes->dimension_count == 2 && joining->scales->dimension_count == 2 &&
	       joining->zeros->dimension_count == 2;
}

/* Scales [groups, outputs], zeros [groups, outputs * bits / 32]: the bits follow from the two. */
static bool take_grouped(struct joining *joining, uint64_t *outputs)
{
	const struct tensor *scales = joining->scales, *zeros = joining->zeros;
	struct affine *affine = joining->affine;

	if (!take_scales(joining) || !are_matrices(joining) || !text_is(zeros->type, "I32") ||
		scales->dimensions[0] != zeros->dimensions[0])
		return false;
	*outputs = scales->dimensions[1];
	affine->group_count = scales->dimensions[0];
	if (*outputs == 0 || *outputs > (uint64_t)1 << 32)
		return false;
	affine->bits = (unsigned)(times(zeros->dimensions[1], 32) / *outputs & 63);
	if (!is_read(affine->bits) || zeros->dimensions[1] * 32 != *outputs * affine->bits)
		return false;
	affine->row_modulo = *outputs;
	affine->row_stride = 1;
	affine->group_stride = *outputs;
	affine->zeros = zeros->data;
	return true;
}

static bool take_inputs(struct joining *joining, uint64_t inputs, uint64_t outputs)
{
	struct affine *affine = joining->affine;

	if (inputs == 0 || inputs % affine->group_count)
		return false;
	affine->column_group = inputs / affine->group_count;
	joining->tensor.dimensions[0] = outputs;
	joining->tensor.dimensions[1] = inputs;
	return take_index(joining, inputs);
}

bool joined_gptq(struct joining *joining)
{
	struct affine *affine = joining->affine;
	uint64_t outputs;

	if (!take_grouped(joining, &outputs) || joining->codes->dimensions[1] != outputs)
		return false;
	affine->layout = LAYOUT_INPUT_BITS;
	affine->zero_layout = ZEROS_GROUP_BITS;
	affine->zero_offset = joining->all->gptq_zero_offset;
	if (times(joining->codes->dimensions[0], 32) % affine->bits)
		return false;
	return take_inputs(
		joining, times(joining->codes->dimensions[0], 32) / affine->bits, outputs);
}

bool joined_awq(struct joining *joining)
{
	struct affine *affine = joining->affine;
	uint64_t outputs;

	if (!take_grouped(joining, &outputs) || affine->bits != 4 ||
		times(joining->codes->dimensions[1], 8) != outputs)
		return false;
	affine->layout = LAYOUT_AWQ;
	affine->zero_layout = ZEROS_AWQ;
	affine->zero_offset = 0;
	affine->stride = 4 * joining->codes->dimensions[1];
	joining->index = NULL;
	return take_inputs(joining, joining->codes->dimensions[0], outputs);
}
