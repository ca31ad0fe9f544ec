/* SPDX-License-Identifier: Apache-2.0
 *
 * PostgreSQL EXPLAIN (FORMAT JSON), with ANALYZE or without: postgres src/backend/commands/explain.c. A tree of nodes for each statement, as a
 * list in the order of the file: a node's children stand behind it.
 *
 * "Actual Total Time" is per loop and includes children: total = time * loops, divided by the processes below a Gather, and
 * self = total - children, at least 0. A CTE runs in the scan that reads it, not where the plan shows it.
 */
#ifndef SEAMGATE_BASE_PG_PLAN_H
#define SEAMGATE_BASE_PG_PLAN_H

#include "gate/base/json.h"

enum { PG_PLAN_DEEPEST = 64, PG_PLAN_NONE = UINT32_MAX };

struct pg_node {
	struct text type, relation, alias, index, join; /* "" where there is none */
	bool has_condition; /* an index is entered by a condition, not walked from end to end */
	bool has_filter;    /* rows that it reads are thrown away */
	bool is_inner;      /* the side of a join that is run anew for each row of the other */
	bool is_cte;        /* it stands here, and runs where it is read */
	double planned;     /* rows, per loop, as the planner thought */
	double rows, loops; /* as they were; NAN without ANALYZE */
	double removed;     /* rows per loop that a filter threw away; 0 where none is said */
	double total_ms, self_ms; /* of all loops; NAN without ANALYZE */
	uint32_t parent;          /* index; PG_PLAN_NONE of the root */
	uint32_t depth, line;
};

struct pg_plan {
	struct pg_node *nodes;
	size_t count, capacity;
	double planning_ms,
		execution_ms; /* NAN where it was not executed; planning 0 where it is not said */
	uint32_t line;
};

struct pg_plans {
	struct pg_plan *items;
	size_t count;
};

/* `measured`: refuses plans that were not executed, or without times. Errors are ERR_LOOK "name:line:column: what" with a
 * remedy. Everything lives in the arena, and texts borrow from the file's. */
MUST_CHECK int pg_plans_read(struct pg_plans *out, struct text text, const char *name,
	bool measured, struct arena *arena, struct err *err);

#endif
