/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decode/skim.h"

#include "checks/secrets/decode/coding.h"
#include "checks/secrets/decode/wide.h"
#include "gate/base/stride.h"

/* Without passing over anything. */
static size_t any_hint(struct skimmed *out, struct text text, size_t at)
{
	if (at + SKIMMED < text.len)
		*out = (struct skimmed){.leads = stride_escape(text.ptr + at) |
						 stride_escape(text.ptr + at + STRIDE) << STRIDE,
			.run = true};
	return at;
}

#ifdef WIDE_IS_POSSIBLE

_Static_assert((int)WIDE == (int)SKIMMED, "as wide as they are");

enum { MIDDLE = 0x00ffff00 };

/* What follows an escape's first character, as hint.c has it: \0-7, \u \U \e \x, %1-7, &#, &a and so on, &p &q &s, an = that ends a line, =3. */
static const struct sets escape_follows = {
	.rows = TABLE(0x08, 0xe0, 0x08, 0x04, 0x40, 0x80, 0x01, 0x08),
	.columns = TABLE(0x00ff, 0x0120, 0x00fe, 0x0008, 0x513a, 0x000b, 0x2400, 0x0008),
};

/* \ % & and =, each in the sets that may follow it. */
static const struct sets escape_leads = {
	.rows = TABLE(0x20, 0x20, 0x04, 0x04, 0x04, 0x04, 0x08, 0x08),
	.columns = TABLE(0x1000, 0x1000, 0x0020, 0x0040, 0x0040, 0x0040, 0x2000, 0x2000),
};

/* What follows a quote, as join.c has it, by rows, letters and digits among them; a backslash (line breaks, quotes); and a backtick, which is
 * anything. */
static const struct sets quote_follows = {
	.rows = TABLE(0x01, 0x04, 0x08, 0x50, 0xa0, 0x01, 0x44, 0xff),
	.columns = TABLE(0x3e00, 0xebdd, 0x13ff, 0xffff, 0xd7ff, 0x2400, 0x0085, 0xffff),
};

/* Quotes, backslashes and backticks. */
static const struct sets quotes = {
	.rows = TABLE(0x04, 0x04, 0x04, 0x04, 0x04, 0x20, 0x20, 0x40),
	.columns = TABLE(0x0084, 0x0084, 0x0084, 0x0084, 0x0084, 0x1000, 0x1000, 0x0001),
};

/* Bits of the bytes that lead to the one behind. */
static inline AVX2 unsigned leads(
	const struct sets *first, const struct sets *second, const char *bytes)
{
	const __m256i none = _mm256_setzero_si256();
	__m256i in = sets_of(first, load(bytes));

	if (_mm256_testz_si256(in, in))
		return 0;
	in = _mm256_and_si256(in, sets_of(second, load(bytes + 1)));
	return ~(unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(in, none));
}

/* As stride_dense has it. */
static inline AVX2 unsigned dense(const char *bytes)
{
	return (unsigned)_mm256_movemask_epi8(
		_mm256_cmpgt_epi8(load(bytes), _mm256_set1_epi8('+' - 1)));
}

/* Characters of a block right before an offset, as far as that matters. */
static unsigned run_before(struct text text, size_t at)
{
	size_t floor = at > SHORTEST_BASE64 ? at - SHORTEST_BASE64 : 0;

	return (unsigned)(at - base64_start(text, at, floor));
}

static AVX2 size_t to_hint(struct skimmed *out, struct text text, size_t at)
{
	unsigned before = run_before(text, at);

	for (; at + WIDE < text.len; at += WIDE) {
		unsigned ends = others(text.ptr + at);
		unsigned escapes = leads(&escape_leads, &escape_follows, text.ptr + at);
		bool run = before + below(ends) >= SHORTEST_BASE64 || (ends & MIDDLE) == 0;

		if (run || escapes) {
			*out = (struct skimmed){escapes, run};
			return at;
		}
		before = above(ends);
	}
	return at;
}

static inline AVX2 unsigned quotes_in(const char *bytes)
{
	__m256i word = load(bytes);

	return (unsigned)_mm256_movemask_epi8(
		_mm256_or_si256(_mm256_cmpeq_epi8(word, _mm256_set1_epi8('"')),
			_mm256_cmpeq_epi8(word, _mm256_set1_epi8('\''))));
}

/* Quotes inside of a word of a shell: between two characters of a block, or before another quote. */
static inline AVX2 unsigned word_quotes(const char *bytes)
{
	unsigned in = quotes_in(bytes);

	return in ? in & ~others(bytes - 1) & (~others(bytes + 1) | quotes_in(bytes + 1)) : 0;
}

static inline AVX2 bool has_quotes(const char *bytes)
{
	__m256i in = sets_of(&quotes, load(bytes));

	return !_mm256_testz_si256(in, in);
}

static inline AVX2 bool may_join(const char *bytes)
{
	return (leads(&quotes, &quote_follows, bytes) & dense(bytes - 1)) || word_quotes(bytes);
}

static AVX2 size_t to_joint(struct text text, size_t at)
{
	while (at + WIDE < text.len && !(has_quotes(text.ptr + at) && may_join(text.ptr + at)))
		at += WIDE;
	return at;
}

size_t skim_to_hint(struct skimmed *out, struct text text, size_t at)
{
	return wide_is_there() ? to_hint(out, text, at) : any_hint(out, text, at);
}

size_t skim_to_end(struct text text, size_t at)
{
	return wide_is_there() ? wide_run_end(text, at) : at;
}

size_t skim_to_joint(struct text text, size_t at)
{
	return wide_is_there() ? to_joint(text, at) : at;
}

#else

size_t skim_to_hint(struct skimmed *out, struct text text, size_t at)
{
	return any_hint(out, text, at);
}

size_t skim_to_end(struct text text, size_t at)
{
	(void)text;
	return at;
}

size_t skim_to_joint(struct text text, size_t at)
{
	(void)text;
	return at;
}

#endif
