/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/mean.h"

#include <math.h>
#include <stdlib.h>

#include "gate/stats/beta.h"
#include "gate/stats/moments.h"

struct member {
	uint64_t cluster;
	double value; /* difference, less the mean of all */
};

static int by_cluster(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->cluster != y->cluster)
		return x->cluster < y->cluster ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

/* The sum over clusters of (sum^2 - sum of squares) is the sum of all cross products. */
static double cross_products(const struct member *members, size_t count, uint64_t *clusters)
{
	struct sum all = {0};

	*clusters = 0;
	for (size_t from = 0, to; from < count; from = to) {
		struct sum values = {0}, squares = {0};

		for (to = from; to < count && members[to].cluster == members[from].cluster; to++) {
			sum_add(&values, members[to].value);
			sum_add(&squares, members[to].value * members[to].value);
		}
		sum_add(&all, sum_of(&values) * sum_of(&values) - sum_of(&squares));
		++*clusters;
	}
	return sum_of(&all);
}

static int clustered(struct mean_difference *out, const double *differences,
	const uint64_t *cluster, struct arena *arena, struct err *err)
{
	size_t count = out->base_count;
	struct member *members = arena_array(arena, count, sizeof(*members));
	double n = (double)count, cross;

	if (!members)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++)
		members[i] = (struct member){cluster[i], differences[i] - out->difference};
	if (count > 0)
		qsort(members, count, sizeof(*members), by_cluster);
	cross = cross_products(members, count, &out->clusters);
	out->error = sqrt(fmax(0, out->error * out->error + cross / (n * n)));
	out->df = (double)out->clusters - 1;
	if (out->clusters < 2)
		out->error = out->df = NAN;
	return 0;
}

int mean_paired(struct mean_difference *out, struct sample base, struct sample head,
	const uint64_t *cluster, struct arena *arena, struct err *err)
{
	double *differences = arena_array(arena, base.count, sizeof(*differences));
	struct moments moments;

	if (!differences)
		return err_nomem(err);
	if (base.count != head.count)
		return err_set(err, ERR_LOOK, "%zu values at the base cannot be paired with %zu",
			base.count, head.count);
	if (sample_finite(base, err) < 0 || sample_finite(head, err) < 0)
		return -1;
	for (size_t i = 0; i < base.count; i++)
		differences[i] = head.values[i] - base.values[i];
	moments = moments_of((struct sample){differences, base.count});
	*out = (struct mean_difference){base.count, base.count, base.count, moments.mean,
		moments.error, base.count > 1 ? (double)base.count - 1 : NAN};
	return cluster ? clustered(out, differences, cluster, arena, err) : 0;
}

int mean_unpaired(
	struct mean_difference *out, struct sample base, struct sample head, struct err *err)
{
	struct moments b, h;
	double vb, vh;

	if (sample_finite(base, err) < 0 || sample_finite(head, err) < 0)
		return -1;
	b = moments_of(base);
	h = moments_of(head);
	vb = b.error * b.error;
	vh = h.error * h.error;
	*out = (struct mean_difference){base.count, head.count, 0, h.mean - b.mean, sqrt(vb + vh),
		(vb + vh) * (vb + vh) /
			(vb * vb / ((double)base.count - 1) + vh * vh / ((double)head.count - 1))};
	/* No spread on either side: 0 / 0. */
	if (out->error == 0)
		out->df = (double)(base.count + head.count) - 2;
	return 0;
}

struct mean_difference mean_printed(double base, double base_error, double head, double head_error)
{
	if (!isfinite(base) || !isfinite(head) || !(base_error >= 0) || !(head_error >= 0))
		return (struct mean_difference){0, 0, 0, NAN, NAN, NAN};
	return (struct mean_difference){
		0, 0, 0, head - base, hypot(base_error, head_error), INFINITY};
}

struct interval mean_interval(const struct mean_difference *difference, double confidence)
{
	double half;

	if (!(confidence > 0 && confidence < 1))
		return (struct interval){NAN, NAN};
	half = -student_quantile((1 - confidence) / 2, difference->df) * difference->error;
	return (struct interval){difference->difference - half, difference->difference + half};
}

double mean_t(const struct mean_difference *difference)
{
	return difference->error > 0 ? difference->difference / difference->error : NAN;
}

double mean_two_sided(const struct mean_difference *difference)
{
	return student_two_sided(mean_t(difference), difference->df);
}
