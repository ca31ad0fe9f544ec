/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "checks/model/judging.h"
#include "checks/model/locked.h"
#include "checks/model/places.h"
#include "gate/base/glob.h"
#include "gate/rule.h"

bool globs_match(const struct text_list *globs, struct text path)
{
	for (size_t i = 0; i < globs->count; i++)
		if (glob_match(globs->items[i], path))
			return true;
	return false;
}

/* A model kept in DVC is a file beside it, or beside a folder above it; a submodule has no path below its own. */
static bool is_of_model(const struct text_list *globs, const struct file *file)
{
	struct text path = file->path;
	bool is_pointer = text_ends(path, ".dvc");
	bool is_submodule = file->head_mode == MODE_SUBMODULE || file->base_mode == MODE_SUBMODULE;

	if (globs_match(globs, path))
		return true;
	if (is_pointer)
		path.len -= 4;
	if (is_pointer && globs_match(globs, path))
		return true;
	for (size_t i = 0; (is_pointer || is_submodule) && i < globs->count; i++)
		if (folder_is_above(path, globs->items[i]))
			return true;
	return false;
}

bool model_is_alone(const struct model_subject *subject)
{
	return subject->measure_changed && !subject->files_changed && !subject->evidence_changed;
}

static bool is_source(const struct model_options *options, struct text path)
{
	for (size_t i = 0; i < options->evidence.count; i++) {
		const struct source_options *source =
			&((const struct source_options *)options->evidence.items)[i];

		if (glob_match(source->results, path) ||
			(source->samples.len && glob_match(source->samples, path)))
			return true;
	}
	return false;
}

static void look_at(struct model_subject *subject, const struct file *file)
{
	const struct model_options *options = subject->options;
	const struct source_options *sources = options->evidence.items;

	if (is_of_model(&options->files, file)) {
		if (!subject->files_changed)
			subject->path = file->path;
		subject->files_changed = true;
	}
	if (globs_match(&options->recipe, file->path))
		subject->recipe_changed = true;
	if (is_of_model(&options->reference, file))
		subject->reference_changed = true;
	if (is_source(options, file->path))
		subject->evidence_changed = true;
	if (options->sidecar.len && text_equal(options->sidecar, file->path))
		subject->sidecar_changed = true;
	for (size_t i = 0; i < options->evidence.count; i++)
		if (place_is_measure(&sources[i], file->path))
			subject->measure_changed = true;
}

/* A model that a DVC pipeline makes is in no tree either: its digest is. */
static int look_into_locks(
	struct model_subject *subject, const struct check_job *job, struct err *err)
{
	const struct change *change = job->change;

	for (size_t i = 0; i < change->file_count && !subject->files_changed; i++) {
		if (!is_lock(change->files[i].path))
			continue;
		if (locked_changed(&subject->files_changed, job, &subject->options->files, err) < 0)
			return -1;
		if (subject->files_changed)
			subject->path = change->files[i].path;
	}
	return 0;
}

/* What a pipeline has just made is in no tree: it is judged whenever it is there. */
static int look_into_workspace(
	struct model_subject *subject, struct model_judging *judging, struct err *err)
{
	const struct source_options *sources = subject->options->evidence.items;
	const struct check_job *job = judging->job;

	for (size_t i = 0; i < subject->options->evidence.count; i++) {
		const char *glob = arena_copy(job->arena, sources[i].results);
		struct paths paths = {0};
		struct err what = {0};

		if (!glob)
			return err_nomem(err);
		if (!sources[i].workspace)
			continue;
		if (job_match(job, SIDE_WORKSPACE, glob, &paths, &what) < 0) {
			if (what.kind != ERR_LOOK) {
				*err = what;
				return -1;
			}
			check_incomplete(job, sources[i].results, what.message, what.remedy);
		}
		if (model_evaluated(judging, subject, &paths, err) < 0)
			return -1;
		subject->evidence_changed = subject->evidence_changed || paths.count > 0;
	}
	return 0;
}

