/* SPDX-License-Identifier: Apache-2.0
 *
 * Which initializers are a quantized weight: the inputs of DequantizeLinear (QDQ), and of the operators that take integers (QOperator).
 * The weight is called what it was called before, as far as ONNX Runtime's quantizer goes: "W" of "W_quantized".
 */
#include "checks/model/weights/onnx.h"

enum { BY_NAME = -1 };

/* Inputs by number; a scale BY_NAME is "W_scale" of "W_quantized", which a Mul multiplies with. */
static const struct {
	const char *op;
	int codes, scale, zero;
} operators[] = {
	{"DequantizeLinear", 0, 1, 2},
	{"QLinearConv", 3, 4, 5},
	{"QLinearMatMul", 3, 4, 5},
	{"QGemm", 3, 4, 5},
	{"QLinearAdd", 3, 4, 5},
	{"QLinearMul", 3, 4, 5},
	{"MatMulInteger", 1, BY_NAME, 3},
	{"ConvInteger", 1, BY_NAME, 3},
	{"DynamicQuantizeMatMul", 1, 2, 3},
	{"MatMulIntegerToFloat", 1, 3, 5},
};

struct onnx_weight {
	struct onnx *onnx;
	const struct onnx_node *node;
	struct onnx_tensor *codes, *scale, *zero;
	struct affine *affine;
};

static struct text plain_name(struct text name)
{
	return text_ends(name, "_quantized") ? text_slice(name, 0, name.len - 10) : name;
}

int onnx_ggml_type(uint64_t type)
{
	switch (type) {
	case ONNX_FLOAT:
		return 0;
	case ONNX_FLOAT16:
		return 1;
	case ONNX_BFLOAT16:
		return 30;
	case ONNX_DOUBLE:
		return 28;
	case ONNX_INT8:
		return 24;
	case ONNX_INT16:
		return 25;
	case ONNX_INT32:
		return 26;
	case ONNX_INT64:
		return 27;
	default:
		return -1;
	}
}

/* --- codes, scales, zero points --- */

static const struct {
	uint64_t type; /* enum onnx_type */
	enum layout layout;
	bool is_signed;
} code_types[] = {
	{ONNX_INT8, LAYOUT_BYTES, true},
	{ONNX_UINT8, LAYOUT_BYTES, false},
	{ONNX_INT16, LAYOUT_WORDS, true},
	{ONNX_UINT16, LAYOUT_WORDS, false},
	{ONNX_INT32, LAYOUT_INTS, true},
	{ONNX_INT4, LAYOUT_NIBBLES, true},
	{ONNX_UINT4, LAYOUT_NIBBLES, false},
};

static bool take_codes(struct onnx_weight *weight)
{
	struct affine *affine = weight->affine;
	uint64_t type = weight->codes->type;

	affine->codes = weight->codes->tensor.data;
	affine->bits = onnx_bits(type);
	for (size_t i = 0; i < sizeof(code_types) / sizeof(code_types[0]); i++) {
		if (code_types[i].type != type)
			continue;
		affine->layout = code_types[i].layout;
		affine->is_signed = code_types[i].is_signed;
		return weight->codes->tensor.count > 0;
	}
	return false;
}

static bool take_scale(struct onnx_weight *weight)
{
	int type = onnx_ggml_type(weight->scale->type);

	if (type < 0 || (type > 1 && type < 28) || weight->scale->tensor.count == 0)
		return false;
	weight->affine->scale_type = block_type_find((uint32_t)type);
	weight->affine->scales = weight->scale->tensor.data;
	weight->affine->scale_count = weight->scale->tensor.count;
	return true;
}

/* Nibbles become bytes: there are few zero points. */
static int unpack_zeros(struct onnx_weight *weight)
{
	const struct text packed = weight->zero->tensor.data;
	uint8_t *bytes = arena_alloc(weight->onnx->weights->arena, packed.len * 2 + 1);

	if (!bytes)
		return err_nomem(weight->onnx->err);
	for (size_t i = 0; i < 2 * packed.len; i++) {
		uint8_t code = (uint8_t)packed.ptr[i / 2] >> (4 * (i % 2)) & 15;

		bytes[i] = weight->affine->is_signed && code > 7 ? (uint8_t)(code - 16) : code;
	}
	weight->affine->zeros = (struct text){(const char *)bytes, 2 * packed.len};
	weight->affine->zero_bytes = 1;
	return 0;
}

