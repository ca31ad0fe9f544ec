/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands behind a job: the sinks that check_report and its like fill, and the ways to read.
 * For the core only; checks include gate/check.h.
 */
#ifndef SEAMGATE_JOB_H
#define SEAMGATE_JOB_H

#include <stdatomic.h>

#include "gate/base/deadline.h"
#include "gate/base/keys.h"
#include "gate/check.h"
#include "gate/result.h"

struct mask_note {
	struct text secret;
	size_t shown;
};

struct measurements {
	struct measurement *items;
	size_t count, capacity;
	bool overflowed; /* MOST_MEASUREMENTS was reached */
};

/* The sink of one job. Once `failed` (out of memory), the job's answers are not whole. */
struct findings {
	struct finding *items;
	size_t count, capacity;
	struct incomplete *incomplete;
	size_t incomplete_count, incomplete_capacity;
	struct mask_note *masks;
	size_t mask_count, mask_capacity;
	struct measurements measurements;
	struct components components;
	bool failed;
	bool overflowed; /* MOST_FINDINGS was reached: what came after is not among the items */
};

/* Of one run, all jobs together: nobody reads as many, and memory must end somewhere. */
enum { MOST_FINDINGS = 500 * 1000 };

enum { MOST_COUNTERS = 32 };

struct examined {
	struct counter items[MOST_COUNTERS];
	size_t count;
};

void examined_add(struct examined *examined, const char *name, uint64_t count);

/* Where SIDE_POLICY reads: a commit's tree, a directory on disk (an outside policy), or nothing. */
struct policy_source {
	struct oid commit;
	const char *directory;
};

/* A file there, in the arena. *out has ptr NULL where there is none (0 returned). */
MUST_CHECK int policy_source_read(const struct policy_source *source, struct reader *reader,
	struct text path, struct text *out, struct arena *arena, struct err *err);

/* A file that prepare read with SIDE_POLICY. */
struct policy_read_note {
	struct text path;
	struct oid oid;
};

struct policy_reads {
	struct policy_read_note *items;
	size_t count, capacity;
};

/* Of one job, in its arena. */
struct memos {
	struct keys names; /* the number is the index and one */
	struct memo **items;
	size_t count, capacity;
	size_t bytes; /* of the contents of which something is kept */
};

/* A tree of JSON takes some ten times as much, or, of nothing but digits, fifty. */
enum { MOST_MEMO_BYTES = 16 << 20 };

struct progress; /* gate/progress.h */

/* Shared by all jobs of a run: what they may use up together. */
struct run_clock {
	double now; /* seconds since 1970 when the run began: one for all jobs */
	struct deadline deadline;
	atomic_bool stopped;
	atomic_size_t findings;
	struct progress *progress; /* what was read of blobs; or NULL */
	struct sizes *sizes;       /* of a change that is not measured; else NULL */
};

struct job_core {
	struct reader *reader; /* of the thread that runs the job */
	struct run_clock *clock;
	const struct policy_source *policy;
	struct policy_reads *reads; /* filled while preparing; else NULL */
	const struct repo *repo;    /* while preparing, and not for a directory; else NULL */
	unsigned threads;           /* that the job may start itself; 0: one */
	struct mappings *mappings;  /* of the workspace's files; closed with the job's arena */
	struct memos *memos;        /* NULL: nothing is remembered */
	bool wants_components;      /* see job_wants_components */
	bool base_asks; /* the base's policy is among those that want this job, and the head's */
	bool head_asks; /* is a second one, or wants it too: see check_missing */
	bool may_run;   /* one of them may have programs run: see job_run */
	bool was_asked; /* the job's check, as commits were read: see job_is_quiet */
	struct ahead *ahead;     /* of the job's check, or NULL */
	const char *head_sha256; /* of the head's policy, where it is a file; else NULL */
};

#endif
