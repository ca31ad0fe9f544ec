/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/comparison.h"

#include <math.h>
#include <string.h>

#include "checks/model/statistic.h"
#include "gate/stats/bootstrap.h"
#include "gate/stats/normal.h"
#include "gate/stats/perplexity.h"
#include "gate/stats/proportion.h"

const char *test_name(enum test test)
{
	static const char *const names[] = {
		[TEST_PAIRED_SHARE] = "paired, exact McNemar and Tango's bounds",
		[TEST_PAIRED_MEAN] = "paired means",
		[TEST_PAIRED_RATIO] = "paired ratio of perplexities",
		[TEST_BOOTSTRAP] = "paired bootstrap over documents",
		[TEST_LOGGED] = "paired by the harness",
		[TEST_UNPAIRED_SHARE] = "unpaired shares: no samples of both sides",
		[TEST_UNPAIRED_MEAN] = "unpaired means: no samples of both sides",
		[TEST_RATIO] = "unpaired ratio of perplexities",
		[TEST_NONE] = "neither samples nor a standard error",
		[TEST_LIMIT] = "limit",
	};

	return names[test];
}

const char *test_note(enum test test)
{
	static const char *const notes[] = {
		[TEST_PAIRED_SHARE] = "paired",
		[TEST_PAIRED_MEAN] = "paired",
		[TEST_PAIRED_RATIO] = "paired ratio",
		[TEST_BOOTSTRAP] = "bootstrap",
		[TEST_LOGGED] = "paired",
		[TEST_UNPAIRED_SHARE] = "unpaired",
		[TEST_UNPAIRED_MEAN] = "unpaired",
		[TEST_RATIO] = "unpaired ratio",
		[TEST_NONE] = "no error known",
		[TEST_LIMIT] = "limit",
	};

	return notes[test];
}

static bool is_right_or_wrong(const struct sample_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if ((set->items[i].value != 0 && set->items[i].value != 1) ||
			set->items[i].cluster != 0)
			return false;
	return set->count > 0;
}

static void count_flips(struct comparison *out, const struct sample_set *base,
	const struct sample_set *head, bool higher_is_better)
{
	for (size_t i = 0; i < head->count; i++) {
		bool was_good = (base->items[i].value != 0) == higher_is_better;
		bool is_good = (head->items[i].value != 0) == higher_is_better;

		out->table.samples++;
		out->table.both += was_good && is_good;
		out->table.gained += !was_good && is_good;
		out->table.lost += was_good && !is_good;
		if (was_good && !is_good && out->flipped_count < MOST_FLIPPED)
			out->flipped[out->flipped_count++] = head->items[i].id;
	}
}

/* One-sided p of "not worse" out of a t test that has two sides. */
static double one_sided(const struct mean_difference *difference, bool higher_is_better)
{
	double p = mean_two_sided(difference) / 2;
	bool worse = higher_is_better ? difference->difference < 0 : difference->difference > 0;

	return worse ? p : 1 - p;
}

static void by_means(struct comparison *out, enum test test,
	const struct mean_difference *difference, bool higher_is_better, struct loss_rule rule)
{
	out->test = test;
	out->loss = loss_means(difference, higher_is_better, rule);
	out->p = one_sided(difference, higher_is_better);
}

static int compare_means(struct comparison *out, const struct sample_set *base,
	const struct sample_set *head, bool higher_is_better, struct loss_rule rule,
	struct arena *arena, struct err *err)
{
	double *values = arena_array(arena, head->count, 2 * sizeof(*values));
	uint64_t *clusters = arena_array(arena, head->count, sizeof(*clusters));
	struct mean_difference difference;
	bool has_clusters = false;

