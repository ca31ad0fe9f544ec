/* SPDX-License-Identifier: Apache-2.0
 *
 * The policy's side of the check: flows, their sources and phases, as the options table fills them.
 */
#ifndef SEAMGATE_LATENCY_FLOW_H
#define SEAMGATE_LATENCY_FLOW_H

#include "checks/latency/format.h"

struct flow_source {
	int format;       /* index in latency_formats */
	struct text path; /* a glob */
	struct text select;
	struct columns columns;
	bool workspace;
};

struct flow_phase {
	struct text name, hop;
	double budget_ms;           /* 0: none */
	struct tolerance tolerance; /* 0: the flow's */
};

enum flow_inconclusive { INCONCLUSIVE_ERROR, INCONCLUSIVE_WARNING };

struct flow {
	struct text name, hop;
	struct text_list when; /* globs; empty: new reports are not demanded */
	int statistic;         /* index in flow_statistics */
	double budget_ms;      /* 0: none */
	struct text budgets;   /* path of a budget.json, or "" */
	struct tolerance tolerance;
	int64_t min_samples;
	struct block_list sources; /* struct flow_source */
	struct text baseline;      /* "base", or a glob */
	struct block_list phases;  /* struct flow_phase */
	int inconclusive;
	struct text history; /* a glob of earlier reports, oldest first, or "notes:NAME"; "" none */

	/* Not an option: each file is one result, by the flow's statistic. Set by history.c on a copy. */
	bool is_history;
};

struct latency_options {
	struct block_list flows; /* struct flow */
};

struct statistic {
	const char *name; /* "p75", "mean" */
	double q;         /* NAN: the mean */
};

extern const char *const flow_statistics[]; /* names, NULL at the end */
struct statistic flow_statistic(const struct flow *flow);

extern const struct option latency_option_table[];

#endif
