/* SPDX-License-Identifier: Apache-2.0
 *
 * Where bulk is.
 */
#include "checks/secrets/bulk.h"
#include "checks/secrets/decode/wide.h"

enum { SAMPLES = 2048, STEP = 32 };

bool bulk_breaks(unsigned char byte)
{
	return byte == '+' || byte == '/' || byte == '\n' || byte == '\r';
}

bool bulk_has(unsigned char byte)
{
	return bulk_breaks(byte) || (byte >= '0' && byte <= '9') ||
	       ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

bool bulk_may_hold(const char *keyword)
{
	while (*keyword && bulk_has((unsigned char)*keyword))
		keyword++;
	return *keyword == '\0';
}

/* Of STEP bytes: whether all are such, and whether one is a break. */
struct glance {
	bool bulk, broken;
};

static struct glance glance_plainly(const char *bytes)
{
	struct glance glance = {true, false};

	for (size_t i = 0; i < STEP && glance.bulk; i++) {
		glance.bulk = bulk_has((unsigned char)bytes[i]);
		glance.broken = glance.broken || bulk_breaks((unsigned char)bytes[i]);
	}
	return glance;
}

static size_t end_plainly(struct text text, size_t at)
{
	size_t last = at;

	for (; text.len - at >= STEP && at - last < MOST_UNBROKEN; at += STEP) {
		struct glance glance = glance_plainly(text.ptr + at);

		if (!glance.bulk)
			break;
		last = glance.broken ? at + STEP : last;
	}
	return at;
}

#ifdef WIDE_IS_POSSIBLE

_Static_assert((int)STEP == (int)WIDE, "as wide as they are");

/* + and /, ends of lines; digits and letters. */
static const struct sets bulk_bytes = {
	.rows = TABLE(0x04, 0x01, 0x08, 0x50, 0xa0, 0, 0, 0),
	.columns = TABLE(0x8800, 0x2400, 0x03ff, 0xfffe, 0x07ff, 0, 0, 0),
};
enum { BREAKS = 0x03 };

static AVX2 size_t end_widely(struct text text, size_t at)
{
	const __m256i none = _mm256_setzero_si256(), breaks = _mm256_set1_epi8(BREAKS);
	size_t last = at;

	for (; text.len - at >= STEP && at - last < MOST_UNBROKEN; at += STEP) {
		__m256i in = sets_of(&bulk_bytes, load(text.ptr + at));

		if (_mm256_movemask_epi8(_mm256_cmpeq_epi8(in, none)))
			break;
		last = _mm256_testz_si256(in, breaks) ? last : at + STEP;
	}
	return at;
}

static size_t end_of(struct text text, size_t at)
{
	return wide_is_there() ? end_widely(text, at) : end_plainly(text, at);
}

#else

static size_t end_of(struct text text, size_t at)
{
	return end_plainly(text, at);
}

#endif

bool bulk_next(struct bulk *out, struct text text, size_t from)
{
	size_t at = from;

	while (text.len - at >= LEAST_BULK) {
		*out = (struct bulk){at, end_of(text, at)};
		if (out->to - out->from >= LEAST_BULK)
			return true;
		at = out->to > at + SAMPLES ? out->to : at + SAMPLES;
	}
	return false;
}
