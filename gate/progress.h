/* SPDX-License-Identifier: Apache-2.0
 *
 * How far a run is, for whoever waits: on a terminal a bar with the rate and the time that is left, once it takes
 * longer than half a second; in a log one line every ten seconds, so that nobody takes a long run for one that hangs. A thread of its own draws,
 * so that what is being done is not held up by it. The line on a terminal is gone when the report is written.
 */
#ifndef SEAMGATE_PROGRESS_H
#define SEAMGATE_PROGRESS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is counted. */
enum progress_unit { PROGRESS_BYTES, PROGRESS_BLOBS };

/* Where and how often it is said. Seconds. */
struct progress_style {
	int fd;
	bool is_terminal;
	double first, every;
};

struct progress {
	struct progress_style style;
	atomic_uint_least64_t done,
		total; /* total 0: what there is to do is still being found out */
	_Atomic enum progress_unit unit;
	double started;
	_Atomic double counted;       /* when the total was set */
	bool is_running, is_stopping; /* is_stopping: under the lock */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
};

/* Starts drawing. Where no thread can be had, nothing is drawn: that is no error. */
void progress_start(struct progress *progress, const struct progress_style *style);

/* Ends it and clears the line. Fine on one that is zeroed or was stopped before. */
void progress_stop(struct progress *progress);

/* From any thread; NULL is fine. */
void progress_total(struct progress *progress, uint64_t total, enum progress_unit unit);
void progress_add(struct progress *progress, uint64_t done);

/* One line without its end, at most `size` bytes. Pure. total 0: reading; elapsed and counting in seconds. */
struct progress_state {
	uint64_t done, total;
	double elapsed, counting; /* since the start; since the total is known */
	enum progress_unit unit;
};
void progress_line(char *out, size_t size, const struct progress_state *state, bool bar);

#endif
