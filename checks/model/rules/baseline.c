/* SPDX-License-Identifier: Apache-2.0
 *
 * What a model is compared with is left alone by the change that is compared; and in a change of its own it does not get worse, or
 * two small steps would do what one may not. A reference may change with the full-precision model that it is of.
 */
#include "checks/model/judging.h"
#include "checks/model/places.h"
#include "checks/model/select.h"

struct baseline {
	struct model_judging *judging;
	struct model_subject *subject;
	const struct model_source *source;
	struct err *err;
};

static int report(const struct baseline *baseline, struct text path, uint32_t line,
	struct text message, struct text evidence)
{
	const struct model_report report = {.rule = "model/baseline-edited",
		.path = path,
		.line = line,
		.message = message,
		.evidence = evidence};

	return model_report(baseline->judging, baseline->subject, &report, baseline->err);
}

static bool is_added(const struct change *change, struct text path)
{
	const struct file *file = change_file(change, path);

	return file && file->base_mode == MODE_NONE;
}

/* Newer results beside the reference's own would take their place. */
static bool is_put_before(
	const struct change *change, const struct model_source *source, const struct file *file)
{
	const struct side_evidence *reference = &source->reference;
	bool is_results = false, had_others = false;

	for (size_t i = 0; i < reference->count; i++) {
		struct text path = reference->items[i].path;

		is_results = is_results || text_equal(path, file->path);
		had_others = had_others || !is_added(change, path);
	}
	return is_results && had_others;
}

static bool is_edited(const struct baseline *baseline, const struct file *file)
{
	const struct source_options *options = baseline->source->options;

	if (!baseline->subject->reference_changed && place_has(options->reference, file->path))
		return file->base_mode != MODE_NONE ||
		       is_put_before(baseline->judging->job->change, baseline->source, file);
	return file->base_mode != MODE_NONE && !text_is(options->baseline, "base") &&
	       place_has(options->baseline, file->path);
}

static int judge_edited(const struct baseline *baseline)
{
	const struct change *change = baseline->judging->job->change;
	struct text name = baseline->subject->options->name;

	for (size_t i = 0; i < change->file_count; i++) {
		const struct file *file = &change->files[i];
		const char *done = file->base_mode == MODE_NONE   ? "added"
				   : file->head_mode == MODE_NONE ? "deleted"
								  : "edited";

		if (is_edited(baseline, file) &&
			report(baseline, file->path, 0,
				arena_textf(baseline->judging->job->arena,
					"%.*s: what the model is compared with, %.*s, is %s in the "
					"same change",
					SHOWN(name), SHOWN(file->path), done),
				file->path) < 0)
			return -1;
	}
	return 0;
}

/* --- in a change of its own --- */

/* The newest file that has it counts. */
static const struct score *find(
	const struct side_evidence *side, const struct score_key *key, struct text *path)
{
	const struct score *score = NULL;

	for (size_t i = 0; i < side->count && !score; i++) {
		score = evidence_find(&side->items[i], key);
		*path = side->items[i].path;
	}
	return score;
}

static bool is_worse(
	const struct metric_options *options, const struct score *was, const struct score *is)
{
	switch (metric_better(options, was)) {
	case BETTER_HIGHER:
		return !(is->value >= was->value);
	case BETTER_LOWER:
		return !(is->value <= was->value);
	case BETTER_UNKNOWN:
		break;
	}
	return is->value != was->value;
}

static int judge_score(const struct baseline *baseline, const struct score *was,
	struct text was_path, const struct side_evidence *now)
{
	const struct metric_options *options = metric_options_of(baseline->subject->options, was);
	struct arena *arena = baseline->judging->job->arena;
	struct text name = baseline->subject->options->name, path = was_path, message;
	const struct score *is = find(now, &was->key, &path);

	if (!options || was->flaw || (is && !is->flaw && !is_worse(options, was, is)))
		return 0;
	message =
		is ? arena_textf(arena,
			     "%.*s: what the model is compared with gets worse: %.*s %.*s was "
			     "%.4f there and is %.4f now",
			     SHOWN(name), SHOWN(was->key.task), SHOWN(was->key.metric), was->value,
			     is->value)
		   : arena_textf(arena,
			     "%.*s: what the model is compared with no longer has %.*s %.*s, "
			     "which was %.4f there",
			     SHOWN(name), SHOWN(was->key.task), SHOWN(was->key.metric), was->value);
	return report(baseline, is ? path : was_path, is ? is->line : 0, message, message);
}

static int judge_lowered(const struct baseline *baseline, const struct side_evidence *was,
	const struct side_evidence *now)
{
	struct text path = {0};

	for (size_t i = 0; i < was->count; i++)
		for (size_t k = 0; k < was->items[i].scores.count; k++) {
			const struct score *score = &was->items[i].scores.items[k];

			if (find(was, &score->key, &path) == score &&
				judge_score(baseline, score, path, now) < 0)
				return -1;
		}
	return 0;
}

int model_judge_baseline(
	struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	for (size_t i = 0; i < subject->source_count; i++) {
		const struct model_source *source = &subject->sources[i];
		const struct baseline baseline = {judging, subject, source, err};

		if (!model_is_alone(subject)) {
			if (judge_edited(&baseline) < 0)
				return -1;
			continue;
		}
		if (!subject->reference_changed &&
			judge_lowered(&baseline, &source->reference_was, &source->reference) < 0)
			return -1;
		if (!text_is(source->options->baseline, "base") &&
			judge_lowered(&baseline, &source->base, &source->baseline_next) < 0)
			return -1;
	}
	return 0;
}
