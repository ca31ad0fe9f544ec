/* SPDX-License-Identifier: Apache-2.0
 *
 * Sixteen bytes at once: which of them end a run of ordinary ones. Bit i of the result is for byte i.
 * SSE2 is in every x86-64; elsewhere a loop does the same.
 */
#ifndef SEAMGATE_BASE_STRIDE_H
#define SEAMGATE_BASE_STRIDE_H

#include <stdbool.h>

enum { STRIDE = 16, STRIDE_ALL = 0xffff };

#ifdef __SSE2__

#include <emmintrin.h>

static inline __m128i stride_load(const char *bytes)
{
	return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

static inline __m128i stride_equal(__m128i bytes, char c)
{
	return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
}

/* Bytes that are one byte. */
static inline unsigned stride_byte(const char *bytes, char c)
{
	return (unsigned)_mm_movemask_epi8(stride_equal(stride_load(bytes), c));
}

/* Bytes that are a letter, of either case: of what is none, more than those. */
static inline unsigned stride_letter(const char *bytes, char letter)
{
	const __m128i lower = _mm_set1_epi8(0x20);

	return (unsigned)_mm_movemask_epi8(
		stride_equal(_mm_or_si128(stride_load(bytes), lower), (char)(letter | 0x20)));
}

/* Bytes that are the same in both. */
static inline unsigned stride_same(const char *a, const char *b)
{
	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(stride_load(a), stride_load(b)));
}

/* In a cell of a table: what ends it. */
static inline unsigned stride_cell(const char *bytes, char separator)
{
	__m128i here = stride_load(bytes);

	return (unsigned)_mm_movemask_epi8(
		_mm_or_si128(stride_equal(here, separator), stride_equal(here, '\n')));
}

/* In a JSON string: quotes, backslashes, controls, and all that is not ASCII (negative, as signed bytes). */
static inline unsigned stride_json(const char *bytes)
{
	__m128i word = stride_load(bytes);
	__m128i stops = _mm_or_si128(stride_equal(word, '"'), stride_equal(word, '\\'));

	stops = _mm_or_si128(stops, _mm_cmplt_epi8(word, _mm_set1_epi8(0x20)));
	return (unsigned)_mm_movemask_epi8(stops);
}

/* In indentation: all but spaces. */
static inline unsigned stride_space(const char *bytes)
{
	return ~(unsigned)_mm_movemask_epi8(stride_equal(stride_load(bytes), ' ')) & 0xffffU;
}

/* In any YAML: all but printable ASCII without % and line feeds. */
static inline unsigned stride_odd(const char *bytes)
{
	__m128i word = stride_load(bytes);
	__m128i odd = _mm_andnot_si128(
		stride_equal(word, '\n'), _mm_cmplt_epi8(word, _mm_set1_epi8(0x20)));

	odd = _mm_or_si128(odd, _mm_or_si128(stride_equal(word, 0x7f), stride_equal(word, '%')));
	return (unsigned)_mm_movemask_epi8(odd);
}

/* All that is not ASCII. */
static inline unsigned stride_high(const char *bytes)
{
	return (unsigned)_mm_movemask_epi8(stride_load(bytes));
}

/* In a plain YAML scalar: colon, hash and line feed; in a flow collection also , ? [ ] { } (brackets and
 * braces differ in one bit). */
static inline unsigned stride_yaml(const char *bytes, bool flow)
{
	__m128i word = stride_load(bytes), folded = _mm_or_si128(word, _mm_set1_epi8(0x20));
	__m128i stops = _mm_or_si128(stride_equal(word, ':'), stride_equal(word, '#'));

	stops = _mm_or_si128(stops, stride_equal(word, '\n'));
	if (flow) {
		stops = _mm_or_si128(stops, stride_equal(word, ','));
		stops = _mm_or_si128(stops, stride_equal(word, '?'));
		stops = _mm_or_si128(stops, stride_equal(folded, '{'));
		stops = _mm_or_si128(stops, stride_equal(folded, '}'));
	}
	return (unsigned)_mm_movemask_epi8(stops);
}

