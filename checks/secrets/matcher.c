/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/matcher.h"

#include <stdlib.h>

#include "checks/secrets/pattern.h"
#include "checks/secrets/recall.h"
#include "gate/step.h"

/* What one match may cost. The match limit counts steps back; the others are kilobytes. */
enum {
	STEPS = 5 * 1000 * 1000,
	STEPS_CAREFUL = 200 * 1000,
	STEPS_BRIEF = 50 * 1000,
	DEPTH = 100 * 1000,
	HEAP_KIB = 32 * 1024,
	STACK_START = 32 * 1024,
	STACK_MOST = 1024 * 1024,
	FIRST_SLOTS = 64,
	MOST_GROUPS = 100,
	WORKSPACE = 64 * 1024, /* numbers */
};

struct slot {
	const char *pattern; /* NULL: free */
	pcre2_code *code;
};

struct matcher {
	struct slot *slots; /* a power of two of them, at most half in use */
	size_t slot_count, used;
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	struct recall *recall; /* when it is first needed */
	int *workspace;        /* of the other algorithm, when it is first needed */
};

int matcher_open(struct matcher **out, struct err *err)
{
	struct matcher *matcher = calloc(1, sizeof(*matcher));

	*out = NULL;
	if (!matcher)
		return err_nomem(err);
	matcher->slot_count = FIRST_SLOTS;
	matcher->slots = calloc(FIRST_SLOTS, sizeof(*matcher->slots));
	matcher->data = pcre2_match_data_create(MOST_GROUPS, NULL);
	matcher->context = pcre2_match_context_create(NULL);
	matcher->stack = pcre2_jit_stack_create(STACK_START, STACK_MOST, NULL);
	if (!matcher->slots || !matcher->data || !matcher->context || !matcher->stack) {
		matcher_close(matcher);
		return err_nomem(err);
	}
	pcre2_set_match_limit(matcher->context, STEPS);
	pcre2_set_depth_limit(matcher->context, DEPTH);
	pcre2_set_heap_limit(matcher->context, HEAP_KIB);
	pcre2_jit_stack_assign(matcher->context, NULL, matcher->stack);
	*out = matcher;
	return 0;
}

void matcher_close(struct matcher *matcher)
{
	if (!matcher)
		return;
	for (size_t i = 0; matcher->slots && i < matcher->slot_count; i++)
		pcre2_code_free(matcher->slots[i].code);
	free(matcher->slots);
	free(matcher->workspace);
	recall_close(matcher->recall);
	pcre2_match_data_free(matcher->data);
	pcre2_match_context_free(matcher->context);
	pcre2_jit_stack_free(matcher->stack);
	free(matcher);
}

