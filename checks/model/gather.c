/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence from the trees: which files a source has at a side, which of them is the newest, which samples belong to it.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "checks/model/format.h"
#include "checks/model/judging.h"
#include "checks/model/places.h"
#include "checks/model/runner/runner.h"
#include "checks/model/side.h"

enum { MOST_FILES = 256, MOST_SCORES = 8192, MOST_SCORES_IN_ALL = 32768 };

/* Reading one source at one side. */
struct gathering {
	struct model_judging *judging;
	struct model_subject *subject;
	const struct source_options *options;
	const struct evidence_format *format;
	enum side side;
	struct side_evidence *out;
	size_t scores;  /* of all files of the side */
	bool elsewhere; /* at the place of a baseline or a reference */
	bool quiet;     /* of a model that is not judged: for comparing only */
};

/* What is wrong with a file is an item of the job; what is wrong with us ends it. */
static int note(
	struct gathering *gathering, struct text path, const struct err *what, struct err *err)
{
	if (what->kind != ERR_LOOK) {
		*err = *what;
		return -1;
	}
	gathering->out->failed = true;
	if (gathering->quiet)
		return 0;
	return model_incomplete(gathering->judging, gathering->subject, path,
		what->remedy[0] ? what->remedy
				: "evaluate again, and keep the files as the harness wrote them",
		err, "%s", what->message);
}

static void read_past(const void *context, struct text past)
{
	job_read_past(context, past);
}

static int read_content(
	struct gathering *gathering, struct evidence_file *file, struct text path, struct err *err)
{
	struct err what = {0};

	*file = (struct evidence_file){.path = path,
		.name = arena_copy(gathering->judging->job->arena, path),
		.cluster = gathering->options->cluster,
		.past = read_past,
		.context = gathering->judging->job};
	if (!file->name)
		return err_nomem(err);
	if (job_read_data(gathering->judging->job, gathering->side, path, &file->content, &what) <
		0)
		return note(gathering, path, &what, err);
	return 0;
}

/* Too many to look at, or one of them twice: a file that was put together of two. */
static int ask_scores(struct gathering *gathering, const struct evidence *evidence,
	const struct evidence_file *file, struct err *err)
{
	const struct score *second;
	bool failed;

	gathering->scores += evidence->scores.count;
	if (evidence->scores.count > MOST_SCORES)
		return evidence_error(file, 0, 0, err, "more than %d values", (int)MOST_SCORES);
	if (gathering->scores > MOST_SCORES_IN_ALL)
		return evidence_error(file, 0, 0, err,
			"more than %d values in all files of the source: keep the newest only",
			(int)MOST_SCORES_IN_ALL);
	second = evidence_doubled(evidence, &failed);
	if (failed)
		return err_nomem(err);
	return second ? evidence_error(file, second->line, 1, err, "a second value of %.*s%s%.*s",
				SHOWN(second->key.task), second->key.task.len ? " " : "",
				SHOWN(second->key.metric))
		      : 0;
}

static int read_results(struct gathering *gathering, struct text path, struct err *err)
{
	struct evidence_file file;
	struct evidence evidence;
	struct err what = {0};

	if (read_content(gathering, &file, path, err) < 0)
		return -1;
	if (!file.content.ptr)
		return 0;
	evidence_start(&evidence, gathering->judging->job->arena);
	evidence.path = path;
	if (gathering->format->read(&evidence, &file, &what) < 0)
		return note(gathering, path, &what, err);
	if (ask_scores(gathering, &evidence, &file, &what) < 0)
		return note(gathering, path, &what, err);
	if (!gathering->quiet)
		check_examined(gathering->judging->job, "files", 1);
	return side_add(
		gathering->out, &evidence, file.content, gathering->judging->job->arena, err);
}

static int read_samples(struct gathering *gathering, struct text path, struct err *err)
{
	struct evidence *owner = side_owner(gathering->out, path);
	struct evidence_file file;
	struct err what = {0};

	if (!owner)
		return 0;
	if (read_content(gathering, &file, path, err) < 0)
		return -1;
	if (!file.content.ptr)
		return 0;
	if (gathering->format->read_samples(owner, &file, &what) < 0)
		return note(gathering, path, &what, err);
	return side_add_samples(
		gathering->out, owner, path, file.content, gathering->judging->job->arena, err);
}

/* A pattern without a folder fits the reference's own results too. */
static bool is_the_reference(const struct gathering *gathering, struct text path)
{
	return !gathering->elsewhere && place_has(gathering->options->reference, path);
}

typedef int read_path(struct gathering *gathering, struct text path, struct err *err);

static int each_path(struct gathering *gathering, struct text glob, read_path *read, size_t *count,
	struct err *err)
{
	const char *pattern = arena_copy(gathering->judging->job->arena, glob);
	struct paths paths = {0};
	struct err what = {0};

	if (!pattern)
		return err_nomem(err);
	if (job_match(gathering->judging->job, gathering->side, pattern, &paths, &what) < 0)
		return note(gathering, glob, &what, err);
	if (gathering->side == SIDE_WORKSPACE && !gathering->elsewhere &&
		model_evaluated(gathering->judging, gathering->subject, &paths, err) < 0)
		return -1;
	*count = paths.count;
	if (paths.count > MOST_FILES) {
		err_set(&what, ERR_LOOK, "%zu files match %.*s, more than %d", paths.count,
			text_quote(glob), glob.ptr, (int)MOST_FILES);
		return note(gathering, glob, &what, err);
	}
	for (size_t i = 0; i < paths.count; i++) {
		if (is_the_reference(gathering, paths.items[i])) {
			--*count;
			continue;
		}
		if (read(gathering, paths.items[i], err) < 0)
			return -1;
	}
	return 0;
}

