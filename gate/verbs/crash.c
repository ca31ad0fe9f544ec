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

void crash_watch(struct arena *arena)
{
	static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
	struct sigaction action = {.sa_handler = end_crashed, .sa_flags = SA_ONSTACK}, old;
	stack_t stack = {.ss_sp = arena_alloc(arena, STACK_BYTES), .ss_size = STACK_BYTES};

	/* Without it all but an overflow of the stack is said. */
	if (stack.ss_sp)
		sigaltstack(&stack, NULL);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
			sigaction(numbers[i], &action, NULL);
}

void crash_unwatch(void)
{
	stack_t none = {.ss_flags = SS_DISABLE};

	sigaltstack(&none, NULL);
}
