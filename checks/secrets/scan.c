/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/scan.h"

#include <stdlib.h>
#include <string.h>

#include "checks/secrets/confirm.h"
#include "checks/secrets/require.h"
#include "checks/secrets/sift.h"

/* Runs of proposed ends in one blob. A text that is made of candidates reaches this and counts as not
 * examined. */
enum { MOST_ENDS = 1 << 20 };

struct scanner {
	const struct ruleset *rules;
	hs_scratch_t *scratch[MOST_PACKS];
	struct matcher *matcher;
	struct views views;
	struct scan scan;
	bool *gates[MOST_PACKS];      /* which keywords occur, for each pack */
	bool *seen_gates[MOST_PACKS]; /* of the text in `seen` */
	struct seen seen;
	struct ends *ends;
	size_t end_count, end_capacity;
	uint32_t *
		latest; /* for each rule of the pack being scanned its newest run, as index + 1; or 0 */
	size_t effort;
	struct archive_library *library;
	struct err *err; /* of the scan under way */
};

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

/* ---- life ---- */

static int make_room(
	struct scanner *scanner, const struct pack *pack, size_t number, struct err *err)
{
	if (pack->scratch &&
		hs_clone_scratch(pack->scratch, &scanner->scratch[number]) != HS_SUCCESS)
		return err_nomem(err);
	scanner->gates[number] = calloc(pack->plans.gate_count + 1, sizeof(bool));
	scanner->seen_gates[number] = calloc(pack->plans.gate_count + 1, sizeof(bool));
	return scanner->gates[number] && scanner->seen_gates[number] ? 0 : err_nomem(err);
}

int scanner_open(struct scanner **out, const struct ruleset *rules, struct err *err)
{
	struct scanner *scanner = calloc(1, sizeof(*scanner));
	int done;

	*out = NULL;
	if (!scanner)
		return err_nomem(err);
	scanner->rules = rules;
	scanner->latest = calloc(rules->rule_count + 1, sizeof(*scanner->latest));
	done = scanner->latest ? matcher_open(&scanner->matcher, err) : err_nomem(err);
	for (size_t i = 0; done == 0 && i < rules->pack_count; i++)
		done = make_room(scanner, &rules->packs[i], i, err);
	if (done < 0) {
		scanner_close(scanner);
		return -1;
	}
	*out = scanner;
	return 0;
}

void scanner_close(struct scanner *scanner)
{
	if (!scanner)
		return;
	matcher_close(scanner->matcher);
	archive_library_close(scanner->library);
	views_free(&scanner->views);
	seen_free(&scanner->seen);
	free(scanner->scan.hits);
	free(scanner->scan.gaps);
	for (size_t i = 0; i < MOST_PACKS; i++) {
		hs_free_scratch(scanner->scratch[i]);
		free(scanner->gates[i]);
		free(scanner->seen_gates[i]);
	}
	free(scanner->ends);
	free(scanner->latest);
	free(scanner);
}

const struct views *scanner_views(const struct scanner *scanner)
{
	return &scanner->views;
}

struct archive_library **scanner_library(struct scanner *scanner)
{
	return &scanner->library;
}

struct matcher *scanner_matcher(struct scanner *scanner)
{
	return scanner->matcher;
}

static int add_gap(struct scanner *scanner, const char *rule, const char *reason)
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

/* ---- Hyperscan proposes ---- */

struct proposal {
	struct scanner *scanner;
	const struct plans *plans;
	uint32_t view, pack;
};

static bool add_end(struct proposal *proposal, uint32_t rule, size_t end)
{
	struct scanner *scanner = proposal->scanner;
	uint32_t *latest = &scanner->latest[rule];
	struct ends *run = *latest ? &scanner->ends[*latest - 1] : NULL;

	/* Every possible end of an open tail is reported: one run for all of them. */
	if (run && end >= run->first && end <= run->last + 1) {
		run->last = end > run->last ? end : run->last;
		return true;
	}
	if (scanner->end_count == MOST_ENDS)
		return false;
	if (!reserve((void **)&scanner->ends, &scanner->end_capacity, scanner->end_count,
		    sizeof(*scanner->ends))) {
		err_nomem(scanner->err);
		return false;
	}
	scanner->ends[scanner->end_count++] =
		(struct ends){proposal->view, proposal->pack, rule, end, end};
	*latest = (uint32_t)scanner->end_count;
	return true;
}

