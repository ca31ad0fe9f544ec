/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/anchor.h"
#include "checks/secrets/bulk.h"
#include "checks/secrets/compile_parts.h"
#include "checks/secrets/implied.h"
#include "checks/secrets/pattern.h"

/* Time that Hyperscan takes at most for compiling what it reads in one second: 9 to 500 for sixteen patterns of several kinds, 961 for x[a-z]{1,8000}y. */
enum { READ_TO_COMPILE = 1000 };

/* Sizes of the first window, in bytes. The margin covers what \b and "$" look at. */
enum {
	MARGIN = 8,
	UNBOUNDED_BACK = 1024,
	PEM_BACK = 64 * 1024,
	LEAST_AHEAD = 160,
	MOST_AHEAD = 4096,
	SLICE = 512,
	MOST_AHEAD_ANCHORED = 512,
	NEAR = 1536, /* a rule whose matches may be wider is far: few are, and their keywords are rare */
	NEAR_BREAKS = 5, /* of the built-in ones also one that goes over more line breaks */
};

/* ---- one pattern on trial ---- */

static int try_pcre(const char *pattern, const char *whose, uint32_t group, struct err *err)
{
	pcre2_code *code;
	uint32_t groups;

	if (!pattern)
		return 0;
	if (pattern_compile(&code, pattern, whose, false, err) < 0)
		return -1;
	groups = pattern_groups(code);
	pcre2_code_free(code);
	if (group <= groups)
		return 0;
	return err_set(err, ERR_USAGE, "rule %s: secret_group is %u and the pattern has %u groups",
		whose, group, groups);
}

static const char *const verifiers[] = {
#define VERIFIER(function, name, about) name,
#include "checks/secrets/verify.def"
#undef VERIFIER
};

enum { VERIFIERS = sizeof(verifiers) / sizeof(verifiers[0]) };

static int try_verifier(const struct rule *rule, struct err *err)
{
	const char *nearest;

	for (size_t i = 0; i < VERIFIERS; i++)
		if (strcmp(verifiers[i], rule->verify) == 0)
			return 0;
	nearest = text_nearest(text_of(rule->verify), verifiers, VERIFIERS);
	return err_set(err, ERR_USAGE, "rule %s: verify knows no \"%.*s\"%s%s%s", rule->id,
		text_quote(text_of(rule->verify)), rule->verify, nearest ? "; did you mean \"" : "",
		nearest ? nearest : "", nearest ? "\"?" : "");
}

/* What a file allows stands behind what each of its rules allows. */
static bool was_tried(const struct rule *rule, size_t number, const struct rule *before)
{
	size_t left = rule->allow_count - number;
	const struct rule_allow *allow = &rule->allow[number], *same;

	if (!before || before->allow_count < left)
		return false;
	same = &before->allow[before->allow_count - left];
	return same->pattern == allow->pattern && same->lacks == allow->lacks &&
	       same->path == allow->path;
}

static int try_rule(const struct rule *rule, const struct rule *before, struct err *err)
{
	if (rule->verify && try_verifier(rule, err) < 0)
		return -1;
	if (try_pcre(rule->pattern, rule->id, rule->secret_group, err) < 0 ||
		try_pcre(rule->path, rule->id, 0, err) < 0)
		return -1;
	for (size_t i = 0; i < rule->allow_count; i++)
		if (!was_tried(rule, i, before) &&
			(try_pcre(rule->allow[i].pattern, rule->id, 0, err) < 0 ||
				try_pcre(rule->allow[i].lacks, rule->id, 0, err) < 0 ||
				try_pcre(rule->allow[i].path, rule->id, 0, err) < 0))
			return -1;
	return 0;
}

/* What Hyperscan thinks of a pattern: its widths, or why not. */
struct opinion {
	bool taken;
	uint32_t max_width;
	char why_not[200];
};

/* hs_expression_info parses; that a pattern is too large shows only when it is compiled. The built-in
 * rules are compiled together soon, where such a pattern is refused by its text. */
