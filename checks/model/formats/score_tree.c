/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/formats/score_tree.h"

#include "checks/model/direction.h"
#include "checks/model/formats/named.h"

#include <math.h>

int score_tree_read(const struct setting **out, struct evidence *evidence,
	const struct evidence_file *file, struct err *err)
{
	struct text begin = text_trim(file->content);

	bool is_json = text_starts(begin, "{") || text_starts(begin, "[");
	bool is_toml = text_ends(file->path, ".toml");

	/* What has no closing bracket. */
	if (!is_json && evidence_ends(file, err) < 0)
		return -1;
	if ((is_toml          ? setting_read_toml
		    : is_json ? setting_read_json
			      : setting_read_yaml)(
		    out, file->content, file->name, evidence->arena, err) < 0)
		return -1;
	return evidence_named_setting(evidence, file, *out, err);
}

struct score score_start(struct text task, struct text metric, uint32_t line)
{
	return (struct score){.key = {.task = task, .metric = metric, .filter = {"", 0}},
		.value = NAN,
		.error = NAN,
		.better = direction_of(metric),
		.line = line,
		.column = 1};
}

bool score_value(struct score *score, const struct setting *value)
{
	if (!value || (value->kind != SETTING_NUMBER && value->kind != SETTING_TEXT))
		return false;
	score->line = value->line;
	score->flaw = evidence_number(&score->value, value->text);
	if (score->flaw)
		score->value = NAN;
	/* A text that is a name is no score; one that says "nan" is a flawed one. */
	return value->kind == SETTING_NUMBER || !score->flaw ||
	       !text_is(text_of(score->flaw), "no number");
}

struct walking {
	struct evidence *evidence;
	struct err *err;
};

static int walk(
	const struct walking *walking, const struct setting *node, struct text task, unsigned depth)
{
	for (const struct setting *child = node->child; child; child = child->next) {
		struct score score = score_start(task, child->key, child->line);
		struct text below;

		if (score_value(&score, child)) {
			if (evidence_score(walking->evidence, &score, walking->err) < 0)
				return -1;
			continue;
		}
		if (child->kind != SETTING_MAP || depth == SETTING_DEEPEST)
			continue;
		below = task.len ? arena_textf(walking->evidence->arena, "%.*s/%.*s",
					   text_quote(task), task.ptr, text_quote(child->key),
					   child->key.ptr)
				 : child->key;
		if (!below.ptr)
			return err_nomem(walking->err);
		if (walk(walking, child, below, depth + 1) < 0)
			return -1;
	}
	return 0;
}

int score_tree_end(const struct evidence *evidence, const struct evidence_file *file,
	const char *what, struct err *err)
{
	return evidence->scores.count
		       ? 0
		       : evidence_error(file, 1, 1, err, "there is no %s in it", what);
}

int score_tree_walk(struct evidence *evidence, const struct evidence_file *file,
	const struct setting *root, struct err *err)
{
	const struct walking walking = {evidence, err};

	if (root->kind != SETTING_MAP)
		return evidence_error(
			file, root->line ? root->line : 1, 1, err, "expected names with numbers");
	if (walk(&walking, root, (struct text){"", 0}, 0) < 0)
		return -1;
	return score_tree_end(evidence, file, "number", err);
}