	if (!values || !clusters)
		return err_nomem(err);
	for (size_t i = 0; i < head->count; i++) {
		values[i] = base->items[i].value;
		values[head->count + i] = head->items[i].value;
		clusters[i] = head->items[i].cluster;
		has_clusters = has_clusters || clusters[i] != 0;
	}
	if (mean_paired(&difference, (struct sample){values, head->count},
		    (struct sample){values + head->count, head->count},
		    has_clusters ? clusters : NULL, arena, err) < 0)
		return -1;
	by_means(out, TEST_PAIRED_MEAN, &difference, higher_is_better, rule);
	return 0;
}

/* In the logarithm, but for bits per byte, which are one already. */
static int compare_likelihoods(struct comparison *out, const struct sample_set *base,
	const struct sample_set *head, struct loss_rule rule, struct arena *arena, struct err *err)
{
	double *values = arena_array(arena, head->count, 3 * sizeof(*values)), *words, unit;
	struct mean_difference difference;

	if (!values)
		return err_nomem(err);
	words = values + 2 * head->count;
	for (size_t i = 0; i < head->count; i++) {
		values[i] = base->items[i].value;
		values[head->count + i] = head->items[i].value;
		words[i] = head->items[i].second;
	}
	if (perplexity_weighted(&difference, (struct sample){values, head->count},
		    (struct sample){values + head->count, head->count}, words, err) < 0)
		return -1;
	unit = text_is(head->key.metric, "bits_per_byte") ? log(2) : 1;
	difference.difference /= unit;
	difference.error /= unit;
	by_means(out, TEST_PAIRED_RATIO, &difference, false, rule);
	return 0;
}

struct drawn {
	const struct sample_set *base, *head;
};

static double difference_of(const size_t *units, size_t count, const void *context)
{
	const struct drawn *drawn = context;

	return statistic_of_units(drawn->head, units, count) -
	       statistic_of_units(drawn->base, units, count);
}

static int compare_drawn(struct comparison *out, const struct sample_set *base,
	const struct sample_set *head, bool higher_is_better, struct loss_rule rule,
	struct arena *arena, struct err *err)
{
	enum { FEWEST = 30, MOST_DRAWS = 100000000, RESAMPLES = 2000, LEAST = 200 };
	const struct drawn drawn = {base, head};
	size_t affordable = MOST_DRAWS / (head->count + 1);
	const struct bootstrap how = {.kind = BOOTSTRAP_PERCENTILE,
		.resamples = affordable > RESAMPLES ? RESAMPLES
			     : affordable < LEAST   ? LEAST
						    : affordable,
		.confidence = 1 - 2 * rule.alpha};
	struct bootstrap_result result;
	struct interval bounds;
	double sign = higher_is_better ? -1 : 1;

	if (bootstrap_paired(&result, &how, head->count, difference_of, &drawn, arena, err) < 0)
		return -1;
	bounds = loss_of_difference((struct interval){result.low, result.high}, higher_is_better);
	/* Of a handful that never differ nothing is known. */
	if (result.error == 0 && head->count < FEWEST)
		bounds = (struct interval){NAN, NAN};
	out->test = TEST_BOOTSTRAP;
	out->p = result.error > 0 ? normal_upper(sign * result.estimate / result.error) : NAN;
	out->loss = loss_interval(
		sign * result.estimate, bounds.low, bounds.high, out->p, head->count, rule);
	return 0;
}

static int compare_samples(struct comparison *out, const struct sample_set *base,
	const struct sample_set *head, bool higher_is_better, struct loss_rule rule,
	struct arena *arena, struct err *err)
{
	if (head->pair == PAIR_LIKELIHOOD)
		return compare_likelihoods(out, base, head, rule, arena, err);
	if (head->pair == PAIR_CLASSES)
		return compare_drawn(out, base, head, higher_is_better, rule, arena, err);
	if (!is_right_or_wrong(base) || !is_right_or_wrong(head))
		return compare_means(out, base, head, higher_is_better, rule, arena, err);
	out->test = TEST_PAIRED_SHARE;
	count_flips(out, base, head, higher_is_better);
	out->loss = loss_paired(out->table, rule);
	out->p = mcnemar_worse(out->table);
	return 0;
}

