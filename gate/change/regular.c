/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/regular.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/base/text.h"

/* Refs are not nested deeper than a path is long. */
enum { DEEPEST = 512 };

typedef char place[PATH_MAX];

/* False where it is longer than any path may be: then nothing is there. */
static bool join(place out, const char *dir, const char *name)
{
	int written = snprintf(out, PATH_MAX, "%s/%s", dir, name);

	return written > 0 && written < PATH_MAX;
}

static int refuse(const char *path, const char *what, struct err *err)
{
	struct text shown = text_of(path);

	err_set(err, ERR_LOOK, "%.*s is no %s", text_quote(shown), shown.ptr, what);
	return err_remedy(err, "see what is wrong: git fsck; then clone again");
}

static bool is_there(const char *path, struct stat *status)
{
	return stat(path, status) == 0;
}

int regular_file(const char *path, struct err *err)
{
	struct stat status;

	if (is_there(path, &status) ? S_ISREG(status.st_mode) : errno != ELOOP)
		return 0;
	return refuse(path, "regular file", err);
}

static int folder(const char *path, struct err *err)
{
	struct stat status;

	if (is_there(path, &status) ? S_ISDIR(status.st_mode) : errno != ELOOP)
		return 0;
	return refuse(path, "folder", err);
}

/* Of refs that git keeps as reftables, which nothing here can read, a file stands there: whoever opens the repository says so. */
static int folder_of_heads(const char *path, struct err *err)
{
	struct stat status;

	return is_there(path, &status) && S_ISREG(status.st_mode) ? 0 : folder(path, err);
}

static int each_of(const char *dir, const char *const *names, size_t count,
	int (*look)(const char *path, struct err *err), struct err *err)
{
	place path;

	for (size_t i = 0; i < count; i++)
		if (join(path, dir, names[i]) && look(path, err) < 0)
			return -1;
	return 0;
}

#define EACH_OF(dir, names, look, err) \
	each_of((dir), (names), sizeof(names) / sizeof((names)[0]), (look), (err))

/* ---- folders ---- */

/* Each entry of a folder; one that is gone meanwhile is not there. */
static int each_entry(const char *dir,
	int (*look)(const char *path, unsigned char type, unsigned depth, struct err *err),
	unsigned depth, struct err *err)
{
	DIR *open = opendir(dir);
	const struct dirent *entry;
	place path;
	int code = 0;

	if (!open)
		return 0;
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread has this folder */
	while (code == 0 && (entry = readdir(open)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
			join(path, dir, entry->d_name))
			code = look(path, entry->d_type, depth, err);
	closedir(open);
	return code;
}

static unsigned char type_of(const char *path, unsigned char type)
{
	struct stat status;

	if (type != DT_UNKNOWN || lstat(path, &status) < 0)
		return type;
	return (unsigned char)IFTODT(status.st_mode);
}

static int look_at_packed(const char *path, unsigned char type, unsigned depth, struct err *err)
{
	struct text name = text_of(path);

	(void)depth;
	if (type == DT_REG || (!text_ends(name, ".idx") && !text_ends(name, ".pack")))
		return 0;
	return regular_file(path, err);
}

/* A linked folder is not entered, as libgit2 does not enter it. */
static int look_at_ref(const char *path, unsigned char type, unsigned depth, struct err *err)
{
	struct stat status;

	type = type_of(path, type);
	if (type == DT_REG)
		return 0;
	if (type == DT_DIR)
		return depth < DEEPEST ? each_entry(path, look_at_ref, depth + 1, err) : 0;
	if (type == DT_LNK && is_there(path, &status) && S_ISDIR(status.st_mode))
		return 0;
	return regular_file(path, err);
}

int regular_objects(const char *dir, struct err *err)
{
	static const char *const folders[] = {"pack", "info"};
	static const char *const files[] = {
		"pack/multi-pack-index", "info/alternates", "info/commit-graph"};
	place packs;

	if (EACH_OF(dir, folders, folder, err) < 0 || EACH_OF(dir, files, regular_file, err) < 0)
		return -1;
	return join(packs, dir, "pack") ? each_entry(packs, look_at_packed, 0, err) : 0;
}

/* ---- a git directory ---- */

/* What a small file of one line says, behind `start`; false where it does not. */
static bool line_of(place out, const char *path, const char *start)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char bytes[PATH_MAX];
	ssize_t got = fd < 0 ? -1 : read(fd, bytes, sizeof(bytes) - 1);
	struct text line = {bytes, got > 0 ? (size_t)got : 0}, rest = line;

	if (fd >= 0)
		close(fd);
	if (!text_next_line(&rest, &line) || !text_starts(line, start))
		return false;
	line = text_trim(text_slice(line, strlen(start), line.len));
	memcpy(out, line.ptr, line.len);
	out[line.len] = '\0';
	return line.len > 0;
}

