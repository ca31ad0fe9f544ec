/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "checks/model/recipe/recipe_walking.h"

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

static int state_word(const struct recipe_walking *walking, enum recipe_kind kind,
	const struct setting *at, const char *part, double number, const char *word)
{
	const struct recipe_key row = {.kind = kind, .part = part};

	return recipe_say(walking, &row, at, number, text_of(word));
}

static int state_preset(
	const struct recipe_walking *walking, const struct preset *preset, const struct setting *at)
{
	if (state_word(walking, RECIPE_BITS, at, "weights", preset->weight_bits, preset->name) < 0)
		return -1;
	if (preset->strategy &&
		state_word(walking, RECIPE_STRATEGY, at, "weights", NAN, preset->strategy) < 0)
		return -1;
	if (preset->group_size && state_word(walking, RECIPE_GROUP_SIZE, at, "weights",
					  preset->group_size, preset->name) < 0)
		return -1;
	if (!preset->activation_bits)
		return 0;
	if (state_word(walking, RECIPE_BITS, at, "input activations", preset->activation_bits,
		    preset->name) < 0)
		return -1;
	return state_word(walking, RECIPE_STRATEGY, at, "input activations", NAN,
		preset->activation_strategy);
}

int recipe_take_preset(
	const struct recipe_walking *walking, struct text name, const struct setting *at)
{
	for (size_t i = 0; i < sizeof(presets) / sizeof(presets[0]); i++)
		if (text_is_nocase(name, presets[i].name))
			return state_preset(walking, &presets[i], at);
	return 0;
}
