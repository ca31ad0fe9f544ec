/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of the walk (recipe.h, recipe_walk) between themselves: what keys mean (recipe_keys.c, rows), how a value is taken
 * (recipe_take.c), what the names of presets stand for (recipe_preset.c), and the walk itself (recipe_walk.c).
 */
#ifndef SEAMGATE_MODEL_RECIPE_WALKING_H
#define SEAMGATE_MODEL_RECIPE_WALKING_H

#include "checks/model/recipe/recipe.h"

/* How a value is taken. */
enum recipe_taking {
	TAKE_PLAIN,
	TAKE_BITS,
	TAKE_PER_CHANNEL,
	TAKE_NEGATED,
	TAKE_4_BITS,
	TAKE_8_BITS,
	TAKE_LIST,
	TAKE_IN_PART
};

struct recipe_key {
	const char *key;
	enum recipe_kind kind;
	enum recipe_taking take;
	const char *part; /* NULL: that of the block around it */
};

/* Where the walk stands. */
struct recipe_walking {
	struct recipe *recipe;
	const struct python_module *module;
	struct text path, target;
	const char *part;
	bool in_part;
	struct err *err;
};

/* NULL: a key that says nothing by itself. */
const struct recipe_key *recipe_key_find(struct text key);

/* "weights" of "weights"; NULL: no part of a scheme. */
const char *recipe_part_of(struct text key);

/* What says nothing about the quantizing, though it has keys of the same names. */
bool recipe_passes_over(struct text key);

/* States a value under a row; a row of one's own will do. */
int recipe_say(const struct recipe_walking *walking, const struct recipe_key *row,
	const struct setting *value, double number, struct text word);

/* States a value as its row says that it is taken. */
int recipe_take(const struct recipe_walking *walking, const struct recipe_key *row,
	const struct setting *value);

/* A preset by its name; any other name says nothing. */
int recipe_take_preset(
	const struct recipe_walking *walking, struct text name, const struct setting *at);

#endif
