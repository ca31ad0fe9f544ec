/* SPDX-License-Identifier: Apache-2.0
 *
 * The recipes of one model: read on both sides, judged, reported. Nothing is said where neither recipe nor model
 * changed.
 */
#ifndef SEAMGATE_MODEL_RECIPE_JUDGE_H
#define SEAMGATE_MODEL_RECIPE_JUDGE_H

#include "checks/model/recipe/rules.h"
#include "gate/check.h"

struct recipe_subject {
	struct text name; /* the model's */
	const char *hop;  /* or NULL */
	const struct text_list
		*recipe; /* paths or globs; a file that none of the known kinds is is data */
	struct recipe_policy policy;
	const struct text
		*evaluations;    /* globs of the results, samples and sidecars that stand in git */
	size_t evaluation_count; /* 0: they are made in the workspace, and change with every run */
	bool model_changed;
};

MUST_CHECK int recipe_judge(
	const struct check_job *job, const struct recipe_subject *subject, struct err *err);

#endif
