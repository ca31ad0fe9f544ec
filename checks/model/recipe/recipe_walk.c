/* SPDX-License-Identifier: Apache-2.0
 *
 * One walk for all declarative forms: what a key means is the same in a recipe.yaml, a quantization_config and the
 * arguments of a call, but for synonyms, which are rows.
 */
#include <math.h>
#include <string.h>

#include "checks/model/recipe/recipe_walking.h"

enum { DEEPEST = 10 };

static int walk(const struct recipe_walking *outer, const struct setting *node, unsigned depth);
static int join_targets(
	const struct recipe_walking *walking, struct text *out, const struct setting *targets);

/* `scheme: W4A16`, or `scheme: {W4A16: [targets]}`. */
static int take_scheme(
	const struct recipe_walking *walking, const struct setting *value, unsigned depth)
{
	struct recipe_walking inner = *walking;

	if (value->kind == SETTING_TEXT)
		return recipe_take_preset(walking, value->text, value);
	if (value->kind != SETTING_MAP)
		return walk(walking, value, depth);
	for (const struct setting *child = value->child; child; child = child->next)
		if (join_targets(walking, &inner.target, child) < 0 ||
			recipe_take_preset(&inner, child->key, child) < 0)
			return -1;
	return 0;
}

static int join_targets(
	const struct recipe_walking *walking, struct text *out, const struct setting *targets)
{
	const struct setting *item;
	struct text joined = {"", 0};

	if (python_resolve(&targets, walking->module, targets, walking->err) < 0)
		return -1;
	if (targets->kind == SETTING_TEXT) {
		*out = targets->text;
		return 0;
	}
	for (const struct setting *child = targets->child; child && joined.len < 512;
		child = child->next) {
		if (python_resolve(&item, walking->module, child, walking->err) < 0)
			return -1;
		joined = arena_textf(walking->recipe->arena, "%.*s%s%.*s", (int)joined.len,
			joined.ptr, joined.len ? " " : "", text_quote(item->text), item->text.ptr);
		if (!joined.ptr)
			return err_nomem(walking->err);
	}
	*out = joined;
	return 0;
}

static int take_member(
	const struct recipe_walking *walking, const struct setting *member, unsigned depth)
{
	struct recipe_walking inner = *walking;
	const struct recipe_key *row = recipe_key_find(member->key);
	const struct setting *value;

	if (recipe_passes_over(member->key))
		return 0;
	if (python_resolve(&value, walking->module, member, walking->err) < 0)
		return -1;
	if (text_is(member->key, "scheme"))
		return take_scheme(walking, value, depth + 1);
	if (row)
		return recipe_take(walking, row, value);
	if (recipe_part_of(member->key)) {
		inner.part = recipe_part_of(member->key);
		inner.in_part = true;
	}
	if (text_ends(member->key, "Modifier") &&
		recipe_say(walking, &(const struct recipe_key){.kind = RECIPE_METHOD, .part = ""},
			member, NAN, member->key) < 0)
		return -1;
	return walk(&inner, value, depth + 1);
}

static int walk(const struct recipe_walking *outer, const struct setting *node, unsigned depth)
{
	struct recipe_walking walking = *outer;
	const struct setting *targets = setting_get(node, "targets");

	if (depth > DEEPEST || (node->kind != SETTING_MAP && node->kind != SETTING_LIST &&
				       node->kind != SETTING_CALL))
		return 0;
	if (targets && join_targets(outer, &walking.target, targets) < 0)
		return -1;
	for (const struct setting *child = node->child; child; child = child->next)
		if (take_member(&walking, child, depth) < 0)
			return -1;
	return 0;
}

/* A model's config.json has much beside; only these blocks of it are about quantizing. */
static bool walk_blocks(const struct recipe_walking *walking, const struct setting *root, int *done)
{
	static const char *const blocks[] = {"quantization_config", "compression_config",
		"quantization", "calibration", "compression", "quantize_config"};
	bool any = false;

	*done = 0;
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]) && *done == 0; i++) {
		const struct setting *block = setting_get(root, blocks[i]);

		any = any || block;
		if (block)
			*done = walk(walking, block, 0);
	}
	return any;
}

int recipe_walk(struct recipe *recipe, const struct python_module *module,
	const struct setting *root, struct text path, struct err *err)
{
	const struct recipe_walking walking = {.recipe = recipe,
		.module = module,
		.path = path,
		.target = {"", 0},
		.part = "weights",
		.err = err};
	int done;

	if (!module && walk_blocks(&walking, root, &done))
		return done;
	return walk(&walking, root, 0);
}
