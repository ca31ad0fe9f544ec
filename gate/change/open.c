/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/open.h"

#include <git2/sys/repository.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gate/change/leaks.h"
#include "gate/change/objects.h"
#include "gate/change/regular.h"

const char *git_variable(const char *name)
{
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in this program changes the environment */
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* Copies without the slashes at its end. NULL when out of memory. */
static const char *copy_path(struct arena *arena, const char *path)
{
	struct text text = text_of(path);

	while (text.len > 1 && text.ptr[text.len - 1] == '/')
		text.len--;
	return arena_copy(arena, text);
}

int path_absolute(const char **out, struct arena *arena, const char *path, struct err *err)
{
	char *real = realpath(path, NULL);

	if (!real) {
		err_set(err, ERR_LOOK, "%s cannot be found", path);
		return -1;
	}
	*out = copy_path(arena, real);
	free(real);
	if (!*out) {
		err_nomem(err);
		return -1;
	}
	return 0;
}

/* The folder that git's safe.directory must name: the top of the work tree, or the bare
 * repository itself. */
static void find_top(char top[PATH_MAX], const char *start)
{
	char mark[PATH_MAX + 8], found[PATH_MAX];
	char *slash;

	if (!realpath(start, top))
		snprintf(top, PATH_MAX, "%s", start);
	snprintf(found, sizeof(found), "%s", top);
	for (;;) {
		snprintf(mark, sizeof(mark), "%s/.git", found);
		if (access(mark, F_OK) == 0) {
			snprintf(top, PATH_MAX, "%s", found);
			return;
		}
		slash = strrchr(found, '/');
		if (!slash || slash == found)
			return;
		*slash = '\0';
	}
}

static int refuse_owner(const char *start, struct err *err)
{
	char top[PATH_MAX];

	find_top(top, start);
	err_set(err, ERR_LOOK, "repository %s belongs to another user", top);
	return err_remedy(err,
		"git config --global --add safe.directory %s (its full path: * does "
		"not count here)",
		top);
}

/* libgit2 tells the reasons of a refusal apart only by its message. */
static int refuse(const char *start, int code, struct err *err)
{
	static const char unsupported[] = "unsupported extension name extensions.";
	const git_error *last = git_error_last();
	struct text message = text_of(last ? last->message : NULL);
	const struct text owner = TEXT("safe.directory");
	const struct text foreign = TEXT("is not owned by");

	if (code == GIT_EOWNER || text_find(message, owner) < message.len ||
		text_find(message, foreign) < message.len)
		return refuse_owner(start, err);
	if (code == GIT_ENOTFOUND) {
		err_set(err, ERR_LOOK, "there is no git repository at or above %s", start);
		return err_remedy(
			err, "run inside a repository, or scan a folder: seamgate scan PATH");
	}
	if (text_starts(message, unsupported)) {
		err_set(err, ERR_LOOK,
			"repository at %s uses the git extension \"%s\", which seamgate cannot "
			"read",
			start, message.ptr + sizeof(unsupported) - 1);
		return err_remedy(err, "check a clone without it: git clone --mirror URL");
	}
	return library_fail(err, "repository at %s cannot be opened", start);
}

static int open_from(struct repo *repo, const char *start, unsigned flags, struct err *err)
{
	int code;

	if (regular_repository(start, !(flags & GIT_REPOSITORY_OPEN_NO_SEARCH), err) < 0)
		return -1;
	leaks_begin();
	code = git_repository_open_ext(
		&repo->git, start, flags, git_variable("GIT_CEILING_DIRECTORIES"));
	leaks_end();
	return code < 0 ? refuse(start, code, err) : 0;
}

/* Extensions whose value decides whether objects and refs can be read. */
static int check_format(struct repo *repo, struct err *err)
{
	static const struct {
		const char *key, *accepted, *remedy;
	} formats[] = {
		{"extensions.objectformat", "sha1",
			"seamgate reads repositories with SHA-1 object ids only"},
		{"extensions.refstorage", "files",
			"convert it: git refs migrate --ref-format=files"},
	};

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct text value;

		if (repo_config(repo, formats[i].key, &value, repo->arena, err) < 0)
			return -1;
		if (value.len == 0 || text_is(value, formats[i].accepted))
			continue;
		err_set(err, ERR_LOOK, "the repository uses %s = %s, which seamgate cannot read",
			formats[i].key, value.ptr);
		return err_remedy(err, "%s", formats[i].remedy);
	}
	return 0;
}

static int find_paths(struct repo *repo, const char *path, struct err *err)
{
	const char *work_dir = git_repository_workdir(repo->git);
	const char *other = path ? NULL : git_variable("GIT_WORK_TREE");

	repo->git_dir = copy_path(repo->arena, git_repository_path(repo->git));
	repo->common_dir = copy_path(repo->arena, git_repository_commondir(repo->git));
	repo->work_dir = copy_path(repo->arena, work_dir ? work_dir : "");
	if (!repo->git_dir || !repo->common_dir || !repo->work_dir)
		return err_nomem(err);
	return other ? path_absolute(&repo->work_dir, repo->arena, other, err) : 0;
}