static int form_opinion(struct opinion *opinion, const char *pattern, bool compile, struct err *err)
{
	hs_compile_error_t *error = NULL;
	hs_expr_info_t *info = NULL;
	hs_database_t *database = NULL;
	bool no_memory;

	memset(opinion, 0, sizeof(*opinion));
	if (hs_expression_info(pattern, 0, &info, &error) == HS_SUCCESS) {
		opinion->max_width = info->max_width;
		opinion->taken = info->min_width > 0;
		snprintf(opinion->why_not, sizeof(opinion->why_not), "it matches the empty text");
	}
	if (opinion->taken && compile)
		opinion->taken = hs_compile(pattern, 0, HS_MODE_BLOCK, NULL, &database, &error) ==
				 HS_SUCCESS;
	if (error)
		snprintf(opinion->why_not, sizeof(opinion->why_not), "%s", error->message);
	no_memory = error && error->expression < 0 && strstr(error->message, "allocate");
	hs_free_compile_error(error);
	hs_free_database(database);
	free(info);
	return no_memory ? err_nomem(err) : 0;
}

/* ---- windows ---- */

/* \Z may match before a line feed that an artificial end stands behind: it gets the whole blob. "\\Z" does too, needlessly. */
static bool looks_at_the_end(const char *pattern)
{
	return strstr(pattern, "\\Z");
}

static void size_window(struct plan *plan, const char *pattern, uint32_t max_width)
{
	bool bounded = max_width <= UINT32_MAX - MARGIN - 1;

	plan->way = PLAN_WINDOW;
	plan->widens = !bounded;
	plan->far = !bounded || max_width > NEAR;
	plan->breaks = BREAKS_NO_LIMIT;
	plan->look_back = strstr(pattern, "-----BEGIN") ? PEM_BACK : UNBOUNDED_BACK;
	plan->look_ahead = LEAST_AHEAD;
	if (bounded) {
		plan->look_back = max_width + MARGIN;
		plan->look_ahead = max_width < LEAST_AHEAD  ? LEAST_AHEAD
				   : max_width > MOST_AHEAD ? MOST_AHEAD
							    : max_width;
	}
	if (looks_at_the_end(pattern))
		plan->look_ahead = TO_THE_END;
	plan->inside = !pattern_leaves(pattern, bulk_has);
	plan->through = !pattern_avoids(pattern, bulk_breaks);
}

static int refuse_whole(const struct rule *rule, const struct opinion *opinion, struct err *err)
{
	err_set(err, ERR_USAGE, "rule %s: Hyperscan refuses the pattern (%s)", rule->id,
		opinion->why_not);
	return err_remedy(err,
		"write it without look-around and back-references, or give the rule keywords: "
		"it then runs on the whole of each blob that has one");
}

/* ---- without Hyperscan ---- */

static int add_anchors(
	struct making *making, const struct rule *rule, const struct anchors *anchors)
{
	uint32_t number = (uint32_t)(rule - making->rules->items);

	if (arena_reserve(making->arena, (void **)&making->anchors, &making->anchor_capacity,
		    making->anchor_count + anchors->count, sizeof(*making->anchors)) < 0)
		return err_nomem(making->err);
	for (size_t i = 0; i < anchors->count; i++) {
		const struct anchor_word *word = &anchors->words[i];

		making->anchors[making->anchor_count++] =
			(struct anchor){word->pattern, word->length, number, word->check};
		if (word->length > making->anchor_longest)
			making->anchor_longest = word->length;
	}
	return 0;
}

/* Where a match begins is told by its word: no window has to grow backwards. */
static void size_anchored(struct plan *plan, const char *pattern, const struct anchors *anchors)
{
	*plan = (struct plan){.way = PLAN_ANCHORED,
		.look_back = anchors->back + MARGIN,
		.look_back_lines = anchors->by_lines ? anchors->lines + 1 : 0,
		.look_ahead = LEAST_AHEAD};
	if (anchors->most > LEAST_AHEAD && anchors->most <= MOST_AHEAD_ANCHORED)
		plan->look_ahead = anchors->most;
	if (looks_at_the_end(pattern))
		plan->look_ahead = TO_THE_END;
}

