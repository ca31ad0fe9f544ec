/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/beta.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "gate/stats/normal.h"

enum { MAX_STEPS = 200000 };

static const double tiny = 1e-300;

/* ln(n!) - Stirling's approximation (Loader 2000). */
static double stirling_rest(double n)
{
	double n2 = n * n;
	int sign;

	if (n < 16)
		return lgamma_r(n + 1, &sign) - (n + 0.5) * log(n) + n - 0.918938533204672741780;
	return (1.0 / 12 -
		       (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / n2) / n2) / n2) / n2) /
	       n;
}

/* x ln(x / m) + m - x without cancellation near x = m (Loader's bd0). */
static double deviance(double x, double m)
{
	double v = (x - m) / (x + m), s = (x - m) * v, term = 2 * x * v;

	if (fabs(x - m) >= 0.1 * (x + m))
		return x * log(x / m) + m - x;
	for (int j = 1; j < 1000; j++) {
		double next;

		term *= v * v;
		next = s + term / (2 * j + 1);
		if (next == s)
			break;
		s = next;
	}
	return s;
}

/* Gamma(a+b+1) / (Gamma(a+1) Gamma(b+1)) x^a y^b for real a, b > 0, y = 1 - x. Loader, "Fast and accurate
 * computation of binomial probabilities", 2000: the differences of large lgammas would lose half the digits. */
static double mass(double a, double b, double x, double y)
{
	double n = a + b, exponent;

	exponent = stirling_rest(n) - stirling_rest(a) - stirling_rest(b) - deviance(a, n * x) -
		   deviance(b, n * y);
	return sqrt(n / (2 * M_PI * a * b)) * exp(exponent);
}

static double away_from_zero(double x)
{
	return fabs(x) < tiny ? tiny : x;
}

/* DLMF 8.17.22 by Lentz's algorithm; converges fast for x < (a + 1) / (a + b + 2). */
static double fraction(double x, double a, double b)
{
	double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), value = d;

	for (int m = 1; m < MAX_STEPS; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), odd, change;

		d = 1 / away_from_zero(1 + even * d);
		c = away_from_zero(1 + even / c);
		value *= d * c;
		odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / away_from_zero(1 + odd * d);
		c = away_from_zero(1 + odd / c);
		change = d * c;
		value *= change;
		if (fabs(change - 1) < 1e-15)
			return value;
	}
	return NAN;
}

static bool is_parameter(double value)
{
	return value > 0 && isfinite(value);
}

/* I_x(a, b) with y = 1 - x given apart, so that neither tail loses digits. */
static double incomplete(double x, double y, double a, double b)
{
	if (!is_parameter(a) || !is_parameter(b) || isnan(x) || isnan(y))
		return NAN;
	if (x <= 0 || y <= 0)
		return x <= 0 ? 0 : 1;
	if (x > (a + 1) / (a + b + 2))
		return 1 - mass(b, a, y, x) * a / (a + b) * fraction(y, b, a);
	return mass(a, b, x, y) * b / (a + b) * fraction(x, a, b);
}

double beta_cdf(double x, double a, double b)
{
	return incomplete(x, 1 - x, a, b);
}

/* The smallest positive double at which a rising function reaches p, by halving the patterns of bits. */
static double reach(double (*rising)(double x, double a, double b), double p, double a, double b,
	double highest)
{
	uint64_t low = 0, high;
	double x;

	memcpy(&high, &highest, sizeof(high));
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		memcpy(&x, &middle, sizeof(x));
		if (rising(x, a, b) >= p)
			high = middle;
		else
			low = middle + 1;
	}
	memcpy(&x, &low, sizeof(x));
	return x;
}

double beta_quantile(double p, double a, double b)
{
	if (!(p >= 0 && p <= 1) || isnan(beta_cdf(0.5, a, b)))
		return NAN;
	return p == 0 ? 0 : reach(beta_cdf, p, a, b, 1.0);
}

double binomial_cdf(uint64_t k, uint64_t n, double p)
{
	if (!(p >= 0 && p <= 1))
		return NAN;
	if (k >= n)
		return 1;
	return incomplete(1 - p, p, (double)(n - k), (double)k + 1);
}

double binomial_upper(uint64_t k, uint64_t n, double p)
{
	if (!(p >= 0 && p <= 1))
		return NAN;
	if (k == 0 || k > n)
		return k == 0 ? 1 : 0;
	return incomplete(p, 1 - p, (double)k, (double)(n - k) + 1);
}

double binomial_mass(uint64_t k, uint64_t n, double p)
{
	if (!(p >= 0 && p <= 1))
		return NAN;
	if (k > n)
		return 0;
	if (p == 0 || p == 1)
		return k == (p == 0 ? 0 : n) ? 1 : 0;
	if (k == 0)
		return exp((double)n * log1p(-p));
	if (k == n)
		return exp((double)n * log(p));
	return mass((double)k, (double)(n - k), p, 1 - p);
}

uint64_t binomial_quantile(double q, uint64_t n, double p)
{
	uint64_t low = 0, high = n;

	if (!(q >= 0 && q <= 1 && p >= 0 && p <= 1))
		return UINT64_MAX;
	/* R's fuzz: q = 0.975 written in binary must not miss a cdf that is 0.975. */
	q *= 1 - 64 * 2.220446049250313e-16;
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (binomial_cdf(middle, n, p) >= q)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

double student_two_sided(double t, double df)
{
	double t2 = t * t;

	if (isnan(t) || !(df > 0))
		return NAN;
	if (isinf(df))
		return 2 * normal_upper(fabs(t));
	if (isinf(t2))
		return 0;
	return incomplete(df / (df + t2), t2 / (df + t2), df / 2, 0.5);
}

double student_cdf(double t, double df)
{
	double both = student_two_sided(t, df);

	return t < 0 ? both / 2 : 1 - both / 2;
}

static double student_inside(double t, double df, double unused)
{
	(void)unused;
	return -student_two_sided(t, df);
}

double student_quantile(double p, double df)
{
	double tail = p < 0.5 ? p : 1 - p, t;

	if (!(p >= 0 && p <= 1) || !(df > 0))
		return NAN;
	if (isinf(df) || p == 0 || p == 1)
		return normal_quantile(p);
	t = p == 0.5 ? 0 : reach(student_inside, -2 * tail, df, 0, INFINITY);
	return p < 0.5 ? -t : t;
}