/* The path that such a file names, seen from the folder `dir`. */
static bool named_by(place out, const char *path, const char *start, const char *dir)
{
	place named;

	if (!line_of(named, path, start))
		return false;
	if (named[0] != '/')
		return join(out, dir, named);
	memcpy(out, named, sizeof(named));
	return true;
}

static int look_at_dir(const char *dir, struct err *err)
{
	static const char *const files[] = {"HEAD", "config", "config.worktree", "packed-refs",
		"index", "commondir", "gitdir", "shallow", "info/exclude", "info/grafts"};
	static const char *const folders[] = {"objects", "refs", "refs/tags", "info"};
	static const char *const heads[] = {"refs/heads"};
	place refs;

	if (EACH_OF(dir, files, regular_file, err) < 0 || EACH_OF(dir, folders, folder, err) < 0 ||
		EACH_OF(dir, heads, folder_of_heads, err) < 0)
		return -1;
	return join(refs, dir, "refs") ? each_entry(refs, look_at_ref, 0, err) : 0;
}

static int look_at_git_dir(const char *dir, struct err *err)
{
	place path, common;

	if (look_at_dir(dir, err) < 0)
		return -1;
	if (!join(path, dir, "commondir") || !named_by(common, path, "", dir))
		return 0;
	return look_at_dir(common, err);
}

/* ---- where it is ---- */

static bool is_git_dir(const char *dir)
{
	struct stat status;
	place head, objects, common;

	if (!join(head, dir, "HEAD") || lstat(head, &status) < 0)
		return false;
	/* A linked work tree's has its objects elsewhere. */
	return (join(objects, dir, "objects") && is_there(objects, &status)) ||
	       (join(common, dir, "commondir") && lstat(common, &status) == 0);
}

/* Looks at the repository that a folder is or is the top of; *found is set where there is one. */
static int look_here(const char *dir, bool *found, struct err *err)
{
	struct stat status;
	place mark, git_dir;

	if (!join(mark, dir, ".git"))
		return 0;
	if (lstat(mark, &status) < 0) {
		*found = is_git_dir(dir);
		return *found ? look_at_git_dir(dir, err) : 0;
	}
	if (is_there(mark, &status) && S_ISDIR(status.st_mode)) {
		*found = is_git_dir(mark);
		return look_at_git_dir(mark, err);
	}
	*found = true;
	if (regular_file(mark, err) < 0)
		return -1;
	return named_by(git_dir, mark, "gitdir: ", dir) ? look_at_git_dir(git_dir, err) : 0;
}

int regular_repository(const char *start, bool searches, struct err *err)
{
	char *dir = realpath(start, NULL), *slash;
	bool found = false;
	int code = 0;

	/* Whoever opens it says that it is not there. */
	if (!dir)
		return 0;
	for (;;) {
		code = look_here(dir, &found, err);
		slash = strrchr(dir, '/');
		if (code < 0 || found || !searches || !slash || !slash[1])
			break;
		slash[slash == dir] = '\0';
	}
	free(dir);
	return code;
}
