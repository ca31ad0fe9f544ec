/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "plans": how a database runs the queries of a hop. Grain: the whole change.
 */
#include "checks/plans/format.h"
#include "checks/plans/judge.h"

extern const struct check check_plans;

static struct source file_of(const struct query *query)
{
	return (struct source){.what = "query",
		.name = query->name,
		.path = query->path,
		.baseline = text_is(query->baseline, "none") ? text_of("") : query->baseline,
		.when = query->when,
		.workspace = query->workspace};
}

static int refuse(const struct query *query, const char *what, struct err *err)
{
	return err_set(err, ERR_USAGE, "plans: query \"%.*s\": %s", text_quote(query->name),
		query->name.ptr, what);
}

static int check_query(const struct query *query, struct err *err)
{
	struct source file = file_of(query);

	if (query->max_ms < 0 || query->max_planning_ms < 0)
		return refuse(query, "max_ms and max_planning_ms are not below 0", err);
	if (query->min_rows < 1)
		return refuse(query, "min_rows must be 1 or more", err);
	if (!(query->max_misestimate >= 2))
		return refuse(query, "max_misestimate must be 2 or more", err);
	return source_check(&file, "plans", err);
}

static int prepare(const struct check_job *job, void **shared, struct err *err)
{
	const struct plans_options *options = job->options;
	const struct query *queries = options->queries.items;

	*shared = NULL;
	for (size_t i = 0; i < options->queries.count; i++)
		if (check_query(&queries[i], err) < 0)
			return -1;
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

/* What was at the base cannot be mended any more: where it is no use, there was nothing. */
static int read_base(struct pg_plans *out, bool *has, bool *usable, const struct check_job *job,
	const struct query *query, struct err *err)
{
	struct source file = file_of(query);
	bool is_base = text_is(query->baseline, "base");
	struct text content, path = is_base ? query->path : query->baseline;
	struct err fault = {0};

	*has = false;
	if (source_base(&content, usable, job, &file, err) < 0)
		return -1;
	if (!*usable || !content.ptr)
		return 0;
	*has = parse(out, job, query, path, content, &fault) == 0;
	if (*has || (is_base && fault.kind == ERR_LOOK))
		return 0;
	*usable = false;
	return source_note(job, path, &fault, err);
}

static int judge(const struct check_job *job, const struct query *query, struct err *err)
{
	struct source file = file_of(query);
	struct pg_plans base, head;
	struct text content;
	struct err fault = {0};
	bool due, has, usable;

	check_examined(job, "queries", 1);
	if (source_due(&due, job, &file, err) < 0)
		return -1;
	if (!due)
		return 0;
	if (source_head(&content, job, &file, err) < 0)
		return -1;
	if (!content.ptr)
		return 0;
	if (parse(&head, job, query, query->path, content, &fault) < 0)
		return source_note(job, query->path, &fault, err);
	if (read_base(&base, &has, &usable, job, query, err) < 0)
		return -1;
	return usable ? judge_plans(job, query, has ? &base : NULL, &head, err) : 0;
}

static int run(const struct check_job *job, struct err *err)
{
	const struct plans_options *options = job->options;
	const struct query *queries = options->queries.items;

	for (size_t i = 0; i < options->queries.count && !job_stopped(job); i++)
		if (judge(job, &queries[i], err) < 0)
			return -1;
	return 0;
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
