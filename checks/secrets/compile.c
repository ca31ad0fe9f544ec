/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/implied.h"
#include "checks/secrets/pattern.h"

/* Sizes of the first window, in bytes. The margin covers what \b and "$" look at. */
enum {
	MARGIN = 8,
	UNBOUNDED_BACK = 1024,
	PEM_BACK = 64 * 1024,
	LEAST_AHEAD = 160,
	MOST_AHEAD = 4096,
	NEAR = 1536, /* a rule whose matches may be wider is far: few are, and their keywords are rare */
};

/* Time for compiling all patterns together, for each second that they took one by one. Measured with 100 to
 * 1,200 wide patterns of several kinds: 0.4 to 1.3. */
#define TOGETHER 1.5

static const char compiling[] = "the team's own rules were compiled";

/* Plans in the making. */
struct making {
	struct plan *plans;
	char **gates; /* sorted */
	size_t gate_count;
	uint32_t *lists;
	size_t list_count, list_capacity;
	struct arena *arena;
	struct err *err;
	const struct deadline *deadline;
	bool strict;
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

static int try_rule(const struct rule *rule, struct err *err)
{
	if (rule->verify && try_verifier(rule, err) < 0)
		return -1;
	if (try_pcre(rule->pattern, rule->id, rule->secret_group, err) < 0 ||
		try_pcre(rule->path, rule->id, 0, err) < 0)
		return -1;
	for (size_t i = 0; i < rule->allow_count; i++)
		if (try_pcre(rule->allow[i].pattern, rule->id, 0, err) < 0 ||
			try_pcre(rule->allow[i].lacks, rule->id, 0, err) < 0 ||
			try_pcre(rule->allow[i].path, rule->id, 0, err) < 0)
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

/* ---- gates ---- */

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
	       (plan->way == PLAN_WHOLE || plan->far || !pattern_implies(rule->pattern, rule->keywords));
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

/* All gates that any rule needs, sorted, each once. */
static int collect_gates(struct making *making, const struct rules *rules)
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

static int list_gates(struct making *making, const struct rule *rule, struct plan *plan)
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

/* ---- windows ---- */

/* \z and \Z take no notice of an artificial end: they get the whole blob. "\\z" does too, needlessly. */
static bool looks_at_the_end(const char *pattern)
{
	return strstr(pattern, "\\z") || strstr(pattern, "\\Z");
}

static void size_window(struct plan *plan, const char *pattern, uint32_t max_width)
{
	bool bounded = max_width <= UINT32_MAX - MARGIN - 1;

	plan->way = PLAN_WINDOW;
	plan->widens = !bounded;
	plan->far = !bounded || max_width > NEAR;
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
}

static int refuse_whole(const struct rule *rule, const struct opinion *opinion, struct err *err)
{
	err_set(err, ERR_USAGE, "rule %s: Hyperscan refuses the pattern (%s)", rule->id,
		opinion->why_not);
	return err_remedy(err,
		"write it without look-around and back-references, or give the rule keywords: "
		"it then runs on the whole of each blob that has one");
}

static int choose_way(struct making *making, const struct rule *rule, struct plan *plan)
{
	struct opinion opinion;

	if (form_opinion(&opinion, rule->pattern, !making->strict, making->err) < 0)
		return -1;
	if (opinion.taken) {
		size_window(plan, rule->pattern, opinion.max_width);
		return 0;
	}
	if (making->strict || !rule->keywords)
		return refuse_whole(rule, &opinion, making->err);
	plan->way = PLAN_WHOLE;
	return 0;
}

static int make_plan(struct making *making, const struct rule *rule, struct plan *plan)
{
	if (deadline_ask(making->deadline, 0, compiling, making->err) < 0 ||
		try_rule(rule, making->err) < 0)
		return -1;
	if (!rule->pattern)
		return 0;
	if (making->strict && !rule->keywords)
		return err_set(making->err, ERR_USAGE,
			"rule %s: a rule with a pattern wants keywords of 3 bytes or more",
			rule->id);
	return choose_way(making, rule, plan);
}

static uint32_t reach_of(const struct making *making, size_t count)
{
	uint32_t reach = MARGIN;

	for (size_t i = 0; i < count; i++) {
		const struct plan *plan = &making->plans[i];

		if (plan->way != PLAN_WINDOW)
			continue;
		if (plan->far && plan->gate_count == 0)
			return TO_THE_END;
		if (!plan->far && plan->look_back > reach)
			reach = plan->look_back;
	}
	return reach;
}

/* NOLINTNEXTLINE(readability-function-size): three of the six say how long, whose memory, and what error */
int plans_make(struct plans *out, const struct rules *rules, bool strict,
	const struct deadline *deadline, struct arena *arena, struct err *err)
{
	struct making making = {.arena = arena, .err = err, .deadline = deadline, .strict = strict};
	double started = clock_now();

	making.plans = arena_array(arena, rules->count, sizeof(*making.plans));
	if (!making.plans)
		return err_nomem(err);
	for (size_t i = 0; i < rules->count; i++)
		if (make_plan(&making, &rules->items[i], &making.plans[i]) < 0)
			return -1;
	if (collect_gates(&making, rules) < 0)
		return -1;
	for (size_t i = 0; i < rules->count; i++)
		if (list_gates(&making, &rules->items[i], &making.plans[i]) < 0)
			return -1;
	*out = (struct plans){rules->items, making.plans, rules->count,
		(const char *const *)making.gates, making.gate_count, making.lists,
		making.list_count, reach_of(&making, rules->count), clock_now() - started};
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
	out->gate_count = out->gate_list_count = 0;
	out->trial_s = plans->count ? plans->trial_s * (double)far / (double)plans->count : 0;
	return 0;
}

/* ---- the database ---- */

struct expressions {
	const char **patterns;
	unsigned *flags, *ids;
	unsigned count;
};

static void add(struct expressions *list, const char *pattern, unsigned flags, size_t id)
{
	list->patterns[list->count] = pattern;
	list->flags[list->count] = flags;
	list->ids[list->count++] = (unsigned)id;
}

/* The bytes of a word as a pattern: \x61\x6b\x69\x61. */
static const char *escaped(struct arena *arena, const char *word)
{
	size_t length = strlen(word);
	char *out = arena_array(arena, length + 1, 4);

	for (size_t i = 0; out && i < length; i++)
		snprintf(out + i * 4, 5, "\\x%02x", (unsigned)(unsigned char)word[i]);
	return out;
}

static int list_expressions(
	struct expressions *list, const struct plans *plans, struct arena *arena)
{
	size_t most = plans->count + plans->gate_count;

	list->patterns = arena_array(arena, most, sizeof(*list->patterns));
	list->flags = arena_array(arena, most, sizeof(*list->flags));
	list->ids = arena_array(arena, most, sizeof(*list->ids));
	if (!list->patterns || !list->flags || !list->ids)
		return -1;
	for (size_t i = 0; i < plans->count; i++)
		if (plans->items[i].way == PLAN_WINDOW)
			add(list, plans->rules[i].pattern, 0, i);
	for (size_t g = 0; g < plans->gate_count; g++) {
		const char *pattern = escaped(arena, plans->gates[g]);

		if (!pattern)
			return -1;
		add(list, pattern, HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH, plans->count + g);
	}
	return 0;
}

static int refuse_database(
	const struct expressions *list, const hs_compile_error_t *error, struct err *err)
{
	if (!error)
		return err_nomem(err);
	if (error->expression >= 0 && (unsigned)error->expression < list->count)
		return err_set(err, ERR_USAGE, "Hyperscan refuses the pattern \"%.*s\": %.200s",
			text_quote(text_of(list->patterns[error->expression])),
			list->patterns[error->expression], error->message);
	return err_set(err, ERR_LOOK, "Hyperscan cannot compile the rules: %.300s", error->message);
}

int plans_compile(hs_database_t **out, const struct plans *plans,
	const hs_platform_info_t *platform, const struct deadline *deadline, struct err *err)
{
	struct arena *arena = arena_new();
	struct expressions list = {0};
	hs_compile_error_t *error = NULL;
	int done = 0;

	*out = NULL;
	if (deadline_ask(deadline, plans->trial_s * TOGETHER, compiling, err) < 0)
		done = -1;
	else if (!arena || list_expressions(&list, plans, arena) < 0)
		done = err_nomem(err);
	else if (list.count && hs_compile_multi(list.patterns, list.flags, list.ids, list.count,
				       HS_MODE_BLOCK, platform, out, &error) != HS_SUCCESS)
		done = refuse_database(&list, error, err);
	hs_free_compile_error(error);
	arena_free(arena);
	return done;
}

static int serialise(struct text *out, const hs_database_t *database, struct err *err)
{
	char *bytes = NULL;
	size_t len = 0;

	if (hs_serialize_database(database, &bytes, &len) != HS_SUCCESS)
		return err_set(err, ERR_INTERNAL, "the database cannot be serialised");
	*out = (struct text){bytes, len};
	return 0;
}

int database_image(struct text *out, const hs_database_t *database, struct err *err)
{
	struct text flat = {NULL, 0};
	size_t size = 0;
	char *memory = NULL;
	int done;

	if (serialise(&flat, database, err) < 0)
		return -1;
	if (hs_serialized_database_size(flat.ptr, flat.len, &size) == HS_SUCCESS) {
		size = (size + DATABASE_ALIGNMENT - 1) / DATABASE_ALIGNMENT * DATABASE_ALIGNMENT;
		memory = aligned_alloc(DATABASE_ALIGNMENT, size);
	}
	/* Bytes between the parts are not written: always the same ones in the binary. */
	if (memory)
		memset(memory, 0, size);
	done = memory && hs_deserialize_database_at(
				 flat.ptr, flat.len, (hs_database_t *)(void *)memory) == HS_SUCCESS
		       ? 0
		       : err_set(err, ERR_INTERNAL, "the database cannot be laid out");
	free((char *)(uintptr_t)flat.ptr);
	*out = (struct text){memory, size};
	if (done < 0)
		free(memory);
	return done;
}
