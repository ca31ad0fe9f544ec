/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "drift": the distribution of a feature against a reference. Grain: the whole change.
 */
#include <math.h>

#include "checks/drift/judge.h"
#include "checks/drift/side.h"
#include "gate/base/glob.h"

extern const struct check check_drift;

/* ---- settings that the options table cannot say ---- */

static int refuse(const struct feature *feature, const char *what, struct err *err)
{
	return err_set(err, ERR_USAGE, "drift: feature \"%.*s\": %s", text_quote(feature->name),
		feature->name.ptr, what);
}

static bool is_share(double number)
{
	return number >= 0 && number <= 1;
}

static int check_feature(const struct feature *feature, struct err *err)
{
	if (!(feature->max > 0))
		return refuse(feature, "max must be above 0", err);
	if (!is_share(feature->max_missing) || !is_share(feature->max_new))
		return refuse(feature, "max_missing and max_new are shares, from 0 to 1", err);
	if (feature->bins < 2 || feature->bins > FEATURE_MOST_BINS)
		return refuse(feature, "bins must be from 2 to 1000", err);
	if (!(feature->zero_share > 0) || feature->zero_share > 0.01)
		return refuse(feature, "zero_share is above 0 and at most 0.01", err);
	if (feature->min_rows < 20)
		return refuse(
			feature, "with min_rows below 20 drift cannot be told from chance", err);
	if (feature->workspace && text_is(feature->baseline, "base"))
		return refuse(feature,
			"with workspace: true, baseline must be a path, not \"base\"", err);
	if (feature_is_of_values(feature) && feature->type == FEATURE_CATEGORICAL)
		return refuse(feature, "ks and wasserstein compare numbers, not categories", err);
	return 0;
}

static int prepare(const struct check_job *job, void **shared, struct err *err)
{
	const struct drift_options *options = job->options;
	const struct feature *features = options->features.items;

	*shared = NULL;
	for (size_t i = 0; i < options->features.count; i++)
		if (check_feature(&features[i], err) < 0)
			return -1;
	return 0;
}

/* ---- whether the change concerns the feature ---- */

static bool is_changed(const struct change *change, struct text path)
{
	for (size_t i = 0; i < change->file_count; i++)
		if (text_equal(change->files[i].path, path))
			return true;
	return false;
}

static const struct file *find_touched(const struct change *change, const struct feature *feature)
{
	for (size_t i = 0; i < change->file_count; i++)
		for (size_t k = 0; k < feature->when.count; k++)
			if (glob_match(feature->when.items[k], change->files[i].path))
				return &change->files[i];
	return NULL;
}

static bool is_due(const struct check_job *job, const struct feature *feature, bool touched)
{
	if (!job->change->has_base || touched)
		return true;
	if (feature->workspace)
		return feature->when.count == 0;
	return is_changed(job->change, feature->current) ||
	       is_changed(job->change, feature->baseline);
}

/* A feature that is not judged still has to have its file. */
static int check_present(
	const struct check_job *job, const struct feature *feature, struct err *err)
{
	uint32_t mode;

	if (feature->workspace)
		return 0;
	if (job_mode(job, SIDE_HEAD, feature->current, &mode, err) < 0)
		return -1;
	return mode == MODE_NONE ? side_missing(job, feature, false, err) : 0;
}

/* The values have to be of this change where it touches what makes them. */
static int check_fresh(bool *fresh, const struct check_job *job, const struct feature *feature,
	const struct file *touched, struct err *err)
{
	const char *reason;
	struct oid commit;
	bool found;

	*fresh = true;
	if (!touched || feature->workspace)
		return 0;
	if (job_was_before(job, feature->current, &commit, &found, err) < 0)
		return -1;
	if (!found)
		return 0;
	*fresh = false;
	reason = arena_printf(job->arena,
		"feature \"%.*s\": %.*s changed, and its current values are those of an earlier "
		"commit",
		text_quote(feature->name), feature->name.ptr, text_quote(touched->path),
		touched->path.ptr);
	if (!reason)
		return err_nomem(err);
	check_incomplete(job, feature->current, reason,
		"take the current values again, with the change, and commit them");
	return 0;
}

static int judge(const struct check_job *job, const struct feature *feature, struct err *err)
{
	const struct file *touched =
		job->change->has_base ? find_touched(job->change, feature) : NULL;
	struct sides sides;
	bool fresh;

	check_examined(job, "features", 1);
	if (!is_due(job, feature, touched != NULL))
		return check_present(job, feature, err);
	if (check_fresh(&fresh, job, feature, touched, err) < 0)
		return -1;
	if (!fresh)
		return 0;
	if (sides_read(&sides, job, feature, err) < 0)
		return -1;
	return sides.usable ? judge_sides(job, feature, &sides, err) : 0;
}

static int run(const struct check_job *job, struct err *err)
{
	const struct drift_options *options = job->options;
	const struct feature *features = options->features.items;

	for (size_t i = 0; i < options->features.count && !job_stopped(job); i++)
		if (judge(job, &features[i], err) < 0)
			return -1;
	return 0;
}

const struct check check_drift = {
	.name = "drift",
	.summary = "Distributions of features against a reference.",
	.grain = WHOLE_CHANGE,
	.options = drift_option_table,
	.options_size = sizeof(struct drift_options),
	.prepare = prepare,
	.run = run,
};
