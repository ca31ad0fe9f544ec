/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/carry.h"

#include <string.h>

enum { LOOKED_AT = 2 }; /* bytes behind an end */

/* What around an end decides about it: as far as a match reaches before it, and bytes behind it. */
struct around {
	struct reach before;
	size_t behind;
};

static struct around around_of(const struct plans *plans)
{
	return (struct around){
		plans->reach, plans->anchor_count ? ANCHOR_SEEN + LOOKED_AT : LOOKED_AT};
}

/* The ends in a text that are the same in the one that was looked at: [first, last], there moved back by `moved` (modulo 2^64). */
struct carried {
	size_t first, last, moved;
};

static size_t less(size_t a, size_t b)
{
	return a > b ? a - b : 0;
}

/* False: none that would be worth it. */
static bool carried_by(struct carried *out, const struct basis *basis, const struct copied *copied,
	const struct around *around)
{
	bool at_start = copied->at == 0 && copied->from == 0;
	bool at_end = copied->at + copied->len == basis->text.len &&
		      copied->from + copied->len == basis->kept->len;

	out->first = at_start ? 0 : reach_ahead(basis->text, copied->at, around->before);
	out->last = at_end ? basis->text.len : less(copied->at + copied->len, around->behind);
	out->moved = copied->at - copied->from;
	return out->last > out->first && out->last - out->first > out->first - copied->at;
}

/* The next one from the copy *at on. */
static bool carried_next(
	struct carried *out, const struct basis *basis, size_t *at, const struct around *around)
{
	while (*at < basis->copies.count)
		if (carried_by(out, basis, &basis->copies.items[(*at)++], around))
			return true;
	return false;
}

static size_t looked_at(const struct basis *basis, const struct around *around)
{
	size_t bytes = 0, first = 1, at = 0;
	struct carried carried;

	while (carried_next(&carried, basis, &at, around)) {
		if (carried.first > first)
			bytes += carried.first + around->behind -
				 reach_back(basis->text, first, around->before);
		first = carried.last + 1;
	}
	return first <= basis->text.len
		       ? bytes + basis->text.len - reach_back(basis->text, first, around->before)
		       : bytes;
}

bool carry_is_possible(const struct ruleset *rules, const struct basis *basis)
{
	size_t most = 0;

	if (!basis->kept->known)
		return false;
	for (size_t i = 0; i < rules->pack_count; i++) {
		struct around around = around_of(&rules->packs[i].plans);
		size_t bytes;

		if (around.before.bytes == TO_THE_END)
			return false;
		bytes = looked_at(basis, &around);
		most = bytes > most ? bytes : most;
	}
	return most < basis->text.len - basis->text.len / 8;
}

/* The part of a run that is at most `to` or at least `from`. False: none. */
static bool clip(struct ends *run, size_t from, size_t to)
{
	if (run->first < from)
		run->first = from;
	if (run->last > to)
		run->last = to;
	return run->first <= run->last;
}

/* ---- ends ---- */

/* Of the rules of one pack that are not far. */
struct carrying {
	struct proposer *proposer;
	const struct basis *basis;
	uint32_t pack;
	struct around around;
};

/* Of the runs that were seen, those that are carried over. */
static int keep_ends(
	const struct carrying *carrying, const struct carried *carried, struct err *err)
{
	const struct kept *kept = carrying->basis->kept;
	const struct plan *plans = carrying->proposer->rules->packs[carrying->pack].plans.items;

	for (size_t i = 0; i < kept->end_count; i++) {
		struct ends run = kept->ends[i];

		if (run.pack != carrying->pack || plans[run.rule].far ||
			!clip(&run, carried->first - carried->moved,
				carried->last - carried->moved))
			continue;
		run.first += carried->moved;
		run.last += carried->moved;
		if (propose_ends(carrying->proposer, &run, err) < 0)
			return -1;
	}
	return 0;
}

/* Looks at what is needed for the ends in [first, last]. */
static int look_between(const struct carrying *carrying, size_t first, size_t last, struct err *err)
{
	struct text text = carrying->basis->text;
	size_t behind = carrying->around.behind, end = last < text.len ? last : text.len;
	struct stretch stretch = {.to = end < less(text.len, behind) ? end + behind : text.len,
		.first = first,
		.last = end,
		.width = WIDTH_NEAR};

	if (first > end)
		return 0;
	stretch.from = reach_back(text, first, carrying->around.before);
	return propose_in(carrying->proposer, carrying->pack, &stretch, text, err);
}

