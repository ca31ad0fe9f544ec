/* SPDX-License-Identifier: Apache-2.0
 *
 * One walk for all declarative forms: what a key means is the same in a recipe.yaml, a quantization_config and the
 * arguments of a call, but for synonyms, which are rows.
 */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "checks/model/recipe/recipe.h"

enum { DEEPEST = 10 };

/* How a value is taken. */
enum take {
	TAKE_PLAIN,
	TAKE_BITS,
	TAKE_PER_CHANNEL,
	TAKE_NEGATED,
	TAKE_4_BITS,
	TAKE_8_BITS,
	TAKE_LIST,
	TAKE_IN_PART
};

static const struct key {
	const char *key;
	enum recipe_kind kind;
	enum take take;
	const char *part; /* NULL: that of the block around it */
} keys[] = {
	/* schemes: compressed-tensors; GPTQ and AWQ; bitsandbytes; ONNX Runtime; NNCF */
	{"num_bits", RECIPE_BITS, TAKE_BITS, NULL},
	{"bits", RECIPE_BITS, TAKE_BITS, NULL},
	{"w_bit", RECIPE_BITS, TAKE_BITS, "weights"},
	{"weight_bits", RECIPE_BITS, TAKE_BITS, "weights"},
	{"act_bits", RECIPE_BITS, TAKE_BITS, "input activations"},
	{"weight_type", RECIPE_BITS, TAKE_BITS, "weights"},
	{"weights_dtype", RECIPE_BITS, TAKE_BITS, "weights"},
	{"activation_type", RECIPE_BITS, TAKE_BITS, "input activations"},
	{"activations_dtype", RECIPE_BITS, TAKE_BITS, "input activations"},
	{"mode", RECIPE_BITS, TAKE_BITS, NULL},
	{"load_in_4bit", RECIPE_BITS, TAKE_4_BITS, "weights"},
	{"load_in_8bit", RECIPE_BITS, TAKE_8_BITS, "weights"},
	{"type", RECIPE_TYPE, TAKE_IN_PART, NULL},
	{"symmetric", RECIPE_SYMMETRIC, TAKE_PLAIN, NULL},
	{"sym", RECIPE_SYMMETRIC, TAKE_PLAIN, NULL},
	{"weights_symmetric", RECIPE_SYMMETRIC, TAKE_PLAIN, "weights"},
	{"activations_symmetric", RECIPE_SYMMETRIC, TAKE_PLAIN, "input activations"},
	{"zero_point", RECIPE_SYMMETRIC, TAKE_NEGATED, NULL},
	{"strategy", RECIPE_STRATEGY, TAKE_PLAIN, NULL},
	{"per_channel", RECIPE_STRATEGY, TAKE_PER_CHANNEL, NULL},
	{"group_size", RECIPE_GROUP_SIZE, TAKE_PLAIN, NULL},
	{"q_group_size", RECIPE_GROUP_SIZE, TAKE_PLAIN, NULL},
	{"dynamic", RECIPE_DYNAMIC, TAKE_IN_PART, NULL},
	{"actorder", RECIPE_ORDER, TAKE_PLAIN, NULL},
	{"desc_act", RECIPE_ORDER, TAKE_PLAIN, NULL},
	{"quant_method", RECIPE_METHOD, TAKE_PLAIN, NULL},
	/* layers that stay as they are */
	{"ignore", RECIPE_IGNORE, TAKE_LIST, NULL},
	{"ignored_layers", RECIPE_IGNORE, TAKE_LIST, NULL},
	{"ignored_scope", RECIPE_IGNORE, TAKE_LIST, NULL},
	{"ignored_scopes", RECIPE_IGNORE, TAKE_LIST, NULL},
	{"modules_to_not_convert", RECIPE_IGNORE, TAKE_LIST, NULL},
	{"llm_int8_skip_modules", RECIPE_IGNORE, TAKE_LIST, NULL},
	{"nodes_to_exclude", RECIPE_IGNORE, TAKE_LIST, NULL},
	{"exclude_modules", RECIPE_IGNORE, TAKE_LIST, NULL},
	/* calibration */
	{"num_calibration_samples", RECIPE_SAMPLES, TAKE_PLAIN, ""},
	{"calibration_samples", RECIPE_SAMPLES, TAKE_PLAIN, ""},
	{"max_calib_samples", RECIPE_SAMPLES, TAKE_PLAIN, ""},
	{"dataset_num_samples", RECIPE_SAMPLES, TAKE_PLAIN, ""},
	{"num_init_samples", RECIPE_SAMPLES, TAKE_PLAIN, ""},
	{"num_samples", RECIPE_SAMPLES, TAKE_PLAIN, ""},
	{"nsamples", RECIPE_SAMPLES, TAKE_PLAIN, ""},
	{"subset_size", RECIPE_SAMPLES, TAKE_PLAIN, ""},
	{"max_seq_length", RECIPE_LENGTH, TAKE_PLAIN, ""},
	{"max_sequence_length", RECIPE_LENGTH, TAKE_PLAIN, ""},
	{"max_calib_seq_len", RECIPE_LENGTH, TAKE_PLAIN, ""},
	{"model_seqlen", RECIPE_LENGTH, TAKE_PLAIN, ""},
	{"seqlen", RECIPE_LENGTH, TAKE_PLAIN, ""},
	{"apply_chat_template", RECIPE_CHAT_TEMPLATE, TAKE_PLAIN, ""},
	{"use_chat_template", RECIPE_CHAT_TEMPLATE, TAKE_PLAIN, ""},
	{"dataset", RECIPE_DATASET, TAKE_PLAIN, ""},
	{"dataset_id", RECIPE_DATASET, TAKE_PLAIN, ""},
	{"dataset_name", RECIPE_DATASET, TAKE_PLAIN, ""},
	{"dataset_path", RECIPE_DATASET, TAKE_PLAIN, ""},
	{"calib_data", RECIPE_DATASET, TAKE_PLAIN, ""},
	{"dataset_config", RECIPE_DATASET_CONFIG, TAKE_PLAIN, ""},
	{"dataset_config_name", RECIPE_DATASET_CONFIG, TAKE_PLAIN, ""},
	{"dataset_split", RECIPE_SPLIT, TAKE_PLAIN, ""},
	{"split", RECIPE_SPLIT, TAKE_PLAIN, ""},
	{"splits", RECIPE_SPLIT, TAKE_LIST, ""},
	{"seed", RECIPE_SEED, TAKE_PLAIN, ""},
};

