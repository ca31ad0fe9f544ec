/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decode/skim.h"

#include <string.h>

#include "checks/secrets/decode/coding.h"
#include "checks/secrets/decode/wide.h"
#include "gate/base/stride.h"

/* ---- SKIMMED bytes, the one before and the one behind ---- */

enum { ROOM = 1 + SKIMMED + 1 };

static const char *padded(char room[ROOM], struct text text, size_t at)
{
	memset(room, 0, ROOM);
	room[0] = at > 0 ? text.ptr[at - 1] : '\0';
	memcpy(room + 1, text.ptr + at, text.len - at);
	return room + 1;
}

/* The bytes at an offset: of the last ones a copy, with NULs behind. */
static inline const char *bytes_at(char room[ROOM], struct text text, size_t at)
{
	return at + SKIMMED < text.len ? text.ptr + at : padded(room, text, at);
}

/* Bits of bytes before an offset, of which the first has the lowest. */
static inline uint64_t bits_to(size_t at, size_t to)
{
	return to - at < SKIMMED ? (UINT64_C(1) << (to - at)) - 1 : ~UINT64_C(0);
}

/* ---- runs ---- */

uint64_t skim_before(struct text text, size_t at)
{
	size_t floor = at > SHORTEST_BASE64 ? at - SHORTEST_BASE64 : 0;
	size_t count = at - base64_start(text, at, floor);

	return count ? ~UINT64_C(0) << (SKIMMED - count) : 0;
}

/* Both are characters, and so are the `count` bytes before each. */
static inline void let_last(uint64_t *before, uint64_t *here, unsigned count)
{
	*here &= *here << count | *before >> (SKIMMED - count);
	*before &= *before << count;
}

static uint64_t long_runs(uint64_t before, uint64_t here)
{
	_Static_assert((int)SHORTEST_BASE64 == 24, "16 and 8 of them");
	for (unsigned count = 1; count < 16; count *= 2)
		let_last(&before, &here, count);
	return here & (here << 8 | before >> (SKIMMED - 8));
}

/* The highest bit of each byte of the number whose bits are all set. */
static inline uint64_t full_bytes(uint64_t bits)
{
	const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);

	return ~(((~bits & low) + low) | ~bits | low);
}

/* ---- one stride after the other ---- */

static uint64_t strides(unsigned (*of)(const char *bytes), const char *bytes)
{
	uint64_t bits = 0;

	for (unsigned i = 0; i < SKIMMED; i += STRIDE)
		bits |= (uint64_t)of(bytes + i) << i;
	return bits;
}

/* Without passing over anything. */
static size_t any_hint(struct skimmed *skimmed, struct text text, size_t at)
{
	char room[ROOM];
	const char *bytes = bytes_at(room, text, at);
	uint64_t before = skimmed->characters;

	skimmed->leads = strides(stride_escape, bytes);
	skimmed->characters = strides(stride_base64, bytes);
	skimmed->runs = long_runs(before, skimmed->characters);
	return at;
}

static size_t any_joint(uint64_t *joints, struct text text, size_t at)
{
	char room[ROOM];
	const char *bytes = bytes_at(room, text, at);

	*joints = strides(stride_quote, bytes) & strides(stride_dense, bytes - 1);
	return at;
}

#ifdef WIDE_IS_POSSIBLE

/* ---- WIDE at once ---- */

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
	__m256i in =
		_mm256_and_si256(sets_of(first, load(bytes)), sets_of(second, load(bytes + 1)));

	return ~(unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(in, _mm256_setzero_si256()));
}

/* As stride_dense has it. */
static inline AVX2 unsigned dense(const char *bytes)
{
	return (unsigned)_mm256_movemask_epi8(
		_mm256_cmpgt_epi8(load(bytes), _mm256_set1_epi8('+' - 1)));
}

static inline AVX2 unsigned joints_in(const char *bytes)
{
	return leads(&quotes, &quote_follows, bytes) & dense(bytes - 1);
}

static inline uint64_t together(unsigned low, unsigned high)
{
	_Static_assert(2 * WIDE == (int)SKIMMED, "twice as wide as they are");
	return low | (uint64_t)high << WIDE;
}

static inline AVX2 uint64_t escapes_in(const char *bytes)
{
	return together(leads(&escape_leads, &escape_follows, bytes),
		leads(&escape_leads, &escape_follows, bytes + WIDE));
}

/* A run of SHORTEST_BASE64 has two full bytes of bits, one behind the other, of which the second is here, or the first character here is behind it: most
 * text has none. */
static AVX2 size_t to_hint(struct skimmed *skimmed, struct text text, size_t at, size_t to)
{
	uint64_t before = skimmed->characters, last = full_bytes(before);
	char room[ROOM];

	for (; at < to; at += SKIMMED) {
		const char *bytes = bytes_at(room, text, at);
		uint64_t characters = ~together(others(bytes), others(bytes + WIDE));
		uint64_t full = full_bytes(characters), escapes = escapes_in(bytes);
		uint64_t runs =
			(full & (full << 8 | last >> 56)) | (last >> 63 & last >> 55 & characters);

		if (runs)
			runs = long_runs(before, characters);
		if (escapes | runs) {
			*skimmed = (struct skimmed){escapes, runs, characters};
			break;
		}
		before = characters;
		last = full;
	}
	return at;
}

static AVX2 size_t to_joint(uint64_t *joints, struct text text, size_t at, size_t to)
{
	char room[ROOM];

	for (; at < to; at += SKIMMED) {
		const char *bytes = bytes_at(room, text, at);

		*joints = together(joints_in(bytes), joints_in(bytes + WIDE));
		if (*joints)
			break;
	}
	return at;
}

static size_t pass_to_hint(struct skimmed *skimmed, struct text text, size_t at, size_t to)
{
	return wide_is_there() ? to_hint(skimmed, text, at, to) : any_hint(skimmed, text, at);
}

static size_t pass_to_joint(uint64_t *joints, struct text text, size_t at, size_t to)
{
	return wide_is_there() ? to_joint(joints, text, at, to) : any_joint(joints, text, at);
}

size_t skim_to_end(struct text text, size_t at)
{
	return wide_is_there() ? wide_run_end(text, at) : at;
}

#else

static size_t pass_to_hint(struct skimmed *skimmed, struct text text, size_t at, size_t to)
{
	(void)to;
	return any_hint(skimmed, text, at);
}

static size_t pass_to_joint(uint64_t *joints, struct text text, size_t at, size_t to)
{
	(void)to;
	return any_joint(joints, text, at);
}

size_t skim_to_end(struct text text, size_t at)
{
	(void)text;
	return at;
}

#endif

/* ---- both ---- */

size_t skim_to_hint(struct skimmed *skimmed, struct text text, size_t at, size_t to)
{
	if (at < to)
		at = pass_to_hint(skimmed, text, at, to);
	if (at < to) {
		skimmed->leads &= bits_to(at, to);
		skimmed->runs &= bits_to(at, to);
	}
	return at;
}

size_t skim_to_joint(uint64_t *joints, struct text text, size_t at, size_t to)
{
	if (at < to)
		at = pass_to_joint(joints, text, at, to);
	if (at < to)
		*joints &= bits_to(at, to);
	return at;
}
