/* SPDX-License-Identifier: Apache-2.0
 *
 * How a model was quantized, normalised: every statement of every recipe file, with its place. Schemes are stated for a part
 * ("weights") of a target (a layer class or pattern; "" for all); calibration is stated for the whole.
 * Sources: llm-compressor recipes and oneshot(), compressed-tensors QuantizationArgs and its presets, AutoGPTQ, AutoAWQ and
 * transformers' configs, llama.cpp's imatrix files, ONNX Runtime's and NNCF's settings. What a reader does not know it
 * passes over: a recipe says many things, and the rules ask for few. What is known and cannot be read (computed by a
 * script) is kept as such. Nothing is owned; all lives in the arena.
 */
#ifndef SEAMGATE_MODEL_RECIPE_RECIPE_H
#define SEAMGATE_MODEL_RECIPE_RECIPE_H

#include "checks/model/recipe/python.h"

enum recipe_kind {
	RECIPE_BITS,
	RECIPE_TYPE,       /* "int", "float" */
	RECIPE_SYMMETRIC,  /* 1 or 0 */
	RECIPE_STRATEGY,   /* "tensor", "channel", "group", "block", "token" */
	RECIPE_GROUP_SIZE, /* -1: a whole row */
	RECIPE_DYNAMIC,
	RECIPE_ORDER,  /* activation order: "group", "weight", 1, 0 */
	RECIPE_METHOD, /* "GPTQModifier", "awq" */
	RECIPE_IGNORE, /* one name or pattern of a layer that stays as it is */
	RECIPE_SAMPLES, /* part "select": what a script selects of a set; else what the quantizer is told */
	RECIPE_LENGTH, /* tokens of a sample */
	RECIPE_CHAT_TEMPLATE,
	RECIPE_DATASET,
	RECIPE_DATASET_CONFIG,
	RECIPE_SPLIT,
	RECIPE_SEED,
	RECIPE_KINDS
};

struct stated {
	enum recipe_kind kind;
	const char *part; /* "weights", "input activations", …; static */
	struct text target;
	struct text value; /* as written; of a computed one its source */
	double number;     /* NAN where the value is no number */
	bool is_computed;  /* only of numbers that rules ask for */
	struct text path;
	uint32_t line;
};

struct recipe {
	struct arena *arena;
	struct stated *items;
	size_t count, capacity;
	bool has_script; /* one of the files holds the calibration in code */
};

enum { RECIPE_MOST = 4096 };

/* Adds what one file says. The path decides how it is read: .json, .yaml, .yml, .py, .gguf, .imatrix, .dat; any other is data,
 * which says nothing. ERR_LOOK "path:line:column: what". */
MUST_CHECK int recipe_read(
	struct recipe *recipe, struct text path, struct text content, struct err *err);

/* True where two versions of a file say the same: comments and layout do not count in code and settings; of data
 * every byte does. False where one cannot be read. */
MUST_CHECK int recipe_file_same(bool *same, struct text path, struct text base, struct text head,
	struct arena *arena, struct err *err);

/* --- for the readers --- */

/* Adds a statement unless it is there. A name of Python's enumerations is its last part. */
MUST_CHECK int recipe_state(struct recipe *recipe, const struct stated *stated, struct err *err);

/* Everything that a tree of settings says. module is NULL for JSON and YAML. */
MUST_CHECK int recipe_walk(struct recipe *recipe, const struct python_module *module,
	const struct setting *root, struct text path, struct err *err);
MUST_CHECK int recipe_read_python(struct recipe *recipe, struct text path, const char *name,
	struct text content, struct err *err);

/* An importance matrix of llama.cpp, in GGUF or the older format; or a model in GGUF, which names the one it was made with. */
MUST_CHECK int recipe_read_imatrix(struct recipe *recipe, struct text path, const char *name,
	struct text content, struct err *err);

/* A value as a number, NAN where it is none; "QInt8" and "int4_sym" are their bits. */
double recipe_bits(const struct setting *value);

#endif
