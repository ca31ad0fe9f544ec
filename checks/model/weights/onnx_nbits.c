/* SPDX-License-Identifier: Apache-2.0
 *
 * MatMulNBits of com.microsoft (ContribOperators.md of ONNX Runtime): A times a weight [K, N] whose columns are kept as rows of blocks.
 * B: bytes [N, blocks, block_size * bits / 8], the first code in the low bits. Scales [N, blocks]. Zero points: of each row the
 * codes of its blocks, packed alike; 2^(bits - 1) where there are none. The weight is compared with the [K, N] that it was made of.
 */
#include "checks/model/weights/onnx.h"

enum { INPUT_CODES = 1, INPUT_SCALES = 2, INPUT_ZEROS = 3, INPUT_INDEX = 4 };

struct nbits {
	struct onnx *onnx;
	const struct onnx_node *node;
	struct onnx_tensor *codes, *scales, *zeros;
	struct affine *affine;
	uint64_t blocks, row_bytes;
};

/* "W" of the "W_Q4" and "W_Q4G32" that ONNX Runtime's quantizer makes of it. */
static struct text plain_name(struct text name)
{
	for (size_t i = name.len; i-- > 0;) {
		struct text tail = text_slice(name, i, name.len);

		if (text_starts(tail, "_Q") && tail.len > 2 && tail.ptr[2] >= '1' &&
			tail.ptr[2] <= '8' && i > 0)
			return text_slice(name, 0, i);
	}
	return name;
}

static bool is_size(int64_t value, int64_t most)
{
	return value > 0 && value <= most;
}

static bool take_sizes(struct nbits *nbits)
{
	const struct onnx_node *node = nbits->node;

	if (!is_size(node->inner, (int64_t)1 << 40) || !is_size(node->outer, (int64_t)1 << 40) ||
		!is_size(node->block_size, 1 << 20) ||
		(node->bits != 2 && node->bits != 4 && node->bits != 8))
		return false;
	nbits->blocks = ((uint64_t)node->inner + (uint64_t)node->block_size - 1) /
			(uint64_t)node->block_size;
	nbits->row_bytes =
		nbits->blocks * (((uint64_t)node->block_size * (uint64_t)node->bits + 7) / 8);
	return nbits->codes->type == ONNX_UINT8 && (node->block_size * node->bits) % 8 == 0 &&
	       times(nbits->row_bytes, (uint64_t)node->outer) == nbits->codes->tensor.count;
}

static bool take_scales(struct nbits *nbits)
{
	int type = onnx_ggml_type(nbits->scales->type);

	if (type < 0 || (type > 1 && type < 28) ||
		nbits->scales->tensor.count != times(nbits->blocks, (uint64_t)nbits->node->outer))
		return false;
	nbits->affine->scale_type = block_type_find((uint32_t)type);
	nbits->affine->scales = nbits->scales->tensor.data;
	nbits->affine->scale_count = nbits->scales->tensor.count;
	return true;
}

/* Codes of zero points become bytes: there are few. */
static int unpack_zeros(struct nbits *nbits, bool *fits)
{
	const struct text packed = nbits->zeros->tensor.data;
	unsigned bits = nbits->affine->bits;
	uint64_t row = (nbits->blocks * bits + 7) / 8, count = nbits->affine->scale_count;
	uint8_t *bytes;

	*fits = nbits->zeros->type == ONNX_UINT8 &&
		nbits->zeros->tensor.count == times(row, (uint64_t)nbits->node->outer);
	if (!*fits)
		return 0;
	bytes = arena_alloc(nbits->onnx->weights->arena, (size_t)count);
	if (!bytes)
		return err_nomem(nbits->onnx->err);
	for (uint64_t i = 0; i < count; i++) {
		uint64_t at = i % nbits->blocks * bits;

		unsigned byte = (uint8_t)packed.ptr[i / nbits->blocks * row + at / 8];

		bytes[i] = (uint8_t)(byte >> (at % 8) & ((1U << bits) - 1));
	}
	nbits->affine->zeros = (struct text){(const char *)bytes, (size_t)count};
	nbits->affine->zero_layout = ZEROS_PLAIN;
	nbits->affine->zero_bytes = 1;
	return 0;
}

