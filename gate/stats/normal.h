/* SPDX-License-Identifier: Apache-2.0
 *
 * The standard normal distribution. The quantile is Wichura's AS 241 (PPND16, Applied Statistics 37, 1988), relative
 * error about 1e-16.
 */
#ifndef SEAMGATE_STATS_NORMAL_H
#define SEAMGATE_STATS_NORMAL_H

double normal_cdf(double x);      /* P(Z <= x) */
double normal_upper(double x);    /* P(Z > x), exact in the far tail */
double normal_quantile(double p); /* -inf at 0, +inf at 1, NAN outside */

/* The z of a two-sided confidence: 1.959963984540054 for 0.95. NAN outside (0, 1). */
double normal_z(double confidence);

#endif
