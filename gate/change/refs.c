/* SPDX-License-Identifier: Apache-2.0
 *
 * Refs by their full names. No revision syntax: these names come from events, and a name that
 * means more than itself would choose the base.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/change/objects.h"
#include "gate/change/walk.h"

enum { LONGEST_NAME = 1024 };

/* The commit behind a ref's name; *found is false for a name without one. */
static int resolve(
	struct repo *repo, const char *name, struct oid *out, bool *found, struct err *err)
{
	git_object_t type;
	git_oid id;
	int code = git_reference_name_to_id(&id, repo->git, name);

	*found = false;
	if (code == GIT_ENOTFOUND || code == GIT_EINVALIDSPEC)
		return 0;
	if (code < 0)
		return library_fail(err, "ref %s cannot be read", name);
	*out = from_git(&id);
	if (!objects_has(repo->objects, out))
		return 0;
	if (peel(repo_store(repo), out, &type, err) < 0)
		return -1;
	*found = type == GIT_OBJECT_COMMIT;
	return 0;
}

int repo_ref(struct repo *repo, struct text name, struct oid *out, bool *found, struct err *err)
{
	char copy[LONGEST_NAME + 1];

	*found = false;
	if (name.len == 0 || name.len > LONGEST_NAME || memchr(name.ptr, '\0', name.len))
		return 0;
	memcpy(copy, name.ptr, name.len);
	copy[name.len] = '\0';
	return resolve(repo, copy, out, found, err);
}

static int add_ref(struct refs *refs, struct repo *repo, const char *name, struct arena *arena,
	struct err *err)
{
	struct err own = {0};
	struct ref ref;
	bool found;

	/* One broken ref among many only means that less is known to be old. */
	if (resolve(repo, name, &ref.commit, &found, &own) < 0 && own.kind == ERR_INTERNAL)
		return err_set(err, own.kind, "%s", own.message);
	if (!found)
		return 0;
	ref.name = arena_text(arena, text_of(name));
	if (!ref.name.ptr || arena_reserve(arena, (void **)&refs->items, &refs->capacity,
				     refs->count + 1, sizeof(*refs->items)) < 0)
		return err_nomem(err);
	refs->items[refs->count++] = ref;
	return 0;
}

static int order_by_name(const void *left, const void *right)
{
	const struct ref *a = left, *b = right;

	return text_compare(a->name, b->name);
}

int repo_refs(struct repo *repo, const char *prefix, struct refs *out, struct arena *arena,
	struct err *err)
{
	git_reference_iterator *iterator = NULL;
	const char *name;
	int code = git_reference_iterator_new(&iterator, repo->git);

	*out = (struct refs){0};
	while (code == 0) {
		code = git_reference_next_name(&name, iterator);
		if (code == 0 && text_starts(text_of(name), prefix) &&
			add_ref(out, repo, name, arena, err) < 0)
			break;
	}
	git_reference_iterator_free(iterator);
	if (err->kind != ERR_NONE)
		return -1;
	if (code != GIT_ITEROVER)
		return library_fail(err, "the repository's refs cannot be listed");
	if (out->count > 1)
		qsort(out->items, out->count, sizeof(*out->items), order_by_name);
	return 0;
}

/* What a symbolic ref names; the empty text where it is none or is not there (and code then says so). */
static int symbolic_target(
	struct repo *repo, const char *name, struct text *out, struct arena *arena)
{
	git_reference *ref = NULL;
	int code = git_reference_lookup(&ref, repo->git, name);

	*out = text_of("");
	if (code == 0 && git_reference_type(ref) == GIT_REFERENCE_SYMBOLIC)
		*out = arena_text(arena, text_of(git_reference_symbolic_target(ref)));
	git_reference_free(ref);
	return code;
}

int repo_branch(struct repo *repo, struct text *out, struct arena *arena, struct err *err)
{
	if (symbolic_target(repo, "HEAD", out, arena) < 0)
		return library_fail(err, "HEAD cannot be read");
	return out->ptr ? 0 : err_nomem(err);
}

/* The first of the usual names that there is, or "". */
static int usual_branch(struct repo *repo, struct text *out, struct err *err)
{
	static const char *const usual[] = {"refs/heads/main", "refs/heads/master"};
	struct oid oid;
	bool found = false;

	*out = text_of("");
	for (size_t i = 0; !found && i < 2; i++) {
		if (repo_ref(repo, text_of(usual[i]), &oid, &found, err) < 0)
			return -1;
		*out = text_of(found ? usual[i] : "");
	}
	return 0;
}

int repo_default_branch(struct repo *repo, struct text *out, struct arena *arena, struct err *err)
{
	static const char remote[] = "refs/remotes/origin/", local[] = "refs/heads/";

	/* One that cannot be read is as good as none. */
	(void)symbolic_target(repo, "refs/remotes/origin/HEAD", out, arena);
	if (out->ptr && out->len == 0 && usual_branch(repo, out, err) < 0)
		return -1;
	if (out->ptr && out->len == 0)
		(void)symbolic_target(repo, "HEAD", out, arena);
	if (!out->ptr)
		return err_nomem(err);
	if (text_starts(*out, remote))
		*out = text_slice(*out, strlen(remote), out->len);
	else
		*out = text_starts(*out, local) ? text_slice(*out, strlen(local), out->len)
						: text_of("main");
	return 0;
}

int repo_related(
	struct repo *repo, const struct oid *a, const struct oid *b, bool *found, struct err *err)
{
	/* Net only: what a shallow clone cuts off, and no common ancestor, are no errors. */
	struct range range = {.base = *a, .head = *b, .net_only = true};
	struct arena *arena = arena_new();
	struct walk walk = {0};
	int code;

	if (!arena)
		return err_nomem(err);
	code = walk_range(&walk, repo, &range, arena, err);
	*found = !oid_is_zero(&walk.merge_base);
	arena_free(arena);
	return code;
}
