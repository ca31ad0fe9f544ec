/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence bound to bytes: it changed with the model, it names the model's digest where it names any, it is no other
 * model's, and what it is compared with was left alone.
 */
#include <stdio.h>

#include "checks/model/judging.h"
#include "checks/model/select.h"
#include "gate/base/glob.h"

static int report_at(struct model_judging *judging, const struct model_subject *subject,
	const char *rule, struct text path, struct text evidence, struct text message,
	struct err *err)
{
	struct model_report report = {
		.rule = rule, .path = path, .message = message, .evidence = evidence};

	return model_report(judging, subject, &report, err);
}

static const struct text *same_content(
	const struct side_evidence *side, struct text content, size_t *at)
{
	for (*at = 0; *at < side->count; ++*at)
		if (text_equal(side->contents[*at], content))
			return &side->contents[*at];
	return NULL;
}

/* Whether a number of this file is judged: the newest always, an older one where no newer file has the same task. */
static bool counts(const struct model_subject *subject, const struct side_evidence *side, size_t at)
{
	const struct scores *scores = &side->items[at].scores;
	bool has = at == 0;

	for (size_t k = 0; k < scores->count && !has; k++) {
		has = metric_options_of(subject->options, &scores->items[k]) != NULL;
		for (size_t i = 0; i < at && has; i++)
			has = !evidence_find(&side->items[i], &scores->items[k].key);
	}
	return has;
}

/* Where the change took these results from; NULL where they are new. */
static const struct file *find_source(const struct change *change, struct text path)
{
	const struct file *file = NULL;

	for (size_t i = 0; i < change->file_count && !file; i++)
		if (change->files[i].head_mode != MODE_NONE &&
			text_equal(change->files[i].path, path))
			file = &change->files[i];
	for (size_t i = 0; file && i < change->file_count; i++)
		if (change->files[i].base_mode != MODE_NONE &&
			oid_equal(&change->files[i].base, &file->head))
			return &change->files[i];
	return NULL;
}

/* A model that was under no such name before may come after its evidence where that says which bytes it is of. */
static bool is_old(const struct model_judging *judging, const struct model_subject *subject,
	const struct model_source *source, size_t at)
{
	const struct evidence *evidence = &source->head.items[at];
	size_t ignored;

	if (!counts(subject, &source->head, at))
		return false;
	if (!subject->has_base && (evidence->models.count > 0 || subject->options->sidecar.len > 0))
		return false;
	return same_content(&source->base, source->head.contents[at], &ignored) ||
	       find_source(judging->job->change, evidence->path);
}

static int report_old(struct model_judging *judging, struct model_subject *subject,
	const struct evidence *evidence, struct err *err)
{
	struct text name = subject->options->name;

	return report_at(judging, subject, "model/evidence-unchanged", subject->path, subject->path,
		subject->has_base
			? arena_textf(judging->job->arena,
				  "%.*s: the model's bytes changed, but its evaluation %.*s is "
				  "that of the model before",
				  SHOWN(name), SHOWN(evidence->path))
			: arena_textf(judging->job->arena,
				  "%.*s: the model is new, but its evaluation %.*s was there "
				  "before it",
				  SHOWN(name), SHOWN(evidence->path)),
		err);
}

static int judge_unchanged(
	struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	if (!subject->options->require_evidence || !subject->files_changed || subject->is_moved)
		return 0;
	if (subject->source_count == 0)
		return model_incomplete(judging, subject, subject->path,
			"name its evidence in the policy, or set `require_evidence: false`", err,
			"the model changed and the policy names no evidence of it");
	for (size_t i = 0; i < subject->source_count; i++) {
		const struct model_source *source = &subject->sources[i];

		for (size_t k = 0; k < source->head.count; k++)
			if (is_old(judging, subject, source, k)) {
				if (report_old(judging, subject, &source->head.items[k], err) < 0)
					return -1;
				break;
			}
	}
	return 0;
}

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

static int judge_named(struct model_judging *judging, struct model_subject *subject,
	const struct evidence *evidence, struct err *err)
{
	struct text name = subject->options->name;

	for (size_t i = 0; i < evidence->models.count; i++) {
		const struct named_model *named = &evidence->models.items[i];
		bool comparable = false, ignored = false, at_base;
		struct model_report report = {.rule = "model/evidence-of-other-bytes",
			.path = evidence->path,
			.line = named->line};

		if (has_digest(&subject->head, named, &comparable) || !comparable)
			continue;
		at_base = has_digest(&subject->base, named, &ignored);
		report.evidence = named->digest;
		report.message = arena_textf(judging->job->arena,
			"%.*s: the evaluation was run on %.12s..., which %s", SHOWN(name),
			named->digest.len >= 12 ? named->digest.ptr : "?",
			at_base ? "is the model before this change"
				: "is none of the model's files");
		if (model_report(judging, subject, &report, err) < 0)
			return -1;
	}
	return 0;
}