/* Of the rules that are made without Hyperscan's help next to none is left in the database: nobody asks. */
static void count_breaks(struct making *making, const struct rule *rule, struct plan *plan)
{
	if (making->manner != MANNER_COMPILED)
		return;
	plan->breaks = pattern_breaks(
		making->strict && rule->ends ? rule->ends : rule->pattern, making->arena);
	if (!making->strict)
		return;
	plan->far = plan->far || plan->breaks > NEAR_BREAKS;
}

/* 1: the rule is looked for by words, whatever Hyperscan thinks of its pattern, which takes longer to ask than to read it; 0: it has none; -1. */
static int go_by_words(struct making *making, const struct rule *rule, struct plan *plan)
{
	struct anchors anchors;

	if (making->manner == MANNER_COMPILED || !rule->keywords ||
		!anchors_find(&anchors, rule->pattern, making->arena))
		return 0;
	size_anchored(plan, rule->pattern, &anchors);
	return add_anchors(making, rule, &anchors) < 0 ? -1 : 1;
}

/* Of a rule that Hyperscan would take, and whose window is sized already: whether it is run on texts with its keywords. */
static bool goes_without(
	const struct making *making, const struct rule *rule, const struct plan *plan)
{
	return making->manner != MANNER_COMPILED && rule->keywords &&
	       (making->manner == MANNER_LIGHT || !plan->far) && !looks_at_the_end(rule->pattern);
}

/* What is wider than the pattern would be carried over wrongly. Of a team's rules it is not taken: nobody tests it. */
static int take_ends(
	struct making *making, const struct rule *rule, uint32_t max_width, struct plan *plan)
{
	struct opinion opinion;

	if (!rule->ends || !making->strict)
		return 0;
	if (form_opinion(&opinion, rule->ends, false, making->err) < 0)
		return -1;
	if (!opinion.taken || opinion.max_width > max_width ||
		plan->breaks > pattern_breaks(rule->pattern, making->arena))
		return err_set(making->err, ERR_USAGE,
			"rule %s: what its ends match is no part of what its pattern matches",
			rule->id);
	plan->ends = rule->ends;
	return 0;
}

static void size_taken(
	struct making *making, const struct rule *rule, uint32_t max_width, struct plan *plan)
{
	size_window(plan, rule->pattern, max_width);
	count_breaks(making, rule, plan);
	if (goes_without(making, rule, plan))
		*plan = (struct plan){.way = PLAN_WHOLE, .look_ahead = SLICE};
}

static int ask_hyperscan(struct making *making, const struct rule *rule, struct plan *plan)
{
	struct opinion opinion;
	double started = clock_now();

	if (form_opinion(
		    &opinion, rule->pattern, !making->strict && !making->untried, making->err) < 0)
		return -1;
	if (opinion.taken)
		size_taken(making, rule, opinion.max_width, plan);
	if (plan->way == PLAN_WINDOW)
		making->read_s += clock_now() - started;
	if (opinion.taken)
		return take_ends(making, rule, opinion.max_width, plan);
	if (making->strict || !rule->keywords)
		return refuse_whole(rule, &opinion, making->err);
	plan->way = PLAN_WHOLE;
	return 0;
}

static int choose_way(struct making *making, const struct rule *rule, struct plan *plan)
{
	int by_words = go_by_words(making, rule, plan);

	return by_words ? (by_words < 0 ? -1 : 0) : ask_hyperscan(making, rule, plan);
}

static int make_plan(struct making *making, const struct rule *rule, struct plan *plan)
{
	if (deadline_ask(making->deadline, 0, COMPILING, making->err) < 0 ||
		try_rule(rule, rule > making->rules->items ? rule - 1 : NULL, making->err) < 0)
		return -1;
	if (!rule->pattern)
		return 0;
	if (making->strict && !rule->keywords)
		return err_set(making->err, ERR_USAGE,
			"rule %s: a rule with a pattern wants keywords of 3 bytes or more",
			rule->id);
	return choose_way(making, rule, plan);
}

