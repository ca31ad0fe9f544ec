/* SPDX-License-Identifier: Apache-2.0
 *
 * The weights themselves, where the model's bytes or its reference changed: weights/ reads and looks, this says of what.
 */
#include "checks/model/weights/judge.h"

static bool is_asked_for(const struct weights_options *options)
{
	return options->required || options->workspace || options->min_sqnr_db > 0;
}

/* A pointer is no model: asked for it is exit 3, else it is said. */
static int say_unseen(struct model_judging *judging, struct model_subject *subject,
	const struct weights_side *side, struct err *err)
{
	const struct weights_options *options = &subject->options->weights;
	struct model_report report = {.rule = "model/weights-not-seen", .path = side->unseen};

	if (!side->unseen.ptr || side->failed)
		return 0;
	if (is_asked_for(options))
		return model_incomplete(judging, subject, side->unseen, side->unseen_remedy, err,
			"its weights were not looked at: %s", side->unseen_why);
	if (!side->is_pointer) /* nobody said that its weights are to be looked at */
		return 0;
	report.message =
		arena_textf(judging->job->arena, "%.*s: its weights were not looked at: %s",
			SHOWN(subject->options->name), side->unseen_why);
	report.evidence = side->unseen;
	return model_report(judging, subject, &report, err);
}

static int gather_all(struct weights_side sides[3], struct model_judging *judging,
	struct model_subject *subject, struct err *err)
{
	const struct model_options *options = subject->options;
	const struct weights_place places[3] = {
		{judging, subject, &options->files,
			options->weights.workspace ? SIDE_WORKSPACE : SIDE_HEAD, false},
		{judging, subject, &options->files, SIDE_BASE, true},
		{judging, subject, &options->reference,
			options->weights.workspace ? SIDE_WORKSPACE : SIDE_HEAD, false},
	};

	for (unsigned i = 0; i < 3; i++) {
		sides[i] = (struct weights_side){0};
		if (i == 1 && !judging->job->change->has_base)
			weights_start(&sides[i].set, judging->job->arena);
		else if (weights_gather(&sides[i], &places[i], err) < 0)
			return -1;
	}
	return 0;
}

/* What the head is held against gets its names. */
static int align(struct names_aligned *out, struct weights_side sides[3], bool has_reference,
	struct err *err)
{
	struct names_aligned of_base;

	if (names_align(&of_base, &sides[1].set, &sides[0].set, err) < 0 ||
		names_align(out, &sides[2].set, &sides[0].set, err) < 0)
		return -1;
	if (!has_reference)
		*out = of_base;
	return 0;
}

static int judge(struct model_judging *judging, struct model_subject *subject,
	struct weights_side sides[3], struct err *err)
{
	struct weights_looks looks = {.job = judging->job, .options = &subject->options->weights};
	const struct weights_saying saying = {judging, subject, &subject->options->weights,
		&sides[0], &sides[1], &sides[2], &looks, err};
	struct names_aligned aligned;

	if (align(&aligned, sides, subject->options->reference.count > 0, err) < 0 ||
		weights_look(&looks, &sides[0], &sides[1], &sides[2], err) < 0)
		return -1;
	if (weights_say_names(&saying, &aligned) < 0 || weights_say_sets(&saying) < 0 ||
		weights_say_tensors(&saying) < 0)
		return -1;
	return weights_say_worst(&saying);
}

static bool is_due(const struct model_subject *subject)
{
	const struct weights_options *options = &subject->options->weights;

	return options->enabled &&
	       (subject->files_changed || subject->reference_changed || options->workspace);
}

static int say_all_unseen(struct model_judging *judging, struct model_subject *subject,
	const struct weights_side sides[3], struct err *err)
{
	bool asks_reference =
		subject->options->reference.count > 0 && is_asked_for(&subject->options->weights);

	if (say_unseen(judging, subject, &sides[0], err) < 0)
		return -1;
	return asks_reference ? say_unseen(judging, subject, &sides[2], err) : 0;
}

int model_judge_weights(
	struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	struct weights_side sides[3];

	if (!is_due(subject))
		return 0;
	if (gather_all(sides, judging, subject, err) < 0 ||
		say_all_unseen(judging, subject, sides, err) < 0)
		return -1;
	/* Of a model of which a part could not be read the rest says nothing about the whole. */
	if (sides[0].failed || sides[0].files == 0)
		return 0;
	return judge(judging, subject, sides, err);
}
