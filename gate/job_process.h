/* SPDX-License-Identifier: Apache-2.0
 *
 * What a program that a job runs is given and leaves behind: a new folder that nobody else may enter, removed with all that is in it.
 * Private to job_run.c and job_apart.c. Paths are foreign: none leads out of the folder, and none of the folder's files is followed
 * where it is a link.
 */
#ifndef SEAMGATE_JOB_PROCESS_H
#define SEAMGATE_JOB_PROCESS_H

#include "gate/base/process.h"
#include "gate/check.h"

struct program_folder {
	char path[64];
};

MUST_CHECK int program_folder_make(struct program_folder *out, struct err *err);
void program_folder_remove(const struct program_folder *folder);

/* A file that is there already stays as it is. ERR_LOOK where it cannot be written, or its path is none below the folder. */
MUST_CHECK int program_folder_put(const struct program_folder *folder, struct text path,
	struct text content, bool is_program, struct err *err);

/* What the program left as a regular file of that name, of at most so many bytes; in the arena. ERR_LOOK where it did not. */
MUST_CHECK int program_folder_take(const struct program_folder *folder, const char *name,
	size_t most_bytes, struct arena *arena, struct text *out, struct err *err);

/* The seconds that a program may take: its own, or what is left of the run's. */
double program_time(const struct check_job *job, double limit_s);

/* ERR_LOOK for one that was late or ended with anything but 0; 0 for any other. */
MUST_CHECK int program_ended(const char *name, const struct process_end *end, struct err *err);

/* ERR_LOOK: no policy that the change has no hand in asks for it. */
MUST_CHECK int program_ask_leave(const struct check_job *job, struct err *err);

#endif
