/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/beta.h"
#include "gate/stats/moments.h"
#include "gate/stats/normal.h"
#include "gate/stats/proportion.h"
#include "gate/stats/random.h"
#include "near.h"
#include "scipy_distributions.h"

static void normal(void)
{
	for (size_t i = 0; i < ROWS(normal_quantiles); i++)
		CHECK_NEAR(normal_quantiles[i].name, normal_quantile(normal_quantiles[i].p),
			normal_quantiles[i].want, 2e-15);
	for (size_t i = 0; i < ROWS(normal_tails); i++) {
		CHECK_NEAR(normal_tails[i].name, normal_upper(normal_tails[i].x),
			normal_tails[i].want, 1e-13);
		CHECK_NEAR(normal_tails[i].name, normal_cdf(-normal_tails[i].x),
			normal_tails[i].want, 1e-13);
	}
	CHECK_NEAR("below 0", normal_quantile(-0.1), NAN, 0);
	CHECK_NEAR("nan", normal_quantile(NAN), NAN, 0);
	CHECK_NEAR("0", normal_quantile(0), -INFINITY, 0);
	CHECK_NEAR("1", normal_quantile(1), INFINITY, 0);
	CHECK_NEAR("z of 0.95", normal_z(0.95), 1.959963984540054, 1e-14);
	CHECK_NEAR("z of 1", normal_z(1), NAN, 0);
}

static void beta(void)
{
	for (size_t i = 0; i < ROWS(betas); i++)
		CHECK_NEAR(betas[i].name, beta_cdf(betas[i].x, betas[i].a, betas[i].b),
			betas[i].want, 1e-10);
	for (size_t i = 0; i < ROWS(beta_quantiles); i++)
		CHECK_NEAR(beta_quantiles[i].name,
			beta_quantile(
				beta_quantiles[i].p, beta_quantiles[i].a, beta_quantiles[i].b),
			beta_quantiles[i].want, 1e-11);
	CHECK_NEAR("a of 0", beta_cdf(0.5, 0, 1), NAN, 0);
	CHECK_NEAR("nan", beta_cdf(NAN, 1, 1), NAN, 0);
	CHECK_NEAR("above 1", beta_cdf(2, 1, 1), 1, 0);
	CHECK_NEAR("p of 2", beta_quantile(2, 1, 1), NAN, 0);
}

static void binomial(void)
{
	for (size_t i = 0; i < ROWS(binomials); i++) {
		uint64_t k = (uint64_t)binomials[i].k, n = (uint64_t)binomials[i].n;

		CHECK_NEAR(binomials[i].name, binomial_cdf(k, n, binomials[i].p), binomials[i].upto,
			1e-10);
		CHECK_NEAR(binomials[i].name, binomial_upper(k, n, binomials[i].p),
			binomials[i].from, 1e-10);
		CHECK_NEAR(binomials[i].name, binomial_mass(k, n, binomials[i].p),
			binomials[i].mass, 1e-10);
	}
	CHECK_ROW("stats.binom.ppf(.975, 20, .5)", binomial_quantile(0.975, 20, 0.5) == 14);
	CHECK_ROW("stats.binom.ppf(.025, 20, .5)", binomial_quantile(0.025, 20, 0.5) == 6);
	CHECK_ROW("a whole binary share", binomial_quantile(0.5, 1, 0.5) == 0);
	CHECK_ROW("q above 1", binomial_quantile(1.5, 1, 0.5) == UINT64_MAX);
	CHECK_NEAR("p above 1", binomial_cdf(1, 2, 1.5), NAN, 0);
}

static void student(void)
{
	for (size_t i = 0; i < ROWS(students); i++)
		CHECK_NEAR(students[i].name, student_cdf(students[i].t, students[i].df),
			students[i].cdf, 1e-9);
	for (size_t i = 0; i < ROWS(student_quantiles); i++)
		CHECK_WITHIN(student_quantiles[i].name,
			student_quantile(student_quantiles[i].p, student_quantiles[i].df),
			student_quantiles[i].want, 1e-7 * (1 + fabs(student_quantiles[i].want)));
	CHECK_NEAR("Bencher's t boundary: 100 + 10 t, its docs",
		100 + 10 * student_quantile(0.977, 24) * sqrt(1 + 1.0 / 25), 121.460903, 1e-7);
	CHECK_NEAR("infinite df", student_quantile(0.975, INFINITY), 1.959963984540054, 1e-14);
	CHECK_NEAR("df of 0", student_cdf(1, 0), NAN, 0);
	CHECK_NEAR("infinite t", student_two_sided(INFINITY, 3), 0, 0);
	for (size_t i = 0; i < ROWS(chi_squares); i++)
		CHECK_NEAR(chi_squares[i].name,
			chi_square_upper(chi_squares[i].x, chi_squares[i].df), chi_squares[i].want,
			1e-9);
}

