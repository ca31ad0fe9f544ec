/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/beta.h"
#include "gate/stats/loss.h"
#include "gate/stats/perplexity.h"
#include "gate/stats/power.h"
#include "near.h"
#include "scipy_tables.h"

static void mcnemar(void)
{
	static const struct {
		const char *name;
		uint64_t lost, gained;
		double two_sided, worse;
	} rows[] = {
		{"W1 statsmodels test_mcnemar_exact", 121, 59, 4.43444926e-06, 2.21722463e-06},
		{"W1 second", 70, 59, 0.378687663, 0.189343831},
		{"W1 third", 80, 59, 0.089452315, 0.0447261575},
		{"W1 fourth", 30, 60, 0.00206026568, 0.99951362},
		{"W1 fifth", 10, 30, 0.00222143377, 0.999660226},
		{"W1 sixth", 10, 10, 1, 0.588098526},
		{"no flips", 0, 0, 1, 1},
		{"one lost", 1, 0, 1, 0.5},
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct paired table = {
			.samples = 1000, .lost = rows[i].lost, .gained = rows[i].gained};

		CHECK_NEAR(rows[i].name, mcnemar_two_sided(table), rows[i].two_sided, 3e-9);
		CHECK_NEAR(rows[i].name, mcnemar_worse(table), rows[i].worse, 3e-9);
	}
	/* Two-sided less C(180, 59) / 2^180; worse less half of it. */
	CHECK_NEAR("mid-p", mcnemar_mid((struct paired){1000, 0, 121, 59}),
		4.43444926e-06 - binomial_mass(59, 180, 0.5), 1e-8);
	CHECK_NEAR("worse, mid-p", mcnemar_worse_mid((struct paired){1000, 0, 1, 0}), 0.25, 1e-14);
}

static void chi_square(void)
{
	static const struct {
		const char *name;
		uint64_t lost, gained;
		double corrected, p, plain, plain_p;
	} rows[] = {
		{"W2 R mcnemar.test", 121, 59, 20.67222, 5.450095e-06, 21.35556, 3.815136e-06},
		{"W2 second", 70, 59, 0.7751938, 0.3786151, 0.9379845, 0.3327967},
		{"W2 third", 80, 59, 2.87769784, 0.08981434, 3.17266187, 0.07488031},
		{"W3 contingency_table_r_results.csv", 19, 15, NAN, 0.606905427217951,
			0.470588235294118, NAN},
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct paired table = {
			.samples = 1000, .lost = rows[i].lost, .gained = rows[i].gained};
		double corrected = mcnemar_chi_square(table, true);

		CHECK_NEAR(rows[i].name, chi_square_upper(corrected, 1), rows[i].p, 2e-7);
		CHECK_NEAR(rows[i].name, mcnemar_chi_square(table, false), rows[i].plain, 3e-7);
		if (isnan(rows[i].plain_p))
			continue;
		CHECK_NEAR(rows[i].name, corrected, rows[i].corrected, 2e-7);
		CHECK_NEAR(rows[i].name, chi_square_upper(mcnemar_chi_square(table, false), 1),
			rows[i].plain_p, 2e-7);
	}
	CHECK_NEAR("W3 exact", mcnemar_two_sided((struct paired){88, 23, 19, 15}), 0.60759136127308,
		1e-12);
}

static void intervals(void)
{
	for (size_t i = 0; i < ROWS(tangos); i++) {
		struct paired table = {.samples = (uint64_t)tangos[i].n,
			.lost = (uint64_t)tangos[i].lost,
			.gained = (uint64_t)tangos[i].gained};
		struct interval got = paired_tango(table, tangos[i].confidence);

		CHECK_WITHIN(tangos[i].name, got.low, tangos[i].low, 2e-6);
		CHECK_WITHIN(tangos[i].name, got.high, tangos[i].high, 2e-6);
		CHECK_NEAR("at 0 it is McNemar's", tango_z(table, 0) * tango_z(table, 0),
			mcnemar_chi_square(table, false), 1e-12);
	}
	/* No flips: z^2 / (n + z^2), by the formula with q = 0. */
	CHECK_WITHIN("no flips", paired_tango((struct paired){.samples = 100}, 0.95).high,
		3.841458820694124 / 103.841458820694124, 1e-12);
	CHECK_WITHIN("no flips, low", paired_tango((struct paired){.samples = 100}, 0.95).low,
		-3.841458820694124 / 103.841458820694124, 1e-12);
	CHECK_NEAR("all lost", paired_tango((struct paired){5, 0, 5, 0}, 0.95).high, 1, 0);
	CHECK_NEAR("all gained", paired_tango((struct paired){5, 0, 0, 5}, 0.95).low, -1, 0);
	CHECK_NEAR("nothing", paired_tango((struct paired){0}, 0.95).high, NAN, 0);
	CHECK_NEAR("more flips than samples",
		paired_tango((struct paired){.samples = 5, .lost = 3, .gained = 3}, 0.95).high, NAN,
		0);
	/* Newcombe 1998 paired, without correlation, is the unpaired one. */
	CHECK_ROW("Newcombe holds the estimate",
		paired_newcombe((struct paired){50, 36, 12, 2}, 0.95).low < 0.2 &&
			paired_newcombe((struct paired){50, 36, 12, 2}, 0.95).high > 0.2);
	CHECK_NEAR("paired error: sqrt((22 - 100/100) / (100 99))",
		paired_error((struct paired){100, 50, 16, 6}), sqrt(21.0 / 9900), 1e-14);
}

