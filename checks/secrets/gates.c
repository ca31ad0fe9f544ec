/* SPDX-License-Identifier: Apache-2.0
 *
 * Which keywords have to be looked for, and of which rules they are.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/compile_parts.h"
#include "checks/secrets/implied.h"

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

static char *lower_copy(struct arena *arena, const char *word)
{
	char *copy = arena_copy(arena, text_of(word));

	for (char *c = copy; c && *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

static size_t count_keywords(const struct rule *rule)
{
	size_t count = 0;

	while (rule->keywords && rule->keywords[count])
		count++;
	return count;
}

static bool needs_gate(const struct rule *rule, const struct plan *plan)
{
	return plan->way != PLAN_NOTHING && rule->keywords &&
	       (plan->way == PLAN_WHOLE || plan->far ||
		       !pattern_implies(rule->pattern, rule->keywords));
}

static int add_gates(struct making *making, const struct rule *rule)
{
	for (size_t k = 0; rule->keywords[k]; k++) {
		char *gate = lower_copy(making->arena, rule->keywords[k]);

		if (!gate)
			return err_nomem(making->err);
		making->gates[making->gate_count++] = gate;
	}
	return 0;
}

static void sort_gates(struct making *making)
{
	size_t kept = 0;

	qsort(making->gates, making->gate_count, sizeof(*making->gates), compare_names);
	for (size_t i = 0; i < making->gate_count; i++)
		if (kept == 0 || strcmp(making->gates[kept - 1], making->gates[i]) != 0)
			making->gates[kept++] = making->gates[i];
	making->gate_count = kept;
}

int gates_collect(struct making *making, const struct rules *rules)
{
	size_t most = 0;

	for (size_t i = 0; i < rules->count; i++)
		most += count_keywords(&rules->items[i]);
	making->gates = arena_array(making->arena, most + 1, sizeof(*making->gates));
	if (!making->gates)
		return err_nomem(making->err);
	for (size_t i = 0; i < rules->count; i++)
		if (needs_gate(&rules->items[i], &making->plans[i]) &&
			add_gates(making, &rules->items[i]) < 0)
			return -1;
	sort_gates(making);
	return 0;
}

int gates_list(struct making *making, const struct rule *rule, struct plan *plan)
{
	plan->gate = (uint32_t)making->list_count;
	for (size_t k = 0; needs_gate(rule, plan) && rule->keywords[k]; k++) {
		char *gate = lower_copy(making->arena, rule->keywords[k]), **found;

		if (!gate || arena_reserve(making->arena, (void **)&making->lists,
				     &making->list_capacity, making->list_count + 1,
				     sizeof(*making->lists)) < 0)
			return err_nomem(making->err);
		found = bsearch(&gate, making->gates, making->gate_count, sizeof(*making->gates),
			compare_names);
		making->lists[making->list_count++] = (uint32_t)(found - making->gates);
		plan->gate_count++;
	}
	return 0;
}
