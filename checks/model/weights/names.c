/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/weights/names.h"

static const struct {
	const char *name;
	bool interleaves; /* q and k */
} architectures[] = {{"llama", true}, {"qwen2", false}, {"qwen3", false}};

struct pair {
	const char *checkpoint, *gguf;
};

static const struct pair whole[] = {
	{"model.embed_tokens.weight", "token_embd.weight"},
	{"model.norm.weight", "output_norm.weight"},
	{"lm_head.weight", "output.weight"},
};

static const struct pair in_layer[] = {
	{"input_layernorm.weight", "attn_norm.weight"},
	{"self_attn.q_proj.weight", "attn_q.weight"},
	{"self_attn.k_proj.weight", "attn_k.weight"},
	{"self_attn.v_proj.weight", "attn_v.weight"},
	{"self_attn.o_proj.weight", "attn_output.weight"},
	{"self_attn.q_proj.bias", "attn_q.bias"},
	{"self_attn.k_proj.bias", "attn_k.bias"},
	{"self_attn.v_proj.bias", "attn_v.bias"},
	{"self_attn.o_proj.bias", "attn_output.bias"},
	{"self_attn.q_norm.weight", "attn_q_norm.weight"},
	{"self_attn.k_norm.weight", "attn_k_norm.weight"},
	{"post_attention_layernorm.weight", "ffn_norm.weight"},
	{"mlp.gate_proj.weight", "ffn_gate.weight"},
	{"mlp.up_proj.weight", "ffn_up.weight"},
	{"mlp.down_proj.weight", "ffn_down.weight"},
	{"mlp.gate_proj.bias", "ffn_gate.bias"},
	{"mlp.up_proj.bias", "ffn_up.bias"},
	{"mlp.down_proj.bias", "ffn_down.bias"},
};

struct aligning {
	const struct weights *other;
	bool from_gguf;
	bool interleaves;
	struct gguf_facts facts;
	struct weights out;
	struct names_aligned *said;
	struct err *err;
};

static bool is_gguf(const struct weights *weights)
{
	return weights->gguf.architecture.ptr != NULL;
}

/* The checkpoints of transformers: what is none has names of its own. */
static bool is_checkpoint(const struct weights *weights)
{
	return weights_find(weights, text_of("model.norm.weight")) ||
	       weights_find(weights, text_of("model.embed_tokens.weight"));
}

static bool share_names(const struct weights *a, const struct weights *b)
{
	for (size_t i = 0; i < a->count; i++)
		if (weights_find(b, a->items[i].name))
			return true;
	return false;
}

static bool are_foreign(const struct weights *a, const struct weights *b)
{
	return is_gguf(a) != is_gguf(b) && a->count > 0 && b->count > 0 && !share_names(a, b);
}

static const char *partner_of(
	const struct pair *pairs, size_t count, struct text name, bool from_gguf)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(name, from_gguf ? pairs[i].gguf : pairs[i].checkpoint))
			return from_gguf ? pairs[i].checkpoint : pairs[i].gguf;
	return NULL;
}

/* The layer's number and what stands behind it; number.ptr NULL: not in a layer. */
static struct text split_layer(struct text name, const char *prefix, struct text *rest)
{
	size_t at = strlen(prefix), end = at;

	if (!text_starts(name, prefix))
		return (struct text){0};
	while (end < name.len && name.ptr[end] >= '0' && name.ptr[end] <= '9')
		end++;
	if (end == at || end == name.len || name.ptr[end] != '.')
		return (struct text){0};
	*rest = text_slice(name, end + 1, name.len);
	return text_slice(name, at, end);
}

/* "": it has none; ptr NULL: out of memory. */
static struct text name_of(const struct aligning *aligning, struct text name)
{
	const char *layers[2] = {"model.layers.", "blk."}, *found;
	struct text rest = {0}, number = split_layer(name, layers[aligning->from_gguf], &rest);

