/* SPDX-License-Identifier: Apache-2.0
 *
 * A run of bytes that somebody else owns. Foreign bytes (blobs, names, messages) are always a
 * struct text, never a NUL-terminated string: they may hold any byte, NUL included.
 * A text borrows: it lives as long as the memory it points into.
 */
#ifndef SEAMGATE_BASE_TEXT_H
#define SEAMGATE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
	const char *ptr;
	size_t len;
};

/* The text of a string literal, usable in initialisers. */
#define TEXT(literal)                          \
	{                                      \
		(literal), sizeof(literal) - 1 \
	}

/* The text of a NUL-terminated string; NULL gives the empty text. */
static inline struct text text_of(const char *string)
{
	return (struct text){string ? string : "", string ? strlen(string) : 0};
}

/* The bytes [from, to) of a text; both ends are clamped to its length. */
static inline struct text text_slice(struct text text, size_t from, size_t to)
{
	if (to > text.len)
		to = text.len;
	if (from > to)
		from = to;
	return (struct text){text.ptr ? text.ptr + from : NULL, to - from};
}

/* Without white space (ASCII) at both ends. */
struct text text_trim(struct text text);

static inline bool text_equal(struct text a, struct text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool text_is(struct text text, const char *string)
{
	return text_equal(text, text_of(string));
}

static inline bool text_starts(struct text text, const char *prefix)
{
	size_t len = strlen(prefix);

	return text.len >= len && (len == 0 || memcmp(text.ptr, prefix, len) == 0);
}

bool text_ends(struct text text, const char *suffix);

/* memcmp order, the shorter first where one is the beginning of the other: <0, 0, >0. */
int text_compare(struct text a, struct text b);

/* Offset of the first needle, or text.len where there is none. */
size_t text_find(struct text text, struct text needle);

/* ASCII case-insensitive, like all that end in _nocase. */
bool text_contains_nocase(struct text text, struct text needle);
bool text_equal_nocase(struct text a, struct text b);

static inline bool text_is_nocase(struct text text, const char *string)
{
	return text_equal_nocase(text, text_of(string));
}

static inline bool text_starts_nocase(struct text text, struct text prefix)
{
	return text.len >= prefix.len && text_equal_nocase(text_slice(text, 0, prefix.len), prefix);
}

/* Takes the next line off *rest, without its LF (a CR before it stays). False at the end. */
bool text_next_line(struct text *rest, struct text *line);

/* Takes the part up to the separator off *rest. False when *rest is spent. */
bool text_next_part(struct text *rest, char separator, struct text *part);

/* A whole decimal number without sign, at most max. False for anything else. */
bool text_to_uint(struct text text, uint64_t max, uint64_t *out);

/* How many bytes of a foreign text to print in a message ("%.*s"), in whole characters: all of it up to 200
 * bytes, else 8. Half a key is no longer seen to be one, so that it would be printed: too much is cut, not
 * too little. */
int text_quote(struct text text);

/* FNV-1a, for hash tables only: an attacker can make collisions. */
uint64_t text_hash(struct text text);

/* Restricted Damerau-Levenshtein distance, capped at limit + 1. For "did you mean". */
unsigned text_distance(struct text a, struct text b, unsigned limit);

/* The candidate nearest to a misspelt word, or NULL when none is near enough (distance at most
 * 1 for words of up to 4 bytes, 2 up to 8, else 3). Ties go to the earlier candidate. */
const char *text_nearest(struct text word, const char *const *candidates, size_t count);

#endif