static int take_zero(struct onnx_weight *weight, bool *fits)
{
	struct affine *affine = weight->affine;

	*fits = true;
	if (!weight->zero)
		return 0;
	*fits = weight->zero->tensor.count == affine->scale_count &&
		weight->zero->type == weight->codes->type;
	affine->zero_layout = ZEROS_PLAIN;
	affine->zeros = weight->zero->tensor.data;
	affine->zero_bytes = affine->bits / 8;
	return affine->bits == 4 ? unpack_zeros(weight) : 0;
}

/* --- which scale belongs to which value --- */

static uint64_t product(const struct tensor *tensor, unsigned from, unsigned to)
{
	uint64_t size = 1;

	for (unsigned i = from; i < to; i++)
		size = times(size, tensor->dimensions[i]);
	return size;
}

static bool take_channels(struct onnx_weight *weight, struct tensor *tensor, unsigned axis)
{
	struct affine *affine = weight->affine;
	unsigned last = tensor->dimension_count - 1;

	tensor->fineness = 1;
	if (tensor->dimensions[axis] != affine->scale_count)
		return false;
	if (axis == last) {
		affine->group_stride = affine->column_group = 1;
		affine->group_count = affine->scale_count;
		return true;
	}
	tensor->columns = product(tensor, axis + 1, tensor->dimension_count);
	affine->column_group = tensor->columns;
	affine->row_modulo = affine->scale_count;
	affine->row_stride = 1;
	return true;
}

/* A scale of the weight's own rank: blocks along one axis of a matrix. */
static bool take_blocks(struct onnx_weight *weight, struct tensor *tensor, unsigned axis)
{
	const struct tensor *scale = &weight->scale->tensor;
	struct affine *affine = weight->affine;
	uint64_t block = (uint64_t)weight->node->block_size;

	tensor->fineness = 2;
	if (tensor->dimension_count != 2 || scale->dimension_count != 2 || block == 0 ||
		block > tensor->dimensions[axis] ||
		scale->dimensions[1 - axis] != tensor->dimensions[1 - axis] ||
		scale->dimensions[axis] != (tensor->dimensions[axis] + block - 1) / block)
		return false;
	affine->row_modulo = scale->dimensions[0];
	affine->row_stride = affine->group_count = scale->dimensions[1];
	affine->group_stride = 1;
	affine->row_group = axis == 0 ? block : 1;
	affine->column_group = axis == 1 ? block : 1;
	return true;
}

static bool take_places(struct onnx_weight *weight, struct tensor *tensor)
{
	struct affine *affine = weight->affine;
	int64_t axis = weight->node->axis;

	affine->row_group = affine->row_modulo = affine->group_count = 1;
	affine->column_group = tensor->columns;
	if (affine->scale_count == 1)
		return true;
	/* QLinearConv has its channels first, whatever the default of DequantizeLinear. */
	if (text_is(weight->node->op, "QLinearConv") || text_is(weight->node->op, "ConvInteger"))
		axis = 0;
	else if (!text_is(weight->node->op, "DequantizeLinear"))
		axis = (int64_t)tensor->dimension_count - 1;
	if (axis < 0)
		axis += (int64_t)tensor->dimension_count;
	if (axis < 0 || axis >= (int64_t)tensor->dimension_count)
		return false;
	return weight->node->block_size > 0 ? take_blocks(weight, tensor, (unsigned)axis)
					    : take_channels(weight, tensor, (unsigned)axis);
}

/* --- putting together --- */

/* What was taken: nothing of it is a tensor of its own. */
static void mark_used(struct onnx_weight *weight)
{
	weight->codes->is_used = weight->scale->is_used = true;
	if (weight->zero)
		weight->zero->is_used = true;
}

static int add_tensor(struct onnx_weight *weight, struct tensor *tensor)
{
	static const char *const fine[] = {"per tensor", "per channel", "in blocks"};
	struct onnx *onnx = weight->onnx;
	const struct affine *affine = weight->affine;

	tensor->name = onnx_name(onnx, plain_name(tensor->name));
	tensor->affine = affine;
	tensor->bits = affine->bits > 16 ? 8 : affine->bits;
	tensor->type = arena_textf(onnx->weights->arena, "%sint%u %s", affine->is_signed ? "" : "u",
		affine->bits, fine[tensor->fineness]);
	return tensor->type.ptr && tensor->name.ptr ? weights_add(onnx->weights, tensor, onnx->err)
						    : err_nomem(onnx->err);
}

