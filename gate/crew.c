/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

enum { MOST_THREADS = 64 };

struct hand {
	struct crew *crew;
	unsigned worker;
	pthread_t thread;
};

struct crew {
	pool_task *run;
	void *context;
	size_t count;
	atomic_size_t next;
	pthread_mutex_t lock; /* of the two below */
	pthread_cond_t further;
	size_t reached; /* all tasks before it are done */
	bool *done;
	struct hand hands[MOST_THREADS];
	unsigned started;
};

static void note_done(struct crew *crew, size_t task)
{
	pthread_mutex_lock(&crew->lock);
	crew->done[task] = true;
	while (crew->reached < crew->count && crew->done[crew->reached])
		crew->reached++;
	pthread_cond_signal(&crew->further);
	pthread_mutex_unlock(&crew->lock);
}

/* False where no task is left to begin. */
static bool take_one(struct crew *crew, unsigned worker)
{
	size_t task = atomic_fetch_add(&crew->next, 1);

	if (task >= crew->count)
		return false;
	crew->run(crew->context, task, worker);
	note_done(crew, task);
	return true;
}

static void *work(void *argument)
{
	const struct hand *hand = argument;

	while (take_one(hand->crew, hand->worker))
		continue;
	return NULL;
}

static void start_threads(struct crew *crew, unsigned threads)
{
	for (unsigned i = 1; i < threads && i < MOST_THREADS && i < crew->count; i++) {
		struct hand *hand = &crew->hands[crew->started];

		*hand = (struct hand){.crew = crew, .worker = i};
		if (pthread_create(&hand->thread, NULL, work, hand) != 0)
			return;
		crew->started++;
	}
}

struct crew *crew_start(pool_task *run, void *context, size_t count, unsigned threads)
{
	struct crew *crew = calloc(1, sizeof(*crew));

	if (!crew)
		return NULL;
	*crew = (struct crew){.run = run, .context = context, .count = count};
	crew->done = calloc(count + 1, sizeof(*crew->done));
	if (!crew->done) {
		free(crew);
		return NULL;
	}
	pthread_mutex_init(&crew->lock, NULL);
	pthread_cond_init(&crew->further, NULL);
	start_threads(crew, threads);
	return crew;
}

static bool has_reached(struct crew *crew, size_t count)
{
	bool is;

	pthread_mutex_lock(&crew->lock);
	is = crew->reached >= count;
	pthread_mutex_unlock(&crew->lock);
	return is;
}

void crew_reach(struct crew *crew, size_t count)
{
	while (!has_reached(crew, count))
		if (!take_one(crew, 0))
			break;
	pthread_mutex_lock(&crew->lock);
	while (crew->reached < count)
		pthread_cond_wait(&crew->further, &crew->lock);
	pthread_mutex_unlock(&crew->lock);
}

void crew_end(struct crew *crew)
{
	if (!crew)
		return;
	atomic_store(&crew->next, crew->count);
	for (unsigned i = 0; i < crew->started; i++)
		pthread_join(crew->hands[i].thread, NULL);
	pthread_cond_destroy(&crew->further);
	pthread_mutex_destroy(&crew->lock);
	free(crew->done);
	free(crew);
}