/* Whether the change takes these bytes from a name that they had at the base. */
static bool was_elsewhere(const struct change *change, const struct file *file)
{
	for (size_t i = 0; i < change->file_count; i++)
		if (change->files[i].base_mode != MODE_NONE &&
			oid_equal(&change->files[i].base, &file->head))
			return true;
	return false;
}

static bool only_moved(const struct change *change, const struct model_options *options)
{
	for (size_t i = 0; i < change->file_count; i++)
		if (change->files[i].head_mode != MODE_NONE &&
			is_of_model(&options->files, &change->files[i]) &&
			!was_elsewhere(change, &change->files[i]))
			return false;
	return true;
}

/* The same bytes in the same order of names: two shards that changed places are another model. */
static bool same_bytes(const struct model_digests *base, const struct model_digests *head)
{
	if (base->count != head->count)
		return false;
	for (size_t i = 0; i < head->count; i++)
		if (head->items[i].hex.len == 0 || head->items[i].kind != base->items[i].kind ||
			!text_equal(head->items[i].hex, base->items[i].hex))
			return false;
	return true;
}

/* Which bytes there are at both sides, and whether they are the same. */
static int compare_bytes(
	struct model_subject *subject, struct model_judging *judging, struct err *err)
{
	const struct change *change = judging->job->change;
	const struct model_options *options = subject->options;

	if (change->has_base &&
		model_digests_read(&subject->base, judging->job, SIDE_BASE, options, err) < 0)
		return -1;
	subject->has_base = subject->base.count > 0;
	/* What was evaluated was read for that. */
	if (subject->head.count == 0 &&
		model_digests_read(&subject->head, judging->job, SIDE_HEAD, options, err) < 0)
		return -1;
	subject->is_gone = subject->has_base && subject->head.count == 0;
	subject->is_moved = subject->has_base ? same_bytes(&subject->base, &subject->head)
					      : only_moved(change, options);
	/* A new name alone is no new model. */
	if (subject->has_base && subject->is_moved)
		subject->files_changed = false;
	return 0;
}

int model_subject_find(
	struct model_subject *subject, struct model_judging *judging, struct err *err)
{
	const struct change *change = judging->job->change;

	subject->path = subject->options->files.items[0];
	for (size_t i = 0; i < change->file_count; i++)
		look_at(subject, &change->files[i]);
	if (look_into_locks(subject, judging->job, err) < 0 ||
		model_evaluate(judging, subject, err) < 0 ||
		look_into_workspace(subject, judging, err) < 0)
		return -1;
	return subject->files_changed || subject->evidence_changed || subject->sidecar_changed
		       ? compare_bytes(subject, judging, err)
		       : 0;
}

/* --- saying --- */

int model_report(struct model_judging *judging, const struct model_subject *subject,
	const struct model_report *report, struct err *err)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of(report->rule));
	struct text hop = subject->options->hop;
	struct finding finding = {
		.rule = report->rule,
		.path = report->path,
		.line = report->line,
		.column = report->line ? 1 : 0,
		.end_line = report->line,
		.end_column = report->line ? 1 : 0,
		.message = report->message,
		.evidence = report->evidence,
		.details = report->details,
		.detail_count = report->detail_count,
		.known = report->known,
	};

	if (!rule || !report->message.ptr || !report->evidence.ptr)
		return err_nomem(err);
	finding.severity = rule->severity;
	finding.remedy = text_of(rule->remedy);
	finding.hop = hop.len ? arena_copy(judging->job->arena, hop) : NULL;
	if (hop.len && !finding.hop)
		return err_nomem(err);
	check_report(judging->job, &finding);
	return 0;
}

int model_incomplete(struct model_judging *judging, const struct model_subject *subject,
	struct text path, const char *remedy, struct err *err, const char *format, ...)
{
	struct text name = subject->options->name;
	char what[640];
	const char *reason;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	reason = arena_printf(judging->job->arena, "%.*s: %s", SHOWN(name), what);
	if (!reason)
		return err_nomem(err);
	check_incomplete(judging->job, path, reason, remedy);
	return 0;
}
