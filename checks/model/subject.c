/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "checks/model/judging.h"
#include "gate/base/digest.h"
#include "gate/base/glob.h"
#include "gate/base/hash.h"
#include "gate/rule.h"

bool globs_match(const struct text_list *globs, struct text path)
{
	for (size_t i = 0; i < globs->count; i++)
		if (glob_match(globs->items[i], path))
			return true;
	return false;
}

/* A model kept in DVC is a file beside it. */
static bool is_of_model(const struct text_list *globs, struct text path)
{
	struct text without = path;

	if (globs_match(globs, path))
		return true;
	if (!text_ends(path, ".dvc"))
		return false;
	without.len -= 4;
	return globs_match(globs, without);
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

	if (is_of_model(&options->files, file->path)) {
		if (!subject->files_changed)
			subject->path = file->path;
		subject->files_changed = true;
	}
	if (globs_match(&options->recipe, file->path))
		subject->recipe_changed = true;
	if (is_of_model(&options->reference, file->path))
		subject->reference_changed = true;
	if (is_source(options, file->path))
		subject->evidence_changed = true;
}

/* What a pipeline has just made is in no tree: it is judged whenever it is there. */
static int look_into_workspace(
	struct model_subject *subject, const struct check_job *job, struct err *err)
{
	const struct source_options *sources = subject->options->evidence.items;

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
			is_of_model(&options->files, change->files[i].path) &&
			!was_elsewhere(change, &change->files[i]))
			return false;
	return true;
}

static bool has_all(const struct model_digests *digests, const struct model_digests *wanted)
{
	for (size_t i = 0; i < wanted->count; i++) {
		bool found = false;

		for (size_t k = 0; k < digests->count && !found; k++)
			found = digests->items[k].kind == wanted->items[i].kind &&
				text_equal(digests->items[k].hex, wanted->items[i].hex);
		if (!found)
			return false;
	}
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
	if (model_digests_read(&subject->head, judging->job, SIDE_HEAD, options, err) < 0)
		return -1;
	subject->is_gone = subject->has_base && subject->head.count == 0;
	subject->is_moved = subject->has_base ? has_all(&subject->base, &subject->head) &&
							has_all(&subject->head, &subject->base)
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
	if (look_into_workspace(subject, judging->job, err) < 0)
		return -1;
	return subject->files_changed || subject->evidence_changed
		       ? compare_bytes(subject, judging, err)
		       : 0;
}

/* --- digests --- */

static int add_digest(struct model_digests *out, const struct model_digest *digest,
	struct arena *arena, struct err *err)
{
	if (arena_reserve(arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(*out->items)) < 0)
		return err_nomem(err);
	out->items[out->count++] = *digest;
	return 0;
}

/* The value behind "key " at the start of a line. */
static struct text line_value(struct text content, const char *key)
{
	struct text rest = content, line;

	while (text_next_line(&rest, &line)) {
		line = text_trim(line);
		if (text_starts(line, "- "))
			line = text_trim(text_slice(line, 2, line.len));
		if (text_starts(line, key))
			return text_trim(text_slice(line, strlen(key), line.len));
	}
	return (struct text){0};
}

static int digest_content(struct model_digests *out, const struct check_job *job, struct text path,
	struct text content, struct err *err)
{
	struct model_digest digest = {path, NAMED_SHA256, {0}};
	char hex[SHA256_HEX];

	if (text_ends(path, ".dvc")) {
		digest.kind = NAMED_MD5;
		digest.hex = line_value(content, "md5:");
		return digest.hex.len ? add_digest(out, &digest, job->arena, err) : 0;
	}
	if (content.len <= 1024 &&
		text_starts(content, "version https://git-lfs.github.com/spec/")) {
		digest.hex = line_value(content, "oid sha256:");
		return digest.hex.len ? add_digest(out, &digest, job->arena, err) : 0;
	}
	if (hash_sha256_hex(content, hex, err) < 0)
		return -1;
	digest.hex = arena_text(job->arena, text_of(hex));
	return digest.hex.ptr ? add_digest(out, &digest, job->arena, err) : err_nomem(err);
}

static int digest_path(struct model_digests *out, const struct check_job *job, enum side side,
	struct text path, struct err *err)
{
	struct text content = {0};
	struct err what = {0};

	if (job_read(job, side, path, &content, &what) < 0) {
		if (what.kind != ERR_LOOK) {
			*err = what;
			return -1;
		}
		/* Too large to read or not here: it may still be named by nobody. At the head that is said. */
		if (side == SIDE_HEAD)
			check_incomplete(job, path, what.message, what.remedy);
		return 0;
	}
	return content.ptr ? digest_content(out, job, path, content, err) : 0;
}

static int digest_glob(struct model_digests *out, const struct check_job *job, enum side side,
	const char *glob, struct err *err)
{
	struct paths paths = {0};

	if (job_match(job, side, glob, &paths, err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count; i++)
		if (digest_path(out, job, side, paths.items[i], err) < 0)
			return -1;
	return 0;
}

int model_digests_read(struct model_digests *out, const struct check_job *job, enum side side,
	const struct model_options *options, struct err *err)
{
	for (size_t i = 0; i < options->files.count; i++) {
		struct text glob = options->files.items[i];
		const char *plain = arena_copy(job->arena, glob),
			   *dvc = arena_printf(job->arena, "%.*s.dvc", (int)glob.len, glob.ptr);

		if (!plain || !dvc)
			return err_nomem(err);
		if (digest_glob(out, job, side, plain, err) < 0 ||
			digest_glob(out, job, side, dvc, err) < 0)
			return -1;
	}
	return 0;
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
