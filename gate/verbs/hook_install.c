/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/hook_install.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/base/escape.h"
#include "gate/verbs/hook_script.h"

enum { LARGEST_HOOK = 64 * 1024, HOOK_MODE = 0755, FOLDER_MODE = 0777 };

/* What stands at the hook's path. */
enum standing { NOTHING, OURS, FOREIGN };

/* A hook that is installed or removed; all in the arena. */
struct hook {
	const char *name, *folder, *path;
	const char *before;     /* where a foreign hook is kept that runs first */
	bool chain, has_before; /* asked for; there */
	struct text script;
	enum standing standing;
	bool is_current; /* OURS: it is the script that would be written */
	struct arena *arena;
};

static int fail_errno(const char *what, const char *path, struct err *err)
{
	int number = errno;
	char why[128] = "";

	return err_set(err, ERR_LOOK, "cannot %s %s: %s", what, path,
		strerror_r(number, why, sizeof(why)));
}

static int keep(const char **out, const char *string, struct err *err)
{
	*out = string;
	if (string)
		return 0;
	err_nomem(err);
	return -1;
}

/* --- where --- */

/* As git reads core.hooksPath: a relative one starts where hooks run. */
static int expand_folder(struct hook *hook, struct repo *repo, struct text given, struct err *err)
{
	const char *work_dir = repo_work_dir(repo);
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in this program changes the environment */
	const char *home = getenv("HOME");
	const char *top = work_dir[0] ? work_dir : repo_git_dir(repo);

	if (text_starts(given, "/"))
		return keep(&hook->folder, arena_copy(hook->arena, given), err);
	if (text_starts(given, "~/") && home && home[0])
		return keep(
			&hook->folder, arena_printf(hook->arena, "%s%s", home, given.ptr + 1), err);
	if (text_starts(given, "~") || text_starts(given, "%(")) {
		err_set(err, ERR_USAGE, "core.hooksPath \"%s\" cannot be expanded here", given.ptr);
		err_remedy(err, "write it as an absolute path");
		return -1;
	}
	return keep(&hook->folder, arena_printf(hook->arena, "%s/%s", top, given.ptr), err);
}

