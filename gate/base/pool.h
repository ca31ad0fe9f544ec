/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs `count` independent tasks on up to `threads` threads, the caller's among them. Which thread runs a task is
 * left to chance; tasks must not depend on it. Returns when all are done.
 */
#ifndef SEAMGATE_BASE_POOL_H
#define SEAMGATE_BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>

/* worker is 0 to threads - 1 and belongs to one thread for the whole call. */
typedef void pool_task(void *context, size_t task, unsigned worker);

/* Threads that cannot be started are done without. */
void pool_run(pool_task *run, void *context, size_t count, unsigned threads);

/* Runs tasks as pool_run does, and `merge` for each that has run, in the order of the tasks and never two at once, on whichever
 * thread finds that its turn has come. Threads do not run far ahead of what is merged. False ends it, and is the answer: tasks
 * that have not begun are left. */
typedef bool pool_merge(void *context, size_t task);
bool pool_run_in_order(
	pool_task *run, pool_merge *merge, void *context, size_t count, unsigned threads);

/* Processors that this process may use, at least 1. */
unsigned pool_threads(void);

#endif
