/* SPDX-License-Identifier: Apache-2.0
 *
 * Values in rising order, one after another: for samples that need not lie in memory. Whoever makes one says how many there are, and
 * gives as many; a source that fails on its way ends early and remembers that, and who asked looks there before he believes a number.
 */
#ifndef SEAMGATE_STATS_ASCENDING_H
#define SEAMGATE_STATS_ASCENDING_H

#include "gate/stats/interval.h"

struct ascending {
	bool (*next)(struct ascending *self, double *value); /* false: there are no more */
	uint64_t count;
};

/* Over a sample in memory, which is sorted. */
struct sample_ascending {
	struct ascending ascending; /* the first member */
	struct sample sample;
	size_t at;
};

struct sample_ascending sample_ascending(struct sample sorted);

#endif
