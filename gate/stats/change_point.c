/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/change_point.h"

#include <math.h>
#include <stdlib.h>

#include "gate/stats/random.h"

enum { PERMUTATIONS = 199 };

/* Distances within [0, end) on the left of a split, across it and on its right, kept up as the end moves. */
struct split {
	double left, across, right;
	double n, m; /* values on the left, on the right */
};

static double q_of(const struct split *s)
{
	double q = 2 / (s->m + s->n) * s->across;

	if (s->n > 1)
		q -= 2 * s->m / ((s->m + s->n) * (s->n - 1)) * s->left;
	if (s->m > 1)
		q -= 2 * s->n / ((s->m + s->n) * (s->m - 1)) * s->right;
	return q;
}

static double distance_to(const double *values, size_t from, size_t to, double value)
{
	double sum = 0;

	for (size_t i = from; i < to; i++)
		sum += fabs(values[i] - value);
	return sum;
}

/* The best end for one split: O(count^2) in all splits' ends, one value added at a time. */
static void try_split(struct change_point *best, size_t *kappa, const double *values, size_t count,
	size_t at, double left, size_t min_values)
{
	struct split split = {.left = left, .n = (double)at};

	for (size_t end = at; end < count; end++) {
		double q;

		split.across += distance_to(values, 0, at, values[end]);
		split.right += distance_to(values, at, end, values[end]);
		split.m++;
		if (end + 1 - at < min_values)
			continue;
		q = q_of(&split);
		if (isnan(best->q) || q > best->q) {
			*best = (struct change_point){at, q, NAN};
			*kappa = end + 1;
		}
	}
}

struct change_point change_point_best(struct sample series, size_t min_values, size_t *kappa)
{
	struct change_point best = {0, NAN, NAN};
	size_t least = min_values > 0 ? min_values : 1;
	double left = 0;

	*kappa = 0;
	if (least > series.count / 2)
		return best;
	for (size_t at = 1; at + least <= series.count; at++) {
		left += distance_to(series.values, 0, at - 1, series.values[at - 1]);
		if (at >= least)
			try_split(&best, kappa, series.values, series.count, at, left, least);
	}
	return best;
}

/* --- hierarchical search --- */

struct segment {
	size_t from, to;
};

struct search {
	const double *values;
	double *shuffled;
	struct segment *open; /* segments not yet looked at */
	size_t open_count;
	struct change_point *found;
	size_t found_count;
	struct change_point_rule rule;
	struct random random;
};

static double best_q(struct search *search, size_t count)
{
	size_t kappa;

	return change_point_best(
		(struct sample){search->shuffled, count}, search->rule.min_values, &kappa)
		.q;
}

static void shuffle(double *values, size_t count, struct random *random)
{
	for (size_t i = count; i > 1; i--) {
		size_t j = (size_t)random_below(random, i);
		double held = values[i - 1];

		values[i - 1] = values[j];
		values[j] = held;
	}
}

/* The share of permutations that reach q; given up as soon as it cannot be below alpha. */
static double permutation_p(struct search *search, struct segment segment, double q)
{
	size_t count = segment.to - segment.from, reached = 0;
	double all = (double)search->rule.permutations + 1;

	for (size_t i = 0; i < count; i++)
		search->shuffled[i] = search->values[segment.from + i];
	for (size_t i = 0; i < search->rule.permutations; i++) {
		shuffle(search->shuffled, count, &search->random);
		reached += best_q(search, count) >= q * (1 - 1e-12);
		if ((double)(reached + 1) / all >= search->rule.alpha)
			return 1;
	}
	return (double)(reached + 1) / all;
}

static void look_at(struct search *search, struct segment segment)
{
	struct sample part = {search->values + segment.from, segment.to - segment.from};
	size_t kappa;
	struct change_point best = change_point_best(part, search->rule.min_values, &kappa);

	if (!(best.q > 0))
		return;
	best.p = permutation_p(search, segment, best.q);
	if (!(best.p < search->rule.alpha))
		return;
	best.at += segment.from;
	search->found[search->found_count++] = best;
	search->open[search->open_count++] = (struct segment){segment.from, best.at};
	search->open[search->open_count++] = (struct segment){best.at, segment.to};
}

static int by_place(const void *a, const void *b)
{
	const struct change_point *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static struct sample latest(struct sample series, size_t *skipped)
{
	*skipped = series.count > CHANGE_POINT_VALUES ? series.count - CHANGE_POINT_VALUES : 0;
	return (struct sample){series.values + *skipped, series.count - *skipped};
}

static void run(struct search *search, size_t count, size_t skipped)
{
	search->open[search->open_count++] = (struct segment){0, count};
	while (search->open_count > 0)
		look_at(search, search->open[--search->open_count]);
	qsort(search->found, search->found_count, sizeof(*search->found), by_place);
	for (size_t i = 0; i < search->found_count; i++)
		search->found[i].at += skipped;
}

int change_points_of(struct change_points *out, struct sample series,
	const struct change_point_rule *rule, struct arena *arena, struct err *err)
{
	struct search search = {.rule = *rule};
	size_t skipped;

	*out = (struct change_points){NULL, 0};
	if (series.count == 0)
		return 0;
	series = latest(series, &skipped);
	if (sample_finite(series, err) < 0)
		return -1;
	search.values = series.values;
	search.shuffled = arena_array(arena, series.count, sizeof(*search.shuffled));
	search.found = arena_array(arena, series.count + 1, sizeof(*search.found));
	search.open = arena_array(arena, 2 * series.count + 2, sizeof(*search.open));
	if (!search.shuffled || !search.found || !search.open)
		return err_nomem(err);
	search.rule.permutations = rule->permutations ? rule->permutations : PERMUTATIONS;
	search.rule.min_values = rule->min_values ? rule->min_values : 1;
	search.random = random_seeded(rule->seed ? rule->seed : RANDOM_SEED);
	run(&search, series.count, skipped);
	*out = (struct change_points){search.found, search.found_count};
	return 0;
}
