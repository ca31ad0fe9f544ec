/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/holm.h"
#include "gate/stats/rank.h"
#include "gate/stats/shift.h"
#include "near.h"
#include "scipy_ranks.h"

static const double may[] = {41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1,
	11, 4, 32, 23, 45, 115, 37};
static const double august[] = {39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44,
	21, 9, 45, 168, 73, 76, 118, 84, 85};

static void against_scipy(void)
{
	for (size_t i = 0; i < ROWS(rank_tests); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct rank_test got;
		int result =
			rank_test(&got, (struct sample){rank_tests[i].first, rank_tests[i].firsts},
				(struct sample){rank_tests[i].second, rank_tests[i].seconds},
				RANK_AUTO, arena, &err);

		CHECK_ROW(rank_tests[i].name, result == 0);
		CHECK_NEAR(rank_tests[i].name, got.u, rank_tests[i].u, 1e-15);
		CHECK_NEAR(rank_tests[i].name, got.two_sided, rank_tests[i].two_sided, 1e-11);
		CHECK_NEAR(rank_tests[i].name, got.less, rank_tests[i].less, 1e-11);
		CHECK_NEAR(rank_tests[i].name, got.greater, rank_tests[i].greater, 1e-11);
		arena_free(arena);
	}
}

struct published {
	const char *name;
	struct sample first, second;
	enum rank_method method;
	double u, two_sided, less, greater; /* NAN: not published */
};

static void check_published(const struct published *row)
{
	struct arena *arena = arena_new();
	struct err err = {0};
	struct rank_test got;
	int result = rank_test(&got, row->first, row->second, row->method, arena, &err);

	CHECK_ROW(row->name, result == 0);
	CHECK_NEAR(row->name, got.u, row->u, 1e-15);
	if (!isnan(row->two_sided))
		CHECK_NEAR(row->name, got.two_sided, row->two_sided, 1e-11);
	if (!isnan(row->less))
		CHECK_NEAR(row->name, got.less, row->less, 1e-11);
	if (!isnan(row->greater))
		CHECK_NEAR(row->name, got.greater, row->greater, 1e-11);
	arena_free(arena);
}

