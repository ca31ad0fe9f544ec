/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/plans/shape.h"

#include <math.h>

double shape_rows_read(const struct pg_node *node)
{
	if (isnan(node->rows) || isnan(node->loops))
		return node->has_filter ? INFINITY : node->planned;
	return (node->rows + node->removed) * node->loops;
}

struct text shape_table(const struct pg_plan *plan, const struct pg_node *node)
{
	while (node->relation.len == 0 && text_starts(node->type, "Bitmap") &&
		node->parent != PG_PLAN_NONE)
		node = &plan->nodes[node->parent];
	return node->alias.len ? node->alias : node->relation;
}

static bool is_scan(const struct pg_node *node)
{
	return node->relation.len && text_ends(node->type, "Scan");
}

double shape_all_rows_read(const struct pg_plan *plan)
{
	double all = 0;

	for (size_t i = 0; i < plan->count; i++)
		all += is_scan(&plan->nodes[i]) ? shape_rows_read(&plan->nodes[i]) : 0;
	return all;
}

/* ---- indexes ---- */

static bool uses_index(const struct pg_plan *plan, struct text index)
{
	for (size_t i = 0; i < plan->count; i++)
		if (text_equal(plan->nodes[i].index, index))
			return true;
	return false;
}

static bool was_there_before(const struct pg_plan *base, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (text_equal(base->nodes[i].index, base->nodes[at].index))
			return true;
	return false;
}

/* Every row of the table passes through it. */
static bool goes_through_all(const struct pg_node *scan)
{
	if (text_is(scan->type, "Seq Scan"))
		return true;
	return text_starts(scan->type, "Index") && !scan->has_condition;
}

static const struct pg_node *find_through_all(
	const struct pg_plan *head, struct text table, double min_rows)
{
	for (size_t i = 0; i < head->count; i++) {
		const struct pg_node *node = &head->nodes[i];

		if (is_scan(node) && text_equal(shape_table(head, node), table) &&
			goes_through_all(node) && shape_rows_read(node) >= min_rows)
			return node;
	}
	return NULL;
}

bool shape_lost_index(struct lost_index *out, const struct pg_plan *base,
	const struct pg_plan *head, double min_rows, size_t n)
{
	for (size_t i = 0; base && i < base->count; i++) {
		const struct pg_node *node = &base->nodes[i];

		if (node->index.len == 0 || !node->has_condition || was_there_before(base, i) ||
			uses_index(head, node->index))
			continue;
		out->index = node;
		out->scan = find_through_all(head, shape_table(base, node), min_rows);
		if (out->scan && n-- == 0)
			return true;
	}
	return false;
}

/* ---- loops ---- */

static bool is_loop_over_scan(
	const struct pg_plan *plan, const struct pg_node *node, double min_rows)
{
	if (!text_is(node->type, "Seq Scan") || !node->is_inner || node->parent == PG_PLAN_NONE ||
		!text_is(plan->nodes[node->parent].type, "Nested Loop"))
		return false;
	/* Without ANALYZE it is the rows of one loop that are known. */
	return !(node->loops <= 1) && shape_rows_read(node) >= min_rows;
}

static bool has_loop_over(const struct pg_plan *plan, struct text table, double min_rows)
{
	for (size_t i = 0; plan && i < plan->count; i++)
		if (is_loop_over_scan(plan, &plan->nodes[i], min_rows) &&
			text_equal(shape_table(plan, &plan->nodes[i]), table))
			return true;
	return false;
}

const struct pg_node *shape_loop_over_scan(const struct pg_plan *base, const struct pg_plan *head,
	double min_rows, size_t n, bool *known)
{
	for (size_t i = 0; i < head->count; i++) {
		const struct pg_node *node = &head->nodes[i];

		if (!is_loop_over_scan(head, node, min_rows) || n-- > 0)
			continue;
		*known = has_loop_over(base, shape_table(head, node), min_rows);
		return node;
	}
	return NULL;
}

/* ---- estimates ---- */

/* Whether somebody above may have stopped asking: a limit with no node in between that takes all its rows first, or a join. */
static bool may_stop_early(const struct pg_plan *plan, const struct pg_node *node)
{
	static const char *const takes_all[] = {
		"Sort", "Hash", "Aggregate", "Materialize", "WindowAgg", NULL};

	while (node->parent != PG_PLAN_NONE) {
		node = &plan->nodes[node->parent];
		if (text_is(node->type, "Limit") || text_is(node->type, "Merge Join") ||
			text_is(node->type, "Merge Append") || text_is(node->join, "Semi") ||
			text_is(node->join, "Anti"))
			return true;
		for (size_t i = 0; takes_all[i]; i++)
			if (text_is(node->type, takes_all[i]))
				return false;
	}
	return false;
}

static double factor_of(const struct pg_plan *plan, const struct pg_node *node, double min_rows)
{
	double planned = fmax(node->planned, 1), rows = fmax(node->rows, 1);

	if (isnan(node->planned) || isnan(node->rows) || !(node->loops > 0))
		return 1;
	if (rows > planned)
		return rows * node->loops >= min_rows ? rows / planned : 1;
	return planned * node->loops >= min_rows && !may_stop_early(plan, node) ? planned / rows
										: 1;
}

static double factor_at(const struct pg_plan *base, const struct pg_plan *head,
	const struct pg_node *like, double min_rows)
{
	double most = 1;

	for (size_t i = 0; base && i < base->count; i++)
		if (text_equal(base->nodes[i].type, like->type) &&
			text_equal(shape_table(base, &base->nodes[i]), shape_table(head, like)))
			most = fmax(most, factor_of(base, &base->nodes[i], min_rows));
	return most;
}

struct misestimate shape_misestimate(
	const struct pg_plan *base, const struct pg_plan *head, double min_rows)
{
	struct misestimate worst = {.factor = 1};

	for (size_t i = 0; i < head->count; i++) {
		double factor = factor_of(head, &head->nodes[i], min_rows);

		/* What is further down is where it began. */
		if (factor > 1 && factor >= worst.factor * 0.99) {
			worst.factor = factor;
			worst.node = &head->nodes[i];
		}
	}
	/* A factor that doubles is no noise. */
	worst.known = worst.node && factor_at(base, head, worst.node, min_rows) > worst.factor / 2;
	return worst;
}

/* ---- the whole ---- */

static bool is_same(const struct pg_node *a, const struct pg_node *b)
{
	return a->depth == b->depth && text_equal(a->type, b->type) &&
	       text_equal(a->join, b->join) && text_equal(a->relation, b->relation) &&
	       text_equal(a->alias, b->alias) && text_equal(a->index, b->index);
}

bool shape_differs(const struct pg_plan *base, const struct pg_plan *head,
	const struct pg_node **base_node, const struct pg_node **head_node)
{
	size_t at = 0;

	while (at < base->count && at < head->count && is_same(&base->nodes[at], &head->nodes[at]))
		at++;
	*base_node = at < base->count ? &base->nodes[at] : NULL;
	*head_node = at < head->count ? &head->nodes[at] : NULL;
	return *base_node || *head_node;
}

static bool reads(const struct pg_plan *plan, struct text relation)
{
	for (size_t i = 0; i < plan->count; i++)
		if (text_equal(plan->nodes[i].relation, relation))
			return true;
	return false;
}

bool shape_is_of_one_query(const struct pg_plan *base, const struct pg_plan *head)
{
	bool any = false;

	for (size_t i = 0; i < base->count; i++) {
		if (base->nodes[i].relation.len == 0)
			continue;
		if (reads(head, base->nodes[i].relation))
			return true;
		any = true;
	}
	return !any;
}
