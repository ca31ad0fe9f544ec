/* SPDX-License-Identifier: Apache-2.0
 *
 * Any numbers at all: nothing crashes or hangs, and no verdict lets pass what has a number that is none.
 * The first byte says how many values go to the base; the rest are doubles as they lie.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gate/stats/attribution.h"
#include "gate/stats/bootstrap.h"
#include "gate/stats/change_point.h"
#include "gate/stats/loss.h"
#include "gate/stats/perplexity.h"
#include "gate/stats/power.h"
#include "gate/stats/slowdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 96, SERIES = 24 };

struct input {
	double values[MOST];
	size_t count;
	struct sample base, head;
	bool finite;
};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void take(struct input *input, const uint8_t *data, size_t size)
{
	size_t base = data[0];

	*input = (struct input){.finite = true, .count = (size - 1) / sizeof(double)};
	if (input->count > MOST)
		input->count = MOST;
	memcpy(input->values, data + 1, input->count * sizeof(double));
	for (size_t i = 0; i < input->count; i++)
		input->finite &= isfinite(input->values[i]) != 0;
	base = base < input->count ? base : input->count;
	input->base = (struct sample){input->values, base};
	input->head = (struct sample){input->values + base, input->count - base};
}

static double at(const struct input *input, size_t i)
{
	return i < input->count ? input->values[i] : NAN;
}

static void check_loss(struct loss loss, struct loss_rule rule)
{
	require(loss.verdict != LOSS_WITHIN ||
		(loss.high < rule.margin && loss.low <= loss.loss && loss.loss <= loss.high &&
			isfinite(loss.low)));
	require(loss.verdict != LOSS_REGRESSED || loss.low > 0 || loss.p < rule.alpha);
	require(loss.verdict == LOSS_INCONCLUSIVE || rule.alpha < 0.5);
}

static uint64_t count_of(double value)
{
	return value >= 0 && value < 1e9 ? (uint64_t)value : 3;
}

static void losses(const struct input *in)
{
	struct loss_rule rule = {at(in, 0), at(in, 1)};
	struct paired table = {
		count_of(at(in, 2)), count_of(at(in, 3)), count_of(at(in, 4)), count_of(at(in, 5))};
	struct mean_difference mean = {count_of(at(in, 2)), count_of(at(in, 3)),
		count_of(at(in, 4)), at(in, 5), at(in, 6), at(in, 7)};
	struct mean_difference ppl = perplexity_printed(at(in, 2), at(in, 3), at(in, 4), at(in, 5));

	check_loss(loss_paired(table, rule), rule);
	check_loss(loss_means(&mean, true, rule), rule);
	check_loss(loss_means(&ppl, false, rule), rule);
	check_loss(loss_unpaired(at(in, 2), at(in, 3), at(in, 4), at(in, 5), true, rule), rule);
	check_loss(loss_interval(at(in, 2), at(in, 3), at(in, 4), at(in, 5), table.samples, rule),
		rule);
	require(loss_limit(at(in, 2), (struct interval){at(in, 3), at(in, 4)}, at(in, 5), true) !=
			LOSS_WITHIN ||
		(isfinite(at(in, 2)) && at(in, 3) >= at(in, 5)));
}

static void powers(const struct input *in)
{
	(void)power_within_samples(at(in, 0), at(in, 1), at(in, 2), at(in, 3), at(in, 4));
	(void)power_regressed_samples(at(in, 0), at(in, 1), at(in, 2), at(in, 3));
	(void)power_mean_samples(at(in, 0), at(in, 1), at(in, 2), at(in, 3));
	(void)power_shift_runs(at(in, 0), at(in, 1), at(in, 2), at(in, 3));
	(void)quantile_upper_runs(at(in, 0), at(in, 1));
	(void)quantile_ranks(count_of(at(in, 0)), at(in, 1), at(in, 2));
}

static void slowdowns(const struct input *in, struct arena *arena)
{
	struct slowdown_rule rule = {at(in, 0), at(in, 1), 4};
	struct slowdown item;
	struct err err = {0};

	require((slowdown_measure(&item, in->base, in->head, arena, &err) == 0) == in->finite);
	require(item.verdict == SLOWDOWN_UNMEASURABLE);
	if (!in->finite)
		return;
	require(slowdown_judge(&item, &rule, 1, arena, &err) == 0);
	if (item.verdict == SLOWDOWN_UNMEASURABLE)
		return;
	require(isfinite(item.shift.estimate) && item.adjusted >= 0 && item.adjusted <= 1);
	require(rule.tolerance > 0);
	require(item.verdict == SLOWDOWN_REGRESSED || (in->base.count >= 4 && in->head.count >= 4));
	require(item.verdict != SLOWDOWN_WITHIN || item.detectable <= 2 * rule.tolerance);
	require(item.verdict != SLOWDOWN_REGRESSED || item.shift.estimate > rule.tolerance);
}

static double first_of(const size_t *units, size_t count, const void *context)
{
	const double *values = context;

	return values[units[0]] + values[units[count - 1]];
}

static void resampled(const struct input *in, struct arena *arena)
{
	struct bootstrap how = {BOOTSTRAP_BCA, 100, 0.9, 1};
	struct bootstrap_result result;
	struct err err = {0};

	require(bootstrap_paired(&result, &how, in->count, first_of, in->values, arena, &err) == 0);
	require(in->finite || isnan(result.low) || isfinite(result.low));
	how.kind = BOOTSTRAP_BASIC;
	require((bootstrap_quantiles(&result, &how, in->base, in->head, 0.75, arena, &err) == 0) ==
		in->finite);
}

static void attributed(const struct input *in, struct arena *arena)
{
	struct attribution_phase phases[3];
	struct attribution got;
	size_t each = in->count / 6;
	struct err err = {0};
	bool moved[3] = {true, true, true};

	for (size_t k = 0; k < 3; k++)
		phases[k] = (struct attribution_phase){
			{in->values + 2 * k * each, each}, {in->values + (2 * k + 1) * each, each}};
	if (attribution_of(&got, phases, 3, 0.75, QUANTILE_TYPE_7, arena, &err) == 0)
		require(attribution_owner(&got, moved, 3) == ATTRIBUTION_NOBODY ||
			isfinite(got.head - got.base));
}

static void over_time(const struct input *in, struct arena *arena)
{
	struct change_point_rule rule = {0.05, 40, 1, 1};
	struct sample series = {in->values, in->count < SERIES ? in->count : SERIES};
	struct change_points points;
	struct creep creep;
	struct err err = {0}, other = {0};
	int result = change_points_of(&points, series, &rule, arena, &err);

	require(creep_of(&creep, series, arena, &other) < 0 ||
		(result == 0 && !isinf(creep.slope)));
	for (size_t i = 0; i < points.count; i++)
		require(points.items[i].at > 0 && points.items[i].at < series.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct input input;

	if (!arena || size == 0) {
		arena_free(arena);
		return 0;
	}
	take(&input, data, size);
	losses(&input);
	powers(&input);
	slowdowns(&input, arena);
	resampled(&input, arena);
	attributed(&input, arena);
	over_time(&input, arena);
	arena_free(arena);
	return 0;
}
