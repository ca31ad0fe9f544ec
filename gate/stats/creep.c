/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "gate/stats/change_point.h"
#include "gate/stats/normal.h"
#include "gate/stats/quantile.h"

/* Fills the slopes between all pairs and gives Kendall's S. */
static double pair_slopes(double *slopes, struct sample series)
{
	size_t count = 0;
	double s = 0;

	for (size_t j = 1; j < series.count; j++)
		for (size_t i = 0; i < j; i++) {
			double rise = series.values[j] - series.values[i];

			s += (rise > 0) - (rise < 0);
			slopes[count++] = rise / (double)(j - i);
		}
	return s;
}

/* n(n-1)(2n+5) less the same of each group of ties, over 18. */
static double variance_of(struct sample sorted)
{
	double n = (double)sorted.count, sum = n * (n - 1) * (2 * n + 5);

	for (size_t from = 0, to; from < sorted.count; from = to) {
		double t;

		for (to = from + 1; to < sorted.count && sorted.values[to] == sorted.values[from];)
			to++;
		t = (double)(to - from);
		sum -= t * (t - 1) * (2 * t + 5);
	}
	return sum / 18;
}

static double trend_p(double s, double variance)
{
	return variance > 0 ? fmin(1, 2 * normal_upper((fabs(s) - 1) / sqrt(variance))) : 1;
}

int creep_of(struct creep *out, struct sample series, struct arena *arena, struct err *err)
{
	size_t count = series.count < CHANGE_POINT_VALUES ? series.count : CHANGE_POINT_VALUES;
	size_t pairs = count * (count - (count > 0)) / 2;
	struct sample sorted, part;
	double *slopes, s;

	*out = (struct creep){NAN, NAN, NAN, NAN};
	if (count == 0)
		return 0;
	part = (struct sample){series.values + (series.count - count), count};
	if (sample_sorted(&sorted, part, arena, err) < 0)
		return -1;
	if (count < 2)
		return 0;
	slopes = arena_array(arena, pairs, sizeof(*slopes));
	if (!slopes)
		return err_nomem(err);
	s = pair_slopes(slopes, part);
	/* Refuses slopes that overflow, too. */
	if (quantile_of(&out->slope, (struct sample){slopes, pairs}, 0.5, arena, err) < 0)
		return -1;
	out->s = s;
	out->rise = out->slope * (double)(count - 1);
	if (count >= 4)
		out->two_sided = trend_p(s, variance_of(sorted));
	return 0;
}
