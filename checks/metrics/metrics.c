/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "metrics": any number of a hop against a limit and against the base. Grain: the whole change.
 */
#include <math.h>

#include "checks/metrics/format.h"
#include "checks/metrics/judge.h"

extern const struct check check_metrics;

static const struct source_words words = {.check = "metrics",
	.what = "series",
	.file = "file",
	.figures = "the figures",
	.refused = "correct the file or the settings, or measure again",
	.old = "measure again, with the change, and commit the figures"};

static struct source source_of(const void *item)
{
	const struct metric_series *series = item;

	return (struct source){.words = &words,
		.name = series->name,
		.path = series->path,
		.baseline = text_is(series->baseline, "none") ? text_of("") : series->baseline,
		.when = series->when,
		.workspace = series->workspace};
}

/* Settings that the options table cannot say. */
static int accept(const void *item, const struct source *source, struct err *err)
{
	const struct metric_series *series = item;

	if (series->tolerance.unit == TOLERANCE_SECONDS || series->tolerance.value < 0)
		return source_refuse(
			source, "tolerance is a share, 5%, or a number of 0 or more", err);
	if (series->min > series->max)
		return source_refuse(source, "min is above max", err);
	if (source->baseline.len == 0 && series->max >= NO_LIMIT && series->min <= -NO_LIMIT)
		return source_refuse(source, "with baseline: none it needs max or min", err);
	return 0;
}

/* ---- reading ---- */

static int nothing(const struct number_file *file, struct text select, struct err *err)
{
	err_set(err, ERR_LOOK, "%.200s: \"%.*s\" is not in the file", file->name,
		text_quote(select), select.ptr);
	return err_remedy(err, "see why it was not measured, or correct select:");
}

static int take(double *out, const struct metric_series *series, struct number_file *file,
	struct text select, struct arena *arena, struct err *err)
{
	struct numbers numbers;

	file->select = select;
	numbers_start(&numbers, file->name, arena);
	if (number_formats[series->format]->read(&numbers, file, err) < 0)
		return -1;
	if (numbers.count == 0)
		return nothing(file, select, err);
	return numbers_statistic(out, &numbers, (enum number_statistic)series->statistic, err);
}

static int divide(double *value, double by, const struct number_file *file, struct err *err)
{
	if (by == 0 || !isfinite(*value / by))
		return numbers_refuse(file->name, 1, err, "what per: names is 0",
			"measure with records; a share of nothing is none");
	*value /= by;
	return 0;
}

static int parse_with(double *out, const struct metric_series *series, struct number_file *file,
	struct arena *arena, struct err *err)
{
	double by;

	if (take(out, series, file, series->select, arena, err) < 0)
		return -1;
	if (series->per.len == 0)
		return 0;
	arena_reset(file->scratch);
	if (take(&by, series, file, series->per, arena, err) < 0)
		return -1;
	return divide(out, by, file, err);
}

/* Of a file that several series name. What cannot be made one is for the reader, which knows how much of it is wanted. */
static int make_document(const void **out, const struct number_file *file, struct arena *arena,
	const struct number_format *format, struct err *err)
{
	struct err fault = {0};

	if (format->open(out, file, arena, &fault) == 0)
		return 0;
	*out = NULL;
	return fault.kind == ERR_LOOK ? 0 : err_set(err, fault.kind, "%s", fault.message);
}

static int find_document(struct number_file *file, const struct check_job *job,
	const struct number_format *format, struct err *err)
{
	struct text name;
	struct memo *memo;

	if (!format->open)
		return 0;
	name = arena_textf(
		job->arena, "%p %p", (const void *)format, (const void *)file->content.ptr);
	if (!name.ptr)
		return err_nomem(err);
	if (job_memo(&memo, job, name, err) < 0)
		return -1;
	if (memo && memo_is_due(job, memo, file->content.len) &&
		make_document(&memo->made, file, job->arena, format, err) < 0)
		return -1;
	file->document = memo ? memo->made : NULL;
	return 0;
}

static int parse(double *out, const struct check_job *job, const struct metric_series *series,
	struct text path, struct text content, struct err *err)
{
	struct number_file file = {
		.name = arena_copy(job->arena, path), .content = content, .scratch = arena_new()};
	struct arena *arena = arena_new();
	int done = -1;

	if (!file.name || !file.scratch || !arena)
		err_nomem(err);
	else if (find_document(&file, job, number_formats[series->format], err) == 0)
		done = parse_with(out, series, &file, arena, err);
	arena_free(file.scratch);
	arena_free(arena);
	return done;
}

static int read_base(double *out, bool *usable, const struct check_job *job,
	const struct metric_series *series, const struct source *source, struct err *err)
{
	struct text content, path;
	struct err fault = {0};

	*out = NAN;
	if (source_base(&content, &path, usable, job, source, err) < 0)
		return -1;
	if (!content.ptr || parse(out, job, series, path, content, &fault) == 0)
		return 0;
	*out = NAN;
	return source_base_refused(usable, job, source, &fault, err);
}

static int judge(const struct check_job *job, const void *item, const struct source *source,
	struct text content, void *context, struct err *err)
{
	const struct metric_series *series = item;
	struct err fault = {0};
	double base, head;
	bool usable;

	(void)context;
	if (parse(&head, job, series, series->path, content, &fault) < 0)
		return source_note(job, source, series->path, &fault, err);
	if (read_base(&base, &usable, job, series, source, err) < 0)
		return -1;
	return usable ? judge_number(job, series, base, head, err) : 0;
}

static const struct source_list list = {.list = offsetof(struct metrics_options, series),
	.size = sizeof(struct metric_series),
	.counter = "series",
	.source = source_of,
	.accept = accept,
	.judge = judge};

static int prepare(const struct check_job *job, void **shared, struct err *err)
{
	*shared = NULL;
	return sources_accept(job, &list, err);
}

static int run(const struct check_job *job, struct err *err)
{
	return sources_judge(job, &list, NULL, err);
}

const struct check check_metrics = {
	.name = "metrics",
	.summary = "Any number of a hop, against a limit and against the base.",
	.grain = WHOLE_CHANGE,
	.options = metrics_option_table,
	.options_size = sizeof(struct metrics_options),
	.prepare = prepare,
	.run = run,
};
