/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/request.h"

#include <string.h>

#include "gate/change/ci.h"

/* A revision that somebody gave, and where. */
struct given {
	const char *revision; /* NULL: not given */
	const char *from;
	const char *source; /* for origin */
};

static struct given find_given(const char *flag_value, const char *flag, const char *variable,
	const struct environment *env)
{
	if (flag_value)
		return (struct given){flag_value, flag, "flags"};
	return (struct given){environment_get(env, variable), variable, "environment"};
}

static bool is_checkout(const struct given *head)
{
	return !head->revision || strcmp(head->revision, "HEAD") == 0;
}

/* Two dots are no revision: a range in one flag would leave the head to chance. */
static int check_given(const struct given *given, struct err *err)
{
	const char *dots = given->revision ? strstr(given->revision, "..") : NULL;
	const char *behind;

	if (!given->revision)
		return 0;
	if (!given->revision[0]) {
		err_set(err, ERR_USAGE, "%s is empty", given->from);
		return err_remedy(err, "leave it out to have the revision found out");
	}
	if (!dots)
		return 0;
	behind = dots + strspn(dots, ".");
	err_set(err, ERR_USAGE, "%s takes one revision, not the range \"%s\"", given->from,
		given->revision);
	return err_remedy(err, "seamgate --base %.*s --head %s", (int)(dots - given->revision),
		given->revision, *behind ? behind : "HEAD");
}

/* All zeros is how git and the CI systems write "there is none": then everything is new. */
static int resolve_base(const struct search *search, const struct given *base, struct err *err)
{
	struct range *range = search->range;
	struct ci_id zeros;
	struct err own = {0};

	range->base_name = text_of(base->revision);
	search->origin->source = base->source;
	if (ci_id_set(&zeros, range->base_name, base->from, &own) == 0 && zeros.hex.len == 0) {
		range->base = (struct oid){{0}};
		return 0;
	}
	if (repo_resolve(search->repo, range->base_name, &range->base, NULL, err) < 0)
		return err_from(err, base->from);
	return 0;
}

static int resolve_head(const struct search *search, const struct given *head, struct err *err)
{
	struct range *range = search->range;

	range->head_name = text_of(head->revision ? head->revision : "HEAD");
	range->net_only = false;
	if (repo_resolve(search->repo, range->head_name, &range->head, &range->tag, err) == 0)
		return 0;
	return head->revision ? err_from(err, head->from) : -1;
}

/* --- the branch that this one will be merged into --- */

static const char *const usual_bases[] = {
	"refs/remotes/origin/HEAD",
	"refs/remotes/origin/main",
	"refs/remotes/origin/master",
	"refs/heads/main",
	"refs/heads/master",
};

static int try_upstream(
	const struct search *search, struct text branch, bool *found, struct err *err)
{
	static const char upstream[] = "@{upstream}";

	*found = false;
	if (branch.len == 0)
		return 0;
	search->range->base_name = text_of(upstream);
	search->origin->source = "upstream branch";
	return commit_here(search->repo, text_of(upstream), &search->range->base, found, err);
}

static int try_usual(const struct search *search, struct text branch, bool *found, struct err *err)
{
	search->origin->source = "usual branch";
	for (size_t i = 0; i < sizeof(usual_bases) / sizeof(usual_bases[0]) && !*found; i++) {
		if (text_is(branch, usual_bases[i]))
			continue;
		search->range->base_name = text_of(usual_bases[i]);
		if (repo_ref(search->repo, search->range->base_name, &search->range->base, found,
			    err) < 0)
			return -1;
	}
	return 0;
}

/* In a CI system that the table does not know, HEAD is often the very tip that it would be
 * compared with. */
static int check_unknown_ci(const struct search *search, struct err *err)
{
	const char *ci = environment_get(search->request->env, "CI");

	if (!ci || strcmp(ci, "false") == 0 ||
		!oid_equal(&search->range->base, &search->range->head))
		return 0;
	err_set(err, ERR_LOOK,
		"no base: CI is set, the CI system is not known, and HEAD is %.*s itself",
		(int)search->range->base_name.len, search->range->base_name.ptr);
	return err_remedy(err, "name the base: seamgate --base REV");
}

/* The branch that is checked out, or the one that `head` names instead: "refs/heads/…", which
 * need not be there. */
static int find_branch(
	const struct search *search, const struct given *head, struct text *out, struct err *err)
{
	if (is_checkout(head))
		return repo_branch(search->repo, out, search->arena, err);
	return ci_format(out, search->arena, err, "refs/heads/%s", head->revision);
}

static int search_upstream(const struct search *search, const struct given *head, struct err *err)
{
	struct text branch;
	bool found = false;

	if (resolve_head(search, head, err) < 0 || find_branch(search, head, &branch, err) < 0)
		return -1;
	if (is_checkout(head) && try_upstream(search, branch, &found, err) < 0)
		return -1;
	if (!found && try_usual(search, branch, &found, err) < 0)
		return -1;
	if (found)
		return check_unknown_ci(search, err);
	err_set(err, ERR_LOOK,
		"no base: no upstream branch, no origin/HEAD, no main or master to compare with");
	return err_remedy(err, "seamgate --base REV (all zeros as REV: everything is new)");
}

/* --- the order of the sources --- */

static int search_ci(const struct search *search, const struct ci_system *system,
	const struct given *head, struct err *err)
{
	if (ci_search(search, system, err) < 0)
		return -1;
	if (!head->revision)
		return 0;
	if (search->origin->nothing) {
		err_set(err, ERR_USAGE, "%s is given, but the push deletes a ref and has no base",
			head->from);
		return err_remedy(err, "name the base too: seamgate --base REV --head REV");
	}
	return resolve_head(search, head, err);
}

/* A branch's name is part of the change that it carries. */
static int add_branch(const struct search *search, const struct given *head, struct err *err)
{
	struct text branch;
	struct oid tip;
	bool found = true;

	if (find_branch(search, head, &branch, err) < 0)
		return -1;
	if (!is_checkout(head) && repo_ref(search->repo, branch, &tip, &found, err) < 0)
		return -1;
	return found ? range_set_ref(search->range, branch, search->arena, err) : 0;
}

static int search_range(const struct search *search, struct err *err)
{
	const struct request *request = search->request;
	struct given base = find_given(request->base, "--base", "SEAMGATE_BASE", request->env);
	struct given head = find_given(request->head, "--head", "SEAMGATE_HEAD", request->env);
	const struct ci_system *system = ci_detect(request->env);

	if (check_given(&base, err) < 0 || check_given(&head, err) < 0)
		return -1;
	if (!base.revision && system)
		return search_ci(search, system, &head, err);
	if (base.revision ? resolve_base(search, &base, err) < 0 ||
				    resolve_head(search, &head, err) < 0
			  : search_upstream(search, &head, err) < 0)
		return -1;
	return add_branch(search, &head, err);
}

/* NOLINTNEXTLINE(readability-function-size): two of the six say whose memory and error */
int request_range(struct range *out, struct origin *origin, const struct request *request,
	struct repo *repo, struct arena *arena, struct err *err)
{
	struct search search = {request, repo, arena, out, origin};

	*out = (struct range){0};
	*origin = (struct origin){0};
	return search_range(&search, err);
}
