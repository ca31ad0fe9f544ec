/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "freshness": how old data are when they pass a hop. Grain: the whole change.
 */
#include <math.h>

#include "checks/freshness/format.h"
#include "checks/freshness/judge.h"

extern const struct check check_freshness;

static const struct source_words words = {.check = "freshness",
	.what = "source",
	.file = "file",
	.figures = "the figures",
	.refused = "correct the file or the settings, or measure again",
	.old = "measure again, with the change, and commit the figures"};

static struct source source_of(const void *item)
{
	const struct fresh_source *source = item;

	return (struct source){.words = &words,
		.name = source->name,
		.path = source->path,
		.baseline = source->baseline,
		.when = source->when,
		.workspace = source->workspace,
		.ages = true};
}

/* Settings that the options table cannot say. */
static int accept(const void *item, const struct source *source, struct err *err)
{
	const struct fresh_source *fresh = item;

	if (!(fresh->max_age > 0))
		return source_refuse(source, "max_age must be above 0s", err);
	if (fresh->max_skew >= fresh->max_age && fresh->max_skew > 5)
		return source_refuse(source, "max_skew must be below max_age", err);
	if (fresh->tolerance.value < 0)
		return source_refuse(source, "a tolerance is not below 0", err);
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

/* What was at the base cannot be mended: where it is no use, there was nothing, whatever its name is. */
static int read_base(struct readings *out, bool *has, bool *usable, const struct check_job *job,
	const struct fresh_source *fresh, const struct source *source, struct err *err)
{
	struct text content, path;
	struct err fault = {0};

	*has = false;
	if (source_base(&content, &path, usable, job, source, err) < 0)
		return -1;
	if (!content.ptr)
		return 0;
	*has = parse(out, job, fresh, path, content, &fault) == 0;
	return fault.kind == ERR_INTERNAL ? err_set(err, fault.kind, "%s", fault.message) : 0;
}

static int judge(const struct check_job *job, const void *item, const struct source *source,
	struct text content, void *context, struct err *err)
{
	const struct fresh_source *fresh = item;
	struct readings head, base;
	struct err fault = {0};
	bool usable, has;

	if (parse(&head, job, fresh, fresh->path, content, &fault) < 0)
		return source_note(job, source, fresh->path, &fault, err);
	if (read_base(&base, &has, &usable, job, fresh, source, err) < 0)
		return -1;
	return usable ? judge_readings(job, fresh, &head, has ? &base : NULL, context, err) : 0;
}

static const struct source_list list = {.list = offsetof(struct freshness_options, sources),
	.size = sizeof(struct fresh_source),
	.counter = "sources",
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
	struct hop_before before = {.age = NAN};

	return sources_judge(job, &list, &before, err);
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
