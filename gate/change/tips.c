/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "gate/change/git.h"

struct tips {
	struct oid *items;
	size_t count, capacity;
};

static int compare_oids(const void *a, const void *b)
{
	return oid_compare(a, b);
}

static int add_tip(struct tips *tips, const struct repo *repo, git_reference *reference,
	struct arena *arena, struct err *err)
{
	git_reference *direct = NULL;
	git_object_t type;
	struct oid oid;

	if (git_reference_resolve(&direct, reference) < 0)
		return 0; /* a symbolic ref to a branch that is not born yet */
	oid = from_git(git_reference_target(direct));
	git_reference_free(direct);
	if (peel(repo_store(repo), &oid, &type, err) < 0)
		return -1;
	if (type != GIT_OBJECT_COMMIT)
		return 0;
	if (arena_reserve(arena, (void **)&tips->items, &tips->capacity, tips->count + 1,
		    sizeof(*tips->items)) < 0)
		return err_nomem(err);
	tips->items[tips->count++] = oid;
	return 0;
}

static void sort_once(struct tips *tips)
{
	size_t kept = 0;

	if (tips->count)
		qsort(tips->items, tips->count, sizeof(*tips->items), compare_oids);
	for (size_t i = 0; i < tips->count; i++)
		if (i == 0 || !oid_equal(&tips->items[i], &tips->items[kept - 1]))
			tips->items[kept++] = tips->items[i];
	tips->count = kept;
}

int repo_tips(
	struct repo *repo, struct oid **out, size_t *count, struct arena *arena, struct err *err)
{
	git_reference_iterator *iterator = NULL;
	git_reference *reference;
	struct tips tips = {0};
	int code;

	if (git_reference_iterator_new(&iterator, repo->git) < 0)
		return library_fail(err, "refs cannot be read");
	while ((code = git_reference_next(&reference, iterator)) == 0) {
		int added = add_tip(&tips, repo, reference, arena, err);

		git_reference_free(reference);
		if (added < 0)
			break;
	}
	git_reference_iterator_free(iterator);
	if (err->kind != ERR_NONE)
		return -1;
	if (code != GIT_ITEROVER)
		return library_fail(err, "refs cannot be read");
	sort_once(&tips);
	*out = tips.items;
	*count = tips.count;
	return 0;
}
