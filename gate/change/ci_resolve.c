/* SPDX-License-Identifier: Apache-2.0
 *
 * ci_search: from an event to a range. What the event names is looked up in the repository; what is not
 * there is said with the command that brings it, and never stood in for by something smaller.
 */
#include <string.h>

#include "gate/change/ci.h"

/* An event, and the search it is resolved for. */
struct resolving {
	const struct search *search;
	const struct ci_event *event;
};

static int fail_missing(const struct resolving *in, const struct ci_id *id, struct err *err)
{
	const struct ci_event *event = in->event;
	struct oid oid;

	err_set(err, ERR_LOOK, "%s: commit %.*s (%s) is not in this clone", event->source,
		(int)id->hex.len, id->hex.ptr, id->from);
	if (!oid_parse(id->hex, &oid))
		return err_remedy(err, "%s", event->full_clone);
	return err_remedy(err, "%s, or run: git fetch origin %.*s", event->full_clone,
		(int)id->hex.len, id->hex.ptr);
}

/* Whether a shell takes the name as it is: a branch's name may hold nearly everything. */
static bool is_plain_name(struct text name)
{
	static const char plain[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "/._-+@";

	for (size_t i = 0; i < name.len; i++)
		if (!memchr(plain, name.ptr[i], sizeof(plain) - 1))
			return false;
	return name.len > 0 && name.len < 100 && name.ptr[0] != '-';
}

static int fail_branch(
	const struct resolving *in, const char *what, struct text branch, struct err *err)
{
	const struct ci_event *event = in->event;

	err_set(err, ERR_LOOK, "%s: the %s %.*s is not in this clone", event->source, what,
		(int)branch.len, branch.ptr);
	if (!is_plain_name(branch))
		return err_remedy(
			err, "%s, or name the base: seamgate --base REV", event->full_clone);
	return err_remedy(err,
		"%s, or run: git fetch origin +refs/heads/%.*s:refs/remotes/origin/%.*s",
		event->full_clone, (int)branch.len, branch.ptr, (int)branch.len, branch.ptr);
}

static int resolve_head(const struct resolving *in, struct err *err)
{
	struct range *range = in->search->range;
	const struct ci_id *head = &in->event->head;
	struct err own = {0};

	range->head_name = in->event->ref;
	if (repo_resolve(in->search->repo, head->hex, &range->head, &range->tag, &own) == 0)
		return 0;
	if (own.kind == ERR_INTERNAL)
		*err = own;
	return fail_missing(in, head, err);
}

/* The tip of a branch as the remote had it when this clone was made. */
static int resolve_branch(
	const struct resolving *in, struct text branch, bool *found, struct err *err)
{
	const struct search *search = in->search;
	struct text name;

	*found = false;
	if (branch.len == 0)
		return 0;
	if (ci_format(&name, search->arena, err, "refs/remotes/origin/%.*s", (int)branch.len,
		    branch.ptr) < 0)
		return -1;
	search->range->base_name = name;
	return repo_ref(search->repo, name, &search->range->base, found, err);
}

static int resolve_base(const struct resolving *in, bool *found, struct err *err)
{
	struct range *range = in->search->range;

	range->base_name = in->event->base.hex;
	*found = false;
	if (!in->event->base.hex.len)
		return 0;
	return commit_here(in->search->repo, in->event->base.hex, &range->base, found, err);
}

/* --- pull requests, merge requests, merge groups --- */

/* Whether the checkout is the synthetic merge. Its id comes from the CI system, not from HEAD
 * alone: a commit that somebody pushed may have the same shape. */
static int is_checked_out(const struct resolving *in, bool *result, struct err *err)
{
	struct oid merge, head;
	bool here;

	*result = false;
	if (!in->event->merge.len || !oid_parse(in->event->merge, &merge))
		return 0;
	if (commit_here(in->search->repo, text_of("HEAD"), &head, &here, err) < 0)
		return -1;
	*result = here && oid_equal(&merge, &head);
	return 0;
}

static int find_parent(
	const struct resolving *in, unsigned number, struct oid *out, bool *here, struct err *err)
{
	struct text revision;

	if (ci_format(&revision, in->search->arena, err, "%.*s^%u", (int)in->event->merge.len,
		    in->event->merge.ptr, number) < 0)
		return -1;
	return commit_here(in->search->repo, revision, out, here, err);
}

/* The two parents of the synthetic merge, where it is what was checked out. */
static int find_merge(
	const struct resolving *in, struct oid parents[2], bool *found, struct err *err)
{
	struct oid head;
	bool here[2];

	if (is_checked_out(in, found, err) < 0)
		return -1;
	if (!*found)
		return 0;
	if (find_parent(in, 1, &parents[0], &here[0], err) < 0 ||
		find_parent(in, 2, &parents[1], &here[1], err) < 0)
		return -1;
	*found = here[0] && here[1] && oid_parse(in->event->head.hex, &head) &&
		 oid_equal(&parents[1], &head);
	return 0;
}

/* The merge's first parent is the base's tip as it was merged, which the event's base may be behind
 * of. With "fetch-depth: 2" the parents are here and their history is not; a request of one commit
 * can be judged by trees all the same. */
static int use_merge(const struct resolving *in, const struct oid parents[2], struct err *err)
{
	const struct search *search = in->search;
	struct range *range = search->range;
	bool related = true;

	range->base = parents[0];
	range->head = parents[1];
	range->base_name = in->event->base_branch;
	range->head_name = in->event->ref;
	if (repo_is_shallow(search->repo) &&
		repo_related(search->repo, &parents[0], &parents[1], &related, err) < 0)
		return -1;
	if (related || !in->event->is_single_commit)
		return 0;
	range->net_only = true;
	return repo_resolve(search->repo, in->event->merge, &range->head, NULL, err);
}

static int resolve_merge(const struct resolving *in, struct err *err)
{
	struct oid parents[2];
	bool found;

	in->search->origin->is_merge_event = true;
	if (find_merge(in, parents, &found, err) < 0)
		return -1;
	if (found)
		return use_merge(in, parents, err);
	if (resolve_head(in, err) < 0 || resolve_base(in, &found, err) < 0)
		return -1;
	if (!found && resolve_branch(in, in->event->base_branch, &found, err) < 0)
		return -1;
	if (found)
		return 0;
	return in->event->base.from ? fail_missing(in, &in->event->base, err)
				    : fail_branch(in, "target branch", in->event->base_branch, err);
}

/* --- pushes, deletions and the rest --- */

static bool is_default_branch(const struct ci_event *event)
{
	static const char prefix[] = "refs/heads/";

	return text_starts(event->ref, prefix) &&
	       text_equal(text_slice(event->ref, sizeof(prefix) - 1, event->ref.len),
		       event->default_branch);
}

/* Where the system does not name the default branch, it is what the server said when this was cloned.
 * No guess by usual names: whoever may make branches could make one of them. */
static int resolve_remote_head(const struct resolving *in, struct err *err)
{
	struct range *range = in->search->range;
	bool found;

	range->base_name = text_of("refs/remotes/origin/HEAD");
	if (repo_ref(in->search->repo, range->base_name, &range->base, &found, err) < 0)
		return -1;
	if (found)
		return 0;
	err_set(err, ERR_LOOK, "%s: no base: no variable names one, and there is no origin/HEAD",
		in->event->source);
	return err_remedy(err, "set SEAMGATE_BASE to a revision, or run: git fetch origin && git "
			       "remote set-head origin --auto");
}

static int resolve_default(const struct resolving *in, struct err *err)
{
	const struct ci_event *event = in->event;
	struct text branch = event->default_branch;
	bool found;

	if (!event->default_from)
		return resolve_remote_head(in, err);
	if (branch.len == 0) {
		err_set(err, ERR_LOOK, "%s: no base: %s does not name the default branch",
			event->source, event->default_from);
		return err_remedy(err, "name the base: seamgate --base REV");
	}
	if (resolve_branch(in, branch, &found, err) < 0)
		return -1;
	return found ? 0 : fail_branch(in, "default branch", branch, err);
}

/* A schedule, a run by hand, a build that nothing came before. On the default branch itself there is
 * nothing to compare with, and that must not pass for "nothing to judge". */
static int resolve_other(const struct resolving *in, struct err *err)
{
	struct range *range = in->search->range;

	if (resolve_head(in, err) < 0 || resolve_default(in, err) < 0)
		return -1;
	if (!oid_equal(&range->base, &range->head))
		return 0;
	err_set(err, ERR_LOOK, "%s: no base: the run is on the default branch's tip itself",
		in->event->source);
	return err_remedy(
		err, "name the base: seamgate --base REV, or judge the whole tree: seamgate scan");
}

/* The commit of an earlier build, unless it is built again. */
static int resolve_build(const struct resolving *in, struct err *err)
{
	struct range *range = in->search->range;
	bool found;

	if (resolve_head(in, err) < 0 || resolve_base(in, &found, err) < 0)
		return -1;
	if (found && !oid_equal(&range->base, &range->head))
		return 0;
	return resolve_other(in, err);
}

static int resolve_push(const struct resolving *in, struct err *err)
{
	const struct ci_event *event = in->event;
	struct range *range = in->search->range;
	bool found;

	if (event->is_build)
		return resolve_build(in, err);
	if (resolve_head(in, err) < 0 || resolve_base(in, &found, err) < 0)
		return -1;
	if (found)
		return 0;
	if (event->base.hex.len && (!event->is_forced || is_default_branch(event)))
		return fail_missing(in, &event->base, err);
	if (is_default_branch(event)) {
		/* The first push of the branch that all others are compared with: all of it is new. */
		range->base = (struct oid){{0}};
		range->base_name = text_of("");
		return 0;
	}
	return resolve_default(in, err);
}

static int resolve_delete(const struct resolving *in, struct err *err)
{
	(void)err;
	in->search->origin->nothing = true;
	in->search->origin->nothing_reason = "the push deletes a ref";
	return 0;
}

int ci_search(const struct search *search, const struct ci_system *system, struct err *err)
{
	static int (*const resolvers[])(const struct resolving *, struct err *) = {
		[CI_MERGE] = resolve_merge,
		[CI_PUSH] = resolve_push,
		[CI_DELETE] = resolve_delete,
		[CI_OTHER] = resolve_other,
	};
	const struct ci_job job = {system, search->request->env, search->arena};
	struct ci_event event = {0};
	struct resolving resolving = {search, &event};

	if (system->read(&event, &job, err) < 0)
		return -1;
	search->origin->source = event.source;
	search->range->label = event.label;
	if (resolvers[event.kind](&resolving, err) < 0)
		return -1;
	return range_set_ref(search->range, event.ref, search->arena, err);
}
