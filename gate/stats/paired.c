/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/paired.h"

#include <math.h>

#include "gate/stats/beta.h"
#include "gate/stats/normal.h"
#include "gate/stats/proportion.h"

static const struct interval nothing = {NAN, NAN};

static bool holds(struct paired table)
{
	uint64_t n = table.samples;

	return n > 0 && table.lost <= n && table.gained <= n - table.lost &&
	       table.both <= n - table.lost - table.gained;
}

struct paired paired_count(const bool *base, const bool *head, size_t count)
{
	struct paired table = {.samples = count};

	for (size_t i = 0; i < count; i++) {
		table.both += base[i] && head[i];
		table.lost += base[i] && !head[i];
		table.gained += !base[i] && head[i];
	}
	return table;
}

double paired_loss(struct paired table)
{
	return holds(table) ? ((double)table.lost - (double)table.gained) / (double)table.samples
			    : NAN;
}

double paired_flips(struct paired table)
{
	return holds(table) ? (double)(table.lost + table.gained) / (double)table.samples : NAN;
}

double mcnemar_two_sided(struct paired table)
{
	uint64_t least = table.lost < table.gained ? table.lost : table.gained;

	return holds(table) ? fmin(1, 2 * binomial_cdf(least, table.lost + table.gained, 0.5))
			    : NAN;
}

double mcnemar_worse(struct paired table)
{
	return holds(table) ? binomial_upper(table.lost, table.lost + table.gained, 0.5) : NAN;
}

double mcnemar_worse_mid(struct paired table)
{
	return mcnemar_worse(table) - binomial_mass(table.lost, table.lost + table.gained, 0.5) / 2;
}

double mcnemar_mid(struct paired table)
{
	uint64_t flips = table.lost + table.gained;
	uint64_t least = table.lost < table.gained ? table.lost : table.gained;

	if (!holds(table))
		return NAN;
	/* Where both cells are alike the two tails overlap at that cell: 1 less its mass. */
	return mcnemar_two_sided(table) - binomial_mass(least, flips, 0.5);
}

double mcnemar_chi_square(struct paired table, bool corrected)
{
	double difference = fabs((double)table.lost - (double)table.gained) - (corrected ? 1 : 0);

	if (!holds(table) || table.lost + table.gained == 0)
		return NAN;
	return difference * difference / (double)(table.lost + table.gained);
}

double paired_error(struct paired table)
{
	double n = (double)table.samples, difference = (double)table.lost - (double)table.gained;

	if (!holds(table) || table.samples < 2)
		return NAN;
	return sqrt(((double)(table.lost + table.gained) - difference * difference / n) /
		    (n * (n - 1)));
}

struct interval paired_wald(struct paired table, double confidence)
{
	double loss = paired_loss(table), half = normal_z(confidence) * paired_error(table);

	return (struct interval){loss - half, loss + half};
}

/* The share of documents gained, most likely if the loss were as given. */
static double constrained(double n, double lost, double gained, double loss)
{
	double b = -lost - gained + (2 * n - lost + gained) * loss;
	double c = -gained * loss * (1 - loss), root = sqrt(fmax(0, b * b - 8 * n * c));

	/* The two forms are equal; each is exact where the other cancels. */
	if (b > 0)
		return fmax(0, -2 * c / (root + b));
	return fmax(0, (root - b) / (4 * n));
}

double tango_z(struct paired table, double loss)
{
	double n = (double)table.samples, lost = (double)table.lost, gained = (double)table.gained;
	double q, variance, distance = lost - gained - n * loss;

	if (!holds(table) || !(loss > -1 && loss < 1))
		return NAN;
	/* By symmetry: for a negative loss what was gained takes the place of what was lost. */
	if (loss < 0)
		return -tango_z(
			(struct paired){table.samples, table.both, table.gained, table.lost},
			-loss);
	q = constrained(n, lost, gained, loss);
	variance = n * (2 * q + loss * (1 - loss));
	return variance > 0 ? distance / sqrt(variance) : distance == 0 ? 0 : NAN;
}

/* z falls as the loss grows: where it meets `target`, between a loss with a higher and one with a lower z. */
static double meet(struct paired table, double target, double low, double high)
{
	for (int i = 0; i < 80; i++) {
		double middle = low + (high - low) / 2;

		if (tango_z(table, middle) > target)
			low = middle;
		else
			high = middle;
	}
	return low + (high - low) / 2;
}

struct interval paired_tango(struct paired table, double confidence)
{
	double z = normal_z(confidence), loss = paired_loss(table);

	if (isnan(z) || isnan(loss))
		return nothing;
	return (struct interval){
		loss <= -1 ? -1 : meet(table, z, -1, loss),
		loss >= 1 ? 1 : meet(table, -z, loss, 1),
	};
}

/* Newcombe's phi: the correlation of both answers, less n/2 in the numerator where it is positive. */
static double correlation(double a, double b, double c, double d)
{
	double product = a * d - b * c, n = a + b + c + d;
	double scale = (a + b) * (c + d) * (a + c) * (b + d);

	if (scale == 0)
		return 0;
	if (product > 0)
		product = fmax(product - n / 2, 0);
	return product / sqrt(scale);
}

static double length(double first, double second, double phi)
{
	return sqrt(fmax(0, first * first - 2 * phi * first * second + second * second));
}

struct interval paired_newcombe(struct paired table, double confidence)
{
	double n = (double)table.samples, a = (double)table.both, b = (double)table.lost,
	       c = (double)table.gained, base = (a + b) / n, head = (a + c) / n, phi;
	struct interval at_base, at_head;

	if (!holds(table) || isnan(normal_z(confidence)))
		return nothing;
	phi = correlation(a, b, c, n - a - b - c);
	at_base = wilson_interval(base, n, confidence);
	at_head = wilson_interval(head, n, confidence);
	return (struct interval){
		base - head - length(base - at_base.low, at_head.high - head, phi),
		base - head + length(at_base.high - base, head - at_head.low, phi),
	};
}
