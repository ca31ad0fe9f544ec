/* SPDX-License-Identifier: Apache-2.0
 *
 * model-index of a model card (huggingface/hub-docs, modelcard.md): the front matter of a README.md, or a YAML file. A
 * value may be a text "20.0 ± 1.2".
 */
#include <math.h>

#include "checks/model/formats/score_tree.h"

/* What is between the two lines of three dashes; all of it where there are none. ptr NULL: it does not end. */
static struct text front_matter(struct text content)
{
	struct text rest = content, line;
	size_t from;

	if (!text_next_line(&rest, &line) || !text_is(text_trim(line), "---"))
		return content;
	from = content.len - rest.len;
	while (text_next_line(&rest, &line))
		if (text_is(text_trim(line), "---"))
			return text_slice(content, from, (size_t)(line.ptr - content.ptr));
	return (struct text){0};
}

static struct text text_in(const struct setting *map, const char *key)
{
	const struct setting *value = setting_get(map, key);

	return value && value->kind != SETTING_MAP && value->kind != SETTING_LIST
		       ? value->text
		       : (struct text){"", 0};
}

static struct text task_name(struct evidence *evidence, const struct setting *result)
{
	const struct setting *set = setting_get(result, "dataset");
	struct text name = text_in(set, "name"), config = text_in(set, "config"),
		    split = text_in(set, "split");

	if (!name.len)
		name = text_in(set, "type");
	return arena_textf(evidence->arena, "%.*s%s%.*s%s%.*s", text_quote(name), name.ptr,
		config.len ? "/" : "", text_quote(config), config.ptr, split.len ? "/" : "",
		text_quote(split), split.ptr);
}

static bool set_value(struct score *score, const struct setting *value)
{
	static const struct text sign = TEXT("\xc2\xb1");
	struct setting number;
	size_t at;

	if (!value || value->kind != SETTING_TEXT)
		return score_value(score, value);
	number = *value;
	at = text_find(value->text, sign);
	number.text = text_trim(text_slice(value->text, 0, at));
	if (at < value->text.len &&
		evidence_number(&score->error,
			text_trim(text_slice(value->text, at + sign.len, value->text.len))))
		score->error = NAN;
	return score_value(score, &number);
}

static int read_result(struct evidence *evidence, const struct setting *result, struct err *err)
{
	const struct setting *metrics = setting_get(result, "metrics");
	struct text task = task_name(evidence, result);

	if (!task.ptr)
		return err_nomem(err);
	for (const struct setting *metric = metrics ? metrics->child : NULL; metric;
		metric = metric->next) {
		struct text type = text_in(metric, "type"), config = text_in(metric, "config");
		struct score score = score_start(task, type, metric->line);

		score.key.filter = config;
		if (type.len && set_value(&score, setting_get(metric, "value")) &&
			evidence_score(evidence, &score, err) < 0)
			return -1;
	}
	return 0;
}

static int read(struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	struct text matter = front_matter(file->content);
	const struct setting *root, *index;

	if (!matter.ptr)
		return evidence_error(file, 1, 1, err, "the front matter does not end");
	if (setting_read_yaml(&root, matter, file->name, evidence->arena, err) < 0)
		return -1;
	index = setting_get(root, "model-index");
	for (const struct setting *model = index ? index->child : NULL; model;
		model = model->next) {
		const struct setting *results = setting_get(model, "results");

		evidence->model_name = text_in(model, "name");
		for (const struct setting *result = results ? results->child : NULL; result;
			result = result->next)
			if (read_result(evidence, result, err) < 0)
				return -1;
	}
	return score_tree_end(evidence, file, "model-index with values", err);
}

extern const struct evidence_format evidence_model_index;

const struct evidence_format evidence_model_index = {
	.name = "model-index", .summary = "model-index of a model card: README.md", .read = read};