static const struct {
	const char *key, *part;
} parts[] = {{"weights", "weights"}, {"input_activations", "input activations"},
	{"activations", "input activations"}, {"output_activations", "output activations"},
	{"kv_cache_scheme", "the KV cache"}};

/* compressed_tensors/quantization/quant_scheme.py; a 0 is what the preset leaves as it is. */
static const struct preset {
	const char *name;
	int weight_bits, group_size;
	const char *strategy;
	int activation_bits;
	const char *activation_strategy;
} presets[] = {
	{"W2A16", 2, 128, "group", 0, NULL},
	{"W3A16", 3, 128, "group", 0, NULL},
	{"W4A16", 4, 128, "group", 0, NULL},
	{"W4A16_ASYM", 4, 128, "group", 0, NULL},
	{"W8A16", 8, 0, NULL, 0, NULL},
	{"W4A8", 4, 128, "group", 8, "token"},
	{"W4A4", 4, 128, "group", 4, "token"},
	{"W8A8", 8, 0, "channel", 8, "token"},
	{"INT8", 8, 0, "channel", 8, "token"},
	{"FP8", 8, 0, "tensor", 8, "tensor"},
	{"FP8_DYNAMIC", 8, 0, "channel", 8, "token"},
	{"FP8_BLOCK", 8, 0, "block", 8, "group"},
	{"NVFP4", 4, 16, "tensor_group", 4, "tensor_group"},
	{"NVFP4A16", 4, 16, "tensor_group", 0, NULL},
	{"MXFP4", 4, 32, "group", 4, "group"},
	{"MXFP8", 8, 32, "group", 8, "group"},
};

struct context {
	struct recipe *recipe;
	const struct python_module *module;
	struct text path, target;
	const char *part;
	bool in_part;
	struct err *err;
};

static int walk(const struct context *outer, const struct setting *node, unsigned depth);

/* A name of an enumeration, "nncf.CompressWeightsMode.INT8", is what stands behind its last point: what is before that begins
 * with a capital, as classes do. */
static struct text word_of(const struct setting *value)
{
	struct text rest = value->text, part, before = {"", 0}, last = {"", 0};

	if (value->kind != SETTING_NAME)
		return value->text;
	while (text_next_part(&rest, '.', &part)) {
		before = last;
		last = part;
	}
	return before.len && isupper((unsigned char)before.ptr[0]) ? last : (struct text){"", 0};
}

double recipe_bits(const struct setting *value)
{
	struct text word = value->kind == SETTING_TEXT || value->kind == SETTING_NAME
				   ? word_of(value)
				   : (struct text){0};
	size_t from = 0, to;
	double bits = NAN;

	if (value->kind == SETTING_NUMBER)
		return value->number;
	while (from < word.len && !isdigit((unsigned char)word.ptr[from]))
		from++;
	for (to = from; to < word.len && to < from + 2 && isdigit((unsigned char)word.ptr[to]);)
		to++;
	return setting_number(text_slice(word, from, to), &bits) ? bits : NAN;
}

