/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decode/join.h"

#include "checks/secrets/decode/skim.h"

/* Of a word that is quoted in parts: on each side of a quote, and as a whole. */
enum { MOST_WORD = 128, SHORTEST_WORD = 20 };

static const char prefixes[] = "fFrRbBuULlNn8@$";

static char at_or_nul(struct text text, size_t at)
{
	return at < text.len ? text.ptr[at] : '\0';
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* As stride_dense has it. */
static bool is_part(char c)
{
	return c >= '+' && (unsigned char)c < 0x80 && c != '`';
}

/* A quote, also one that is escaped because all stands in a literal itself. Behind it, or 0. */
static size_t quote_end(struct text text, size_t at)
{
	size_t escaped = at_or_nul(text, at) == '\\';

	return is_quote(at_or_nul(text, at + escaped)) ? at + escaped + 1 : 0;
}

/* ---- what separates literals and says nothing ---- */

static size_t line_end(struct text text, size_t at)
{
	const char *end = at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;

	return end ? (size_t)(end - text.ptr) : text.len;
}

static size_t block_comment_end(struct text text, size_t at)
{
	size_t end = at + text_find(text_slice(text, at, text.len), text_of("*/"));

	return end < text.len ? end + 2 : text.len;
}

/* Behind the comment at an offset, or the offset itself. */
static size_t comment_end(struct text text, size_t at)
{
	char c = text.ptr[at], next = at_or_nul(text, at + 1);

	if (c == '/' && next == '*')
		return block_comment_end(text, at + 2);
	if (c == '#' || (c == '/' && next == '/') || (c == '-' && next == '-'))
		return line_end(text, at);
	return at;
}

/* Behind a line break that is escaped, as by a backslash or Basic's underscore; or the offset itself. */
static size_t continued(struct text text, size_t at)
{
	size_t cr = at_or_nul(text, at + 1) == '\r';

	if (text.ptr[at] != '\\' && text.ptr[at] != '_' && text.ptr[at] != '`')
		return at;
	return at_or_nul(text, at + 1 + cr) == '\n' ? at + 2 + cr : at;
}

static size_t skip_space(struct text text, size_t at)
{
	size_t before;

	do {
		before = at;
		while (at < text.len &&
			(is_blank(text.ptr[at]) || text.ptr[at] == '(' || text.ptr[at] == ')'))
			at++;
		if (at < text.len)
			at = continued(text, at);
		if (at < text.len)
			at = comment_end(text, at);
	} while (at != before);
	return at;
}

/* Behind one of + ++ . .. & ~ ^ << <> || or the offset itself. */
static size_t skip_operator(struct text text, size_t at)
{
	char c = at_or_nul(text, at), next = at_or_nul(text, at + 1);

	switch (c) {
	case '&':
	case '~':
	case '^':
		return at + 1;
	case '+':
	case '.':
		return at + 1 + (next == c);
	case '|':
		return next == c ? at + 2 : at;
	case '<':
		return next == c || next == '>' ? at + 2 : at;
	default:
		return at;
	}
}

static size_t skip_prefix(struct text text, size_t at)
{
	size_t len = 0;

	while (len < 3 && at_or_nul(text, at + len) && strchr(prefixes, text.ptr[at + len]))
		len++;
	return quote_end(text, at + len) ? at + len : at;
}

/* ---- joints ---- */

/* From behind a closing quote to behind the opening one; 0: there is none. */
static size_t next_literal(struct text text, size_t at)
{
	at = skip_space(text, at);
	at = skip_operator(text, at);
	at = skip_space(text, at);
	return quote_end(text, skip_prefix(text, at));
}

/* What may stand behind a closing quote: space of some kind, what a prefix is made of, and what a joint goes on with: whatever follows, where
 * a literal begins there, where the sign stands twice, or once, or where it escapes a quote or a line break. */
enum {
	FOLLOWS_SPACE = 1,
	FOLLOWS_PREFIX = 2,
	FOLLOWS_SIGN = 4,
	FOLLOWS_QUOTE = 8,
	FOLLOWS_TWICE = 16,
	FOLLOWS_ONCE = 32,
	FOLLOWS_ESCAPE = 64
};

static const unsigned char follows[128] = {
	[' '] = FOLLOWS_SPACE,
	['\t'] = FOLLOWS_SPACE,
	['\n'] = FOLLOWS_SPACE,
	['\v'] = FOLLOWS_SPACE,
	['\f'] = FOLLOWS_SPACE,
	['\r'] = FOLLOWS_SPACE,
	['('] = FOLLOWS_SPACE,
	[')'] = FOLLOWS_SPACE,
	['"'] = FOLLOWS_QUOTE,
	['\''] = FOLLOWS_QUOTE,
	['`'] = FOLLOWS_SIGN,
	['+'] = FOLLOWS_SIGN,
	['.'] = FOLLOWS_SIGN,
	['&'] = FOLLOWS_ONCE,
	['<'] = FOLLOWS_TWICE,
	['|'] = FOLLOWS_TWICE,
	['~'] = FOLLOWS_SIGN,
	['^'] = FOLLOWS_SIGN,
	['\\'] = FOLLOWS_ESCAPE,
	['_'] = FOLLOWS_ESCAPE,
	['/'] = FOLLOWS_TWICE,
	['#'] = FOLLOWS_SIGN,
	['-'] = FOLLOWS_TWICE,
	['f'] = FOLLOWS_PREFIX,
	['F'] = FOLLOWS_PREFIX,
	['r'] = FOLLOWS_PREFIX,
	['R'] = FOLLOWS_PREFIX,
	['b'] = FOLLOWS_PREFIX,
	['B'] = FOLLOWS_PREFIX,
	['u'] = FOLLOWS_PREFIX,
	['U'] = FOLLOWS_PREFIX,
	['L'] = FOLLOWS_PREFIX,
	['l'] = FOLLOWS_PREFIX,
	['N'] = FOLLOWS_PREFIX,
	['n'] = FOLLOWS_PREFIX,
	['8'] = FOLLOWS_PREFIX,
	['@'] = FOLLOWS_PREFIX,
	['$'] = FOLLOWS_PREFIX,
};

static inline unsigned follow_of(struct text text, size_t at)
{
	return at < text.len && (unsigned char)text.ptr[at] < 128
		       ? follows[(unsigned char)text.ptr[at]]
		       : 0;
}

/* Whether a sign of a kind is one that a joint goes on with, by the byte behind it. */
static inline bool may_go_on(struct text text, size_t at, unsigned kind)
{
	char next = at_or_nul(text, at + 1);

	switch (kind) {
	case FOLLOWS_SIGN:
		return true;
	case FOLLOWS_QUOTE:
		return is_part(next) || is_quote(next);
	case FOLLOWS_TWICE:
		return next == text.ptr[at] || next == '*' || next == '>';
	case FOLLOWS_ONCE:
		return next != text.ptr[at];
	case FOLLOWS_ESCAPE:
		return is_blank(next) || is_quote(next);
	default:
		return false;
	}
}

/* Tells most closing quotes at a glance: behind them stands nothing that a joint goes on with. */
static inline bool may_join(struct text text, size_t at)
{
	size_t end = at + MOST_JOINT;

	while (at < end && follow_of(text, at) == FOLLOWS_SPACE)
		at++;
	for (size_t i = 0; i < 3 && follow_of(text, at) == FOLLOWS_PREFIX; i++)
		at++;
	return may_go_on(text, at, follow_of(text, at));
}

static size_t literals_joint(struct text near, size_t at)
{
	size_t end = quote_end(near, at), opened;

	if (end == 0 || !may_join(near, end))
		return 0;
	for (;;) {
		opened = next_literal(near, end);
		if (opened == 0)
			return 0;
		/* An empty literal is another part of the joint. */
		end = quote_end(near, opened);
		if (end == 0)
			return is_part(at_or_nul(near, opened)) ? opened - at : 0;
	}
}

/* In a literal: the line goes on without its break and indentation. */
static size_t line_joint(struct text near, size_t at)
{
	size_t end = near.ptr[at] == '\\' ? continued(near, at) : at;

	if (end == at)
		return 0;
	while (is_blank(at_or_nul(near, end)))
		end++;
	return is_part(at_or_nul(near, end)) && !is_quote(near.ptr[end]) ? end - at : 0;
}

/* ---- words of shells ---- */

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool is_in_word(char c)
{
	return is_word(c) || c == '"' || c == '\'' || c == '_' || c == '-' || c == '.' ||
	       c == '/' || c == '+';
}

static bool has_digit(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
			return true;
	return false;
}

/* The quotes from an offset on. */
static size_t count_quotes(struct text text, size_t at)
{
	size_t end = at;

	while (end < text.len && (text.ptr[end] == '"' || text.ptr[end] == '\''))
		end++;
	return end - at;
}

/* The word around an offset, as far as it is looked at. */
static struct text word_around(struct text text, size_t at)
{
	size_t from = at, to = at;

	while (from > 0 && at - from < MOST_WORD && is_in_word(text.ptr[from - 1]))
		from--;
	while (to < text.len && to - at < MOST_WORD && is_in_word(text.ptr[to]))
		to++;
	return text_slice(text, from, to);
}

/* Quotes between two letters or digits, in a word that is long enough for a secret. */
static size_t word_joint(struct text text, size_t at)
{
	size_t quotes = count_quotes(text, at);
	struct text word;

	if (quotes == 0 || at == 0 || !is_word(text.ptr[at - 1]) ||
		!is_word(at_or_nul(text, at + quotes)))
		return 0;
	word = word_around(text, at);
	return word.len >= SHORTEST_WORD && has_digit(word) ? quotes : 0;
}

size_t joint_length(struct text text, size_t at)
{
	struct text near;
	char c = text.ptr[at];
	size_t length = 0;

	if ((!is_quote(c) && c != '\\') || at == 0 || !is_part(text.ptr[at - 1]))
		return 0;
	near = text_slice(text, 0, at + MOST_JOINT + 1);
	if (c == '\\')
		length = line_joint(near, at);
	if (length == 0)
		length = literals_joint(near, at);
	return length ? length : word_joint(near, at);
}

static inline bool may_join_at(struct text text, size_t at)
{
	char next = at_or_nul(text, at + 1);

	return text.ptr[at] == '\\' || may_join(text, at + 1) ||
	       (at > 0 && is_word(text.ptr[at - 1]) && (is_word(next) || is_quote(next)));
}

bool joint_next(struct joint *out, struct text text, size_t from, size_t to)
{
	uint64_t joints;
	/* Nothing stands before the first byte. */
	size_t place = from > 0 ? from : 1;

	for (; (place = skim_to_joint(&joints, text, place, to)) < to; place += SKIMMED)
		for (; joints; joints &= joints - 1) {
			out->at = place + (size_t)__builtin_ctzll(joints);
			out->len = may_join_at(text, out->at) ? joint_length(text, out->at) : 0;
			if (out->len)
				return true;
		}
	return false;
}
