/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "gate/stats/beta.h"

enum { MAX_STEPS = 200000 };

/* P(a, x) = x^a e^-x / Gamma(a + 1) sum x^n / ((a + 1) ... (a + n)); DLMF 8.7.1. */
static double lower_series(double a, double x)
{
	double term = 1, sum = 1;
	int sign;

	for (int n = 1; n < MAX_STEPS && term > sum * 1e-17; n++) {
		term *= x / (a + n);
		sum += term;
	}
	return sum * exp(a * log(x) - x - lgamma_r(a + 1, &sign));
}

/* Q(a, x) by Lentz's algorithm; DLMF 8.9.2. */
static double upper_fraction(double a, double x)
{
	double b = x + 1 - a, c = 1e300, d = 1 / b, value = d;
	int sign;

	for (int n = 1; n < MAX_STEPS; n++) {
		double an = -n * (n - a), change;

		b += 2;
		d = 1 / (an * d + b);
		c = b + an / c;
		change = c * d;
		value *= change;
		if (fabs(change - 1) < 1e-15)
			return value * exp(a * log(x) - x - lgamma_r(a, &sign));
	}
	return NAN;
}

double chi_square_upper(double x, double df)
{
	double a = df / 2;

	if (isnan(x) || !(df > 0) || isinf(df))
		return NAN;
	if (x <= 0)
		return 1;
	if (df == 1)
		return erfc(sqrt(x / 2));
	if (isinf(x))
		return 0;
	return x / 2 < a + 1 ? 1 - lower_series(a, x / 2) : upper_fraction(a, x / 2);
}
