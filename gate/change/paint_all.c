/* SPDX-License-Identifier: Apache-2.0
 *
 * paint_read_all: commits are read from the ends of the history on, by several threads. Each takes what came up last: of a commit that is
 * its first parent, which mostly stands behind it in the pack. Which thread reads which, and so the order of the nodes, is left to chance. What a
 * commit comes from is known before it is asked about (paint_ask): of a branch one thread reads and the others ask.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/pool.h"
#include "gate/change/commit.h"
#include "gate/change/objects.h"
#include "gate/change/paint.h"

enum {
	BATCH = 16, /* commits that are read in one go */
	WORTH_WAKING =
		16, /* so many must wait: a branch of a few commits is read sooner than a thread wakes */
	MOST_UNASKED =
		64, /* commits that wait, of 64 KiB at most: from so many on no more are read before some are asked about */
};

struct awaited {
	struct oid oid;
	struct object object;
	struct commit_header header; /* of the object's bytes */
	char *copy;                  /* of these, to ask about; NULL: nobody does */
	bool is_read;
};

/* A node that is to be asked about. */
struct unasked {
	struct oid oid;
	char *copy; /* of its bytes */
	size_t len;
	uint32_t node;
	uint16_t quiet_bytes; /* the answer */
};

struct batch {
	struct awaited items[BATCH];
	struct unasked unasked[BATCH];
	size_t count, unasked_count;
};

struct reading_all {
	struct paint *paint;
	pthread_mutex_t lock; /* of all below, and of the nodes */
	pthread_cond_t moved;
	struct oid *waiting; /* to be read; some may have been since */
	size_t count, capacity;
	struct unasked *unasked;
	size_t unasked_count, unasked_capacity;
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

/* Of the node that was added last. */
static int add_unasked(struct reading_all *all, struct awaited *item, struct err *err)
{
	if (!item->copy)
		return 0;
	if (arena_regrow(all->paint->arena, (void **)&all->unasked, &all->unasked_capacity,
		    all->unasked_count + 1, sizeof(*all->unasked)) < 0)
		return err_nomem(err);
	all->unasked[all->unasked_count++] = (struct unasked){.oid = item->oid,
		.copy = item->copy,
		.len = item->object.raw.len,
		.node = (uint32_t)all->paint->count - 1};
	item->copy = NULL;
	return 0;
}

static int add(struct reading_all *all, struct awaited *item, struct err *err)
{
	struct paint *paint = all->paint;

	/* Another thread may have read it meanwhile. */
	if (paint_has(paint, &item->oid))
		return 0;
	if (paint_take(paint, &item->oid, &item->header, err) < 0 ||
		add_unasked(all, item, err) < 0)
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

static void take_unasked(struct reading_all *all, struct batch *batch)
{
	while (all->unasked_count > 0 && batch->unasked_count < BATCH)
		batch->unasked[batch->unasked_count++] = all->unasked[--all->unasked_count];
}

/* Either to read or to ask about. False: none is left, or will come. */
static bool take(struct reading_all *all, struct batch *batch)
{
	batch->count = batch->unasked_count = 0;
	while (!all->is_stopped) {
		if (all->unasked_count < MOST_UNASKED)
			take_some(all, batch);
		if (batch->count == 0)
			take_unasked(all, batch);
		if (batch->count > 0 || batch->unasked_count > 0)
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
		if (batch->items[i].is_read && add(all, &batch->items[i], &ignored) < 0)
			all->is_stopped = true;
	for (size_t i = 0; i < batch->unasked_count; i++)
		all->paint->nodes[batch->unasked[i].node].quiet_bytes =
			batch->unasked[i].quiet_bytes;
	if (all->idle > 0 && (all->count >= WORTH_WAKING || all->unasked_count >= WORTH_WAKING))
		pthread_cond_signal(&all->moved);
}

/* ---- on each thread ---- */

/* NULL is fine: who is not asked about is read again. */
static char *copy_of(const struct paint *paint, struct text raw)
{
	char *copy = paint->range->is_quiet && raw.len <= UINT16_MAX ? malloc(raw.len) : NULL;

	return copy ? memcpy(copy, raw.ptr, raw.len) : NULL;
}

/* What cannot be read is left to the walk, which says so. */
static void read_batch(const struct paint *paint, struct batch *batch, struct store store)
{
	for (size_t i = 0; i < batch->count; i++) {
		struct awaited *item = &batch->items[i];
		struct err ignored = {0};

		item->is_read = object_open(&item->object, store, &item->oid, GIT_OBJECT_COMMIT,
					&ignored) == 0 &&
				commit_header_read(
					&item->header, item->object.raw, &item->oid, &ignored) == 0;
		item->copy = item->is_read ? copy_of(paint, item->object.raw) : NULL;
	}
}

/* Those that wait when time is up could take long together: they count as not quiet, and the walk says what was reached. */
static void ask_batch(const struct paint *paint, struct batch *batch)
{
	for (size_t i = 0; i < batch->unasked_count; i++) {
		struct unasked *unasked = &batch->unasked[i];

		if (!deadline_within(&paint->repo->deadline, 0))
			unasked->quiet_bytes = paint_ask(
				paint, &unasked->oid, (struct text){unasked->copy, unasked->len});
		free(unasked->copy);
	}
}

static void close_batch(struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		object_close(&batch->items[i].object);
		free(batch->items[i].copy);
	}
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
		read_batch(all->paint, &batch, store);
		ask_batch(all->paint, &batch);
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
	while (all.unasked_count > 0)
		free(all.unasked[--all.unasked_count].copy);
	pthread_cond_destroy(&all.moved);
	pthread_mutex_destroy(&all.lock);
}
