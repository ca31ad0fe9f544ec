/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/attribution.h"
#include "near.h"

static const bool all_moved[ATTRIBUTION_PHASES] = {
	true, true, true, true, true, true, true, true, true, true, true, true, true};

/* Reference: four samples, only b changed, the change of the total's p75 is 4, that of each phase's p75 is 0, and the runs above the
 * p75 blame a. */
static void counter_example(void)
{
	const struct attribution_phase phases[] = {
		{SAMPLE_OF(10, 10, 1, 1), SAMPLE_OF(10, 10, 1, 1)},
		{SAMPLE_OF(1, 2, 10, 11), SAMPLE_OF(6, 7, 10, 11)}};
	struct arena *arena = arena_new();
	struct attribution got;
	struct err err = {0};

	CU_ASSERT_FATAL(attribution_of(&got, phases, 2, 0.75, QUANTILE_TYPE_1, arena, &err) == 0);
	CHECK_NEAR("base", got.base, 12, 0);
	CHECK_NEAR("head", got.head, 16, 0);
	CHECK_NEAR("a", got.contribution[0], 0, 0);
	CHECK_NEAR("b", got.contribution[1], 4, 0);
	CHECK_NEAR("residual", got.residual, 0, 0);
	CHECK_ROW("b owns it", attribution_owner(&got, all_moved, 2) == 1);
	CHECK_ROW("nobody, where b did not move",
		attribution_owner(&got, (const bool[]){true, false}, 2) == ATTRIBUTION_NOBODY);
	CU_ASSERT_FATAL(attribution_of(&got, phases, 2, NAN, QUANTILE_TYPE_7, arena, &err) == 0);
	CHECK_NEAR("mean, a", got.contribution[0], 0, 0);
	CHECK_NEAR("mean, b", got.contribution[1], 2.5, 0);
	CHECK_NEAR("mean, residual", got.residual, 0, 0);
	arena_free(arena);
}

/* Values of K phases and n runs that differ from run to run. */
static struct attribution_phase *make(size_t count, size_t base, size_t head, struct arena *arena)
{
	struct attribution_phase *phases = arena_array(arena, count, sizeof(*phases));

	for (size_t k = 0; k < count; k++) {
		double *b = arena_array(arena, base, sizeof(*b));
		double *h = arena_array(arena, head, sizeof(*h));

		for (size_t i = 0; i < base; i++)
			b[i] = 10 * (double)(k + 1) + (double)(i * 7 * (k + 1) % 11);
		for (size_t i = 0; i < head; i++)
			h[i] = 10 * (double)(k + 1) + (double)(i * 7 * (k + 1) % 11) +
			       (k == 1 ? 50 : 0);
		phases[k] = (struct attribution_phase){{b, base}, {h, head}};
	}
	return phases;
}

static void sums(void)
{
	static const struct {
		const char *name;
		size_t count, base, head;
		double p;
		bool sampled;
	} rows[] = {{"one phase", 1, 8, 8, 0.75, false}, {"four", 4, 10, 10, 0.75, false},
		{"unlike runs", 4, 9, 16, 0.95, false},
		{"one run at the base", 3, 1, 5, 0.5, false},
		{"ten, exact", 10, 12, 12, 0.75, false},
		{"thirteen, sampled", 13, 10, 12, 0.75, true}, {"the mean", 5, 7, 9, NAN, false},
		{"sixty-four", 64, 5, 5, 0.75, true}};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct arena *arena = arena_new();
		struct attribution got;
		struct err err = {0};
		double sum = 0;

		CU_ASSERT_FATAL(
			attribution_of(&got, make(rows[i].count, rows[i].base, rows[i].head, arena),
				rows[i].count, rows[i].p, QUANTILE_TYPE_7, arena, &err) == 0);
		for (size_t k = 0; k < rows[i].count; k++)
			sum += got.contribution[k];
		CHECK_WITHIN(rows[i].name, sum + got.residual, got.head - got.base, 1e-9);
		CHECK_ROW(rows[i].name, got.sampled == rows[i].sampled);
		if (rows[i].count > 1)
			CHECK_ROW(rows[i].name,
				attribution_owner(&got, all_moved, rows[i].count) == 1);
		arena_free(arena);
	}
}

static void refused(void)
{
	struct sample two = SAMPLE_OF(1, 2), three = SAMPLE_OF(1, 2, 3), bad = SAMPLE_OF(1, NAN);
	const struct {
		const char *name;
		struct attribution_phase phases[2];
		size_t count;
		double p;
	} rows[] = {
		{"unlike runs of phases", {{two, two}, {three, two}}, 2, 0.5},
		{"no runs", {{{NULL, 0}, two}}, 1, 0.5},
		{"nan", {{two, bad}}, 1, 0.5},
		{"no phases", {{two, two}}, 0, 0.5},
		{"too many", {{two, two}}, ATTRIBUTION_PHASES + 1, 0.5},
		{"p of 2", {{two, two}}, 1, 2},
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct arena *arena = arena_new();
		struct attribution got;
		struct err err = {0};

		CHECK_ROW(rows[i].name, attribution_of(&got, rows[i].phases, rows[i].count,
						rows[i].p, QUANTILE_TYPE_7, arena, &err) < 0);
		CHECK_ROW(rows[i].name, err.message[0] && isnan(got.head));
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"the counter-example", counter_example},
	{"contributions add up", sums},
	{"refused", refused},
};

UNIT_MAIN(tests)