static void published_tests(void)
{
	struct sample depression[2] = {
		SAMPLE_OF(.80, .83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, .73, 1.46),
		SAMPLE_OF(1.15, .88, .90, .74, 1.21)};
	struct sample sexes[2] = {SAMPLE_OF(19, 22, 16, 29, 24), SAMPLE_OF(20, 11, 17, 12)};
	struct sample hypo[2] = {SAMPLE_OF(210.05, 110.19, 307.92),
		SAMPLE_OF(436.09, 416.37, 179.97, 197.81, 34.04, 138.54, 128.78, 265.93, 275.66,
			592.34, 448.73, 300.61, 187.98)};
	struct sample four = SAMPLE_OF(1, 2, 3, 4), odd = SAMPLE_OF(2, 1, 3, 5);
	const struct published rows[] = {
		{"1 R wilcox.test, Hollander & Wolfe", depression[0], depression[1], RANK_AUTO, 35,
			.254412254412254, NAN, .127206127206127},
		{"1 asymptotic, without correction", depression[0], depression[1], RANK_UNCORRECTED,
			35, NAN, NAN, .110335680959923},
		{"2 scipy _mannwhitneyu.py", sexes[0], sexes[1], RANK_AUTO, 17, .1111111111111111,
			NAN, .05555555555555555},
		{"2 asymptotic", sexes[0], sexes[1], RANK_NORMAL, 17, .11134688653314041, NAN, NAN},
		{"2 without correction", sexes[0], sexes[1], RANK_UNCORRECTED, 17, .0864107329737,
			NAN, NAN},
		{"3 scipy test_hypotests.py", hypo[0], hypo[1], RANK_AUTO, 16, .7035714285714,
			.3517857142857, .6946428571429},
		{"3 asymptotic", hypo[0], hypo[1], RANK_NORMAL, 16, .6865041817876, .3432520908938,
			.7047591913255},
		{"4 scipy test_tie_correct", four, SAMPLE_OF(1, 2, 3, 4, 5), RANK_NORMAL, 8,
			.7086240584439, NAN, NAN},
		{"4 y - .01", four, SAMPLE_OF(.99, 1.99, 2.99, 3.99, 4.99), RANK_NORMAL, 10, 1, NAN,
			NAN},
		{"4 y + .01", four, SAMPLE_OF(1.01, 2.01, 3.01, 4.01, 5.01), RANK_NORMAL, 6,
			.3912672792826, NAN, NAN},
		{"5 R airquality, May and August", {may, 26}, {august, 26}, RANK_AUTO, 127.5,
			1.20807830768774e-4, NAN, NAN},
		{"6 benchmath assumption_test.go", SAMPLE_OF(-1, -1, -1, -1), SAMPLE_OF(1, 1, 1, 1),
			RANK_AUTO, 0, .02857142857142857, NAN, NAN},
		{"6 three each", SAMPLE_OF(-1, -1, -1), SAMPLE_OF(1, 1, 1), RANK_AUTO, 0, .1, NAN,
			NAN},
		{"6 crossed", SAMPLE_OF(1, -1, -1, -1), SAMPLE_OF(-1, 1, 1, 1), RANK_AUTO, 4,
			.4857142857142857, NAN, NAN},
		{"6 all equal", SAMPLE_OF(1, 1, 1), SAMPLE_OF(1, 1, 1), RANK_AUTO, 4.5, 1, 1, 1},
		{"7 go-moremath utest_test.go", odd, SAMPLE_OF(12, 11, 13, 15), RANK_AUTO, 0,
			.028571428571428577, NAN, NAN},
		{"7 second", odd, SAMPLE_OF(0, 4, 6, 7), RANK_AUTO, 5, .48571428571428577, NAN,
			NAN},
		{"7 ties", odd, SAMPLE_OF(2, 2, 2, 2), RANK_AUTO, 10, .7142857142857143, NAN, NAN},
		{"16 Pinpoint mann_whitney_u_test.py", SAMPLE_OF(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
			SAMPLE_OF(20, 21, 22, 23, 24, 25, 26, 27, 28, 29), RANK_NORMAL, 0,
			.00018267179110955002, NAN, NAN},
		{"16 range(5), range(10)", SAMPLE_OF(0, 1, 2, 3, 4),
			SAMPLE_OF(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), RANK_NORMAL, 12.5,
			.13986357686781267, NAN, NAN},
		{"16 zeros and ones", SAMPLE_OF(0, 0, 0, 0, 0), SAMPLE_OF(1, 1, 1, 1, 1),
			RANK_NORMAL, 0, .0039767517097886512, NAN, NAN},
		{"16 one each", SAMPLE_OF(0), SAMPLE_OF(1), RANK_NORMAL, 0, 1, NAN, NAN},
		{"empty", {NULL, 0}, SAMPLE_OF(1), RANK_AUTO, NAN, NAN, NAN, NAN},
	};

	for (size_t i = 0; i < ROWS(rows); i++)
		check_published(&rows[i]);
}

static void long_rows(void)
{
	static double first[500], second[600];
	const struct published row = {"7 seq(0, 499) 2, seq(0, 599) 2 - 41", {first, 500},
		{second, 600}, RANK_AUTO, 135250, .0049335360814172224, NAN, NAN};

	for (int i = 0; i < 600; i++) {
		first[i % 500] = 2.0 * (i % 500);
		second[i] = 2.0 * i - 41;
	}
	check_published(&row);
}

static void refused(void)
{
	static const struct {
		const char *name;
		double value;
	} rows[] = {{"nan", NAN}, {"inf", INFINITY}, {"-inf", -INFINITY}};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct rank_test test;
		struct shift shift;
		struct sample bad = SAMPLE_OF(1, rows[i].value);

		CHECK_ROW(rows[i].name, rank_test(&test, bad, bad, RANK_AUTO, arena, &err) < 0);
		CHECK_ROW(rows[i].name, err.kind == ERR_LOOK && isnan(test.two_sided));
		CHECK_ROW(rows[i].name, shift_between(&shift, bad, bad, 0.95, arena, &err) < 0);
		CHECK_ROW(rows[i].name, isnan(shift.estimate) && isnan(shift.low));
		arena_free(arena);
	}
}

/* k for 95 % and n = m = 4 ... 20, as R's qwilcox prints, and at 26; model of scipy's published tables of n = 3. */
static void critical(void)
{
	static const uint64_t want[] = {
		1, 3, 6, 9, 14, 18, 24, 31, 38, 46, 56, 65, 76, 88, 100, 114, 128};
	struct arena *arena = arena_new();
	struct err err = {0};
	uint64_t k;
	double actual;

	for (size_t n = 4; n <= 20; n++) {
		CU_ASSERT(rank_critical(&k, &actual, n, n, 0.95, arena, &err) == 0);
		CHECK_NEAR("k for 95 %", (double)k, (double)want[n - 4], 0);
	}
	CU_ASSERT(rank_critical(&k, &actual, 26, 26, 0.95, arena, &err) == 0 && k == 231);
	CU_ASSERT(rank_critical(&k, &actual, 3, 3, 0.95, arena, &err) == 0);
	CHECK_ROW("three each have none", k == 0 && isnan(actual));
	CU_ASSERT(rank_critical(&k, &actual, 4, 4, 0.95, arena, &err) == 0);
	CHECK_NEAR("four each", actual, 1 - 2.0 / 70, 1e-14);
	CHECK_NEAR("Mann & Whitney 1947, n = m = 3, U = 1", rank_cdf(1, 3, 3, arena), 0.1, 1e-15);
	CHECK_NEAR("n 3, m 5, U = 4: scipy pm5", rank_cdf(4, 3, 5, arena), 11.0 / 56, 1e-13);
	CHECK_NEAR("least p of 4", rank_least_p(4, 4), 0.02857142857142857, 1e-12);
	CHECK_NEAR("least p of 8", rank_least_p(8, 8), 2.0 / 12870, 1e-12);
	arena_free(arena);
}

