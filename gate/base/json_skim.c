/* SPDX-License-Identifier: Apache-2.0
 *
 * Over a value that nobody wants, as fast as it can be checked: the same grammar as json.c, with everything in registers and nothing to
 * say. What is not plainly right (and comments, trailing commas, numbers that may not be finite) is left to json.c, which
 * begins the value again and knows what to say about it.
 */
#include "gate/base/escape.h"
#include "gate/base/json_token.h"
#include "gate/base/stride.h"

enum { WORD = 64, LONGEST_NUMBER = 300 };

struct skim {
	const char *at, *end, *line_start;
	uint32_t lines;
	unsigned depth, most;
	uint64_t objects[JSON_DEEPEST / WORD]; /* a bit for each level: '{', not '[' */
};

static inline char peek(const struct skim *skim)
{
	return skim->at < skim->end ? *skim->at : '\0';
}

static void long_space(struct skim *skim)
{
	for (; skim->at < skim->end; skim->at++) {
		if (*skim->at == '\n') {
			skim->lines++;
			skim->line_start = skim->at + 1;
		} else if (*skim->at != ' ' && *skim->at != '\t' && *skim->at != '\r') {
			return;
		}
	}
}

static inline void space(struct skim *skim)
{
	if (peek(skim) == ' ')
		skim->at++;
	if (peek(skim) <= ' ')
		long_space(skim);
}

static inline bool is_plain(char c)
{
	return c >= 0x20 && c != '"' && c != '\\' && ((unsigned char)c & 0x80) == 0;
}

static inline void to_stop(struct skim *skim)
{
	while (skim->end - skim->at >= STRIDE) {
		unsigned stops = stride_json(skim->at);

		if (stops) {
			skim->at += __builtin_ctz(stops);
			return;
		}
		skim->at += STRIDE;
	}
	while (skim->at < skim->end && is_plain(*skim->at))
		skim->at++;
}

/* Escapes of one character; \u is left to json.c. */
static bool escape(struct skim *skim)
{
	static const char known[] = "\"\\/bfnrt";
	char c = skim->end - skim->at > 1 ? skim->at[1] : '\0';

	skim->at += 2;
	return c && strchr(known, c);
}

static bool character(struct skim *skim)
{
	struct text rest = {skim->at, (size_t)(skim->end - skim->at)};
	uint32_t code;
	unsigned size;

	if (peek(skim) == '\\')
		return escape(skim);
	if (rest.len == 0 || (unsigned char)*skim->at < 0x20)
		return false;
	size = utf8_decode(rest, &code);
	skim->at += size;
	return size > 0;
}

/* At the opening quote. */
static inline bool string(struct skim *skim)
{
	skim->at++;
	for (;;) {
		to_stop(skim);
		if (peek(skim) == '"') {
			skim->at++;
			return true;
		}
		if (!character(skim))
			return false;
	}
}

static inline bool digits(struct skim *skim)
{
	const char *start = skim->at;

	while (skim->at < skim->end && *skim->at >= '0' && *skim->at <= '9')
		skim->at++;
	return skim->at > start && skim->at - start < LONGEST_NUMBER;
}

/* Without an exponent, so that it is finite. */
static inline bool number(struct skim *skim)
{
	if (peek(skim) == '-')
		skim->at++;
	if (peek(skim) == '0')
		skim->at++;
	else if (!digits(skim))
		return false;
	if (peek(skim) == '.') {
		skim->at++;
		if (!digits(skim))
			return false;
	}
	return (peek(skim) | 0x20) != 'e';
}

static bool literal(struct skim *skim)
{
	static const struct text words[] = {TEXT("true"), TEXT("false"), TEXT("null")};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if ((size_t)(skim->end - skim->at) >= words[i].len &&
			memcmp(skim->at, words[i].ptr, words[i].len) == 0) {
			skim->at += words[i].len;
			return true;
		}
	return false;
}

static inline bool open(struct skim *skim, bool object)
{
	uint64_t bit = (uint64_t)1 << skim->depth % WORD;

	if (skim->depth == skim->most)
		return false;
	if (object)
		skim->objects[skim->depth / WORD] |= bit;
	else
		skim->objects[skim->depth / WORD] &= ~bit;
	skim->depth++;
	skim->at++;
	return true;
}

static inline bool in_object(const struct skim *skim)
{
	return skim->objects[(skim->depth - 1) / WORD] >> (skim->depth - 1) % WORD & 1;
}

static inline bool key(struct skim *skim)
{
	if (peek(skim) != '"' || !string(skim))
		return false;
	space(skim);
	if (peek(skim) != ':')
		return false;
	skim->at++;
	space(skim);
	return true;
}

/* *opened: it is a container that has something in it, and the cursor stands before the first. */
static inline bool value(struct skim *skim, bool *opened)
{
	char c = peek(skim), close = c == '{' ? '}' : ']';

	*opened = false;
	if (c == '"')
		return string(skim);
	if (c != '{' && c != '[')
		return c == '-' || (c >= '0' && c <= '9') ? number(skim) : literal(skim);
	if (!open(skim, c == '{'))
		return false;
	space(skim);
	*opened = peek(skim) != close;
	if (!*opened) {
		skim->at++;
		skim->depth--;
	}
	return true;
}

/* Behind a value: closes what ends there, up to a comma or the end of it all. */
static inline bool close_all(struct skim *skim)
{
	while (skim->depth > 0) {
		space(skim);
		if (peek(skim) == ',') {
			skim->at++;
			space(skim);
			return true;
		}
		if (peek(skim) != (in_object(skim) ? '}' : ']'))
			return false;
		skim->at++;
		skim->depth--;
	}
	return true;
}

static bool whole(struct skim *skim)
{
	bool opened;

	if (!value(skim, &opened))
		return false;
	while (skim->depth > 0) {
		if (!opened && !close_all(skim))
			return false;
		if (skim->depth == 0)
			return true;
		if ((in_object(skim) && !key(skim)) || !value(skim, &opened))
			return false;
	}
	return true;
}

bool json_skim(struct json_cursor *cursor)
{
	const char *text = cursor->text.ptr;
	struct skim skim = {.at = text + cursor->at,
		.end = text + cursor->text.len,
		.line_start = text + cursor->line_start,
		.most = JSON_DEEPEST - cursor->depth};

	if (!whole(&skim))
		return false;
	cursor->at = (size_t)(skim.at - text);
	cursor->line += skim.lines;
	cursor->line_start = (size_t)(skim.line_start - text);
	return true;
}