static void shares_of(void)
{
	for (size_t i = 0; i < ROWS(shares); i++) {
		struct interval exact = clopper_pearson_interval(
			(uint64_t)shares[i].k, (uint64_t)shares[i].n, shares[i].confidence);
		struct interval wilson = wilson_interval(
			shares[i].k / shares[i].n, shares[i].n, shares[i].confidence);

		CHECK_WITHIN(shares[i].name, exact.low, shares[i].low, 1e-11);
		CHECK_WITHIN(shares[i].name, exact.high, shares[i].high, 1e-11);
		CHECK_WITHIN(shares[i].name, wilson.low, shares[i].wilson_low, 1e-12);
		CHECK_WITHIN(shares[i].name, wilson.high, shares[i].wilson_high, 1e-12);
	}
	for (size_t i = 0; i < ROWS(newcombes); i++) {
		struct interval got = newcombe_difference(newcombes[i].base / newcombes[i].base_n,
			newcombes[i].base_n, newcombes[i].head / newcombes[i].head_n,
			newcombes[i].head_n, newcombes[i].confidence);

		CHECK_WITHIN(newcombes[i].name, got.low, newcombes[i].low, 1e-12);
		CHECK_WITHIN(newcombes[i].name, got.high, newcombes[i].high, 1e-12);
	}
	CHECK_NEAR("no samples", wilson_interval(0.5, 0, 0.95).low, NAN, 0);
	CHECK_NEAR("a share of nan", wilson_interval(NAN, 10, 0.95).low, NAN, 0);
	CHECK_NEAR("0 of 0", clopper_pearson_interval(0, 0, 0.95).high, NAN, 0);
}

static void published_shares(void)
{
	static const struct {
		const char *name;
		double share, n, confidence, low, high, digits;
	} rows[] = {
		{"W4 statsmodels test_proportion, 19/38", 0.5, 38, 0.95, 0.348499283643951,
			0.651500716356049, 1e-12},
		{"W4 R DescTools BinomCI, 100/200", 0.5, 200, 0.95, 0.4313609, 0.5686391, 5e-8},
		{"W4 100/200, one-sided lower", 0.5, 200, 0.90, 0.442235, NAN, 5e-7},
		{"W4 vLLM test_accuracy_gate.py, 50/100", 0.5, 100, 0.95, 0.4038, 0.5962, 5e-5},
		{"W4 vLLM, 1000/1000, one-sided", 1, 1000, 0.90, 0.9973, NAN, 5e-5},
		{"W4 vLLM, 1000/1000, two-sided", 1, 1000, 0.95, 0.99617, NAN, 5e-6},
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct interval got = wilson_interval(rows[i].share, rows[i].n, rows[i].confidence);

		CHECK_WITHIN(rows[i].name, got.low, rows[i].low, rows[i].digits);
		CHECK_ROW(rows[i].name,
			isnan(rows[i].high) || within(got.high, rows[i].high, rows[i].digits));
	}
	CHECK_WITHIN("W4 Clopper-Pearson", clopper_pearson_interval(100, 200, 0.95).low, 0.4286584,
		5e-8);
	CHECK_WITHIN("W4 one-sided", clopper_pearson_interval(100, 200, 0.90).low, 0.439641, 5e-7);
	CHECK_NEAR("W9 lm-eval anli_r1-v0-res.json", share_error(334, 1000), 0.014922019523732967,
		1e-14);
}

static void moments(void)
{
	struct moments got = moments_of(SAMPLE_OF(1e16, 1, -1e16));

	CHECK_NEAR("a sum that loses nothing", got.mean, 1.0 / 3, 1e-15);
	CHECK_NEAR("all the same", moments_of(SAMPLE_OF(0.1, 0.1, 0.1)).variance, 0, 0);
	CHECK_NEAR("variance", moments_of(SAMPLE_OF(1, 2, 3, 4)).variance, 5.0 / 3, 1e-15);
	CHECK_NEAR("nothing", moments_of((struct sample){NULL, 0}).mean, NAN, 0);
	CHECK_NEAR("one", moments_of(SAMPLE_OF(7)).mean, 7, 0);
	CHECK_NEAR("one has no spread", moments_of(SAMPLE_OF(7)).error, NAN, 0);
	CHECK_NEAR("nan", moments_of(SAMPLE_OF(7, NAN)).mean, NAN, 0);
	CHECK_NEAR("inf", moments_of(SAMPLE_OF(7, INFINITY)).variance, NAN, 0);
}

static void generator(void)
{
	struct random random = random_seeded(1), again = random_seeded(1);
	size_t counts[3] = {0};
	double sum = 0;

	for (int i = 0; i < 30000; i++) {
		CU_ASSERT_FATAL(random_next(&again) == random_next(&random));
		counts[random_below(&random, 3)]++;
		random_next(&again);
		sum += random_uniform(&random);
		random_next(&again);
	}
	CHECK_WITHIN("uniform", sum / 30000, 0.5, 0.01);
	for (int i = 0; i < 3; i++)
		CHECK_WITHIN("a third each", (double)counts[i], 10000, 400);
	CHECK_ROW("below 0", random_below(&random, 0) == 0);
}

static const struct unit_test tests[] = {
	{"normal", normal},
	{"beta", beta},
	{"binomial", binomial},
	{"student and chi-square", student},
	{"shares", shares_of},
	{"published shares", published_shares},
	{"moments", moments},
	{"generator", generator},
};

UNIT_MAIN(tests)