static bool is_asked_for(enum recipe_kind kind)
{
	return kind == RECIPE_SAMPLES || kind == RECIPE_LENGTH || kind == RECIPE_BITS ||
	       kind == RECIPE_GROUP_SIZE;
}

static int state(const struct context *context, const struct key *row, const struct setting *value,
	double number, struct text word)
{
	struct stated stated = {.kind = row->kind,
		.part = row->part ? row->part : context->part,
		.number = number,
		.value = word,
		.path = context->path,
		.line = value->line};

	if (row->part == NULL || row->part[0])
		stated.target = context->target;
	return recipe_state(context->recipe, &stated, context->err);
}

static int state_plain(
	const struct context *context, const struct key *row, const struct setting *value)
{
	bool counts = value->kind == SETTING_NUMBER || value->kind == SETTING_BOOL;
	struct text word = word_of(value);
	struct stated computed = {.kind = row->kind,
		.part = row->part ? row->part : context->part,
		.target = context->target,
		.value = value->text,
		.number = NAN,
		.is_computed = true,
		.path = context->path,
		.line = value->line};

	if (value->kind == SETTING_NULL)
		return 0;
	if (is_asked_for(row->kind) && !counts)
		return value->kind == SETTING_TEXT
			       ? 0
			       : recipe_state(context->recipe, &computed, context->err);
	if (!counts && value->kind != SETTING_TEXT && !(value->kind == SETTING_NAME && word.len))
		return 0;
	return state(context, row, value, counts ? value->number : NAN, word);
}

static int state_bits(
	const struct context *context, const struct key *row, const struct setting *value)
{
	double bits = recipe_bits(value);

	if (isnan(bits))
		return value->kind == SETTING_TEXT || strcmp(row->key, "mode") == 0
			       ? 0
			       : state_plain(context, row, value);
	return state(context, row, value, bits, word_of(value));
}

/* Of a list, or of the lists in a map, each text by itself. */
static int state_list(const struct context *context, const struct key *row,
	const struct setting *value, unsigned depth)
{
	const struct setting *item;

	if (value->kind == SETTING_TEXT)
		return state(context, row, value, NAN, value->text);
	if (depth > 3 || (value->kind != SETTING_LIST && value->kind != SETTING_MAP &&
				 value->kind != SETTING_CALL))
		return 0;
	for (const struct setting *child = value->child; child; child = child->next)
		if (python_resolve(&item, context->module, child, context->err) < 0 ||
			state_list(context, row, item, depth + 1) < 0)
			return -1;
	return 0;
}

static int take(const struct context *context, const struct key *row, const struct setting *value)
{
	struct setting word = *value;

	switch (row->take) {
	case TAKE_BITS:
		return state_bits(context, row, value);
	case TAKE_PER_CHANNEL:
		word.text = text_of(value->number != 0 ? "channel" : "tensor");
		return value->kind == SETTING_BOOL ? state(context, row, value, NAN, word.text) : 0;
	case TAKE_NEGATED:
		return value->kind == SETTING_BOOL
			       ? state(context, row, value, value->number == 0, value->text)
			       : 0;
	case TAKE_4_BITS:
	case TAKE_8_BITS:
		if (value->kind != SETTING_BOOL || value->number == 0)
			return 0;
		return state(context, row, value, row->take == TAKE_4_BITS ? 4 : 8, value->text);
	case TAKE_LIST:
		return state_list(context, row, value, 0);
	case TAKE_IN_PART:
		return context->in_part ? state_plain(context, row, value) : 0;
	case TAKE_PLAIN:
		break;
	}
	return state_plain(context, row, value);
}

/* ---- presets ---- */

static int state_word(const struct context *context, enum recipe_kind kind,
	const struct setting *at, const char *part, double number, const char *word)
{
	const struct key row = {.kind = kind, .part = part};

	return state(context, &row, at, number, text_of(word));
}

static int state_preset(
	const struct context *context, const struct preset *preset, const struct setting *at)
{
	if (state_word(context, RECIPE_BITS, at, "weights", preset->weight_bits, preset->name) < 0)
		return -1;
	if (preset->strategy &&
		state_word(context, RECIPE_STRATEGY, at, "weights", NAN, preset->strategy) < 0)
		return -1;
	if (preset->group_size && state_word(context, RECIPE_GROUP_SIZE, at, "weights",
					  preset->group_size, preset->name) < 0)
		return -1;
	if (!preset->activation_bits)
		return 0;
	if (state_word(context, RECIPE_BITS, at, "input activations", preset->activation_bits,
		    preset->name) < 0)
		return -1;
	return state_word(context, RECIPE_STRATEGY, at, "input activations", NAN,
		preset->activation_strategy);
}

