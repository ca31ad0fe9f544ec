/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/rank.h"

#include <math.h>
#include <stdlib.h>

#include "gate/stats/normal.h"

enum {
	EXACT_BELOW = 50,     /* both samples, without ties */
	EXACT_TIED_UPTO = 25, /* both samples, with ties */
	EXACT_MOST = 60,      /* binomial coefficients still count exactly enough in a double */
};

/* How many subsets of `chosen` items have each sum of scores. */
struct subsets {
	const double *counts;
	uint64_t sums; /* counts[0 .. sums) */
	double total;
};

/* The sums that `chosen` of the first `items` scores can have, as prefix sums of ascending scores say. */
static void add_item(
	double *counts, uint64_t sums, const uint64_t *prefix, size_t items, size_t chosen)
{
	uint64_t score = prefix[items + 1] - prefix[items];
	uint64_t least = prefix[chosen - 1];
	uint64_t most = prefix[items] - prefix[items - (chosen - 1)];
	const double *from = counts + (chosen - 1) * sums;
	double *to = counts + chosen * sums + score;

	for (uint64_t sum = least; sum <= most; sum++)
		to[sum] += from[sum];
}

static const uint64_t *prefix_sums(const uint64_t *scores, size_t count, struct arena *arena)
{
	uint64_t *prefix = arena_array(arena, count + 1, sizeof(*prefix));

	for (size_t i = 0; prefix && i < count; i++)
		prefix[i + 1] = prefix[i] + scores[i];
	return prefix;
}

/* Scores ascend. Nothing but additions of positive numbers, so no digit is lost. */
static int count_subsets(struct subsets *out, const uint64_t *scores, size_t count, size_t chosen,
	struct arena *arena, struct err *err)
{
	const uint64_t *prefix = prefix_sums(scores, count, arena);
	double *counts;

	if (!prefix)
		return err_nomem(err);
	out->sums = prefix[count] - prefix[count - chosen] + 1;
	counts = arena_array(arena, (chosen + 1) * out->sums, sizeof(*counts));
	if (!counts)
		return err_nomem(err);
	counts[0] = 1;
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1 < chosen ? i + 1 : chosen; j > 0; j--)
			add_item(counts, out->sums, prefix, i, j);
	out->counts = counts + chosen * out->sums;
	out->total = 0;
	for (uint64_t sum = 0; sum < out->sums; sum++)
		out->total += out->counts[sum];
	return 0;
}

static double share_upto(const struct subsets *subsets, uint64_t sum)
{
	double below = 0;

	for (uint64_t i = 0; i <= sum && i < subsets->sums; i++)
		below += subsets->counts[i];
	return below / subsets->total;
}

static double share_from(const struct subsets *subsets, uint64_t sum)
{
	double above = 0;

	for (uint64_t i = subsets->sums; i > sum; i--)
		above += subsets->counts[i - 1];
	return above / subsets->total;
}

/* --- the pooled sample --- */

struct pooled {
	double value;
	bool first;
};

struct pool {
	struct pooled *items; /* ascending */
	uint64_t *scores;     /* twice the midrank, from 0 */
	size_t count, first, second;
	uint64_t sum; /* of the scores of the first sample */
	double ties;  /* sum of t^3 - t */
	bool tied;
};

