/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/beta.h"
#include "gate/stats/bootstrap.h"
#include "gate/stats/change_point.h"
#include "gate/stats/moments.h"
#include "gate/stats/normal.h"
#include "near.h"
#include "scipy_tables.h"

static void types(void)
{
	struct sample four = SAMPLE_OF(1, 2, 3, 10);
	static const struct {
		const char *name;
		double p, type_1, type_7;
	} rows[] = {{"least", 0, 1, 1}, {"quarter", .25, 1, 1.75}, {"half", .5, 2, 2.5},
		{"three quarters", .75, 3, 4.75}, {"most", 1, 10, 10}, {"outside", 1.1, NAN, NAN},
		{"nan", NAN, NAN, NAN}};

	for (size_t i = 0; i < ROWS(rows); i++) {
		CHECK_NEAR(rows[i].name, quantile_sorted(four, rows[i].p, QUANTILE_TYPE_1),
			rows[i].type_1, 0);
		CHECK_NEAR(rows[i].name, quantile_sorted(four, rows[i].p, QUANTILE_TYPE_7),
			rows[i].type_7, 1e-15);
	}
	CHECK_NEAR("of nothing", quantile_sorted((struct sample){NULL, 0}, .5, QUANTILE_TYPE_7),
		NAN, 0);
	CHECK_NEAR("of one", quantile_sorted(SAMPLE_OF(7), .9, QUANTILE_TYPE_7), 7, 0);
	CHECK_NEAR("wide", quantile_sorted(SAMPLE_OF(-1e308, 1e308), .5, QUANTILE_TYPE_7), 0, 0);
}

static void rank_intervals(void)
{
	static const struct {
		const char *name;
		uint64_t n;
		double p, confidence;
		uint64_t low, high;
		double actual;
	} rows[] = {
		{"median of 6", 6, .5, .95, 1, 6, .96875},
		{"median of 8", 8, .5, .95, 1, 8, .99219},
		{"median of 10", 10, .5, .95, 2, 9, .97852},
		{"median of 15", 15, .5, .95, 4, 12, .96484},
		{"median of 20", 20, .5, .95, 6, 15, .95861},
		{"median of 5", 5, .5, .95, 0, 0, NAN},
		{"p75 of 16", 16, .75, .95, 8, 16, .98251},
		{"p75 of 20", 20, .75, .95, 11, 19, .96182},
		{"p75 of 30", 30, .75, .95, 18, 28, .96781},
		{"p75 of 40", 40, .75, .95, 24, 36, .97240},
		{"p75 of 50", 50, .75, .95, 31, 44, .96669},
		{"p75 of 100", 100, .75, .95, 66, 84, .96246},
		{"p95 of 100", 100, .95, .95, 90, 100, .98261},
		{"none", 0, .5, .95, 0, 0, NAN},
		{"p of nan", 10, NAN, .95, 0, 0, NAN},
	};
	struct interval benchstat = quantile_interval(SAMPLE_OF(-10, 2, 3, 4, 5, 6), .5, .95);

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct ranks got = quantile_ranks(rows[i].n, rows[i].p, rows[i].confidence);

		CHECK_ROW(rows[i].name, got.low == rows[i].low && got.high == rows[i].high);
		CHECK_ROW(rows[i].name, isnan(rows[i].actual)
						? isnan(got.confidence)
						: within(got.confidence, rows[i].actual, 5e-6));
	}
	CHECK_ROW("9 golang/perf", benchstat.low == -10 && benchstat.high == 6);
	CHECK_ROW(
		"9 at 0.99", isnan(quantile_interval(SAMPLE_OF(-10, 2, 3, 4, 5, 6), .5, .99).low));
	CHECK_ROW("upper bounds",
		quantile_upper_runs(.5, .95) == 5 && quantile_upper_runs(.75, .95) == 11 &&
			quantile_upper_runs(.9, .95) == 29 && quantile_upper_runs(.95, .95) == 59 &&
			quantile_upper_runs(.99, .95) == 299 && quantile_upper_runs(1, .95) == 0);
	CHECK_NEAR("10 Conover", 2 * binomial_cdf(7, 15, .75), .0345996767282, 1e-11);
	CHECK_WITHIN("14 Bencher z", 100 + 10 * normal_quantile(.977), 119.95, 5e-3);
	for (size_t i = 0; i < ROWS(harrell_davis); i++)
		CHECK_NEAR(harrell_davis[i].name,
			quantile_harrell_davis(
				SAMPLE_OF(.3, .8, 1.2, 1.9, 2.2, 4.7, 5.1, 8, 13, 21.5),
				harrell_davis[i].p),
			harrell_davis[i].want, 1e-12);
}

static const double skewed[] = {
	10, 12, 12.5, 12.5, 13.9, 15, 21, 22, 23, 34, 50, 81, 89, 121, 134, 213};

static double mean_of(const size_t *units, size_t count, const void *context)
{
	const double *values = context;
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += values[units[i]];
	return sum / (double)count;
}

static double never(const size_t *units, size_t count, const void *context)
{
	(void)units;
	(void)count;
	(void)context;
	return NAN;
}

