/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gate/base/deadline.h"

enum { CANNOT_START = 127, GRACE_S = 2, POLL_MS = 50 };

/* Between fork and exec nothing may be called that takes a lock: another thread may have held it. */
static void prepare_child(const struct process *process, int out, pid_t parent)
{
	struct sigaction plain = {.sa_handler = SIG_DFL};
	struct rlimit limit;
	sigset_t none;
	int null = open("/dev/null", O_RDONLY);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || setpgid(0, 0) < 0 || chdir(process->folder) < 0)
		_exit(CANNOT_START);
	if (null < 0 || dup2(null, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		_exit(CANNOT_START);
	if (close_range(3, ~0U, 0) < 0)
		_exit(CANNOT_START);
	if (getrlimit(RLIMIT_DATA, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_DATA, &limit);
	}
	sigaction(SIGPIPE, &plain, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* A running child. */
struct child {
	pid_t pid;
	int said; /* read without waiting */
	struct process_end *end;
	pid_t watcher; /* -1: there is none */
	int alive;     /* the end of a pipe that nobody but us holds */
};

/* What the child has started does not learn of our end by PR_SET_PDEATHSIG. A process that waits for it ends them all. Between
 * fork and its end it calls nothing that takes a lock, either. */
static void watch(pid_t group, int alive)
{
	sigset_t all;
	char byte;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	if (setpgid(0, 0) < 0 || dup2(alive, 0) < 0 || close_range(1, ~0U, 0) < 0)
		_exit(CANNOT_START);
	while (read(0, &byte, 1) < 0 && errno == EINTR)
		;
	kill(-group, SIGKILL);
	_exit(0);
}

static void start_watcher(struct child *child)
{
	int ends[2];

	child->watcher = -1;
	child->alive = -1;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return;
	child->watcher = fork();
	if (child->watcher == 0)
		watch(child->pid, ends[0]);
	close(ends[0]);
	child->alive = ends[1];
}

/* While the child has not been taken, so that its group's number is nobody else's. */
static void end_watcher(const struct child *child)
{
	if (child->watcher > 0) {
		kill(child->watcher, SIGKILL);
		while (waitpid(child->watcher, NULL, 0) < 0 && errno == EINTR)
			;
	}
	if (child->alive >= 0)
		close(child->alive);
}

/* Keeps the end of all that is said. */
static void keep(struct process_end *end, const char *bytes, size_t count)
{
	size_t room = sizeof(end->last), drop;

	if (count > room) {
		bytes += count - room;
		count = room;
	}
	drop = end->last_len + count > room ? end->last_len + count - room : 0;
	memmove(end->last, end->last + drop, end->last_len - drop);
	end->last_len -= drop;
	memcpy(end->last + end->last_len, bytes, count);
	end->last_len += count;
}

static void drain(const struct child *child)
{
	char bytes[4096];
	ssize_t got;

	/* So much at once: one that never stops talking must not keep us from the clock. */
	for (int i = 0; i < 64; i++) {
		got = read(child->said, bytes, sizeof(bytes));
		if (got <= 0)
			return;
		keep(child->end, bytes, (size_t)got);
	}
}

/* Ended, but not taken yet, so that its number stands for its group and for nobody else's. */
static bool has_ended(const struct child *child)
{
	siginfo_t info = {0};

	return waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0 ||
	       info.si_pid == child->pid;
}

static bool wait_until(const struct child *child, double at)
{
	struct pollfd said = {.fd = child->said, .events = POLLIN};

	for (;;) {
		drain(child);
		if (has_ended(child))
			return true;
		if (clock_now() >= at)
			return false;
		if (poll(&said, 1, POLL_MS) > 0 && !(said.revents & POLLIN))
			poll(NULL, 0, POLL_MS); /* it has closed its outputs and goes on */
	}
}

static void take(const struct child *child)
{
	int status = 0;

	kill(-child->pid, SIGKILL);
	end_watcher(child);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	drain(child);
	child->end->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void follow(const struct child *child, double limit_s)
{
	child->end->is_late = !wait_until(child, clock_now() + limit_s);
	if (child->end->is_late) {
		kill(-child->pid, SIGTERM);
		(void)wait_until(child, clock_now() + GRACE_S);
	}
	take(child);
}

static int cannot(const struct process *process, struct err *err)
{
	err_set(err, ERR_LOOK, "%s cannot be run: %s", process->argv[0], strerror(errno));
	return -1;
}

int process_run(struct process_end *end, const struct process *process, struct err *err)
{
	int ends[2];
	pid_t parent = getpid(), pid;

	*end = (struct process_end){0};
	if (access(process->program, X_OK) < 0 || pipe2(ends, O_CLOEXEC) < 0)
		return cannot(process, err);
	pid = fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0 ? -1 : fork();
	if (pid == 0) {
		prepare_child(process, ends[1], parent);
		execve(process->program, process->argv, process->environment);
		_exit(CANNOT_START);
	}
	close(ends[1]);
	if (pid > 0) {
		struct child child = {.pid = pid, .said = ends[0], .end = end};

		setpgid(pid, pid); /* whichever of us comes first */
		start_watcher(&child);
		follow(&child, process->limit_s);
	}
	close(ends[0]);
	return pid > 0 ? 0 : cannot(process, err);
}
