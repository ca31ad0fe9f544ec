/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/carry.h"

#include <string.h>

enum { LOOKED_AT = 2 }; /* bytes behind an end */

/* What is looked at and what is carried over, for one pack. */
struct seam {
	struct stretch stretch;
	size_t kept_to;   /* of the ends that were seen, in the old text: those up to here, */
	size_t kept_from; /* and those from here on, moved */
	size_t moved;     /* modulo 2^64 */
};

static size_t less(size_t a, size_t b)
{
	return a > b ? a - b : 0;
}

static struct seam seam_of(
	const struct plans *plans, const struct common *common, size_t old_len, size_t len)
{
	size_t cut = less(common->start, LOOKED_AT), reach = plans->reach;
	size_t behind = len - common->end + reach;
	struct seam seam = {
		.stretch = {.from = less(cut, reach), .to = len, .first = cut + 1, .last = len},
		.kept_to = cut,
		.kept_from = SIZE_MAX,
		.moved = len - old_len};

	if (behind + LOOKED_AT >= len)
		return seam;
	seam.stretch.to = behind + LOOKED_AT;
	seam.stretch.last = behind - 1;
	seam.kept_from = old_len - common->end + reach;
	return seam;
}

bool carry_is_possible(const struct ruleset *rules, const struct seen *seen, struct text text,
	const struct common *common)
{
	size_t looked_at = 0;

	if (!seen->known)
		return false;
	for (size_t i = 0; i < rules->pack_count; i++) {
		struct seam seam;

		if (rules->packs[i].plans.reach == TO_THE_END)
			return false;
		seam = seam_of(&rules->packs[i].plans, common, seen->text.len, text.len);
		if (seam.stretch.to - seam.stretch.from > looked_at)
			looked_at = seam.stretch.to - seam.stretch.from;
	}
	return looked_at < text.len - text.len / 8;
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

/* Of the runs that were seen, the parts in [from, to]. */
static int keep_ends(struct proposer *proposer, const struct seen *seen, uint32_t pack, size_t from,
	size_t to, size_t moved, struct err *err)
{
	for (size_t i = 0; i < seen->end_count; i++) {
		struct ends run = seen->ends[i];

		if (run.pack != pack || !clip(&run, from, to))
			continue;
		run.first += moved;
		run.last += moved;
		if (propose_ends(proposer, &run, err) < 0)
			return -1;
	}
	return 0;
}

static int carry_pack(struct proposer *proposer, const struct seen *seen, uint32_t pack,
	const struct seam *seam, struct text text, struct err *err)
{
	if (keep_ends(proposer, seen, pack, 0, seam->kept_to, 0, err) < 0 ||
		propose_in(proposer, pack, &seam->stretch, text, err) < 0)
		return -1;
	return keep_ends(proposer, seen, pack, seam->kept_from, SIZE_MAX, seam->moved, err);
}

int carry_ends(struct proposer *proposer, const struct seen *seen, struct text text,
	const struct common *common, struct err *err)
{
	for (uint32_t pack = 0; pack < proposer->rules->pack_count; pack++) {
		const struct plans *plans = &proposer->rules->packs[pack].plans;
		struct seam seam = seam_of(plans, common, seen->text.len, text.len);

		memset(proposer->latest, 0, plans->count * sizeof(*proposer->latest));
		if (carry_pack(proposer, seen, pack, &seam, text, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- gates ---- */

/* What is known of a keyword that was not met, from where it was before. */
static size_t carried(const struct seen *seen, size_t text_len, const struct common *common,
	size_t before, size_t keyword_len)
{
	if (before == GATE_SHUT || before == GATE_OPEN || before == GATE_MAYBE)
		return before == GATE_SHUT ? GATE_SHUT : GATE_MAYBE;
	if (before <= common->start)
		return before;
	if (before >= seen->text.len - common->end + keyword_len)
		return before + (text_len - seen->text.len);
	return GATE_MAYBE;
}

void carry_gates(struct proposer *proposer, const struct seen *seen, size_t text_len,
	const struct common *common)
{
	for (size_t p = 0; p < proposer->rules->pack_count; p++) {
		const struct plans *plans = &proposer->rules->packs[p].plans;

		for (size_t i = 0; i < plans->gate_count; i++)
			if (proposer->gates[p][i] == GATE_SHUT && seen->gates[p][i] != GATE_SHUT)
				proposer->gates[p][i] = carried(seen, text_len, common,
					seen->gates[p][i], strlen(plans->gates[i]));
	}
}

static bool is_in_doubt(const struct proposer *proposer, uint32_t pack, const struct plan *plan)
{
	return plan->gate_count && !gate_open(proposer, pack, plan) &&
	       !gate_shut(proposer->gates, proposer->rules, pack, plan);
}

/* Rules that find what lies further apart than was looked at, or run by their gates alone. */
static bool plans_are_certain(const struct proposer *proposer, uint32_t pack, bool in_part)
{
	const struct plans *plans = &proposer->rules->packs[pack].plans;

	for (size_t i = 0; i < plans->count; i++) {
		const struct plan *plan = &plans->items[i];

		if (in_part && plan->far &&
			!gate_shut(proposer->gates, proposer->rules, pack, plan))
			return false;
		if (plan->way == PLAN_WHOLE && is_in_doubt(proposer, pack, plan))
			return false;
	}
	return true;
}

bool carry_is_certain(const struct proposer *proposer, bool in_part)
{
	for (uint32_t pack = 0; pack < proposer->rules->pack_count; pack++)
		if (!plans_are_certain(proposer, pack, in_part))
			return false;
	for (size_t i = 0; i < proposer->end_count; i++) {
		const struct ends *ends = &proposer->ends[i];

		if (is_in_doubt(proposer, ends->pack,
			    &proposer->rules->packs[ends->pack].plans.items[ends->rule]))
			return false;
	}
	return true;
}

bool carry_opens_nothing(const struct proposer *proposer, const struct seen *seen)
{
	for (size_t p = 0; p < proposer->rules->pack_count; p++)
		for (size_t i = 0; i < proposer->rules->packs[p].plans.gate_count; i++)
			if (proposer->gates[p][i] != GATE_SHUT && seen->gates[p][i] == GATE_SHUT)
				return false;
	return true;
}
