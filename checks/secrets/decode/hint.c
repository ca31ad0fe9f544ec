/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decode/hint.h"

#include "gate/base/stride.h"

enum { HALF = STRIDE / 2, ALL = 0xffff, LOW_HALF = 0xff };

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

/* A run of 16 from `at` on. */
static bool is_run(struct hint *out, struct text text, size_t at)
{
	if (text.len - at < STRIDE)
		return false;
	for (size_t i = 0; i < STRIDE; i++)
		if (!block_class(text.ptr[at + i]))
			return false;
	*out = (struct hint){at, CODING_NONE};
	return true;
}

/* Bits of bytes that escapes begin with, lowest first, up to where a run is. */
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

/* What is too short for a stride. */
static bool hint_in_rest(struct hint *out, struct text text, size_t at)
{
	for (; at < text.len; at++)
		if ((at + 1 < text.len && may_tell(text.ptr[at], text.ptr[at + 1]) &&
			    is_telling(out, text, at)) ||
			is_run(out, text, at))
			return true;
	return false;
}

bool hint_next(struct hint *out, struct text text, size_t from)
{
	unsigned before = 0, dense, leads;
	size_t at = from;

	for (; text.len >= STRIDE && at <= text.len - STRIDE; at += STRIDE, before = dense) {
		dense = stride_dense(text.ptr + at);
		leads = stride_escape(text.ptr + at);
		/* Sixteen that lie across two strides: the second half of one and the first of the next. */
		if (before >> HALF == LOW_HALF && (dense & LOW_HALF) == LOW_HALF &&
			is_run(out, text, at - HALF))
			return true;
		if (leads && telling_in(out, text, at, leads))
			return true;
		if (dense == ALL && is_run(out, text, at))
			return true;
	}
	/* A run may have begun in the last stride. */
	return hint_in_rest(out, text, at > from + HALF ? at - HALF : at);
}
