/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/crash.h"

#include <signal.h>
#include <unistd.h>

enum { STACK_BYTES = 64 * 1024 };

static void end_crashed(int number)
{
	static const char said[] = "seamgate: internal error: it crashed, mostly in a library that "
				   "a file or a lack of memory was too "
				   "much for: nothing was judged\n"
				   "  to fix it: give it more memory; if that does not help, find "
				   "the file (seamgate scan FILE), "
				   "and report it\n";
	ssize_t wrote = write(STDERR_FILENO, said, sizeof(said) - 1);

	(void)number;
	(void)wrote;
	_exit(4);
}

static const int numbers[] = {SIGSEGV, SIGILL, SIGFPE, SIGABRT};

enum { NUMBERS = sizeof(numbers) / sizeof(numbers[0]) };

static void put(const struct sigaction *action, void (*instead_of)(int number))
{
	struct sigaction there;

	for (size_t i = 0; i < NUMBERS; i++)
		if (sigaction(numbers[i], NULL, &there) == 0 && there.sa_handler == instead_of)
			sigaction(numbers[i], action, NULL);
}

void crash_watch(struct arena *arena)
{
	struct sigaction action = {.sa_handler = end_crashed, .sa_flags = SA_ONSTACK};
	stack_t stack = {.ss_sp = arena_alloc(arena, STACK_BYTES), .ss_size = STACK_BYTES};

	/* Without it all but an overflow of the stack is said. */
	if (stack.ss_sp)
		sigaltstack(&stack, NULL);
	put(&action, SIG_DFL);
}

void crash_show(void)
{
	put(&(struct sigaction){.sa_handler = SIG_DFL}, end_crashed);
}

void crash_unwatch(void)
{
	stack_t none = {.ss_flags = SS_DISABLE};

	sigaltstack(&none, NULL);
}