static const struct loss_rule point = {.margin = 0.01, .alpha = 0.05};

static void verdicts(void)
{
	static const struct {
		const char *name;
		struct paired table;
		struct loss_rule rule;
		enum loss_verdict want;
		bool needs;
	} rows[] = {
		{"no change in many", {4096, 2900, 100, 100}, {.01, .05}, LOSS_WITHIN, false},
		{"no flips in 300", {300, 200, 0, 0}, {.01, .05}, LOSS_WITHIN, false},
		{"no flips in 200", {200, 200, 0, 0}, {.01, .05}, LOSS_INCONCLUSIVE, true},
		{"37 of 4096 lost", {4096, 2900, 121, 84}, {.01, .05}, LOSS_REGRESSED, false},
		{"significant, but far below the margin", {1000000, 700000, 1200, 1000}, {.01, .05},
			LOSS_WITHIN, false},
		{"better", {4096, 2900, 50, 150}, {.01, .05}, LOSS_WITHIN, false},
		{"few", {50, 30, 3, 2}, {.01, .05}, LOSS_INCONCLUSIVE, true},
		{"few and all lost", {50, 30, 6, 0}, {.01, .05}, LOSS_REGRESSED, false},
		{"5 of 5", {5, 0, 5, 0}, {.01, .05}, LOSS_REGRESSED, false},
		{"the score bound alone says so", {4096, 2900, 115, 92}, {.01, .05},
			LOSS_INCONCLUSIVE, true},
		{"nothing", {0, 0, 0, 0}, {.01, .05}, LOSS_INCONCLUSIVE, false},
		{"cells that do not fit", {10, 9, 9, 9}, {.01, .05}, LOSS_INCONCLUSIVE, false},
		{"no margin", {4096, 2900, 100, 100}, {0, .05}, LOSS_INCONCLUSIVE, false},
		{"a margin of nan", {4096, 2900, 100, 100}, {NAN, .05}, LOSS_INCONCLUSIVE, false},
		{"an infinite margin", {4096, 2900, 100, 100}, {INFINITY, .05}, LOSS_INCONCLUSIVE,
			false},
		{"alpha of nan", {4096, 2900, 100, 100}, {.01, NAN}, LOSS_INCONCLUSIVE, false},
		{"alpha of 0.5", {4096, 2900, 100, 100}, {.01, .5}, LOSS_INCONCLUSIVE, false},
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct loss got = loss_paired(rows[i].table, rows[i].rule);

		CHECK_ROW(rows[i].name, got.verdict == rows[i].want);
		CHECK_ROW(rows[i].name, !rows[i].needs || got.needed > rows[i].table.samples);
		CHECK_ROW(rows[i].name, rows[i].needs || got.needed == 0);
		CHECK_ROW(rows[i].name,
			isnan(got.low) || (got.low <= got.loss && got.loss <= got.high));
	}
}

