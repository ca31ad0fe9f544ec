/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/bulk.h"

static size_t margin_of(const struct plans *plans)
{
	return plans->reach.bytes > MOST_UNBROKEN ? plans->reach.bytes : MOST_UNBROKEN;
}

/* ---- gates ---- */

static bool is_told(const struct plan *plan)
{
	return plan->far && plan->through;
}

/* Those that were looked for in the bulk too are certain. */
static void doubt_gates(size_t *gates, const struct plans *plans)
{
	for (size_t g = 0; g < plans->gate_count; g++)
		if (gates[g] == GATE_SHUT && bulk_may_hold(plans->gates[g]))
			gates[g] = GATE_MAYBE;
	for (size_t i = 0; i < plans->count; i++) {
		const struct plan *plan = &plans->items[i];
		const uint32_t *list = plans->gate_lists + plan->gate;

		for (uint32_t g = 0; is_told(plan) && g < plan->gate_count; g++)
			if (gates[list[g]] == GATE_MAYBE)
				gates[list[g]] = GATE_SHUT;
	}
}

/* ---- proposing ---- */

int bulk_propose(
	struct proposer *proposer, uint32_t pack, uint32_t view, struct text bytes, struct err *err)
{
	const struct plans *plans = &proposer->rules->packs[pack].plans;
	struct stretch around = {view, 0, bytes.len, 0, bytes.len, WIDTH_ANY};
	size_t margin = margin_of(plans), at = 0;
	struct bulk bulk;

	while (bulk_next(&bulk, bytes, at)) {
		struct stretch inside = {
			view, bulk.from, bulk.to, bulk.from + margin + 1, bulk.to - 2, WIDTH_ANY};

		around.to = bulk.from + margin + 2;
		around.last = bulk.from + margin;
		if (propose_in(proposer, pack, &around, bytes, err) < 0 ||
			propose_bulk(proposer, pack, &inside, bytes, err) < 0)
			return -1;
		around = (struct stretch){
			view, bulk.to - 1 - margin, bytes.len, bulk.to - 1, bytes.len, WIDTH_ANY};
		at = bulk.to;
		proposer->skipped = true;
	}
	if (at > 0)
		doubt_gates(proposer->gates[pack], plans);
	return propose_in(proposer, pack, &around, bytes, err);
}

/* ---- whether that was enough ---- */

static bool plans_are_certain(const struct proposer *proposer, uint32_t pack)
{
	const struct plans *plans = &proposer->rules->packs[pack].plans;

	for (size_t i = 0; i < plans->count; i++)
		if (is_told(&plans->items[i]) &&
			!gate_shut(proposer->gates, proposer->rules, pack, &plans->items[i]))
			return false;
	return true;
}

bool bulk_is_certain(const struct proposer *proposer)
{
	const struct ruleset *rules = proposer->rules;

	if (!proposer->skipped)
		return true;
	for (uint32_t pack = 0; pack < rules->pack_count; pack++)
		if (rules->packs[pack].bulk && !plans_are_certain(proposer, pack))
			return false;
	return ends_are_certain(proposer);
}
