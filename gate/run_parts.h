/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of a run, for the files that make it up: run.c, select.c, assign.c, tasks.c, known.c, collapse.c, verdict.c.
 */
#ifndef SEAMGATE_RUN_PARTS_H
#define SEAMGATE_RUN_PARTS_H

#include "gate/run.h"

/* One check with one set of options, for one policy or, where nothing differs, for both. */
struct assignment {
	const struct check *check;
	const void *options;
	const struct policy_source *source;
	unsigned judges; /* bit i: judge i wants it */
	void *shared;
	struct policy_reads reads;
	struct examined prepared; /* what prepare counted */
	struct mappings mappings; /* of prepare */
	struct err err;           /* prepare could not look at something */
	bool was_asked;           /* about each commit: see job_is_quiet */
	struct task *tasks;
	size_t task_count;
	bool base_overflowed; /* not everything that the base had is known */
};

/* One call of a check: a slice of blobs, or the whole change. */
struct task {
	const struct assignment *assignment;
	struct blobs blobs;
	struct arena *arena;
	struct findings findings;
	struct examined examined;
	double duration_ms;
	struct mappings mappings;
	struct err err;
	bool done; /* run, and not stopped half-way */
};

/* A finding with the policies it counts for. Each may have rules of its own, and so a severity. */
struct candidate {
	struct finding *finding;
	const struct assignment *assignment;
	unsigned judges;
	unsigned unmarked; /* those of them for which no mark beside it counts */
	enum severity
		severities[MOST_JUDGES]; /* as the rules of each say; off where it does not count */
};

struct run {
	const struct run_request *request;
	struct arena *arena;
	struct result result;
	struct change sized; /* the change with the bytes of its blobs, where it was not measured */
	struct assignment *assignments;
	size_t assignment_count;
	struct reader **readers; /* one a worker, opened when first used */
	unsigned threads;
	struct run_clock clock;
	struct candidate *candidates;
	size_t candidate_count, candidate_capacity;
	struct text salt;
	size_t measured; /* measurements of the outcomes so far */
};

/* assign.c: fills run->assignments and prepares each. */
MUST_CHECK int run_assign(struct run *run, struct err *err);

/* What a job of an assignment has of the core. */
struct job_core assignment_core(struct run *run, const struct assignment *assignment);

/* measure.c: adds the rows of one job of a check to those of its other jobs, in the run's arena. One that an earlier
 * job gave (another policy's) is not added again: the worse verdict stays. */
MUST_CHECK int measurements_join(struct measurements *joined, const struct measurements *more,
	struct arena *arena, struct err *err);

/* The settings of a check under a judge, or NULL when it is off there or not asked for. */
const struct check_setting *run_setting(
	const struct run *run, const struct check *check, size_t judge);

/* True where this run is a shard and another one looks at the check, which is one of the whole change. */
bool run_leaves(const struct run *run, const struct check *check);

/* select.c: the blobs that a policy does not ignore wherever they are, versions of one file side by side, in the arena. */
MUST_CHECK int run_select(
	struct blobs *out, const struct run_request *request, struct arena *arena, struct err *err);

/* plan.c: the digest of all that has to be looked at and by what, whoever looks at it. */
MUST_CHECK int run_plan(struct run *run, struct blobs all, struct err *err);

/* tasks.c: cuts blobs into tasks (a single one for WHOLE_CHANGE). */
MUST_CHECK int tasks_cut(struct task **out, size_t *count, const struct assignment *assignment,
	struct blobs blobs, struct arena *arena, unsigned threads, struct err *err);
/* Tasks of one or of several checks, in the order in which one thread runs them. */
struct task_list {
	struct task **items;
	size_t count, capacity;
};
MUST_CHECK int tasks_add(struct task_list *list, struct task *tasks, size_t count,
	struct arena *arena, struct err *err);
/* Runs tasks on the run's threads. Errors stay in the tasks. Beyond MOST_FINDINGS the first in the order of the
 * list are kept, whatever the number of threads, and what comes after is not looked at. */
MUST_CHECK int tasks_run(struct run *run, const struct task_list *list, struct err *err);
/* Whether MOST_FINDINGS was reached in one of them. */
bool tasks_overflowed(const struct task *tasks, size_t count);
/* The reader of a worker. */
MUST_CHECK int run_reader(struct run *run, unsigned worker, struct reader **out, struct err *err);
/* A task whose arena the run owns: for prepare and the known pass. */
void tasks_free(struct task *tasks, size_t count);

/* outcomes.c: what each check came to, in the order of the registry; "policy", which the core itself is, comes first. `all`: the
 * blobs of all shards. */
MUST_CHECK int run_outcomes(struct run *run, struct blobs all, struct err *err);

/* collapse.c: fingerprints; one finding for each (check, rule, fingerprint, path). */
MUST_CHECK int run_fingerprint(const struct run *run, struct finding *finding, struct err *err);
MUST_CHECK int run_collapse(struct run *run, struct err *err);

/* mark.c: why the mark beside a finding does not count; NULL: it does. `today` in days since 1970-01-01 UTC. Pure. */
const char *mark_fault(const struct mark *mark, bool is_scan, int64_t today);

/* known.c: marks what the base had already. */
MUST_CHECK int run_known(struct run *run, struct err *err);

/* Order of findings that stand in one list: path, line, column, rule, fingerprint. Of pointers to findings, for qsort. */
int findings_compare(const void *left, const void *right);

/* The identity of a finding within its check: rule, path, fingerprint. */
int findings_compare_identity(const struct finding *a, const struct finding *b);

/* Of two findings of one identity, <0 where the first is the one to show: at the head, then by the earliest commit, line, column. */
int findings_compare_rank(const struct finding *a, const struct finding *b);

/* Order of what could not be looked at by a check whose work is cut: path, reason. For qsort. */
int incompletes_compare(const void *left, const void *right);

/* verdict.c: severities, waivers, what blocks, order, exit code. */
MUST_CHECK int run_judge(struct run *run, struct err *err);

/* hops.c: lays findings and measurements along the pipeline, whose hops have their names already. The first hop in flow
 * order with a blocking finding is the origin, later ones with one are downstream of it; a hop with findings that do not
 * block, or with measurements that were decided, is clean; one without evidence is unmeasured. Pure. */
void hops_lay(struct result *result);

/* How many checks ran, here or in the shard that they belong to; "policy", which always does, does not count. */
size_t verdict_ran(const struct result *result);

/* What a result comes to. Pure: `ran` counts the checks that did run. */
void verdict_decide(struct result *result, size_t ran);

/* changed.c: the outcome and the findings of the check "policy". */
MUST_CHECK int run_policy_changed(struct run *run, struct err *err);

#endif
