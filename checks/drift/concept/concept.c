/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/drift/concept/concept.h"

#include <math.h>
#include <stddef.h>

#include "checks/drift/concept/judge.h"
#include "checks/drift/feature.h"

static void show_alone(
	const struct check_job *job, const struct concept *concept, const struct scored *rows)
{
	double sum = 0;

	for (size_t i = 0; i < rows->count; i++)
		sum += rows->items[i].loss / (double)rows->count;
	check_measure(job, &(struct measurement){.subject = concept->name,
				   .name = text_of(concept_metrics[concept->metric]),
				   .unit = concept->metric == METRIC_ACCURACY ? "share" : "",
				   .hop = NULL,
				   .base = NAN,
				   .head = scored_metric(concept, sum),
				   .difference = NAN,
				   .low = NAN,
				   .high = NAN,
				   .tolerance = NAN,
				   .limit = NAN,
				   .higher_is_better = concept->metric == METRIC_ACCURACY,
				   .head_samples = rows->count,
				   .verdict = MEASURED_ONLY,
				   .note = TEXT("there is no baseline yet")});
}

/* *has false: there is none, or *usable is false and what is wrong was noted. */
static int read_rows(struct scored *out, bool *has, const struct check_job *job,
	const struct concept *concept, const struct source *source, struct text path,
	struct text content, struct err *err)
{
	const char *file = arena_copy(job->arena, path);
	struct err fault = {0};

	*has = false;
	if (!file)
		return err_nomem(err);
	if (scored_read(out, concept, content, file, job->arena, &fault) < 0)
		return source_note(job, source, path, &fault, err);
	*has = true;
	check_examined(job, "rows", out->count + out->unlabelled);
	return 0;
}

/* What was at the base cannot be mended any more: where it is no use, there was nothing. */
static int compare_before(
	struct windows *out, bool *has, const struct windows_judged *judging, struct err *err)
{
	const struct concept *concept = judging->concept;
	const struct check_job *job = judging->job;
	struct scored rows;
	struct text content;
	struct err fault = {0};

	*has = false;
	if (concept->workspace || text_is(concept->baseline, "base") || !job->change->has_base)
		return 0;
	*has = job_read_data(job, SIDE_BASE, concept->current, &content, &fault) == 0 &&
	       content.ptr &&
	       scored_read(&rows, concept, content, "before", job->arena, &fault) == 0 &&
	       windows_compare(out, concept, judging->base, &rows, job->arena, &fault) == 0;
	return fault.kind == ERR_INTERNAL ? err_set(err, fault.kind, "%s", fault.message) : 0;
}

static int compare(const struct windows_judged *sides, const struct source *source, struct err *err)
{
	struct windows_judged judging = *sides;
	const struct concept *concept = judging.concept;
	struct windows now, before;
	struct err fault = {0};
	bool has_before;

	if (concept->hop.len && !(judging.hop = arena_copy(judging.job->arena, concept->hop)))
		return err_nomem(err);
	if (windows_compare(&now, concept, judging.base, judging.rows, judging.job->arena, &fault) <
		0)
		return source_note(judging.job, source, concept->current, &fault, err);
	if (compare_before(&before, &has_before, &judging, err) < 0)
		return -1;
	return windows_judge(&judging, &now, has_before ? &before : NULL, err);
}

static int judge(const struct check_job *job, const void *item, const struct source *source,
	struct text content, void *context, struct err *err)
{
	const struct concept *concept = item;
	struct scored base, rows;
	struct windows_judged judging = {
		.job = job, .concept = concept, .base = &base, .rows = &rows};
	struct text base_content, path;
	bool usable, has_base = false, has;

	(void)context;
	if (read_rows(&rows, &has, job, concept, source, concept->current, content, err) < 0 ||
		source_base(&base_content, &path, &usable, job, source, err) < 0)
		return -1;
	if (usable && base_content.ptr) {
		if (read_rows(&base, &has_base, job, concept, source, path, base_content, err) < 0)
			return -1;
		usable = has_base;
	}
	if (!usable || !has)
		return 0;
	if (has_base)
		return compare(&judging, source, err);
	show_alone(job, concept, &rows);
	return 0;
}

/* ---- settings that the options table cannot say ---- */

static const char *fault_of(const struct concept *concept)
{
	if (!(concept->margin > 0))
		return "margin must be above 0";
	if ((concept->window_s > 0) == (concept->window_rows > 0))
		return "it takes either window or window_rows";
	if (concept->window_s > 0 && concept->time.len == 0)
		return "windows of a duration take a time";
	if (concept->min_rows < 20)
		return "with min_rows below 20 drift cannot be told from chance";
	if (!(concept->max_unlabelled >= 0 && concept->max_unlabelled <= 1))
		return "max_unlabelled is a share, from 0 to 1";
	return concept->baseline.len == 0 ? "baseline is \"base\" or a path" : NULL;
}

static int accept(const void *item, const struct source *source, struct err *err)
{
	const char *fault = fault_of(item);

	return fault ? source_refuse(source, fault, err) : 0;
}

static const struct source_words words = {.check = "drift",
	.what = "concept",
	.file = "current file",
	.figures = "its labelled rows",
	.refused = "correct the file or the concept's settings, or take the rows again",
	.old = "take the labelled rows again, with the change, and commit them"};

static struct source source_of(const void *item)
{
	const struct concept *concept = item;

	return (struct source){.words = &words,
		.name = concept->name,
		.path = concept->current,
		.baseline = concept->baseline,
		.when = concept->when,
		.workspace = concept->workspace};
}

const struct source_list concepts = {.list = offsetof(struct drift_options, concepts),
	.size = sizeof(struct concept),
	.counter = "concepts",
	.source = source_of,
	.accept = accept,
	.judge = judge};
