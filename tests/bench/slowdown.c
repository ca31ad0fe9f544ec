/* SPDX-License-Identifier: Apache-2.0
 *
 * How often the verdict about latencies is which, by simulation: log-normal noise with a spread of 5 %, a tolerance of 5 %, runs that
 * do not drift. Nothing passes or fails by it.
 *     bench_slowdown [REPETITIONS]
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "gate/stats/attribution.h"
#include "gate/stats/random.h"
#include "gate/stats/slowdown.h"

enum { PHASES = 4, RUNS = 64 };

struct setting {
	size_t runs, phases;
	double spread;
	double rise;   /* of one phase, in the unit of the tolerance */
	bool of_total; /* rise and tolerance are shares of the flow's total, else of the phase */
	double means[PHASES];
};

struct tally {
	unsigned regressed;    /* any phase */
	unsigned blamed_only;  /* exactly the phase that moved */
	unsigned unmeasurable; /* some phase, and none regressed */
	unsigned within;
	unsigned total;                      /* the total regressed */
	unsigned owner, wrong_owner, nobody; /* of those */
};

static void draw(double *out, size_t count, double mean, double spread, struct random *random)
{
	double sigma = sqrt(log1p(spread * spread));

	for (size_t i = 0; i < count; i++)
		out[i] = mean * exp(sigma * random_normal(random) - sigma * sigma / 2);
}

struct runs {
	double base[PHASES][RUNS], head[PHASES][RUNS], base_total[RUNS], head_total[RUNS];
};

static double unit_of(const struct setting *setting, size_t phase)
{
	double total = 0;

	for (size_t k = 0; k < setting->phases; k++)
		total += setting->means[k];
	return setting->of_total ? total : setting->means[phase];
}

static void make_runs(
	struct runs *runs, const struct setting *setting, size_t moved, struct random *random)
{
	*runs = (struct runs){0};
	for (size_t k = 0; k < setting->phases; k++) {
		double rise = k == moved ? setting->rise * unit_of(setting, k) : 0;

		draw(runs->base[k], setting->runs, setting->means[k], setting->spread, random);
		draw(runs->head[k], setting->runs, setting->means[k] + rise, setting->spread,
			random);
		for (size_t i = 0; i < setting->runs; i++) {
			runs->base_total[i] += runs->base[k][i];
			runs->head_total[i] += runs->head[k][i];
		}
	}
}

static void check(int result)
{
	if (result < 0)
		abort();
}

static bool total_regressed(
	const struct runs *runs, const struct setting *setting, struct arena *arena)
{
	struct slowdown_rule rule = {0.05, 0, 8};
	struct slowdown total;
	struct err err = {0};

	for (size_t k = 0; k < setting->phases; k++)
		rule.tolerance += 0.05 * setting->means[k];
	check(slowdown_measure(&total, (struct sample){runs->base_total, setting->runs},
		(struct sample){runs->head_total, setting->runs}, arena, &err));
	check(slowdown_judge(&total, &rule, 1, arena, &err));
	return total.verdict == SLOWDOWN_REGRESSED;
}

static size_t owner_of(const struct runs *runs, const struct setting *setting, const bool *moved,
	struct arena *arena)
{
	struct attribution_phase phases[PHASES];
	struct attribution attribution;
	struct err err = {0};

	for (size_t k = 0; k < setting->phases; k++)
		phases[k] = (struct attribution_phase){
			{runs->base[k], setting->runs}, {runs->head[k], setting->runs}};
	check(attribution_of(
		&attribution, phases, setting->phases, 0.75, QUANTILE_TYPE_7, arena, &err));
	return attribution_owner(&attribution, moved, setting->phases);
}

static void count_verdicts(
	struct tally *tally, const struct slowdown *items, size_t count, size_t moved)
{
	unsigned regressed = 0, unmeasurable = 0;

