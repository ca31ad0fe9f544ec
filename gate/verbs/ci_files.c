/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/ci_files.h"

#include <string.h>

/* ci_files.S */
extern const char ci_file_github[], ci_file_github_end[], ci_file_gitea[], ci_file_gitea_end[],
	ci_file_gitlab[], ci_file_gitlab_end[], ci_file_buildkite[], ci_file_buildkite_end[],
	ci_file_circleci[], ci_file_circleci_end[], ci_file_jenkins[], ci_file_jenkins_end[],
	ci_file_azure[], ci_file_azure_end[], ci_file_bitbucket[], ci_file_bitbucket_end[],
	ci_file_woodpecker[], ci_file_woodpecker_end[];

const struct ci_file ci_files[] = {
	{"forgejo", {".forgejo"}, ".forgejo/workflows/seamgate.yml", ci_file_gitea,
		ci_file_gitea_end},
	{"gitea", {".gitea"}, ".gitea/workflows/seamgate.yml", ci_file_gitea, ci_file_gitea_end},
	{"gitlab", {".gitlab-ci.yml"}, ".gitlab-ci.yml", ci_file_gitlab, ci_file_gitlab_end},
	{"jenkins", {"Jenkinsfile"}, "Jenkinsfile", ci_file_jenkins, ci_file_jenkins_end},
	{"buildkite", {".buildkite"}, ".buildkite/pipeline.yml", ci_file_buildkite,
		ci_file_buildkite_end},
	{"circleci", {".circleci"}, ".circleci/config.yml", ci_file_circleci, ci_file_circleci_end},
	{"azure", {"azure-pipelines.yml", ".azure-pipelines"}, "azure-pipelines.yml", ci_file_azure,
		ci_file_azure_end},
	{"bitbucket", {"bitbucket-pipelines.yml"}, "bitbucket-pipelines.yml", ci_file_bitbucket,
		ci_file_bitbucket_end},
	{"woodpecker", {".woodpecker.yml", ".woodpecker"}, ".woodpecker.yml", ci_file_woodpecker,
		ci_file_woodpecker_end},
	{"github", {".github"}, ".github/workflows/seamgate.yml", ci_file_github,
		ci_file_github_end},
	{.name = NULL},
};

const struct ci_file *ci_file_find(const char *name)
{
	for (const struct ci_file *file = ci_files; file->name; file++)
		if (strcmp(file->name, name) == 0)
			return file;
	return NULL;
}

struct text ci_file_text(const struct ci_file *file)
{
	return (struct text){file->begin, (size_t)(file->end - file->begin)};
}