/* What a literal may end with: quotes of all kinds, and backslashes. */
static inline unsigned stride_quote(const char *bytes)
{
	__m128i word = stride_load(bytes);
	__m128i quotes = _mm_or_si128(stride_equal(word, '"'), stride_equal(word, '\''));

	quotes = _mm_or_si128(
		quotes, _mm_or_si128(stride_equal(word, '`'), stride_equal(word, '\\')));
	return (unsigned)_mm_movemask_epi8(quotes);
}

/* ASCII from '+' on, which base64 and hexadecimal are made of: no space, no quote, no bracket. */
static inline unsigned stride_dense(const char *bytes)
{
	return (unsigned)_mm_movemask_epi8(
		_mm_cmpgt_epi8(stride_load(bytes), _mm_set1_epi8('+' - 1)));
}

/* low <= byte <= high, of ASCII. */
static inline __m128i stride_range(__m128i bytes, char low, char high)
{
	return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(low - 1))),
		_mm_cmplt_epi8(bytes, _mm_set1_epi8((char)(high + 1))));
}

/* What an escape of some encoding may begin with: \\ % & and, as source text is full of them, = only before a 3 or a control character. One
 * byte more than a stride is read. */
static inline unsigned stride_escape(const char *bytes)
{
	__m128i lead = stride_load(bytes), next = stride_load(bytes + 1);
	__m128i few =
		_mm_or_si128(_mm_cmplt_epi8(next, _mm_set1_epi8(' ')), stride_equal(next, '3'));
	__m128i leads = _mm_and_si128(stride_equal(lead, '='), few);

	leads = _mm_or_si128(leads, stride_equal(lead, '&'));
	leads = _mm_or_si128(
		leads, _mm_or_si128(stride_equal(lead, '\\'), stride_equal(lead, '%')));
	return (unsigned)_mm_movemask_epi8(leads);
}

/* Digits of base64 and base64url (RFC 4648): letters, digits, + - / _. */
static inline unsigned stride_base64(const char *bytes)
{
	__m128i word = stride_load(bytes), folded = _mm_or_si128(word, _mm_set1_epi8(0x20));
	__m128i digits = _mm_or_si128(stride_range(folded, 'a', 'z'), stride_range(word, '/', '9'));

	digits = _mm_or_si128(
		digits, _mm_or_si128(stride_equal(word, '+'), stride_equal(word, '-')));
	return (unsigned)_mm_movemask_epi8(_mm_or_si128(digits, stride_equal(word, '_')));
}

/* Hexadecimal digits. */
static inline unsigned stride_hex(const char *bytes)
{
	__m128i word = stride_load(bytes), folded = _mm_or_si128(word, _mm_set1_epi8(0x20));

	return (unsigned)_mm_movemask_epi8(
		_mm_or_si128(stride_range(folded, 'a', 'f'), stride_range(word, '0', '9')));
}

/* ASCII from a tab on, DEL with it, before a NUL. One byte more than a stride is read. */
static inline unsigned stride_before_nul(const char *bytes)
{
	__m128i here = _mm_cmpgt_epi8(stride_load(bytes), _mm_set1_epi8('\t' - 1));

	return (unsigned)_mm_movemask_epi8(
		_mm_and_si128(here, stride_equal(stride_load(bytes + 1), 0)));
}

/* Whether any byte of four strides is 0 or `c`: one of the two, the byte and the byte xor `c`, is 0 then. */
static inline bool stride_any_of_four(const char *bytes, char c)
{
	const __m128i other = _mm_set1_epi8(c);
	__m128i least = other;

	for (int i = 0; i < 4; i++) {
		__m128i word = stride_load(bytes + i * STRIDE);

		least = _mm_min_epu8(least, _mm_min_epu8(word, _mm_xor_si128(word, other)));
	}
	return _mm_movemask_epi8(stride_equal(least, 0)) != 0;
}

#else

static inline unsigned stride_high(const char *bytes)
{
	unsigned high = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		high |= (unsigned)((unsigned char)bytes[i] >> 7) << i;
	return high;
}

