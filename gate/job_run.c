/* SPDX-License-Identifier: Apache-2.0
 *
 * Programs that a policy wants run. What they are made of comes from the merge base, never from the change: a change that
 * brought its own harness would measure itself.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "gate/base/buffer.h"
#include "gate/job.h"
#include "gate/job_process.h"

enum { MOST_FILES = 4096, MOST_WORDS = 256 };

struct command_run {
	const struct check_job *job;
	const struct job_command *command;
	struct program_folder folder;
	char *argv[MOST_WORDS], *environment[MOST_WORDS];
	const char *program;
	struct err *err;
};

/* ---- files ---- */

static int take_file(const struct command_run *run, struct text path)
{
	struct text content;
	uint32_t mode;

	if (job_mode(run->job, SIDE_BASE, path, &mode, run->err) < 0 ||
		job_read(run->job, SIDE_BASE, path, &content, run->err) < 0)
		return -1;
	if ((mode != MODE_FILE && mode != MODE_EXECUTABLE) || !content.ptr)
		return err_set(run->err, ERR_LOOK, "%.*s is no plain file at the base",
			text_quote(path), path.ptr);
	return program_folder_put(&run->folder, path, content, mode == MODE_EXECUTABLE, run->err);
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
		add_variable(run, &count, "TMPDIR", run->folder.path) < 0)
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
	run->program = run->argv[0][0] == '/' ? run->argv[0]
					      : arena_printf(run->job->arena, "%s/%s",
							run->folder.path, run->argv[0]);
	return run->program ? 0 : err_nomem(run->err);
}

/* ---- running ---- */

static int go(struct command_run *run, struct moment *started)
{
	struct process process = {
		.argv = run->argv, .environment = run->environment, .folder = run->folder.path};
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
	process.limit_s = program_time(run->job, run->command->limit_s);
	/* The clock that file systems use; it may be behind the other one. */
	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	*started = (struct moment){now.tv_sec, now.tv_nsec};
	if (process_run(&end, &process, run->err) < 0)
		return -1;
	return program_ended(run->argv[0], &end, run->err);
}

static int ask_leave(const struct check_job *job, struct err *err)
{
	if (program_ask_leave(job, err) < 0)
		return -1;
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
	int done;

	assert(command->argv.count > 0);
	if (ask_leave(job, err) < 0 || program_folder_make(&run.folder, err) < 0)
		return -1;
	done = go(&run, started);
	program_folder_remove(&run.folder);
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
