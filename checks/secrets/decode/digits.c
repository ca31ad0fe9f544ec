/* SPDX-License-Identifier: Apache-2.0
 *
 * Digits of base64 and hexadecimal: which bytes are some, and what rows of them stand for.
 */
#include "checks/secrets/decode/coding.h"
#include "checks/secrets/decode/skim.h"
#include "checks/secrets/decode/wide.h"
#include "gate/base/stride.h"

#define B CLASS_BASE64
#define H (CLASS_BASE64 | CLASS_HEX)
const unsigned char block_classes[256] = {['+'] = B,
	['-'] = B,
	['/'] = B,
	H,
	H,
	H,
	H,
	H,
	H,
	H,
	H,
	H,
	H, /* + - / 0 to 9 */
	['A'] = H,
	H,
	H,
	H,
	H,
	H,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	['_'] = B,
	['a'] = H,
	H,
	H,
	H,
	H,
	H,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B};
#undef B
#undef H

#define X (-1)
/* RFC 4648, both alphabets: from '+' to 'z'. */
static const signed char alphabet[] = {62, X, 62, X, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, X,
	X, X, X, X, X, X, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
	21, 22, 23, 24, 25, X, X, X, X, 63, X, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
	39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51};
#undef X

/* Of a byte that is known to be a digit. */
static inline uint32_t base64_value(char c)
{
	return (uint32_t)alphabet[(unsigned char)c - '+'];
}

/* ---- where they end ---- */

/* Most runs are short: they end in the first stride. */
size_t base64_length(struct text text, size_t at)
{
	size_t end = at;

	if (text.len - end >= STRIDE && stride_base64(text.ptr + end) == STRIDE_ALL)
		end = skim_to_end(text, end + STRIDE);
	for (; text.len - end >= STRIDE; end += STRIDE) {
		unsigned others = ~stride_base64(text.ptr + end) & STRIDE_ALL;

		if (others)
			return end + (size_t)__builtin_ctz(others) - at;
	}
	while (end < text.len && block_class(text.ptr[end]))
		end++;
	return end - at;
}

size_t hex_length(struct text text, size_t at)
{
	size_t end = at;

	for (; text.len - end >= STRIDE; end += STRIDE) {
		unsigned others = ~stride_hex(text.ptr + end) & STRIDE_ALL;

		if (others)
			return end + (size_t)__builtin_ctz(others) - at;
	}
	while (end < text.len && (block_class(text.ptr[end]) & CLASS_HEX))
		end++;
	return end - at;
}

size_t base64_start(struct text text, size_t at, size_t floor)
{
	for (; at >= floor + STRIDE; at -= STRIDE) {
		unsigned others = ~stride_base64(text.ptr + at - STRIDE) & STRIDE_ALL;

		if (others)
			return at + 16 - (size_t)__builtin_clz(others);
	}
	while (at > floor && block_class(text.ptr[at - 1]))
		at--;
	return at;
}

/* ---- decoding ---- */

/* What is left over of digits that make no whole byte: they go on in the next line. */
struct rest {
	uint32_t bits;
	unsigned held;
};

static uint32_t four_digits(const char *from)
{
	return base64_value(from[0]) << 18 | base64_value(from[1]) << 12 |
	       base64_value(from[2]) << 6 | base64_value(from[3]);
}

static char *put_group(char *to, const char *from)
{
	uint32_t bits = four_digits(from);

	to[0] = (char)(bits >> 16);
	to[1] = (char)(bits >> 8);
	to[2] = (char)bits;
	return to + 3;
}

static char *put_hex(char *to, char high, char low)
{
	*to = (char)(hex_digit(high) << 4 | hex_digit(low));
	return to + 1;
}

static char *put_digit(char *to, uint32_t value, unsigned width, struct rest *rest)
{
	rest->bits = rest->bits << width | value;
	rest->held += width;
	if (rest->held < 8)
		return to;
	rest->held -= 8;
	*to = (char)(rest->bits >> rest->held);
	return to + 1;
}

#ifdef WIDE_IS_POSSIBLE

/* As many digits as make whole WIDEs; out has room for as many bytes as there are digits. How many that was. */
static AVX2 size_t put_widely(char *to, const char *from, size_t count)
{
	const __m256i together = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7);
	size_t i = 0;

	for (; count - i >= WIDE; i += WIDE, to += WIDE / 4 * 3) {
		__m256i bytes = bytes_of(digits_of(load(from + i)));

		bytes = _mm256_permutevar8x32_epi32(bytes, together);
		_mm256_storeu_si256((__m256i *)(void *)to, bytes);
	}
	return i;
}

static size_t put_many(char *to, const char *from, size_t count)
{
	return wide_is_there() ? put_widely(to, from, count) : 0;
}

#else

static size_t put_many(char *to, const char *from, size_t count)
{
	(void)to, (void)from, (void)count;
	return 0;
}

#endif

static char *put_base64_line(char *to, const char *from, size_t count, struct rest *rest)
{
	size_t i = 0, many;

	for (; i < count && rest->held; i++)
		to = put_digit(to, base64_value(from[i]), 6, rest);
	many = put_many(to, from + i, count - i);
	i += many;
	to += many / 4 * 3;
	for (; count - i >= 4; i += 4)
		to = put_group(to, from + i);
	for (; i < count; i++)
		to = put_digit(to, base64_value(from[i]), 6, rest);
	return to;
}

static char *put_hex_line(char *to, const char *from, size_t count, struct rest *rest)
{
	size_t i = 0;

	for (; i < count && rest->held; i++)
		to = put_digit(to, (uint32_t)hex_digit(from[i]), 4, rest);
	for (; count - i >= 2; i += 2)
		to = put_hex(to, from[i], from[i + 1]);
	for (; i < count; i++)
		to = put_digit(to, (uint32_t)hex_digit(from[i]), 4, rest);
	return to;
}

static void decode_line(
	struct buffer *out, const char *from, size_t count, enum coding coding, struct rest *rest)
{
	char *to;

	if (!buffer_reserve(out, count))
		return;
	to = out->ptr + out->len;
	to = coding == CODING_HEX ? put_hex_line(to, from, count, rest)
				  : put_base64_line(to, from, count, rest);
	*to = '\0';
	out->len = (size_t)(to - out->ptr);
}

void block_decode(struct buffer *out, struct text text, const struct block *block)
{
	struct rest rest = {0, 0};

	for (size_t line = block->from; line < block->to; line += block->step) {
		size_t count = block->to - line < block->line ? block->to - line : block->line;

		decode_line(out, text.ptr + line, count, block->coding, &rest);
		if (block->line == SIZE_MAX)
			break;
	}
}

void block_peek(char *out, size_t count, struct text text, size_t at, enum coding coding)
{
	const char *from = text.ptr + at;

	for (size_t i = 0; coding == CODING_HEX && i < count; i++)
		put_hex(out + i, from[2 * i], from[2 * i + 1]);
	for (size_t i = 0; coding == CODING_BASE64 && i < count; i += 3, from += 4)
		put_group(out + i, from);
}

static size_t character(const struct block *block, size_t index)
{
	if (block->line == SIZE_MAX)
		return block->from + index;
	return block->from + index / block->line * block->step + index % block->line;
}

void block_source(const struct block *block, size_t offset, size_t *from, size_t *to)
{
	bool hex = block->coding == CODING_HEX;

	*from = character(block, hex ? offset * 2 : offset / 3 * 4 + offset % 3);
	*to = character(block, hex ? offset * 2 + 1 : offset / 3 * 4 + offset % 3 + 1) + 1;
}
