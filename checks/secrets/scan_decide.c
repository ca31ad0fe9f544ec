/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/scan_parts.h"
#include "checks/secrets/sift.h"

/* Makes room for one more item of a growing array on the heap. */
static bool reserve(void **items, size_t *capacity, size_t count, size_t size)
{
	size_t wanted = *capacity ? *capacity * 2 : 64;
	void *grown;

	if (count < *capacity)
		return true;
	grown = realloc(*items, wanted * size);
	if (!grown)
		return false;
	*items = grown;
	*capacity = wanted;
	return true;
}

int scan_gap(struct scanner *scanner, const char *rule, const char *reason)
{
	struct scan *scan = &scanner->scan;

	for (size_t i = 0; i < scan->gap_count; i++)
		if (scan->gaps[i].rule == rule && scan->gaps[i].reason == reason)
			return 0;
	if (!reserve((void **)&scan->gaps, &scan->gap_capacity, scan->gap_count,
		    sizeof(*scan->gaps)))
		return err_nomem(scanner->err);
	scan->gaps[scan->gap_count++] = (struct gap){rule, reason};
	return 0;
}

/* ---- one match ---- */

static int take_secret(struct scanner *scanner, struct hit *hit, struct text bytes,
	const struct match *match, bool *found)
{
	if (hit->rule->captures == CAPTURES_MATCH)
		return sift_alone(found, hit, bytes, scanner->matcher, scanner->err);
	*found = sift_secret(hit, bytes, match);
	return 0;
}

/* What is nothing is so by the match alone. */
static int weigh(struct scanner *scanner, struct hit *hit, struct text bytes,
	const struct match *match, enum worth *worth)
{
	const char *id = hit->rule->id;
	bool found;

	*worth = WORTH_NOTHING;
	if (match->worthless_to && *match->worthless_to == id)
		return 0;
	if (take_secret(scanner, hit, bytes, match, &found) < 0)
		return -1;
	if (found && sift_worth(worth, hit, bytes, scanner->matcher, scanner->err) < 0)
		return -1;
	if (*worth == WORTH_NOTHING && match->worthless_to)
		*match->worthless_to = id;
	return 0;
}

/* Without a decoded byte in it or right beside it (which tells where a word begins) it is the source's, cut off where the context ends. */
static bool is_of_view(const struct scanner *scanner, const struct hit *hit)
{
	size_t from = hit->match_from;

	return scanner->views.items[hit->view].kind != VIEW_DECODED ||
	       decoded_touches(&scanner->views,
		       (struct extent){hit->view, from - (from > 0), hit->match_to + 1});
}

static int add_hit(
	struct scanner *scanner, const struct rule *rule, uint32_t view, const struct match *match)
{
	struct hit hit = {.rule = rule,
		.view = view,
		.match_from = match->groups[0],
		.match_to = match->groups[1]};
	struct text bytes = scanner->views.items[view].bytes;
	struct scan *scan = &scanner->scan;
	enum worth worth;

	if (!is_of_view(scanner, &hit))
		return 0;
	if (weigh(scanner, &hit, bytes, match, &worth) < 0)
		return -1;
	if (worth == WORTH_NOTHING)
		return 0;
	hit.allowed = worth == WORTH_MASKING;
	if (sift_certainty(&hit, bytes, scanner->err) < 0)
		return -1;
	if (hit.certainty == CERTAINTY_NO_SECRET)
		return 0;
	hit.joined = decoded_joined(
		&scanner->views, (struct extent){view, hit.secret_from, hit.secret_to});
	if (!reserve((void **)&scan->hits, &scan->hit_capacity, scan->hit_count,
		    sizeof(*scan->hits)))
		return err_nomem(scanner->err);
	scan->hits[scan->hit_count++] = hit;
	return 0;
}

static int compare_ends(const void *left, const void *right)
{
	const struct ends *a = left, *b = right;

	if (a->view != b->view)
		return a->view < b->view ? -1 : 1;
	if (a->pack != b->pack)
		return a->pack < b->pack ? -1 : 1;
	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	return a->first < b->first ? -1 : a->first > b->first;
}

static struct confirmation confirmation_of(
	struct scanner *scanner, uint32_t view, uint32_t pack, uint32_t rule)
{
	const struct plans *plans = &scanner->rules->packs[pack].plans;

	return (struct confirmation){.matcher = scanner->matcher,
		.rule = &plans->rules[rule],
		.plan = &plans->items[rule],
		.text = scanner->views.items[view].bytes,
		.effort = &scanner->effort,
		.ration = &scanner->proposer.ration};
}

