/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/ci.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct ci_system systems[] = {
	{"GitHub", "GITHUB_ACTIONS", "true", github_read},
	{"GitLab", "GITLAB_CI", "true", gitlab_read},
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

/* --- from an event to a range --- */

/* An event, and the search it is resolved for. */
struct resolving {
	const struct search *search;
	const struct ci_event *event;
};

static int fail_missing(const struct resolving *in, const struct ci_id *id, struct err *err)
{
	const struct ci_event *event = in->event;

	err_set(err, ERR_LOOK, "%s: commit %.*s (%s) is not in this clone", event->source,
		(int)id->hex.len, id->hex.ptr, id->from);
	return err_remedy(err, "%s, or run: git fetch origin %.*s", event->full_clone,
		(int)id->hex.len, id->hex.ptr);
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
	return found ? 0 : fail_missing(in, &in->event->base, err);
}

/* --- pushes, deletions and the rest --- */

static bool is_default_branch(const struct ci_event *event)
{
	static const char prefix[] = "refs/heads/";

	return text_starts(event->ref, prefix) &&
	       text_equal(text_slice(event->ref, sizeof(prefix) - 1, event->ref.len),
		       event->default_branch);
}

static int resolve_default(const struct resolving *in, struct err *err)
{
	const struct ci_event *event = in->event;
	struct text branch = event->default_branch;
	bool found;

	if (branch.len == 0) {
		err_set(err, ERR_LOOK, "%s: no base: %s does not name the default branch",
			event->source, event->default_from);
		return err_remedy(err, "name the base: seamgate --base REV");
	}
	if (resolve_branch(in, branch, &found, err) < 0)
		return -1;
	if (found)
		return 0;
	err_set(err, ERR_LOOK, "%s: the default branch %.*s is not in this clone", event->source,
		(int)branch.len, branch.ptr);
	return err_remedy(err, "%s, or name the base: seamgate --base REV", event->full_clone);
}

static int resolve_push(const struct resolving *in, struct err *err)
{
	const struct ci_event *event = in->event;
	struct range *range = in->search->range;
	bool found;

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

/* A schedule or a run by hand. On the default branch itself there is nothing to compare with, and
 * that must not pass for "nothing to judge". */
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

int ci_search(const struct search *search, const struct ci_system *system, struct err *err)
{
	static int (*const resolvers[])(const struct resolving *, struct err *) = {
		[CI_MERGE] = resolve_merge,
		[CI_PUSH] = resolve_push,
		[CI_DELETE] = resolve_delete,
		[CI_OTHER] = resolve_other,
	};
	struct ci_event event = {0};
	struct resolving resolving = {search, &event};

	if (system->read(&event, search->request->env, search->arena, err) < 0)
		return -1;
	search->origin->source = event.source;
	search->range->label = event.label;
	if (resolvers[event.kind](&resolving, err) < 0)
		return -1;
	return range_set_ref(search->range, event.ref, search->arena, err);
}
