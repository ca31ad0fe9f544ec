/* SPDX-License-Identifier: Apache-2.0
 *
 * p values of several tests at once. Holm (1979): sorted ascending, p~(i) = max over j <= i of min(1, (k - j + 1) p(j)).
 * Benjamini and Hochberg (1995): p~(i) = min over j >= i of min(1, k p(j) / j). A p of NAN counts as 1 and stays NAN
 * in what is given back. In place is fine. O(k log k).
 */
#ifndef SEAMGATE_STATS_HOLM_H
#define SEAMGATE_STATS_HOLM_H

#include "gate/stats/interval.h"

MUST_CHECK int holm_adjust(
	double *adjusted, const double *p, size_t count, struct arena *arena, struct err *err);
MUST_CHECK int benjamini_adjust(
	double *adjusted, const double *p, size_t count, struct arena *arena, struct err *err);

#endif
