/* SPDX-License-Identifier: Apache-2.0
 *
 * lm-evaluation-harness: results_<date>.json (lm_eval/result_schema.py, 0.4 and later), and the form before 0.4, where
 * the keys of a task have no filter. A standard error is a number or the text "N/A". Rows of samples: lm_eval_samples.c.
 */
#include <math.h>
#include <string.h>

#include "checks/model/direction.h"
#include "checks/model/format.h"
#include "checks/model/formats/lm_eval.h"
#include "checks/model/formats/named.h"
#include "gate/base/json.h"

struct reading {
	struct evidence *evidence;
	const struct evidence_file *file;
	const struct json *root;
	struct err *err;
};

/* The bytes of a value as written, for scalars: what two files are compared by. */
static struct text scalar(const struct json *json)
{
	static const char *const words[] = {
		[JSON_NULL] = "null", [JSON_FALSE] = "false", [JSON_TRUE] = "true"};

	if (!json || json->type == JSON_ARRAY || json->type == JSON_OBJECT)
		return (struct text){0};
	return json->type == JSON_NUMBER || json->type == JSON_STRING ? json->text
								      : text_of(words[json->type]);
}

static const struct json *of_task(
	const struct reading *reading, const char *section, struct text task)
{
	const struct json *map = json_get(reading->root, section);

	for (const struct json *one = map && map->type == JSON_OBJECT ? map->child : NULL; one;
		one = one->next)
		if (text_equal(one->key, task))
			return one;
	return NULL;
}

static const struct json *member(const struct json *map, struct text key)
{
	for (const struct json *one = map && map->type == JSON_OBJECT ? map->child : NULL; one;
		one = one->next)
		if (text_equal(one->key, key))
			return one;
	return NULL;
}

static enum better better_of(const struct reading *reading, struct text task, struct text metric)
{
	const struct json *said = member(of_task(reading, "higher_is_better", task), metric);

	if (said && said->type == JSON_TRUE)
		return BETTER_HIGHER;
	if (said && said->type == JSON_FALSE)
		return BETTER_LOWER;
	return direction_of(metric);
}

/* "acc_stderr,none" beside "acc,none"; "acc_stderr" beside "acc". */
static double error_of(
	const struct reading *reading, const struct json *task, const struct score_key *key)
{
	for (const struct json *one = task->child; one; one = one->next) {
		struct text rest = one->key;

		(void)reading;
		if (one->key.len < key->metric.len + 7 ||
			memcmp(rest.ptr, key->metric.ptr, key->metric.len) != 0)
			continue;
		rest = text_slice(rest, key->metric.len, rest.len);
		if (!text_starts(rest, "_stderr"))
			continue;
		rest = text_slice(rest, 7, rest.len);
		if (key->filter.len ? rest.len > 0 &&
					      text_equal(text_slice(rest, 1, rest.len), key->filter)
				    : rest.len == 0)
			return one->type == JSON_NUMBER ? one->number : NAN;
	}
	return NAN;
}

static bool is_group(const struct reading *reading, struct text task)
{
	const struct json *tasks = of_task(reading, "group_subtasks", task);

	return tasks && tasks->type == JSON_ARRAY && tasks->count > 0;
}

static void read_value(struct score *score, const struct json *json)
{
	if (json->type == JSON_NUMBER)
		score->value = json->number;
	else if (json->type == JSON_STRING)
		score->flaw = evidence_number(&score->value, json->text);
	else
		score->flaw = "no number";
	if (score->flaw)
		score->value = NAN;
}

static uint64_t samples_of(const struct reading *reading, struct text task)
{
	const struct json *said = json_get(of_task(reading, "n-samples", task), "effective");
	const struct json *older = json_get(of_task(reading, "results", task), "sample_len");

	if (said && said->type == JSON_NUMBER && said->number > 0)
		return (uint64_t)said->number;
	return older && older->type == JSON_NUMBER && older->number > 0 ? (uint64_t)older->number
									: 0;
}

static int read_score(
	const struct reading *reading, const struct json *task, const struct json *json)
{
	static const char *const not_metrics[] = {"alias", "name", "sample_len", "sample_count"};
	struct score score = {
		.key.task = task->key, .line = json->key_line, .column = json->key_column};
	size_t comma = text_find(json->key, text_of(","));

	for (size_t i = 0; i < sizeof(not_metrics) / sizeof(not_metrics[0]); i++)
		if (text_is(text_slice(json->key, 0, comma), not_metrics[i]))
			return 0;
	score.key.metric = text_slice(json->key, 0, comma);
	score.key.filter = text_slice(json->key, comma + 1, json->key.len);
	if (text_ends(score.key.metric, "_stderr"))
		return 0;
	if (json->type == JSON_OBJECT || json->type == JSON_ARRAY)
		return 0;
	read_value(&score, json);
	score.error = error_of(reading, task, &score.key);
	score.better = better_of(reading, task->key, score.key.metric);
	score.samples = samples_of(reading, task->key);
	score.is_group = is_group(reading, task->key);
	score.is_proportion = is_share_of_right(score.key.metric) && !score.is_group;
	score.is_mean = score.is_proportion;
	return evidence_score(reading->evidence, &score, reading->err);
}

static int add_fact(const struct reading *reading, enum fact_kind kind, struct text task,
	const char *name, const struct json *json)
{
	struct text value = scalar(json);

	if (!json || !value.ptr)
		return 0;
	return evidence_fact(
		reading->evidence, kind, task, text_of(name), value, json->line, reading->err);
}

