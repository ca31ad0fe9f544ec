/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gate/change/directory.h"
#include "gate/change/git.h"
#include "gate/change/tree.h"

static int compare_oids(const void *a, const void *b)
{
	return oid_compare(a, b);
}

static int add_oid(struct oid **items, size_t *count, size_t *capacity, const struct oid *oid,
	struct arena *arena)
{
	if (arena_regrow(arena, (void **)items, capacity, *count + 1, sizeof(**items)) < 0)
		return -1;
	(*items)[(*count)++] = *oid;
	return 0;
}

static int add_name(struct tips *tips, const char *name, struct arena *arena)
{
	struct text copy = arena_text(arena, text_of(name));

	if (!copy.ptr || arena_regrow(arena, (void **)&tips->names, &tips->name_capacity,
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
		return add_oid(
			&tips->commits, &tips->commit_count, &tips->commit_capacity, oid, arena);
	if (arena_regrow(arena, (void **)&tips->others, &tips->other_capacity,
		    tips->other_count + 1, sizeof(*tips->others)) < 0)
		return -1;
	other = &tips->others[tips->other_count++];
	*other = (struct ref_to_other){
		arena_text(arena, text_of(name)), *oid, type == GIT_OBJECT_TREE};
	return other->name.ptr ? 0 : -1;
}

/* False: a symbolic ref to a branch that is not born yet. */
static int resolve(struct oid *out, bool *is_born, git_reference *reference, struct err *err)
{
	git_reference *direct = NULL;
	const git_error *last;

	*is_born = true;
	if (git_reference_type(reference) == GIT_REFERENCE_DIRECT) {
		*out = from_git(git_reference_target(reference));
		return 0;
	}
	git_error_clear();
	if (git_reference_resolve(&direct, reference) < 0) {
		*is_born = false;
		last = git_error_last();
		return last && last->klass == GIT_ERROR_NOMEMORY ? err_nomem(err) : 0;
	}
	*out = from_git(git_reference_target(direct));
	git_reference_free(direct);
	return 0;
}

static int add_tip(struct tips *tips, const struct repo *repo, git_reference *reference,
	struct arena *arena, struct err *err)
{
	struct oid named, oid;
	git_object_t type;
	bool is_born;

	if (add_name(tips, git_reference_name(reference), arena) < 0)
		return err_nomem(err);
	if (resolve(&named, &is_born, reference, err) < 0)
		return -1;
	if (!is_born)
		return 0;
	oid = named;
	if (peel(repo_store(repo), &oid, &type, err) < 0)
		return -1;
	if (!oid_equal(&named, &oid) &&
		add_oid(&tips->tags, &tips->tag_count, &tips->tag_capacity, &named, arena) < 0)
		return err_nomem(err);
	return add_named(tips, git_reference_name(reference), &oid, type, arena) < 0
		       ? err_nomem(err)
		       : 0;
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

static void sort_names(struct tips *tips)
{
	if (tips->name_count)
		qsort(tips->names, tips->name_count, sizeof(*tips->names), compare_names);
}

/* ---- refs that libgit2 passes over ---- */

struct passed_over {
	const struct repo *repo;
	struct tips *tips;
	size_t listed; /* of their names, sorted */
	struct arena *arena;
};

static bool is_listed(const struct passed_over *passed, struct text name)
{
	const struct text *names = passed->tips->names;

	return passed->listed &&
	       bsearch(&name, names, passed->listed, sizeof(*names), compare_names);
}

/* git ignores files of such names, as it does those that it writes to. */
static bool is_ref(const char *name)
{
	int valid = 0;

	return !text_ends(text_of(name), ".lock") &&
	       git_reference_name_is_valid(&valid, name) == 0 && valid;
}

/* One that is gone since is no matter of this run. */
static int take_up(struct passed_over *passed, const char *name, struct err *err)
{
	git_reference *reference = NULL;
	int code = git_reference_lookup(&reference, passed->repo->git, name);

	if (code == 0) {
		code = add_tip(passed->tips, passed->repo, reference, passed->arena, err);
		git_reference_free(reference);
		return code;
	}
	if (code == GIT_ENOTFOUND)
		return 0;
	library_fail(err, "%.*s cannot be read", text_quote(text_of(name)), name);
	return err_remedy(err, "write into it the id that it had (git reflog), fetch it again, or "
			       "remove the file");
}

static int look_at_loose(void *self, const struct directory_entry *entry, struct err *err)
{
	struct passed_over *passed = self;
	char name[LONGEST_PATH + 8];

	if ((entry->mode != MODE_FILE && entry->mode != MODE_EXECUTABLE) ||
		entry->path.len > LONGEST_PATH)
		return 0;
	snprintf(name, sizeof(name), "refs/%.*s", (int)entry->path.len, entry->path.ptr);
	return is_listed(passed, text_of(name)) || !is_ref(name) ? 0 : take_up(passed, name, err);
}

/* libgit2 lists no ref whose file it cannot read: for want of memory, or because it is empty, as a full disk leaves it, or says nothing that it
 * understands. */
static int look_for_passed_over(
	const struct repo *repo, struct tips *tips, struct arena *arena, struct err *err)
{
	struct passed_over passed = {repo, tips, tips->name_count, arena};
	struct directory_range all = {.prefix = text_of("")};
	char *refs = arena_printf(arena, "%s/refs", repo->common_dir);
	const char *only;
	int code;

	if (!refs)
		return err_nomem(err);
	all.root = directory_open(refs, &only, err);
	if (all.root < 0)
		return -1;
	code = directory_walk(&all, look_at_loose, &passed, err);
	close(all.root);
	return code;
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
	sort_names(out);
	if (look_for_passed_over(repo, out, arena, err) < 0)
		return -1;
	sort_names(out);
	sort_once(out->commits, &out->commit_count);
	sort_once(out->tags, &out->tag_count);
	if (out->other_count)
		qsort(out->others, out->other_count, sizeof(*out->others), compare_others);
	return 0;
}
