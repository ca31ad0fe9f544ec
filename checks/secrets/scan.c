/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/scan.h"

#include <stdlib.h>
#include <string.h>

#include "checks/secrets/bulk.h"
#include "checks/secrets/parts.h"
#include "checks/secrets/require.h"
#include "checks/secrets/seen.h"
#include "checks/secrets/sift.h"

struct scanner {
	const struct ruleset *rules;
	struct matcher *matcher;
	struct views views;
	struct scan scan;
	struct proposer proposer;
	struct seen seen;
	struct part_list parts;
	bool rest_is_bare; /* what was not decoded (kept.h) */
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

int scanner_open(struct scanner **out, const struct ruleset *rules, struct err *err)
{
	struct scanner *scanner = calloc(1, sizeof(*scanner));

	*out = NULL;
	if (!scanner)
		return err_nomem(err);
	scanner->rules = rules;
	scanner->views.decoded.library = &scanner->library;
	scanner->views.decoded.archive_depth = rules->archive_depth;
	if (matcher_open(&scanner->matcher, err) < 0 ||
		proposer_open(&scanner->proposer, rules, err) < 0 ||
		seen_open(&scanner->seen, rules, err) < 0) {
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
	proposer_close(&scanner->proposer);
	seen_close(&scanner->seen);
	part_list_free(&scanner->parts);
	free(scanner->scan.hits);
	free(scanner->scan.gaps);
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

/* ---- PCRE2 decides ---- */

static int take_secret(struct scanner *scanner, struct hit *hit, struct text bytes,
	const struct match *match, bool *found)
{
	if (hit->rule->captures == CAPTURES_MATCH)
		return sift_alone(found, hit, bytes, scanner->matcher, scanner->err);
	*found = sift_secret(hit, bytes, match);
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
	bool found;

	if (!is_of_view(scanner, &hit))
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
static size_t join_ends(struct ends *ends, size_t count)
{
	size_t kept = 0;

	if (count)
		qsort(ends, count, sizeof(*ends), compare_ends);
	for (size_t i = 0; i < count; i++) {
		struct ends *last = kept ? &ends[kept - 1] : NULL;

		if (!last || !same_rule(last, &ends[i]) || ends[i].first > last->last + 1)
			ends[kept++] = ends[i];
		else if (ends[i].last > last->last)
			last->last = ends[i].last;
	}
	return kept;
}

static int confirm_all(struct scanner *scanner)
{
	struct ends *ends = scanner->proposer.ends;
	size_t count = join_ends(ends, scanner->proposer.end_count), next;

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

		if (plan->way != PLAN_WHOLE || !gate_open(&scanner->proposer, number, plan))
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
	scanner->scan.hit_count = scanner->scan.gap_count = 0;
	scanner->effort = MOST_EFFORT;
	scanner->proposer.thorough = false;
	proposer_start(&scanner->proposer);
	views_make(&scanner->views, text);
}

static int propose_views(struct scanner *scanner, size_t from)
{
	struct views *views = &scanner->views;

	for (size_t view = from; view < views->count; view++)
		if (propose_all(&scanner->proposer, (uint32_t)view, views->items[view].bytes,
			    scanner->err) < 0)
			return -1;
	return 0;
}

/* Decodes parts, and proposes in what that makes. */
static int decode(struct scanner *scanner, size_t plain, const struct parts *parts)
{
	struct views *views = &scanner->views;

	if (scanner->rules->decode_depth == 0)
		return 0;
	views->count = plain;
	decoded_make(views, scanner->rules->decode_depth, parts);
	if (views->failed)
		return err_nomem(scanner->err);
	return propose_views(scanner, plain);
}

static int look_at_all(struct scanner *scanner, size_t plain)
{
	const struct part whole = {0, SIZE_MAX};
	const struct parts all = {&whole, 1};

	scanner->views.count = plain;
	proposer_start(&scanner->proposer);
	if (propose_views(scanner, 0) < 0)
		return -1;
	return decode(scanner, plain, &all);
}

/* ---- what was seen before ---- */

/* All of the first view, or what is new in it. */
static int propose_new(struct scanner *scanner, const struct basis *basis, bool *in_part)
{
	*in_part = carry_is_possible(scanner->rules, basis);
	if (!*in_part)
		return propose_views(scanner, 0);
	return carry_ends(&scanner->proposer, basis, scanner->err);
}

/* The gates; what is to be looked at once they are known. */
static int settle(struct scanner *scanner, const struct basis *basis, bool in_part)
{
	struct basis nothing = *basis;

	nothing.copies.count = 0;
	carry_gates(&scanner->proposer, in_part ? basis : &nothing);
	return in_part ? carry_far(&scanner->proposer, basis->text, scanner->err) : 0;
}

static bool decodes_all(const struct scanner *scanner, const struct parts *parts, struct text text)
{
	return scanner->rules->decode_depth == 0 ||
	       (parts->count == 1 && parts->items[0].from == 0 && parts->items[0].to == text.len);
}

/* Looks at what is new, as far as that is possible. *certain says that nothing else can be found in the rest. */
static int look_at_new(struct scanner *scanner, const struct basis *basis, bool *certain)
{
	struct parts parts;
	bool all, is_bare, in_part;

	*certain = true;
	if (parts_find(&scanner->parts, basis, scanner->err) < 0)
		return -1;
	parts = (struct parts){scanner->parts.items, scanner->parts.count};
	all = decodes_all(scanner, &parts, basis->text);
	if (propose_new(scanner, basis, &in_part) < 0 || decode(scanner, 1, &parts) < 0)
		return -1;
	if (!in_part && all)
		return 0;
	if (settle(scanner, basis, in_part) < 0)
		return -1;
	is_bare = all || basis->kept->bare;
	*certain = carry_is_certain(&scanner->proposer) &&
		   (is_bare || carry_opens_nothing(&scanner->proposer, basis->kept));
	scanner->rest_is_bare = is_bare;
	return 0;
}

/* The text that was looked at before. */
static int find_basis(struct scanner *scanner, struct basis *out)
{
	out->text = scanner->views.items[0].bytes;
	out->kept = &scanner->seen.kept;
	return seen_copies(&out->copies, &scanner->seen, out->text, scanner->err);
}

/* All views before any gate is asked: a keyword counts wherever in the blob it stands. */
static int look(struct scanner *scanner, size_t plain)
{
	struct basis basis = {.copies = {NULL, 0}};
	bool certain = false;

	scanner->rest_is_bare = true;
	if (plain == 1 && find_basis(scanner, &basis) < 0)
		return -1;
	if (basis.copies.count > 0 && look_at_new(scanner, &basis, &certain) < 0)
		return -1;
	if (certain)
		return 0;
	scanner->rest_is_bare = true;
	return look_at_all(scanner, plain);
}

/* Bulk is passed over as far as that makes no difference. */
static int look_around_bulk(struct scanner *scanner, size_t plain)
{
	if (look(scanner, plain) < 0)
		return -1;
	if (bulk_is_certain(&scanner->proposer))
		return 0;
	scanner->proposer.thorough = true;
	scanner->rest_is_bare = true;
	return look_at_all(scanner, plain);
}

static int add_gaps(struct scanner *scanner)
{
	const char *const gaps[] = {scanner->proposer.gap, scanner->views.decoded.gap};

	for (size_t i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++)
		if (gaps[i] && add_gap(scanner, NULL, gaps[i]) < 0)
			return -1;
	return 0;
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

static bool is_clean(const struct scan *scan)
{
	for (size_t i = 0; i < scan->hit_count; i++)
		if (scan->hits[i].view > 0)
			return false;
	return scan->gap_count == 0;
}

static void keep(struct scanner *scanner, size_t plain)
{
	if (plain == 1)
		seen_keep(&scanner->seen, &scanner->proposer, scanner->views.items[0].bytes,
			is_clean(&scanner->scan), scanner->rest_is_bare);
	else
		seen_forget(&scanner->seen);
}

static int look_and_keep(struct scanner *scanner)
{
	size_t plain = scanner->views.count;

	if (look_around_bulk(scanner, plain) < 0 || add_gaps(scanner) < 0 || decide(scanner) < 0)
		return -1;
	keep(scanner, plain);
	return 0;
}

int scan_text(struct scanner *scanner, struct text text, const struct scan **out, struct err *err)
{
	struct scan *scan = &scanner->scan;

	start(scanner, text, err);
	*out = scan;
	if (scanner->views.failed)
		return err_nomem(err);
	if (look_and_keep(scanner) < 0)
		return -1;
	if (scan->hit_count)
		qsort(scan->hits, scan->hit_count, sizeof(*scan->hits), compare_hits);
	return require_settle(scan, &scanner->views, err);
}