/* Objects and lists as the bytes between their brackets; addresses of Python's objects mean nothing. */
static int add_tree_fact(const struct reading *reading, struct text task, const struct json *json)
{
	struct text value = scalar(json), content = reading->file->content;
	const struct json *next = json->next;
	size_t from, to;

	if (value.ptr) {
		size_t address = text_find(value, text_of(" at 0x"));

		value.len = address;
		return evidence_fact(reading->evidence, FACT_TASK_CONFIG, task, json->key, value,
			json->line, reading->err);
	}
	if (json->type != JSON_OBJECT && json->type != JSON_ARRAY)
		return 0;
	if (!next || json->key.ptr < content.ptr || json->key.ptr >= content.ptr + content.len ||
		next->key.ptr < json->key.ptr)
		return 0;
	from = (size_t)(json->key.ptr - content.ptr) + json->key.len;
	to = (size_t)(next->key.ptr - content.ptr);
	return evidence_fact(reading->evidence, FACT_TASK_CONFIG, task, json->key,
		text_slice(content, from, to), json->line, reading->err);
}

/* What says how the task is asked and answered. The rest (metadata, names, model arguments) differs without harm. */
static int read_config(const struct reading *reading, struct text task)
{
	static const char *const keys[] = {"dataset_path", "dataset_name", "dataset_kwargs",
		"training_split", "validation_split", "test_split", "fewshot_split",
		"fewshot_config", "doc_to_text", "doc_to_target", "doc_to_choice", "process_docs",
		"process_results", "output_type", "generation_kwargs", "repeats", "filter_list",
		"target_delimiter", "fewshot_delimiter", "description", "metric_list"};
	const struct json *config = of_task(reading, "configs", task);

	for (size_t i = 0; config && i < sizeof(keys) / sizeof(keys[0]); i++) {
		const struct json *json = json_get(config, keys[i]);

		if (json && add_tree_fact(reading, task, json) < 0)
			return -1;
	}
	return 0;
}

static int read_task_facts(const struct reading *reading, struct text task)
{
	const struct json *samples = of_task(reading, "n-samples", task);

	if (add_fact(reading, FACT_TASK_VERSION, task, "", of_task(reading, "versions", task)) <
			0 ||
		add_fact(reading, FACT_FEW_SHOT, task, "", of_task(reading, "n-shot", task)) < 0 ||
		add_fact(reading, FACT_TASK_HASH, task, "", of_task(reading, "task_hashes", task)) <
			0 ||
		add_fact(reading, FACT_SAMPLES, task, "", json_get(samples, "effective")) < 0)
		return -1;
	return read_config(reading, task);
}

static int read_run_facts(const struct reading *reading)
{
	static const struct {
		const char *path, *name;
		enum fact_kind kind;
	} facts[] = {
		{"config.limit", "", FACT_LIMIT},
		{"config.gen_kwargs", "gen_kwargs", FACT_GENERATION},
		{"config.random_seed", "random_seed", FACT_SEED},
		{"config.numpy_seed", "numpy_seed", FACT_SEED},
		{"config.torch_seed", "torch_seed", FACT_SEED},
		{"config.fewshot_seed", "fewshot_seed", FACT_SEED},
		{"config.model_dtype", "", FACT_DTYPE},
		{"config.batch_size", "", FACT_BATCH},
		{"chat_template_sha", "", FACT_CHAT_TEMPLATE},
		{"system_instruction_sha", "", FACT_SYSTEM_INSTRUCTION},
		{"fewshot_as_multiturn", "", FACT_MULTITURN},
		{"max_length", "", FACT_CONTEXT},
		{"lm_eval_version", "", FACT_HARNESS},
	};

	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (add_fact(reading, facts[i].kind, (struct text){0}, facts[i].name,
			    json_at(reading->root, facts[i].path)) < 0)
			return -1;
	return 0;
}

static int read_task(const struct reading *reading, const struct json *task)
{
	if (task->type != JSON_OBJECT)
		return evidence_error(reading->file, task->line, task->column, reading->err,
			"a task that is no object");
	if (read_task_facts(reading, task->key) < 0)
		return -1;
	for (const struct json *one = task->child; one; one = one->next)
		if (read_score(reading, task, one) < 0)
			return -1;
	return 0;
}

static int read_tasks(const struct reading *reading)
{
	const struct json *results = json_get(reading->root, "results");

	if (!results || results->type != JSON_OBJECT || results->count == 0)
		return evidence_error(reading->file, results ? results->line : 0,
			results ? results->column : 0, reading->err,
			"no results of lm-evaluation-harness: \"results\" has no tasks");
	for (const struct json *task = results->child; task; task = task->next)
		if (read_task(reading, task) < 0)
			return -1;
	return 0;
}

static int read(struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	struct reading reading = {evidence, file, NULL, err};
	const struct json *date;

	if (json_read_with(&reading.root, file->content, file->name, NULL, evidence->arena, err) <
		0)
		return -1;
	if (reading.root->type != JSON_OBJECT)
		return evidence_error(
			file, 1, 1, err, "no results of lm-evaluation-harness: no object");
	date = json_get(reading.root, "date");
	if (date && date->type == JSON_NUMBER)
		evidence->date = date->number;
	evidence->harness = text_of("lm-evaluation-harness");
	evidence->run = scalar(json_get(reading.root, "total_evaluation_time_seconds"));
	evidence->harness_version = json_text_at(reading.root, "lm_eval_version");
	evidence->model_name = json_text_at(reading.root, "model_name");
	if (evidence_named_json(evidence, file, reading.root, err) < 0 ||
		read_run_facts(&reading) < 0)
		return -1;
	return read_tasks(&reading);
}

extern const struct evidence_format evidence_lm_eval;

const struct evidence_format evidence_lm_eval = {
	.name = "lm-eval",
	.summary = "lm-evaluation-harness: results_*.json, and samples_*.jsonl under `samples`",
	.read = read,
	.read_samples = lm_eval_read_samples,
};
