/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/ci.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "gate/change/ci_variables.h"

/* The special before the general: Gitea sets GITHUB_ACTIONS too; Gerrit's trigger and some of Prow's
 * jobs run in Jenkins. */
static const struct ci_system systems[] = {
	{"Forgejo", "FORGEJO_ACTIONS", "true", github_read, NULL},
	{"Gitea", "GITEA_ACTIONS", "true", github_read, NULL},
	{"GitHub", "GITHUB_ACTIONS", "true", github_read, NULL},
	{"GitLab", "GITLAB_CI", "true", gitlab_read, NULL},
	{"Gerrit", "GERRIT_PATCHSET_REVISION", NULL, variables_read, &gerrit_variables},
	{"Gerrit", "GERRIT_NEWREV", NULL, variables_read, &gerrit_ref_variables},
	{"Buildkite", "BUILDKITE", "true", variables_read, &buildkite_variables},
	{"CircleCI", "CIRCLECI", "true", variables_read, &circleci_variables},
	{"Prow", "PROW_JOB_ID", NULL, variables_read, &prow_variables},
	{"Jenkins", "JENKINS_URL", NULL, variables_read, &jenkins_variables},
	{"Azure Pipelines", "TF_BUILD", NULL, variables_read, &azure_variables},
	{"Bitbucket", "BITBUCKET_BUILD_NUMBER", NULL, variables_read, &bitbucket_variables},
	{"Woodpecker", "CI", "woodpecker", variables_read, &woodpecker_variables},
	{"Drone", "DRONE", "true", variables_read, &drone_variables},
	{"Travis", "TRAVIS", "true", variables_read, &travis_variables},
};

const struct ci_system *ci_detect(const struct environment *env)
{
	for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
		const char *value = environment_get(env, systems[i].variable);

		if (value && (!systems[i].value || strcmp(value, systems[i].value) == 0))
			return &systems[i];
	}
	return NULL;
}

/* --- shared by the rows --- */

int ci_variable(const char **out, const struct environment *env, const char *name, struct err *err)
{
	*out = environment_get(env, name);
	if (*out)
		return 0;
	err_set(err, ERR_LOOK, "%s is not set", name);
	return err_remedy(err, "name the revisions: seamgate --base REV --head REV");
}

static bool is_all_zeros(struct text hex)
{
	for (size_t i = 0; i < hex.len; i++)
		if (hex.ptr[i] != '0')
			return false;
	return hex.len >= OID_HEX - 1;
}

int ci_id_set(struct ci_id *out, struct text hex, const char *from, struct err *err)
{
	struct oid oid;

	*out = (struct ci_id){{"", 0}, from};
	if (is_all_zeros(hex))
		return 0;
	if (oid_parse(hex, &oid)) {
		out->hex = hex;
		return 0;
	}
	err_set(err, ERR_LOOK, "%s is \"%.*s\", which is no object id of 40 hex digits", from,
		hex.len < 80 ? (int)hex.len : 80, hex.ptr);
	return err_remedy(err, "name the revisions: seamgate --base REV --head REV");
}

int ci_format(struct text *out, struct arena *arena, struct err *err, const char *format, ...)
{
	va_list args;
	char *bytes = NULL;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len >= 0)
		bytes = arena_alloc(arena, (size_t)len + 1);
	if (!bytes)
		return err_nomem(err);
	va_start(args, format);
	vsnprintf(bytes, (size_t)len + 1, format, args);
	va_end(args);
	*out = text_of(bytes);
	return 0;
}

int commit_here(
	struct repo *repo, struct text revision, struct oid *out, bool *here, struct err *err)
{
	struct err own = {0};

	*here = repo_resolve(repo, revision, out, NULL, &own) == 0;
	if (!*here && own.kind == ERR_INTERNAL) {
		*err = own;
		return -1;
	}
	return 0;
}

int range_set_ref(struct range *range, struct text ref, struct arena *arena, struct err *err)
{
	struct text *refs;

	if (ref.len == 0)
		return 0;
	refs = arena_alloc(arena, sizeof(*refs));
	if (!refs)
		return err_nomem(err);
	*refs = ref;
	range->refs = refs;
	range->ref_count = 1;
	return 0;
}