static int carry_pack(const struct carrying *carrying, struct err *err)
{
	const struct basis *basis = carrying->basis;
	size_t first = 1, at = 0;
	struct carried carried;

	while (carried_next(&carried, basis, &at, &carrying->around)) {
		if (carried.first > first &&
			look_between(carrying, first, carried.first - 1, err) < 0)
			return -1;
		if (keep_ends(carrying, &carried, err) < 0)
			return -1;
		first = carried.last + 1;
	}
	return look_between(carrying, first, basis->text.len, err);
}

int carry_ends(struct proposer *proposer, const struct basis *basis, struct err *err)
{
	for (uint32_t number = 0; number < proposer->rules->pack_count; number++) {
		const struct plans *plans = &proposer->rules->packs[number].plans;
		struct carrying carrying = {proposer, basis, number, around_of(plans)};

		memset(proposer->latest, 0, plans->count * sizeof(*proposer->latest));
		if (carry_pack(&carrying, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- gates ---- */

/* What is known of a keyword that was not met, from where it was before. */
static size_t carried_gate(const struct basis *basis, size_t before, size_t keyword_len)
{
	if (before == GATE_SHUT || before == GATE_OPEN || before == GATE_MAYBE)
		return before == GATE_SHUT ? GATE_SHUT : GATE_MAYBE;
	for (size_t i = 0; i < basis->copies.count; i++) {
		const struct copied *copied = &basis->copies.items[i];

		if (before >= copied->from + keyword_len && before <= copied->from + copied->len)
			return before - copied->from + copied->at;
	}
	return GATE_MAYBE;
}

void carry_gates(struct proposer *proposer, const struct basis *basis)
{
	const struct kept *kept = basis->kept;

	for (size_t p = 0; p < proposer->rules->pack_count; p++) {
		const struct plans *plans = &proposer->rules->packs[p].plans;

		for (size_t i = 0; i < plans->gate_count; i++)
			if (proposer->gates[p][i] == GATE_SHUT && kept->gates[p][i] != GATE_SHUT)
				proposer->gates[p][i] = carried_gate(
					basis, kept->gates[p][i], strlen(plans->gates[i]));
	}
}

static bool may_run_far(const struct proposer *proposer, uint32_t number)
{
	const struct pack *pack = &proposer->rules->packs[number];

	for (size_t i = 0; i < pack->far_count; i++)
		if (!gate_shut(proposer->gates, proposer->rules, number,
			    &pack->plans.items[pack->far[i]]))
			return true;
	return false;
}

int carry_far(struct proposer *proposer, struct text text, struct err *err)
{
	const struct stretch all = {.to = text.len, .last = text.len, .width = WIDTH_FAR};

	for (uint32_t number = 0; number < proposer->rules->pack_count; number++) {
		const struct pack *pack = &proposer->rules->packs[number];

		if (!may_run_far(proposer, number))
			continue;
		memset(proposer->latest, 0, pack->plans.count * sizeof(*proposer->latest));
		if (propose_far(proposer, number, &all, text, err) < 0)
			return -1;
	}
	return 0;
}

/* Rules that run by their gates alone. */
static bool wholes_are_certain(const struct proposer *proposer, uint32_t number)
{
	const struct pack *pack = &proposer->rules->packs[number];

	for (size_t i = 0; i < pack->whole_count; i++)
		if (gate_in_doubt(proposer, number, &pack->plans.items[pack->wholes[i]]))
			return false;
	return true;
}

bool carry_is_certain(const struct proposer *proposer)
{
	for (uint32_t pack = 0; pack < proposer->rules->pack_count; pack++)
		if (!wholes_are_certain(proposer, pack))
			return false;
	return ends_are_certain(proposer);
}

bool carry_opens_nothing(const struct proposer *proposer, const struct kept *kept)
{
	for (size_t p = 0; p < proposer->rules->pack_count; p++)
		for (size_t i = 0; i < proposer->rules->packs[p].plans.gate_count; i++)
			if (proposer->gates[p][i] != GATE_SHUT && kept->gates[p][i] == GATE_SHUT)
				return false;
	return true;
}
