/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/confirm.h"

#include <string.h>

/* A look-back this long is not widened further. */
enum { WIDEN = 8, MOST_BACK = 1024 * 1024 };

/* A window that is looked at without steps back; each costs as much effort as its length squared. */
enum { MOST_WIDE = 4096 };

/* Of what is looked for by its ends alone most is looked at in vain, which costs so many times less. */
enum { VAIN_ENDS = 64 };

/* Bytes up to the end of a text in which each start may take as many steps as it likes. */
enum { MOST_AT_ONCE = 1024 };

static const char gap_match[] = "a rule reached the matching limit";
static const char gap_effort[] = "a rule reached the limit of widened search";

struct window {
	size_t back, ahead; /* as asked for */
	size_t from, to;    /* as the text and the last match allow */
	bool from_set_by_back;
};

/* Where a line begins, at `least` or behind it; lines: 1 is that of the offset. */
static size_t line_start(struct text text, size_t at, uint32_t lines, size_t least)
{
	while (lines-- > 0 && at > least) {
		const char *feed = memrchr(text.ptr + least, '\n', at - least);

		if (!feed)
			return least;
		at = (size_t)(feed - text.ptr);
	}
	return at > least ? at + 1 : least;
}

static void place(struct window *window, const struct confirmation *confirmation, size_t end)
{
	size_t rest = confirmation->text.len - end, least = confirmation->done_to;

	window->from = least;
	window->from_set_by_back = end > window->back && end - window->back > least;
	if (window->from_set_by_back)
		window->from = end - window->back;
	if (confirmation->plan->look_back_lines)
		window->from = line_start(confirmation->text, window->from,
			confirmation->plan->look_back_lines, least);
	window->to = rest > window->ahead ? end + window->ahead : confirmation->text.len;
}

static bool spend(struct confirmation *confirmation, size_t cost)
{
	if (cost > *confirmation->effort) {
		*confirmation->effort = 0;
		confirmation->gap = gap_effort;
		return false;
	}
	*confirmation->effort -= cost;
	return true;
}

static bool afford_wide(struct confirmation *confirmation, const struct window *window)
{
	size_t len = window->to - window->from;

	if (len > MOST_WIDE || len * len > *confirmation->effort)
		return false;
	*confirmation->effort -= len * len;
	return true;
}

static bool is_rationed(const struct confirmation *confirmation)
{
	return confirmation->ration->allowed > 0 && confirmation->plan->way != PLAN_WINDOW;
}

/* Where a window may end: "$" is told by the byte behind it, and PCRE2 says of an end that it is none, not that more decides. */
static size_t cut_at(struct text text, size_t to)
{
	while (to < text.len && text.ptr[to] == '\n')
		to++;
	return to < text.len ? to : text.len;
}

static struct query query_of(const struct confirmation *confirmation, const struct window *window)
{
	bool goes_on = window->to < confirmation->text.len;

	/* A window that ends in the text is left where a match first reaches its end; at the text's end every way is gone. */
	return (struct query){.pattern = confirmation->rule->pattern,
		.whose = confirmation->rule->id,
		.subject = text_slice(confirmation->text, 0, window->to),
		.from = window->from,
		.plain = confirmation->plan->way != PLAN_WHOLE,
		.goes_on = goes_on,
		.careful = is_rationed(confirmation) && !goes_on &&
			   window->to - window->from > MOST_AT_ONCE};
}

/* A match that was given up for its steps. */
static int try_wide(struct confirmation *confirmation, const struct window *window,
	const struct query *query, struct match *match, struct err *err)
{
	if (!query->careful && afford_wide(confirmation, window) &&
		matcher_run_wide(confirmation->matcher, query, match, err) < 0)
		return -1;
	if (match->result == MATCH_LIMIT)
		confirmation->gap = gap_match;
	return 0;
}

static int try_window(struct confirmation *confirmation, struct window *window, struct match *match,
	struct err *err)
{
	struct query query;
	bool rationed = is_rationed(confirmation);

	window->to = cut_at(confirmation->text, window->to);
	query = query_of(confirmation, window);
	if (rationed && !ration_begins(confirmation->ration, window->to - window->from)) {
		confirmation->gap = ration_gap;
		match->result = MATCH_LIMIT;
		return 0;
	}
	if (matcher_run(confirmation->matcher, &query, match, err) < 0)
		return -1;
	if (rationed)
		ration_ends(confirmation->ration);
	if (rationed && match->result == MATCH_LIMIT)
		ration_hurry(confirmation->ration);
	return match->result == MATCH_LIMIT ? try_wide(confirmation, window, &query, match, err)
					    : 0;
}

static void times(size_t *size)
{
	*size = *size > SIZE_MAX / WIDEN ? SIZE_MAX : *size * WIDEN;
}

