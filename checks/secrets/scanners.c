/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/scanners.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { MOST_IDLE = 64 };

struct idle {
	pthread_mutex_t lock;
	struct ruleset *rules; /* NULL: not compiled yet */
	struct scanner *items[MOST_IDLE];
	size_t count;
	atomic_size_t left_out; /* texts */
};

struct scanners {
	const struct deadline *deadline;
	enum scanner_kind first;
	struct idle *idle; /* SCANNER_KINDS of them */
};

int scanners_open(struct scanners **out, struct ruleset *rules, const struct deadline *deadline,
	struct err *err)
{
	struct scanners *scanners = calloc(1, sizeof(*scanners));
	struct idle *idle = calloc(SCANNER_KINDS, sizeof(*idle));

	if (!scanners || !idle) {
		free(scanners);
		free(idle);
		ruleset_close(rules);
		return err_nomem(err);
	}
	for (size_t kind = 0; kind < SCANNER_KINDS; kind++)
		pthread_mutex_init(&idle[kind].lock, NULL);
	*scanners = (struct scanners){deadline, rules->light ? SCANNER_LIGHT : SCANNER_FULL, idle};
	idle[scanners->first].rules = rules;
	*out = scanners;
	return 0;
}

static void idle_close(struct idle *idle)
{
	for (size_t i = 0; i < idle->count; i++)
		scanner_close(idle->items[i]);
	pthread_mutex_destroy(&idle->lock);
	ruleset_close(idle->rules);
}

/* The full rules borrow from the light ones. */
void scanners_close(struct scanners *scanners)
{
	if (!scanners)
		return;
	for (size_t kind = SCANNER_KINDS; kind-- > 0;)
		idle_close(&scanners->idle[kind]);
	free(scanners->idle);
	free(scanners);
}

const struct ruleset *scanners_rules(const struct scanners *scanners)
{
	return scanners->idle[scanners->first].rules;
}

void scanners_left_out(const struct scanners *scanners)
{
	atomic_fetch_add(&scanners->idle[SCANNER_LIGHT].left_out, 1);
}

bool scanners_try_light(const struct scanners *scanners)
{
	return scanners->first == SCANNER_LIGHT &&
	       atomic_load(&scanners->idle[SCANNER_LIGHT].left_out) < MOST_LEFT_OUT;
}

/* With the lock held: whoever else wants to take one waits. */
static int compile_rules(const struct scanners *scanners, struct idle *idle, struct err *err)
{
	if (idle->rules)
		return 0;
	return ruleset_open_full(&idle->rules, scanners_rules(scanners), scanners->deadline, err);
}

int scanner_take(struct scanner **out, const struct scanners *scanners, enum scanner_kind kind,
	struct err *err)
{
	struct idle *idle = &scanners->idle[kind];
	int done;

	*out = NULL;
	pthread_mutex_lock(&idle->lock);
	done = compile_rules(scanners, idle, err);
	if (idle->count)
		*out = idle->items[--idle->count];
	pthread_mutex_unlock(&idle->lock);
	return done < 0 || *out ? done : scanner_open(out, idle->rules, err);
}

void scanner_put(const struct scanners *scanners, enum scanner_kind kind, struct scanner *scanner)
{
	struct idle *idle = &scanners->idle[kind];
	bool is_kept;

	scanner_settle(scanner);
	pthread_mutex_lock(&idle->lock);
	is_kept = idle->count < MOST_IDLE;
	if (is_kept)
		idle->items[idle->count++] = scanner;
	pthread_mutex_unlock(&idle->lock);
	if (!is_kept)
		scanner_close(scanner);
}