static void other_verdicts(void)
{
	struct mean_difference same = {100, 100, 100, 0, 0, 99};
	struct mean_difference few = {20, 20, 20, 0, 0, 19};
	struct mean_difference down = mean_printed(0.70, 0.002, 0.68, 0.002);

	CHECK_ROW("no spread in 100",
		loss_means(&same, true, (struct loss_rule){.05, .05}).verdict == LOSS_WITHIN);
	CHECK_ROW("no spread in 100, narrow",
		loss_means(&same, true, point).verdict == LOSS_INCONCLUSIVE);
	CHECK_ROW("no spread in 20",
		loss_means(&few, true, (struct loss_rule){.5, .05}).verdict == LOSS_INCONCLUSIVE);
	CHECK_ROW(
		"down, higher is better", loss_means(&down, true, point).verdict == LOSS_REGRESSED);
	CHECK_ROW("down, lower is better", loss_means(&down, false, point).verdict == LOSS_WITHIN);
	CHECK_ROW("unpaired, few",
		loss_unpaired(0.7, 100, 0.69, 100, true, point).verdict == LOSS_INCONCLUSIVE);
	CHECK_ROW("unpaired, says how many",
		loss_unpaired(0.7, 100, 0.69, 100, true, point).needed > 10000);
	CHECK_ROW("unpaired, far",
		loss_unpaired(0.7, 1000, 0.5, 1000, true, point).verdict == LOSS_REGRESSED);
	CHECK_ROW("unpaired, lower is better",
		loss_unpaired(0.7, 1000, 0.5, 1000, false, point).verdict == LOSS_WITHIN);
	CHECK_ROW("interval only",
		loss_interval(0.001, -0.003, 0.005, NAN, 100, point).verdict == LOSS_WITHIN);
	CHECK_ROW("an interval turned round",
		loss_interval(0.001, 0.005, -0.003, NAN, 100, point).verdict == LOSS_INCONCLUSIVE);
	CHECK_ROW("an interval of nan",
		loss_interval(0.001, NAN, 0.005, 0.001, 100, point).verdict == LOSS_INCONCLUSIVE);
	CHECK_ROW("limit held",
		loss_limit(0.8, (struct interval){.75, .85}, .7, true) == LOSS_WITHIN);
	CHECK_ROW("limit broken",
		loss_limit(0.6, (struct interval){.55, .75}, .7, true) == LOSS_REGRESSED);
	CHECK_ROW("limit within the interval",
		loss_limit(0.72, (struct interval){.65, .8}, .7, true) == LOSS_INCONCLUSIVE);
	CHECK_ROW("limit of nan",
		loss_limit(NAN, (struct interval){.65, .8}, .7, true) == LOSS_INCONCLUSIVE);
	CHECK_ROW("upper limit",
		loss_limit(0.1, (struct interval){.05, .11}, .12, false) == LOSS_WITHIN);
}

static void power(void)
{
	static const struct {
		const char *name;
		double n, theta, below;
	} rows[] = {{"W6 TensorRT-LLM README, 32", 32, 31.080936, 20.560670},
		{"W6 64", 64, 21.977540, 14.538589}, {"W6 256", 256, 10.988770, 7.269295},
		{"W6 1024", 1024, 5.494385, 3.634647}, {"W6 4096", 4096, 2.747193, 1.817324},
		{"W6 14042", 14042, 1.483729, 0.981517}};

	for (size_t i = 0; i < ROWS(rows); i++) {
		CHECK_WITHIN(rows[i].name, power_reference_theta(50, rows[i].n, .05, .8),
			rows[i].theta, 1e-6);
		CHECK_WITHIN(rows[i].name, power_reference_distance(50, rows[i].n, .05),
			rows[i].below, 1e-6);
	}
	CHECK_ROW("W7 Miller", power_mean_samples(1.0 / 9, 0.03, .05, .8) == 969);
	CHECK_WITHIN(
		"W7 K = 1", power_mean_detectable(1.0 / 9 + 2.0 / 6, 198, .05, .8), 0.13273, 1e-5);
	CHECK_WITHIN("W7 K = 10", power_mean_detectable(1.0 / 9 + 2.0 / 60, 198, .05, .8), 0.07567,
		1e-5);
	CHECK_NEAR("W8 pwr.2p.test", power_two_shares(.3, 80, .05), 0.475100870572638, 1e-12);
	CHECK_NEAR("W8 h .01", power_two_shares(.01, 80, .05), 0.05045832927039234, 1e-12);
	CHECK_NEAR(
		"W8 greater", power_two_shares_greater(.01, 80, .05), 0.056869534873146124, 1e-12);
	CHECK_NEAR("W8 less", power_two_shares_greater(-.01, 80, .05), 0.0438089705093578, 1e-12);
	CHECK_WITHIN("0.87 points", power_paired_detectable(.05, 4096, .05, .8), 0.0087, 5e-5);
	CHECK_ROW("more margin, fewer samples", power_within_samples(.05, 0, .02, .05, .8) <
							power_within_samples(.05, 0, .01, .05, .8));
	CHECK_ROW("3091 pairs", power_within_samples(.05, 0, .01, .05, .8) == 3092);
	CHECK_ROW("a loss beyond the margin", power_within_samples(.05, .02, .01, .05, .8) == 0);
	CHECK_ROW("no flips", power_within_samples(0, 0, .01, .05, .8) == 268);
	CHECK_ROW("least runs", power_least_runs(.05) == 4 && power_least_runs(.0125) == 5);
	CHECK_ROW("runs", power_shift_runs(5, 5, .05, .8) == 17);
	CHECK_ROW("no shift", power_shift_runs(5, 0, .05, .8) == 0);
	CHECK_ROW("no spread", power_shift_runs(0, 5, .05, .8) == 4);
	CHECK_NEAR("nan", power_paired_detectable(.05, 10, NAN, .8), NAN, 0);
}