/* The slot that has the pattern, or the free one where it belongs. */
static struct slot *slot_of(struct slot *slots, size_t count, const char *pattern)
{
	size_t at =
		(size_t)(((uintptr_t)pattern * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (count - 1);

	while (slots[at].pattern && slots[at].pattern != pattern)
		at = (at + 1) & (count - 1);
	return &slots[at];
}

static int grow(struct matcher *matcher, struct err *err)
{
	struct slot *slots = calloc(matcher->slot_count * 2, sizeof(*slots));

	if (!slots)
		return err_nomem(err);
	for (size_t i = 0; i < matcher->slot_count; i++)
		if (matcher->slots[i].pattern)
			*slot_of(slots, matcher->slot_count * 2, matcher->slots[i].pattern) =
				matcher->slots[i];
	free(matcher->slots);
	matcher->slots = slots;
	matcher->slot_count *= 2;
	return 0;
}

static int code_of(struct matcher *matcher, const char *pattern, const char *whose,
	const pcre2_code **out, struct err *err)
{
	struct slot *slot = slot_of(matcher->slots, matcher->slot_count, pattern);

	if (!slot->pattern) {
		if (matcher->used * 2 >= matcher->slot_count) {
			if (grow(matcher, err) < 0)
				return -1;
			slot = slot_of(matcher->slots, matcher->slot_count, pattern);
		}
		if (pattern_compile(&slot->code, pattern, whose, true, err) < 0)
			return -1;
		slot->pattern = pattern;
		matcher->used++;
	}
	*out = slot->code;
	return 0;
}

static enum match_result result_of(int code)
{
	if (code >= 0)
		return MATCH_FOUND;
	if (code == PCRE2_ERROR_PARTIAL)
		return MATCH_CUT;
	return code == PCRE2_ERROR_NOMATCH ? MATCH_NONE : MATCH_LIMIT;
}

static void take(struct matcher *matcher, int found, struct match *match)
{
	*match = (struct match){.result = result_of(found),
		.count = found > 0 ? (size_t)found : MOST_GROUPS,
		.groups = pcre2_get_ovector_pointer(matcher->data)};
}

static PCRE2_SPTR bytes_of(struct text subject)
{
	return (PCRE2_SPTR)(subject.ptr ? subject.ptr : "");
}

static uint32_t steps_of(const struct query *query)
{
	if (query->careful)
		return STEPS_CAREFUL;
	return query->brief ? STEPS_BRIEF : STEPS;
}

static int search(
	struct matcher *matcher, const struct query *query, struct match *match, struct err *err)
{
	uint32_t options = (query->goes_on ? PCRE2_PARTIAL_HARD : 0) |
			   (query->goes_on && !query->may_end ? PCRE2_NOTEOL : 0) |
			   (query->careful ? PCRE2_NO_JIT : 0);
	const pcre2_code *code;
	int found;

	if (code_of(matcher, query->pattern, query->whose, &code, err) < 0)
		return -1;
	pcre2_set_match_limit(matcher->context, steps_of(query));
	step_rule(query->whose);
	found = pcre2_match(code, bytes_of(query->subject), query->subject.len, query->from,
		options, matcher->data, matcher->context);
	step_rule(NULL);
	pcre2_set_match_limit(matcher->context, STEPS);
	if (found == PCRE2_ERROR_NOMEMORY)
		return err_nomem(err);
	take(matcher, found, match);
	return 0;
}

int matcher_run(
	struct matcher *matcher, const struct query *query, struct match *match, struct err *err)
{
	if (!query->plain)
		return search(matcher, query, match, err);
	if (!matcher->recall)
		matcher->recall = recall_open();
	if (!matcher->recall)
		return err_nomem(err);
	if (recall_find(matcher->recall, query, match))
		return 0;
	if (search(matcher, query, match, err) < 0)
		return -1;
	recall_keep(matcher->recall, query, match);
	return 0;
}

/* Both ends of the longest match that begins first; what may go on behind the subject is left undecided. */
static int find_ends(struct matcher *matcher, const struct query *query, const pcre2_code *code)
{
	int found = pcre2_dfa_match(code, bytes_of(query->subject), query->subject.len, query->from,
		query->goes_on ? PCRE2_NOTEOL : 0, matcher->data, matcher->context,
		matcher->workspace, WORKSPACE);
	size_t end = found >= 0 ? pcre2_get_ovector_pointer(matcher->data)[1] : 0;

	return query->goes_on && end == query->subject.len ? PCRE2_ERROR_MATCHLIMIT : found;
}

int matcher_run_wide(
	struct matcher *matcher, const struct query *query, struct match *match, struct err *err)
{
	const pcre2_code *code;
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(matcher->data);
	int found;

	if (code_of(matcher, query->pattern, query->whose, &code, err) < 0)
		return -1;
	if (!matcher->workspace)
		matcher->workspace = calloc(WORKSPACE, sizeof(*matcher->workspace));
	if (!matcher->workspace)
		return err_nomem(err);
	step_rule(query->whose);
	found = find_ends(matcher, query, code);
	step_rule(NULL);
	if (found >= 0)
		found = pcre2_match(code, bytes_of(query->subject), ends[1], ends[0],
			PCRE2_ANCHORED | PCRE2_ENDANCHORED |
				(ends[1] < query->subject.len ? PCRE2_NOTEOL : 0),
			matcher->data, matcher->context);
	/* It did match: what is no match now was another way through. */
	else if (found == PCRE2_ERROR_NOMATCH) {
		take(matcher, found, match);
		return 0;
	}
	take(matcher, found > 0 ? found : PCRE2_ERROR_MATCHLIMIT, match);
	return 0;
}

int matcher_search(struct matcher *matcher, const char *pattern, const char *whose,
	struct text subject, bool *found, struct err *err)
{
	struct query query = {.pattern = pattern, .whose = whose, .subject = subject};
	struct match match = {0};

	if (matcher_run(matcher, &query, &match, err) < 0)
		return -1;
	*found = match.result == MATCH_FOUND;
	return 0;
}
