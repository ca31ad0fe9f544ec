/* SPDX-License-Identifier: Apache-2.0
 *
 * Live evaluation: the team's own harness, as the base's policy has it, is run on the changed model; what it writes is evidence like
 * any other. Files that lay where it writes count for nothing, whatever date they bear.
 */
#include <string.h>

#include "checks/model/judging.h"
#include "gate/base/hash.h"

static const char mark[] = "{workspace}/";

static int refuse(const struct model_options *model, const char *what, struct err *err)
{
	return err_set(err, ERR_USAGE, "model: \"%.*s\": evaluate: %s", text_quote(model->name),
		model->name.ptr, what);
}

static bool reads_workspace(const struct model_options *model)
{
	const struct source_options *sources = model->evidence.items;

	for (size_t i = 0; i < model->evidence.count; i++)
		if (sources[i].workspace)
			return true;
	return false;
}

int model_evaluate_check(const struct model_options *model, struct err *err)
{
	const struct evaluate_options *evaluate = &model->evaluate;

	if (evaluate->command.count == 0)
		return evaluate->files.count == 0
			       ? 0
			       : refuse(model, "there are files, and no command", err);
	for (size_t i = 0; i < evaluate->command.count; i++)
		if (memchr(evaluate->command.items[i].ptr, '\0', evaluate->command.items[i].len))
			return refuse(model, "a word of the command holds a NUL", err);
	if (evaluate->command.items[0].len == 0 ||
		text_find(evaluate->command.items[0], text_of("{workspace}")) <
			evaluate->command.items[0].len)
		return refuse(model,
			"the program may not be one of the checked-out directory, which is the "
			"change's: "
			"name it in `files`",
			err);
	if (!(evaluate->timeout > 0))
		return refuse(model, "timeout must be above 0", err);
	if (!reads_workspace(model))
		return refuse(
			model, "no evidence is of `workspace: true`, where it would write", err);
	return 0;
}

static bool is_new(const struct check_job *job, struct text path)
{
	for (size_t i = 0; i < job->change->file_count; i++)
		if (text_equal(job->change->files[i].path, path))
			return true;
	return false;
}

/* A script of the change behind an interpreter of the base's. What the model is made of has to be the change's. */
static int ask_words(
	const struct model_judging *judging, const struct model_subject *subject, struct err *err)
{
	const struct model_options *model = subject->options;

	for (size_t i = 1; i < model->evaluate.command.count; i++) {
		struct text word = model->evaluate.command.items[i];
		size_t at = text_find(word, text_of(mark));
		struct text path = text_slice(word, at + strlen(mark), word.len);

		if (at == word.len || globs_match(&model->files, path) ||
			globs_match(&model->reference, path) || !is_new(judging->job, path))
			continue;
		err_set(err, ERR_LOOK, "the command names %.*s, which the change itself brings",
			text_quote(path), path.ptr);
		return err_remedy(err, "let the command name the base's: put it into `files`, and "
				       "leave out {workspace}/");
	}
	return 0;
}

/* Whether what is checked out are the head's bytes: an evaluation of any other would prove nothing about the change. */
static int ask_bytes(
	const struct model_judging *judging, const struct model_subject *subject, struct err *err)
{
	const struct model_digests head = subject->head;

	for (size_t i = 0; i < head.count; i++) {
		const struct model_digest *one = &head.items[i];
		char hex[SHA256_HEX];
		struct text there;

		if (one->kind != NAMED_SHA256 || one->hex.len == 0)
			continue;
		if (job_read(judging->job, SIDE_WORKSPACE, one->path, &there, err) < 0 ||
			hash_sha256_hex(there, hex, err) < 0)
			return -1;
		if (there.ptr && text_is(one->hex, hex))
			continue;
		err_set(err, ERR_LOOK, "the checked-out %.*s is not the model of the change",
			text_quote(one->path), one->path.ptr);
		return err_remedy(err,
			"check out the head, with what Git LFS or DVC keep, before the gate runs");
	}
	return 0;
}

static int evaluate(
	const struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	const struct evaluate_options *options = &subject->options->evaluate;
	const struct job_command command = {
		options->command, options->files, options->environment, options->timeout};

	if (ask_words(judging, subject, err) < 0 || ask_bytes(judging, subject, err) < 0)
		return -1;
	return job_run(judging->job, &command, &subject->evaluated, err);
}

int model_evaluate(struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	struct err what = {0};

	if (subject->options->evaluate.command.count == 0 ||
		!(subject->files_changed || subject->reference_changed || subject->recipe_changed))
		return 0;
	if (model_digests_read(&subject->head, judging->job, SIDE_HEAD, subject->options, err) < 0)
		return -1;
	subject->is_evaluated = subject->head.count > 0;
	if (!subject->is_evaluated || evaluate(judging, subject, &what) == 0)
		return 0;
	if (what.kind != ERR_LOOK) {
		*err = what;
		return -1;
	}
	subject->is_unevaluated = true;
	return model_incomplete(judging, subject, subject->path,
		what.remedy[0] ? what.remedy : "see what is wrong with the command of `evaluate`",
		err, "it was not evaluated: %s", what.message);
}

int model_evaluated(const struct model_judging *judging, const struct model_subject *subject,
	struct paths *paths, struct err *err)
{
	size_t kept = 0;

	if (!subject->is_evaluated)
		return 0;
	for (size_t i = 0; !subject->is_unevaluated && i < paths->count; i++) {
		bool written;

		if (job_written_since(
			    judging->job, paths->items[i], &subject->evaluated, &written, err) < 0)
			return -1;
		if (written)
			paths->items[kept++] = paths->items[i];
	}
	paths->count = kept;
	return 0;
}
