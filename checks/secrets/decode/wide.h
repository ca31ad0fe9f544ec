/* SPDX-License-Identifier: Apache-2.0
 *
 * 32 bytes at once, with AVX2: sets of bytes, and digits of base64 as what they stand for. For the files of this folder; what has AVX2 after its type
 * is called only where wide_is_there(). Elsewhere than on x86-64, and with WITHOUT_WIDE (tests), WIDE_IS_POSSIBLE is not defined.
 *
 * Digits to bytes: W. Mula, D. Lemire, "Faster Base64 Encoding and Decoding using AVX2 Instructions", ACM Transactions on the Web 12 (3), 2018,
 * section 4, for both alphabets at once.
 */
#ifndef SEAMGATE_SECRETS_WIDE_H
#define SEAMGATE_SECRETS_WIDE_H

#if defined(__x86_64__) && defined(__GNUC__) && !defined(WITHOUT_WIDE)

#define WIDE_IS_POSSIBLE

#include <immintrin.h>
#include <stdbool.h>

#include "gate/base/text.h"

enum { WIDE = 32 };

#define AVX2 __attribute__((target("avx2,bmi")))

/* All that have AVX2 have BMI. */
static inline bool wide_is_there(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}

/* Eight sets of ASCII at once, a bit for each. A set is rows (the high halves of its bytes) times columns (the low halves): a byte is in it if
 * the row and the column are, which are two shuffles. Arguments are the rows, or columns, of the eight: bit n for the n-th. */
struct sets {
	char rows[16], columns[16];
};

#define AT(n, a, b, c, d, e, f, g, h)                                                             \
	(char)(((a) >> (n)&1) | ((b) >> (n)&1) << 1 | ((c) >> (n)&1) << 2 | ((d) >> (n)&1) << 3 | \
		((e) >> (n)&1) << 4 | ((f) >> (n)&1) << 5 | ((g) >> (n)&1) << 6 |                 \
		((h) >> (n)&1) << 7)
#define TABLE(...)                                                                              \
	{                                                                                       \
		AT(0, __VA_ARGS__), AT(1, __VA_ARGS__), AT(2, __VA_ARGS__), AT(3, __VA_ARGS__), \
			AT(4, __VA_ARGS__), AT(5, __VA_ARGS__), AT(6, __VA_ARGS__),             \
			AT(7, __VA_ARGS__), AT(8, __VA_ARGS__), AT(9, __VA_ARGS__),             \
			AT(10, __VA_ARGS__), AT(11, __VA_ARGS__), AT(12, __VA_ARGS__),          \
			AT(13, __VA_ARGS__), AT(14, __VA_ARGS__), AT(15, __VA_ARGS__)           \
	}

/* + - / digits, letters and _. */
static const struct sets block_characters = {
	.rows = TABLE(0x04, 0x08, 0x50, 0xa0, 0x20, 0, 0, 0),
	.columns = TABLE(0xa800, 0x03ff, 0xfffe, 0x07ff, 0x8000, 0, 0, 0),
};

static inline AVX2 __m256i load(const char *bytes)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)bytes);
}

static inline AVX2 __m256i load_twice(const char bytes[16])
{
	return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)bytes));
}

/* Of each byte the sets that it is in. */
static inline AVX2 __m256i sets_of(const struct sets *sets, __m256i bytes)
{
	const __m256i half = _mm256_set1_epi8(0x0f);
	__m256i low = _mm256_and_si256(bytes, half);
	__m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half);

	return _mm256_and_si256(_mm256_shuffle_epi8(load_twice(sets->columns), low),
		_mm256_shuffle_epi8(load_twice(sets->rows), high));
}

/* Characters of a block, as block_class has it. */
static inline AVX2 unsigned others(const char *bytes)
{
	return (unsigned)_mm256_movemask_epi8(
		_mm256_cmpeq_epi8(sets_of(&block_characters, load(bytes)), _mm256_setzero_si256()));
}

/* How many bytes before the first bit that is set, and behind the last; of none, all. */
static inline AVX2 unsigned below(unsigned bits)
{
	return bits ? (unsigned)__builtin_ctz(bits) : WIDE;
}

static inline AVX2 unsigned above(unsigned bits)
{
	return bits ? (unsigned)__builtin_clz(bits) : WIDE;
}

/* The first byte from an offset on that is no character of a block, or one of the last WIDE of the text. */
static inline AVX2 size_t wide_run_end(struct text text, size_t at)
{
	for (; at + WIDE <= text.len; at += WIDE) {
		unsigned ends = others(text.ptr + at);

		if (ends)
			return at + below(ends);
	}
	return at;
}

/* Digits of base64 or base64url, each as the six bits that it stands for. Of other bytes something. */
static inline AVX2 __m256i digits_of(__m256i bytes)
{
	static const char shifts[16] = {0, 0, 19, 4, -65, -65, -71, -71};
	__m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0f));
	__m256i shift = _mm256_shuffle_epi8(load_twice(shifts), high);
	__m256i slash = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('/'));
	__m256i minus = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('-'));
	__m256i low_line = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('_'));

	shift = _mm256_add_epi8(shift, _mm256_and_si256(slash, _mm256_set1_epi8(-3)));
	shift = _mm256_add_epi8(shift, _mm256_and_si256(minus, _mm256_set1_epi8(-2)));
	shift = _mm256_add_epi8(shift, _mm256_and_si256(low_line, _mm256_set1_epi8(33)));
	return _mm256_add_epi8(bytes, shift);
}

/* What 16 digits stand for, in the lower 12 bytes of each half. */
static inline AVX2 __m256i bytes_of(__m256i digits)
{
	const __m256i order = _mm256_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1,
		-1, 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
	__m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi32(0x01400140));

	return _mm256_shuffle_epi8(_mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000)), order);
}

#endif

#endif
