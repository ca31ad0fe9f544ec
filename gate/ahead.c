/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/ahead.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "gate/registry.h"

struct ahead {
	const struct check *check;
	struct oid head;
	struct reader *reader;
	atomic_bool is_stopped;
	pthread_t thread;
	pthread_mutex_t lock; /* of is_running */
	bool is_running;
	void *made;
};

static void *work(void *self)
{
	struct ahead *ahead = self;

	ahead->made = ahead->check->ahead(ahead);
	return NULL;
}

static const struct check *choose(
	const struct policy *policy, const char *const *only, size_t only_count)
{
	for (size_t i = 0; i < policy->check_count; i++)
		if (policy->checks[i].enabled && policy->checks[i].check->ahead &&
			check_is_asked_for(policy->checks[i].check, only, only_count))
			return policy->checks[i].check;
	return NULL;
}

static bool start(struct ahead *ahead, const struct repo *repo, const struct policy *policy)
{
	struct limits limits = {.max_blob_bytes = AHEAD_MOST_BYTES, .cached_bytes = CACHED_OF_TREE};
	struct err ignored = {0};

	if (policy->limits.blob < limits.max_blob_bytes)
		limits.max_blob_bytes = policy->limits.blob;
	return reader_open(&ahead->reader, repo, NULL, &limits, &ignored) == 0 &&
	       pthread_create(&ahead->thread, NULL, work, ahead) == 0;
}

struct ahead *ahead_start(const struct repo *repo, const struct oid *head,
	const struct policy *policy, const char *const *only, size_t only_count)
{
	const struct check *check = choose(policy, only, only_count);
	struct ahead *ahead = check ? calloc(1, sizeof(*ahead)) : NULL;

	if (!ahead)
		return NULL;
	ahead->check = check;
	ahead->head = *head;
	pthread_mutex_init(&ahead->lock, NULL);
	ahead->is_running = start(ahead, repo, policy);
	if (ahead->is_running)
		return ahead;
	ahead_end(ahead);
	return NULL;
}

const struct check *ahead_check(const struct ahead *ahead)
{
	return ahead ? ahead->check : NULL;
}

const void *ahead_take(struct ahead *ahead)
{
	if (!ahead)
		return NULL;
	atomic_store(&ahead->is_stopped, true);
	pthread_mutex_lock(&ahead->lock);
	if (ahead->is_running)
		pthread_join(ahead->thread, NULL);
	ahead->is_running = false;
	pthread_mutex_unlock(&ahead->lock);
	return ahead->made;
}

void ahead_end(struct ahead *ahead)
{
	if (!ahead)
		return;
	ahead_take(ahead);
	if (ahead->made)
		ahead->check->forget(ahead->made);
	reader_close(ahead->reader);
	pthread_mutex_destroy(&ahead->lock);
	free(ahead);
}

/* ---- for the check ---- */

struct each {
	const struct ahead *ahead;
	ahead_sink *sink;
	void *self;
};

static bool give(void *self, const struct file *file)
{
	const struct each *each = self;

	return !atomic_load(&each->ahead->is_stopped) &&
	       (oid_is_zero(&file->head) || each->sink(each->self, file));
}

void ahead_each(struct ahead *ahead, ahead_sink *sink, void *self)
{
	struct each each = {ahead, sink, self};
	struct err ignored = {0};

	/* What is wrong with the tree is told where it is listed. */
	if (reader_each(ahead->reader, &ahead->head, give, &each, &ignored) < 0)
		return;
}

bool ahead_read(struct ahead *ahead, const struct file *file, struct text *out, struct arena *arena)
{
	const struct path path = {.text = file->path};
	const struct place place = {
		.path = &path, .commit = NO_COMMIT, .mode = (uint16_t)file->head_mode};
	const struct blob blob = {
		.kind = BLOB_FILE, .oid = file->head, .places = &place, .place_count = 1};
	struct err ignored = {0};

	return reader_blob(ahead->reader, &blob, out, &ignored) == 0 &&
	       reader_hold(ahead->reader, out, arena, &ignored) == 0;
}
