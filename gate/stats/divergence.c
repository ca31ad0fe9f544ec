/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/divergence.h"

#include <math.h>
#include <string.h>

#include "gate/stats/beta.h"
#include "gate/stats/moments.h"

/* ---- shares ---- */

static double at_least(double share, double floor)
{
	return share > 0 ? share : floor;
}

double divergence_psi(struct shares shares, double floor)
{
	struct sum sum = {0};

	if (shares.count == 0 || !(floor > 0))
		return NAN;
	for (size_t i = 0; i < shares.count; i++) {
		double r = at_least(shares.reference[i], floor);
		double c = at_least(shares.current[i], floor);

		sum_add(&sum, (c - r) * log(c / r));
	}
	return sum_of(&sum);
}

double divergence_kullback_leibler(struct shares shares, double floor)
{
	struct sum sum = {0};

	if (shares.count == 0 || !(floor > 0))
		return NAN;
	for (size_t i = 0; i < shares.count; i++) {
		double r = at_least(shares.reference[i], floor);
		double c = at_least(shares.current[i], floor);

		sum_add(&sum, r * log(r / c));
	}
	return sum_of(&sum);
}

/* a ln(a / b), 0 for a = 0: its limit. */
static double relative(double a, double b)
{
	return a > 0 ? a * log(a / b) : 0;
}

double divergence_jensen_shannon(struct shares shares, double log_base)
{
	struct sum sum = {0};
	double divergence;

	if (shares.count == 0 || !(log_base > 1))
		return NAN;
	for (size_t i = 0; i < shares.count; i++) {
		double r = shares.reference[i], c = shares.current[i], middle = (r + c) / 2;

		sum_add(&sum, relative(r, middle));
		sum_add(&sum, relative(c, middle));
	}
	divergence = sum_of(&sum) / 2 / log(log_base);
	return divergence < 0 ? 0 : sqrt(divergence);
}

double divergence_hellinger(struct shares shares)
{
	struct sum sum = {0};

	if (shares.count == 0)
		return NAN;
	for (size_t i = 0; i < shares.count; i++) {
		double gap = sqrt(shares.reference[i]) - sqrt(shares.current[i]);

		sum_add(&sum, gap * gap);
	}
	return sqrt(sum_of(&sum) / 2);
}

double divergence_l_infinity(struct shares shares)
{
	double most = shares.count ? 0 : NAN;

	for (size_t i = 0; i < shares.count; i++) {
		double gap = fabs(shares.reference[i] - shares.current[i]);

		if (isnan(gap))
			return NAN;
		most = gap > most ? gap : most;
	}
	return most;
}

/* ---- counts ---- */

static double cell(double observed, double expected)
{
	return (observed - expected) * (observed - expected) / expected;
}

struct chi_square divergence_chi_square(struct shares counts)
{
	double n = sum_values((struct sample){counts.reference, counts.count});
	double m = sum_values((struct sample){counts.current, counts.count});
	double rows = 0;
	struct chi_square out = {NAN, NAN, NAN, NAN};
	struct sum sum = {0};

	if (!(n > 0) || !(m > 0))
		return out;
	for (size_t i = 0; i < counts.count; i++) {
		double both = counts.reference[i] + counts.current[i];

		if (!(both > 0))
			continue;
		rows++;
		sum_add(&sum, cell(counts.reference[i], both * (n / (n + m))));
		sum_add(&sum, cell(counts.current[i], both * (m / (n + m))));
	}
	out.statistic = sum_of(&sum);
	out.df = rows - 1;
	out.p = out.df > 0 ? chi_square_upper(out.statistic, out.df) : 1;
	out.cramers_v = sqrt(out.statistic / (n + m));
	return out;
}

/* ---- samples ---- */

/* Both samples merged: the steps of the two distribution functions. */
struct steps {
	struct ascending *reference, *current;
	double r, c;       /* their next values */
	bool has_r, has_c; /* where there are any */
	uint64_t i, k;     /* so many values of each are not above `at` */
	double at;
};

static struct steps steps_start(struct ascending *reference, struct ascending *current)
{
	struct steps steps = {.reference = reference, .current = current};

	steps.has_r = reference->next(reference, &steps.r);
	steps.has_c = current->next(current, &steps.c);
	return steps;
}

static bool next_step(struct steps *steps)
{
	if (!steps->has_r && !steps->has_c)
		return false;
	steps->at = !steps->has_c || (steps->has_r && steps->r <= steps->c) ? steps->r : steps->c;
	while (steps->has_r && steps->r <= steps->at) {
		steps->i++;
		steps->has_r = steps->reference->next(steps->reference, &steps->r);
	}
	while (steps->has_c && steps->c <= steps->at) {
		steps->k++;
		steps->has_c = steps->current->next(steps->current, &steps->c);
	}
	return true;
}

static double gap_at(const struct steps *steps)
{
	return fabs((double)steps->i / (double)steps->reference->count -
		    (double)steps->k / (double)steps->current->count);
}

