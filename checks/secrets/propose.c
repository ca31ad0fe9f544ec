/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/propose.h"

#include <stdlib.h>
#include <string.h>

#include "checks/secrets/bulk.h"

/* Runs of proposed ends in one blob. A text that is made of candidates reaches this and counts as not
 * examined. */
enum { MOST_ENDS = 1 << 20 };

/* Of a rule that is looked for by its ends alone most are in vain, and one window goes over many. */
enum { CLOSE_ENDS = 512 };

/* ---- life ---- */

static int make_room(
	struct proposer *proposer, const struct pack *pack, size_t number, struct err *err)
{
	if (pack->scratch &&
		hs_clone_scratch(pack->scratch, &proposer->scratch[number]) != HS_SUCCESS)
		return err_nomem(err);
	proposer->gates[number] =
		calloc(pack->plans.gate_count + 1, sizeof(*proposer->gates[number]));
	return proposer->gates[number] ? 0 : err_nomem(err);
}

/* NOLINTNEXTLINE(readability-function-size): one of the four says what error */
int proposer_open(struct proposer *proposer, const struct ruleset *rules, struct matcher *matcher,
	struct err *err)
{
	*proposer = (struct proposer){.rules = rules, .matcher = matcher};
	proposer->latest = calloc(rules->rule_count + 1, sizeof(*proposer->latest));
	if (!proposer->latest)
		return err_nomem(err);
	for (size_t i = 0; i < rules->pack_count; i++)
		if (make_room(proposer, &rules->packs[i], i, err) < 0)
			return -1;
	return 0;
}

void proposer_close(struct proposer *proposer)
{
	for (size_t i = 0; i < MOST_PACKS; i++) {
		hs_free_scratch(proposer->scratch[i]);
		free(proposer->gates[i]);
	}
	free(proposer->ends);
	free(proposer->latest);
}

void proposer_ration(struct proposer *proposer, size_t len)
{
	if (proposer->rules->light)
		proposer->ration = ration_of(len);
}

void proposer_start(struct proposer *proposer)
{
	proposer->end_count = 0;
	proposer->skipped = false;
	proposer->gap = NULL;
	for (size_t i = 0; i < proposer->rules->pack_count; i++)
		memset(proposer->gates[i], 0,
			proposer->rules->packs[i].plans.gate_count * sizeof(*proposer->gates[i]));
}

/* ---- ends ---- */

static bool reserve(struct proposer *proposer)
{
	size_t wanted = proposer->end_capacity ? proposer->end_capacity * 2 : 64;
	struct ends *grown;

	if (proposer->end_count < proposer->end_capacity)
		return true;
	grown = realloc(proposer->ends, wanted * sizeof(*grown));
	if (!grown)
		return false;
	proposer->ends = grown;
	proposer->end_capacity = wanted;
	return true;
}

bool ends_touch(const struct proposer *proposer, const struct ends *run, const struct ends *next)
{
	const struct plan *plan = &proposer->rules->packs[run->pack].plans.items[run->rule];

	return next->first <= run->last + (plan->ends ? CLOSE_ENDS : 1);
}

int propose_ends(struct proposer *proposer, const struct ends *ends, struct err *err)
{
	uint32_t *latest = &proposer->latest[ends->rule];
	struct ends *run = *latest ? &proposer->ends[*latest - 1] : NULL;

	/* Every possible end of an open tail is reported: one run for all of them. */
	if (run && ends->first >= run->first && ends_touch(proposer, run, ends)) {
		run->last = ends->last > run->last ? ends->last : run->last;
		return 0;
	}
	if (proposer->end_count == MOST_ENDS) {
		proposer->gap = "it has more candidates than are looked at";
		return 0;
	}
	if (!reserve(proposer))
		return err_nomem(err);
	proposer->ends[proposer->end_count++] = *ends;
	*latest = (uint32_t)proposer->end_count;
	return 0;
}

