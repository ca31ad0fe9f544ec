/* SPDX-License-Identifier: Apache-2.0
 *
 * One source of data as the policy names it: where its age is written down, and how old it may be. Private to the check.
 */
#ifndef SEAMGATE_FRESHNESS_FRESH_SOURCE_H
#define SEAMGATE_FRESHNESS_FRESH_SOURCE_H

#include "gate/source.h"

/* Of the ages of single records. As the option's choices stand. */
enum { STATISTIC_MAX, STATISTIC_P99, STATISTIC_P95, STATISTIC_P50 };

struct fresh_source {
	struct text name, hop;
	struct text_list when;
	int format;
	struct text path, select, baseline;
	struct text_list expect; /* names that have to be in the file */
	bool workspace;
	int statistic;
	double max_age;
	double max_contribution, max_idle, max_report_age; /* 0: no limit */
	double idle_after; /* without a record for so long a source is idle, or stuck */
	double max_skew;
	struct tolerance tolerance;
};

struct freshness_options {
	struct block_list sources;
};

extern const struct option freshness_option_table[];

#endif