static int find_path(struct hook *hook, struct repo *repo, struct err *err)
{
	struct text given;

	if (repo_config(repo, "core.hooksPath", &given, hook->arena, err) < 0)
		return -1;
	if (given.len ? expand_folder(hook, repo, given, err) < 0
		      : keep(&hook->folder,
				arena_printf(hook->arena, "%s/hooks", repo_common_dir(repo)),
				err) < 0)
		return -1;
	if (keep(&hook->path, arena_printf(hook->arena, "%s/%s", hook->folder, hook->name), err) <
			0 ||
		keep(&hook->before, arena_printf(hook->arena, "%s.before-seamgate", hook->path),
			err) < 0)
		return -1;
	hook->has_before = faccessat(AT_FDCWD, hook->before, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
	return 0;
}

/* --- what to write, what is there --- */

static int write_script(struct hook *hook, struct err *err)
{
	struct buffer out = {0};

	hook_script(&out, hook->name, hook->has_before);
	hook->script = arena_text(hook->arena, buffer_text(&out));
	if (out.failed)
		hook->script.ptr = NULL;
	buffer_free(&out);
	return hook->script.ptr ? 0 : err_nomem(err);
}

static void judge_content(struct hook *hook, struct text content)
{
	hook->standing = hook_script_is_ours(content) ? OURS : FOREIGN;
	hook->is_current = text_equal(content, hook->script);
}

static int read_hook(struct hook *hook, int file, struct err *err)
{
	struct stat status;
	char *bytes;
	ssize_t len;

	if (fstat(file, &status) < 0)
		return fail_errno("read", hook->path, err);
	if (!S_ISREG(status.st_mode) || status.st_size > LARGEST_HOOK)
		return 0;
	bytes = arena_alloc(hook->arena, LARGEST_HOOK);
	if (!bytes)
		return err_nomem(err);
	len = read(file, bytes, LARGEST_HOOK);
	if (len < 0)
		return fail_errno("read", hook->path, err);
	judge_content(hook, (struct text){bytes, (size_t)len});
	/* One that is not executable does not run: git passes over it with a hint. */
	if ((status.st_mode & HOOK_MODE) != HOOK_MODE)
		hook->is_current = false;
	return 0;
}

/* A link is foreign, whatever it leads to: replacing it would not be undone by removing ours. */
static int find_standing(struct hook *hook, struct err *err)
{
	int file = open(hook->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int code;

	hook->standing = FOREIGN;
	if (file < 0 && (errno == ENOENT || errno == ENOTDIR))
		hook->standing = NOTHING;
	else if (file < 0 && errno != ELOOP)
		return fail_errno("read", hook->path, err);
	if (file < 0)
		return 0;
	code = read_hook(hook, file, err);
	close(file);
	return code;
}

static int begin(struct hook *hook, struct repo *repo, struct err *err)
{
	if (find_path(hook, repo, err) < 0 || write_script(hook, err) < 0)
		return -1;
	return find_standing(hook, err);
}

/* --- install --- */

static int fail_foreign(const struct hook *hook, struct err *err)
{
	struct buffer line = {0};

	hook_script_line(&line, hook->name, sizeof(err->remedy) / 2);
	err_set(err, ERR_USAGE, "%s is there already and is not seamgate's", hook->path);
	err_remedy(err,
		"keep it, to run before seamgate's: seamgate hook %s install --chain; or put "
		"this line at its top, and give \"$lines\" to what reads standard input below it: "
		"%s",
		hook->name, buffer_text(&line).ptr);
	buffer_free(&line);
	return -1;
}

static int write_all(int file, struct text text)
{
	while (text.len) {
		ssize_t count = write(file, text.ptr, text.len);

		if (count < 0 && errno != EINTR)
			return -1;
		text = text_slice(text, count > 0 ? (size_t)count : 0, text.len);
	}
	return 0;
}

static int write_temporary(char *path, struct text script)
{
	int file = mkostemp(path, O_CLOEXEC);
	int code;

	if (file < 0)
		return -1;
	code = write_all(file, script) < 0 || fchmod(file, HOOK_MODE) < 0 ? -1 : 0;
	return close(file) < 0 ? -1 : code;
}

/* Through a file beside it: git never runs half a hook. */
static int save(const struct hook *hook, struct err *err)
{
	char *temporary = arena_printf(hook->arena, "%s.XXXXXX", hook->path);

	if (!temporary)
		return err_nomem(err);
	if (mkdir(hook->folder, FOLDER_MODE) < 0 && errno != EEXIST)
		return fail_errno("make", hook->folder, err);
	if (write_temporary(temporary, hook->script) == 0 && rename(temporary, hook->path) == 0)
		return 0;
	fail_errno("write", hook->path, err);
	unlink(temporary);
	return -1;
}

static void say(struct buffer *messages, const char *what, const char *path)
{
	buffer_printf(messages, "%s ", what);
	escape_human(messages, text_of(path));
	buffer_byte(messages, '\n');
}

/* A second foreign hook cannot be kept: the first would be lost. */
static int set_aside(struct hook *hook, struct err *err)
{
	if (!hook->chain)
		return fail_foreign(hook, err);
	if (hook->has_before) {
		err_set(err, ERR_USAGE, "%s is there already, from an earlier install",
			hook->before);
		return err_remedy(err, "see which of the two hooks counts, and remove the other");
	}
	if (rename(hook->path, hook->before) < 0)
		return fail_errno("move", hook->path, err);
	hook->has_before = true;
	return write_script(hook, err);
}

static int install(struct hook *hook, struct repo *repo, struct buffer *messages, struct err *err)
{
	if (begin(hook, repo, err) < 0)
		return -1;
	if (hook->standing == FOREIGN && set_aside(hook, err) < 0)
		return -1;
	if (hook->is_current) {
		say(messages, "already installed:", hook->path);
		return 0;
	}
	if (save(hook, err) < 0) {
		/* Never a repository without the hook that it had; the error is the first one's. */
		if (hook->standing == FOREIGN && rename(hook->before, hook->path) < 0)
			say(messages, "the hook that was there is now:", hook->before);
		return -1;
	}
	say(messages, hook->standing == OURS ? "updated" : "installed", hook->path);
	if (hook->has_before)
		say(messages, "which runs this one first:", hook->before);
	return 0;
}

static int remove_ours(struct hook *hook, struct buffer *messages, struct err *err)
{
	int done = hook->has_before ? rename(hook->before, hook->path) : unlink(hook->path);

	if (done < 0)
		return fail_errno("remove", hook->path, err);
	say(messages, "removed", hook->path);
	if (hook->has_before)
		say(messages, "put back the hook that was there first:", hook->path);
	return 0;
}

static int uninstall(struct hook *hook, struct repo *repo, struct buffer *messages, struct err *err)
{
	if (begin(hook, repo, err) < 0)
		return -1;
	if (hook->standing == FOREIGN) {
		err_set(err, ERR_USAGE, "%s is not seamgate's", hook->path);
		return err_remedy(err, "take seamgate's line out of it by hand");
	}
	if (hook->standing == OURS)
		return remove_ours(hook, messages, err);
	say(messages, "not installed:", hook->path);
	return 0;
}

static int with_arena(int (*action)(struct hook *, struct repo *, struct buffer *, struct err *),
	struct hook hook, struct repo *repo, struct buffer *messages, struct err *err)
{
	int code;

	hook.arena = arena_new();
	if (!hook.arena)
		return err_nomem(err);
	code = action(&hook, repo, messages, err);
	arena_free(hook.arena);
	return code;
}

int hook_install(const char *hook_name, bool chain, struct repo *repo, struct buffer *messages,
	struct err *err)
{
	return with_arena(
		install, (struct hook){.name = hook_name, .chain = chain}, repo, messages, err);
}

int hook_uninstall(
	const char *hook_name, struct repo *repo, struct buffer *messages, struct err *err)
{
	return with_arena(uninstall, (struct hook){.name = hook_name}, repo, messages, err);
}
