/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/scanners.h"

#include <pthread.h>
#include <stdlib.h>

enum { MOST_IDLE = 64 };

struct idle {
	pthread_mutex_t lock;
	struct scanner *items[MOST_IDLE];
	size_t count;
};

struct scanners {
	struct ruleset *rules;
	struct idle *idle;
};

int scanners_open(struct scanners **out, struct ruleset *rules, struct err *err)
{
	struct scanners *scanners = calloc(1, sizeof(*scanners));
	struct idle *idle = calloc(1, sizeof(*idle));

	if (!scanners || !idle) {
		free(scanners);
		free(idle);
		ruleset_close(rules);
		return err_nomem(err);
	}
	pthread_mutex_init(&idle->lock, NULL);
	*scanners = (struct scanners){rules, idle};
	*out = scanners;
	return 0;
}

void scanners_close(struct scanners *scanners)
{
	if (!scanners)
		return;
	for (size_t i = 0; i < scanners->idle->count; i++)
		scanner_close(scanners->idle->items[i]);
	pthread_mutex_destroy(&scanners->idle->lock);
	free(scanners->idle);
	ruleset_close(scanners->rules);
	free(scanners);
}

const struct ruleset *scanners_rules(const struct scanners *scanners)
{
	return scanners->rules;
}

int scanner_take(struct scanner **out, const struct scanners *scanners, struct err *err)
{
	struct idle *idle = scanners->idle;

	*out = NULL;
	pthread_mutex_lock(&idle->lock);
	if (idle->count)
		*out = idle->items[--idle->count];
	pthread_mutex_unlock(&idle->lock);
	return *out ? 0 : scanner_open(out, scanners->rules, err);
}

void scanner_put(const struct scanners *scanners, struct scanner *scanner)
{
	struct idle *idle = scanners->idle;
	bool is_kept;

	pthread_mutex_lock(&idle->lock);
	is_kept = idle->count < MOST_IDLE;
	if (is_kept)
		idle->items[idle->count++] = scanner;
	pthread_mutex_unlock(&idle->lock);
	if (!is_kept)
		scanner_close(scanner);
}