/* At the base there need be none. */
static int ask_any(
	const struct gathering *gathering, struct text results, size_t count, struct err *err)
{
	const char *what;

	if (count > 0 || gathering->quiet || gathering->side == SIDE_BASE ||
		gathering->subject->is_unevaluated)
		return 0;
	if (gathering->side == SIDE_WORKSPACE && gathering->subject->is_evaluated)
		return model_incomplete(gathering->judging, gathering->subject, results,
			"let it write where `results` says, below {workspace}; what lay there "
			"before "
			"does not count",
			err, "the evaluation has run, and wrote none of these files");
	what = arena_printf(gathering->judging->job->arena, "evidence of model %.*s",
		SHOWN(gathering->subject->options->name));
	if (!what)
		return err_nomem(err);
	check_missing(gathering->judging->job, gathering->side, results, what);
	return 0;
}

static int gather(
	struct gathering *gathering, struct text results, struct text samples, struct err *err)
{
	size_t count = 0, ignored;

	gathering->scores = 0;
	if (each_path(gathering, results, read_results, &count, err) < 0)
		return -1;
	side_sort(gathering->out);
	if (samples.len > 0 && gathering->format->read_samples &&
		each_path(gathering, samples, read_samples, &ignored, err) < 0)
		return -1;
	for (size_t i = 0; i < gathering->out->count; i++)
		if (evidence_seal(&gathering->out->items[i], err) < 0)
			return -1;
	return ask_any(gathering, results, count, err);
}

static int gather_elsewhere(struct gathering *gathering, struct text place, struct err *err)
{
	struct arena *arena = gathering->judging->job->arena;
	struct text results, samples;
	int done;

	if (place_results(&results, place, gathering->options, arena, err) < 0 ||
		place_samples(&samples, place, gathering->options, arena, err) < 0)
		return -1;
	gathering->elsewhere = true;
	done = gather(gathering, results, samples, err);
	gathering->elsewhere = false;
	return done;
}

static int gather_base(struct gathering *gathering, struct model_source *source, struct err *err)
{
	const struct source_options *options = source->options;

	gathering->out = &source->base;
	gathering->side = SIDE_BASE;
	if (!gathering->judging->job->change->has_base)
		return 0;
	if (text_is(options->baseline, "base"))
		return gather(gathering, options->results, options->samples, err);
	if (gather_elsewhere(gathering, options->baseline, err) < 0)
		return -1;
	/* What a pipeline has fetched from elsewhere is in no tree. */
	if (!options->workspace || source->base.count > 0 || source->base.failed)
		return 0;
	gathering->side = SIDE_WORKSPACE;
	return gather_elsewhere(gathering, options->baseline, err);
}

/* The other side of what changes alone. */
static int gather_measures(
	struct gathering *gathering, struct model_source *source, struct err *err)
{
	const struct source_options *options = source->options;

	if (!gathering->judging->job->change->has_base || options->workspace)
		return 0;
	gathering->out = &source->reference_was;
	gathering->side = SIDE_BASE;
	if (options->reference.len > 0 && gather_elsewhere(gathering, options->reference, err) < 0)
		return -1;
	gathering->out = &source->baseline_next;
	gathering->side = SIDE_HEAD;
	return text_is(options->baseline, "base")
		       ? 0
		       : gather_elsewhere(gathering, options->baseline, err);
}

static int gather_source(struct gathering gathering, struct model_source *source, struct err *err)
{
	const struct source_options *options = source->options;
	struct text name = gathering.subject->options->name;

	if (options->workspace && text_is(options->baseline, "base"))
		return err_set(err, ERR_USAGE,
			"model %.*s: evidence with `workspace: true` needs a `baseline` that is a "
			"path",
			SHOWN(name));
	gathering.side = options->workspace ? SIDE_WORKSPACE : SIDE_HEAD;
	gathering.out = &source->head;
	if (gather(&gathering, options->results, options->samples, err) < 0)
		return -1;
	gathering.out = &source->reference;
	if (options->reference.len > 0 && gather_elsewhere(&gathering, options->reference, err) < 0)
		return -1;
	if (gather_base(&gathering, source, err) < 0)
		return -1;
	return model_is_alone(gathering.subject) ? gather_measures(&gathering, source, err) : 0;
}

int model_evidence_read(
	struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	const struct source_options *options = subject->options->evidence.items;
	struct gathering gathering = {.judging = judging, .subject = subject};

	gathering.quiet = !subject->files_changed && !subject->evidence_changed;
	if (subject->is_gone)
		return 0;
	subject->source_count = subject->options->evidence.count;
	/* One more, for what the gate runs itself. */
	subject->sources = arena_array(
		judging->job->arena, subject->source_count + 1, sizeof(*subject->sources));
	if (!subject->sources)
		return err_nomem(err);
	for (size_t i = 0; i < subject->source_count; i++) {
		subject->sources[i].options = &options[i];
		gathering.options = &options[i];
		gathering.format = evidence_formats[options[i].format];
		if (gather_source(gathering, &subject->sources[i], err) < 0)
			return -1;
	}
	return runner_read(judging, subject, err);
}
