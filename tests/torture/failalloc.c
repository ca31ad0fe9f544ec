/* SPDX-License-Identifier: Apache-2.0
 *
 * A preloaded library that runs a program once for each of its allocations, with that one failing.
 *
 * It takes the place of main: for N = first, first + step, … it forks; the child lets its N-th allocation fail
 * (and, with TORTURE_REST, every later one) and calls the real main. Forking behind the dynamic loader
 * saves most of a start. Allocations before main are the loader's and the libraries' own, and are let be.
 *
 *   TORTURE_DIR    folder for the children's output
 *   TORTURE_FIRST, TORTURE_STEP, TORTURE_LAST    which N
 *   TORTURE_REST   set: from the N-th on all fail
 *   TORTURE_ONLY   an N: only that one, in this very process, for a debugger
 *
 * For each N a line on standard output: "N exit CODE" or "N signal NUMBER" or "N hang", in front of it "clean "
 * for N = 0, which fails nothing. The output of a child stays in DIR/N.out (standard output) and DIR/N.err when
 * its exit code is that of the clean run, or when it crashed. The series ends when the program was through before
 * its N-th allocation ("end N").
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_S = 100 };

/* Shared by parent and child: whether the failure came to pass. */
struct note {
	atomic_bool failed;
};

static atomic_long countdown; /* allocations until one fails; 0 and below: none does */
static atomic_bool counting;
static bool and_the_rest;
static struct note *note;
static int (*real_main)(int, char **, char **);

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static bool fails(void)
{
	long left;

	if (!atomic_load_explicit(&counting, memory_order_relaxed))
		return false;
	left = atomic_fetch_sub(&countdown, 1);
	if (left == 1 || (left < 1 && and_the_rest)) {
		atomic_store(&note->failed, true);
		errno = ENOMEM;
		return true;
	}
	return false;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size)
{
	return fails() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return fails() ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
	void *memory = fails() ? NULL : __libc_memalign(alignment, size);

	if (!memory)
		return ENOMEM;
	*out = memory;
	return 0;
}

/* glibc's own go past a preloaded malloc. */
char *strdup(const char *string)
{
	size_t size = strlen(string) + 1;
	char *copy = fails() ? NULL : __libc_malloc(size);

	return copy ? memcpy(copy, string, size) : NULL;
}

char *strndup(const char *string, size_t most)
{
	size_t len = strnlen(string, most);
	char *copy = fails() ? NULL : __libc_malloc(len + 1);

	if (!copy)
		return NULL;
	copy[len] = '\0';
	return memcpy(copy, string, len);
}

static void redirect(const char *dir, long n, const char *ending, int fd)
{
	char path[4096];
	int file;

	snprintf(path, sizeof(path), "%s/%ld.%s", dir, n, ending);
	file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (file < 0 || dup2(file, fd) < 0)
		_exit(126);
	close(file);
}

static void forget(const char *dir, long n)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%ld.out", dir, n);
	unlink(path);
	snprintf(path, sizeof(path), "%s/%ld.err", dir, n);
	unlink(path);
}

/* The child returns from here with the status of the real main. */
static int child(const char *dir, long n, int argc, char **argv, char **envp)
{
	redirect(dir, n, "out", STDOUT_FILENO);
	redirect(dir, n, "err", STDERR_FILENO);
	alarm(PATIENCE_S);
	signal(SIGALRM, SIG_DFL);
	atomic_store(&countdown, n);
	atomic_store(&counting, n > 0);
	return real_main(argc, argv, envp);
}

static long number(const char *name, long fallback)
{
	const char *value = getenv(name);

	return value ? strtol(value, NULL, 10) : fallback;
}

static void tell(long n, int status)
{
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		dprintf(STDOUT_FILENO, "%ld hang\n", n);
	else if (WIFSIGNALED(status))
		dprintf(STDOUT_FILENO, "%ld signal %d\n", n, WTERMSIG(status));
	else
		dprintf(STDOUT_FILENO, "%ld exit %d\n", n, WEXITSTATUS(status));
}

static int every_allocation(int argc, char **argv, char **envp)
{
	const char *dir = getenv("TORTURE_DIR");
	long step = number("TORTURE_STEP", 1), last = number("TORTURE_LAST", 1L << 40);
	int clean = -1;

	note = mmap(NULL, sizeof(*note), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!dir || step < 1 || note == MAP_FAILED)
		return 125;
	and_the_rest = getenv("TORTURE_REST") != NULL;
	unsetenv("LD_PRELOAD");
	if (getenv("TORTURE_ONLY")) {
		atomic_store(&countdown, number("TORTURE_ONLY", 1));
		atomic_store(&counting, true);
		return real_main(argc, argv, envp);
	}
	for (long n = 0; n <= last; n = n ? n + step : number("TORTURE_FIRST", 1)) {
		int status;
		pid_t pid;

		atomic_store(&note->failed, false);
		pid = fork();
		if (pid == 0)
			return child(dir, n, argc, argv, envp);
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			return 125;
		if (n && !atomic_load(&note->failed)) {
			dprintf(STDOUT_FILENO, "end %ld\n", n);
			forget(dir, n);
			return 0;
		}
		tell(n, status);
		if (n == 0)
			clean = status;
		else if (!WIFSIGNALED(status) && status != clean)
			forget(dir, n);
	}
	return 0;
}

int __libc_start_main(int (*main_function)(int, char **, char **), int argc, char **argv,
	void (*init)(void), void (*fini)(void), void (*rtld_fini)(void), void *stack_end);

int __libc_start_main(int (*main_function)(int, char **, char **), int argc, char **argv,
	void (*init)(void), void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
	int (*next)(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void),
		void (*)(void), void *);

	*(void **)&next = dlsym(RTLD_NEXT, "__libc_start_main");
	real_main = main_function;
	return next(every_allocation, argc, argv, init, fini, rtld_fini, stack_end);
}