static inline unsigned stride_cell(const char *bytes, char separator)
{
	unsigned stops = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		stops |= (unsigned)(bytes[i] == separator || bytes[i] == '\n') << i;
	return stops;
}

static inline unsigned stride_byte(const char *bytes, char c)
{
	unsigned same = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		same |= (unsigned)(bytes[i] == c) << i;
	return same;
}

static inline unsigned stride_letter(const char *bytes, char letter)
{
	unsigned same = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		same |= (unsigned)((bytes[i] | 0x20) == (letter | 0x20)) << i;
	return same;
}

static inline unsigned stride_same(const char *a, const char *b)
{
	unsigned same = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		same |= (unsigned)(a[i] == b[i]) << i;
	return same;
}

static inline bool stride_is_escape(char lead, char next)
{
	if (lead == '=')
		return next == '3' || (unsigned char)next < ' ' || (unsigned char)next >= 0x80;
	return lead == '\\' || lead == '%' || lead == '&';
}

static inline unsigned stride_escape(const char *bytes)
{
	unsigned escapes = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		escapes |= (unsigned)stride_is_escape(bytes[i], bytes[i + 1]) << i;
	return escapes;
}

static inline unsigned stride_quote(const char *bytes)
{
	unsigned quotes = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		quotes |= (unsigned)(bytes[i] == '"' || bytes[i] == '\'' || bytes[i] == '`' ||
				     bytes[i] == '\\')
			  << i;
	return quotes;
}

static inline unsigned stride_dense(const char *bytes)
{
	unsigned dense = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		dense |= (unsigned)(bytes[i] >= '+' && (unsigned char)bytes[i] < 0x80) << i;
	return dense;
}

static inline bool stride_is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static inline unsigned stride_hex(const char *bytes)
{
	unsigned digits = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		digits |= (unsigned)stride_is_hex(bytes[i]) << i;
	return digits;
}

static inline bool stride_is_base64(char c)
{
	return (c >= '/' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '+' ||
	       c == '-' || c == '_';
}

static inline unsigned stride_base64(const char *bytes)
{
	unsigned digits = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		digits |= (unsigned)stride_is_base64(bytes[i]) << i;
	return digits;
}

static inline bool stride_stops_json(char c)
{
	return c == '"' || c == '\\' || (unsigned char)c < 0x20 || (unsigned char)c >= 0x80;
}

static inline bool stride_stops_yaml(char c, bool flow)
{
	char folded = (char)(c | 0x20);

	return c == ':' || c == '#' || c == '\n' ||
	       (flow && (c == ',' || c == '?' || folded == '{' || folded == '}'));
}

static inline unsigned stride_space(const char *bytes)
{
	unsigned stops = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		stops |= (unsigned)(bytes[i] != ' ') << i;
	return stops;
}

static inline unsigned stride_odd(const char *bytes)
{
	unsigned stops = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		stops |= (unsigned)(bytes[i] != '\n' &&
				    (bytes[i] < 0x20 || bytes[i] >= 0x7f || bytes[i] == '%'))
			 << i;
	return stops;
}

static inline unsigned stride_json(const char *bytes)
{
	unsigned stops = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		stops |= (unsigned)stride_stops_json(bytes[i]) << i;
	return stops;
}

static inline unsigned stride_yaml(const char *bytes, bool flow)
{
	unsigned stops = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		stops |= (unsigned)stride_stops_yaml(bytes[i], flow) << i;
	return stops;
}

static inline unsigned stride_before_nul(const char *bytes)
{
	unsigned before = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		before |= (unsigned)(bytes[i] >= '\t' && (unsigned char)bytes[i] < 0x80 &&
				     bytes[i + 1] == 0)
			  << i;
	return before;
}

static inline bool stride_any_of_four(const char *bytes, char c)
{
	bool any = false;

	for (int i = 0; i < 4 * STRIDE; i++)
		any = any || bytes[i] == 0 || bytes[i] == c;
	return any;
}

#endif

#endif
