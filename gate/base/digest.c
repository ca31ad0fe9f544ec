/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/digest.h"

#include <string.h>

bool hex_digit(char c, uint32_t *value)
{
	if (c >= '0' && c <= '9')
		*value = (uint32_t)(c - '0');
	else if (c >= 'a' && c <= 'f')
		*value = (uint32_t)(c - 'a') + 10;
	else if (c >= 'A' && c <= 'F')
		*value = (uint32_t)(c - 'A') + 10;
	else
		return false;
	return true;
}

/* The value of a character of an alphabet in which no NUL is. */
static bool digit_of(const char *alphabet, char c, uint32_t *value)
{
	const char *found = c ? strchr(alphabet, c) : NULL;

	if (found)
		*value = (uint32_t)(found - alphabet);
	return found != NULL;
}

static unsigned char *start(struct text *out, size_t len, struct arena *arena, struct err *err)
{
	unsigned char *bytes = arena_alloc(arena, len);

	*out = (struct text){(const char *)bytes, len};
	if (!bytes)
		err_nomem(err);
	return bytes;
}

static int refuse(struct text *out)
{
	*out = (struct text){0};
	return 0;
}

int hex_decode(struct text *out, struct text text, struct arena *arena, struct err *err)
{
	unsigned char *bytes;

	if (text.len % 2 != 0)
		return refuse(out);
	bytes = start(out, text.len / 2, arena, err);
	if (!bytes)
		return -1;
	for (size_t i = 0; i < text.len; i++) {
		uint32_t digit;

		if (!hex_digit(text.ptr[i], &digit))
			return refuse(out);
		bytes[i / 2] = (unsigned char)((uint32_t)bytes[i / 2] << 4 | digit);
	}
	return 0;
}

/* RFC 4648, tables 1 and 2, by character: the value plus one, and 0 for what is not in the alphabet. */
#define SAME_IN_BOTH                                                                               \
	['A'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, \
	24, 25, 26, ['a'] = 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,    \
	44, 45, 46, 47, 48, 49, 50, 51, 52, ['0'] = 53, 54, 55, 56, 57, 58, 59, 60, 61, 62

static const unsigned char base64_sixes[256] = {SAME_IN_BOTH, ['+'] = 63, ['/'] = 64};
static const unsigned char base64url_sixes[256] = {SAME_IN_BOTH, ['-'] = 63, ['_'] = 64};

static bool six_of(char c, const unsigned char *sixes, uint32_t *value)
{
	*value = (uint32_t)sixes[(unsigned char)c] - 1;
	return sixes[(unsigned char)c] != 0;
}

/* Whole groups of four characters; how many bytes of the text they took. */
static size_t decode_groups(unsigned char *bytes, struct text text, const unsigned char *sixes)
{
	const unsigned char *from = (const unsigned char *)text.ptr;
	size_t at = 0;

	for (; at + 4 <= text.len; at += 4, bytes += 3) {
		uint32_t a = sixes[from[at]] - 1u, b = sixes[from[at + 1]] - 1u,
			 c = sixes[from[at + 2]] - 1u, d = sixes[from[at + 3]] - 1u, bits;

		if ((a | b | c | d) > 63) /* 0, which is no character's, became the largest */
			break;
		bits = a << 18 | b << 12 | c << 6 | d;
		bytes[0] = (unsigned char)(bits >> 16);
		bytes[1] = (unsigned char)(bits >> 8);
		bytes[2] = (unsigned char)bits;
	}
	return at;
}

/* RFC 4648, section 4 and 5: six bits a character, the highest first. */
static int decode_six(struct text *out, struct text text, const unsigned char *sixes,
	struct arena *arena, struct err *err)
{
	unsigned char *bytes = start(out, text.len / 4 * 3 + text.len % 4 * 3 / 4, arena, err);
	uint32_t bits = 0, digit;
	unsigned held = 0;
	size_t at, len;

	if (!bytes)
		return -1;
	at = decode_groups(bytes, text, sixes);
	len = at / 4 * 3;
	for (; at < text.len; at++) {
		if (!six_of(text.ptr[at], sixes, &digit))
			return refuse(out);
		bits = bits << 6 | digit;
		held += 6;
		if (held >= 8) {
			held -= 8;
			bytes[len++] = (unsigned char)(bits >> held);
			bits &= (1u << held) - 1u;
		}
	}
	return held >= 6 || bits != 0 ? refuse(out) : 0;
}

int base64_decode(struct text *out, struct text text, struct arena *arena, struct err *err)
{
	size_t len = text.len;

	if (len % 4 != 0)
		return refuse(out);
	for (unsigned i = 0; i < 2 && len > 0 && text.ptr[len - 1] == '='; i++)
		len--;
	return decode_six(out, text_slice(text, 0, len), base64_sixes, arena, err);
}

int base64url_decode(struct text *out, struct text text, struct arena *arena, struct err *err)
{
	return decode_six(out, text, base64url_sixes, arena, err);
}

/* Five bits a character, the lowest first, beginning with the last character. */
int nix32_decode(struct text *out, struct text text, struct arena *arena, struct err *err)
{
	static const char alphabet[] = "0123456789abcdfghijklmnpqrsvwxyz";
	unsigned char *bytes = start(out, text.len / 8 * 5 + text.len % 8 * 5 / 8, arena, err);
	uint32_t bits = 0, digit;
	unsigned held = 0;
	size_t len = 0;

	if (!bytes)
		return -1;
	for (size_t i = text.len; i > 0; i--) {
		if (!digit_of(alphabet, text.ptr[i - 1], &digit))
			return refuse(out);
		bits |= digit << held;
		held += 5;
		if (held >= 8) {
			bytes[len++] = (unsigned char)bits;
			bits >>= 8;
			held -= 8;
		}
	}
	return held >= 5 || bits != 0 ? refuse(out) : 0;
}
