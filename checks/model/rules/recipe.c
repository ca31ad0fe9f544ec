/* SPDX-License-Identifier: Apache-2.0
 *
 * How the model was quantized and calibrated: recipe/ reads and judges, this says of which model.
 */
#include "checks/model/judging.h"
#include "checks/model/recipe/judge.h"

/* Globs of what stands in git as the result of an evaluation. Results that a pipeline makes change with every run. */
static size_t evaluations_of(struct text *out, const struct model_options *options)
{
	const struct source_options *sources = options->evidence.items;
	size_t count = 0;

	for (size_t i = 0; i < options->evidence.count; i++) {
		if (sources[i].workspace)
			return 0;
		out[count++] = sources[i].results;
		if (sources[i].samples.len)
			out[count++] = sources[i].samples;
	}
	return count;
}

int model_judge_recipe(
	struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	const struct model_options *options = subject->options;
	struct text *evaluations =
		arena_array(judging->job->arena, 2 * options->evidence.count, sizeof(*evaluations));
	struct recipe_subject recipe = {.name = options->name,
		.recipe = &options->recipe,
		.policy = {options->calibration.min_samples,
			options->calibration.min_sequence_length,
			options->calibration.chat_template == CHAT_TEMPLATE_REQUIRED},
		.evaluations = evaluations,
		.model_changed = subject->files_changed};

	if (!evaluations)
		return err_nomem(err);
	recipe.evaluation_count = evaluations_of(evaluations, options);
	recipe.hop = options->hop.len ? arena_copy(judging->job->arena, options->hop) : NULL;
	if (options->hop.len && !recipe.hop)
		return err_nomem(err);
	return recipe_judge(judging->job, &recipe, err);
}