static void perplexity(void)
{
	static const double running[] = {4, 6, 5.5};
	struct mean_difference ratio = perplexity_printed(6.225194, 0.037, 6.227711, 0.037);
	struct interval interval;
	double chunks[3];

	CHECK_WITHIN("W10 llama.cpp README, ln", ratio.difference, 0.000404, 5e-7);
	CHECK_WITHIN("W10 ratio", exp(ratio.difference), 1.000404, 5e-7);
	ratio = perplexity_logged(0.000404, 0.000086);
	interval = perplexity_ratio(mean_interval(&ratio, 0.90));
	CHECK_WITHIN("W10 interval", interval.low, exp(0.000404 - 1.6448536 * 0.000086), 1e-9);
	CHECK_ROW("chunks", perplexity_chunks(chunks, running, 3));
	CHECK_NEAR("first chunk", chunks[0], log(4), 1e-14);
	CHECK_NEAR("all chunks", chunks[0] + chunks[1] + chunks[2], 3 * log(5.5), 1e-14);
	CHECK_ROW("a perplexity of 0", !perplexity_chunks(chunks, (const double[]){0}, 1));
	CHECK_ROW("a perplexity of nan", !perplexity_chunks(chunks, (const double[]){NAN}, 1));
	CHECK_NEAR("nan", perplexity_printed(NAN, 1, 2, 1).difference, NAN, 0);
}

static void means(void)
{
	struct sample a = SAMPLE_OF(.7, -1.6, -.2, -1.2, -.1, 3.4, 3.7, .8, 0, 2),
		      b = SAMPLE_OF(1.9, .8, 1.1, .1, -.1, 4.4, 5.5, 1.6, 4.6, 3.4);
	static const uint64_t cluster[] = {1, 1, 2, 2, 3, 3, 4, 4, 5, 5},
			      alone[] = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}, one[10] = {0};
	struct arena *arena = arena_new();
	struct mean_difference got;
	struct err err = {0};

	CU_ASSERT(mean_unpaired(&got, b, a, &err) == 0);
	CHECK_NEAR("13 R sleep, t", mean_t(&got), -1.86081346748685, 1e-13);
	CHECK_NEAR("13 df", got.df, 17.7764735161785, 1e-12);
	CHECK_NEAR("13 p", mean_two_sided(&got), .0793941401873582, 1e-10);
	CHECK_WITHIN("13 low", mean_interval(&got, .95).low, -3.36548, 5e-6);
	CHECK_WITHIN("13 high", mean_interval(&got, .95).high, .20548, 5e-6);
	CU_ASSERT(mean_paired(&got, b, a, NULL, arena, &err) == 0);
	CHECK_NEAR("R t.test sleep, paired", mean_t(&got), -4.062128, 1e-6);
	CHECK_NEAR("its p", mean_two_sided(&got), 0.00283289, 1e-6);
	CU_ASSERT(mean_paired(&got, b, a, alone, arena, &err) == 0);
	CHECK_NEAR("clusters of one", mean_t(&got), -4.062128, 1e-6);
	CU_ASSERT(mean_paired(&got, b, a, cluster, arena, &err) == 0);
	CHECK_ROW("clusters", got.clusters == 5 && got.df == 4);
	CHECK_NEAR("Miller eq. 8, in NumPy", got.error, 0.3881351425584765, 1e-13);
	CU_ASSERT(mean_paired(&got, b, a, one, arena, &err) == 0);
	CHECK_NEAR("one cluster says nothing", got.error, NAN, 0);
	CU_ASSERT(mean_paired(&got, a, a, NULL, arena, &err) == 0);
	CHECK_NEAR("the same twice", got.error, 0, 0);
	CU_ASSERT(mean_paired(&got, (struct sample){NULL, 0}, (struct sample){NULL, 0}, NULL, arena,
			  &err) == 0);
	CHECK_ROW("nothing is inconclusive",
		loss_means(&got, true, point).verdict == LOSS_INCONCLUSIVE);
	CU_ASSERT(mean_paired(&got, a, SAMPLE_OF(1), NULL, arena, &err) < 0);
	CU_ASSERT(mean_unpaired(&got, a, SAMPLE_OF(1, NAN), &err) < 0);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"mcnemar", mcnemar},
	{"chi-square", chi_square},
	{"intervals", intervals},
	{"verdicts", verdicts},
	{"other verdicts", other_verdicts},
	{"power", power},
	{"perplexity", perplexity},
	{"means", means},
};

UNIT_MAIN(tests)