static void bootstraps(void)
{
	static const struct {
		const char *name;
		enum bootstrap_kind kind;
		double low, high;
	} rows[] = {{"11 scipy test_bootstrap_against_R, basic", BOOTSTRAP_BASIC, 23.77, 79.12},
		{"11 percentile", BOOTSTRAP_PERCENTILE, 28.86, 84.21},
		{"11 BCa", BOOTSTRAP_BCA, 32.31, 91.43}};
	struct arena *arena = arena_new();
	struct bootstrap_result got, again;
	struct err err = {0};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct bootstrap how = {rows[i].kind, 200000, .95, 0};

		CU_ASSERT(bootstrap_paired(&got, &how, 16, mean_of, skewed, arena, &err) == 0);
		/* R's own draws differ by as much: SciPy 1.17.1 gives 32.19 to 32.24 for BCa's lower end. */
		CHECK_NEAR(rows[i].name, got.low, rows[i].low, 6e-3);
		CHECK_NEAR(rows[i].name, got.high, rows[i].high, 6e-3);
		CU_ASSERT(bootstrap_paired(&again, &how, 16, mean_of, skewed, arena, &err) == 0);
		CHECK_ROW("the same again", got.low == again.low && got.high == again.high);
	}
	CU_ASSERT(bootstrap_paired(&got, &(struct bootstrap){0, 0, .95, 7}, 16, never, NULL, arena,
			  &err) == 0);
	CHECK_ROW("no value, no interval", isnan(got.low) && isnan(got.high));
	CU_ASSERT(bootstrap_paired(&got, &(struct bootstrap){0, 0, .95, 7}, 1, mean_of, skewed,
			  arena, &err) == 0);
	CHECK_ROW("one unit", isnan(got.low));
	CU_ASSERT(bootstrap_quantiles(&got, &(struct bootstrap){0, 2000, .95, 0},
			  SAMPLE_OF(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
			  SAMPLE_OF(101, 102, 103, 104, 105, 106, 107, 108, 109, 110), .75, arena,
			  &err) == 0);
	CHECK_NEAR("quantiles", got.estimate, 100, 1e-14);
	CHECK_ROW("their interval",
		got.low > 92 && got.low < 100 && got.high > 100 && got.high < 108);
	CU_ASSERT(bootstrap_quantiles(&got, &(struct bootstrap){0, 2000, .95, 0}, SAMPLE_OF(1, NAN),
			  SAMPLE_OF(1, 2), .75, arena, &err) < 0);
	arena_free(arena);
}

static void change_points(void)
{
	struct sample series = SAMPLE_OF(
		.3, 2.4, 1.5, -.9, -.5, 99.7, 98.3, 99.1, 149, 149.7, 149.5, 149.1, 148.8, 150);
	struct change_point_rule rule = {.05, 0, 1, 0};
	struct arena *arena = arena_new();
	struct change_points got;
	struct change_point best;
	struct err err = {0};
	double flat[300];
	size_t kappa;

	best = change_point_best(series, 1, &kappa);
	CHECK_NEAR("15 otava change_point_divisive_test.py", best.q, 761.2821428571426, 1e-13);
	CHECK_ROW("15 place", best.at == 5 && kappa == 14);
	CU_ASSERT(change_points_of(&got, series, &rule, arena, &err) == 0);
	CHECK_ROW("15 all", got.count == 2 && got.items[0].at == 5 && got.items[1].at == 8);
	for (size_t i = 0; i < 300; i++)
		flat[i] = (double)(i * 37 % 11) + (i >= 270 ? 100 : 0);
	CU_ASSERT(change_points_of(&got, (struct sample){flat, 60}, &rule, arena, &err) == 0);
	CHECK_ROW("nothing changed", got.count == 0);
	CU_ASSERT(change_points_of(&got, (struct sample){flat, 300}, &rule, arena, &err) == 0);
	CHECK_ROW("late in a long history", got.count >= 1 && got.items[0].at == 270);
	CU_ASSERT(change_points_of(&got, (struct sample){NULL, 0}, &rule, arena, &err) == 0);
	CHECK_ROW("nothing", got.count == 0);
	CU_ASSERT(change_points_of(&got, SAMPLE_OF(1), &rule, arena, &err) == 0 && got.count == 0);
	CU_ASSERT(change_points_of(&got, SAMPLE_OF(1, INFINITY), &rule, arena, &err) < 0);
	arena_free(arena);
}

static void creeps(void)
{
	struct arena *arena = arena_new();
	struct creep got;
	struct err err = {0};

	CU_ASSERT(creep_of(&got, SAMPLE_OF(1, 3, 2, 4, 5, 7, 6, 8, 9, 10), arena, &err) == 0);
	CHECK_NEAR("S", got.s, 41, 0);
	CHECK_NEAR("slope", got.slope, 1, 1e-15);
	CHECK_NEAR("rise", got.rise, 9, 1e-15);
	/* Variance 10 9 25 / 18 = 125. */
	CHECK_NEAR("p", got.two_sided, 2 * normal_upper(40 / sqrt(125)), 1e-14);
	CU_ASSERT(creep_of(&got, SAMPLE_OF(5, 5, 5, 5, 5), arena, &err) == 0);
	CHECK_ROW("flat", got.slope == 0 && got.two_sided == 1);
	CU_ASSERT(creep_of(&got, (struct sample){NULL, 0}, arena, &err) == 0 && isnan(got.rise));
	CU_ASSERT(creep_of(&got, SAMPLE_OF(1, 2, 3), arena, &err) == 0);
	CHECK_ROW("three", isnan(got.two_sided) && got.rise == 2);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"types", types},
	{"rank intervals", rank_intervals},
	{"bootstraps", bootstraps},
	{"change points", change_points},
	{"creeps", creeps},
};

UNIT_MAIN(tests)
