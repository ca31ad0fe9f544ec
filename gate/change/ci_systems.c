/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows. What none of these systems says is whether a build before this one passed for the same
 * commit; an earlier build's commit counts as a base only where the system says that it passed, so
 * that a blocked change does not turn green by being built again.
 */
#include "gate/change/ci_variables.h"

/* Gerrit Trigger of Jenkins: a patch set is one commit on top of its parent. */
const struct ci_variables gerrit_variables = {
	.requests = {{.when = {"GERRIT_PATCHSET_REVISION", NULL},
		.what = "change",
		.number = {{"GERRIT_CHANGE_NUMBER"}},
		.head = {{"GERRIT_PATCHSET_REVISION"}},
		.from = "GERRIT_REFSPEC",
		.base_is_parent = true}},
	.full_clone =
		"let the job fetch the commit's parent too (no shallow clone, or a depth of 2)",
};

/* Its "ref updated" events. */
const struct ci_variables gerrit_ref_variables = {
	.push = {.head = {{"GERRIT_NEWREV"}}, .before = "GERRIT_OLDREV", .ref = "GERRIT_REFNAME"},
	.full_clone = "let the job clone the whole history",
};

/* buildkite.com/docs/pipelines/environment-variables. */
const struct ci_variables buildkite_variables = {
	.requests = {{.when = {"BUILDKITE_MERGE_QUEUE_BASE_BRANCH", NULL},
			     .what = "merge queue",
			     .head = {{"BUILDKITE_COMMIT"}},
			     .base = "BUILDKITE_MERGE_QUEUE_BASE_COMMIT",
			     .branch = "BUILDKITE_MERGE_QUEUE_BASE_BRANCH",
			     .from = "BUILDKITE_BRANCH"},
		{.when = {"BUILDKITE_PULL_REQUEST", NULL},
			.what = "pull request",
			.number = {{"BUILDKITE_PULL_REQUEST"}},
			.head = {{"BUILDKITE_COMMIT"}},
			.branch = "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
			.from = "BUILDKITE_BRANCH"}},
	.push = {.head = {{"BUILDKITE_COMMIT"}},
		.tag = "BUILDKITE_TAG",
		.branch = {{"BUILDKITE_BRANCH"}}},
	.default_branch = "BUILDKITE_PIPELINE_DEFAULT_BRANCH",
	.head_is_checkout = true,
	.full_clone = "take --depth out of BUILDKITE_GIT_CLONE_FLAGS and BUILDKITE_GIT_FETCH_FLAGS",
};

/* circleci.com/docs/variables. pipeline.git.base_revision is the previous build, not the request's
 * base, which no variable names: the example hands it over as SEAMGATE_BASE. */
const struct ci_variables circleci_variables = {
	.push = {.head = {{"CIRCLE_SHA1"}}, .tag = "CIRCLE_TAG", .branch = {{"CIRCLE_BRANCH"}}},
	.full_clone = "give the checkout step \"method: full\"",
};

/* Presubmits and batches; clonerefs merges the pulls into the base itself. A postsubmit's
 * PULL_BASE_SHA is what was pushed. */
const struct ci_variables prow_variables = {
	.requests = {{.when = {"PULL_PULL_SHA", NULL},
			     .what = "pull request",
			     .number = {{"PULL_NUMBER"}},
			     .head = {{"PULL_PULL_SHA"}},
			     .base = "PULL_BASE_SHA",
			     .branch = "PULL_BASE_REF",
			     .from = "PULL_HEAD_REF"},
		{.when = {"JOB_TYPE", "batch"},
			.what = "batch",
			.base = "PULL_BASE_SHA",
			.branch = "PULL_BASE_REF"}},
	.push = {.head = {{"PULL_BASE_SHA"}}, .branch = {{"PULL_BASE_REF"}}},
	.head_is_checkout = true,
	.full_clone = "set \"clone_depth: 0\" for the job",
};

/* Git plugin and branch sources. In a request GIT_COMMIT is its head, or the merge that Jenkins has
 * made of it; either is judged against the target's tip. */
const struct ci_variables jenkins_variables = {
	.requests = {{.when = {"CHANGE_ID", NULL},
		.what = "change request",
		.number = {{"CHANGE_ID"}},
		.head = {{"GIT_COMMIT"}},
		.branch = "CHANGE_TARGET",
		.from = "CHANGE_BRANCH"}},
	.push = {.head = {{"GIT_COMMIT"}},
		.before = "GIT_PREVIOUS_SUCCESSFUL_COMMIT",
		.is = BEFORE_BUILD,
		.tag = "TAG_NAME",
		.branch = {{"BRANCH_NAME", "GIT_LOCAL_BRANCH"}}},
	.head_is_checkout = true,
	.full_clone = "switch \"Shallow clone\" off in the job's Git behaviours",
};

