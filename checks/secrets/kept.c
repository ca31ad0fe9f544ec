/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/kept.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_KEPT = 16 * 1024 }; /* runs of ends */

int kept_open(struct kept *kept, const struct ruleset *rules, struct err *err)
{
	*kept = (struct kept){.known = false};
	for (size_t i = 0; i < rules->pack_count; i++) {
		kept->gates[i] =
			calloc(rules->packs[i].plans.gate_count + 1, sizeof(*kept->gates[i]));
		if (!kept->gates[i])
			return err_nomem(err);
	}
	return 0;
}

void kept_close(struct kept *kept)
{
	for (size_t i = 0; i < MOST_PACKS; i++)
		free(kept->gates[i]);
	free(kept->ends);
	*kept = (struct kept){0};
}

void kept_forget(struct kept *kept)
{
	kept->known = kept->clean = kept->bare = false;
	kept->end_count = 0;
}

static bool reserve(struct kept *kept, size_t count)
{
	struct ends *grown;

	if (count <= kept->end_capacity)
		return true;
	grown = realloc(kept->ends, count * sizeof(*grown));
	if (!grown)
		return false;
	kept->ends = grown;
	kept->end_capacity = count;
	return true;
}

/* Ends of rules that are far are never carried over. */
static bool is_worth_keeping(const struct proposer *proposer, const struct ends *ends)
{
	return ends->view == 0 && !proposer->rules->packs[ends->pack].plans.items[ends->rule].far;
}

static size_t count_ends(const struct proposer *proposer)
{
	size_t count = 0;

	for (size_t i = 0; i < proposer->end_count; i++)
		count += is_worth_keeping(proposer, &proposer->ends[i]);
	return count;
}

/* Rules that run by their gates alone propose nothing. */
static bool has_wholes(const struct ruleset *rules)
{
	for (size_t p = 0; p < rules->pack_count; p++)
		if (rules->packs[p].whole_count)
			return true;
	return false;
}

/* No candidate in what is decoded waits for a gate. */
static bool is_bare(const struct proposer *proposer)
{
	for (size_t i = 0; i < proposer->end_count; i++) {
		const struct ends *ends = &proposer->ends[i];

		if (ends->view > 0 &&
			!gate_open(proposer, ends->pack,
				&proposer->rules->packs[ends->pack].plans.items[ends->rule]))
			return false;
	}
	return !has_wholes(proposer->rules);
}

void kept_take(struct kept *kept, const struct proposer *proposer, size_t len, bool clean)
{
	size_t count = count_ends(proposer);

	kept->len = len;
	kept->clean = clean;
	kept->bare = clean && is_bare(proposer);
	kept->end_count = 0;
	kept->known = !proposer->gap && count <= MOST_KEPT && reserve(kept, count);
	for (size_t i = 0; kept->known && i < proposer->end_count; i++)
		if (is_worth_keeping(proposer, &proposer->ends[i]))
			kept->ends[kept->end_count++] = proposer->ends[i];
	for (size_t p = 0; p < proposer->rules->pack_count; p++)
		memcpy(kept->gates[p], proposer->gates[p],
			proposer->rules->packs[p].plans.gate_count * sizeof(*kept->gates[p]));
}
