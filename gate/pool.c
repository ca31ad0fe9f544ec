/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { MOST_THREADS = 64 };

struct pool {
	pool_task *run;
	void *context;
	size_t count;
	atomic_size_t next;
};

struct worker {
	struct pool *pool;
	unsigned index;
	pthread_t thread;
};

static void *work(void *argument)
{
	struct worker *worker = argument;
	struct pool *pool = worker->pool;
	size_t task;

	while ((task = atomic_fetch_add(&pool->next, 1)) < pool->count)
		pool->run(pool->context, task, worker->index);
	return NULL;
}

void pool_run(pool_task *run, void *context, size_t count, unsigned threads)
{
	struct pool pool = {.run = run, .context = context, .count = count};
	struct worker workers[MOST_THREADS];
	unsigned started = 1;

	if (threads > MOST_THREADS)
		threads = MOST_THREADS;
	if (threads > count)
		threads = (unsigned)count;
	workers[0] = (struct worker){.pool = &pool};
	for (; started < threads; started++) {
		workers[started] = (struct worker){.pool = &pool, .index = started};
		if (pthread_create(&workers[started].thread, NULL, work, &workers[started]) != 0)
			break;
	}
	work(&workers[0]);
	for (unsigned i = 1; i < started; i++)
		pthread_join(workers[i].thread, NULL);
}

unsigned pool_threads(void)
{
	cpu_set_t set;
	int count;

	if (sched_getaffinity(0, sizeof(set), &set) != 0)
		return 1;
	count = CPU_COUNT(&set);
	return count < 1 ? 1 : count > MOST_THREADS ? MOST_THREADS : (unsigned)count;
}
