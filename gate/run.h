/* SPDX-License-Identifier: Apache-2.0
 *
 * From a change and the policies that judge it to a result: which check runs with which options, on
 * what threads, what is known, what blocks. The same request gives the same result, times apart,
 * whatever the number of threads.
 */
#ifndef SEAMGATE_RUN_H
#define SEAMGATE_RUN_H

#include "gate/job.h"
#include "gate/policy/policy.h"
#include "gate/progress.h"
#include "gate/result.h"

/* A policy that judges, and where the files that it names are read. */
struct judge {
	const struct policy *policy;
	struct policy_source source;
	bool may_run; /* the change has no hand in it: the base's, an accepted or an outside policy */
};

enum { MOST_JUDGES = 2 };

struct run_request {
	const struct change *change;
	const struct repo *repo;    /* NULL when a directory is scanned */
	const char *directory;      /* or NULL */
	const struct judge *judges; /* the base's first; the worse verdict stands */
	size_t judge_count;
	const struct policy *
		before; /* the merge base's policy: what policy/changed compares the last judge's with; or NULL */
	const char *const *only; /* --check: names; all checks when only_count is 0 */
	size_t only_count;
	struct masks *masks; /* for the result; may hold secrets that are in no blob already */
	double started;      /* on clock_now's clock: when the reading of the change began */
	unsigned threads;
	bool line_hashes; /* fill finding->line_hash */
	bool components;  /* take an inventory of what the head names */
	bool only_prepare; /* checks are prepared, which finds what is wrong with a policy, and not run */
	struct progress *progress; /* or NULL */
	struct ahead *ahead;       /* what a check has begun, or NULL */
	struct early *early;       /* a check that is prepared, or NULL */
	struct shard shard;        /* zeroed: the whole */
	int64_t today;             /* days since 1970-01-01 UTC */
};

struct run; /* owns a result */

/* -1: nothing was judged (usage, out of memory, …). What a check could not look at is part of the
 * result, not an error. */
MUST_CHECK int run_start(struct run **out, const struct run_request *request, struct err *err);

/* Lives until run_free. */
const struct result *run_result(const struct run *run);
void run_free(struct run *run); /* NULL is fine */

#endif