/* Each end is that of a match, which begins before it. */
static bool is_not_there(const struct match *match, size_t end)
{
	return match->result == MATCH_NONE ||
	       (match->result == MATCH_FOUND && match->groups[0] >= end);
}

/* Whether the window was too small for what was found or not found in it, and then a larger one. */
static bool widen(struct window *window, const struct confirmation *confirmation, size_t end,
	struct match *match)
{
	if (match->result == MATCH_CUT && match->groups[0] < end) {
		times(&window->ahead);
		return true;
	}
	if (match->result == MATCH_CUT)
		match->result = MATCH_NONE;
	if (!is_not_there(match, end) || !confirmation->plan->widens || !window->from_set_by_back ||
		window->back >= MOST_BACK)
		return false;
	times(&window->back);
	return true;
}

/* Hyperscan's matches are true ones: where none was found and the text before the window was not
 * searched, the match begins there. */
static bool none_is_certain(struct confirmation *confirmation, const struct window *window)
{
	size_t searched = window->to - window->from;

	if (!spend(confirmation, confirmation->plan->ends ? searched / VAIN_ENDS : searched))
		return false;
	if (!confirmation->plan->widens || !window->from_set_by_back)
		return true;
	confirmation->gap = gap_effort;
	return false;
}

/* Looks around one proposed end. *searched_to is how far the answer "none" holds. */
static int look_around(struct confirmation *confirmation, size_t end, size_t *searched_to,
	struct match *match, struct err *err)
{
	const struct plan *plan = confirmation->plan;
	struct window window = {.back = plan->look_back,
		.ahead = plan->look_ahead == TO_THE_END ? SIZE_MAX : plan->look_ahead};
	bool is_first = true;

	ration_restart(confirmation->ration);
	do {
		place(&window, confirmation, end);
		match->result = MATCH_LIMIT;
		if (!is_first && !spend(confirmation, window.to - window.from))
			return 0;
		if (try_window(confirmation, &window, match, err) < 0)
			return -1;
		*searched_to = match->result == MATCH_CUT ? match->groups[0] : window.to;
		is_first = false;
	} while (widen(&window, confirmation, end, match));
	if (match->result == MATCH_NONE && !none_is_certain(confirmation, &window))
		match->result = MATCH_LIMIT;
	return 0;
}

int confirm_next(struct confirmation *confirmation, size_t *end, size_t last, struct match *match,
	struct err *err)
{
	*match = (struct match){.result = MATCH_NONE};
	if (*end <= confirmation->done_to && confirmation->done_to > 0)
		*end = confirmation->done_to + 1;
	while (*end <= last) {
		size_t searched_to = *end;

		if (look_around(confirmation, *end, &searched_to, match, err) < 0)
			return -1;
		if (match->result == MATCH_FOUND && match->groups[1] > confirmation->done_to) {
			confirmation->done_to = match->groups[1];
			return 0;
		}
		if (match->result == MATCH_LIMIT)
			return 0;
		match->result = MATCH_NONE;
		/* What ends inside the window and was not found is not there. */
		*end = searched_to > *end + 1 ? searched_to : *end + 1;
	}
	return 0;
}

/* What has to be searched next, where a part of the text was; false: nothing. None begins in the part, or before what is cut off by its end. */
static bool next_slice(
	struct window *window, const struct confirmation *confirmation, struct match *match)
{
	size_t slice = confirmation->plan->look_ahead, len = confirmation->text.len;
	size_t from = match->result == MATCH_CUT ? match->groups[0] : window->to;

	if ((match->result != MATCH_CUT && match->result != MATCH_NONE) || window->to == len)
		return false;
	if (from == window->from)
		slice = 2 * (window->to - from);
	window->from = from;
	window->to = len - from > slice ? from + slice : len;
	return true;
}

/* Part by part, so that it can end in between. */
static int search_rest(struct confirmation *confirmation, struct match *match, struct err *err)
{
	struct window window = {.from = confirmation->done_to, .to = confirmation->text.len};
	size_t slice = confirmation->plan->look_ahead;

	ration_restart(confirmation->ration);
	if (slice && window.to - window.from > slice)
		window.to = window.from + slice;
	do {
		if (try_window(confirmation, &window, match, err) < 0)
			return -1;
	} while (next_slice(&window, confirmation, match));
	return 0;
}

int confirm_whole(struct confirmation *confirmation, struct match *match, struct err *err)
{
	if (search_rest(confirmation, match, err) < 0)
		return -1;
	if (match->result != MATCH_FOUND)
		return 0;
	/* An empty match is passed over: it can be no secret, and the next search must move on. */
	if (match->groups[1] > confirmation->done_to)
		confirmation->done_to = match->groups[1];
	else if (confirmation->done_to < confirmation->text.len)
		confirmation->done_to++;
	else
		match->result = MATCH_NONE;
	return 0;
}
