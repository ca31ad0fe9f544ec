/* SPDX-License-Identifier: Apache-2.0
 *
 * Programs that a policy wants run. What they are made of comes from the merge base, never from the change: a change that
 * brought its own harness would measure itself.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "gate/base/buffer.h"
#include "gate/base/deadline.h"
#include "gate/base/process.h"
#include "gate/job.h"

enum { MOST_FILES = 4096, MOST_PATH = 4096, MOST_WORDS = 256 };

struct command_run {
	const struct check_job *job;
	const struct job_command *command;
	char folder[64];
	char *argv[MOST_WORDS], *environment[MOST_WORDS];
	const char *program;
	struct err *err;
};

/* ---- files ---- */

/* A tree may hold any name. */
static bool leads_out(struct text path)
{
	struct text part, rest = path;

	if (path.len == 0 || path.ptr[0] == '/' || memchr(path.ptr, '\0', path.len))
		return true;
	while (text_next_part(&rest, '/', &part))
		if (part.len == 0 || text_is(part, ".") || text_is(part, ".."))
			return true;
	return false;
}

static int cannot_write(const struct command_run *run, struct text path)
{
	return err_set(run->err, ERR_LOOK, "%.*s cannot be put into a folder for the program: %s",
		text_quote(path), path.ptr, strerror(errno));
}

static int make_folders(const struct command_run *run, char *file, struct text path)
{
	for (char *at = file + strlen(run->folder) + 1; (at = strchr(at, '/')) != NULL; at++) {
		*at = '\0';
		if (mkdir(file, 0700) < 0 && errno != EEXIST)
			return cannot_write(run, path);
		*at = '/';
	}
	return 0;
}

static bool write_bytes(int fd, struct text content)
{
	while (content.len > 0) {
		ssize_t put = write(fd, content.ptr, content.len);

		if (put <= 0)
			return false;
		content = text_slice(content, (size_t)put, content.len);
	}
	return true;
}

static int write_file(
	const struct command_run *run, struct text path, struct text content, bool is_program)
{
	char file[MOST_PATH];
	int length = snprintf(file, sizeof(file), "%s/%.*s", run->folder, (int)path.len, path.ptr);
	int fd;
	bool done;

	errno = ENAMETOOLONG;
	if (length < 0 || (size_t)length >= sizeof(file))
		return cannot_write(run, path);
	if (make_folders(run, file, path) < 0)
		return -1;
	fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, is_program ? 0700 : 0600);
	if (fd < 0)
		return errno == EEXIST ? 0 : cannot_write(run, path); /* two globs */
	done = write_bytes(fd, content);
	close(fd);
	return done ? 0 : cannot_write(run, path);
}

static int take_file(const struct command_run *run, struct text path)
{
	struct text content;
	uint32_t mode;

	if (job_mode(run->job, SIDE_BASE, path, &mode, run->err) < 0 ||
		job_read(run->job, SIDE_BASE, path, &content, run->err) < 0)
		return -1;
	if ((mode != MODE_FILE && mode != MODE_EXECUTABLE) || !content.ptr || leads_out(path))
		return err_set(run->err, ERR_LOOK, "%.*s is no plain file at the base",
			text_quote(path), path.ptr);
	return write_file(run, path, content, mode == MODE_EXECUTABLE);
}

static int take_files(const struct command_run *run)
{
	for (size_t i = 0; i < run->command->files.count; i++) {
		const char *glob = arena_copy(run->job->arena, run->command->files.items[i]);
		struct paths paths = {0};

		if (!glob)
			return err_nomem(run->err);
		if (job_match(run->job, SIDE_BASE, glob, &paths, run->err) < 0)
			return -1;
		if (paths.count == 0 || paths.count > MOST_FILES) {
			err_set(run->err, ERR_LOOK, "%zu files of the base match %s", paths.count,
				glob);
			return err_remedy(run->err,
				"name 1 to %d files that the base has: what is run is never what a "
				"change brings in",
				(int)MOST_FILES);
		}
		for (size_t k = 0; k < paths.count; k++)
			if (take_file(run, paths.items[k]) < 0)
				return -1;
	}
	return 0;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
	(void)status;
	(void)kind;
	(void)where;
	remove(path); /* what cannot be removed is left */
	return 0;
}

