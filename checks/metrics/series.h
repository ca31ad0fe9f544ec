/* SPDX-License-Identifier: Apache-2.0
 *
 * One number as the policy names it: where it stands, and what it may be. Private to the check.
 */
#ifndef SEAMGATE_METRICS_SERIES_H
#define SEAMGATE_METRICS_SERIES_H

#include "gate/source.h"

enum { BETTER_LOWER, BETTER_HIGHER };

/* A limit that is none. */
#define NO_LIMIT 1e308

struct metric_series {
	struct text name, hop;
	struct text_list when;
	int format;
	struct text path, select, per, baseline;
	bool workspace;
	int statistic, better;
	struct tolerance tolerance;
	double max, min; /* NO_LIMIT and -NO_LIMIT: none */
};

struct metrics_options {
	struct block_list series;
};

extern const struct option metrics_option_table[];

#endif
