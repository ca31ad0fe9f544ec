/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/freshness/duration.h"
#include "checks/freshness/judging.h"

const char *blind_reason(const struct judging *judging)
{
	const struct age_summary *now = &judging->now;
	const struct reading *worst = now->worst;
	const struct fresh_source *source = judging->source;
	struct arena *arena = judging->job->arena;
	const char *of = judging_whose(judging, worst);
	int quote = text_quote(source->name);

	if (!of)
		return NULL;
	switch (now->state) {
	case AGE_FAILED:
		return arena_printf(arena, "the age%s of source \"%.*s\" is not known: %s", of,
			quote, source->name.ptr, worst->failed);
	case AGE_SKEWED:
		return arena_printf(arena,
			"source \"%.*s\"%s: its data or its measurement are of the future (age "
			"%s): "
			"two clocks disagree",
			quote, source->name.ptr, of, duration_of(now->age).text);
	case AGE_OLD:
		return arena_printf(arena,
			"source \"%.*s\"%s: it was measured too long ago, or the file does not say "
			"when; at most %s is allowed",
			quote, source->name.ptr, of, duration_of(source->max_report_age).text);
	case AGE_UNTOLD:
		return arena_printf(arena,
			"source \"%.*s\"%s had no record for %s, and whether any is waiting is not "
			"said: it is idle, or stuck",
			quote, source->name.ptr, of, duration_of(worst->idle).text);
	default:
		return arena_printf(arena, "source \"%.*s\"%s has no age in the file", quote,
			source->name.ptr, of);
	}
}

const char *blind_remedy(enum age_state state)
{
	switch (state) {
	case AGE_SKEWED:
		return "set the clocks (NTP), or take both times from one clock, and measure again";
	case AGE_OLD:
		return "measure again, and let the gate run right behind it";
	case AGE_UNTOLD:
		return "write down what is waiting too (pendingRecords, records-lag)";
	default:
		return "measure again; a source whose query failed has no age";
	}
}

/* ---- what is missing ---- */

static int miss(const struct judging *judging, struct text name, const char *why, struct err *err)
{
	return judging_incomplete(judging,
		arena_printf(judging->job->arena, "%.*s of source \"%.*s\" is not in the file%s",
			text_quote(name), name.ptr, text_quote(judging->source->name),
			judging->source->name.ptr, why),
		"see why it could not be measured; a query that failed is left out of the file",
		err);
}

static bool is_border(struct text text, size_t at)
{
	return at >= text.len || memchr(", {}", text.ptr[at], 4);
}

/* Whole, or a label among others: "users" is not in "users_old". */
static bool has_part(struct text whole, struct text part)
{
	size_t from = 0;

	for (;;) {
		size_t at = from + text_find(text_slice(whole, from, whole.len), part);

		if (at >= whole.len)
			return false;
		if ((at == 0 || is_border(whole, at - 1)) && is_border(whole, at + part.len))
			return true;
		from = at + 1;
	}
}

/* Whether a reading has that name, or has that label among those it is called by. */
static bool is_there(const struct readings *head, struct text name)
{
	for (size_t i = 0; i < head->count; i++)
		if (has_part(head->items[i]->name, name))
			return true;
	return false;
}

static int miss_expected(const struct judging *judging, struct err *err)
{
	const struct text_list *expect = &judging->source->expect;

	for (size_t i = 0; i < expect->count; i++)
		if (!is_there(judging->head, expect->items[i]) &&
			miss(judging, expect->items[i], "", err) < 0)
			return -1;
	return 0;
}

/* Partitions of records come and go; ids and partitions that somebody lists do not. */
int blind_missing(const struct judging *judging, const struct readings *base, struct err *err)
{
	if (miss_expected(judging, err) < 0)
		return -1;
	for (size_t i = 0; base && !base->record_count && i < base->count; i++)
		if (!readings_get(judging->head, base->items[i]->name) &&
			miss(judging, base->items[i]->name, ", and was at the base", err) < 0)
			return -1;
	return 0;
}
