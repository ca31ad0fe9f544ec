/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "gate/change/git.h"

static int compare_oids(const void *a, const void *b)
{
	return oid_compare(a, b);
}

static int add_oid(struct oid **items, size_t *count, size_t *capacity, const struct oid *oid,
	struct arena *arena)
{
	if (arena_reserve(arena, (void **)items, capacity, *count + 1, sizeof(**items)) < 0)
		return -1;
	(*items)[(*count)++] = *oid;
	return 0;
}

static int add_name(struct tips *tips, const char *name, struct arena *arena)
{
	struct text copy = arena_text(arena, text_of(name));

	if (!copy.ptr || arena_reserve(arena, (void **)&tips->names, &tips->name_capacity,
			      tips->name_count + 1, sizeof(*tips->names)) < 0)
		return -1;
	tips->names[tips->name_count++] = copy;
	return 0;
}

/* What a ref names, tags peeled. */
static int add_named(struct tips *tips, const char *name, const struct oid *oid, git_object_t type,
	struct arena *arena)
{
	struct ref_to_other *other;

	if (type == GIT_OBJECT_COMMIT)
		return add_oid(&tips->commits, &tips->commit_count, &tips->commit_capacity, oid, arena);
	if (arena_reserve(arena, (void **)&tips->others, &tips->other_capacity, tips->other_count + 1,
		    sizeof(*tips->others)) < 0)
		return -1;
	other = &tips->others[tips->other_count++];
	*other = (struct ref_to_other){arena_text(arena, text_of(name)), *oid, type == GIT_OBJECT_TREE};
	return other->name.ptr ? 0 : -1;
}

static int add_tip(struct tips *tips, const struct repo *repo, git_reference *reference,
	struct arena *arena, struct err *err)
{
	git_reference *direct = NULL;
	struct oid named, oid;
	git_object_t type;

	if (add_name(tips, git_reference_name(reference), arena) < 0)
		return err_nomem(err);
	if (git_reference_resolve(&direct, reference) < 0)
		return 0; /* a symbolic ref to a branch that is not born yet */
	named = oid = from_git(git_reference_target(direct));
	git_reference_free(direct);
	if (peel(repo_store(repo), &oid, &type, err) < 0)
		return -1;
	if (!oid_equal(&named, &oid) &&
		add_oid(&tips->tags, &tips->tag_count, &tips->tag_capacity, &named, arena) < 0)
		return err_nomem(err);
	return add_named(tips, git_reference_name(reference), &oid, type, arena) < 0 ? err_nomem(err) : 0;
}

static void sort_once(struct oid *items, size_t *count)
{
	size_t kept = 0;

	if (*count)
		qsort(items, *count, sizeof(*items), compare_oids);
	for (size_t i = 0; i < *count; i++)
		if (i == 0 || !oid_equal(&items[i], &items[kept - 1]))
			items[kept++] = items[i];
	*count = kept;
}

static int compare_others(const void *a, const void *b)
{
	const struct ref_to_other *left = a, *right = b;

	return text_compare(left->name, right->name);
}

static int compare_names(const void *a, const void *b)
{
	return text_compare(*(const struct text *)a, *(const struct text *)b);
}

int repo_tips(struct repo *repo, struct tips *out, struct arena *arena, struct err *err)
{
	git_reference_iterator *iterator = NULL;
	git_reference *reference;
	int code;

	*out = (struct tips){0};
	if (git_reference_iterator_new(&iterator, repo->git) < 0)
		return library_fail(err, "refs cannot be read");
	while ((code = git_reference_next(&reference, iterator)) == 0) {
		int added = add_tip(out, repo, reference, arena, err);

		git_reference_free(reference);
		if (added < 0)
			break;
	}
	git_reference_iterator_free(iterator);
	if (err->kind != ERR_NONE)
		return -1;
	if (code != GIT_ITEROVER)
		return library_fail(err, "refs cannot be read");
	sort_once(out->commits, &out->commit_count);
	sort_once(out->tags, &out->tag_count);
	if (out->other_count)
		qsort(out->others, out->other_count, sizeof(*out->others), compare_others);
	if (out->name_count)
		qsort(out->names, out->name_count, sizeof(*out->names), compare_names);
	return 0;
}
