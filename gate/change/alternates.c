/* SPDX-License-Identifier: Apache-2.0
 *
 * Where objects are: the repository's own directory, a hook's quarantine, and alternates.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/change/open.h"

/* As many as a shared server may chain, and far below what priorities allow. */
enum { MOST_OBJECT_DIRS = 100 };

int open_if_there(FILE **out, const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;

	*out = NULL;
	if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		*out = fdopen(fd, "r");
	if (*out)
		return 0;
	if (fd >= 0)
		close(fd);
	return access(path, F_OK) == 0 ? err_set(err, ERR_LOOK, "%s cannot be read", path) : 0;
}

static int add_object_dir(struct repo *repo, const char *path, struct err *err)
{
	const char **grown = arena_array(repo->arena, repo->object_dir_count + 1, sizeof(*grown));
	const char *real;

	if (!grown)
		return err_nomem(err);
	if (path_absolute(&real, repo->arena, path, err) < 0)
		return -1;
	for (size_t i = 0; i < repo->object_dir_count; i++) {
		grown[i] = repo->object_dirs[i];
		if (strcmp(grown[i], real) == 0)
			return 0;
	}
	if (repo->object_dir_count == MOST_OBJECT_DIRS)
		return err_set(err, ERR_LOOK, "%s: more than %d object directories", real,
			MOST_OBJECT_DIRS);
	grown[repo->object_dir_count++] = real;
	repo->object_dirs = grown;
	return 0;
}

/* git passes over directories that do not exist. */
static int add_alternate(struct repo *repo, struct text name, const char *dir, struct err *err)
{
	const char *path;

	if (name.len == 0 || name.ptr[0] == '#')
		return 0;
	if (name.ptr[0] == '"')
		return err_set(err, ERR_LOOK, "an alternate object directory is quoted: %.*s",
			(int)name.len, name.ptr);
	path = name.ptr[0] == '/'
		       ? arena_copy(repo->arena, name)
		       : arena_printf(repo->arena, "%s/%.*s", dir, (int)name.len, name.ptr);
	if (!path)
		return err_nomem(err);
	return access(path, F_OK) == 0 ? add_object_dir(repo, path, err) : 0;
}

/* A list of other object directories; a path may be relative to `dir`. */
static int add_alternates(
	struct repo *repo, struct text list, char separator, const char *dir, struct err *err)
{
	struct text part;

	while (text_next_part(&list, separator, &part))
		if (add_alternate(repo, part, dir, err) < 0)
			return -1;
	return 0;
}

/* In a pre-receive hook the new objects are in quarantine: in a directory of their own, named by
 * the environment, until the hook has let them in. */
static int list_object_dirs(struct repo *repo, const char *path, struct err *err)
{
	const char *quarantine = path ? NULL : git_variable("GIT_OBJECT_DIRECTORY");
	const char *alternates = path ? NULL : git_variable("GIT_ALTERNATE_OBJECT_DIRECTORIES");
	char *own = arena_printf(repo->arena, "%s/objects", repo->common_dir);

	if (!own)
		return err_nomem(err);
	if (add_object_dir(repo, own, err) < 0)
		return -1;
	if (quarantine && add_object_dir(repo, quarantine, err) < 0)
		return -1;
	return alternates ? add_alternates(repo, text_of(alternates), ':', ".", err) : 0;
}

/* gitrepository-layout(5): objects/info/alternates, which may name directories with alternates of
 * their own. */
static int follow_alternates(struct repo *repo, const char *dir, struct err *err)
{
	char *path = arena_printf(repo->arena, "%s/info/alternates", dir), *line = NULL;
	size_t capacity = 0;
	ssize_t len;
	FILE *file;
	int code = 0;

	if (!path)
		return err_nomem(err);
	if (open_if_there(&file, path, err) < 0 || !file)
		return err->kind == ERR_NONE ? 0 : -1;
	while (code == 0 && (len = getline(&line, &capacity, file)) > 0)
		code = add_alternates(repo, (struct text){line, (size_t)len}, '\n', dir, err);
	free(line);
	fclose(file);
	return code;
}

int find_object_dirs(struct repo *repo, const char *path, struct err *err)
{
	if (list_object_dirs(repo, path, err) < 0)
		return -1;
	for (size_t i = 0; i < repo->object_dir_count; i++)
		if (follow_alternates(repo, repo->object_dirs[i], err) < 0)
			return -1;
	return 0;
}
