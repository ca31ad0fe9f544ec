/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { MOST_THREADS = 64, AHEAD = 4 };

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

/* ---- merged in order ---- */

struct in_order {
	pool_task *run;
	pool_merge *merge;
	void *context;
	size_t window; /* a task so far behind the next one to be merged may not begin */
	pthread_mutex_t lock;
	pthread_cond_t moved;
	/* under the lock */
	bool has_run[MOST_THREADS * AHEAD]; /* of each task within the window */
	size_t merged;
	bool is_merging, is_stopped;
};

static bool wait_turn(struct in_order *in_order, size_t task)
{
	bool may_run;

	pthread_mutex_lock(&in_order->lock);
	while (!in_order->is_stopped && task >= in_order->merged + in_order->window)
		pthread_cond_wait(&in_order->moved, &in_order->lock);
	may_run = !in_order->is_stopped;
	pthread_mutex_unlock(&in_order->lock);
	return may_run;
}

static bool next_has_run(const struct in_order *in_order)
{
	return !in_order->is_stopped && in_order->has_run[in_order->merged % in_order->window];
}

/* Merges all whose turn has come; the lock is held, and let go of meanwhile. */
static void merge_on(struct in_order *in_order)
{
	in_order->is_merging = true;
	while (next_has_run(in_order)) {
		size_t task = in_order->merged;
		bool goes_on;

		pthread_mutex_unlock(&in_order->lock);
		goes_on = in_order->merge(in_order->context, task);
		pthread_mutex_lock(&in_order->lock);
		in_order->has_run[task % in_order->window] = false;
		in_order->merged++;
		in_order->is_stopped = !goes_on;
		pthread_cond_broadcast(&in_order->moved);
	}
	in_order->is_merging = false;
}

static void run_in_order(void *context, size_t task, unsigned worker)
{
	struct in_order *in_order = context;

	if (!wait_turn(in_order, task))
		return;
	in_order->run(in_order->context, task, worker);
	pthread_mutex_lock(&in_order->lock);
	in_order->has_run[task % in_order->window] = true;
	if (!in_order->is_merging)
		merge_on(in_order);
	pthread_mutex_unlock(&in_order->lock);
}

bool pool_run_in_order(
	pool_task *run, pool_merge *merge, void *context, size_t count, unsigned threads)
{
	struct in_order in_order = {.run = run,
		.merge = merge,
		.context = context,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.moved = PTHREAD_COND_INITIALIZER};

	in_order.window = (size_t)AHEAD * (threads < 1                     ? 1
						  : threads < MOST_THREADS ? threads
									   : MOST_THREADS);
	pool_run(run_in_order, &in_order, count, threads);
	return !in_order.is_stopped;
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
