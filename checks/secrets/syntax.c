/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/syntax.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NESTED = 32, MOST_TIMES = 65535 };

struct reading {
	const char *pattern;
	size_t at;
	unsigned flags;
	unsigned depth;
	bool lost;
	struct arena *arena;
};

static char now(const struct reading *reading)
{
	return reading->pattern[reading->at];
}

static struct term *new_term(struct reading *reading, enum term_kind kind)
{
	struct term *term = arena_alloc(reading->arena, sizeof(*term));

	if (!term) {
		reading->lost = true;
		return NULL;
	}
	*term = (struct term){
		.kind = kind, .from = reading->at, .least = 1, .most = 1, .flags = reading->flags};
	return term;
}

/* ---- one byte ---- */

static void set_byte(struct term *term, unsigned char byte)
{
	term->kind = TERM_BYTE;
	term->byte = byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte - 'A' + 'a') : byte;
}

static void set_any(struct term *term)
{
	term->kind = TERM_SET;
	term->wide = true;
	term->has_feed = term->flags & TERM_DOT_ALL;
}

static bool read_hex(struct reading *reading, struct term *term)
{
	char digits[3] = "";

	for (size_t i = 0; i < 2; i++) {
		if (!isxdigit((unsigned char)now(reading)))
			return false;
		digits[i] = now(reading);
		reading->at++;
	}
	set_byte(term, (unsigned char)strtoul(digits, NULL, 16));
	return true;
}

/* At the letter behind a backslash; false: not understood. */
static bool read_letter(struct reading *reading, struct term *term)
{
	static const char controls[] = "tnrfea", bytes[] = "\t\n\r\f\x1b\a";
	char letter = now(reading);
	const char *control = strchr(controls, letter);

	reading->at++;
	if (letter == 'x')
		return read_hex(reading, term);
	if (control) {
		set_byte(term, (unsigned char)bytes[control - controls]);
		return true;
	}
	if (!strchr("dwshvDWSHVN", letter))
		return strchr("bBAZz", letter) != NULL;
	term->kind = TERM_SET;
	term->wide = strchr("DWSHVN", letter) != NULL;
	term->has_feed = strchr("svDWH", letter) != NULL;
	return true;
}

static void read_escape(struct reading *reading, struct term *term)
{
	unsigned char byte;

	reading->at++;
	byte = (unsigned char)now(reading);
	term->kind = TERM_HERE;
	if (byte == '\0') {
		reading->lost = true;
	} else if (!isalnum(byte)) {
		set_byte(term, byte);
		reading->at++;
	} else if (!read_letter(reading, term)) {
		reading->lost = true;
	}
}

/* ---- sets ---- */

/* Whether what is named in a set may be, and is for certain, a line feed. */
struct feed {
	bool may_be, is;
};

/* Behind \x. */
static void pass_hex(struct reading *reading, struct feed *feed)
{
	char digits[3] = "";

	for (size_t i = 0; i < 2 && isxdigit((unsigned char)now(reading)); i++) {
		digits[i] = now(reading);
		reading->at++;
	}
	feed->is = feed->is || strtoul(digits, NULL, 16) == '\n';
	feed->may_be = feed->may_be || feed->is || !digits[1];
}

static void note_escape(struct feed *feed, char letter)
{
	bool is_feed = strchr("nsv", letter) != NULL;

	feed->is = feed->is || is_feed;
	feed->may_be = feed->may_be || is_feed ||
		       (isalnum((unsigned char)letter) && !strchr("trfeabdwhSV", letter));
}

/* Passes over an escape in a set. */
static void pass_escape(struct reading *reading, struct term *term, struct feed *feed)
{
	char letter = reading->pattern[reading->at + 1];

	if (letter == '\0' || strchr("QEc", letter)) {
		reading->lost = true;
		return;
	}
	reading->at += 2;
	term->wide = term->wide || strchr("DWSHVN", letter);
	if (letter == 'x')
		pass_hex(reading, feed);
	else
		note_escape(feed, letter);
}

/* Behind a class like [:^alpha:]; NULL: the bracket stands for itself. */
static const char *class_end(const char *at)
{
	if (strncmp(at, "[:", 2) != 0)
		return NULL;
	at += 2;
	at += *at == '^';
	while (isalpha((unsigned char)*at))
		at++;
	return strncmp(at, ":]", 2) == 0 ? at + 2 : NULL;
}

