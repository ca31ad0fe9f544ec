/* SPDX-License-Identifier: Apache-2.0
 *
 * What is wrong with a plan's shape, and what changed in it: pure. Times take no part in it, since one run of a query is mostly noise; rows do.
 * base is NULL where there is none. A result of NULL, or of node NULL: nothing. Private to the check.
 */
#ifndef SEAMGATE_PLANS_SHAPE_H
#define SEAMGATE_PLANS_SHAPE_H

#include "gate/base/pg_plan.h"

/* Rows that a scan took into its hands, in all loops: those that it gave, and those that its filter threw away. INFINITY where
 * nobody counted (no ANALYZE) and there is a filter: the planner says only what it gives. */
double shape_rows_read(const struct pg_node *node);

/* Of all scans of a plan. */
double shape_all_rows_read(const struct pg_plan *plan);

/* The name that a scan's table has in the query; of an index scan below a bitmap that of the heap scan above it. */
struct text shape_table(const struct pg_plan *plan, const struct pg_node *node);

struct lost_index {
	const struct pg_node *index; /* the base's node that used it */
	const struct pg_node *scan;  /* what reads the table at the head */
};

/* The n-th index that the base enters by a condition and the head does not use, where the head reads the table by going through all of
 * it, or all of another index, and at least min_rows rows. */
bool shape_lost_index(struct lost_index *out, const struct pg_plan *base,
	const struct pg_plan *head, double min_rows, size_t n);

/* The n-th sequential scan of at least min_rows rows that a nested loop runs more than once. *known: the base has one of the
 * same table. */
const struct pg_node *shape_loop_over_scan(const struct pg_plan *base, const struct pg_plan *head,
	double min_rows, size_t n, bool *known);

struct misestimate {
	const struct pg_node *node;
	double factor; /* at least 1 */
	bool known;    /* the base's node of that kind and table is off by as much already */
};

/* The node whose rows are furthest from what the planner thought. Too few rows prove nothing where they were not asked for: below a
 * limit, and where a join stops early. */
struct misestimate shape_misestimate(
	const struct pg_plan *base, const struct pg_plan *head, double min_rows);

/* The first nodes that differ, in kind, join, table or index; NULL beyond the shorter plan's end. False: one shape. */
bool shape_differs(const struct pg_plan *base, const struct pg_plan *head,
	const struct pg_node **base_node, const struct pg_node **head_node);

/* Whether the two read one table at least; if not they are of two queries. */
bool shape_is_of_one_query(const struct pg_plan *base, const struct pg_plan *head);

#endif
