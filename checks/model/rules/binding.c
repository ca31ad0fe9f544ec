/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence that names the bytes it was run on names those of this model.
 */
#include "checks/model/judging.h"
#include "checks/model/places.h"
#include "checks/model/select.h"

static bool has_digest(
	const struct model_digests *digests, const struct named_model *named, bool *comparable)
{
	for (size_t i = 0; i < digests->count; i++) {
		if (digests->items[i].kind != named->kind)
			continue;
		*comparable = true;
		if (text_equal(digests->items[i].hex, named->digest))
			return true;
	}
	return false;
}

/* Beside the model a log may name what it was compared with. */
static bool is_about(const struct model_subject *subject, const struct named_model *named)
{
	struct text name = place_file_name(named->path);

	if (named->path.len == 0 || globs_match(&subject->options->files, named->path))
		return true;
	for (size_t i = 0; i < subject->head.count; i++)
		if (text_equal(place_file_name(subject->head.items[i].path), name))
			return true;
	return false;
}

static int report(struct model_judging *judging, struct model_subject *subject,
	const struct evidence *evidence, const struct named_model *named, struct err *err)
{
	bool ignored = false, at_base = has_digest(&subject->base, named, &ignored);
	const struct model_report report = {.rule = "model/evidence-of-other-bytes",
		.path = evidence->path,
		.line = named->line,
		.evidence = named->digest,
		.message = arena_textf(judging->job->arena,
			"%.*s: the evaluation was run on %.12s..., which %s",
			SHOWN(subject->options->name), named->digest.ptr,
			at_base ? "is the model before this change"
				: "is none of the model's files")};

	return model_report(judging, subject, &report, err);
}

/* The digest that is none of the model's and should be; NULL: all is well. */
static const struct named_model *find_other(
	const struct model_subject *subject, const struct evidence *evidence)
{
	const struct named_model *other = NULL;
	bool any = false;

	for (size_t i = 0; i < evidence->models.count; i++) {
		const struct named_model *named = &evidence->models.items[i];
		bool comparable = false, same = has_digest(&subject->head, named, &comparable);

		if (same || !comparable)
			any = true;
		else if (!other || is_about(subject, named))
			other = named;
	}
	return other && any && !is_about(subject, other) ? NULL : other;
}

static int judge_named(struct model_judging *judging, struct model_subject *subject,
	struct model_source *source, const struct evidence *evidence, struct err *err)
{
	const struct named_model *other = find_other(subject, evidence);

	if (!other)
		return 0;
	source->is_foreign = true;
	return report(judging, subject, evidence, other, err);
}

int model_judge_binding(
	struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	for (size_t i = 0; i < subject->source_count; i++) {
		struct model_source *source = &subject->sources[i];

		for (size_t k = 0; k < source->head.count; k++)
			if (model_evidence_counts(subject->options, &source->head, k) &&
				judge_named(judging, subject, source, &source->head.items[k], err) <
					0)
				return -1;
	}
	return 0;
}
