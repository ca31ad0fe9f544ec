/* SPDX-License-Identifier: Apache-2.0
 *
 * Scripts that quantize: calls of the quantizers with all that they are given, and what such a script does to the
 * calibration set on its way there.
 */
#include <math.h>
#include <string.h>

#include "checks/model/recipe/recipe.h"

struct script {
	struct recipe *recipe;
	struct python_module module;
	struct text path;
	struct err *err;
};

static int state(const struct script *script, enum recipe_kind kind, const char *part,
	const struct setting *value)
{
	struct stated stated = {.kind = kind,
		.part = part,
		.target = {"", 0},
		.number = NAN,
		.path = script->path,
		.line = value->line};
	const struct setting *known;

	if (python_resolve(&known, &script->module, value, script->err) < 0)
		return -1;
	stated.value = known->text;
	if (known->kind == SETTING_NUMBER || known->kind == SETTING_BOOL)
		stated.number = known->number;
	else if (kind == RECIPE_SAMPLES || kind == RECIPE_LENGTH)
		stated.is_computed = true;
	else if (known->kind != SETTING_TEXT)
		return 0;
	return recipe_state(script->recipe, &stated, script->err);
}

static const struct setting *positional(const struct setting *call, unsigned position)
{
	for (const struct setting *child = call->child; child; child = child->next)
		if (child->key.len == 0 && position-- == 0)
			return child;
	return NULL;
}

/* "train[:512]" and "train[512:1024]" are so many samples; of shares ("[:10%]") nobody knows here. */
static int state_slice(const struct script *script, struct text split, uint32_t line)
{
	size_t open = text_find(split, text_of("["));
	struct text slice = text_slice(split, open + 1, split.len ? split.len - 1 : 0);
	size_t colon = text_find(slice, text_of(":"));
	struct text from = text_slice(slice, 0, colon),
		    to = text_slice(slice, colon + 1, slice.len);
	uint64_t first = 0, last;
	struct stated stated = {.kind = RECIPE_SAMPLES,
		.part = "select",
		.target = {"", 0},
		.value = split,
		.path = script->path,
		.line = line};

	if (open == split.len || !text_ends(split, "]") || colon == slice.len ||
		(from.len && !text_to_uint(from, 1u << 31, &first)) ||
		!text_to_uint(to, 1u << 31, &last) || last < first)
		return 0;
	stated.number = (double)(last - first);
	return recipe_state(script->recipe, &stated, script->err);
}

static int take_split(const struct script *script, const struct setting *split)
{
	const struct setting *known;

	if (python_resolve(&known, &script->module, split, script->err) < 0)
		return -1;
	if (known->kind != SETTING_TEXT)
		return 0;
	if (state(script, RECIPE_SPLIT, "", known) < 0)
		return -1;
	return state_slice(script, known->text, split->line);
}

static int take_load(const struct script *script, const struct setting *call)
{
	const struct setting *name = positional(call, 0), *config = positional(call, 1),
			     *split = setting_get(call, "split"),
			     *files = setting_get(call, "data_files");

	if (!name)
		name = setting_get(call, "path");
	if (!config)
		config = setting_get(call, "name");
	if ((name && state(script, RECIPE_DATASET, "", name) < 0) ||
		(files && state(script, RECIPE_DATASET, "", files) < 0) ||
		(config && state(script, RECIPE_DATASET_CONFIG, "", config) < 0))
		return -1;
	return split ? take_split(script, split) : 0;
}

/* .select(range(N)) */
static int take_select(const struct script *script, const struct setting *call)
{
	const struct setting *range = positional(call, 0), *last;

	if (!range || range->kind != SETTING_CALL || !text_is(range->text, "range") ||
		positional(range, 1))
		return 0;
	last = positional(range, 0);
	return last ? state(script, RECIPE_SAMPLES, "select", last) : 0;
}

static int take_shuffle(const struct script *script, const struct setting *call)
{
	const struct setting *seed = setting_get(call, "seed");

	return seed ? state(script, RECIPE_SEED, "", seed) : 0;
}

