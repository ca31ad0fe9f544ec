/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/recipe/recipe_walking.h"

static const struct recipe_key keys[] = {
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

const struct recipe_key *recipe_key_find(struct text key)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (text_is(key, keys[i].key))
			return &keys[i];
	return NULL;
}

const char *recipe_part_of(struct text key)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (text_is(key, parts[i].key))
			return parts[i].part;
	return NULL;
}

bool recipe_passes_over(struct text key)
{
	static const char *const others[] = {
		"lmeval", "observer_kwargs", "mappings", "model", "tokenizer", "recipe_args"};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (text_is(key, others[i]))
			return true;
	return false;
}
