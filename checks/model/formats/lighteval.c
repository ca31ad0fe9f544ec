/* SPDX-License-Identifier: Apache-2.0
 *
 * lighteval and the Open LLM Leaderboard: "results" from "task|few-shot", before 0.13 "suite|task|few-shot", to metrics with their "_stderr" beside
 * them, "versions" of tasks, "config_general" of the run. "all" is the mean of all tasks.
 */
#include <math.h>

#include "checks/model/formats/score_tree.h"

static bool is_error(struct text metric)
{
	return text_ends(metric, "_stderr");
}

static double error_of(const struct setting *task, struct text metric)
{
	for (const struct setting *child = task->child; child; child = child->next)
		if (is_error(child->key) &&
			text_equal(text_slice(child->key, 0, child->key.len - 7), metric) &&
			child->kind == SETTING_NUMBER)
			return child->number;
	return NAN;
}

/* "suite|task|5|0", "suite|task|5", or since 0.13 "task|5"; "" in "all". */
static struct text shots_of(struct text name)
{
	struct text parts[3] = {{"", 0}, {"", 0}, {"", 0}}, rest = name;
	size_t count = 0;

	while (count < 3 && text_next_part(&rest, '|', &parts[count]))
		count++;
	return count < 2 ? (struct text){"", 0} : parts[count - 1];
}

static int read_task(struct evidence *evidence, const struct setting *task, struct err *err)
{
	struct text shots = shots_of(task->key);

	for (const struct setting *child = task->child; child; child = child->next) {
		struct score score = score_start(task->key, child->key, child->line);

		if (is_error(child->key) || !score_value(&score, child))
			continue;
		score.error = error_of(task, child->key);
		score.is_group = text_is(task->key, "all");
		score.is_mean = true;
		if (evidence_score(evidence, &score, err) < 0)
			return -1;
	}
	return shots.len ? evidence_fact(evidence, FACT_FEW_SHOT, task->key, text_of(""), shots,
				   task->line, err)
			 : 0;
}

static int read_versions(struct evidence *evidence, const struct setting *versions, struct err *err)
{
	for (const struct setting *child = versions ? versions->child : NULL; child;
		child = child->next)
		if (child->text.len && evidence_fact(evidence, FACT_TASK_VERSION, child->key,
					       text_of(""), child->text, child->line, err) < 0)
			return -1;
	return 0;
}

static int add_fact(struct evidence *evidence, enum fact_kind kind, const struct setting *value,
	struct err *err)
{
	if (!value || !value->text.len)
		return 0;
	return evidence_fact(
		evidence, kind, text_of(""), value->key, value->text, value->line, err);
}

/* Since 0.10 the model's settings stand in a map of their own; those of generation in one below it. */
static int read_settings(struct evidence *evidence, const struct setting *model, struct err *err)
{
	const struct setting *generation = setting_get(model, "generation_parameters");

	if (add_fact(evidence, FACT_DTYPE, setting_get(model, "dtype"), err) < 0 ||
		add_fact(evidence, FACT_SYSTEM_INSTRUCTION, setting_get(model, "system_prompt"),
			err) < 0)
		return -1;
	for (const struct setting *item = generation ? generation->child : NULL; item;
		item = item->next)
		if (add_fact(evidence, FACT_GENERATION, item, err) < 0)
			return -1;
	return 0;
}

static int read_general(struct evidence *evidence, const struct setting *general, struct err *err)
{
	static const struct {
		const char *key;
		enum fact_kind kind;
	} rows[] = {{"max_samples", FACT_LIMIT}, {"model_dtype", FACT_DTYPE},
		{"lighteval_sha", FACT_HARNESS}, {"override_batch_size", FACT_BATCH}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct setting *value = setting_get(general, rows[i].key);

		if (value && value->text.len &&
			evidence_fact(evidence, rows[i].kind, text_of(""), text_of(rows[i].key),
				value->text, value->line, err) < 0)
			return -1;
	}
	if (read_settings(evidence, setting_get(general, "model_config"), err) < 0)
		return -1;
	if (setting_get(general, "model_name"))
		evidence->model_name = setting_get(general, "model_name")->text;
	return 0;
}

static int read(struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	const struct setting *root, *results;

	if (score_tree_read(&root, evidence, file, err) < 0)
		return -1;
	results = setting_get(root, "results");
	if (!results || results->kind != SETTING_MAP)
		return evidence_error(file, 1, 1, err, "there are no \"results\" in it");
	evidence->harness = text_of("lighteval");
	for (const struct setting *task = results->child; task; task = task->next)
		if (task->kind == SETTING_MAP && read_task(evidence, task, err) < 0)
			return -1;
	if (read_versions(evidence, setting_get(root, "versions"), err) < 0 ||
		read_general(evidence, setting_get(root, "config_general"), err) < 0)
		return -1;
	return score_tree_end(evidence, file, "result of a task", err);
}

extern const struct evidence_format evidence_lighteval;

const struct evidence_format evidence_lighteval = {
	.name = "lighteval", .summary = "lighteval: results_*.json", .read = read};
