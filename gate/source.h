/* SPDX-License-Identifier: Apache-2.0
 *
 * A file of figures that a policy names: whether it is due, whether it is of this change, and what it held at the base. For checks that judge
 * one file against a limit and against itself at the base.
 *
 * The baseline is read at the base where it is there, so that a change cannot move its own measure. Whatever is wrong with a file is
 * noted as an incomplete item, and the source is then not judged.
 */
#ifndef SEAMGATE_SOURCE_H
#define SEAMGATE_SOURCE_H

#include "gate/check.h"

struct source {
	const char *what; /* "feature": what messages call it */
	struct text name;
	struct text path; /* the file that is judged */
	struct text
		baseline; /* "base": the same path at the base; a path; "": nothing to compare with */
	struct text_list when; /* where the change touches these, the file must be of this change */
	bool workspace;        /* the file is read from the checked-out directory */
	bool ages; /* what it says becomes wrong by itself: without `when` it is judged in every run */
};

/* Seconds since 1970 at which the run began. */
double job_now(const struct check_job *job);

/* Whether it has to be judged. False also where the file is missing, or of an earlier commit: that was noted. */
MUST_CHECK int source_due(
	bool *due, const struct check_job *job, const struct source *source, struct err *err);

/* The file that is judged; ptr NULL: what is wrong with it was noted. */
MUST_CHECK int source_head(struct text *out, const struct check_job *job,
	const struct source *source, struct err *err);

/* What it is compared with; ptr NULL where there is none. *usable false: what is wrong was noted. */
MUST_CHECK int source_base(struct text *out, bool *usable, const struct check_job *job,
	const struct source *source, struct err *err);

/* Notes what a reader refused. -1 only where the fault is of our own. */
MUST_CHECK int source_note(
	const struct check_job *job, struct text path, const struct err *fault, struct err *err);

/* Refuses "workspace: true" with "baseline: base": at the base nobody has the files that a pipeline makes. */
MUST_CHECK int source_check(const struct source *source, const char *check, struct err *err);

#endif