static void shifts(void)
{
	const struct {
		const char *name;
		struct sample base, head; /* head - base: R's first is the head */
		double estimate, low, high;
	} rows[] = {
		{"1 Hollander & Wolfe", SAMPLE_OF(1.15, .88, .90, .74, 1.21),
			SAMPLE_OF(.80, .83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, .73, 1.46), .305,
			-.15, .76},
		{"2 scipy's", SAMPLE_OF(20, 11, 17, 12), SAMPLE_OF(19, 22, 16, 29, 24), 7, -1, 17},
		{"5 airquality", {august, 26}, {may, 26}, -32, -53, -15},
		{"one each: no interval", SAMPLE_OF(1), SAMPLE_OF(3), 2, NAN, NAN},
		{"empty", {NULL, 0}, SAMPLE_OF(3), NAN, NAN, NAN},
		{"all equal", SAMPLE_OF(5, 5, 5, 5), SAMPLE_OF(5, 5, 5, 5), 0, 0, 0},
		{"across zero", SAMPLE_OF(1, 2, 3, 4), SAMPLE_OF(1, 2, 3, 4), 0, -3, 3},
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct shift got;

		CHECK_ROW(rows[i].name,
			shift_between(&got, rows[i].base, rows[i].head, 0.95, arena, &err) == 0);
		CHECK_NEAR(rows[i].name, got.estimate, rows[i].estimate, 1e-12);
		CHECK_NEAR(rows[i].name, got.low, rows[i].low, 1e-12);
		CHECK_NEAR(rows[i].name, got.high, rows[i].high, 1e-12);
		arena_free(arena);
	}
}

/* A million a side; whoever squares the number of values does not come back. */
static void huge(void)
{
	enum { MANY = 1000000 };
	struct arena *arena = arena_new();
	double *values = arena_array(arena, 2 * MANY, sizeof(*values));
	struct rank_test test;
	struct shift shift;
	struct err err = {0};

	CU_ASSERT_FATAL(values != NULL);
	for (size_t i = 0; i < MANY; i++) {
		values[i] = (double)(i * 7919 % MANY);
		values[MANY + i] = (double)(i * 104729 % MANY) + 1000;
	}
	CU_ASSERT(shift_between(&shift, (struct sample){values, MANY},
			  (struct sample){values + MANY, MANY}, 0.95, arena, &err) == 0);
	CHECK_NEAR("the shift of a million", shift.estimate, 1000, 1e-12);
	CHECK_ROW("its interval", shift.low > 100 && shift.high < 1900);
	CU_ASSERT(rank_test(&test, (struct sample){values, MANY},
			  (struct sample){values + MANY, MANY}, RANK_AUTO, arena, &err) == 0);
	CHECK_WITHIN("its test", test.two_sided, 0.014, 0.002);
	arena_free(arena);
}

static void many_tests(void)
{
	static const struct {
		const char *name;
		double p[10], holm[10], bh[10], digits;
	} rows[] = {
		{"W5 R multtest", {.001, .002, .003, .004, .005, .05, .06, .07, .08, .09},
			{.01, .018, .024, .028, .03, .25, .25, .25, .25, .25},
			{.01, .01, .01, .01, .01, .08333333333333334, .0857142857142857, .0875,
				.0888888888888889, .09},
			1e-14},
		{"W5b R multtest",
			{5.23656777208e-05, 0.00028140506198, 0.0149877310796, 0.0202732688798,
				0.177096952723, 0.642193923795, 0.680845947633, 0.71626938238,
				0.838541367553, 0.967833824309},
			{5.23656777e-04, 2.53264556e-03, 0.119901849, 0.141912882, 1, 1, 1, 1, 1,
				1},
			{5.23656777e-04, 1.40702531e-03, 0.0499591036, 0.0506831722, 0.354193905,
				0.895336728, 0.895336728, 0.895336728, 0.931712631, 0.967833824},
			5e-9},
	};
	double got[10], back[3] = {0.04, NAN, 0.01};
	struct arena *arena = arena_new();
	struct err err = {0};

	for (size_t i = 0; i < ROWS(rows); i++)
		for (size_t k = 0; k < 10; k++) {
			CU_ASSERT(holm_adjust(got, rows[i].p, 10, arena, &err) == 0);
			CHECK_NEAR(rows[i].name, got[k], rows[i].holm[k], rows[i].digits);
			CU_ASSERT(benjamini_adjust(got, rows[i].p, 10, arena, &err) == 0);
			CHECK_NEAR(rows[i].name, got[k], rows[i].bh[k], rows[i].digits);
		}
	CU_ASSERT(holm_adjust(back, back, 3, arena, &err) == 0);
	CHECK_NEAR("out of order", back[0], 0.08, 1e-15);
	CHECK_NEAR("nan counts, and stays", back[1], NAN, 0);
	CHECK_NEAR("in place", back[2], 0.03, 1e-15);
	CU_ASSERT(holm_adjust(back, back, 0, arena, &err) == 0);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"against scipy", against_scipy},
	{"published", published_tests},
	{"long rows", long_rows},
	{"refused", refused},
	{"critical", critical},
	{"shifts", shifts},
	{"huge", huge},
	{"many tests", many_tests},
};

UNIT_MAIN(tests)