/* learn.microsoft.com, "Use predefined variables". BUILD_SOURCEVERSION is the merge of a request. */
const struct ci_variables azure_variables = {
	.requests = {{.when = {"SYSTEM_PULLREQUEST_TARGETBRANCH", NULL},
		.what = "pull request",
		.number = {{"SYSTEM_PULLREQUEST_PULLREQUESTNUMBER",
			"SYSTEM_PULLREQUEST_PULLREQUESTID"}},
		.head = {{"SYSTEM_PULLREQUEST_SOURCECOMMITID"}},
		.branch = "SYSTEM_PULLREQUEST_TARGETBRANCH",
		.from = "SYSTEM_PULLREQUEST_SOURCEBRANCH",
		.merge = "BUILD_SOURCEVERSION"}},
	.push = {.head = {{"BUILD_SOURCEVERSION"}}, .ref = "BUILD_SOURCEBRANCH"},
	.full_clone = "give the step \"checkout: self\" the key \"fetchDepth: 0\"",
};

/* support.atlassian.com, "Variables and secrets". Pipelines merges the destination into the checkout
 * of a request; BITBUCKET_COMMIT is the request's own head. */
const struct ci_variables bitbucket_variables = {
	.requests = {{.when = {"BITBUCKET_PR_ID", NULL},
		.what = "pull request",
		.number = {{"BITBUCKET_PR_ID"}},
		.head = {{"BITBUCKET_COMMIT"}},
		.base = "BITBUCKET_PR_DESTINATION_COMMIT",
		.branch = "BITBUCKET_PR_DESTINATION_BRANCH",
		.from = "BITBUCKET_BRANCH"}},
	.push = {.head = {{"BITBUCKET_COMMIT"}},
		.tag = "BITBUCKET_TAG",
		.branch = {{"BITBUCKET_BRANCH"}}},
	.full_clone = "set \"clone: {depth: full}\" for the step",
};

/* woodpecker-ci.org/docs/usage/environment. The commit before is the last pipeline's of the same
 * target branch, which may have been a request's or a failed one. */
const struct ci_variables woodpecker_variables = {
	.requests = {{.when = {"CI_COMMIT_PULL_REQUEST", NULL},
		.what = "pull request",
		.number = {{"CI_COMMIT_PULL_REQUEST"}},
		.head = {{"CI_COMMIT_SHA"}},
		.branch = "CI_COMMIT_TARGET_BRANCH",
		.from = "CI_COMMIT_SOURCE_BRANCH"}},
	.push = {.head = {{"CI_COMMIT_SHA"}},
		.before = "CI_PREV_COMMIT_SHA",
		.is = BEFORE_BUILD,
		.if_all = {{"CI_PREV_PIPELINE_EVENT", "push"},
			{"CI_PREV_PIPELINE_STATUS", "success"}},
		.ref = "CI_COMMIT_REF",
		.tag = "CI_COMMIT_TAG",
		.branch = {{"CI_COMMIT_BRANCH"}}},
	.default_branch = "CI_REPO_DEFAULT_BRANCH",
	.full_clone = "give the clone step the settings \"depth: 0\" and \"partial: false\"",
};

/* docs.drone.io/pipeline/environment/reference. */
const struct ci_variables drone_variables = {
	.requests = {{.when = {"DRONE_PULL_REQUEST", NULL},
		.what = "pull request",
		.number = {{"DRONE_PULL_REQUEST"}},
		.head = {{"DRONE_COMMIT_SHA", "DRONE_COMMIT_AFTER"}},
		.branch = "DRONE_TARGET_BRANCH",
		.from = "DRONE_SOURCE_BRANCH"}},
	.push = {.head = {{"DRONE_COMMIT_SHA", "DRONE_COMMIT_AFTER"}},
		.before = "DRONE_COMMIT_BEFORE",
		.if_all = {{"DRONE_BUILD_EVENT", "push"}},
		.ref = "DRONE_COMMIT_REF",
		.tag = "DRONE_TAG",
		.branch = {{"DRONE_COMMIT_BRANCH"}}},
	.default_branch = "DRONE_REPO_BRANCH",
	.full_clone = "take \"depth\" out of the pipeline's clone block",
};

/* docs.travis-ci.com, default environment variables. TRAVIS_BRANCH is the target of a request,
 * TRAVIS_COMMIT then the merge that is checked out. */
const struct ci_variables travis_variables = {
	.requests = {{.when = {"TRAVIS_PULL_REQUEST", NULL},
		.what = "pull request",
		.number = {{"TRAVIS_PULL_REQUEST"}},
		.head = {{"TRAVIS_PULL_REQUEST_SHA"}},
		.branch = "TRAVIS_BRANCH",
		.from = "TRAVIS_PULL_REQUEST_BRANCH",
		.merge = "TRAVIS_COMMIT"}},
	.push = {.head = {{"TRAVIS_COMMIT"}},
		.before = "TRAVIS_COMMIT_RANGE",
		.is = BEFORE_RANGE,
		.if_all = {{"TRAVIS_EVENT_TYPE", "push"}},
		.tag = "TRAVIS_TAG",
		.branch = {{"TRAVIS_BRANCH"}}},
	.full_clone = "set \"git: {depth: false}\" in .travis.yml",
};
