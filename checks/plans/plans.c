/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "plans": how a database runs the queries of a hop. Grain: the whole change.
 */
#include "checks/plans/format.h"
#include "checks/plans/judge.h"

extern const struct check check_plans;

static const struct source_words words = {.check = "plans",
	.what = "query",
	.file = "file",
	.figures = "the figures",
	.refused = "correct the file or the settings, or measure again",
	.old = "measure again, with the change, and commit the figures"};

static struct source source_of(const void *item)
{
	const struct query *query = item;

	return (struct source){.words = &words,
		.name = query->name,
		.path = query->path,
		.baseline = text_is(query->baseline, "none") ? text_of("") : query->baseline,
		.when = query->when,
		.workspace = query->workspace};
}

/* Settings that the options table cannot say. */
static int accept(const void *item, const struct source *source, struct err *err)
{
	const struct query *query = item;

	if (query->max_ms < 0 || query->max_planning_ms < 0)
		return source_refuse(source, "max_ms and max_planning_ms are not below 0", err);
	if (query->min_rows < 1)
		return source_refuse(source, "min_rows must be 1 or more", err);
	if (!(query->max_misestimate >= 2))
		return source_refuse(source, "max_misestimate must be 2 or more", err);
	return 0;
}

static int parse(struct pg_plans *out, const struct check_job *job, const struct query *query,
	struct text path, struct text content, struct err *err)
{
	const char *name = arena_copy(job->arena, path);

	if (!name)
		return err_nomem(err);
	return plan_formats[query->format]->read(out, content, name, job->arena, err);
}

static int read_base(struct pg_plans *out, bool *has, bool *usable, const struct check_job *job,
	const struct query *query, const struct source *source, struct err *err)
{
	struct text content, path;
	struct err fault = {0};

	*has = false;
	if (source_base(&content, &path, usable, job, source, err) < 0)
		return -1;
	if (!content.ptr)
		return 0;
	*has = parse(out, job, query, path, content, &fault) == 0;
	return *has ? 0 : source_base_refused(usable, job, source, &fault, err);
}

static int judge(const struct check_job *job, const void *item, const struct source *source,
	struct text content, void *context, struct err *err)
{
	const struct query *query = item;
	struct pg_plans base, head;
	struct err fault = {0};
	bool has, usable;

	(void)context;
	if (parse(&head, job, query, query->path, content, &fault) < 0)
		return source_note(job, source, query->path, &fault, err);
	if (read_base(&base, &has, &usable, job, query, source, err) < 0)
		return -1;
	return usable ? judge_plans(job, query, has ? &base : NULL, &head, err) : 0;
}

static const struct source_list list = {.list = offsetof(struct plans_options, queries),
	.size = sizeof(struct query),
	.counter = "queries",
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

const struct check check_plans = {
	.name = "plans",
	.summary = "How a database runs the queries of a hop, before and after.",
	.grain = WHOLE_CHANGE,
	.options = plans_option_table,
	.options_size = sizeof(struct plans_options),
	.prepare = prepare,
	.run = run,
};
