/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/breaks.h"

#include <stdio.h>
#include <string.h>

#include "checks/secrets/pattern.h"
#include "checks/secrets/syntax.h"

/* What \s is. */
static bool is_space(unsigned char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* ---- of a pattern ---- */

enum { LONGEST_SET = 200 };

/* What one byte of a set may be. */
enum matter { NO_FEED, ONLY_SPACE, ANYTHING };

static bool is_match(const pcre2_code *code, pcre2_match_data *data, unsigned char byte)
{
	return pcre2_match(code, &byte, 1, 0, 0, data, NULL) >= 0;
}

static enum matter matter_by(const pcre2_code *code, pcre2_match_data *data)
{
	if (!is_match(code, data, '\n'))
		return NO_FEED;
	for (unsigned byte = 0; byte < 256; byte++)
		if (!is_space((unsigned char)byte) && is_match(code, data, (unsigned char)byte))
			return ANYTHING;
	return ONLY_SPACE;
}

/* PCRE2 is asked what is in a set. */
static enum matter matter_of(const struct term *term, const char *pattern)
{
	char set[LONGEST_SET + 8];
	int len = (int)(term->to - term->from);
	enum matter matter = ANYTHING;
	struct err err = {0};
	pcre2_match_data *data;
	pcre2_code *code;

	if (len > LONGEST_SET)
		return ANYTHING;
	snprintf(set, sizeof(set), "%s%.*s", term->flags & TERM_DOT_ALL ? "(?s)" : "", len,
		pattern + term->from);
	if (pattern_compile(&code, set, "", false, &err) < 0)
		return ANYTHING;
	data = pcre2_match_data_create_from_pattern(code, NULL);
	if (data)
		matter = matter_by(code, data);
	pcre2_match_data_free(data);
	pcre2_code_free(code);
	return matter;
}

static uint32_t limited(uint64_t count)
{
	return count < BREAKS_NO_LIMIT ? (uint32_t)count : BREAKS_NO_LIMIT;
}

/* Between two of them is another byte at least. */
static uint32_t breaks_of_bytes(enum matter matter, uint32_t most)
{
	if (matter == NO_FEED || most == 0)
		return 0;
	return matter == ONLY_SPACE    ? 1
	       : most == TERM_NO_LIMIT ? BREAKS_NO_LIMIT
				       : most / 2 + most % 2;
}

static uint32_t breaks_of(const struct term *term, const char *pattern);

static uint32_t breaks_of_way(const struct term *way, const char *pattern)
{
	uint64_t sum = 0;

	for (const struct term *term = way->first; term; term = term->next)
		sum += breaks_of(term, pattern);
	return limited(sum);
}

static uint32_t breaks_of_group(const struct term *group, const char *pattern)
{
	uint32_t most = 0;

	for (const struct term *way = group->first; way; way = way->next) {
		uint32_t breaks = breaks_of_way(way, pattern);

		most = breaks > most ? breaks : most;
	}
	if (most == 0 || group->most == 0)
		return 0;
	return group->most == TERM_NO_LIMIT ? BREAKS_NO_LIMIT
					    : limited((uint64_t)most * group->most);
}

static uint32_t breaks_of(const struct term *term, const char *pattern)
{
	switch (term->kind) {
	case TERM_BYTE:
		return breaks_of_bytes(term->byte == '\n' ? ONLY_SPACE : NO_FEED, term->most);
	case TERM_SET:
		return breaks_of_bytes(matter_of(term, pattern), term->most);
	case TERM_GROUP:
		return breaks_of_group(term, pattern);
	default:
		return 0;
	}
}

uint32_t pattern_breaks(const char *pattern, struct arena *arena)
{
	const struct term *all = syntax_read(pattern, arena);

	return all ? breaks_of(all, pattern) : BREAKS_NO_LIMIT;
}

/* ---- of a text ---- */

static bool is_all_space(const char *from, const char *to)
{
	while (from < to && is_space((unsigned char)*from))
		from++;
	return from == to;
}

size_t reach_ahead(struct text text, size_t from, struct reach reach)
{
	const char *most =
		text.ptr + (reach.bytes < text.len - from ? from + reach.bytes : text.len);
	const char *feed = NULL, *next = text.ptr + from;

	for (uint32_t breaks = 0; next < most; next = feed + 1) {
		const char *before = feed;

		feed = memchr(next, '\n', (size_t)(most - next));
		if (!feed)
			break;
		if (before && is_all_space(before, feed))
			continue;
		if (breaks++ == reach.breaks)
			return (size_t)(feed + 1 - text.ptr);
	}
	return (size_t)(most - text.ptr);
}

size_t reach_back(struct text text, size_t to, struct reach reach)
{
	const char *least = text.ptr + (reach.bytes < to ? to - reach.bytes - 1 : 0);
	const char *feed = NULL, *end = text.ptr + to;

	for (uint32_t breaks = 0; end > least; end = feed) {
		const char *behind = feed;

		feed = memrchr(least, '\n', (size_t)(end - least));
		if (!feed)
			break;
		if (behind && is_all_space(feed, behind))
			continue;
		if (breaks++ == reach.breaks)
			return (size_t)(feed - text.ptr);
	}
	return (size_t)(least - text.ptr);
}