/* One run of ends. *gap is set where a limit was reached. */
static int confirm_run(struct scanner *scanner, struct confirmation *confirmation,
	const struct ends *ends, bool *gap)
{
	size_t end = ends->first;
	struct match match;

	do {
		if (confirm_next(confirmation, &end, ends->last, &match, scanner->err) < 0)
			return -1;
		if (match.result == MATCH_FOUND &&
			add_hit(scanner, confirmation->rule, ends->view, &match) < 0)
			return -1;
	} while (match.result == MATCH_FOUND);
	*gap = match.result == MATCH_LIMIT;
	return *gap ? scan_gap(scanner, confirmation->rule->id, confirmation->gap) : 0;
}

/* Runs of one rule in one view. */
static int confirm_ends(struct scanner *scanner, const struct ends *ends, size_t count)
{
	struct confirmation confirmation =
		confirmation_of(scanner, ends->view, ends->pack, ends->rule);
	bool gap = false;

	if (!gate_open(&scanner->proposer, ends->pack, confirmation.plan))
		return 0;
	for (size_t i = 0; i < count && !gap; i++)
		if (confirm_run(scanner, &confirmation, &ends[i], &gap) < 0)
			return -1;
	return 0;
}

static bool same_rule(const struct ends *a, const struct ends *b)
{
	return a->view == b->view && a->pack == b->pack && a->rule == b->rule;
}

/* Sorted, and runs that touch made one: what is looked at, and what that costs, is the same in whatever parts ends were proposed. */
static size_t join_ends(const struct proposer *proposer)
{
	struct ends *ends = proposer->ends;
	size_t count = proposer->end_count, kept = 0;

	if (count)
		qsort(ends, count, sizeof(*ends), compare_ends);
	for (size_t i = 0; i < count; i++) {
		struct ends *last = kept ? &ends[kept - 1] : NULL;

		if (!last || !same_rule(last, &ends[i]) || !ends_touch(proposer, last, &ends[i]))
			ends[kept++] = ends[i];
		else if (ends[i].last > last->last)
			last->last = ends[i].last;
	}
	return kept;
}

static int confirm_all(struct scanner *scanner)
{
	struct ends *ends = scanner->proposer.ends;
	size_t count = join_ends(&scanner->proposer), next;

	scanner->proposer.end_count = count;
	for (size_t i = 0; i < count; i = next) {
		for (next = i + 1; next < count; next++)
			if (!same_rule(&ends[next], &ends[i]))
				break;
		if (confirm_ends(scanner, &ends[i], next - i) < 0)
			return -1;
	}
	return 0;
}

/* A rule that Hyperscan did not take, on one view. */
static int run_whole(struct scanner *scanner, uint32_t view, uint32_t pack, uint32_t rule)
{
	struct confirmation confirmation = confirmation_of(scanner, view, pack, rule);
	struct match match;

	do {
		if (confirm_whole(&confirmation, &match, scanner->err) < 0)
			return -1;
		if (match.result == MATCH_LIMIT)
			return scan_gap(scanner, confirmation.rule->id, confirmation.gap);
		if (match.result == MATCH_FOUND &&
			add_hit(scanner, confirmation.rule, view, &match) < 0)
			return -1;
	} while (match.result == MATCH_FOUND);
	return 0;
}

static int run_wholes(struct scanner *scanner, uint32_t number)
{
	const struct pack *pack = &scanner->rules->packs[number];

	for (size_t i = 0; i < pack->whole_count; i++) {
		uint32_t rule = pack->wholes[i];

		if (!gate_open(&scanner->proposer, number, &pack->plans.items[rule]))
			continue;
		for (uint32_t view = 0; view < scanner->views.count; view++)
			if (run_whole(scanner, view, number, rule) < 0)
				return -1;
	}
	return 0;
}

static int compare_hits(const void *left, const void *right)
{
	const struct hit *a = left, *b = right;

	if (a->view != b->view)
		return a->view < b->view ? -1 : 1;
	if (a->secret_from != b->secret_from)
		return a->secret_from < b->secret_from ? -1 : 1;
	if (a->secret_to != b->secret_to)
		return a->secret_to < b->secret_to ? -1 : 1;
	return strcmp(a->rule->id, b->rule->id);
}

int scan_decide(struct scanner *scanner)
{
	if (confirm_all(scanner) < 0)
		return -1;
	for (uint32_t pack = 0; pack < scanner->rules->pack_count; pack++)
		if (run_wholes(scanner, pack) < 0)
			return -1;
	if (scanner->scan.hit_count)
		qsort(scanner->scan.hits, scanner->scan.hit_count, sizeof(*scanner->scan.hits),
			compare_hits);
	return 0;
}
