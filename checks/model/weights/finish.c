/* SPDX-License-Identifier: Apache-2.0
 *
 * Checkpoints in which a weight is several tensors, put together after all shards were read:
 *   compressed-tensors   X.weight_packed or an integer X.weight, with X.weight_scale, _zero_point, _shape, _g_idx
 *   FP8                  X.weight (F8_E4M3, F8_E5M2), with X.weight_scale or _scale_inv, for all, per row or in blocks
 *   NVFP4, MXFP4         X.weight_packed (U8: two E2M1, the first low), with X.weight_scale (E4M3, or bytes of E8M0) and _global_scale
 *   GPTQ, AWQ            X.qweight, X.qzeros, X.scales, X.g_idx
 * What was put together is one tensor X.weight; its parts are none any more. A packing that is not read (GPTQ of other than 2, 3, 4 or 8
 * bits), and parts that do not fit, are ERR_LOOK.
 */
#include "checks/model/weights/parts.h"
#include "checks/model/weights/shards.h"

static const struct tensor *part(const struct joining *joining, const char *suffix)
{
	struct text name = arena_textf(
		joining->all->arena, "%.*s%s", (int)joining->stem.len, joining->stem.ptr, suffix);

	return name.ptr ? weights_find(joining->all, name) : NULL;
}

static struct text stem_of(struct text name, const char *suffix)
{
	return text_slice(name, 0, name.len - strlen(suffix));
}

/* Bytes of FP8, or two FP4 in a byte. */
static bool is_small_float(const struct tensor *tensor)
{
	if (text_ends(tensor->name, ".weight_packed"))
		return text_is(tensor->type, "U8");
	return text_ends(tensor->name, ".weight") && eight_is(tensor->block);
}

/* Whether a tensor is a part of another one, which stands for it. */
static bool is_part(const struct weights *all, struct text name)
{
	static const struct {
		const char *suffix, *whole;
	} parts[] = {
		{".weight_scale", ".weight_packed"},
		{".weight_zero_point", ".weight_packed"},
		{".weight_shape", ".weight_packed"},
		{".weight_g_idx", ".weight_packed"},
		{".weight_global_scale", ".weight_packed"},
		{".weight_scale", ".weight"},
		{".weight_scale_inv", ".weight"},
		{".weight_zero_point", ".weight"},
		{".qzeros", ".qweight"},
		{".scales", ".qweight"},
		{".g_idx", ".qweight"},
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct joining joining = {.all = all};

		if (!text_ends(name, parts[i].suffix))
			continue;
		joining.stem = stem_of(name, parts[i].suffix);
		joining.codes = part(&joining, parts[i].whole);
		if (joining.codes &&
			(joining.codes->type.ptr[0] == 'I' || is_small_float(joining.codes)))
			return true;
	}
	return false;
}

static int lack(struct weights *out, const struct tensor *tensor, const char *what, struct err *err)
{
	if (arena_reserve(out->arena, (void **)&out->lacks, &out->lack_capacity,
		    out->lack_count + 1, sizeof(*out->lacks)) < 0)
		return err_nomem(err);
	out->lacks[out->lack_count++] = (struct lack){*tensor, what};
	return weights_add(out, tensor, err);
}

static int add_joined(struct weights *out, struct joining *joining, bool joined, struct err *err)
{
	struct tensor *tensor = &joining->tensor;

	tensor->name =
		arena_textf(out->arena, "%.*s.weight", (int)joining->stem.len, joining->stem.ptr);
	if (!tensor->name.ptr)
		return err_nomem(err);
	if (!joined) {
		err_set(err, ERR_LOOK,
			"%.*s: the parts of %.*s do not fit together, or are packed in a way that "
			"is not read",
			text_quote(joining->codes->path), joining->codes->path.ptr,
			text_quote(joining->codes->name), joining->codes->name.ptr);
		return err_remedy(err, "write the checkpoint anew; of a packing that is not read "
				       "say weights: {enabled: false}");
	}
	tensor->path = joining->codes->path;
	tensor->dimension_count = 2;
	tensor->count = times(tensor->dimensions[0], tensor->dimensions[1]);
	tensor->columns = tensor->dimensions[1];
	if (tensor->bits == 0)
		tensor->bits = joining->affine->bits;
	tensor->affine = joining->affine;
	tensor->fineness = joining->affine->group_stride ? 2 : joining->affine->row_stride ? 1 : 0;
	tensor->type = arena_textf(out->arena, "%s%u %s", joining->kind, joining->affine->bits,
		tensor->fineness == 2   ? "in groups"
		: tensor->fineness == 1 ? "per channel"
					: "per tensor");
	return tensor->type.ptr ? weights_add(out, tensor, err) : err_nomem(err);
}