double divergence_ks_of(struct ascending *reference, struct ascending *current)
{
	struct steps steps;
	double most = 0;

	if (reference->count == 0 || current->count == 0)
		return NAN;
	steps = steps_start(reference, current);
	while (next_step(&steps))
		if (gap_at(&steps) > most)
			most = gap_at(&steps);
	return most;
}

double divergence_ks(struct sample reference, struct sample current)
{
	struct sample_ascending r = sample_ascending(reference), c = sample_ascending(current);

	return divergence_ks_of(&r.ascending, &c.ascending);
}

double divergence_wasserstein_of(struct ascending *reference, struct ascending *current)
{
	struct sum area = {0};
	struct steps steps;
	double from, gap;

	if (reference->count == 0 || current->count == 0)
		return NAN;
	steps = steps_start(reference, current);
	if (!next_step(&steps))
		return NAN;
	from = steps.at;
	gap = gap_at(&steps);
	while (next_step(&steps)) {
		sum_add(&area, gap * (steps.at - from));
		from = steps.at;
		gap = gap_at(&steps);
	}
	return sum_of(&area);
}

double divergence_wasserstein(struct sample reference, struct sample current)
{
	struct sample_ascending r = sample_ascending(reference), c = sample_ascending(current);

	return divergence_wasserstein_of(&r.ascending, &c.ascending);
}

/* ---- bins ---- */

/* The values that lie at a place and right behind it, in a walk that goes forward only. */
struct walk {
	struct ascending *over;
	uint64_t at; /* the place of `value` */
	double value, behind;
};

static void walk_to(struct walk *walk, uint64_t place)
{
	while (walk->at < place) {
		walk->value = walk->behind;
		walk->at++;
		if (!walk->over->next(walk->over, &walk->behind))
			walk->behind = walk->value;
	}
}

/* Where the difference overflows, as 1e308 - -1e308 does, the weighted sum does not. */
static double between(double low, double high, double share)
{
	return isfinite(high - low) ? low + share * (high - low) : (1 - share) * low + share * high;
}

/* Quantiles of type 7, as quantile_sorted's. */
void divergence_edges_of(struct ascending *reference, size_t bins, double *edges, size_t *count)
{
	struct walk walk = {.over = reference};

	*count = 0;
	if (!reference->next(reference, &walk.value))
		return;
	if (!reference->next(reference, &walk.behind))
		walk.behind = walk.value;
	for (size_t i = 1; i < bins; i++) {
		double h = (double)(reference->count - 1) * ((double)i / (double)bins);
		double edge;

		walk_to(&walk, (uint64_t)floor(h));
		edge = between(walk.value, walk.behind, h - floor(h));
		if (*count == 0 || edge > edges[*count - 1])
			edges[(*count)++] = edge;
	}
}

void divergence_edges(struct sample sorted_reference, size_t bins, double *edges, size_t *count)
{
	struct sample_ascending r = sample_ascending(sorted_reference);

	divergence_edges_of(&r.ascending, bins, edges, count);
}

void divergence_fill_of(struct ascending *sorted, const double *edges, size_t count, double *counts)
{
	size_t bin = 0;
	double value;

	memset(counts, 0, (count + 1) * sizeof(*counts));
	while (sorted->next(sorted, &value)) {
		while (bin < count && value >= edges[bin])
			bin++;
		counts[bin]++;
	}
}

void divergence_fill(struct sample sorted, const double *edges, size_t count, double *counts)
{
	struct sample_ascending values = sample_ascending(sorted);

	divergence_fill_of(&values.ascending, edges, count, counts);
}

/* ---- noise ---- */

enum { BISECTIONS = 200 };

/* The x with P(X >= x) = tail. */
static double chi_square_critical(double tail, double df)
{
	double low = 0, high = df + 20 * sqrt(2 * df) + 40;

	for (int i = 0; i < BISECTIONS; i++) {
		double middle = (low + high) / 2;

		if (chi_square_upper(middle, df) > tail)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

double divergence_psi_noise(size_t bins, double n, double m)
{
	if (bins == 0 || !(n > 0) || !(m > 0))
		return NAN;
	if (bins == 1)
		return 0;
	return (1 / n + 1 / m) * chi_square_critical(0.05, (double)bins - 1);
}

double divergence_ks_noise(double n, double m)
{
	return n > 0 && m > 0 ? 1.3581 * sqrt(1 / n + 1 / m) : NAN;
}

double divergence_wasserstein_noise_of(struct ascending *reference, double n, double m)
{
	struct sum area = {0};
	double before, value;

	if (!(n > 0) || !(m > 0) || !reference->next(reference, &before))
		return NAN;
	for (uint64_t i = 1; reference->next(reference, &value); i++) {
		double share = (double)i / (double)reference->count;

		sum_add(&area, sqrt(share * (1 - share)) * (value - before));
		before = value;
	}
	return 1.86 * sqrt(2 / acos(-1)) * sqrt(1 / n + 1 / m) * sum_of(&area);
}

double divergence_wasserstein_noise(struct sample sorted_reference, double n, double m)
{
	struct sample_ascending r = sample_ascending(sorted_reference);

	return divergence_wasserstein_noise_of(&r.ascending, n, m);
}