/* ---- Hyperscan ---- */

struct proposal {
	struct proposer *proposer;
	const struct plans *plans;
	const struct stretch *stretch;
	struct text bytes; /* of the view */
	uint32_t pack;
	struct err *err;
};

static void open_gate(struct proposal *proposal, size_t number, size_t end)
{
	size_t *gate = &proposal->proposer->gates[proposal->pack][number];

	if (*gate == GATE_SHUT || *gate == GATE_MAYBE)
		*gate = proposal->stretch->view == 0 ? end : GATE_OPEN;
}

static bool counts(const struct proposal *proposal, unsigned id, size_t end)
{
	const struct stretch *stretch = proposal->stretch;

	return end >= stretch->first && end <= stretch->last &&
	       (stretch->width == WIDTH_ANY ||
		       (stretch->width == WIDTH_FAR) == proposal->plans->items[id].far);
}

/* Whether the rule's pattern may match with the word that ends there. */
static int stands_check(
	const struct proposal *proposal, const struct anchor *anchor, size_t end, bool *stands)
{
	size_t from = end - anchor->length;
	struct text seen = text_slice(proposal->bytes, 0, from + ANCHOR_SEEN);
	struct query query = {.pattern = anchor->check,
		.whose = proposal->plans->rules[anchor->rule].id,
		.subject = seen,
		.from = from,
		.brief = true,
		.goes_on = seen.len < proposal->bytes.len,
		.may_end = true};
	struct match match = {.result = MATCH_NONE};

	if (matcher_run(proposal->proposer->matcher, &query, &match, proposal->err) < 0)
		return -1;
	if (match.result == MATCH_LIMIT)
		ration_hurry(&proposal->proposer->ration);
	*stands = match.result != MATCH_NONE;
	return 0;
}

static bool has_time(struct proposer *proposer)
{
	if (ration_is_used_up(&proposer->ration))
		proposer->gap = ration_gap;
	return !proposer->gap;
}

static int on_anchor(struct proposal *proposal, const struct anchor *anchor, size_t end)
{
	struct ends ends = {proposal->stretch->view, proposal->pack, anchor->rule, end, end};
	bool stands;

	if (!counts(proposal, anchor->rule, end))
		return 0;
	if (!has_time(proposal->proposer) || stands_check(proposal, anchor, end, &stands) < 0)
		return -1;
	return stands ? propose_ends(proposal->proposer, &ends, proposal->err) : 0;
}

static int on_match(
	unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
	struct proposal *proposal = context;
	const struct stretch *stretch = proposal->stretch;
	size_t end = stretch->from + (size_t)to;
	struct ends ends = {stretch->view, proposal->pack, id, end, end};

	(void)from;
	(void)flags;
	if (id >= proposal->plans->count + proposal->plans->gate_count +
			  proposal->plans->anchor_count)
		return 0;
	if (id >= proposal->plans->count + proposal->plans->gate_count)
		return on_anchor(proposal,
			       &proposal->plans->anchors[id - proposal->plans->count -
							 proposal->plans->gate_count],
			       end) < 0 ||
		       proposal->proposer->gap;
	if (id >= proposal->plans->count) {
		open_gate(proposal, id - proposal->plans->count, end);
		return 0;
	}
	if (!counts(proposal, id, end))
		return 0;
	return propose_ends(proposal->proposer, &ends, proposal->err) < 0 ||
	       proposal->proposer->gap;
}

static int propose_with(struct proposal *proposal, const hs_database_t *database)
{
	struct proposer *proposer = proposal->proposer;
	const struct stretch *stretch = proposal->stretch;
	struct text part = text_slice(proposal->bytes, stretch->from, stretch->to);
	hs_error_t result;

	if (!database || part.len == 0)
		return 0;
	if (part.len > UINT32_MAX) {
		proposer->gap = "it is larger than 4 GiB";
		return 0;
	}
	result = hs_scan(database, part.ptr, (unsigned)part.len, 0,
		proposer->scratch[proposal->pack], on_match, proposal);
	if (proposal->err->kind != ERR_NONE)
		return -1;
	return result == HS_SUCCESS || result == HS_SCAN_TERMINATED
		       ? 0
		       : err_set(proposal->err, ERR_INTERNAL, "Hyperscan fails with %d", result);
}

