/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decode/hint.h"

#include "checks/secrets/decode/lines.h"
#include "checks/secrets/decode/skim.h"

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
	enum coding coding = coding_of_lead(text.ptr[at]);

	if (at + 1 >= text.len || !may_tell(text.ptr[at], text.ptr[at + 1]) ||
		!unit_read(text, at, coding).tells)
		return false;
	*out = (struct hint){.at = at, .coding = coding};
	return true;
}

/* Whether the run around an offset is a hint; *next is where to go on if not: most runs are names. */
static bool is_hint(struct hint *out, const struct hint_search *search, size_t at, size_t *next)
{
	const struct block *block = &out->block;

	*out = (struct hint){.at = at, .coding = CODING_NONE};
	*next = block_find(&out->block, search->text, at, search->floor);
	if (block->coding != CODING_NONE || block->to - block->from >= search->longest)
		return true;
	if (search->longest == SIZE_MAX)
		*next = lines_pass(search->text, *next);
	return false;
}

/* In what was skimmed at *at; else *at is where to go on. */
static bool hint_in(struct hint *out, const struct hint_search *search, size_t *at,
	const struct skimmed *skimmed)
{
	uint64_t bits = skimmed->leads | skimmed->runs;
	size_t from = *at, next = from;

	while (bits) {
		unsigned bit = (unsigned)__builtin_ctzll(bits);
		bool is_run = skimmed->runs >> bit & 1;

		next = from + bit + 1;
		if (is_run ? is_hint(out, search, from + bit, &next)
			   : is_telling(out, search->text, from + bit))
			return true;
		bits &= next - from < SKIMMED ? ~UINT64_C(0) << (next - from) : 0;
	}
	*at = next - from < SKIMMED ? from + SKIMMED : next;
	return false;
}

bool hint_next(struct hint *out, const struct hint_search *search, size_t from)
{
	struct skimmed skimmed = {.characters = skim_before(search->text, from)};
	size_t at = from;

	for (;;) {
		at = skim_to_hint(&skimmed, search->text, at, search->to);
		if (at >= search->to)
			return false;
		if (hint_in(out, search, &at, &skimmed))
			return true;
	}
}