/* ---- words ---- */

static char *with_workspace(const struct command_run *run, struct text word)
{
	static const char mark[] = "{workspace}";
	struct buffer out = {0};
	char *copy = NULL;
	size_t at;

	while ((at = text_find(word, text_of(mark))) < word.len) {
		buffer_add(&out, text_slice(word, 0, at));
		buffer_string(&out, workspace_path(run->job->core->reader));
		word = text_slice(word, at + strlen(mark), word.len);
	}
	buffer_add(&out, word);
	if (!out.failed)
		copy = arena_copy(run->job->arena, buffer_text(&out));
	buffer_free(&out);
	return copy;
}

static int fill_argv(struct command_run *run)
{
	const struct text_list *words = &run->command->argv;

	for (size_t i = 0; i < words->count; i++) {
		run->argv[i] = with_workspace(run, words->items[i]);
		if (!run->argv[i])
			return err_nomem(run->err);
	}
	return 0;
}

static int add_variable(struct command_run *run, size_t *count, const char *name, const char *value)
{
	run->environment[*count] = arena_printf(run->job->arena, "%s=%s", name, value);
	return run->environment[(*count)++] ? 0 : err_nomem(run->err);
}

/* Those of them that are set here. */
static int add_set(struct command_run *run, size_t *count, const struct text_list *names)
{
	for (size_t i = 0; i < names->count; i++) {
		const char *name = arena_copy(run->job->arena, names->items[i]);

		if (!name)
			return err_nomem(run->err);
		if (getenv(name) && add_variable(run, count, name, getenv(name)) < 0)
			return -1;
	}
	return 0;
}

static int fill_environment(struct command_run *run)
{
	struct text usual[] = {TEXT("PATH"), TEXT("HOME"), TEXT("LANG"), TEXT("LC_ALL")};
	const struct text_list always = {usual, sizeof(usual) / sizeof(usual[0])};
	size_t count = 0;

	if (add_set(run, &count, &always) < 0 ||
		add_set(run, &count, &run->command->environment) < 0 ||
		add_variable(run, &count, "TMPDIR", run->folder) < 0)
		return -1;
	return add_variable(
		run, &count, "SEAMGATE_WORKSPACE", workspace_path(run->job->core->reader));
}

/* The first in the folders of PATH. A relative folder would be one of the checked-out directory. */
static int search_program(struct command_run *run)
{
	const char *path = getenv("PATH");
	struct text folders = text_of(path ? path : "/usr/bin:/bin"), folder;

	while (text_next_part(&folders, ':', &folder)) {
		if (!text_starts(folder, "/"))
			continue;
		run->program = arena_printf(
			run->job->arena, "%.*s/%s", (int)folder.len, folder.ptr, run->argv[0]);
		if (!run->program)
			return err_nomem(run->err);
		if (access(run->program, X_OK) == 0)
			return 0;
	}
	err_set(run->err, ERR_LOOK, "there is no program %s", run->argv[0]);
	return err_remedy(run->err, "install it where the gate runs, or name it by its path");
}

/* As a shell finds it: a name without a slash in PATH, any other from where it starts. */
static int find_program(struct command_run *run)
{
	if (!strchr(run->argv[0], '/'))
		return search_program(run);
	run->program = run->argv[0][0] == '/'
			       ? run->argv[0]
			       : arena_printf(run->job->arena, "%s/%s", run->folder, run->argv[0]);
	return run->program ? 0 : err_nomem(run->err);
}

/* ---- running ---- */