static int take_seed(const struct script *script, const struct setting *call)
{
	const struct setting *seed = positional(call, 0);

	return seed ? state(script, RECIPE_SEED, "", seed) : 0;
}

static int take_chat_template(const struct script *script, const struct setting *call)
{
	const struct setting yes = {
		.kind = SETTING_BOOL, .number = 1, .line = call->line, .text = call->text};

	return state(script, RECIPE_CHAT_TEMPLATE, "", &yes);
}

static int take_quantizer(const struct script *script, const struct setting *call)
{
	return recipe_walk(script->recipe, &script->module, call, script->path, script->err);
}

static int take_modifier(const struct script *script, const struct setting *call)
{
	struct stated stated = {.kind = RECIPE_METHOD,
		.part = "",
		.target = {"", 0},
		.value = call->text,
		.number = NAN,
		.path = script->path,
		.line = call->line};

	if (recipe_state(script->recipe, &stated, script->err) < 0)
		return -1;
	return take_quantizer(script, call);
}

/* tokenizer(text, max_length=…, truncation=True): what is cut off is not calibrated on. */
static int take_truncation(const struct script *script, const struct setting *call)
{
	const struct setting *length = setting_get(call, "max_length"),
			     *cuts = setting_get(call, "truncation");

	return length && cuts && !(cuts->kind == SETTING_BOOL && cuts->number == 0)
		       ? state(script, RECIPE_LENGTH, "", length)
		       : 0;
}

static const struct callee {
	const char *name;
	int (*take)(const struct script *script, const struct setting *call);
} callees[] = {
	{"load_dataset", take_load},
	{"select", take_select},
	{"shuffle", take_shuffle},
	{"set_seed", take_seed},
	{"manual_seed", take_seed},
	{"apply_chat_template", take_chat_template},
	{"oneshot", take_quantizer},
	{"QuantizationScheme", take_quantizer},
	{"DatasetArguments", take_quantizer},
	{"GPTQConfig", take_quantizer},
	{"AwqConfig", take_quantizer},
	{"BitsAndBytesConfig", take_quantizer},
	{"BaseQuantizeConfig", take_quantizer},
	{"QuantizeConfig", take_quantizer},
	{"QuantizationConfig", take_quantizer},
	{"StaticQuantConfig", take_quantizer},
	{"AutoRound", take_quantizer},
	{"quantize", take_quantizer},
	{"quantize_static", take_quantizer},
	{"quantize_dynamic", take_quantizer},
	{"compress_weights", take_quantizer},
	{"OVQuantizationConfig", take_quantizer},
	{"OVWeightQuantizationConfig", take_quantizer},
};

static struct text last_name(struct text callee)
{
	const char *point = callee.len ? memrchr(callee.ptr, '.', callee.len) : NULL;

	return point ? text_slice(callee, (size_t)(point - callee.ptr) + 1, callee.len) : callee;
}

static int take_call(const struct script *script, const struct setting *call)
{
	struct text name = last_name(call->text);

	for (size_t i = 0; i < sizeof(callees) / sizeof(callees[0]); i++)
		if (text_is(name, callees[i].name))
			return callees[i].take(script, call);
	if (text_ends(name, "Modifier"))
		return take_modifier(script, call);
	return take_truncation(script, call);
}

int recipe_read_python(struct recipe *recipe, struct text path, const char *name,
	struct text content, struct err *err)
{
	struct script script = {.recipe = recipe, .path = path, .err = err};

	recipe->has_script = true;
	if (content.len > SETTING_MOST_BYTES)
		return err_set(err, ERR_LOOK, "%s: larger than 16 MiB", name);
	if (python_read(&script.module, content, name, recipe->arena, err) < 0)
		return -1;
	for (size_t i = 0; i < script.module.call_count; i++)
		if (take_call(&script, script.module.calls[i]) < 0)
			return -1;
	return 0;
}
