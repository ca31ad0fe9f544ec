/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/attribution.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gate/stats/moments.h"
#include "gate/stats/random.h"

/* What all coalitions are valued with. */
struct game {
	const struct attribution_phase *phases;
	size_t count;    /* phases */
	size_t runs;     /* of the base */
	double **mapped; /* for each phase: base values with the head's distribution */
	double *totals;  /* scratch */
	double p;
	enum quantile_type type;
	struct arena *scratch;
};

/* --- refusing --- */

static int check_phase(const struct attribution_phase *phase, const struct attribution_phase *first,
	struct err *err)
{
	if (phase->base.count != first->base.count || phase->head.count != first->head.count)
		return err_set(err, ERR_LOOK, "the phases of a flow have unlike numbers of runs");
	if (phase->base.count == 0 || phase->head.count == 0)
		return err_set(
			err, ERR_LOOK, "there are no runs to attribute a change to phases by");
	if (sample_finite(phase->base, err) < 0)
		return -1;
	return sample_finite(phase->head, err);
}

static int check_phases(
	const struct attribution_phase *phases, size_t count, double p, struct err *err)
{
	if (count == 0 || count > ATTRIBUTION_PHASES)
		return err_set(err, ERR_LOOK, "a flow of %zu phases cannot be attributed", count);
	if (!isnan(p) && !(p > 0 && p <= 1))
		return err_set(err, ERR_INTERNAL, "a quantile of %g does not exist", p);
	for (size_t k = 0; k < count; k++)
		if (check_phase(&phases[k], &phases[0], err) < 0)
			return -1;
	return 0;
}

/* --- mapping base values to the head's distribution --- */

struct placed {
	double value;
	size_t run;
};

static int by_value(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->run > y->run) - (x->run < y->run);
}

static double mapped_rank(struct sample sorted_head, size_t rank, size_t runs)
{
	if (sorted_head.count == runs)
		return sorted_head.values[rank];
	if (runs == 1)
		return quantile_sorted(sorted_head, 0.5, QUANTILE_TYPE_7);
	return quantile_sorted(sorted_head, (double)rank / (double)(runs - 1), QUANTILE_TYPE_7);
}

static int map_phase(
	double **out, const struct attribution_phase *phase, struct arena *arena, struct err *err)
{
	size_t runs = phase->base.count;
	struct placed *placed = arena_array(arena, runs, sizeof(*placed));
	struct sample head;

	*out = arena_array(arena, runs, sizeof(**out));
	if (!placed || !*out)
		return err_nomem(err);
	if (sample_sorted(&head, phase->head, arena, err) < 0)
		return -1;
	for (size_t i = 0; i < runs; i++)
		placed[i] = (struct placed){phase->base.values[i], i};
	qsort(placed, runs, sizeof(*placed), by_value);
	for (size_t rank = 0; rank < runs; rank++)
		(*out)[placed[rank].run] = mapped_rank(head, rank, runs);
	return 0;
}

/* --- the value of a coalition --- */

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double statistic_of(double *totals, size_t runs, double p, enum quantile_type type)
{
	struct sample sample = {totals, runs};

	if (isnan(p))
		return moments_of(sample).mean;
	qsort(totals, runs, sizeof(*totals), compare);
	return quantile_sorted(sample, p, type);
}

static double value_of(const struct game *game, uint64_t coalition)
{
	for (size_t i = 0; i < game->runs; i++) {
		struct sum sum = {0};

		for (size_t k = 0; k < game->count; k++)
			sum_add(&sum, coalition >> k & 1 ? game->mapped[k][i]
							 : game->phases[k].base.values[i]);
		game->totals[i] = sum_of(&sum);
	}
	return statistic_of(game->totals, game->runs, game->p, game->type);
}

/* |S|! (K - |S| - 1)! / K! = 1 / (K C(K - 1, |S|)) */
static double weight_of(size_t count, size_t size)
{
	double choices = 1;

	for (size_t i = 0; i < size; i++)
		choices = choices * (double)(count - 1 - i) / (double)(i + 1);
	return 1 / ((double)count * choices);
}

static size_t size_of(uint64_t coalition)
{
	return (size_t)__builtin_popcountll(coalition);
}

static int exact_shares(double *shares, const struct game *game, struct err *err)
{
	uint64_t all = UINT64_C(1) << game->count;
	double *values = arena_array(game->scratch, (size_t)all, sizeof(*values));

	if (!values)
		return err_nomem(err);
	for (uint64_t set = 0; set < all; set++)
		values[set] = value_of(game, set);
	for (size_t k = 0; k < game->count; k++) {
		struct sum sum = {0};

		for (uint64_t set = 0; set < all; set++)
			if (!(set >> k & 1))
				sum_add(&sum,
					weight_of(game->count, size_of(set)) *
						(values[set | UINT64_C(1) << k] - values[set]));
		shares[k] = sum_of(&sum);
	}
	return 0;
}

