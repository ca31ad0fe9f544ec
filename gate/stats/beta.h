/* SPDX-License-Identifier: Apache-2.0
 *
 * The regularized incomplete beta and gamma functions and the tails that are made of them: binomial, Student's t,
 * chi-square. Continued fractions by Lentz's algorithm (DLMF 8.17.22, 8.9.2), quantiles by bisection on the cdf.
 * Relative error about 1e-12 for parameters up to 1e6. NAN for parameters outside the domain.
 */
#ifndef SEAMGATE_STATS_BETA_H
#define SEAMGATE_STATS_BETA_H

#include <stdint.h>

double beta_cdf(double x, double a, double b); /* I_x(a, b), a > 0, b > 0; x is clamped to [0, 1] */
double beta_quantile(double p, double a, double b);

double binomial_cdf(uint64_t k, uint64_t n, double p);   /* P(X <= k) */
double binomial_upper(uint64_t k, uint64_t n, double p); /* P(X >= k) */
double binomial_mass(uint64_t k, uint64_t n, double p);  /* P(X = k) */

/* The smallest k with P(X <= k) >= q. As R's qbinom. UINT64_MAX outside the domain. */
uint64_t binomial_quantile(double q, uint64_t n, double p);

double student_cdf(double t, double df);
double student_two_sided(double t, double df); /* P(|T| >= |t|) */
double student_quantile(double p, double df);

double chi_square_upper(double x, double df); /* P(X >= x) */

#endif
