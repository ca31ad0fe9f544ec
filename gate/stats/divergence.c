/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/divergence.h"

#include <math.h>

#include "gate/stats/beta.h"
#include "gate/stats/moments.h"
#include "gate/stats/quantile.h"

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
	struct sample reference, current;
	size_t i, k; /* so many values of each are not above `at` */
	double at;
};

static bool next_step(struct steps *steps)
{
	struct sample r = steps->reference, c = steps->current;

	if (steps->i == r.count && steps->k == c.count)
		return false;
	if (steps->k == c.count || (steps->i < r.count && r.values[steps->i] <= c.values[steps->k]))
		steps->at = r.values[steps->i];
	else
		steps->at = c.values[steps->k];
	while (steps->i < r.count && r.values[steps->i] <= steps->at)
		steps->i++;
	while (steps->k < c.count && c.values[steps->k] <= steps->at)
		steps->k++;
	return true;
}

static double gap_at(const struct steps *steps)
{
	return fabs((double)steps->i / (double)steps->reference.count -
		    (double)steps->k / (double)steps->current.count);
}

double divergence_ks(struct sample reference, struct sample current)
{
	struct steps steps = {.reference = reference, .current = current};
	double most = 0;

	if (reference.count == 0 || current.count == 0)
		return NAN;
	while (next_step(&steps))
		if (gap_at(&steps) > most)
			most = gap_at(&steps);
	return most;
}

double divergence_wasserstein(struct sample reference, struct sample current)
{
	struct steps steps = {.reference = reference, .current = current};
	struct sum area = {0};
	double from, gap;

	if (reference.count == 0 || current.count == 0 || !next_step(&steps))
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

/* ---- bins ---- */

void divergence_edges(struct sample sorted_reference, size_t bins, double *edges, size_t *count)
{
	*count = 0;
	for (size_t i = 1; i < bins; i++) {
		double edge = quantile_sorted(
			sorted_reference, (double)i / (double)bins, QUANTILE_TYPE_7);

		if (*count == 0 || edge > edges[*count - 1])
			edges[(*count)++] = edge;
	}
}

/* How many values lie below. */
static size_t below(struct sample sorted, double edge)
{
	size_t low = 0, high = sorted.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sorted.values[middle] < edge)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void divergence_fill(struct sample sorted, const double *edges, size_t count, double *counts)
{
	size_t before = 0;

	for (size_t i = 0; i < count; i++) {
		size_t upto = below(sorted, edges[i]);

		counts[i] = (double)(upto - before);
		before = upto;
	}
	counts[count] = (double)(sorted.count - before);
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

double divergence_wasserstein_noise(struct sample sorted_reference, double n, double m)
{
	struct sum area = {0};
	double count = (double)sorted_reference.count;

	if (sorted_reference.count == 0 || !(n > 0) || !(m > 0))
		return NAN;
	for (size_t i = 1; i < sorted_reference.count; i++) {
		double share = (double)i / count;
		double width = sorted_reference.values[i] - sorted_reference.values[i - 1];

		sum_add(&area, sqrt(share * (1 - share)) * width);
	}
	return 1.86 * sqrt(2 / acos(-1)) * sqrt(1 / n + 1 / m) * sum_of(&area);
}
