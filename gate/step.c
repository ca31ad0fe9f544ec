/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/step.h"

#include <stdatomic.h>
#include <stddef.h>

/* Of threads that take steps; the steps of further ones are not known. */
enum { MOST_THREADS = 1024 };

struct thread_step {
	_Atomic(const char *) check;
	_Atomic(const struct oid *) blob;
	_Atomic(const char *) rule;
	atomic_uint count;  /* of steps */
	atomic_uint marked; /* the count then */
};

static struct thread_step threads[MOST_THREADS];
static atomic_size_t thread_count;
static _Thread_local struct thread_step *own;

static struct thread_step *take(void)
{
	static struct thread_step nobody;
	size_t number;

	if (own)
		return own;
	number = atomic_fetch_add(&thread_count, 1);
	own = number < MOST_THREADS ? &threads[number] : &nobody;
	return own;
}

static void count(struct thread_step *thread)
{
	atomic_fetch_add_explicit(&thread->count, 1, memory_order_release);
}

void step_check(const char *check)
{
	struct thread_step *thread = take();

	atomic_store_explicit(&thread->blob, NULL, memory_order_relaxed);
	atomic_store_explicit(&thread->rule, NULL, memory_order_relaxed);
	atomic_store_explicit(&thread->check, check, memory_order_relaxed);
	count(thread);
}

void step_blob(const struct oid *blob)
{
	struct thread_step *thread = take();

	atomic_store_explicit(&thread->rule, NULL, memory_order_relaxed);
	atomic_store_explicit(&thread->blob, blob, memory_order_relaxed);
	count(thread);
}

void step_rule(const char *rule)
{
	struct thread_step *thread = take();

	atomic_store_explicit(&thread->rule, rule, memory_order_relaxed);
	count(thread);
}

static size_t known_threads(void)
{
	size_t known = atomic_load(&thread_count);

	return known < MOST_THREADS ? known : MOST_THREADS;
}

void steps_mark(void)
{
	for (size_t i = 0; i < known_threads(); i++)
		atomic_store(&threads[i].marked, atomic_load(&threads[i].count));
}

static struct step step_of(struct thread_step *thread)
{
	return (struct step){atomic_load(&thread->check), atomic_load(&thread->blob),
		atomic_load(&thread->rule)};
}

bool steps_stuck(struct step *out)
{
	bool found = false;

	*out = (struct step){0};
	for (size_t i = 0; i < known_threads() && !out->rule; i++) {
		struct step step = step_of(&threads[i]);
		bool same = atomic_load(&threads[i].count) == atomic_load(&threads[i].marked);

		if (!same || (!step.check && !step.rule) || (found && !step.rule))
			continue;
		*out = step;
		found = true;
	}
	return found;
}