static int add_weight(struct onnx_weight *weight)
{
	struct onnx *onnx = weight->onnx;
	struct tensor tensor = weight->codes->tensor;
	bool fits;

	weight->affine = arena_alloc(onnx->weights->arena, sizeof(*weight->affine));
	if (!weight->affine)
		return err_nomem(onnx->err);
	if (!take_codes(weight) || !take_scale(weight))
		return 0;
	if (take_zero(weight, &fits) < 0)
		return -1;
	if (!fits || !take_places(weight, &tensor))
		return weights_error(onnx->file, onnx->err,
			"tensor %.*s has scales or zero points that do not fit its shape",
			text_quote(tensor.name), tensor.name.ptr);
	mark_used(weight);
	return add_tensor(weight, &tensor);
}

static int scale_by_name(struct onnx_weight *weight)
{
	struct arena *arena = weight->onnx->weights->arena;
	struct text whole = weight->codes->tensor.name, stem = plain_name(whole), name;

	name = arena_textf(arena, "%.*s_scale", (int)stem.len, stem.ptr);
	if (!name.ptr)
		return err_nomem(weight->onnx->err);
	weight->scale = onnx_tensor_named(weight->onnx, name);
	if (weight->scale)
		return 0;
	name = arena_textf(arena, "%.*s_scale", (int)whole.len, whole.ptr);
	if (!name.ptr)
		return err_nomem(weight->onnx->err);
	weight->scale = onnx_tensor_named(weight->onnx, name);
	return 0;
}

/* A bias of integers has no scale among its operator's inputs. */
static int look_at_name(struct onnx *onnx, struct onnx_tensor *codes)
{
	const struct onnx_node node = {.op = TEXT("DequantizeLinear"), .axis = 0};
	struct onnx_weight weight = {.onnx = onnx, .node = &node, .codes = codes};

	if (codes->is_used || !text_ends(codes->tensor.name, "_quantized"))
		return 0;
	if (scale_by_name(&weight) < 0)
		return -1;
	return weight.scale ? add_weight(&weight) : 0;
}

static int look_at_node(struct onnx *onnx, const struct onnx_node *node)
{
	struct onnx_weight weight = {.onnx = onnx, .node = node};
	size_t i = 0;

	while (i < sizeof(operators) / sizeof(operators[0]) && !text_is(node->op, operators[i].op))
		i++;
	if (i == sizeof(operators) / sizeof(operators[0]))
		return onnx_nbits(onnx, node);
	weight.codes = onnx_input(onnx, node, operators[i].codes);
	weight.scale = onnx_input(onnx, node, operators[i].scale);
	weight.zero = onnx_input(onnx, node, operators[i].zero);
	if (!weight.codes || weight.codes->is_used)
		return 0;
	if (operators[i].scale == BY_NAME && scale_by_name(&weight) < 0)
		return -1;
	return weight.scale ? add_weight(&weight) : 0;
}

static int add_plain(struct onnx *onnx, const struct onnx_tensor *from)
{
	struct tensor tensor = from->tensor;
	int type = onnx_ggml_type(from->type);

	tensor.name = plain_name(tensor.name);
	tensor.type = text_of("of a type that is not looked into");
	tensor.bits = 64;
	if (type >= 0 && tensor.name.len == from->tensor.name.len) {
		tensor.block = block_type_find((uint32_t)type);
		tensor.type = text_of(tensor.block->name);
		tensor.bits = tensor.block->bits;
	}
	tensor.name = onnx_name(onnx, tensor.name);
	return tensor.name.ptr ? weights_add(onnx->weights, &tensor, onnx->err)
			       : err_nomem(onnx->err);
}

/* Of constants only what looks like a weight: the others come and go with each optimization of a graph. */
static bool is_wanted(const struct onnx_tensor *tensor)
{
	return !tensor->is_used && (!tensor->is_constant || tensor->tensor.dimension_count > 1);
}

int onnx_add_all(struct onnx *onnx)
{
	for (size_t i = 0; i < onnx->node_count; i++)
		if (look_at_node(onnx, &onnx->nodes[i]) < 0)
			return -1;
	for (size_t i = 0; i < onnx->tensor_count; i++)
		if (look_at_name(onnx, &onnx->tensors[i]) < 0)
			return -1;
	if (onnx_read_inner(onnx) < 0)
		return -1;
	for (size_t i = 0; i < onnx->tensor_count; i++)
		if (is_wanted(&onnx->tensors[i]) && add_plain(onnx, &onnx->tensors[i]) < 0)
			return -1;
	return 0;
}
