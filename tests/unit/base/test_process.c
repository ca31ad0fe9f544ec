/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

struct row {
	const char *name, *script;
	double limit_s;
	bool is_late;
	int code;
	const char *last;
};

static const struct row rows[] = {
	{"its exit code", "exit 7", 20, false, 7, ""},
	{"a signal", "kill -9 $$", 20, false, 137, ""},
	{"both outputs", "echo one; echo two >&2", 20, false, 0, "one\ntwo\n"},
	{"the end of much", "yes 0123456789abcde | head -n 20000; printf 'the end'", 20, false, 0,
		"abcde\n0123456789abcde\nthe end"},
	{"nothing to read", "read -r line && exit 1; exit 0", 20, false, 0, ""},
	{"its own variables only", "echo \"$ONE${HOME:-none}\"", 20, false, 0, "onenone\n"},
	{"where it starts", "pwd", 20, false, 0, "/usr\n"},
	{"nothing of ours open", "test ! -e /proc/$$/fd/9", 20, false, 0, ""},
	{"what it leaves behind", "sleep 60 & exit 3", 20, false, 3, ""},
	{"silent, and goes on", "exec >&- 2>&-; sleep 0.2; exit 4", 20, false, 4, ""},
	{"too late", "sleep 60", 0.2, true, 143, ""},
};

static void ends(void)
{
	char path[] = "PATH=/usr/bin:/bin", one[] = "ONE=one", sh[] = "sh", flag[] = "-c";
	char *environment[] = {path, one, NULL};
	int ours = dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 9); /* not closed on exec */

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char script[128];
		char *argv[] = {sh, flag, script, NULL};
		struct process process = {"/bin/sh", argv, environment, "/usr", rows[i].limit_s};
		struct process_end end;
		struct err err = {0};
		size_t len = strlen(rows[i].last);

		snprintf(script, sizeof(script), "%s", rows[i].script);
		CHECK_ROW(rows[i].name, process_run(&end, &process, &err) == 0);
		CHECK_ROW(rows[i].name, end.is_late == rows[i].is_late && end.code == rows[i].code);
		CHECK_ROW(rows[i].name,
			end.last_len >= len && (len || end.last_len == 0) &&
				memcmp(end.last + end.last_len - len, rows[i].last, len) == 0);
	}
	close(ours);
}

static void not_there(void)
{
	char name[] = "no-such", *none[] = {NULL}, *argv[] = {name, NULL};
	struct process process = {"/usr/no-such", argv, none, "/", 1};
	struct process_end end;
	struct err err = {0};

	CHECK_ROW("not there", process_run(&end, &process, &err) < 0 && err.kind == ERR_LOOK);
}

/* A program whose own child holds the other end of a pipe, open for as long as it lives. It writes a line when that has begun. */
static void run_holder(int pipe_end)
{
	char sh[] = "sh", flag[] = "-c", script[64], *none[] = {NULL};
	char *argv[] = {sh, flag, script, NULL};
	struct process process = {"/bin/sh", argv, none, "/", 60};
	struct process_end end;
	struct err err = {0};

	snprintf(script, sizeof(script), "exec >/proc/%d/fd/%d; sleep 60 & echo; wait", getpid(),
		pipe_end);
	_exit(process_run(&end, &process, &err) < 0);
}

static void killed_with_us(void)
{
	int ends_of[2];
	struct pollfd held;
	pid_t gate;
	char line;

	CHECK_ROW("a pipe", pipe(ends_of) == 0);
	gate = fork();
	if (gate == 0)
		run_holder(ends_of[1]);
	close(ends_of[1]);
	held = (struct pollfd){.fd = ends_of[0], .events = POLLIN};
	CHECK_ROW("they run", read(ends_of[0], &line, 1) == 1 && poll(&held, 1, 0) == 0);
	kill(gate, SIGKILL);
	waitpid(gate, NULL, 0);
	CHECK_ROW("a child's child ends with us",
		poll(&held, 1, 50000) == 1 && (held.revents & POLLHUP));
	close(ends_of[0]);
}

static const struct unit_test tests[] = {
	{"ends", ends}, {"not there", not_there}, {"killed with us", killed_with_us}};

UNIT_MAIN(tests)
