/* SPDX-License-Identifier: Apache-2.0
 *
 * One other program, run to its end or to a limit: no shell, an environment of its own, nothing of ours open but
 * /dev/null and a pipe that takes what it says, a process group of its own. At the limit the group gets SIGTERM, two
 * seconds later SIGKILL; what a program that ended leaves behind in its group is killed too. Where we are killed, the kernel
 * kills the program, and a process that watches for it kills what is left of the group. A limit of our own on memory (RLIMIT_DATA) is lifted for it.
 */
#ifndef SEAMGATE_BASE_PROCESS_H
#define SEAMGATE_BASE_PROCESS_H

#include "gate/base/err.h"
#include "gate/base/text.h"

struct process {
	const char *program;      /* the file that is run */
	char *const *argv;        /* NULL at the end */
	char *const *environment; /* "NAME=value", NULL at the end */
	const char *folder;       /* where it starts */
	double limit_s;           /* above 0 */
};

enum { PROCESS_LAST_BYTES = 512 };

struct process_end {
	bool is_late; /* stopped at its limit */
	int code;     /* its exit code, or 128 and the signal that ended it */
	char last
		[PROCESS_LAST_BYTES]; /* of what it said on both of its outputs, the end; foreign bytes */
	size_t last_len;
};

/* ERR_LOOK where it could not be started. Any thread may call it. */
MUST_CHECK int process_run(struct process_end *end, const struct process *process, struct err *err);

#endif