/* Passes over one byte, escape or class of a set. */
static void pass_member(struct reading *reading, struct term *term, struct feed *feed)
{
	const char *at = reading->pattern + reading->at;
	const char *end = class_end(at);

	if (end) {
		term->wide = term->wide || at[2] == '^';
		feed->may_be = true;
		reading->at += (size_t)(end - at);
	} else if (at[0] == '\\') {
		pass_escape(reading, term, feed);
		/* A range, from whatever byte. */
		feed->may_be = feed->may_be || now(reading) == '-';
	} else {
		feed->is = feed->is || at[0] == '\n';
		feed->may_be = feed->may_be || (unsigned char)at[0] <= '\n';
		reading->at++;
	}
}

/* [Aa] is a letter in whatever case. */
static void fold_pair(const struct reading *reading, struct term *term)
{
	const unsigned char *at = (const unsigned char *)reading->pattern + term->from;

	if (reading->at - term->from == 4 && isalpha(at[1]) && at[1] != at[2] &&
		tolower(at[1]) == tolower(at[2]))
		set_byte(term, at[1]);
}

/* [[:<:]] and [[:>:]] are no sets. */
static bool is_edge(const char *at)
{
	return strncmp(at, "[[:<:]]", 7) == 0 || strncmp(at, "[[:>:]]", 7) == 0;
}

static void read_set(struct reading *reading, struct term *term)
{
	struct feed feed = {false, false};
	bool inverse;

	reading->lost = reading->lost || is_edge(reading->pattern + reading->at);
	reading->at++;
	inverse = now(reading) == '^';
	term->kind = TERM_SET;
	term->wide = inverse;
	reading->at += inverse;
	if (now(reading) == ']')
		reading->at++;
	while (now(reading) && now(reading) != ']' && !reading->lost)
		pass_member(reading, term, &feed);
	reading->lost = reading->lost || !now(reading);
	reading->at += now(reading) == ']';
	term->has_feed = inverse ? !feed.is : feed.may_be;
	fold_pair(reading, term);
}

/* ---- groups ---- */

static unsigned flag_of(char letter)
{
	return letter == 'i' ? TERM_CASELESS : letter == 'm' ? TERM_LINES : TERM_DOT_ALL;
}

/* Behind "(?": flags, with ")" or ":" at their end. False: something else. */
static bool read_flags(struct reading *reading, bool *opens)
{
	const char *at = reading->pattern + reading->at;
	size_t len = strspn(at, "ims-");
	unsigned flags = reading->flags;
	bool off = false;

	if (at[len] != ')' && at[len] != ':')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (at[i] == '-')
			off = true;
		else if (off)
			flags &= ~flag_of(at[i]);
		else
			flags |= flag_of(at[i]);
	}
	*opens = at[len] == ':';
	reading->flags = flags;
	reading->at += len + 1;
	return true;
}

static void pass_name(struct reading *reading)
{
	const char *at = reading->pattern + reading->at;
	const char *end = at[0] == 'P' && at[1] == '<' ? strchr(at, '>')
			  : at[0] == '<' && (isalpha((unsigned char)at[1]) || at[1] == '_')
				  ? strchr(at, '>')
				  : NULL;

	reading->lost = reading->lost || !end;
	if (end)
		reading->at += (size_t)(end + 1 - at);
}

static struct term *read_ways(struct reading *reading);

/* Behind "(" and what says of which kind it is. */
static void read_body(struct reading *reading, struct term *term, unsigned flags)
{
	term->kind = TERM_GROUP;
	if (++reading->depth > MOST_NESTED) {
		reading->lost = true;
		return;
	}
	term->first = read_ways(reading);
	reading->depth--;
	reading->lost = reading->lost || now(reading) != ')';
	reading->at += now(reading) == ')';
	reading->flags = flags;
}

static void read_group(struct reading *reading, struct term *term)
{
	unsigned flags = reading->flags;
	bool opens = true;

	reading->at++;
	reading->lost = reading->lost || now(reading) == '*';
	if (now(reading) == '?') {
		reading->at++;
		if (!read_flags(reading, &opens))
			pass_name(reading);
	}
	if (reading->lost)
		return;
	term->kind = TERM_HERE;
	if (opens)
		read_body(reading, term, flags);
}

/* ---- how often ---- */

static uint32_t read_number(struct reading *reading)
{
	const char *at = reading->pattern + reading->at;
	char *end;
	unsigned long number = strtoul(at, &end, 10);

	reading->lost =
		reading->lost || end == at || !isdigit((unsigned char)*at) || number > MOST_TIMES;
	reading->at += (size_t)(end - at);
	return (uint32_t)(number & MOST_TIMES);
}

/* Behind a "{" that a digit stands behind. */
static void read_times(struct reading *reading, struct term *term)
{
	term->least = term->most = read_number(reading);
	if (now(reading) == ',') {
		reading->at++;
		term->most = now(reading) == '}' ? TERM_NO_LIMIT : read_number(reading);
	}
	reading->lost = reading->lost || now(reading) != '}' || term->most < term->least;
	reading->at += now(reading) == '}';
}

