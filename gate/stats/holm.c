/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/holm.h"

#include <math.h>
#include <stdlib.h>

struct ranked {
	double p;
	size_t at;
};

static int by_p(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->p != y->p)
		return x->p < y->p ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

static struct ranked *sorted(const double *p, size_t count, struct arena *arena)
{
	struct ranked *ranked = arena_array(arena, count, sizeof(*ranked));

	if (!ranked)
		return NULL;
	for (size_t i = 0; i < count; i++)
		ranked[i] = (struct ranked){isnan(p[i]) ? 1 : p[i], i};
	if (count > 0)
		qsort(ranked, count, sizeof(*ranked), by_p);
	return ranked;
}

static void put(double *adjusted, const double *p, size_t at, double value)
{
	adjusted[at] = isnan(p[at]) ? NAN : value;
}

int holm_adjust(
	double *adjusted, const double *p, size_t count, struct arena *arena, struct err *err)
{
	struct ranked *ranked = sorted(p, count, arena);
	double highest = 0;

	if (!ranked)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++) {
		highest = fmax(highest, fmin(1, (double)(count - i) * ranked[i].p));
		put(adjusted, p, ranked[i].at, highest);
	}
	return 0;
}

int benjamini_adjust(
	double *adjusted, const double *p, size_t count, struct arena *arena, struct err *err)
{
	struct ranked *ranked = sorted(p, count, arena);
	double lowest = 1;

	if (!ranked)
		return err_nomem(err);
	for (size_t i = count; i > 0; i--) {
		lowest = fmin(lowest, (double)count * ranked[i - 1].p / (double)i);
		put(adjusted, p, ranked[i - 1].at, lowest);
	}
	return 0;
}
