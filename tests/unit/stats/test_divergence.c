/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/divergence.h"
#include "near.h"
#include "scipy_divergences.h"

/* Shares of counts, in out. */
static void share(const double *counts, size_t count, double *out)
{
	double total = 0;

	for (size_t i = 0; i < count; i++)
		total += counts[i];
	for (size_t i = 0; i < count; i++)
		out[i] = counts[i] / total;
}

static void shares_against_scipy(void)
{
	for (size_t i = 0; i < ROWS(share_rows); i++) {
		const char *name = share_rows[i].name;
		double reference[12], current[12];
		struct shares counts = {
			share_rows[i].reference, share_rows[i].current, share_rows[i].count};
		struct shares shares = {reference, current, share_rows[i].count};
		struct chi_square got = divergence_chi_square(counts);

		share(counts.reference, counts.count, reference);
		share(counts.current, counts.count, current);
		CHECK_WITHIN(name, got.statistic, share_rows[i].statistic, 1e-11);
		CHECK_NEAR(name, got.df, share_rows[i].df, 1e-15);
		CHECK_NEAR(name, got.p, share_rows[i].p, 1e-11);
		CHECK_WITHIN(name, got.cramers_v, share_rows[i].cramers_v, 1e-12);
		CHECK_WITHIN(
			name, divergence_jensen_shannon(shares, exp(1)), share_rows[i].js_e, 1e-12);
		CHECK_WITHIN(name, divergence_jensen_shannon(shares, 2), share_rows[i].js_2, 1e-12);
		if (!isnan(share_rows[i].kl))
			CHECK_WITHIN(name, divergence_kullback_leibler(shares, 1e-300),
				share_rows[i].kl, 1e-12);
	}
}

static void samples_against_scipy(void)
{
	for (size_t i = 0; i < ROWS(sample_rows); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct sample reference, current;

		CHECK_ROW(sample_rows[i].name,
			sample_sorted(&reference,
				(struct sample){
					sample_rows[i].reference, sample_rows[i].references},
				arena, &err) == 0 &&
				sample_sorted(&current,
					(struct sample){
						sample_rows[i].current, sample_rows[i].currents},
					arena, &err) == 0);
		CHECK_WITHIN(sample_rows[i].name, divergence_ks(reference, current),
			sample_rows[i].ks, 1e-14);
		CHECK_NEAR(sample_rows[i].name, divergence_wasserstein(reference, current),
			sample_rows[i].wasserstein, 1e-12);
		arena_free(arena);
	}
}

/* By hand: (0.2 - 0.5) ln(0.2 / 0.5) + (0.8 - 0.5) ln(0.8 / 0.5) = 0.3 ln 4. */
static void by_hand(void)
{
	double even[] = {0.5, 0.5}, odd[] = {0.2, 0.8}, lost[] = {1, 0};
	struct shares moved = {even, odd, 2}, gone = {even, lost, 2};

	CHECK_NEAR("psi", divergence_psi(moved, 1e-4), 0.3 * log(4), 1e-14);
	CHECK_NEAR("psi with nothing in a bin", divergence_psi(gone, 1e-4),
		0.5 * log(2) + (0.5 - 1e-4) * log(0.5 / 1e-4), 1e-14);
	CHECK_NEAR("l-infinity", divergence_l_infinity(moved), 0.3, 1e-14);
	CHECK_NEAR("hellinger", divergence_hellinger(gone), sqrt(1 - sqrt(0.5)), 1e-14);
	CHECK_NEAR("jensen-shannon at most 1",
		divergence_jensen_shannon(
			(struct shares){(double[]){1, 0}, (double[]){0, 1}, 2}, 2),
		1, 1e-15);
	CU_ASSERT(isnan(divergence_psi((struct shares){even, odd, 0}, 1e-4)));
	CU_ASSERT(isnan(divergence_psi(moved, 0)));
	CU_ASSERT(isnan(divergence_l_infinity((struct shares){even, (double[]){NAN, 1}, 2})));
	CU_ASSERT(isnan(divergence_ks(SAMPLE_OF(1), (struct sample){NULL, 0})));
	CU_ASSERT(isnan(divergence_wasserstein((struct sample){NULL, 0}, SAMPLE_OF(1))));
	CU_ASSERT(isnan(divergence_chi_square((struct shares){even, (double[]){0, 0}, 2}).p));
}

static void bins(void)
{
	struct sample ten = SAMPLE_OF(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
	struct sample few = SAMPLE_OF(0, 0, 0, 0, 0, 0, 0, 0, 1, 2);
	double edges[9], counts[10];
	size_t count;

	divergence_edges(ten, 5, edges, &count);
	CU_ASSERT_EQUAL(count, 4);
	CHECK_NEAR("type 7", edges[0], 2.8, 1e-14);
	divergence_fill(ten, edges, count, counts);
	for (size_t i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(counts[i], 2);
	divergence_edges(few, 10, edges, &count);
	CHECK_ROW("a value that fills many bins is one edge", count == 3 && edges[0] == 0);
	divergence_fill(few, edges, count, counts);
	CHECK_ROW("what lies below the first edge has a bin", counts[0] == 0 && counts[1] == 8);
}

/* chi-square's 0.95 quantile with 9 degrees of freedom is 16.9190 (any table). */
static void noise(void)
{
	CHECK_NEAR("psi", divergence_psi_noise(10, 1000, 1000), 16.918977604620448 * 0.002, 1e-10);
	CU_ASSERT_EQUAL(divergence_psi_noise(1, 10, 10), 0);
	CU_ASSERT(isnan(divergence_psi_noise(10, 0, 10)));
	CHECK_NEAR("ks", divergence_ks_noise(200, 200), 0.13581, 1e-12);
	/* The integral of sqrt(F (1 - F)) over a uniform distribution is pi / 8. */
	{
		double values[10001];

		for (size_t i = 0; i < ROWS(values); i++)
			values[i] = (double)i / 10000;
		CHECK_NEAR("wasserstein",
			divergence_wasserstein_noise(
				(struct sample){values, ROWS(values)}, 200, 200),
			1.86 * sqrt(2 / acos(-1)) * 0.1 * acos(-1) / 8, 1e-3);
	}
}

static const struct unit_test tests[] = {
	{"shares against SciPy", shares_against_scipy},
	{"samples against SciPy", samples_against_scipy},
	{"by hand", by_hand},
	{"bins", bins},
	{"noise", noise},
};

UNIT_MAIN(tests)
