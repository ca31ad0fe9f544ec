/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/normal.h"

#include <math.h>
#include <stddef.h>

double normal_cdf(double x)
{
	return 0.5 * erfc(-x * M_SQRT1_2);
}

double normal_upper(double x)
{
	return 0.5 * erfc(x * M_SQRT1_2);
}

/* The three rational functions of AS 241, highest power first. */
static const double centre[2][8] = {
	{2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
		13731.693765509461125, 1971.5909503065514427, 133.14166789178437745,
		3.387132872796366608},
	{5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
		5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0},
};
static const double side[2][8] = {
	{7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
		1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
		4.6303378461565452959, 1.42343711074968357734},
	{1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
		0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
		2.05319162663775882187, 1.0},
};
static const double far[2][8] = {
	{2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
		0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
		5.4637849111641143699, 6.6579046435011037772},
	{2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
		7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
		0.59983220655588793769, 1.0},
};

static double polynomial(const double coefficients[8], double x)
{
	double value = 0;

	for (size_t i = 0; i < 8; i++)
		value = value * x + coefficients[i];
	return value;
}

static double rational(const double coefficients[2][8], double x)
{
	return polynomial(coefficients[0], x) / polynomial(coefficients[1], x);
}

double normal_quantile(double p)
{
	double q = p - 0.5, r;

	if (!(p >= 0 && p <= 1))
		return NAN;
	if (p == 0 || p == 1)
		return p == 0 ? -INFINITY : INFINITY;
	if (fabs(q) <= 0.425)
		return q * rational(centre, 0.180625 - q * q);
	r = sqrt(-log(q < 0 ? p : 1 - p));
	r = r <= 5 ? rational(side, r - 1.6) : rational(far, r - 5);
	return q < 0 ? -r : r;
}

double normal_z(double confidence)
{
	return confidence > 0 && confidence < 1 ? -normal_quantile((1 - confidence) / 2) : NAN;
}
