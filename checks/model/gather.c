/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence from the trees: which files a source has at a side, which of them is the newest, which samples belong to it.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "checks/model/format.h"
#include "checks/model/formats/lm_eval.h"
#include "checks/model/judging.h"

enum { MOST_FILES = 256, MOST_SCORES = 8192, MOST_SCORES_IN_ALL = 32768 };

/* Reading one source at one side. */
struct gathering {
	struct model_judging *judging;
	struct model_subject *subject;
	const struct source_options *options;
	const struct evidence_format *format;
	enum side side;
	struct side_evidence *out;
	size_t scores; /* of all files of the side */
	bool quiet;    /* of a model that is not judged: for comparing only */
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

static int read_content(
	struct gathering *gathering, struct evidence_file *file, struct text path, struct err *err)
{
	struct err what = {0};

	*file = (struct evidence_file){path, arena_copy(gathering->judging->job->arena, path), {0}};
	if (!file->name)
		return err_nomem(err);
	if (job_read_data(gathering->judging->job, gathering->side, path, &file->content, &what) <
		0)
		return note(gathering, path, &what, err);
	return 0;
}

static int keep(struct gathering *gathering, const struct evidence *evidence, struct text content,
	struct err *err)
{
	struct side_evidence *out = gathering->out;
	struct arena *arena = gathering->judging->job->arena;
	size_t capacity = out->capacity;

	if (arena_reserve(arena, (void **)&out->contents, &capacity, out->count + 1,
		    sizeof(*out->contents)) < 0 ||
		arena_reserve(arena, (void **)&out->items, &out->capacity, out->count + 1,
			sizeof(*out->items)) < 0)
		return err_nomem(err);
	out->contents[out->count] = content;
	out->items[out->count++] = *evidence;
	return 0;
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
	if (evidence.scores.count > MOST_SCORES) {
		evidence_error(&file, 0, 0, &what, "more than %d values", (int)MOST_SCORES);
		return note(gathering, path, &what, err);
	}
	gathering->scores += evidence.scores.count;
	if (gathering->scores > MOST_SCORES_IN_ALL) {
		evidence_error(&file, 0, 0, &what,
			"more than %d values in all files of the source: keep the newest only",
			(int)MOST_SCORES_IN_ALL);
		return note(gathering, path, &what, err);
	}
	if (!gathering->quiet)
		check_examined(gathering->judging->job, "files", 1);
	return keep(gathering, &evidence, file.content, err);
}

static bool is_newer(const struct evidence *a, const struct evidence *b)
{
	if (isnan(a->date) != isnan(b->date))
		return isnan(b->date);
	if (!isnan(a->date) && a->date != b->date)
		return a->date > b->date;
	return text_compare(a->path, b->path) > 0;
}

/* Insertion: there are few. */
static void sort_newest_first(struct side_evidence *side)
{
	for (size_t i = 1; i < side->count; i++) {
		struct evidence one = side->items[i];
		struct text content = side->contents[i];
		size_t k = i;

		for (; k > 0 && is_newer(&one, &side->items[k - 1]); k--) {
			side->items[k] = side->items[k - 1];
			side->contents[k] = side->contents[k - 1];
		}
		side->items[k] = one;
		side->contents[k] = content;
	}
}

/* Samples that have a date in their name belong to the results with the same; others to the newest. */
static struct evidence *owner_of(struct side_evidence *side, struct text path)
{
	struct text date;

	(void)lm_eval_task_of(path, &date);
	for (size_t i = 0; date.len > 0 && i < side->count; i++)
		if (text_find(side->items[i].path, date) < side->items[i].path.len)
			return &side->items[i];
	if (side->count == 0)
		return NULL;
	if (date.len == 0)
		return &side->items[0];
	/* Renamed results beside dated samples: there is one of them, so there is no doubt. */
	return side->count == 1 && text_find(side->items[0].path, text_of("T")) ==
					   side->items[0].path.len
		       ? &side->items[0]
		       : NULL;
}

static int read_samples(struct gathering *gathering, struct text path, struct err *err)
{
	struct evidence *owner = owner_of(gathering->out, path);
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
	return 0;
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
	*count = paths.count;
	if (paths.count > MOST_FILES) {
		err_set(&what, ERR_LOOK, "%zu files match %.*s, more than %d", paths.count,
			text_quote(glob), glob.ptr, (int)MOST_FILES);
		return note(gathering, glob, &what, err);
	}
	for (size_t i = 0; i < paths.count; i++)
		if (read(gathering, paths.items[i], err) < 0)
			return -1;
	return 0;
}

static int gather(
	struct gathering *gathering, struct text results, struct text samples, struct err *err)
{
	size_t count = 0, ignored;
	const char *what;

	gathering->scores = 0;
	if (each_path(gathering, results, read_results, &count, err) < 0)
		return -1;
	sort_newest_first(gathering->out);
	if (samples.len > 0 && gathering->format->read_samples &&
		each_path(gathering, samples, read_samples, &ignored, err) < 0)
		return -1;
	for (size_t i = 0; i < gathering->out->count; i++)
		if (evidence_seal(&gathering->out->items[i], err) < 0)
			return -1;
	if (count > 0 || gathering->quiet || gathering->side == SIDE_BASE)
		return 0;
	what = arena_printf(gathering->judging->job->arena, "evidence of model %.*s",
		SHOWN(gathering->subject->options->name));
	if (!what)
		return err_nomem(err);
	check_missing(gathering->judging->job, gathering->side, results, what);
	return 0;
}

static struct text file_part(struct text path)
{
	size_t from = path.len;

	while (from > 0 && path.ptr[from - 1] != '/')
		from--;
	return text_slice(path, from, path.len);
}

static bool is_folder(struct text path)
{
	struct text name = file_part(path);

	return name.len == 0 || text_find(name, text_of(".")) == name.len;
}

/* The same kind of files in another folder: "eval/f16" and "eval/int8/results_*.json" make "eval/f16/results_*.json". */
static int elsewhere(
	struct text *out, struct text place, struct text glob, struct arena *arena, struct err *err)
{
	struct text folder = place, name = file_part(glob);

	*out = (struct text){0};
	if (glob.len == 0)
		return 0;
	if (!is_folder(place))
		folder.len -= file_part(place).len;
	while (folder.len > 0 && folder.ptr[folder.len - 1] == '/')
		folder.len--;
	*out = arena_textf(arena, "%.*s%s%.*s", (int)folder.len, folder.ptr, folder.len ? "/" : "",
		(int)name.len, name.ptr);
	return out->ptr ? 0 : err_nomem(err);
}

static int gather_elsewhere(struct gathering *gathering, struct text place, struct err *err)
{
	struct arena *arena = gathering->judging->job->arena;
	struct text results = place, samples;

	if (is_folder(place) &&
		elsewhere(&results, place, gathering->options->results, arena, err) < 0)
		return -1;
	if (elsewhere(&samples, place, gathering->options->samples, arena, err) < 0)
		return -1;
	return gather(gathering, results, samples, err);
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
	return gather_base(&gathering, source, err);
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
	subject->sources =
		arena_array(judging->job->arena, subject->source_count, sizeof(*subject->sources));
	if (!subject->sources)
		return err_nomem(err);
	for (size_t i = 0; i < subject->source_count; i++) {
		subject->sources[i].options = &options[i];
		gathering.options = &options[i];
		gathering.format = evidence_formats[options[i].format];
		if (gather_source(gathering, &subject->sources[i], err) < 0)
			return -1;
	}
	return 0;
}