int propose_in(struct proposer *proposer, uint32_t number, const struct stretch *stretch,
	struct text bytes, struct err *err)
{
	const struct pack *pack = &proposer->rules->packs[number];
	struct proposal proposal = {proposer, &pack->plans, stretch, bytes, number, err};

	return propose_with(&proposal, pack->database);
}

int propose_bulk(struct proposer *proposer, uint32_t number, const struct stretch *stretch,
	struct text bytes, struct err *err)
{
	const struct pack *pack = &proposer->rules->packs[number];
	struct proposal proposal = {proposer, &pack->plans, stretch, bytes, number, err};

	return propose_with(&proposal, pack->bulk);
}

int propose_far(struct proposer *proposer, uint32_t number, const struct stretch *stretch,
	struct text bytes, struct err *err)
{
	const struct pack *pack = &proposer->rules->packs[number];
	struct proposal proposal = {proposer, &pack->plans, stretch, bytes, number, err};

	return propose_with(&proposal, pack->far_database);
}

static int propose_pack(struct proposer *proposer, uint32_t number, uint32_t view,
	struct text bytes, struct err *err)
{
	const struct pack *pack = &proposer->rules->packs[number];
	struct stretch all = {view, 0, bytes.len, 0, bytes.len, WIDTH_ANY};

	if (pack->bulk && pack->plans.reach.bytes != TO_THE_END && !proposer->thorough)
		return bulk_propose(proposer, number, view, bytes, err);
	return propose_in(proposer, number, &all, bytes, err);
}

int propose_all(struct proposer *proposer, uint32_t view, struct text bytes, struct err *err)
{
	for (uint32_t pack = 0; pack < proposer->rules->pack_count; pack++) {
		memset(proposer->latest, 0,
			proposer->rules->packs[pack].plans.count * sizeof(*proposer->latest));
		if (propose_pack(proposer, pack, view, bytes, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- gates ---- */

bool gate_open(const struct proposer *proposer, uint32_t pack, const struct plan *plan)
{
	const uint32_t *list;

	if (plan->gate_count == 0)
		return true;
	list = proposer->rules->packs[pack].plans.gate_lists + plan->gate;
	for (uint32_t i = 0; i < plan->gate_count; i++)
		if (proposer->gates[pack][list[i]] != GATE_SHUT &&
			proposer->gates[pack][list[i]] != GATE_MAYBE)
			return true;
	return false;
}

bool gate_shut(size_t *const gates[MOST_PACKS], const struct ruleset *rules, uint32_t pack,
	const struct plan *plan)
{
	const uint32_t *list;

	if (plan->gate_count == 0)
		return false;
	list = rules->packs[pack].plans.gate_lists + plan->gate;
	for (uint32_t i = 0; i < plan->gate_count; i++)
		if (gates[pack][list[i]] != GATE_SHUT)
			return false;
	return true;
}

bool gate_in_doubt(const struct proposer *proposer, uint32_t pack, const struct plan *plan)
{
	return plan->gate_count && !gate_open(proposer, pack, plan) &&
	       !gate_shut(proposer->gates, proposer->rules, pack, plan);
}

bool ends_are_certain(const struct proposer *proposer)
{
	for (size_t i = 0; i < proposer->end_count; i++) {
		const struct ends *ends = &proposer->ends[i];

		if (gate_in_doubt(proposer, ends->pack,
			    &proposer->rules->packs[ends->pack].plans.items[ends->rule]))
			return false;
	}
	return true;
}
