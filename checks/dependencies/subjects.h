/* SPDX-License-Identifier: Apache-2.0
 *
 * Which files of a change are dependency files, and reading them. A file that is deleted and one that is new are
 * one subject where they have the same format: a rename. A lock beside a manifest that changed is a
 * subject too.
 */
#ifndef SEAMGATE_DEPENDENCIES_SUBJECTS_H
#define SEAMGATE_DEPENDENCIES_SUBJECTS_H

#include "checks/dependencies/judging.h"

struct subjects {
	struct subject *items;
	size_t count, capacity;
};

/* Finds the subjects; reads nothing but the tree. */
MUST_CHECK int subjects_find(struct subjects *out, const struct check_job *job, struct err *err);

/* Reads one side into the subject's arena. What cannot be read at the head is an incomplete item of the
 * job, and the subject is then not there; a base that cannot be read counts as not there. */
MUST_CHECK int subject_read_base(
	struct subject *subject, const struct check_job *job, struct err *err);
MUST_CHECK int subject_read_head(
	struct subject *subject, const struct check_job *job, struct err *err);

/* A content as a lock in the arena, which holds the content too. */
MUST_CHECK int lock_parse(struct lock *out, bool *is_it, const struct format *format,
	struct text path, struct text content, struct arena *arena, struct err *err);

/* A file of a side's tree as a lock in the arena; *found is false where there is none, it is no file, or not of that
 * format. */
MUST_CHECK int lock_read(struct lock *out, bool *found, const struct format *format,
	const struct check_job *job, enum side side, struct text path, struct err *err);

/* The folder of a path, with its slash at the end; "" at the root. */
struct text folder_of(struct text path);

#endif
