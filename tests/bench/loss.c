/* SPDX-License-Identifier: Apache-2.0
 *
 * How often the verdict about an accuracy is which, by simulation: documents flip to wrong or to right at random, and the gate and
 * the rules of other tools judge the same documents. Nothing passes or fails by it.
 *     bench_loss [REPETITIONS]
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "gate/stats/loss.h"
#include "gate/stats/normal.h"
#include "gate/stats/power.h"
#include "gate/stats/proportion.h"
#include "gate/stats/random.h"

struct world {
	uint64_t samples;
	double accuracy, flips, loss;
};

/* One evaluation of base and head on the same documents. */
static struct paired evaluate(const struct world *world, struct random *random)
{
	double lost = (world->flips + world->loss) / 2, gained = (world->flips - world->loss) / 2;
	struct paired table = {.samples = world->samples};

	for (uint64_t i = 0; i < world->samples; i++) {
		double u = random_uniform(random);

		if (u < lost)
			table.lost++;
		else if (u < lost + gained)
			table.gained++;
		else if (u < gained + world->accuracy)
			table.both++;
	}
	return table;
}

static double base_of(const struct paired *table)
{
	return (double)(table->both + table->lost) / (double)table->samples;
}

static double head_of(const struct paired *table)
{
	return (double)(table->both + table->gained) / (double)table->samples;
}

/* --- rules: true is red --- */

static const struct loss_rule rule = {.margin = 0.01, .alpha = 0.05};

static bool gate_regressed(const struct paired *table)
{
	return loss_paired(*table, rule).verdict == LOSS_REGRESSED;
}

static bool gate_inconclusive(const struct paired *table)
{
	return loss_paired(*table, rule).verdict == LOSS_INCONCLUSIVE;
}

static bool gate_within(const struct paired *table)
{
	return loss_paired(*table, rule).verdict == LOSS_WITHIN;
}

static bool score_only(const struct paired *table)
{
	return paired_tango(*table, 0.9).low > 0;
}

static bool exact_only(const struct paired *table)
{
	return mcnemar_worse(*table) < 0.05;
}

static bool relative_5(const struct paired *table)
{
	return head_of(table) < base_of(table) * 0.95;
}

static bool relative_8(const struct paired *table)
{
	return head_of(table) < base_of(table) * 0.92;
}

static bool wilson_gate(const struct paired *table)
{
	return wilson_interval(head_of(table), (double)table->samples, 0.9).low <
	       base_of(table) * 0.95;
}

static bool rounded_recovery(const struct paired *table)
{
	return round(head_of(table) / base_of(table) * 100) / 100 < 0.95;
}

static bool stored_reference(const struct paired *table)
{
	double distance = power_reference_distance(50, (double)table->samples, 0.05);

	return 100 * head_of(table) < 100 * base_of(table) - distance;
}

static bool close_either_way(const struct paired *table)
{
	return fabs(head_of(table) - base_of(table)) > 0.001;
}

static bool tolerable_1(const struct paired *table)
{
	return head_of(table) < base_of(table) * 0.99;
}

static bool unpaired_z(const struct paired *table)
{
	double b = base_of(table), h = head_of(table), n = (double)table->samples;

	return fabs(b - h) / sqrt((b * (1 - b) + h * (1 - h)) / (n - 1)) > normal_z(0.95);
}

static bool large_and_significant(const struct paired *table)
{
	return paired_loss(*table) > 0.01 && mcnemar_two_sided(*table) < 0.05;
}

static const struct {
	const char *name;
	bool (*red)(const struct paired *table);
} rules[] = {
	{"seamgate: regressed (exit 1)", gate_regressed},
	{"seamgate: inconclusive (exit 3)", gate_inconclusive},
	{"seamgate: within (exit 0)", gate_within},
	{"  of which by the score bound alone", score_only},
	{"  of which by exact McNemar alone", exact_only},
	{"vLLM: head < base (1 - 0.05)", relative_5},
	{"vLLM today: head < base (1 - 0.08)", relative_8},
	{"vLLM gate: ci, Wilson lower bound", wilson_gate},
	{"llm-compressor: rounded recovery < 0.95", rounded_recovery},
	{"TensorRT-LLM: z, sigma 50, alpha 0.05", stored_reference},
	{"NNCF: |difference| > 0.001", close_either_way},
	{"INC, MLPerf: head < base (1 - 0.01)", tolerable_1},
	{"lm-eval comparator: unpaired z, 5 %", unpaired_z},
	{"larger than 1 point and significant", large_and_significant},
};

enum { RULES = sizeof(rules) / sizeof(rules[0]), LOSSES = 7 };

static const double losses[LOSSES] = {0, 0.003, 0.005, 0.009, 0.010, 0.020, 0.050};

static void simulate(uint64_t samples, double flips, unsigned repetitions)
{
	unsigned red[RULES][LOSSES] = {{0}};
	struct random random = random_seeded(RANDOM_SEED);

	for (size_t k = 0; k < LOSSES; k++)
		for (unsigned i = 0; i < repetitions; i++) {
			struct world world = {
				samples, 0.728, fmax(flips, losses[k] * 1.2), losses[k]};
			struct paired table = evaluate(&world, &random);

			for (size_t r = 0; r < RULES; r++)
				red[r][k] += rules[r].red(&table);
		}
	printf("\nn %llu, flips %g, margin 0.01, alpha 0.05, base accuracy 0.728, %u repetitions: "
	       "share of verdicts\n%-40s",
		(unsigned long long)samples, flips, repetitions, "true loss");
	for (size_t k = 0; k < LOSSES; k++)
		printf("%8.3f", losses[k]);
	for (size_t r = 0; r < RULES; r++) {
		printf("\n%-40s", rules[r].name);
		for (size_t k = 0; k < LOSSES; k++)
			printf("%8.4f", (double)red[r][k] / repetitions);
	}
	printf("\n");
}

int main(int argc, char **argv)
{
	unsigned repetitions = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 20000;

	simulate(4096, 0.05, repetitions);
	simulate(250, 0.05, repetitions);
	return 0;
}