static void read_quantifier(struct reading *reading, struct term *term)
{
	char byte = now(reading);

	if (byte == '{' && isdigit((unsigned char)reading->pattern[reading->at + 1])) {
		reading->at++;
		read_times(reading, term);
	} else if (byte == '{') {
		/* PCRE2 of one version reads {,3} and { 3} as these bytes, that of another does not. */
		reading->lost =
			reading->lost || strspn(reading->pattern + reading->at + 1, ", \t") > 0;
		return;
	} else if (byte == '?' || byte == '*' || byte == '+') {
		reading->at++;
		term->least = byte == '+';
		term->most = byte == '?' ? 1 : TERM_NO_LIMIT;
	} else {
		return;
	}
	reading->lost = reading->lost || now(reading) == '+';
	reading->at += now(reading) == '?';
}

/* ---- all ---- */

static struct term *read_term(struct reading *reading)
{
	struct term *term = new_term(reading, TERM_HERE);
	char byte = now(reading);

	if (!term)
		return NULL;
	if (byte == '\\') {
		read_escape(reading, term);
	} else if (byte == '[') {
		read_set(reading, term);
	} else if (byte == '(') {
		read_group(reading, term);
	} else {
		reading->at++;
		if (byte == '.')
			set_any(term);
		else if (byte != '^' && byte != '$')
			set_byte(term, (unsigned char)byte);
	}
	term->to = reading->at;
	if (!reading->lost)
		read_quantifier(reading, term);
	return term;
}

static struct term *read_way(struct reading *reading)
{
	struct term *way = new_term(reading, TERM_WAY), **last = way ? &way->first : NULL;

	while (!reading->lost && now(reading) && now(reading) != '|' && now(reading) != ')') {
		*last = read_term(reading);
		if (*last)
			last = &(*last)->next;
	}
	if (way)
		way->to = reading->at;
	return way;
}

static struct term *read_ways(struct reading *reading)
{
	struct term *first = read_way(reading), *last = first;

	while (!reading->lost && now(reading) == '|') {
		reading->at++;
		last->next = read_way(reading);
		last = last->next;
	}
	return first;
}

struct term *syntax_read(const char *pattern, struct arena *arena)
{
	struct reading reading = {.pattern = pattern, .arena = arena};
	struct term *all = new_term(&reading, TERM_GROUP);

	if (!all)
		return NULL;
	all->first = read_ways(&reading);
	all->to = reading.at;
	return reading.lost || now(&reading) ? NULL : all;
}

/* ---- widths ---- */

static uint32_t times(uint32_t width, uint32_t count)
{
	uint64_t product = (uint64_t)width * count;

	if (width == 0 || count == 0)
		return 0;
	return width == TERM_NO_LIMIT || count == TERM_NO_LIMIT || product >= TERM_NO_LIMIT
		       ? TERM_NO_LIMIT
		       : (uint32_t)product;
}

static uint32_t plus(uint32_t a, uint32_t b)
{
	return a >= TERM_NO_LIMIT - b ? TERM_NO_LIMIT : a + b;
}

static uint32_t way_width(const struct term *way, uint32_t (*width)(const struct term *term))
{
	uint32_t sum = 0;

	for (const struct term *term = way->first; term; term = term->next)
		sum = plus(sum, width(term));
	return sum;
}

static uint32_t widest_way(const struct term *group, uint32_t (*width)(const struct term *term))
{
	uint32_t most = 0;

	for (const struct term *way = group->first; way; way = way->next) {
		uint32_t sum = way_width(way, width);

		most = sum > most ? sum : most;
	}
	return most;
}

uint32_t term_least(const struct term *term)
{
	uint32_t least = term->kind == TERM_BYTE || term->kind == TERM_SET;

	if (term->kind == TERM_GROUP) {
		least = TERM_NO_LIMIT;
		for (const struct term *way = term->first; way; way = way->next)
			if (way_width(way, term_least) < least)
				least = way_width(way, term_least);
	}
	return times(least, term->least);
}

uint32_t term_most(const struct term *term)
{
	uint32_t most = term->kind == TERM_BYTE || term->kind == TERM_SET;

	if (term->kind == TERM_GROUP)
		most = widest_way(term, term_most);
	return times(most, term->most);
}

uint32_t term_feeds(const struct term *term)
{
	uint32_t most = term->kind == TERM_BYTE ? term->byte == '\n' : term->has_feed;

	if (term->kind == TERM_GROUP)
		most = widest_way(term, term_feeds);
	return times(most, term->most);
}
