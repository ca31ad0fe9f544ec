/* SPDX-License-Identifier: Apache-2.0
 *
 * Calibration and evaluation on the same documents: the same set, configuration and split, as far as both say.
 */
#include <string.h>

#include "checks/model/recipe/rules.h"
#include "gate/base/json.h"

/* ---- what was evaluated on ---- */

/* The harness evaluates the test split, without one the validation split, without one the training split
 * (lm_eval/api/task.py, eval_docs). */
static struct text split_of(const struct json *config)
{
	static const char *const keys[] = {"test_split", "validation_split", "training_split"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (json_text_at(config, keys[i]).len)
			return json_text_at(config, keys[i]);
	return (struct text){"", 0};
}

static int add_set(struct evaluated_sets *out, struct text task, const struct json *config,
	struct arena *arena, struct err *err)
{
	struct evaluated set = {arena_text(arena, task),
		arena_text(arena, json_text_at(config, "dataset_path")),
		arena_text(arena, json_text_at(config, "dataset_name")),
		arena_text(arena, split_of(config))};

	if (!set.task.ptr || !set.dataset.ptr || !set.config.ptr || !set.split.ptr ||
		arena_reserve(arena, (void **)&out->items, &out->capacity, out->count + 1,
			sizeof(*out->items)) < 0)
		return err_nomem(err);
	if (set.dataset.len)
		out->items[out->count++] = set;
	return 0;
}

static int read_configs(struct evaluated_sets *out, struct json_cursor *cursor, struct arena *arena,
	struct err *err)
{
	struct json_member task;
	const struct json *config;
	bool more;

	if (json_enter(cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(cursor, &task, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (json_value(cursor, &config, arena, err) < 0 ||
			add_set(out, task.key, config, arena, err) < 0)
			return -1;
	}
}

int evaluated_read(struct evaluated_sets *out, struct text json, const char *name,
	struct arena *arena, struct err *err)
{
	struct json_cursor cursor;
	struct json_member member;
	bool more;

	json_open(&cursor, json, name, NULL, arena);
	if (json_enter(&cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(&cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return json_end(&cursor, err);
		if (text_is(member.key, "configs") && member.type == JSON_OBJECT &&
			read_configs(out, &cursor, arena, err) < 0)
			return -1;
	}
}

/* ---- the rule ---- */

struct calibrated {
	const struct stated *dataset, *config, *split;
};

/* "openai/gsm8k" and "gsm8k" are one set: the hub resolved short names so. */
static bool same_set(struct text a, struct text b)
{
	const char *slash;

	if (a.len && (slash = memrchr(a.ptr, '/', a.len)))
		a = text_slice(a, (size_t)(slash - a.ptr) + 1, a.len);
	if (b.len && (slash = memrchr(b.ptr, '/', b.len)))
		b = text_slice(b, (size_t)(slash - b.ptr) + 1, b.len);
	return a.len && text_equal_nocase(a, b);
}

/* "test[:512]" is of the split test, "train+test" of both. */
static bool has_split(struct text splits, struct text split)
{
	struct text part;

	while (text_next_part(&splits, '+', &part))
		if (text_equal(text_slice(part, 0, text_find(part, text_of("["))), split))
			return true;
	return false;
}

static int judge_set(struct flaws *flaws, const struct calibrated *on, const struct evaluated *set,
	struct err *err)
{
	struct flaw flaw = {.rule = "model/calibration-overlap", .at = on->split};

	if (!same_set(on->dataset->value, set->dataset) || !set->split.len ||
		!has_split(on->split->value, set->split) ||
		(on->config && set->config.len && !text_equal(on->config->value, set->config)))
		return 0;
	flaw.message = flaw_text(flaws,
		"the calibration reads the split %.*s of %.*s, on which the task %.*s is evaluated",
		QUOTED(on->split->value), QUOTED(on->dataset->value), QUOTED(set->task));
	flaw.evidence = flaw_text(flaws, "%.*s %.*s", QUOTED(set->dataset), QUOTED(set->split));
	return flaw_add(flaws, &flaw, err);
}

static const struct stated *nearest(
	const struct recipe *recipe, const struct stated *split, enum recipe_kind kind)
{
	const struct stated *found = NULL;

	for (size_t i = 0; i < recipe->count; i++) {
		const struct stated *stated = &recipe->items[i];

		if (stated->kind != kind || !text_equal(stated->path, split->path) ||
			stated->number == stated->number)
			continue;
		if (stated >= split && found)
			break;
		found = stated;
	}
	return found;
}

/* A set, its configuration and its split are stated together, the set first or in any order within a file that has one. */
int rule_overlap(struct flaws *flaws, const struct recipe_pair *pair,
	const struct evaluated_sets *sets, struct err *err)
{
	for (size_t i = 0; i < pair->head->count; i++) {
		struct calibrated on = {.split = &pair->head->items[i]};

		if (on.split->kind != RECIPE_SPLIT)
			continue;
		on.dataset = nearest(pair->head, on.split, RECIPE_DATASET);
		on.config = nearest(pair->head, on.split, RECIPE_DATASET_CONFIG);
		for (size_t k = 0; on.dataset && k < sets->count; k++)
			if (judge_set(flaws, &on, &sets->items[k], err) < 0)
				return -1;
	}
	return 0;
}
