/* SPDX-License-Identifier: Apache-2.0
 *
 * paint_read_all: commits are read from the ends of the history on, by several threads. Each takes what came up last: of a commit that is
 * its first parent, which mostly stands behind it in the pack. Which thread reads which, and so the order of the nodes, is left to chance.
 */
#include <pthread.h>

#include "gate/base/pool.h"
#include "gate/change/commit.h"
#include "gate/change/objects.h"
#include "gate/change/paint.h"

enum {
	BATCH = 16, /* commits that are read in one go */
	WORTH_WAKING =
		16, /* so many must wait: a branch of a few commits is read sooner than a thread wakes */
};

struct awaited {
	struct oid oid;
	struct object object;
	struct commit_header header; /* of the object's bytes */
	bool is_read;
};

struct batch {
	struct awaited items[BATCH];
	size_t count;
};

struct reading_all {
	struct paint *paint;
	pthread_mutex_t lock; /* of all below, and of the nodes */
	pthread_cond_t moved;
	struct oid *waiting; /* to be read; some may have been since */
	size_t count, capacity;
	unsigned threads, busy, idle;
	bool is_stopped; /* memory is out */
};

/* ---- with the lock held ---- */

/* The parents of a node that is new; the first one is taken next. */
static int add_parents(struct reading_all *all, const struct node *node, struct err *err)
{
	const struct paint *paint = all->paint;

	if (repo_is_boundary(paint->repo, &node->oid))
		return 0;
	if (arena_regrow(paint->arena, (void **)&all->waiting, &all->capacity,
		    all->count + node->parents_named, sizeof(*all->waiting)) < 0)
		return err_nomem(err);
	for (uint32_t i = node->parents_named; i-- > 0;)
		all->waiting[all->count++] = paint->parents[node->first_link + i];
	return 0;
}

static int add(struct reading_all *all, const struct oid *oid, const struct commit_header *header,
	struct err *err)
{
	struct paint *paint = all->paint;

	/* Another thread may have read it meanwhile. */
	if (paint_has(paint, oid))
		return 0;
	if (paint_take(paint, oid, header, err) < 0)
		return -1;
	return add_parents(all, &paint->nodes[paint->count - 1], err);
}

/* Takes some, so that the lock is asked for seldom, and leaves as many for each other thread. */
static void take_some(struct reading_all *all, struct batch *batch)
{
	size_t most = (all->count + all->threads - 1) / all->threads;

	if (most > BATCH)
		most = BATCH;
	for (; all->count > 0 && batch->count < most; all->count--)
		if (!paint_has(all->paint, &all->waiting[all->count - 1]))
			batch->items[batch->count++].oid = all->waiting[all->count - 1];
}

/* False: none is left, or will come. */
static bool take(struct reading_all *all, struct batch *batch)
{
	batch->count = 0;
	while (!all->is_stopped) {
		take_some(all, batch);
		if (batch->count > 0)
			return true;
		if (all->count > 0)
			continue;
		if (all->busy == 0)
			break;
		all->idle++;
		pthread_cond_wait(&all->moved, &all->lock);
		all->idle--;
	}
	pthread_cond_broadcast(&all->moved);
	return false;
}

static void add_all(struct reading_all *all, struct batch *batch)
{
	struct err ignored = {0};

	for (size_t i = batch->count; i-- > 0;)
		if (batch->items[i].is_read &&
			add(all, &batch->items[i].oid, &batch->items[i].header, &ignored) < 0)
			all->is_stopped = true;
	if (all->idle > 0 && all->count >= WORTH_WAKING)
		pthread_cond_signal(&all->moved);
}

/* ---- on each thread ---- */

/* What cannot be read is left to the walk, which says so. */
static void read_batch(struct batch *batch, struct store store)
{
	for (size_t i = 0; i < batch->count; i++) {
		struct awaited *item = &batch->items[i];
		struct err ignored = {0};

		item->is_read = object_open(&item->object, store, &item->oid, GIT_OBJECT_COMMIT,
					&ignored) == 0 &&
				commit_header_read(
					&item->header, item->object.raw, &item->oid, &ignored) == 0;
	}
}

static void close_batch(struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		object_close(&batch->items[i].object);
}

static void read_some(void *context, size_t task, unsigned worker)
{
	struct reading_all *all = context;
	struct store store = repo_store(all->paint->repo);
	struct batch batch = {.count = 0};
	struct err ignored = {0};

	(void)task, (void)worker;
	if (objects_open_again(&store.objects, store.objects, &ignored) < 0)
		return;
	pthread_mutex_lock(&all->lock);
	while (take(all, &batch)) {
		all->busy++;
		pthread_mutex_unlock(&all->lock);
		read_batch(&batch, store);
		pthread_mutex_lock(&all->lock);
		all->busy--;
		add_all(all, &batch);
		close_batch(&batch);
	}
	pthread_mutex_unlock(&all->lock);
	objects_close(store.objects);
}

void paint_read_all(struct paint *paint, unsigned threads)
{
	struct reading_all all = {.paint = paint, .threads = threads};
	struct err ignored = {0};
	bool started = true;

	for (size_t i = 0; started && i < paint->count; i++)
		started = add_parents(&all, &paint->nodes[i], &ignored) == 0;
	if (!started)
		return;
	pthread_mutex_init(&all.lock, NULL);
	pthread_cond_init(&all.moved, NULL);
	pool_run(read_some, &all, threads, threads);
	pthread_cond_destroy(&all.moved);
	pthread_mutex_destroy(&all.lock);
}
