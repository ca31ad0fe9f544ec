/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/suspect.h"

#include <math.h>

enum { LEAST_PERIOD = 4 };

static bool repeats_after(const struct flow_side *side, size_t period)
{
	for (size_t k = 0; k <= side->phase_count; k++)
		for (size_t i = period; i < side->count; i++)
			if (side->columns[k][i] < side->columns[k][i - period] ||
				side->columns[k][i] > side->columns[k][i - period])
				return false;
	return true;
}

/* Whether at least four of the first totals differ from one another. */
static bool has_variety(const struct flow_side *side, size_t period)
{
	const double *total = side->columns[side->phase_count];
	double seen[LEAST_PERIOD];
	size_t count = 0;

	for (size_t i = 0; i < period && count < LEAST_PERIOD; i++) {
		bool is_new = true;

		for (size_t k = 0; k < count; k++)
			is_new = is_new && (total[i] < seen[k] || total[i] > seen[k]);
		if (is_new)
			seen[count++] = total[i];
	}
	return count == LEAST_PERIOD;
}

/* The rows that all others repeat; 0: none. Of more rows than are kept an even choice is kept, in which nothing repeats. */
static size_t period_of(const struct flow_side *side)
{
	for (size_t times = 2; side->count / times >= LEAST_PERIOD; times++)
		if (side->count % times == 0 && repeats_after(side, side->count / times) &&
			has_variety(side, side->count / times))
			return side->count / times;
	return 0;
}

static int ask_repeats(
	bool *ok, const struct check_job *job, const struct flow_side *side, struct err *err)
{
	size_t period = period_of(side);
	const char *reason;

	if (!period)
		return 0;
	reason = arena_printf(job->arena,
		"%zu runs are %zu runs and the same again: copies are no runs of their own",
		side->count, period);
	if (!reason)
		return err_nomem(err);
	*ok = false;
	check_incomplete(job, side->runs[0].path, reason,
		"remove the copies, and measure again where runs are missing");
	return 0;
}

static double mean_of(const struct flow_side *side, size_t k)
{
	double mean = 0;

	for (size_t i = 0; i < side->count; i++)
		mean += side->columns[k][i] / (double)side->count;
	return mean;
}

/* 1000, 1e6 or 1e9, or one through these; NAN where the ratio is not about one of them. */
static double unit_of(double ratio)
{
	double steps = round(log10(ratio) / 3), unit = pow(1000, steps);

	return fabs(steps) >= 1 && fabs(steps) <= 3 && ratio > unit / 1.5 && ratio < unit * 1.5
		       ? unit
		       : NAN;
}

/* NAN: not all columns changed by the same unit. */
static double find_unit(const struct flow_side *base, const struct flow_side *head)
{
	double unit = unit_of(mean_of(head, head->phase_count) / mean_of(base, base->phase_count));

	for (size_t k = 0; k < head->phase_count; k++) {
		double was = mean_of(base, k), is = mean_of(head, k);

		if (!(was > 0) && !(is > 0))
			continue;
		if (!(fabs(unit_of(is / was) / unit - 1) < 1e-6))
			return NAN;
	}
	return unit;
}

static int ask_unit(bool *ok, const struct check_job *job, const struct flow_side *base,
	const struct flow_side *head, struct err *err)
{
	double unit = find_unit(base, head);
	const char *reason;

	if (isnan(unit))
		return 0;
	reason = arena_printf(job->arena,
		"everything takes about %g times as long as at the base: that is another unit, not "
		"another speed",
		unit);
	if (!reason)
		return err_nomem(err);
	*ok = false;
	check_incomplete(job, head->runs[0].path, reason,
		"measure base and head with the same unit of time; where the speed is real, keep "
		"the "
		"new reports under another path");
	return 0;
}

int suspect_sides(bool *ok, const struct check_job *job, const struct flow_side *base,
	const struct flow_side *head, struct err *err)
{
	*ok = true;
	if (ask_repeats(ok, job, head, err) < 0)
		return -1;
	if (!base || !*ok)
		return 0;
	return ask_repeats(ok, job, base, err) < 0 || ask_unit(ok, job, base, head, err) < 0 ? -1
											     : 0;
}
