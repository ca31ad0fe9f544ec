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

/* How a check talks of its sources. */
struct source_words {
	const char *check;   /* "drift": what errors begin with */
	const char *what;    /* "feature" */
	const char *file;    /* "current file" */
	const char *figures; /* "its current values": what is in it */
	const char *refused; /* what to do where a reader refused the file */
	const char *old;     /* what to do where the figures are of an earlier commit */
};

struct source {
	const struct source_words *words;
	struct text name;
	struct text path; /* the file that is judged */
	struct text
		baseline; /* "base": the same path at the base; a path; "": nothing to compare with */
	struct text_list when; /* where the change touches these, the file must be of this change */
	bool workspace;        /* the file is read from the checked-out directory */
	bool ages; /* what it says becomes wrong by itself: without `when` it is judged in every run */
};

/* All sources of a check: a list of its options. An item is a struct of the option's nested size. */
struct source_list {
	size_t list; /* where its block_list stands in the check's options */
	size_t size;
	const char *counter; /* "features", for check_examined */
	struct source (*source)(const void *item);
	/* Refuses settings that the table of options cannot; or NULL. */
	int (*accept)(const void *item, const struct source *source, struct err *err);
	/* Judges one that is due and whose file is there. */
	int (*judge)(const struct check_job *job, const void *item, const struct source *source,
		struct text content, void *context, struct err *err);
};

/* Refuses what cannot be, with `accept`; and "workspace: true" with "baseline: base": at the base nobody has the files that a
 * pipeline makes. */
MUST_CHECK int sources_accept(
	const struct check_job *job, const struct source_list *list, struct err *err);

/* Judges each in turn. One that is not due still has to have its file; one that is must be of this change where that touches what
 * makes it. */
MUST_CHECK int sources_judge(const struct check_job *job, const struct source_list *list,
	void *context, struct err *err);

/* "check: what "name": why". Always returns -1. */
int source_refuse(const struct source *source, const char *why, struct err *err);

/* Seconds since 1970 at which the run began. */
double job_now(const struct check_job *job);

/* What it is compared with, and where that stands; ptr NULL where there is none. *usable false: what is wrong was noted. */
MUST_CHECK int source_base(struct text *out, struct text *path, bool *usable,
	const struct check_job *job, const struct source *source, struct err *err);

/* A reader refused the baseline. What was at the base cannot be mended any more: where it is no use, there was nothing. A file of another
 * name has to be right: noted, and *usable is false. */
MUST_CHECK int source_base_refused(bool *usable, const struct check_job *job,
	const struct source *source, const struct err *fault, struct err *err);

/* Notes what a reader refused. -1 only where the fault is of our own. */
MUST_CHECK int source_note(const struct check_job *job, const struct source *source,
	struct text path, const struct err *fault, struct err *err);

#endif
