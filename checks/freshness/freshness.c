/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "freshness": how old data are when they pass a hop. Grain: the whole change.
 */
#include <math.h>

#include "checks/freshness/format.h"
#include "checks/freshness/judge.h"

extern const struct check check_freshness;

static struct source file_of(const struct fresh_source *source)
{
	return (struct source){.what = "source",
		.name = source->name,
		.path = source->path,
		.baseline = source->baseline,
		.when = source->when,
		.workspace = source->workspace,
		.ages = true};
}

/* ---- settings that the options table cannot say ---- */

static int refuse(const struct fresh_source *source, const char *what, struct err *err)
{
	return err_set(err, ERR_USAGE, "freshness: source \"%.*s\": %s", text_quote(source->name),
		source->name.ptr, what);
}

static int check_source(const struct fresh_source *source, struct err *err)
{
	struct source file = file_of(source);

	if (!(source->max_age > 0))
		return refuse(source, "max_age must be above 0s", err);
	if (source->max_skew >= source->max_age && source->max_skew > 5)
		return refuse(source, "max_skew must be below max_age", err);
	if (source->tolerance.value < 0)
		return refuse(source, "a tolerance is not below 0", err);
	return source_check(&file, "freshness", err);
}

static int prepare(const struct check_job *job, void **shared, struct err *err)
{
	const struct freshness_options *options = job->options;
	const struct fresh_source *sources = options->sources.items;

	*shared = NULL;
	for (size_t i = 0; i < options->sources.count; i++)
		if (check_source(&sources[i], err) < 0)
			return -1;
	return 0;
}

/* ---- reading ---- */

static struct text selected(const struct fresh_source *source, const struct fresh_format *format)
{
	if (source->select.len || !format->by_name)
		return source->select;
	return source->hop.len && source->format != 0 ? source->hop : source->name;
}

static int parse(struct readings *out, const struct check_job *job,
	const struct fresh_source *source, struct text path, struct text content, struct err *err)
{
	static const double shares[] = {[STATISTIC_MAX] = 1,
		[STATISTIC_P99] = 0.99,
		[STATISTIC_P95] = 0.95,
		[STATISTIC_P50] = 0.5};
	const struct fresh_format *format = fresh_formats[source->format];
	struct fresh_file file = {.name = arena_copy(job->arena, path),
		.content = content,
		.select = selected(source, format),
		.scratch = arena_new()};
	int done;

	if (!file.name || !file.scratch) {
		arena_free(file.scratch);
		return err_nomem(err);
	}
	readings_start(out, file.name, job->arena);
	done = format->read(out, &file, err);
	arena_free(file.scratch);
	if (done == 0)
		readings_finish(out, shares[source->statistic]);
	return done;
}

/* *usable false: what is wrong was noted. What was at the base cannot be mended: where it is no use, there was nothing. */
static int read_base(struct readings *out, bool *has, bool *usable, const struct check_job *job,
	const struct fresh_source *source, struct err *err)
{
	struct source file = file_of(source);
	struct text content,
		path = text_is(source->baseline, "base") ? source->path : source->baseline;
	struct err fault = {0};

	*has = false;
	if (source_base(&content, usable, job, &file, err) < 0)
		return -1;
	if (!*usable || !content.ptr)
		return 0;
	*has = parse(out, job, source, path, content, &fault) == 0;
	return fault.kind == ERR_INTERNAL ? err_set(err, fault.kind, "%s", fault.message) : 0;
}

static int judge(const struct check_job *job, const struct fresh_source *source,
	struct hop_before *before, struct err *err)
{
	struct source file = file_of(source);
	struct readings head, base;
	struct text content;
	struct err fault = {0};
	bool due, usable, has;

	check_examined(job, "sources", 1);
	if (source_due(&due, job, &file, err) < 0)
		return -1;
	if (!due)
		return 0;
	if (source_head(&content, job, &file, err) < 0)
		return -1;
	if (!content.ptr)
		return 0;
	if (parse(&head, job, source, source->path, content, &fault) < 0)
		return source_note(job, source->path, &fault, err);
	if (read_base(&base, &has, &usable, job, source, err) < 0)
		return -1;
	if (!usable)
		return 0;
	return judge_readings(job, source, &head, has ? &base : NULL, before, err);
}

static int run(const struct check_job *job, struct err *err)
{
	const struct freshness_options *options = job->options;
	const struct fresh_source *sources = options->sources.items;
	struct hop_before before = {.age = NAN};

	for (size_t i = 0; i < options->sources.count && !job_stopped(job); i++)
		if (judge(job, &sources[i], &before, err) < 0)
			return -1;
	return 0;
}

const struct check check_freshness = {
	.name = "freshness",
	.summary = "How old data are when they pass a hop.",
	.grain = WHOLE_CHANGE,
	.options = freshness_option_table,
	.options_size = sizeof(struct freshness_options),
	.prepare = prepare,
	.run = run,
};