static void stretch(struct reach *reach, size_t bytes, uint32_t breaks)
{
	reach->bytes = bytes > reach->bytes ? bytes : reach->bytes;
	reach->breaks = breaks > reach->breaks ? breaks : reach->breaks;
}

static uint32_t feeds_in(const char *word)
{
	uint32_t feeds = 0;

	while ((word = strchr(word, '\n')) != NULL) {
		word++;
		feeds++;
	}
	return feeds;
}

/* A keyword has to be seen whole too, and may be longer than any match. */
static struct reach reach_of_words(const struct making *making)
{
	struct reach reach = {MARGIN, 0};

	for (size_t g = 0; g < making->gate_count; g++)
		stretch(&reach, strlen(making->gates[g]), feeds_in(making->gates[g]));
	if (making->anchor_count)
		stretch(&reach, making->anchor_longest + MARGIN, BREAKS_NO_LIMIT);
	reach.bytes = reach.bytes < TO_THE_END ? reach.bytes : TO_THE_END;
	return reach;
}

static bool is_gateless(const struct plan *plan)
{
	return plan->way == PLAN_WINDOW && plan->far && plan->gate_count == 0;
}

static void find_reach(struct plans *plans, struct reach least)
{
	plans->reach = least;
	for (size_t i = 0; i < plans->count; i++) {
		const struct plan *plan = &plans->items[i];

		if (is_gateless(plan)) {
			plans->reach.bytes = TO_THE_END;
			return;
		}
		if (plan->way == PLAN_WINDOW && !plan->far)
			stretch(&plans->reach, plan->look_back, plan->breaks);
	}
}

/* ---- all together ---- */

static int make(struct plans *out, struct making *making, const struct rules *rules)
{
	double started = clock_now();

	making->rules = rules;
	making->plans = arena_array(making->arena, rules->count, sizeof(*making->plans));
	if (!making->plans)
		return err_nomem(making->err);
	for (size_t i = 0; i < rules->count; i++)
		if (make_plan(making, &rules->items[i], &making->plans[i]) < 0)
			return -1;
	if (gates_collect(making, rules) < 0)
		return -1;
	for (size_t i = 0; i < rules->count; i++)
		if (gates_list(making, &rules->items[i], &making->plans[i]) < 0)
			return -1;
	*out = (struct plans){rules->items, making->plans, rules->count,
		(const char *const *)making->gates, making->gate_count, making->lists,
		making->list_count, {0, 0}, making->anchors, making->anchor_count, making->untried,
		clock_now() - started};
	find_reach(out, reach_of_words(making));
	return 0;
}

/* NOLINTNEXTLINE(readability-function-size): three of the six say how long, whose memory, and what error */
int plans_make(struct plans *out, const struct rules *rules, bool strict,
	const struct deadline *deadline, struct arena *arena, struct err *err)
{
	struct making making = {.arena = arena, .err = err, .deadline = deadline, .strict = strict};

	return make(out, &making, rules);
}

/* NOLINTNEXTLINE(readability-function-size): three of the six say how long, whose memory, and what error */
int plans_sketch(struct plans *out, const struct rules *rules, enum manner manner,
	const struct deadline *deadline, struct arena *arena, struct err *err)
{
	struct making making = {.arena = arena,
		.err = err,
		.deadline = deadline,
		.untried = true,
		.manner = manner};

	if (make(out, &making, rules) < 0)
		return -1;
	out->trial_s = making.read_s * READ_TO_COMPILE;
	return 0;
}

int plans_far(struct plans *out, const struct plans *plans, struct arena *arena, struct err *err)
{
	struct plan *items = arena_array(arena, plans->count + 1, sizeof(*items));
	size_t far = 0;

	if (!items)
		return err_nomem(err);
	for (size_t i = 0; i < plans->count; i++) {
		items[i] = plans->items[i];
		items[i].gate_count = 0;
		if (items[i].far)
			far++;
		else
			items[i].way = PLAN_NOTHING;
	}
	*out = *plans;
	out->items = items;
	out->gate_count = out->gate_list_count = out->anchor_count = 0;
	out->trial_s = plans->count ? plans->trial_s * (double)far / (double)plans->count : 0;
	return 0;
}
