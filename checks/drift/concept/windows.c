/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/drift/concept/windows.h"

#include <math.h>

#include "gate/stats/moments.h"

static const double alpha = 0.05;

/* ---- cutting ---- */

/* Which window a row falls into, from whatever number on. */
static double window_of(const struct concept *concept, const struct scored *rows, size_t row)
{
	if (concept->window_rows > 0)
		return floor((double)row / (double)concept->window_rows);
	return floor(rows->items[row].time / concept->window_s);
}

static int add(
	struct windows *out, size_t first, size_t count, struct arena *arena, struct err *err)
{
	if (out->count == MOST_WINDOWS)
		return err_set(err, ERR_LOOK,
			"there are more than %d windows; set a longer one in the policy",
			MOST_WINDOWS);
	if (arena_reserve(arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(*out->items)) < 0)
		return err_nomem(err);
	out->items[out->count++] = (struct window){.first = first, .count = count};
	return 0;
}

static int cut(struct windows *out, const struct concept *concept, const struct scored *rows,
	struct arena *arena, struct err *err)
{
	size_t first = 0;

	for (size_t i = 1; i < rows->count; i++) {
		if (window_of(concept, rows, i) == window_of(concept, rows, i - 1) ||
			i - first < (size_t) concept->min_rows)
			continue;
		if (add(out, first, i - first, arena, err) < 0)
			return -1;
		first = i;
	}
	if (rows->count - first < (size_t) concept->min_rows && out->count > 0) {
		out->items[out->count - 1].count += rows->count - first;
		return 0;
	}
	return add(out, first, rows->count - first, arena, err);
}

/* ---- comparing ---- */

static double *losses_of(const struct scored *rows, struct arena *arena)
{
	double *out = arena_array(arena, rows->count, sizeof(*out));

	for (size_t i = 0; out && i < rows->count; i++)
		out[i] = rows->items[i].loss;
	return out;
}

static int judge(struct window *window, const struct concept *concept, struct sample base,
	struct sample rows, struct loss_rule rule, struct err *err)
{
	struct mean_difference difference;

	window->mean = moments_of(rows).mean;
	if (concept->metric == METRIC_ACCURACY) {
		window->loss = loss_unpaired(moments_of(base).mean, (double)base.count,
			window->mean, (double)rows.count, false, rule);
		return 0;
	}
	if (mean_unpaired(&difference, base, rows, err) < 0)
		return -1;
	window->loss = loss_means(&difference, false, rule);
	return 0;
}

static void sum_up(struct windows *out)
{
	for (size_t i = 0; i < out->count; i++) {
		const struct window *window = &out->items[i];

		if (window->loss.verdict == LOSS_INCONCLUSIVE) {
			out->undecided++;
			out->needed = window->loss.needed > out->needed ? window->loss.needed
									: out->needed;
		}
		if (window->loss.verdict != LOSS_REGRESSED)
			continue;
		out->regressed++;
		out->first = out->first ? out->first : window;
		if (!out->worst || window->loss.loss > out->worst->loss.loss)
			out->worst = window;
	}
}

static int find_creep(struct windows *out, struct arena *arena, struct err *err)
{
	double *means = arena_array(arena, out->count, sizeof(*means));

	if (!means)
		return err_nomem(err);
	for (size_t i = 0; i < out->count; i++)
		means[i] = out->items[i].mean;
	return creep_of(&out->creep, (struct sample){means, out->count}, arena, err);
}

int windows_compare(struct windows *out, const struct concept *concept, const struct scored *base,
	const struct scored *rows, struct arena *arena, struct err *err)
{
	struct sample before = {losses_of(base, arena), base->count},
		      after = {losses_of(rows, arena), rows->count};
	struct loss_rule rule = {.margin = concept->margin};

	*out = (struct windows){.base_count = (double)base->count};
	if (!before.values || !after.values)
		return err_nomem(err);
	if (cut(out, concept, rows, arena, err) < 0)
		return -1;
	rule.alpha = alpha / (double)out->count;
	for (size_t i = 0; i < out->count; i++) {
		struct window *window = &out->items[i];

		window->from = rows->items[window->first].time;
		window->to = rows->items[window->first + window->count - 1].time;
		if (judge(window, concept, before,
			    (struct sample){after.values + window->first, window->count}, rule,
			    err) < 0)
			return -1;
	}
	out->mean = moments_of(after).mean;
	out->base_mean = moments_of(before).mean;
	sum_up(out);
	return find_creep(out, arena, err);
}
