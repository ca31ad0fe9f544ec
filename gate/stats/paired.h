/* SPDX-License-Identifier: Apache-2.0
 *
 * Right or wrong, twice on the same documents: what a change did to an accuracy.
 * `lost` (b) was right at the base and is wrong at the head, `gained` (c) the other way round. The loss is
 * (lost - gained) / samples, positive when the head is worse; all intervals here are of the loss. A table whose cells
 * do not fit gives NAN everywhere.
 */
#ifndef SEAMGATE_STATS_PAIRED_H
#define SEAMGATE_STATS_PAIRED_H

#include "gate/stats/interval.h"

struct paired {
	uint64_t samples;      /* n */
	uint64_t both;         /* right both times; only paired_newcombe looks at it */
	uint64_t lost, gained; /* b, c */
};

/* Counts the four cells of two arrays of 0 and not 0. */
struct paired paired_count(const bool *base, const bool *head, size_t count);

double paired_loss(struct paired table);
double paired_flips(struct paired table); /* (b + c) / n; Dutta et al. 2024, arXiv 2407.09141 */

/* McNemar's exact test: Bin(b + c, 1/2). No flips: p = 1.
 * Two-sided: min(1, 2 P(X <= min(b, c))). Worse: P(X >= b), small when the head is worse; the blocking direction. */
double mcnemar_two_sided(struct paired table);
double mcnemar_worse(struct paired table);
double mcnemar_worse_mid(struct paired table); /* mid-p: less half the mass at b */
double mcnemar_mid(struct paired table); /* two-sided mid-p: two-sided less the mass at min(b, c) */

/* The chi-square statistic with one degree of freedom, with or without Edwards' correction, for chi_square_upper. */
double mcnemar_chi_square(struct paired table, bool corrected);

/* sqrt(((b + c) - (b - c)^2 / n) / (n (n - 1))); Miller eq. 7. */
double paired_error(struct paired table);

/* loss -/+ z * paired_error. Has width 0 without flips: not for verdicts. */
struct interval paired_wald(struct paired table, double confidence);

/* Tango's score interval (Statistics in Medicine 17, 1998): all L that the score test does not reject,
 * A = 2n, B = -b - c + (2n - b + c) L, C = -c L (1 - L), q = (sqrt(B^2 - 4AC) - B) / 2A,
 * z = (b - c - n L) / sqrt(n (2q + L (1 - L))). At L = 0 it is McNemar's test. Right for few or no flips too. */
double tango_z(struct paired table, double loss);
struct interval paired_tango(struct paired table, double confidence);

/* Newcombe's method 10 (Statistics in Medicine 17, 1998): Wilson intervals of both shares, with the correlation phi. */
struct interval paired_newcombe(struct paired table, double confidence);

#endif
