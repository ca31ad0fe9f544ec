/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers that agree to so many digits, and arrays as samples.
 */
#ifndef SEAMGATE_TESTS_STATS_NEAR_H
#define SEAMGATE_TESTS_STATS_NEAR_H

#include <math.h>

#include "gate/stats/interval.h"
#include "unit.h"

static inline bool near(double got, double want, double relative)
{
	if (isnan(want) || isinf(want))
		return isnan(want) ? isnan(got) : got == want;
	return fabs(got - want) <= relative * fabs(want) + 1e-300;
}

static inline bool within(double got, double want, double distance)
{
	return fabs(got - want) <= distance;
}

#define CHECK_NEAR(row_name, got, want, relative)                                                 \
	do {                                                                                      \
		double got_ = (got), want_ = (want);                                              \
		if (!near(got_, want_, (relative)))                                               \
			fprintf(stderr, "row \"%s\": %s is %.17g, not %.17g\n", (row_name), #got, \
				got_, want_);                                                     \
		CU_ASSERT(near(got_, want_, (relative)));                                         \
	} while (0)

#define CHECK_WITHIN(row_name, got, want, distance)                                               \
	do {                                                                                      \
		double got_ = (got), want_ = (want);                                              \
		if (!within(got_, want_, (distance)))                                             \
			fprintf(stderr, "row \"%s\": %s is %.17g, not %.17g\n", (row_name), #got, \
				got_, want_);                                                     \
		CU_ASSERT(within(got_, want_, (distance)));                                       \
	} while (0)

#define ROWS(rows)     (sizeof(rows) / sizeof((rows)[0]))
#define SAMPLE_OF(...) ((struct sample){(double[]){__VA_ARGS__}, ROWS(((double[]){__VA_ARGS__}))})

#endif
