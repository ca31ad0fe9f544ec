/* SPDX-License-Identifier: Apache-2.0
 *
 * One side of a flow: all files of its sources at the base or at the head, read, checked and laid out as
 * columns. What cannot be used is noted with check_incomplete, and the side is then not usable. Everything
 * lives in the job's arena.
 */
#ifndef SEAMGATE_LATENCY_SIDE_H
#define SEAMGATE_LATENCY_SIDE_H

#include "checks/latency/flow.h"
#include "gate/base/keys.h"
#include "gate/check.h"
#include "gate/stats/interval.h"

enum { SIDE_MOST_FILES = 4096 };

/* One file. */
struct side_run {
	struct text path, content;
	struct text digest; /* SHA-256 of the content, in hex */
	const char *name;
	const struct flow_source *source;
	const struct latency_format
		*format;    /* the source's, or that of the files which a list of it names */
	struct text select; /* the series that is wanted, or "" */
	struct samples samples;
	struct series *series; /* the one that the source wants */
};

struct flow_side {
	struct side_run *runs;
	size_t run_count, run_capacity;
	struct keys by_digest; /* of the runs: the number is the index and one */
	bool usable;           /* false: something was noted */
	bool additive; /* rows of single runs or means: phases and total of one row belong together */
	struct text *
		phases; /* names: the policy's, or those of the first file; without "unaccounted" */
	size_t phase_count;
	double **columns; /* of each phase, then the total */
	size_t count;     /* samples in each column */
	uint64_t seen;    /* that the files hold */
};

/* Reads the files of one side; `like` is the head's side where the base's is read, else NULL. */
MUST_CHECK int side_read(struct flow_side *out, const struct check_job *job,
	const struct flow *flow, bool base, const struct flow_side *like, struct err *err);

/* Earlier results of a flow's first source, from notes of commits. */
MUST_CHECK int side_read_notes(struct flow_side *out, const struct check_job *job,
	const struct flow *flow, const struct oid *tip, const struct flow_side *like,
	struct err *err);

/* The file of a side that has the same bytes as a run of whichever side, or NULL. */
const struct side_run *side_copy_of(const struct flow_side *side, const struct side_run *run);

/* The statistic of a flow over a column; NAN of nothing. */
MUST_CHECK int side_statistic(double *out, const struct flow *flow, struct sample sample,
	struct arena *arena, struct err *err);

/* Notes what makes base and head incomparable; *ok false where something does. */
MUST_CHECK int side_compare(bool *ok, const struct check_job *job, const struct flow_side *base,
	const struct flow_side *head, struct err *err);

#endif
