/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/text.h"

#include "gate/base/stride.h"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct text text_trim(struct text text)
{
	size_t from = 0, to = text.len;

	while (from < to && is_space(text.ptr[from]))
		from++;
	while (to > from && is_space(text.ptr[to - 1]))
		to--;
	return text_slice(text, from, to);
}

bool text_ends(struct text text, const char *suffix)
{
	struct text wanted = text_of(suffix);

	return text.len >= wanted.len &&
	       text_equal(text_slice(text, text.len - wanted.len, text.len), wanted);
}

int text_compare(struct text a, struct text b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common ? memcmp(a.ptr, b.ptr, common) : 0;

	if (order != 0)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

/* memmem looks at every byte of the text; memchr at 32 at once. */
static size_t find_pair(struct text text, struct text pair)
{
	const char *at = text.ptr, *last = text.ptr + text.len - 1;

	while (at < last && (at = memchr(at, pair.ptr[0], (size_t)(last - at)))) {
		if (at[1] == pair.ptr[1])
			return (size_t)(at - text.ptr);
		at++;
	}
	return text.len;
}

size_t text_find(struct text text, struct text needle)
{
	const char *found;

	if (needle.len == 0)
		return 0;
	if (text.len < needle.len)
		return text.len;
	if (needle.len == 2)
		return find_pair(text, needle);
	/* memmem is no faster than its set-up on texts as short as most are. */
	found = needle.len == 1 ? memchr(text.ptr, needle.ptr[0], text.len)
				: memmem(text.ptr, text.len, needle.ptr, needle.len);
	return found ? (size_t)(found - text.ptr) : text.len;
}

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static bool same_nocase(const char *bytes, struct text needle)
{
	for (size_t i = 0; i < needle.len; i++)
		if (lower(bytes[i]) != lower(needle.ptr[i]))
			return false;
	return true;
}

/* The first place from `at` on where the letter may stand, in one case or the other; of the last ones any. */
static size_t next_letter(struct text text, size_t at, char letter)
{
	for (; text.len - at >= STRIDE; at += STRIDE) {
		unsigned places = stride_letter(text.ptr + at, letter);

		if (places)
			return at + (size_t)__builtin_ctz(places);
	}
	return at;
}

bool text_contains_nocase(struct text text, struct text needle)
{
	if (needle.len == 0)
		return true;
	for (size_t at = 0; at < text.len; at++) {
		at = next_letter(text, at, needle.ptr[0]);
		if (text.len - at < needle.len)
			return false;
		if (same_nocase(text.ptr + at, needle))
			return true;
	}
	return false;
}

bool text_equal_nocase(struct text a, struct text b)
{
	return a.len == b.len && same_nocase(a.ptr, b);
}

bool text_next_part(struct text *rest, char separator, struct text *part)
{
	const char *end;

	if (!rest->ptr || rest->len == 0)
		return false;
	end = memchr(rest->ptr, separator, rest->len);
	*part = text_slice(*rest, 0, end ? (size_t)(end - rest->ptr) : rest->len);
	*rest = text_slice(*rest, part->len + 1, rest->len);
	return true;
}

bool text_next_line(struct text *rest, struct text *line)
{
	return text_next_part(rest, '\n', line);
}

bool text_to_uint(struct text text, uint64_t max, uint64_t *out)
{
	uint64_t value = 0;

	if (text.len == 0)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		unsigned digit = (unsigned)(unsigned char)text.ptr[i] - '0';

		if (digit > 9 || value > (max - digit) / 10 || digit > max)
			return false;
		value = value * 10 + digit;
	}
	*out = value;
	return true;
}

uint64_t text_hash(struct text text)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.ptr[i]) * UINT64_C(1099511628211);
	return hash;
}

enum { LONGEST_WORD = 64 };

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Optimal string alignment: three rows of the usual table suffice. */
static unsigned distance(struct text a, struct text b)
{
	unsigned rows[3][LONGEST_WORD + 1];

	for (size_t j = 0; j <= b.len; j++)
		rows[0][j] = (unsigned)j;
	for (size_t i = 1; i <= a.len; i++) {
		unsigned *row = rows[i % 3];
		const unsigned *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b.len; j++) {
			unsigned differs = a.ptr[i - 1] != b.ptr[j - 1];

			row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + differs);
			if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
				a.ptr[i - 2] == b.ptr[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
	}
	return rows[a.len % 3][b.len];
}

unsigned text_distance(struct text a, struct text b, unsigned limit)
{
	unsigned result;

	if (a.len > LONGEST_WORD || b.len > LONGEST_WORD)
		return text_equal(a, b) ? 0 : limit + 1;
	result = distance(a, b);
	return result > limit ? limit + 1 : result;
}

const char *text_nearest(struct text word, const char *const *candidates, size_t count)
{
	unsigned limit = word.len <= 4 ? 1 : word.len <= 8 ? 2 : 3, nearest = limit + 1;
	const char *found = NULL;

	for (size_t i = 0; i < count; i++) {
		unsigned away = text_distance(word, text_of(candidates[i]), limit);

		if (away < nearest) {
			nearest = away;
			found = candidates[i];
		}
	}
	return found;
}

enum { LONGEST_QUOTE = 200, OF_LONGER = 8 };

int text_quote(struct text text)
{
	size_t length = text.len <= LONGEST_QUOTE ? text.len : OF_LONGER;

	/* Never half a character. */
	while (length < text.len && length > 0 && ((unsigned char)text.ptr[length] & 0xc0) == 0x80)
		length--;
	return (int)length;
}