static int on_match(
	unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
	struct proposal *proposal = context;

	(void)from;
	(void)flags;
	if (id < proposal->plans->count)
		return add_end(proposal, id, (size_t)to) ? 0 : 1;
	proposal->scanner->gates[proposal->pack][id - proposal->plans->count] = true;
	return 0;
}

static int propose(struct scanner *scanner, uint32_t view, uint32_t number)
{
	const struct pack *pack = &scanner->rules->packs[number];
	struct text bytes = scanner->views.items[view].bytes;
	struct proposal proposal = {scanner, &pack->plans, view, number};
	hs_error_t result;

	if (!pack->database || bytes.len == 0)
		return 0;
	if (bytes.len > UINT32_MAX)
		return add_gap(scanner, NULL, "it is larger than 4 GiB");
	memset(scanner->latest, 0, pack->plans.count * sizeof(*scanner->latest));
	result = hs_scan(pack->database, bytes.ptr, (unsigned)bytes.len, 0,
		scanner->scratch[number], on_match, &proposal);
	if (scanner->err->kind != ERR_NONE)
		return -1;
	if (result == HS_SCAN_TERMINATED)
		return add_gap(scanner, NULL, "it has more candidates than are looked at");
	if (result != HS_SUCCESS)
		return err_set(scanner->err, ERR_INTERNAL, "Hyperscan fails with %d", result);
	return 0;
}

static bool gate_open(const struct scanner *scanner, uint32_t pack, const struct plan *plan)
{
	const uint32_t *list;

	if (plan->gate_count == 0)
		return true;
	list = scanner->rules->packs[pack].plans.gate_lists + plan->gate;
	for (uint32_t i = 0; i < plan->gate_count; i++)
		if (scanner->gates[pack][list[i]])
			return true;
	return false;
}

/* ---- PCRE2 decides ---- */

static int take_secret(struct scanner *scanner, struct hit *hit, struct text bytes,
	const struct match *match, bool *found)
{
	if (hit->rule->captures == CAPTURES_MATCH)
		return sift_alone(found, hit, bytes, scanner->matcher, scanner->err);
	*found = sift_secret(hit, bytes, match);
	return 0;
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
	bool found;

	/* Without a decoded byte it is the source's, cut off where the context ends. */
	if (scanner->views.items[view].kind == VIEW_DECODED &&
		!decoded_touches(
			&scanner->views, (struct extent){view, hit.match_from, hit.match_to}))
		return 0;
	if (take_secret(scanner, &hit, bytes, match, &found) < 0)
		return -1;
	if (!found)
		return 0;
	if (sift_worth(&worth, &hit, bytes, scanner->matcher, scanner->err) < 0)
		return -1;
	if (worth == WORTH_NOTHING)
		return 0;
	hit.allowed = worth == WORTH_MASKING;
	if (sift_certainty(&hit, bytes, scanner->err) < 0)
		return -1;
	if (hit.certainty == CERTAINTY_NO_SECRET)
		return 0;
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
		.effort = &scanner->effort};
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
	return *gap ? add_gap(scanner, confirmation->rule->id, confirmation->gap) : 0;
}

/* Runs of one rule in one view. */
static int confirm_ends(struct scanner *scanner, const struct ends *ends, size_t count)
{
	struct confirmation confirmation =
		confirmation_of(scanner, ends->view, ends->pack, ends->rule);
	bool gap = false;

	if (!gate_open(scanner, ends->pack, confirmation.plan))
		return 0;
	for (size_t i = 0; i < count && !gap; i++)
		if (confirm_run(scanner, &confirmation, &ends[i], &gap) < 0)
			return -1;
	return 0;
}

static int confirm_all(struct scanner *scanner)
{
	struct ends *ends = scanner->ends;
	size_t next;

	if (scanner->end_count)
		qsort(ends, scanner->end_count, sizeof(*ends), compare_ends);
	for (size_t i = 0; i < scanner->end_count; i = next) {
		for (next = i + 1; next < scanner->end_count; next++)
			if (ends[next].view != ends[i].view || ends[next].pack != ends[i].pack ||
				ends[next].rule != ends[i].rule)
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
			return add_gap(scanner, confirmation.rule->id, confirmation.gap);
		if (match.result == MATCH_FOUND &&
			add_hit(scanner, confirmation.rule, view, &match) < 0)
			return -1;
	} while (match.result == MATCH_FOUND);
	return 0;
}