/* The name of a model whose evidence this is; empty where there is none. */
static struct text other_owner(const struct model_judging *judging,
	const struct model_subject *subject, struct text content)
{
	size_t at;

	for (size_t i = 0; i < judging->subject_count; i++) {
		const struct model_subject *other = &judging->subjects[i];

		for (size_t k = 0; other != subject && k < other->source_count; k++)
			if (same_content(&other->sources[k].head, content, &at) ||
				same_content(&other->sources[k].base, content, &at))
				return other->options->name;
	}
	return (struct text){0};
}

static int judge_copied(struct model_judging *judging, struct model_subject *subject,
	const struct model_source *source, struct err *err)
{
	struct text name = subject->options->name, owner;
	size_t at;

	for (size_t i = 0; i < source->head.count; i++) {
		struct text content = source->head.contents[i], path = source->head.items[i].path;

		owner = other_owner(judging, subject, content);
		if (owner.len == 0 && same_content(&source->reference, content, &at))
			owner = text_of("the full-precision reference");
		if (owner.len == 0)
			continue;
		if (report_at(judging, subject, "model/evidence-copied", path, path,
			    arena_textf(judging->job->arena,
				    "%.*s: the evaluation is that of %.*s, byte for byte",
				    SHOWN(name), SHOWN(owner)),
			    err) < 0)
			return -1;
	}
	return 0;
}

static bool is_below(struct text folder, struct text path)
{
	while (folder.len > 0 && folder.ptr[folder.len - 1] == '/')
		folder.len--;
	return path.len > folder.len && text_equal(text_slice(path, 0, folder.len), folder) &&
	       path.ptr[folder.len] == '/';
}

/* The place of a baseline is a folder, a file or a pattern. */
static bool is_at(struct text place, struct text path)
{
	return place.len > 0 &&
	       (text_equal(place, path) || is_below(place, path) || glob_match(place, path));
}

static const struct file *find_added(const struct change *change, struct text path)
{
	for (size_t i = 0; i < change->file_count; i++)
		if (change->files[i].base_mode == MODE_NONE &&
			text_equal(change->files[i].path, path))
			return &change->files[i];
	return NULL;
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
		had_others = had_others || !find_added(change, path);
	}
	return is_results && had_others;
}

/* Whether the change touches what the model is compared with. */
static bool is_measure(const struct change *change, const struct model_subject *subject,
	const struct model_source *source, const struct file *file)
{
	const struct source_options *options = source->options;

	if (!subject->reference_changed && is_at(options->reference, file->path))
		return file->base_mode != MODE_NONE || is_put_before(change, source, file);
	return file->base_mode != MODE_NONE && !text_is(options->baseline, "base") &&
	       is_at(options->baseline, file->path);
}

static int judge_baseline(struct model_judging *judging, struct model_subject *subject,
	const struct model_source *source, struct err *err)
{
	const struct change *change = judging->job->change;
	struct text name = subject->options->name;

	for (size_t i = 0; i < change->file_count; i++) {
		const struct file *file = &change->files[i];
		const char *done = file->base_mode == MODE_NONE   ? "added"
				   : file->head_mode == MODE_NONE ? "deleted"
								  : "edited";

		if (!is_measure(change, subject, source, file))
			continue;
		if (report_at(judging, subject, "model/baseline-edited", file->path, file->path,
			    arena_textf(judging->job->arena,
				    "%.*s: what the model is compared with, %.*s, is %s in the "
				    "same change",
				    SHOWN(name), SHOWN(file->path), done),
			    err) < 0)
			return -1;
	}
	return 0;
}

int model_judge_binding(
	struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	if (judge_unchanged(judging, subject, err) < 0)
		return -1;
	for (size_t i = 0; i < subject->source_count; i++) {
		const struct model_source *source = &subject->sources[i];

		for (size_t k = 0; k < source->head.count; k++)
			if (judge_named(judging, subject, &source->head.items[k], err) < 0)
				return -1;
		if (judge_copied(judging, subject, source, err) < 0 ||
			judge_baseline(judging, subject, source, err) < 0)
			return -1;
	}
	return 0;
}
