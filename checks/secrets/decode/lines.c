/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decode/lines.h"

#include "checks/secrets/decode/coding.h"
#include "checks/secrets/decode/wide.h"
#include "gate/base/stride.h"

#ifdef WIDE_IS_POSSIBLE

enum {
	SAMPLE = (1 << CONTENT_SAMPLE) - 1,
	/* A character of UTF-8 that is wrong further on may be one that is cut off. */
	TOLD = (1 << (CONTENT_SAMPLE - 3)) - 1,
	ENDS = 3 << (CONTENT_SAMPLE - 2), /* the last two bytes */
	HEX_TOLD = 0xff, /* characters, by one of which a run is told not to be hexadecimal */
};

/* Text (four sets); the first and the further bytes of UTF-8, some of them no good; NUL. */
static const struct sets kinds = {
	.rows = TABLE(0x007c, 0x0080, 0x0001, 0x0002, 0xf000, 0x0f00, 0x0001, 0),
	.columns = TABLE(0xffff, 0x7fff, 0x2600, 0x0800, 0xffff, 0xffff, 0x0001, 0),
};
enum { LEAD_BIT = 4, CONTINUATION_BIT = 5, NUL_BIT = 6 };

/* The bytes whose kind has a bit. */
#define WITH(bit, bytes) (unsigned)_mm256_movemask_epi8(_mm256_slli_epi16(bytes, 7 - (bit)))

/* Whether what these digits stand for is certainly neither text nor packed: a control character or a character that is none, no NUL at the end as
 * there is in UTF-16 and behind the name of a tar, and the first bytes of no magic. */
static inline AVX2 bool begins_nothing(const char *digits)
{
	__m256i bytes = bytes_of(digits_of(load(digits))), of = sets_of(&kinds, bytes);
	unsigned lead = WITH(LEAD_BIT, of), more = WITH(CONTINUATION_BIT, of);
	unsigned wrong = (lead << 1 & ~more) | (more & ~((lead | more) << 1));
	unsigned none = WITH(NUL_BIT, of);
	unsigned other =
		(unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(of, _mm256_setzero_si256()));
	int first = _mm256_extract_epi16(bytes, 0);
	const char two[2] = {(char)first, (char)(first >> 8)};

	return (((other | none) & SAMPLE) || (wrong & TOLD)) && !(none & ENDS) &&
	       !content_may_be_packed(two);
}

static inline bool may_be_hex(const char *digits)
{
	return (stride_hex(digits) & HEX_TOLD) == HEX_TOLD || digits[1] == 'x';
}

static AVX2 size_t pass(struct text text, size_t at)
{
	for (;;) {
		size_t from = at + (at < text.len && text.ptr[at] == '\r'), end;

		if (from >= text.len || text.ptr[from] != '\n')
			return at;
		from++;
		end = wide_run_end(text, from);
		if (end + WIDE > text.len || end - from < SHORTEST_BASE64 ||
			may_be_hex(text.ptr + from) || !begins_nothing(text.ptr + from))
			return at;
		at = end;
	}
}

size_t lines_pass(struct text text, size_t at)
{
	return wide_is_there() ? pass(text, at) : at;
}

#else

size_t lines_pass(struct text text, size_t at)
{
	(void)text;
	return at;
}

#endif
