/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/loss.h"

#include <math.h>

#include "gate/stats/beta.h"
#include "gate/stats/normal.h"
#include "gate/stats/power.h"
#include "gate/stats/proportion.h"

enum { FEW = 30 };

static const double wanted_power = 0.8;

static bool is_sound(const struct loss *loss, struct loss_rule rule)
{
	return rule.alpha > 0 && rule.alpha < 0.5 && rule.margin > 0 && isfinite(rule.margin) &&
	       isfinite(loss->low) && isfinite(loss->high) && loss->low <= loss->loss &&
	       loss->loss <= loss->high;
}

static enum loss_verdict verdict_of(const struct loss *loss, struct loss_rule rule)
{
	if (!is_sound(loss, rule))
		return LOSS_INCONCLUSIVE;
	if (loss->high < rule.margin)
		return LOSS_WITHIN;
	return loss->low > 0 || loss->p < rule.alpha ? LOSS_REGRESSED : LOSS_INCONCLUSIVE;
}

/* Whichever of the two answers comes first; more than there are. */
static uint64_t sooner(uint64_t within, uint64_t regressed, uint64_t samples)
{
	uint64_t least = within && (within < regressed || !regressed) ? within : regressed;

	return least && least <= samples ? samples + 1 : least;
}

static void decide(struct loss *loss, double variance, uint64_t samples, struct loss_rule rule)
{
	double square = variance + loss->loss * loss->loss;

	loss->verdict = verdict_of(loss, rule);
	if (loss->verdict != LOSS_INCONCLUSIVE || !is_sound(loss, rule) || isnan(variance))
		return;
	loss->needed = sooner(
		power_within_samples(square, loss->loss, rule.margin, rule.alpha, wanted_power),
		power_regressed_samples(square, loss->loss, rule.alpha, wanted_power), samples);
}

/* The loss if of the flips only so many were to wrong as Clopper and Pearson's bound says: above 0 exactly where McNemar's
 * exact p is below alpha. */
static double exact_low(struct paired table, double alpha)
{
	uint64_t flips = table.lost + table.gained;
	double share = clopper_pearson_interval(table.lost, flips, 1 - 2 * alpha).low;

	return flips > 0 ? paired_flips(table) * (2 * share - 1) : INFINITY;
}

struct loss loss_paired(struct paired table, struct loss_rule rule)
{
	struct interval bounds = paired_tango(table, 1 - 2 * rule.alpha);
	struct loss loss = {.loss = paired_loss(table),
		.low = fmin(bounds.low, exact_low(table, rule.alpha)),
		.high = bounds.high,
		.p = mcnemar_worse(table)};

	/* Not of a table that is none, nor for an alpha that is none: fmin passes over a NAN. */
	if (isnan(bounds.low))
		loss.low = NAN;
	decide(&loss, paired_flips(table) - loss.loss * loss.loss, table.samples, rule);
	return loss;
}

static uint64_t size_of(const struct mean_difference *difference)
{
	uint64_t least = difference->base_count < difference->head_count ? difference->base_count
									 : difference->head_count;

	return difference->clusters && difference->clusters < least ? difference->clusters : least;
}

/* Nothing varied: what Tango's interval says of a table without flips, for a metric between 0 and 1. */
static void unvaried(struct loss *loss, const struct mean_difference *difference, double alpha)
{
	double z = normal_z(1 - 2 * alpha), n = (double)size_of(difference);
	double half = n >= FEW ? z * z / (n + z * z) : NAN;

	loss->low = loss->loss - half;
	loss->high = loss->loss + half;
}

struct interval loss_of_difference(struct interval difference, bool higher_is_better)
{
	return higher_is_better ? (struct interval){-difference.high, -difference.low} : difference;
}

struct loss loss_means(
	const struct mean_difference *difference, bool higher_is_better, struct loss_rule rule)
{
	struct interval bounds =
		loss_of_difference(mean_interval(difference, 1 - 2 * rule.alpha), higher_is_better);
	struct loss loss = {
		.loss = higher_is_better ? -difference->difference : difference->difference,
		.low = bounds.low,
		.high = bounds.high};
	double error = difference->error;
	uint64_t samples = difference->base_count < difference->head_count ? difference->base_count
									   : difference->head_count;

	loss.p = error > 0 ? student_cdf(-loss.loss / error, difference->df) : NAN;
	if (error == 0)
		unvaried(&loss, difference, rule.alpha);
	decide(&loss, samples > 0 ? error * error * (double)samples : NAN, samples, rule);
	return loss;
}

struct loss loss_unpaired(double base, double base_samples, double head, double head_samples,
	bool higher_is_better, struct loss_rule rule)
{
	struct interval bounds =
		newcombe_difference(base, base_samples, head, head_samples, 1 - 2 * rule.alpha);
	struct loss loss = {.loss = base - head, .low = bounds.low, .high = bounds.high, .p = NAN};
	double samples = fmin(base_samples, head_samples);

	if (!higher_is_better)
		loss = (struct loss){
			.loss = head - base, .low = -bounds.high, .high = -bounds.low, .p = NAN};
	decide(&loss, base * (1 - base) + head * (1 - head),
		samples >= 1 && samples < 1e15 ? (uint64_t)samples : 0, rule);
	return loss;
}

struct loss loss_interval(
	double loss, double low, double high, double p, uint64_t samples, struct loss_rule rule)
{
	struct loss out = {.loss = loss, .low = low, .high = high, .p = p};
	double error = (high - low) / (2 * normal_z(1 - 2 * rule.alpha));

	decide(&out, samples > 0 ? error * error * (double)samples : NAN, samples, rule);
	return out;
}

enum loss_verdict loss_limit(
	double head, struct interval bounds, double limit, bool higher_is_better)
{
	double sign = higher_is_better ? 1 : -1;
	double worst = higher_is_better ? bounds.low : -bounds.high;

	if (!isfinite(head) || !isfinite(limit))
		return LOSS_INCONCLUSIVE;
	if (worst >= sign * limit)
		return LOSS_WITHIN;
	return sign * head < sign * limit ? LOSS_REGRESSED : LOSS_INCONCLUSIVE;
}