static double time_left(const struct command_run *run)
{
	const struct deadline *deadline = job_deadline(run->job);
	double limit = run->command->limit_s;

	if (deadline && deadline->at > 0 && deadline->at - clock_now() < limit)
		limit = deadline->at - clock_now();
	return limit > 0.1 ? limit : 0.1;
}

static int ended_badly(const struct command_run *run, const struct process_end *end)
{
	struct text last = text_trim((struct text){end->last, end->last_len});

	/* Its last line says most. */
	for (size_t i = last.len; i-- > 0;)
		if (last.ptr[i] == '\n') {
			last = text_slice(last, i + 1, last.len);
			break;
		}
	if (end->is_late) {
		err_set(run->err, ERR_LOOK, "%s did not end in time and was stopped", run->argv[0]);
		return err_remedy(run->err, "give it more time (timeout, and limits: time of the "
					    "policy), or less to do");
	}
	err_set(run->err, ERR_LOOK, "%s ended with %d%s%.*s", run->argv[0], end->code,
		last.len ? ": " : "", text_quote(last), last.ptr);
	return err_remedy(
		run->err, "run the command by hand where the gate runs; it must end with 0");
}

static int go(struct command_run *run, struct moment *started)
{
	struct process process = {
		.argv = run->argv, .environment = run->environment, .folder = run->folder};
	struct process_end end;
	struct timespec now;

	if (run->command->argv.count > MOST_WORDS - 8 ||
		run->command->environment.count > MOST_WORDS - 8)
		return err_set(run->err, ERR_LOOK, "a command has more than %d words or variables",
			MOST_WORDS - 8);
	if (fill_argv(run) < 0 || take_files(run) < 0 || fill_environment(run) < 0 ||
		find_program(run) < 0)
		return -1;
	process.program = run->program;
	process.limit_s = time_left(run);
	/* The clock that file systems use; it may be behind the other one. */
	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	*started = (struct moment){now.tv_sec, now.tv_nsec};
	if (process_run(&end, &process, run->err) < 0)
		return -1;
	return end.is_late || end.code != 0 ? ended_badly(run, &end) : 0;
}

static int ask_leave(const struct check_job *job, struct err *err)
{
	if (!job->core || !job->core->may_run) {
		err_set(err, ERR_LOOK,
			"the policy that wants a program run comes with the change, and is not "
			"obeyed");
		return err_remedy(err,
			"merge the policy first; or have a maintainer accept it: seamgate "
			"--accept-policy with the digest that seamgate policy check prints");
	}
	if (job->change->has_base && workspace_path(job->core->reader)[0])
		return 0;
	err_set(err, ERR_LOOK,
		"there is no base to take the program from, or no checked-out directory to run it "
		"on");
	return err_remedy(err, "run the gate on a change, in a clone with a checked-out directory");
}

int job_run(const struct check_job *job, const struct job_command *command, struct moment *started,
	struct err *err)
{
	struct command_run run = {.job = job, .command = command, .err = err};
	const char *temp = getenv("TMPDIR");
	int done;

	assert(command->argv.count > 0);
	if (ask_leave(job, err) < 0)
		return -1;
	if (!temp || temp[0] != '/' || strlen(temp) > 32)
		temp = "/tmp";
	snprintf(run.folder, sizeof(run.folder), "%s/seamgate-run-XXXXXX", temp);
	if (!mkdtemp(run.folder))
		return err_set(err, ERR_LOOK, "no folder for the program can be made in %s: %s",
			temp, strerror(errno));
	done = go(&run, started);
	nftw(run.folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return done;
}

int job_written_since(const struct check_job *job, struct text path, const struct moment *since,
	bool *written, struct err *err)
{
	struct moment at;

	if (workspace_changed_at(job->core->reader, path, &at.seconds, &at.nanoseconds, err) < 0)
		return -1;
	*written = at.seconds != since->seconds ? at.seconds > since->seconds
						: at.nanoseconds >= since->nanoseconds;
	return 0;
}