static int run_wholes(struct scanner *scanner, uint32_t number)
{
	const struct plans *plans = &scanner->rules->packs[number].plans;

	for (uint32_t rule = 0; rule < plans->count; rule++) {
		const struct plan *plan = &plans->items[rule];

		if (plan->way != PLAN_WHOLE || !gate_open(scanner, number, plan))
			continue;
		for (uint32_t view = 0; view < scanner->views.count; view++)
			if (run_whole(scanner, view, number, rule) < 0)
				return -1;
	}
	return 0;
}

/* ---- together ---- */

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

static void start(struct scanner *scanner, struct text text, struct err *err)
{
	scanner->err = err;
	scanner->scan.hit_count = scanner->scan.gap_count = scanner->end_count = 0;
	scanner->effort = MOST_EFFORT;
	for (size_t i = 0; i < MOST_PACKS; i++)
		if (scanner->gates[i])
			memset(scanner->gates[i], 0,
				scanner->rules->packs[i].plans.gate_count * sizeof(bool));
	views_make(&scanner->views, text);
}

static int propose_views(struct scanner *scanner, size_t from)
{
	for (uint32_t view = (uint32_t)from; view < scanner->views.count; view++)
		for (uint32_t pack = 0; pack < scanner->rules->pack_count; pack++)
			if (propose(scanner, view, pack) < 0)
				return -1;
	return 0;
}

/* ---- what was seen before ---- */

/* Every gate that is open was open before. */
static bool gates_were_open(const struct scanner *scanner)
{
	for (size_t p = 0; p < scanner->rules->pack_count; p++)
		for (size_t i = 0; i < scanner->rules->packs[p].plans.gate_count; i++)
			if (scanner->gates[p][i] && !scanner->seen_gates[p][i])
				return false;
	return true;
}

static bool is_clean(const struct scanner *scanner, size_t plain)
{
	const struct scan *scan = &scanner->scan;

	for (size_t i = 0; i < scan->hit_count; i++)
		if (scan->hits[i].view >= plain)
			return false;
	return scan->gap_count == 0 && plain == 1;
}

static void keep_seen(struct scanner *scanner, size_t plain)
{
	if (!seen_keep(&scanner->seen, scanner->views.items[0].bytes, is_clean(scanner, plain)))
		return;
	for (size_t p = 0; p < scanner->rules->pack_count; p++)
		memcpy(scanner->seen_gates[p], scanner->gates[p],
			scanner->rules->packs[p].plans.gate_count * sizeof(bool));
}

/* Decodes a part, and proposes in it. */
static int decode(struct scanner *scanner, size_t plain, struct part part)
{
	struct views *views = &scanner->views;

	views->count = plain;
	decoded_make(views, scanner->rules->decode_depth, part);
	if (views->failed)
		return err_nomem(scanner->err);
	return propose_views(scanner, plain);
}

static int propose_decoded(struct scanner *scanner, size_t plain)
{
	struct text bytes = scanner->views.items[0].bytes;
	struct part all = {0, bytes.len}, part = all;
	size_t ends = scanner->end_count;

	if (plain == 1)
		part = seen_part(&scanner->seen, bytes);
	if (decode(scanner, plain, part) < 0)
		return -1;
	if ((part.from == all.from && part.to == all.to) || gates_were_open(scanner))
		return 0;
	scanner->end_count = ends;
	return decode(scanner, plain, all);
}

/* All views before any gate is asked: a keyword counts wherever in the blob it stands. */
static int propose_all(struct scanner *scanner, size_t plain)
{
	if (propose_views(scanner, 0) < 0 ||
		(scanner->rules->decode_depth && propose_decoded(scanner, plain) < 0))
		return -1;
	return scanner->views.decoded.gap ? add_gap(scanner, NULL, scanner->views.decoded.gap) : 0;
}

static int decide(struct scanner *scanner)
{
	if (confirm_all(scanner) < 0)
		return -1;
	for (uint32_t pack = 0; pack < scanner->rules->pack_count; pack++)
		if (run_wholes(scanner, pack) < 0)
			return -1;
	return 0;
}

int scan_text(struct scanner *scanner, struct text text, const struct scan **out, struct err *err)
{
	struct scan *scan = &scanner->scan;
	size_t plain;

	start(scanner, text, err);
	*out = scan;
	if (scanner->views.failed)
		return err_nomem(err);
	plain = scanner->views.count;
	if (propose_all(scanner, plain) < 0 || decide(scanner) < 0)
		return -1;
	if (scanner->rules->decode_depth)
		keep_seen(scanner, plain);
	if (scan->hit_count)
		qsort(scan->hits, scan->hit_count, sizeof(*scan->hits), compare_hits);
	return require_settle(scan, &scanner->views, err);
}
