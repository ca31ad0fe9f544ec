/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "metrics": any number of a hop against a limit and against the base. Grain: the whole change.
 */
#include <math.h>

#include "checks/metrics/format.h"
#include "checks/metrics/judge.h"

extern const struct check check_metrics;

static struct source file_of(const struct metric_series *series)
{
	return (struct source){.what = "series",
		.name = series->name,
		.path = series->path,
		.baseline = text_is(series->baseline, "none") ? text_of("") : series->baseline,
		.when = series->when,
		.workspace = series->workspace};
}

/* ---- settings that the options table cannot say ---- */

static int refuse(const struct metric_series *series, const char *what, struct err *err)
{
	return err_set(err, ERR_USAGE, "metrics: series \"%.*s\": %s", text_quote(series->name),
		series->name.ptr, what);
}

static int check_series(const struct metric_series *series, struct err *err)
{
	struct source file = file_of(series);

	if (series->tolerance.unit == TOLERANCE_SECONDS || series->tolerance.value < 0)
		return refuse(series, "tolerance is a share, 5%, or a number of 0 or more", err);
	if (series->min > series->max)
		return refuse(series, "min is above max", err);
	if (file.baseline.len == 0 && series->max >= NO_LIMIT && series->min <= -NO_LIMIT)
		return refuse(series, "with baseline: none it needs max or min", err);
	return source_check(&file, "metrics", err);
}

static int prepare(const struct check_job *job, void **shared, struct err *err)
{
	const struct metrics_options *options = job->options;
	const struct metric_series *series = options->series.items;

	*shared = NULL;
	for (size_t i = 0; i < options->series.count; i++)
		if (check_series(&series[i], err) < 0)
			return -1;
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

static int parse(double *out, const struct check_job *job, const struct metric_series *series,
	struct text path, struct text content, struct err *err)
{
	struct number_file file = {
		.name = arena_copy(job->arena, path), .content = content, .scratch = arena_new()};
	struct arena *arena = arena_new();
	int done = -1;

	if (!file.name || !file.scratch || !arena)
		err_nomem(err);
	else
		done = parse_with(out, series, &file, arena, err);
	arena_free(file.scratch);
	arena_free(arena);
	return done;
}

/* What was at the base cannot be mended any more: where it is no use, there was nothing. */
static int read_base(double *out, bool *usable, const struct check_job *job,
	const struct metric_series *series, struct err *err)
{
	struct source file = file_of(series);
	bool is_base = text_is(series->baseline, "base");
	struct text content;
	struct err fault = {0};

	*out = NAN;
	if (source_base(&content, usable, job, &file, err) < 0)
		return -1;
	if (!*usable || !content.ptr)
		return 0;
	if (parse(out, job, series, is_base ? series->path : series->baseline, content, &fault) ==
		0)
		return 0;
	*out = NAN;
	if (is_base && fault.kind == ERR_LOOK)
		return 0;
	*usable = false;
	return source_note(job, series->baseline, &fault, err);
}

static int judge(const struct check_job *job, const struct metric_series *series, struct err *err)
{
	struct source file = file_of(series);
	struct err fault = {0};
	struct text content;
	double base, head;
	bool due, usable;

	check_examined(job, "series", 1);
	if (source_due(&due, job, &file, err) < 0)
		return -1;
	if (!due)
		return 0;
	if (source_head(&content, job, &file, err) < 0)
		return -1;
	if (!content.ptr)
		return 0;
	if (parse(&head, job, series, series->path, content, &fault) < 0)
		return source_note(job, series->path, &fault, err);
	if (read_base(&base, &usable, job, series, err) < 0)
		return -1;
	return usable ? judge_number(job, series, base, head, err) : 0;
}

static int run(const struct check_job *job, struct err *err)
{
	const struct metrics_options *options = job->options;
	const struct metric_series *series = options->series.items;

	for (size_t i = 0; i < options->series.count && !job_stopped(job); i++)
		if (judge(job, &series[i], err) < 0)
			return -1;
	return 0;
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
