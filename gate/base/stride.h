/* SPDX-License-Identifier: Apache-2.0
 *
 * Sixteen bytes at once: which of them end a run of ordinary ones. Bit i of the result is for byte i.
 * SSE2 is in every x86-64; elsewhere a loop does the same.
 */
#ifndef SEAMGATE_BASE_STRIDE_H
#define SEAMGATE_BASE_STRIDE_H

#include <stdbool.h>

enum { STRIDE = 16 };

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

/* What an escape of some encoding begins with: \\ % & and =. */
static inline unsigned stride_escape(const char *bytes)
{
	__m128i word = stride_load(bytes);
	__m128i leads = _mm_or_si128(stride_equal(word, '\\'), stride_equal(word, '%'));

	leads = _mm_or_si128(leads, _mm_or_si128(stride_equal(word, '&'), stride_equal(word, '=')));
	return (unsigned)_mm_movemask_epi8(leads);
}

/* What a literal may end with: quotes of all kinds, and backslashes. */
static inline unsigned stride_quote(const char *bytes)
{
	__m128i word = stride_load(bytes);
	__m128i quotes = _mm_or_si128(stride_equal(word, '"'), stride_equal(word, '\''));

	quotes = _mm_or_si128(quotes, _mm_or_si128(stride_equal(word, '`'), stride_equal(word, '\\')));
	return (unsigned)_mm_movemask_epi8(quotes);
}

/* ASCII from '+' on, which base64 and hexadecimal are made of: no space, no quote, no bracket. */
static inline unsigned stride_dense(const char *bytes)
{
	return (unsigned)_mm_movemask_epi8(
		_mm_cmpgt_epi8(stride_load(bytes), _mm_set1_epi8('+' - 1)));
}

#else

static inline unsigned stride_byte(const char *bytes, char c)
{
	unsigned same = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		same |= (unsigned)(bytes[i] == c) << i;
	return same;
}

static inline unsigned stride_escape(const char *bytes)
{
	unsigned leads = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		leads |= (unsigned)(bytes[i] == '\\' || bytes[i] == '%' || bytes[i] == '&' ||
				    bytes[i] == '=')
			 << i;
	return leads;
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

#endif

#endif
