/* SPDX-License-Identifier: Apache-2.0
 *
 * GitLab CI. In a merge request's pipeline CI_COMMIT_SHA is the source branch's commit; with
 * merged results and in merge trains it is a synthetic merge, and only then are
 * CI_MERGE_REQUEST_SOURCE_BRANCH_SHA and CI_MERGE_REQUEST_TARGET_BRANCH_SHA set.
 * CI_COMMIT_BEFORE_SHA is all zeros in every merge request's pipeline, so it is not looked at.
 */
#include <string.h>

#include "gate/change/ci.h"

static int id_variable(
	struct ci_id *out, const struct environment *env, const char *name, struct err *err)
{
	const char *value;

	if (ci_variable(&value, env, name, err) < 0)
		return -1;
	return ci_id_set(out, text_of(value), name, err);
}

/* As id_variable, where all zeros will not do. */
static int commit_variable(
	struct ci_id *out, const struct environment *env, const char *name, struct err *err)
{
	if (id_variable(out, env, name, err) < 0)
		return -1;
	if (out->hex.len)
		return 0;
	err_set(err, ERR_LOOK, "%s is all zeros", name);
	return err_remedy(err, "name the revisions: seamgate --base REV --head REV");
}

static int read_ref(
	struct ci_event *out, const struct environment *env, struct arena *arena, struct err *err)
{
	const char *name;
	bool is_tag = environment_get(env, "CI_COMMIT_TAG") != NULL;

	if (ci_variable(&name, env, "CI_COMMIT_REF_NAME", err) < 0)
		return -1;
	return ci_format(&out->ref, arena, err, "refs/%s/%s", is_tag ? "tags" : "heads", name);
}

static int read_merge_request(
	struct ci_event *out, const struct environment *env, struct arena *arena, struct err *err)
{
	bool is_merged_result = environment_get(env, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA") != NULL;
	const char *base = is_merged_result ? "CI_MERGE_REQUEST_TARGET_BRANCH_SHA"
					    : "CI_MERGE_REQUEST_DIFF_BASE_SHA";
	const char *head =
		is_merged_result ? "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA" : "CI_COMMIT_SHA";

	out->kind = CI_MERGE;
	out->source = is_merged_result ? "GitLab merged results" : "GitLab merge request";
	out->base_branch = text_of(environment_get(env, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"));
	if (commit_variable(&out->base, env, base, err) < 0 ||
		commit_variable(&out->head, env, head, err) < 0)
		return -1;
	return ci_format(&out->label, arena, err, "merge request %s (GitLab)",
		environment_get(env, "CI_MERGE_REQUEST_IID"));
}

/* The before-id is all zeros in the first pipeline of a branch or a tag, in one that was started
 * by hand, and in a schedule. Only a push makes a ref, so only there may all be new. */
static int read_push(
	struct ci_event *out, const struct environment *env, struct arena *arena, struct err *err)
{
	const char *how;

	if (ci_variable(&how, env, "CI_PIPELINE_SOURCE", err) < 0 ||
		id_variable(&out->base, env, "CI_COMMIT_BEFORE_SHA", err) < 0 ||
		commit_variable(&out->head, env, "CI_COMMIT_SHA", err) < 0)
		return -1;
	out->kind = strcmp(how, "push") == 0 || out->base.hex.len ? CI_PUSH : CI_OTHER;
	out->is_forced = true; /* no variable says that it was not */
	out->source = out->kind == CI_PUSH ? "GitLab push" : "GitLab pipeline";
	return ci_format(&out->label, arena, err, "%s to %.*s (GitLab)", how, (int)out->ref.len,
		out->ref.ptr);
}

int gitlab_read(struct ci_event *out, const struct ci_job *job, struct err *err)
{
	*out = (struct ci_event){
		.default_branch = text_of(environment_get(job->env, "CI_DEFAULT_BRANCH")),
		.default_from = "CI_DEFAULT_BRANCH",
		.full_clone = "set the variable GIT_DEPTH: \"0\" for this job",
	};
	if (read_ref(out, job->env, job->arena, err) < 0)
		return -1;
	if (environment_get(job->env, "CI_MERGE_REQUEST_IID"))
		return read_merge_request(out, job->env, job->arena, err);
	return read_push(out, job->env, job->arena, err);
}
