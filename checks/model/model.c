/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "model": a quantized model may not get worse than its margin, and must prove it. Grain: the whole change.
 */
#include <math.h>

#include "checks/model/judging.h"
#include "checks/model/runner/runner.h"

typedef int subject_rule(
	struct model_judging *judging, struct model_subject *subject, struct err *err);

#define RULE(x) model_judge_##x,
static subject_rule *const subject_rules[] = {
#include "checks/model/rules.def"
};
#undef RULE

static bool is_touched(const struct model_subject *subject)
{
	return !subject->is_gone &&
	       (subject->files_changed || subject->evidence_changed || subject->recipe_changed ||
		       subject->sidecar_changed || subject->measure_changed ||
		       subject->reference_changed || subject->options->weights.workspace);
}

static int judge_subject(
	struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	for (size_t i = 0; i < sizeof(subject_rules) / sizeof(subject_rules[0]); i++)
		if (subject_rules[i](judging, subject, err) < 0)
			return -1;
	return 0;
}

static int start(struct model_judging *judging, struct err *err)
{
	const struct model_options *models = judging->options->models.items;

	judging->subject_count = judging->options->models.count;
	judging->subjects = arena_array(
		judging->job->arena, judging->subject_count, sizeof(*judging->subjects));
	if (!judging->subjects)
		return err_nomem(err);
	for (size_t i = 0; i < judging->subject_count; i++) {
		judging->subjects[i].options = &models[i];
		if (model_subject_find(&judging->subjects[i], judging, err) < 0 ||
			model_evidence_read(judging, &judging->subjects[i], err) < 0)
			return -1;
	}
	return 0;
}

static int run(const struct check_job *job, struct err *err)
{
	struct model_judging judging = {.job = job, .options = job->options};

	if (start(&judging, err) < 0)
		return -1;
	for (size_t i = 0; i < judging.subject_count && !job_stopped(job); i++) {
		check_examined(job, "models", 1);
		if (is_touched(&judging.subjects[i]) &&
			judge_subject(&judging, &judging.subjects[i], err) < 0)
			return -1;
	}
	return 0;
}

/* Settings with which a comparison would say nothing; the options table cannot say so. */
static int check_metric(
	const struct model_options *model, const struct metric_options *metric, struct err *err)
{
	const char *wrong = NULL;

	if (!(metric->margin > 0) || !isfinite(metric->margin))
		wrong = "margin must be above 0";
	else if (!(metric->reference_margin > 0) || !isfinite(metric->reference_margin))
		wrong = "reference_margin must be above 0; without a reference leave it out";
	else if (!(metric->alpha > 0 && metric->alpha < 0.5))
		wrong = "alpha must lie between 0 and 0.5";
	else if (!isfinite(metric->min) || !isfinite(metric->max))
		wrong = "min and max must be finite";
	if (!wrong)
		return 0;
	return err_set(err, ERR_USAGE, "model: \"%.*s\": metrics: %s", text_quote(model->name),
		model->name.ptr, wrong);
}

static bool is_forbid_word(struct text word)
{
	static const char *const words[] = {
		"nan", "inf", "zero-scale", "bad-scale", "saturated", "dead-rows"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is(word, words[i]))
			return true;
	return false;
}

static int check_forbid(const struct model_options *model, struct err *err)
{
	const struct text_list *forbid = &model->weights.forbid;

	for (size_t i = 0; i < forbid->count; i++)
		if (!is_forbid_word(forbid->items[i]))
			return err_set(err, ERR_USAGE,
				"model: \"%.*s\": weights: forbid: \"%.*s\" is none of nan, inf, "
				"zero-scale, bad-scale, saturated, dead-rows",
				text_quote(model->name), model->name.ptr,
				text_quote(forbid->items[i]), forbid->items[i].ptr);
	return 0;
}

static int check_weights(const struct model_options *model, struct err *err)
{
	const struct weights_options *weights = &model->weights;
	const char *wrong = NULL;

	if (!(weights->min_sqnr_db >= 0) || !(weights->max_sqnr_drop_db > 0) ||
		!(weights->max_saturated > 0))
		wrong = "limits must be above 0";
	else if (weights->max_channel_ratio != 0 && !(weights->max_channel_ratio >= 2))
		wrong = "max_channel_ratio must be 2 or more; 0 does not ask for outlier channels";
	if (wrong)
		return err_set(err, ERR_USAGE, "model: \"%.*s\": weights: %s",
			text_quote(model->name), model->name.ptr, wrong);
	return check_forbid(model, err);
}

static int check_model_options(const struct model_options *model, struct err *err)
{
	const struct metric_options *metrics = model->metrics.items;

	for (size_t k = 0; k < model->metrics.count; k++)
		if (check_metric(model, &metrics[k], err) < 0)
			return -1;
	if (model->public_key.len && !model->sidecar.len)
		return err_set(err, ERR_USAGE,
			"model: \"%.*s\": there is a public_key, and no sidecar that it would be "
			"for",
			text_quote(model->name), model->name.ptr);
	if (model_evaluate_check(model, err) < 0 || runner_check(model, err) < 0)
		return -1;
	return check_weights(model, err);
}

static int prepare(const struct check_job *job, void **shared, struct err *err)
{
	const struct models_options *options = job->options;
	const struct model_options *models = options->models.items;

	*shared = NULL;
	for (size_t i = 0; i < options->models.count; i++)
		if (check_model_options(&models[i], err) < 0)
			return -1;
	return 0;
}

extern const struct check check_model;

const struct check check_model = {
	.name = "model",
	.summary = "Quantized models: evidence bound to bytes, accuracy within its margin, or it "
		   "says what it would take.",
	.grain = WHOLE_CHANGE,
	.options = model_option_table,
	.options_size = sizeof(struct models_options),
	.prepare = prepare,
	.run = run,
};
