/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decode/hint.h"

#include "checks/secrets/decode/skim.h"
enum { FIRST_HALF = (1U << SKIMMED / 2) - 1 };

/* Source text is full of these characters: what follows tells most of them to be no escapes. A bit for each. */
enum { BACKSLASH = 1, PERCENT = 2, AMPERSAND = 4, EQUALS = 8 };

static const unsigned char leads_bits[128] = {
	['\\'] = BACKSLASH, ['%'] = PERCENT, ['&'] = AMPERSAND, ['='] = EQUALS};

static const unsigned char next_bits[128] = {['\n'] = EQUALS,
	['\r'] = EQUALS,
	['#'] = AMPERSAND,
	['0'] = BACKSLASH,
	['1'] = BACKSLASH | PERCENT,
	['2'] = BACKSLASH | PERCENT,
	['3'] = BACKSLASH | PERCENT | EQUALS,
	['4'] = PERCENT,
	['5'] = PERCENT,
	['6'] = PERCENT,
	['7'] = PERCENT,
	['U'] = BACKSLASH,
	['a'] = AMPERSAND,
	['c'] = AMPERSAND,
	['d'] = AMPERSAND,
	['e'] = AMPERSAND | BACKSLASH,
	['h'] = AMPERSAND,
	['l'] = AMPERSAND,
	['n'] = AMPERSAND,
	['p'] = AMPERSAND,
	['q'] = AMPERSAND,
	['s'] = AMPERSAND,
	['u'] = BACKSLASH,
	['x'] = BACKSLASH};

static inline unsigned bits_of(const unsigned char bits[128], char c)
{
	return (unsigned char)c < 128 ? bits[(unsigned char)c] : 0;
}

static inline bool may_tell(char lead, char next)
{
	return bits_of(leads_bits, lead) & bits_of(next_bits, next);
}

static bool is_telling(struct hint *out, struct text text, size_t at)
{
	enum coding coding;

	coding = coding_of_lead(text.ptr[at]);
	if (!unit_read(text, at, coding).tells)
		return false;
	*out = (struct hint){at, coding};
	return true;
}

/* Whether the byte at an offset is in a run that is long enough. */
static bool is_run(struct hint *out, struct text text, size_t at)
{
	size_t to = at + base64_length(text_slice(text, 0, at + SHORTEST_BASE64), at);
	size_t floor = to > SHORTEST_BASE64 ? to - SHORTEST_BASE64 : 0;
	size_t from = to > at ? base64_start(text, at, floor) : at;

	*out = (struct hint){at, CODING_NONE};
	return to - from >= SHORTEST_BASE64;
}

/* Bits of bytes that escapes begin with, lowest first. */
static bool telling_in(struct hint *out, struct text text, size_t at, unsigned leads)
{
	for (; leads; leads &= leads - 1) {
		size_t place = at + (size_t)__builtin_ctz(leads);

		if (place + 1 < text.len && may_tell(text.ptr[place], text.ptr[place + 1]) &&
			is_telling(out, text, place))
			return true;
	}
	return false;
}

/* In SKIMMED bytes. A run that is long enough stands over the first, or over the one in the middle, or is the next ones'. */
static bool hint_in(struct hint *out, struct text text, size_t at, const struct skimmed *skimmed)
{
	unsigned first = skimmed->leads & FIRST_HALF, rest = skimmed->leads - first;

	if (skimmed->run && is_run(out, text, at))
		return true;
	if (first && telling_in(out, text, at, first))
		return true;
	if (skimmed->run && is_run(out, text, at + SKIMMED / 2))
		return true;
	return rest && telling_in(out, text, at, rest);
}

/* What is too short: a run that is long enough stands over its first byte, or over the last that one could begin with. */
static bool hint_in_rest(struct hint *out, struct text text, size_t at)
{
	size_t first = at, last = at;

	if (at + SHORTEST_BASE64 < text.len)
		last = text.len - SHORTEST_BASE64;
	for (; at < text.len; at++)
		if ((at + 1 < text.len && may_tell(text.ptr[at], text.ptr[at + 1]) &&
			    is_telling(out, text, at)) ||
			((at == first || at == last) && is_run(out, text, at)))
			return true;
	return false;
}

bool hint_next(struct hint *out, struct text text, size_t from)
{
	struct skimmed skimmed;
	size_t at = from;

	for (;; at += SKIMMED) {
		at = skim_to_hint(&skimmed, text, at);
		if (at + SKIMMED >= text.len)
			return hint_in_rest(out, text, at);
		if (hint_in(out, text, at, &skimmed))
			return true;
	}
}
