/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "drift": the distribution of a feature against a reference, and a model's accuracy in windows of time against it. Grain: the whole change.
 */
#include "checks/drift/concept/concept.h"
#include "checks/drift/judge.h"
#include "checks/drift/side.h"

extern const struct check check_drift;

static const struct source_words words = {.check = "drift",
	.what = "feature",
	.file = "current file",
	.figures = "its current values",
	.refused = "correct the file or the feature's settings, or take the values again",
	.old = "take the current values again, with the change, and commit them"};

static struct source source_of(const void *item)
{
	const struct feature *feature = item;

	return (struct source){.words = &words,
		.name = feature->name,
		.path = feature->current,
		.baseline = feature->baseline,
		.when = feature->when,
		.workspace = feature->workspace};
}

/* ---- settings that the options table cannot say ---- */

static bool is_share(double number)
{
	return number >= 0 && number <= 1;
}

static const char *fault_of_limits(const struct feature *feature)
{
	if (!(feature->max > 0))
		return "max must be above 0";
	if (!is_share(feature->max_missing) || !is_share(feature->max_new))
		return "max_missing and max_new are shares, from 0 to 1";
	if (feature->min_rows < 20)
		return "with min_rows below 20 drift cannot be told from chance";
	return NULL;
}

static const char *fault_of_test(const struct feature *feature)
{
	if (feature->bins < 2 || feature->bins > FEATURE_MOST_BINS)
		return "bins must be from 2 to 1000";
	if (!(feature->zero_share > 0) || feature->zero_share > 0.01)
		return "zero_share is above 0 and at most 0.01";
	if (feature_is_of_values(feature) && feature->type == FEATURE_CATEGORICAL)
		return "ks and wasserstein compare numbers, not categories";
	return NULL;
}

static int accept(const void *item, const struct source *source, struct err *err)
{
	const struct feature *feature = item;
	const char *fault = fault_of_limits(feature);

	if (!fault)
		fault = fault_of_test(feature);
	if (!fault && feature->baseline.len == 0)
		fault = "baseline is \"base\" or a path";
	return fault ? source_refuse(source, fault, err) : 0;
}

static int judge(const struct check_job *job, const void *item, const struct source *source,
	struct text content, void *context, struct err *err)
{
	const struct feature *feature = item;
	struct sides sides;

	(void)context;
	if (sides_read(&sides, job, feature, source, content, err) < 0)
		return -1;
	return sides.usable ? judge_sides(job, feature, &sides, err) : 0;
}

static const struct source_list features = {.list = offsetof(struct drift_options, features),
	.size = sizeof(struct feature),
	.counter = "features",
	.source = source_of,
	.accept = accept,
	.judge = judge};

static int prepare(const struct check_job *job, void **shared, struct err *err)
{
	*shared = NULL;
	return sources_accept(job, &features, err) < 0 ? -1 : sources_accept(job, &concepts, err);
}

static int run(const struct check_job *job, struct err *err)
{
	return sources_judge(job, &features, NULL, err) < 0
		       ? -1
		       : sources_judge(job, &concepts, NULL, err);
}

const struct check check_drift = {
	.name = "drift",
	.summary =
		"Distributions of features, and accuracy in windows of time, against a reference.",
	.grain = WHOLE_CHANGE,
	.options = drift_option_table,
	.options_size = sizeof(struct drift_options),
	.prepare = prepare,
	.run = run,
};
