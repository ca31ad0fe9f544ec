/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/budgets.h"

#include <math.h>
#include <string.h>

#include "checks/latency/budget_file.h"

static const double least_budget_ms = 1e-6;

/* What budget.json calls a series; other series are audits, which have the same name there. */
static struct text metric_of(struct text series)
{
	if (text_is(series, "LCP"))
		return text_of("largest-contentful-paint");
	if (text_is(series, "FCP"))
		return text_of("first-contentful-paint");
	return series;
}

/* "/shop" of "http://127.0.0.1/shop"; "/" where the reports do not name their page. */
static struct text page_of(const struct samples *samples)
{
	for (size_t i = 0; i < samples->fact_count; i++) {
		struct text url = samples->facts[i].value;
		size_t at = text_find(url, text_of("://"));

		if (strcmp(samples->facts[i].name, "page") != 0 || at == url.len)
			continue;
		url = text_slice(url, at + 3, url.len);
		at = text_find(url, text_of("/"));
		return at == url.len ? text_of("/") : text_slice(url, at, url.len);
	}
	return text_of("/");
}

static int note(bool *ok, const struct check_job *job, const struct flow *flow, const char *reason,
	const char *remedy, struct err *err)
{
	if (!reason)
		return err_nomem(err);
	*ok = false;
	check_incomplete(job, flow->budgets, reason, remedy);
	return 0;
}

static int note_none(bool *ok, const struct check_job *job, const struct flow *flow,
	struct text metric, struct text page, struct err *err)
{
	return note(ok, job, flow,
		arena_printf(job->arena, "flow \"%.*s\": %.*s has no budget for %.*s of %.*s",
			text_quote(flow->name), flow->name.ptr, text_quote(flow->budgets),
			flow->budgets.ptr, text_quote(metric), metric.ptr, text_quote(page),
			page.ptr),
		"give it one under a path that matches the page, or take `budgets` out of "
		".seamgate.yml",
		err);
}

static int take(bool *ok, double *budget_ms, const struct check_job *job, const struct flow *flow,
	const struct side_run *run, struct text content, struct err *err)
{
	struct text metric = metric_of(run->series->name), page = page_of(&run->samples);
	const char *name = arena_copy(job->arena, flow->budgets);
	struct err fault = {0};
	double ms;

	if (!name)
		return err_nomem(err);
	if (budget_file_find(&ms, content, name, metric, page, job->arena, &fault) < 0) {
		if (fault.kind == ERR_INTERNAL)
			return err_set(err, fault.kind, "%s", fault.message);
		return note(ok, job, flow, fault.message, "correct the file", err);
	}
	if (isnan(ms))
		return note_none(ok, job, flow, metric, page, err);
	ms = fmax(ms, least_budget_ms); /* 0 would be none */
	*budget_ms = *budget_ms > 0 ? fmin(*budget_ms, ms) : ms;
	return 0;
}

int budgets_apply(bool *ok, double *budget_ms, const struct check_job *job, const struct flow *flow,
	const struct flow_side *head, struct text content, struct err *err)
{
	*ok = true;
	if (flow->budgets.len == 0)
		return 0;
	if (content.ptr)
		return take(ok, budget_ms, job, flow, &head->runs[0], content, err);
	*ok = false;
	check_missing(job, SIDE_HEAD, flow->budgets, "file of budgets");
	return 0;
}