static void shuffle(size_t *order, size_t count, struct random *random)
{
	for (size_t i = count; i > 1; i--) {
		size_t j = (size_t)random_below(random, i), held = order[i - 1];

		order[i - 1] = order[j];
		order[j] = held;
	}
}

/* What each phase adds when they join one by one. */
static void join_in_order(
	double *shares, const struct game *game, const size_t *order, bool backwards, double weight)
{
	uint64_t coalition = 0;
	double before = value_of(game, 0);

	for (size_t i = 0; i < game->count; i++) {
		size_t k = order[backwards ? game->count - 1 - i : i];
		double with;

		coalition |= UINT64_C(1) << k;
		with = value_of(game, coalition);
		shares[k] += (with - before) * weight;
		before = with;
	}
}

static void sampled_shares(double *shares, const struct game *game)
{
	struct random random = random_seeded(RANDOM_SEED);
	size_t order[ATTRIBUTION_PHASES];

	for (size_t k = 0; k < game->count; k++)
		order[k] = k;
	for (int i = 0; i < ATTRIBUTION_ORDERS; i++) {
		shuffle(order, game->count, &random);
		join_in_order(shares, game, order, false, 0.5 / ATTRIBUTION_ORDERS);
		join_in_order(shares, game, order, true, 0.5 / ATTRIBUTION_ORDERS);
	}
}

static void mean_shares(double *shares, const struct attribution_phase *phases, size_t count)
{
	for (size_t k = 0; k < count; k++)
		shares[k] = moments_of(phases[k].head).mean - moments_of(phases[k].base).mean;
}

static int quantile_shares(struct attribution *out, struct game *game, struct err *err)
{
	game->mapped = arena_array(game->scratch, game->count, sizeof(*game->mapped));
	if (!game->mapped)
		return err_nomem(err);
	for (size_t k = 0; k < game->count; k++)
		if (map_phase(&game->mapped[k], &game->phases[k], game->scratch, err) < 0)
			return -1;
	out->sampled = game->count > ATTRIBUTION_EXACT;
	if (!out->sampled)
		return exact_shares(out->contribution, game, err);
	sampled_shares(out->contribution, game);
	return 0;
}

static int side_total(double *out, const struct game *game, bool head, struct err *err)
{
	size_t runs = head ? game->phases[0].head.count : game->phases[0].base.count;
	double *totals = arena_array(game->scratch, runs, sizeof(*totals));

	if (!totals)
		return err_nomem(err);
	for (size_t i = 0; i < runs; i++) {
		struct sum sum = {0};

		for (size_t k = 0; k < game->count; k++)
			sum_add(&sum,
				(head ? game->phases[k].head : game->phases[k].base).values[i]);
		totals[i] = sum_of(&sum);
	}
	*out = statistic_of(totals, runs, game->p, game->type);
	return 0;
}

static int attribute(struct attribution *out, struct game *game, struct err *err)
{
	struct sum explained = {0};

	game->totals = arena_array(game->scratch, game->runs, sizeof(*game->totals));
	if (!game->totals)
		return err_nomem(err);
	if (side_total(&out->base, game, false, err) < 0 ||
		side_total(&out->head, game, true, err) < 0)
		return -1;
	if (isnan(game->p))
		mean_shares(out->contribution, game->phases, game->count);
	else if (quantile_shares(out, game, err) < 0)
		return -1;
	for (size_t k = 0; k < game->count; k++)
		sum_add(&explained, out->contribution[k]);
	out->residual = out->head - out->base - sum_of(&explained);
	return 0;
}

int attribution_of(struct attribution *out, const struct attribution_phase *phases, size_t count,
	double p, enum quantile_type type, struct arena *arena, struct err *err)
{
	struct game game = {.phases = phases, .count = count, .p = p, .type = type};
	int result;

	*out = (struct attribution){NAN, NAN, NULL, NAN, false};
	if (check_phases(phases, count, p, err) < 0)
		return -1;
	out->contribution = arena_array(arena, count, sizeof(*out->contribution));
	game.scratch = arena_new();
	game.runs = phases[0].base.count;
	if (!out->contribution || !game.scratch)
		result = err_nomem(err);
	else
		result = attribute(out, &game, err);
	arena_free(game.scratch);
	return result;
}

size_t attribution_owner(const struct attribution *attribution, const bool *moved, size_t count)
{
	double change = attribution->head - attribution->base, most = 0;
	size_t owner = ATTRIBUTION_NOBODY;

	if (!isfinite(change) || change == 0)
		return ATTRIBUTION_NOBODY;
	for (size_t k = 0; k < count; k++) {
		double share =
			change > 0 ? attribution->contribution[k] : -attribution->contribution[k];

		if (share > most) {
			most = share;
			owner = k;
		}
	}
	return owner != ATTRIBUTION_NOBODY && moved[owner] ? owner : ATTRIBUTION_NOBODY;
}