	for (size_t k = 0; k < count; k++) {
		regressed += items[k].verdict == SLOWDOWN_REGRESSED;
		unmeasurable += items[k].verdict == SLOWDOWN_UNMEASURABLE;
	}
	tally->regressed += regressed > 0;
	tally->blamed_only +=
		regressed == 1 && moved < count && items[moved].verdict == SLOWDOWN_REGRESSED;
	tally->unmeasurable += regressed == 0 && unmeasurable > 0;
	tally->within += regressed == 0 && unmeasurable == 0;
}

static void judge_once(struct tally *tally, const struct setting *setting, size_t moved,
	struct random *random, struct arena *arena)
{
	struct slowdown items[PHASES];
	struct slowdown_rule rules[PHASES];
	bool slower[PHASES] = {false};
	struct err err = {0};
	struct runs runs;

	make_runs(&runs, setting, moved, random);
	for (size_t k = 0; k < setting->phases; k++) {
		rules[k] = (struct slowdown_rule){0.05, 0.05 * unit_of(setting, k), 8};
		check(slowdown_measure(&items[k], (struct sample){runs.base[k], setting->runs},
			(struct sample){runs.head[k], setting->runs}, arena, &err));
	}
	check(slowdown_judge(items, rules, setting->phases, arena, &err));
	count_verdicts(tally, items, setting->phases, moved);
	for (size_t k = 0; k < setting->phases; k++)
		slower[k] = items[k].verdict == SLOWDOWN_REGRESSED;
	if (setting->phases > 1 && total_regressed(&runs, setting, arena)) {
		size_t owner = owner_of(&runs, setting, slower, arena);

		tally->total++;
		tally->owner += owner == moved && moved != SIZE_MAX;
		tally->nobody += owner == ATTRIBUTION_NOBODY;
		tally->wrong_owner += owner != moved && owner != ATTRIBUTION_NOBODY;
	}
}

static void simulate(const char *name, const struct setting *setting, unsigned repetitions)
{
	struct random random = random_seeded(RANDOM_SEED);
	struct tally tally = {0};
	struct arena *arena = arena_new();
	double all = repetitions;

	for (unsigned i = 0; i < repetitions; i++) {
		arena_reset(arena);
		judge_once(&tally, setting, setting->rise > 0 ? i % setting->phases : SIZE_MAX,
			&random, arena);
	}
	printf("%-34s %3zu %6.2f %8.4f %8.4f %8.4f %8.4f", name, setting->runs, setting->rise,
		tally.regressed / all, tally.within / all, tally.unmeasurable / all,
		tally.regressed ? tally.blamed_only / (double)tally.regressed : 0);
	printf(" %8.4f %8.4f %8.4f %8.4f\n", tally.total / all,
		tally.total ? tally.owner / (double)tally.total : 0,
		tally.total ? tally.wrong_owner / (double)tally.total : 0,
		tally.total ? tally.nobody / (double)tally.total : 0);
	arena_free(arena);
}

int main(int argc, char **argv)
{
	static const size_t runs[] = {3, 5, 8, 10, 16};
	static const double rises[] = {0, 0.05, 0.10};
	unsigned repetitions = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 10000;

	printf("spread 5 %%, tolerance 5 %%, min_samples 8, alpha 0.05, %u repetitions: share of "
	       "verdicts\n"
	       "%-34s %3s %6s %8s %8s %8s %8s %8s %8s %8s %8s\n",
		repetitions, "", "n", "rise", "regressd", "within", "too few", "only it", "total",
		"owner", "wrong", "nobody");
	for (size_t r = 0; r < sizeof(runs) / sizeof(runs[0]); r++)
		for (size_t k = 0; k < sizeof(rises) / sizeof(rises[0]); k++) {
			struct setting one = {runs[r], 1, 0.05, rises[k], false, {1000}};
			struct setting own = {
				runs[r], 4, 0.05, rises[k], false, {400, 300, 200, 100}};
			struct setting total = own;

			total.of_total = true;
			simulate("one series", &one, repetitions);
			simulate("four phases, own tolerance", &own, repetitions);
			simulate("four phases, tolerance of total", &total, repetitions);
		}
	return 0;
}