static int take_preset(const struct context *context, struct text name, const struct setting *at)
{
	for (size_t i = 0; i < sizeof(presets) / sizeof(presets[0]); i++)
		if (name.len == strlen(presets[i].name) &&
			strncasecmp(name.ptr, presets[i].name, name.len) == 0)
			return state_preset(context, &presets[i], at);
	return 0;
}

static int join_targets(
	const struct context *context, struct text *out, const struct setting *targets);

/* `scheme: W4A16`, or `scheme: {W4A16: [targets]}`. */
static int take_scheme(const struct context *context, const struct setting *value, unsigned depth)
{
	struct context inner = *context;

	if (value->kind == SETTING_TEXT)
		return take_preset(context, value->text, value);
	if (value->kind != SETTING_MAP)
		return walk(context, value, depth);
	for (const struct setting *child = value->child; child; child = child->next)
		if (join_targets(context, &inner.target, child) < 0 ||
			take_preset(&inner, child->key, child) < 0)
			return -1;
	return 0;
}

/* ---- the walk ---- */

static int join_targets(
	const struct context *context, struct text *out, const struct setting *targets)
{
	const struct setting *item;
	struct text joined = {"", 0};

	if (python_resolve(&targets, context->module, targets, context->err) < 0)
		return -1;
	if (targets->kind == SETTING_TEXT) {
		*out = targets->text;
		return 0;
	}
	for (const struct setting *child = targets->child; child && joined.len < 512;
		child = child->next) {
		if (python_resolve(&item, context->module, child, context->err) < 0)
			return -1;
		joined = arena_textf(context->recipe->arena, "%.*s%s%.*s", (int)joined.len,
			joined.ptr, joined.len ? " " : "", text_quote(item->text), item->text.ptr);
		if (!joined.ptr)
			return err_nomem(context->err);
	}
	*out = joined;
	return 0;
}

static const char *part_of(struct text key)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (text_is(key, parts[i].key))
			return parts[i].part;
	return NULL;
}

/* What says nothing about the quantizing, though it has keys of the same names. */
static bool is_passed_over(struct text key)
{
	static const char *const others[] = {
		"lmeval", "observer_kwargs", "mappings", "model", "tokenizer", "recipe_args"};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (text_is(key, others[i]))
			return true;
	return false;
}

static int take_member(const struct context *context, const struct setting *member, unsigned depth)
{
	struct context inner = *context;
	const struct setting *value;

	if (is_passed_over(member->key))
		return 0;
	if (python_resolve(&value, context->module, member, context->err) < 0)
		return -1;
	if (text_is(member->key, "scheme"))
		return take_scheme(context, value, depth + 1);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (text_is(member->key, keys[i].key))
			return take(context, &keys[i], value);
	if (part_of(member->key)) {
		inner.part = part_of(member->key);
		inner.in_part = true;
	}
	if (text_ends(member->key, "Modifier") &&
		state(context, &(const struct key){.kind = RECIPE_METHOD, .part = ""}, member, NAN,
			member->key) < 0)
		return -1;
	return walk(&inner, value, depth + 1);
}

static int walk(const struct context *outer, const struct setting *node, unsigned depth)
{
	struct context context = *outer;
	const struct setting *targets = setting_get(node, "targets");

	if (depth > DEEPEST || (node->kind != SETTING_MAP && node->kind != SETTING_LIST &&
				       node->kind != SETTING_CALL))
		return 0;
	if (targets && join_targets(outer, &context.target, targets) < 0)
		return -1;
	for (const struct setting *child = node->child; child; child = child->next)
		if (take_member(&context, child, depth) < 0)
			return -1;
	return 0;
}

/* A model's config.json has much beside; only these blocks of it are about quantizing. */
static bool walk_blocks(const struct context *context, const struct setting *root, int *done)
{
	static const char *const blocks[] = {"quantization_config", "compression_config",
		"quantization", "calibration", "compression", "quantize_config"};
	bool any = false;

	*done = 0;
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]) && *done == 0; i++) {
		const struct setting *block = setting_get(root, blocks[i]);

		any = any || block;
		if (block)
			*done = walk(context, block, 0);
	}
	return any;
}

int recipe_walk(struct recipe *recipe, const struct python_module *module,
	const struct setting *root, struct text path, struct err *err)
{
	const struct context context = {.recipe = recipe,
		.module = module,
		.path = path,
		.target = {"", 0},
		.part = "weights",
		.err = err};
	int done;

	if (!module && walk_blocks(&context, root, &done))
		return done;
	return walk(&context, root, 0);
}
