/* SPDX-License-Identifier: Apache-2.0
 *
 * Independent tasks that threads work on, in the order of their numbers, while the one that started them does something else; where it
 * needs the first so many it takes part until they are done.
 */
#ifndef SEAMGATE_CREW_H
#define SEAMGATE_CREW_H

#include "gate/base/pool.h"

struct crew;

/* Starts threads - 1 threads: worker 0 is the caller's own. Threads that cannot be started are done without. NULL when out of
 * memory. */
struct crew *crew_start(pool_task *run, void *context, size_t count, unsigned threads);

/* Returns once the first `count` tasks are done, and all that they wrote can be read. */
void crew_reach(struct crew *crew, size_t count);

/* Ends the threads: a task under way is finished, one that was not begun never is. NULL is fine. */
void crew_end(struct crew *crew);

#endif