static int find_objects(struct repo *repo, const char *path, struct err *err)
{
	git_odb *database;

	if (find_object_dirs(repo, path, err) < 0)
		return -1;
	if (!packs_open(&repo->packs, repo->object_dirs, repo->object_dir_count))
		return err_nomem(err);
	if (objects_open(&repo->objects, &repo->packs, repo->object_dirs, repo->object_dir_count,
		    err) < 0 ||
		objects_database(&database, repo->objects, err) < 0)
		return -1;
	if (git_repository_set_odb(repo->git, database) < 0)
		return library_fail(err, "objects of %s cannot be opened", repo->common_dir);
	return 0;
}

static int compare_oids(const void *a, const void *b)
{
	return oid_compare(a, b);
}

static int read_boundary(struct repo *repo, FILE *file, const char *path, struct err *err)
{
	char line[OID_HEX + 1]; /* 40 digits, LF, NUL */
	size_t capacity = 0;
	void *items = NULL;

	while (fgets(line, sizeof(line), file)) {
		struct text text = text_trim(text_of(line));

		if (arena_reserve(repo->arena, &items, &capacity, repo->boundary_count + 1,
			    sizeof(*repo->boundary)) < 0)
			return err_nomem(err);
		repo->boundary = items;
		if (!oid_parse(text, &repo->boundary[repo->boundary_count]))
			return err_set(err, ERR_LOOK, "%s: line %zu is no object id", path,
				repo->boundary_count + 1);
		repo->boundary_count++;
	}
	if (repo->boundary_count)
		qsort(repo->boundary, repo->boundary_count, sizeof(*repo->boundary), compare_oids);
	return ferror(file) ? err_set(err, ERR_LOOK, "%s cannot be read", path) : 0;
}

/* The commits whose parents a shallow clone has cut off. Read here because libgit2 1.5 looks for
 * the file in a linked work tree's own directory, where it never is. */
static int find_boundary(struct repo *repo, struct err *err)
{
	char *path = arena_printf(repo->arena, "%s/shallow", repo->common_dir);
	FILE *file;
	int code;

	if (!path)
		return err_nomem(err);
	if (open_if_there(&file, path, err) < 0 || !file)
		return err->kind == ERR_NONE ? 0 : -1;
	code = read_boundary(repo, file, path, err);
	fclose(file);
	repo->absence.is_shallow = repo->boundary_count > 0;
	return code;
}

/* "remote.NAME.promisor" gives NAME. */
static int note_promisor(struct repo *repo, const git_config_entry *entry, struct err *err)
{
	struct text name = text_of(entry->name);
	const char *remote;

	if (!text_starts(name, "remote.") || !text_ends(name, ".promisor") ||
		strcmp(entry->value ? entry->value : "true", "false") == 0)
		return 0;
	name = text_slice(name, strlen("remote."), name.len - strlen(".promisor"));
	remote = arena_copy(repo->arena, name);
	if (!remote)
		return err_nomem(err);
	repo->absence.is_partial = true;
	repo->absence.remote = remote;
	return 0;
}

/* Not by git_config_foreach_match: libgit2 1.5 loses memory with each regular expression. */
static int find_promisors(struct repo *repo, git_config *config, struct err *err)
{
	git_config_iterator *iterator = NULL;
	git_config_entry *entry;
	int code = git_config_iterator_new(&iterator, config);

	while (code == 0) {
		code = git_config_next(&entry, iterator);
		if (code == 0 && note_promisor(repo, entry, err) < 0)
			break;
	}
	git_config_iterator_free(iterator);
	if (err->kind != ERR_NONE)
		return -1;
	return code == GIT_ITEROVER ? 0 : library_fail(err, "git's configuration cannot be read");
}

static int find_partial(struct repo *repo, struct err *err)
{
	git_config *config = NULL;
	struct text remote;
	int code;

	if (repo_config(repo, "extensions.partialclone", &remote, repo->arena, err) < 0)
		return -1;
	repo->absence.is_partial = remote.len > 0;
	repo->absence.remote = remote.ptr;
	if (git_repository_config_snapshot(&config, repo->git) < 0)
		return library_fail(err, "git's configuration cannot be read");
	code = find_promisors(repo, config, err);
	git_config_free(config);
	return code;
}

int open_repository(struct repo *repo, const char *path, struct err *err)
{
	const char *git_dir = path ? NULL : git_variable("GIT_DIR");
	int code;

	/* GIT_REPOSITORY_OPEN_FROM_ENV would do the same but refuses GIT_WORK_TREE, which git sets
	 * for hooks of some work trees. */
	if (git_dir)
		code = open_from(repo, git_dir, GIT_REPOSITORY_OPEN_NO_SEARCH, err);
	else
		code = open_from(repo, path ? path : ".", 0, err);
	if (code < 0 || check_format(repo, err) < 0 || find_paths(repo, path, err) < 0 ||
		find_objects(repo, path, err) < 0 || find_boundary(repo, err) < 0)
		return -1;
	return find_partial(repo, err);
}