static int start(struct joining *joining, struct weights *out, const struct tensor *tensor,
	const char *suffix, struct err *err)
{
	joining->codes = tensor;
	joining->stem = stem_of(tensor->name, suffix);
	joining->affine = arena_alloc(out->arena, sizeof(*joining->affine));
	return joining->affine ? 0 : err_nomem(err);
}

static int join_compressed(struct weights *out, const struct weights *all,
	const struct tensor *tensor, const char *suffix, struct err *err)
{
	struct joining joining = {.all = all, .kind = "int"};

	if (start(&joining, out, tensor, suffix, err) < 0)
		return -1;
	joining.scales = part(&joining, ".weight_scale");
	joining.zeros = part(&joining, ".weight_zero_point");
	joining.shape = part(&joining, ".weight_shape");
	joining.index = part(&joining, ".weight_g_idx");
	if (!joining.scales)
		return lack(out, tensor, "weight_scale", err);
	return add_joined(out, &joining, joined_compressed(&joining), err);
}

/* FP8 without a scale may be meant so; FP4 never is. */
static int join_floats(struct weights *out, const struct weights *all, const struct tensor *tensor,
	struct err *err)
{
	bool is_eight = eight_is(tensor->block);
	struct joining joining = {.all = all, .kind = "FP"};
	float *table = arena_array(out->arena, 256, sizeof(*table));
	bool joined;

	if (!table)
		return err_nomem(err);
	if (start(&joining, out, tensor, is_eight ? ".weight" : ".weight_packed", err) < 0)
		return -1;
	joining.scales = part(&joining, ".weight_scale");
	joining.global = part(&joining, ".weight_global_scale");
	if (!joining.scales && is_eight)
		joining.scales = part(&joining, ".weight_scale_inv");
	if (!joining.scales)
		return is_eight ? weights_add(out, tensor, err)
				: lack(out, tensor, "weight_scale", err);
	joined = joined_floats(&joining, table);
	joining.tensor.bits = is_eight ? tensor->bits : 4;
	return add_joined(out, &joining, joined, err);
}

static int join_gptq(struct weights *out, const struct weights *all, const struct tensor *tensor,
	struct err *err)
{
	struct joining joining = {.all = all, .kind = "GPTQ "};
	bool joined;

	if (start(&joining, out, tensor, ".qweight", err) < 0)
		return -1;
	joining.scales = part(&joining, ".scales");
	joining.zeros = part(&joining, ".qzeros");
	joining.index = part(&joining, ".g_idx");
	if (!joining.scales)
		return lack(out, tensor, "scales", err);
	if (!joining.zeros)
		return lack(out, tensor, "qzeros", err);
	joined = joined_gptq(&joining);
	if (!joined) {
		joining.kind = "AWQ ";
		joined = joined_awq(&joining);
	}
	return add_joined(out, &joining, joined, err);
}

static bool is_i32(const struct tensor *tensor, const char *suffix)
{
	return text_is(tensor->type, "I32") && text_ends(tensor->name, suffix);
}

static bool is_bytes(const struct tensor *tensor)
{
	return text_is(tensor->type, "I8") && text_ends(tensor->name, ".weight") &&
	       tensor->dimension_count == 2;
}

static int join(struct weights *out, const struct weights *all, const struct tensor *tensor,
	struct err *err)
{
	if (is_small_float(tensor) && tensor->dimension_count == 2)
		return join_floats(out, all, tensor, err);
	if (is_i32(tensor, ".weight_packed"))
		return join_compressed(out, all, tensor, ".weight_packed", err);
	if (is_i32(tensor, ".qweight"))
		return join_gptq(out, all, tensor, err);
	if (is_bytes(tensor))
		return join_compressed(out, all, tensor, ".weight", err);
	return is_part(all, tensor->name) ? 0 : weights_add(out, tensor, err);
}

/* Only safetensors have types by these names; nothing of GGUF and ONNX ends so. */
static bool has_parts(const struct weights *weights)
{
	for (size_t i = 0; i < weights->count; i++)
		if (text_ends(weights->items[i].name, ".weight_packed") ||
			text_ends(weights->items[i].name, ".qweight") ||
			is_small_float(&weights->items[i]) ||
			(text_is(weights->items[i].type, "I8") && weights->items[i].block &&
				text_ends(weights->items[i].name, ".weight")))
			return true;
	return false;
}

int weights_finish(struct weights *weights, struct err *err)
{
	struct weights out;

	if (shards_ask(weights, err) < 0)
		return -1;
	if (!has_parts(weights))
		return 0;
	weights_start(&out, weights->arena);
	out.gptq_zero_offset = weights->gptq_zero_offset;
	for (size_t i = 0; i < weights->count; i++)
		if (join(&out, weights, &weights->items[i], err) < 0)
			return -1;
	*weights = out;
	return 0;
}