	if (number.ptr)
		found = partner_of(in_layer, sizeof(in_layer) / sizeof(in_layer[0]), rest,
			aligning->from_gguf);
	else
		found = partner_of(
			whole, sizeof(whole) / sizeof(whole[0]), name, aligning->from_gguf);
	if (!found)
		return (struct text){"", 0};
	if (!number.ptr)
		return text_of(found);
	return arena_textf(aligning->out.arena, "%s%.*s.%s", layers[!aligning->from_gguf],
		(int)number.len, number.ptr, found);
}

static bool is_one_of(struct text name, const char *checkpoint, const char *gguf)
{
	return text_starts(name, checkpoint) || text_starts(name, gguf);
}

/* Of q and k, as many heads as the architecture has of them. False: the rows cannot be told. */
static bool find_heads(const struct aligning *aligning, struct tensor *tensor, struct text name)
{
	bool is_k = is_one_of(name, "self_attn.k_proj.", "attn_k.");
	uint64_t heads =
		is_k && aligning->facts.kv_heads ? aligning->facts.kv_heads : aligning->facts.heads;

	if (!aligning->interleaves || (!is_k && !is_one_of(name, "self_attn.q_proj.", "attn_q.")))
		return true;
	if (heads == 0 || tensor->dimension_count == 0 || tensor->dimensions[0] % (2 * heads))
		return false;
	tensor->heads = (struct heads){heads, !aligning->from_gguf};
	return true;
}

static void without(struct aligning *aligning, struct text name)
{
	if (aligning->said->without++ == 0)
		aligning->said->first = name;
}

/* What is tied to the embeddings may be written twice, and is one tensor then. */
static bool is_tied(const struct aligning *aligning, const struct tensor *tensor)
{
	const struct tensor *embeddings =
		weights_find(aligning->other, text_of("model.embed_tokens.weight"));

	return text_is(tensor->name, "lm_head.weight") && embeddings &&
	       embeddings->block == tensor->block && text_equal(embeddings->data, tensor->data);
}

static int align_tensor(
	struct aligning *aligning, const struct tensor *tensor, const struct weights *head)
{
	const char *prefix = aligning->from_gguf ? "blk." : "model.layers.";
	struct tensor copy = *tensor;
	struct text rest = {"", 0};

	copy.name = name_of(aligning, tensor->name);
	if (!copy.name.ptr)
		return err_nomem(aligning->err);
	(void)split_layer(tensor->name, prefix, &rest);
	if (copy.name.len == 0 || !find_heads(aligning, &copy, rest)) {
		without(aligning, tensor->name);
		return 0;
	}
	if (weights_find(head, copy.name))
		aligning->said->with++;
	else if (is_tied(aligning, tensor))
		return 0;
	return weights_add(&aligning->out, &copy, aligning->err);
}

static bool know_architecture(struct aligning *aligning)
{
	for (size_t i = 0; i < sizeof(architectures) / sizeof(architectures[0]); i++)
		if (text_is(aligning->facts.architecture, architectures[i].name)) {
			aligning->interleaves = architectures[i].interleaves;
			return true;
		}
	return false;
}

int names_align(struct names_aligned *out, struct weights *other, const struct weights *head,
	struct err *err)
{
	struct aligning aligning = {.other = other,
		.from_gguf = is_gguf(other),
		.facts = is_gguf(other) ? other->gguf : head->gguf,
		.said = out,
		.err = err};

	*out = (struct names_aligned){.is_foreign = are_foreign(other, head),
		.architecture = aligning.facts.architecture};
	if (!out->is_foreign)
		return 0;
	weights_start(&aligning.out, other->arena);
	aligning.out.gguf = other->gguf;
	if (is_checkpoint(aligning.from_gguf ? head : other) && know_architecture(&aligning))
		for (size_t i = 0; i < other->count; i++)
			if (align_tensor(&aligning, &other->items[i], head) < 0)
				return -1;
	if (out->with == 0)
		weights_start(&aligning.out, other->arena);
	*other = aligning.out;
	return 0;
}
