/* SPDX-License-Identifier: Apache-2.0
 *
 * A verb of this program in a process of its own. The program is the very one that runs (/proc/self/exe), whatever lies under its
 * name by now.
 */
#include <stdlib.h>

#include "gate/job_process.h"

enum { MOST_WORDS = 32, MOST_VARIABLES = 8 };

struct apart_run {
	const struct check_job *job;
	const struct job_apart *apart;
	struct program_folder folder;
	char *argv[MOST_WORDS], *environment[MOST_VARIABLES];
	struct err *err;
};

static int fill_words(struct apart_run *run)
{
	static const char name[] = "seamgate";
	size_t count = 0;

	run->argv[count++] = arena_copy(run->job->arena, text_of(name));
	for (size_t i = 0; run->apart->words[i] && count < MOST_WORDS - 1; i++)
		run->argv[count++] = arena_copy(run->job->arena, text_of(run->apart->words[i]));
	for (size_t i = 0; i < count; i++)
		if (!run->argv[i])
			return err_nomem(run->err);
	return 0;
}

/* Where the loader looks for libraries is this machine's affair, never the change's. */
static int fill_environment(struct apart_run *run)
{
	static const char *const names[] = {"PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH"};
	size_t count = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (!value)
			continue;
		run->environment[count] = arena_printf(run->job->arena, "%s=%s", names[i], value);
		if (!run->environment[count++])
			return err_nomem(run->err);
	}
	run->environment[count] = arena_printf(run->job->arena, "TMPDIR=%s", run->folder.path);
	return run->environment[count] ? 0 : err_nomem(run->err);
}

static int go(struct apart_run *run, struct text *out)
{
	const struct job_apart *apart = run->apart;
	struct process process = {.program = "/proc/self/exe",
		.argv = run->argv,
		.environment = run->environment,
		.folder = run->folder.path,
		.limit_s = program_time(run->job, apart->limit_s)};
	struct process_end end;

	for (size_t i = 0; i < apart->file_count; i++)
		if (program_folder_put(&run->folder, apart->files[i].path, apart->files[i].content,
			    false, run->err) < 0)
			return -1;
	if (fill_words(run) < 0 || fill_environment(run) < 0 ||
		process_run(&end, &process, run->err) < 0 ||
		program_ended(apart->name, &end, run->err) < 0)
		return -1;
	return program_folder_take(
		&run->folder, apart->result, apart->most_bytes, run->job->arena, out, run->err);
}

int job_apart(const struct check_job *job, const struct job_apart *apart, struct text *out,
	struct err *err)
{
	struct apart_run run = {.job = job, .apart = apart, .err = err};
	int done;

	if (program_ask_leave(job, err) < 0 || program_folder_make(&run.folder, err) < 0)
		return -1;
	done = go(&run, out);
	program_folder_remove(&run.folder);
	return done;
}
