/* SPDX-License-Identifier: Apache-2.0
 *
 * One query as the policy names it: where its plan is, and what it may be. Private to the check.
 */
#ifndef SEAMGATE_PLANS_QUERY_H
#define SEAMGATE_PLANS_QUERY_H

#include "gate/source.h"

struct query {
	struct text name, hop;
	struct text_list when;
	int format;
	struct text path, baseline;
	bool workspace;
	double max_ms, max_planning_ms; /* 0: no limit */
	int64_t min_rows;
	double max_misestimate;
};

struct plans_options {
	struct block_list queries;
};

extern const struct option plans_option_table[];

#endif