static void take_places(struct nbits *nbits)
{
	struct affine *affine = nbits->affine;

	affine->codes = nbits->codes->tensor.data;
	affine->layout = LAYOUT_COLUMN_BITS;
	affine->stride = nbits->row_bytes;
	affine->row_group = (uint64_t)nbits->node->block_size;
	affine->row_modulo = nbits->blocks;
	affine->row_stride = 1;
	affine->column_group = 1;
	affine->group_count = (uint64_t)nbits->node->outer;
	affine->group_stride = nbits->blocks;
}

static int add(struct nbits *nbits)
{
	struct onnx *onnx = nbits->onnx;
	struct tensor tensor = {.path = onnx->file->path, .dimension_count = 2, .fineness = 2};

	tensor.name = onnx_name(onnx, plain_name(nbits->codes->tensor.name));
	tensor.dimensions[0] = (uint64_t)nbits->node->inner;
	tensor.dimensions[1] = (uint64_t)nbits->node->outer;
	tensor.affine = nbits->affine;
	tensor.bits = nbits->affine->bits;
	tensor.type = arena_textf(onnx->weights->arena, "uint%u in blocks", nbits->affine->bits);
	if (!tensor.name.ptr || !tensor.type.ptr)
		return err_nomem(onnx->err);
	nbits->codes->is_used = nbits->scales->is_used = true;
	if (nbits->zeros)
		nbits->zeros->is_used = true;
	return tensor_measure(&tensor, onnx->file, onnx->err) < 0
		       ? -1
		       : weights_add(onnx->weights, &tensor, onnx->err);
}

/* Another order of rows, and zero points that are fractions, are listed and not looked into. */
static bool is_read(const struct nbits *nbits)
{
	return nbits->codes && !nbits->codes->is_used &&
	       !onnx_input(nbits->onnx, nbits->node, INPUT_INDEX) &&
	       (!nbits->zeros || nbits->zeros->type == ONNX_UINT8);
}

static int take_parts(struct nbits *nbits, bool *fits)
{
	nbits->affine->bits = (unsigned)nbits->node->bits & 15;
	/* Without zero points ONNX Runtime's quantizer lets the scale have the sign of the largest value. */
	nbits->affine->is_signed_scale = !nbits->zeros;
	*fits = nbits->scales && take_sizes(nbits) && take_scales(nbits);
	if (*fits && nbits->zeros)
		return unpack_zeros(nbits, fits);
	if (*fits)
		nbits->affine->offset = 1 << (nbits->node->bits - 1);
	return 0;
}

int onnx_nbits(struct onnx *onnx, const struct onnx_node *node)
{
	struct nbits nbits = {.onnx = onnx,
		.node = node,
		.codes = onnx_input(onnx, node, INPUT_CODES),
		.scales = onnx_input(onnx, node, INPUT_SCALES),
		.zeros = onnx_input(onnx, node, INPUT_ZEROS)};
	bool fits;

	if (!text_is(node->op, "MatMulNBits") || !is_read(&nbits))
		return 0;
	nbits.affine = arena_alloc(onnx->weights->arena, sizeof(*nbits.affine));
	if (!nbits.affine)
		return err_nomem(onnx->err);
	if (take_parts(&nbits, &fits) < 0)
		return -1;
	if (!fits)
		return weights_error(onnx->file, onnx->err,
			"tensor %.*s has scales or zero points that do not fit its shape",
			text_quote(nbits.codes->tensor.name), nbits.codes->tensor.name.ptr);
	take_places(&nbits);
	return add(&nbits);
}
