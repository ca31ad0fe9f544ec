/* SPDX-License-Identifier: Apache-2.0
 *
 * Many numbers, sorted in little memory: chunks of SORTED_RUN values are sorted (by radix, Knuth 5.2.5) and, once there are several, written to a
 * temporary file without a name, from which they are merged (Knuth 5.4.1). A sample of one chunk never leaves memory.
 *
 *     sorted_runs_start(&runs, arena);
 *     sorted_runs_add(&runs, value, err) …
 *     sorted_runs_end(&runs, err)
 *     sorted_merge_open(&merge, &runs, scratch, err)      as often as wanted
 *     while (merge.ascending.next(&merge.ascending, &value)) …
 *     if (merge.failed) …
 *
 * Values are finite. The file is closed with the arena.
 */
#ifndef SEAMGATE_STATS_SORTED_RUNS_H
#define SEAMGATE_STATS_SORTED_RUNS_H

#include "gate/stats/ascending.h"

enum {
	SORTED_RUN = 1 << 19,         /* values of a chunk: 4 MiB, and as much to sort it */
	SORTED_RUNS_MOST = 1 << 13,   /* 4 billion values */
	SORTED_MERGE_BUFFER = 1 << 12 /* values of a run that lie in memory while they are merged */
};

struct sorted_run {
	uint64_t offset, count; /* in values, in the file */
};

struct sorted_runs {
	struct arena *arena;
	double *chunk;
	uint64_t *scratch;
	size_t chunk_count, chunk_capacity;
	struct sorted_run *runs;
	size_t run_count, run_capacity;
	uint64_t count;   /* of all */
	double low, high; /* of all, where there are any */
	int *file;        /* NULL: all is in memory */
};

void sorted_runs_start(struct sorted_runs *runs, struct arena *arena);
MUST_CHECK int sorted_runs_add(struct sorted_runs *runs, double value, struct err *err);
MUST_CHECK int sorted_runs_end(struct sorted_runs *runs, struct err *err);

struct merge_head {
	double *buffer;
	size_t at, held;     /* in the buffer */
	uint64_t read, left; /* offset in the file of what comes next, and how much of the run */
};

/* Of the heap: the next value of a run. */
struct merge_top {
	double value;
	struct merge_head *head;
};

struct sorted_merge {
	struct ascending ascending; /* the first member */
	const struct sorted_runs *runs;
	struct merge_top *heap;
	size_t heap_count;
	size_t at;   /* in memory */
	bool failed; /* the file could not be read */
};

/* Buffers come from the arena. */
MUST_CHECK int sorted_merge_open(struct sorted_merge *out, const struct sorted_runs *runs,
	struct arena *arena, struct err *err);

/* ERR_LOOK where it ended before its end. */
MUST_CHECK int sorted_merge_check(const struct sorted_merge *merge, struct err *err);

#endif