static int by_value(const void *a, const void *b)
{
	const struct pooled *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

static void score_group(struct pool *pool, size_t from, size_t to)
{
	double size = (double)(to - from);

	for (size_t i = from; i < to; i++) {
		pool->scores[i] = from + to - 1;
		pool->sum += pool->items[i].first ? pool->scores[i] : 0;
	}
	pool->ties += size * size * size - size;
	pool->tied |= to - from > 1;
}

static int pool_make(struct pool *pool, struct sample first, struct sample second,
	struct arena *arena, struct err *err)
{
	*pool = (struct pool){
		.count = first.count + second.count, .first = first.count, .second = second.count};
	pool->items = arena_array(arena, pool->count, sizeof(*pool->items));
	pool->scores = arena_array(arena, pool->count, sizeof(*pool->scores));
	if (!pool->items || !pool->scores)
		return err_nomem(err);
	for (size_t i = 0; i < pool->count; i++)
		pool->items[i] = i < first.count
					 ? (struct pooled){first.values[i], true}
					 : (struct pooled){second.values[i - first.count], false};
	qsort(pool->items, pool->count, sizeof(*pool->items), by_value);
	for (size_t from = 0, to; from < pool->count; from = to) {
		for (to = from + 1;
			to < pool->count && pool->items[to].value == pool->items[from].value;)
			to++;
		score_group(pool, from, to);
	}
	return 0;
}

/* --- p --- */

static void set_p(struct rank_test *out, double less, double greater)
{
	out->less = less;
	out->greater = greater;
	out->two_sided = fmin(1, 2 * fmin(less, greater));
}

static void normal_p(struct rank_test *out, const struct pool *pool, double correction)
{
	double m = (double)pool->first, n = (double)pool->second, all = m + n;
	double variance = m * n / 12 * (all + 1 - pool->ties / (all * (all - 1)));
	double distance = out->u - m * n / 2;

	if (!(variance > 1e-9)) {
		set_p(out, 1, 1);
		return;
	}
	set_p(out, normal_cdf((distance + correction) / sqrt(variance)),
		normal_upper((distance - correction) / sqrt(variance)));
}

static int exact_p(struct rank_test *out, struct pool *pool, struct arena *arena, struct err *err)
{
	bool turned = pool->second < pool->first;
	size_t chosen = turned ? pool->second : pool->first;
	uint64_t unit = pool->tied ? 1 : 2, all = 0, sum;
	struct subsets subsets;
	double below, above;

	for (size_t i = 0; i < pool->count; i++) {
		all += pool->scores[i];
		pool->scores[i] /= unit;
	}
	sum = (turned ? all - pool->sum : pool->sum) / unit;
	if (count_subsets(&subsets, pool->scores, pool->count, chosen, arena, err) < 0)
		return -1;
	below = share_upto(&subsets, sum);
	above = share_from(&subsets, sum);
	set_p(out, turned ? above : below, turned ? below : above);
	return 0;
}

static bool wants_exact(const struct pool *pool, enum rank_method method)
{
	size_t most = pool->first > pool->second ? pool->first : pool->second;

	if (method == RANK_AUTO)
		return pool->tied ? most <= EXACT_TIED_UPTO : most < EXACT_BELOW;
	return method == RANK_EXACT;
}

static int test_pool(struct rank_test *out, struct pool *pool, double m, enum rank_method method,
	struct arena *arena, struct err *err)
{
	out->u = (double)pool->sum / 2 - m * (m - 1) / 2;
	out->tied = pool->tied;
	out->exact = wants_exact(pool, method);
	if (out->exact)
		return exact_p(out, pool, arena, err);
	normal_p(out, pool, method == RANK_UNCORRECTED ? 0 : 0.5);
	return 0;
}

int rank_test(struct rank_test *out, struct sample first, struct sample second,
	enum rank_method method, struct arena *arena, struct err *err)
{
	struct pool pool;

	*out = (struct rank_test){NAN, NAN, NAN, NAN, false, false};
	if (sample_finite(first, err) < 0 || sample_finite(second, err) < 0)
		return -1;
	if (first.count == 0 || second.count == 0)
		return 0;
	if (method == RANK_EXACT && (first.count > EXACT_MOST || second.count > EXACT_MOST))
		return err_set(err, ERR_INTERNAL, "too many values for an exact rank test");
	if (pool_make(&pool, first, second, arena, err) < 0)
		return -1;
	return test_pool(out, &pool, (double)first.count, method, arena, err);
}

/* --- the distribution without ties --- */

/* The sums of `least` of the numbers 0 .. first + second - 1; U is the sum less least (least - 1) / 2. */
static int untied(
	struct subsets *out, size_t first, size_t second, struct arena *arena, struct err *err)
{
	size_t count = first + second;
	uint64_t *scores = arena_array(arena, count, sizeof(*scores));

	if (!scores)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++)
		scores[i] = i;
	return count_subsets(out, scores, count, first < second ? first : second, arena, err);
}

static uint64_t least_sum(size_t first, size_t second)
{
	uint64_t least = first < second ? first : second;

	return least * (least - 1) / 2;
}

double rank_cdf(double u, size_t first, size_t second, struct arena *arena)
{
	struct err err = {0};
	struct subsets subsets;

	if (first == 0 || second == 0 || first > EXACT_MOST || second > EXACT_MOST || isnan(u))
		return NAN;
	if (u < 0 || u >= (double)first * (double)second)
		return u < 0 ? 0 : 1;
	if (untied(&subsets, first, second, arena, &err) < 0)
		return NAN;
	return share_upto(&subsets, (uint64_t)floor(u) + least_sum(first, second));
}

static int exact_critical(uint64_t *k, double *outside, size_t first, size_t second, double tail,
	struct arena *arena, struct err *err)
{
	uint64_t offset = least_sum(first, second);
	struct subsets subsets;
	double below = 0;

	if (untied(&subsets, first, second, arena, err) < 0)
		return -1;
	for (*k = 0; offset + *k < subsets.sums; ++*k) {
		double next = below + subsets.counts[offset + *k] / subsets.total;

		if (next > tail)
			break;
		below = next;
	}
	*outside = below;
	return 0;
}

static void normal_critical(uint64_t *k, double *outside, size_t first, size_t second, double tail)
{
	double m = (double)first, n = (double)second, mean = m * n / 2;
	double deviation = sqrt(m * n * (m + n + 1) / 12);
	double at = floor(mean + normal_quantile(tail) * deviation + 0.5);

	*k = at < 1 ? 0 : (uint64_t)at;
	*outside = normal_cdf((at - 0.5 - mean) / deviation);
}

int rank_critical(uint64_t *k, double *actual, size_t first, size_t second, double confidence,
	struct arena *arena, struct err *err)
{
	double tail = (1 - confidence) / 2, outside = NAN;

	*k = 0;
	*actual = NAN;
	if (first == 0 || second == 0 || !(tail > 0 && tail < 0.5))
		return 0;
	if (first >= EXACT_BELOW || second >= EXACT_BELOW)
		normal_critical(k, &outside, first, second, tail);
	else if (exact_critical(k, &outside, first, second, tail, arena, err) < 0)
		return -1;
	if (*k > 0)
		*actual = 1 - 2 * outside;
	return 0;
}

double rank_least_p(size_t first, size_t second)
{
	double m = (double)first, n = (double)second;
	int sign;

	if (first == 0 || second == 0)
		return NAN;
	return fmin(1, 2 * exp(lgamma_r(m + 1, &sign) + lgamma_r(n + 1, &sign) -
				   lgamma_r(m + n + 1, &sign)));
}