static bool is_perplexity(const struct score *score)
{
	size_t at = text_find(score->key.metric, text_of("perplexity"));

	return (at < score->key.metric.len || text_is(score->key.metric, "ppl")) &&
	       score->value > 0;
}

static void compare_scores(struct comparison *out, const struct score *base,
	const struct score *head, bool higher_is_better, struct loss_rule rule)
{
	struct mean_difference difference;

	if (base->is_proportion && head->is_proportion && base->samples && head->samples) {
		out->test = TEST_UNPAIRED_SHARE;
		out->loss = loss_unpaired(base->value, (double)base->samples, head->value,
			(double)head->samples, higher_is_better, rule);
		difference = mean_printed(base->value,
			sqrt(base->value * (1 - base->value) / (double)base->samples), head->value,
			sqrt(head->value * (1 - head->value) / (double)head->samples));
		out->p = one_sided(&difference, higher_is_better);
	} else if (!isfinite(base->error) || !isfinite(head->error)) {
		double loss =
			higher_is_better ? base->value - head->value : head->value - base->value;

		out->test = TEST_NONE;
		out->loss = loss_interval(loss, NAN, NAN, NAN, 0, rule);
		out->p = NAN;
	} else if (is_perplexity(base) && is_perplexity(head)) {
		difference = perplexity_printed(base->value, base->error, head->value, head->error);
		by_means(out, TEST_RATIO, &difference, false, rule);
	} else {
		difference = mean_printed(base->value, base->error, head->value, head->error);
		by_means(out, TEST_UNPAIRED_MEAN, &difference, higher_is_better, rule);
	}
}

/* An f1 of words is no share, and yet the mean of its documents. */
static bool is_of_samples(const struct score *score, const struct sample_set *samples)
{
	return samples->pair || score->is_mean ||
	       fabs(statistic_of_samples(samples) - score->value) <= 1e-6;
}

int comparison_make(struct comparison *out, const struct score *base, const struct score *head,
	const struct sample_set *base_samples, const struct sample_set *head_samples,
	bool higher_is_better, struct loss_rule rule, struct arena *arena, struct err *err)
{
	*out = (struct comparison){.p = NAN};
	if (base_samples && head_samples && is_of_samples(head, head_samples) &&
		is_of_samples(base, base_samples))
		return compare_samples(
			out, base_samples, head_samples, higher_is_better, rule, arena, err);
	compare_scores(out, base, head, higher_is_better, rule);
	return 0;
}

struct comparison comparison_logged(const struct score *head, struct loss_rule rule)
{
	struct comparison out = {.p = NAN};
	struct mean_difference difference = perplexity_logged(head->value, head->error);

	by_means(&out, TEST_LOGGED, &difference, false, rule);
	return out;
}

/* A number without an error or a count of samples is taken as it is. */
static struct interval bounds_of(const struct score *head, double alpha)
{
	double z = normal_quantile(1 - alpha);

	if (head->is_proportion && head->samples)
		return wilson_interval(head->value, (double)head->samples, 1 - 2 * alpha);
	if (isfinite(head->error))
		return (struct interval){
			head->value - z * head->error, head->value + z * head->error};
	return (struct interval){head->value, head->value};
}

struct comparison comparison_limit(
	const struct score *head, double limit, bool is_floor, double alpha)
{
	struct comparison out = {.test = TEST_LIMIT, .p = NAN};
	struct interval bounds = bounds_of(head, alpha);

	out.loss.loss = is_floor ? limit - head->value : head->value - limit;
	out.loss.low = is_floor ? limit - bounds.high : bounds.low - limit;
	out.loss.high = is_floor ? limit - bounds.low : bounds.high - limit;
	out.loss.p = NAN;
	out.loss.verdict = loss_limit(head->value, bounds, limit, is_floor);
	return out;
}
