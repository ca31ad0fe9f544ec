/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/json_token.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/escape.h"
#include "gate/base/stride.h"

enum { KEY_SHOWN = 100, ESCAPE_DIGITS = 4, LONGEST_UTF8 = 4, SHORT_NUMBER = 64, EXACT_DIGITS = 15 };

static uint32_t column_of(const struct json_cursor *cursor, size_t at)
{
	return (uint32_t)(at - cursor->line_start) + 1;
}

int json_fail_at(const struct json_cursor *cursor, size_t at, const char *what)
{
	return err_set(cursor->err, ERR_LOOK, "%s:%u:%u: %s", cursor->name, cursor->line,
		column_of(cursor, at), what);
}

int json_fail(const struct json_cursor *cursor, const char *what)
{
	return json_fail_at(cursor, cursor->at, what);
}

int json_fail_duplicate(
	const struct json_cursor *cursor, struct text key, uint32_t line, uint32_t column)
{
	int shown = key.len < KEY_SHOWN ? (int)key.len : KEY_SHOWN;

	return err_set(cursor->err, ERR_LOOK, "%s:%u:%u: duplicate key \"%.*s\"", cursor->name,
		line, column, shown, key.ptr);
}

uint32_t json_column(const struct json_cursor *cursor)
{
	return column_of(cursor, cursor->at);
}

static char peek_second(const struct json_cursor *cursor)
{
	return cursor->at + 1 < cursor->text.len ? cursor->text.ptr[cursor->at + 1] : '\0';
}

static struct text rest_of(const struct json_cursor *cursor)
{
	return (struct text){cursor->text.ptr + cursor->at, cursor->text.len - cursor->at};
}

/* --- white space --- */

static void count_line(struct json_cursor *cursor, size_t line_end)
{
	cursor->line++;
	cursor->line_start = line_end + 1;
}

static size_t skip_spaces(const char *bytes, size_t at, size_t len)
{
	for (; len - at >= STRIDE; at += STRIDE) {
		unsigned stops = stride_space(bytes + at);

		if (stops)
			return at + (unsigned)__builtin_ctz(stops);
	}
	while (at < len && bytes[at] == ' ')
		at++;
	return at;
}

static void plain_space(struct json_cursor *cursor)
{
	const char *bytes = cursor->text.ptr;
	size_t at = cursor->at, len = cursor->text.len;

	for (; (at = skip_spaces(bytes, at, len)) < len; at++) {
		char c = bytes[at];

		if (c == '\n')
			count_line(cursor, at);
		else if (c != '\t' && c != '\r')
			break;
	}
	cursor->at = at;
}

static void line_comment(struct json_cursor *cursor)
{
	struct text rest = rest_of(cursor);
	const char *end = memchr(rest.ptr, '\n', rest.len);

	cursor->at += end ? (size_t)(end - rest.ptr) : rest.len;
}

static int block_comment(struct json_cursor *cursor)
{
	size_t start = cursor->at + 2;
	struct text inside = text_slice(cursor->text, start, cursor->text.len);
	size_t len = text_find(inside, text_of("*/"));

	if (len == inside.len)
		return json_fail(cursor, "comment is not closed");
	for (size_t at = start; at < start + len; at++)
		if (cursor->text.ptr[at] == '\n')
			count_line(cursor, at);
	cursor->at = start + len + 2;
	return 0;
}

static int comment(struct json_cursor *cursor, bool *found)
{
	char second =
		cursor->options.comments && json_peek(cursor) == '/' ? peek_second(cursor) : '\0';

	*found = second == '/' || second == '*';
	if (second == '*')
		return block_comment(cursor);
	if (second == '/')
		line_comment(cursor);
	return 0;
}

int json_long_space(struct json_cursor *cursor)
{
	bool found = true;

	while (found) {
		plain_space(cursor);
		if (json_peek(cursor) != '/')
			return 0;
		if (comment(cursor, &found) < 0)
			return -1;
	}
	return 0;
}

/* --- strings --- */

static bool is_plain(char c)
{
	return c >= 0x20 && c != '"' && c != '\\' && ((unsigned char)c & 0x80) == 0;
}

static void skip_plain(struct json_cursor *cursor)
{
	const char *bytes = cursor->text.ptr;
	size_t at = cursor->at, len = cursor->text.len;

	for (; len - at >= STRIDE; at += STRIDE) {
		unsigned stops = stride_json(bytes + at);

		if (stops) {
			cursor->at = at + (unsigned)__builtin_ctz(stops);
			return;
		}
	}
	while (at < len && is_plain(bytes[at]))
		at++;
	cursor->at = at;
}

/* A byte that is neither plain nor a quote or backslash. */
static int check_byte(struct json_cursor *cursor)
{
	unsigned size;
	uint32_t code;

	if (cursor->at == cursor->text.len)
		return json_fail(cursor, "string is not closed");
	if ((unsigned char)json_peek(cursor) < 0x20)
		return json_fail(cursor, "control character in a string");
	size = utf8_decode(rest_of(cursor), &code);
	if (size == 0)
		return json_fail(cursor, "invalid UTF-8");
	cursor->at += size;
	return 0;
}

/* To the next quote or backslash. */
static int skip_characters(struct json_cursor *cursor)
{
	for (;;) {
		skip_plain(cursor);
		if (json_peek(cursor) == '"' || json_peek(cursor) == '\\')
			return 0;
		if (check_byte(cursor) < 0)
			return -1;
	}
}

static bool hex_digit(char c, uint32_t *value)
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

/* The four digits behind \u, which stand at the cursor. */
static bool read_unit(struct json_cursor *cursor, uint32_t *unit)
{
	*unit = 0;
	for (unsigned i = 0; i < ESCAPE_DIGITS; i++) {
		uint32_t digit;

		if (!hex_digit(json_peek(cursor), &digit))
			return false;
		*unit = *unit * 16 + digit;
		cursor->at++;
	}
	return true;
}

static size_t put_utf8(char *out, uint32_t code)
{
	unsigned more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};

	out[0] = (char)(lead[more] | (code >> (6 * more)));
	for (unsigned i = 1; i <= more; i++)
		out[i] = (char)(0x80 | ((code >> (6 * (more - i))) & 0x3f));
	return more + 1;
}

static bool is_surrogate(uint32_t unit)
{
	return unit >= 0xd800 && unit <= 0xdfff;
}

/* \uXXXX or a pair of them; the cursor stands behind the 'u'. */
static int read_code(struct json_cursor *cursor, char out[LONGEST_UTF8], size_t *out_len)
{
	size_t start = cursor->at - 2;
	uint32_t unit, low;

	if (!read_unit(cursor, &unit))
		return json_fail_at(cursor, start, "invalid escape: \\u needs four hex digits");
	if (is_surrogate(unit)) {
		if (unit >= 0xdc00 || json_peek(cursor) != '\\' || peek_second(cursor) != 'u')
			return json_fail_at(cursor, start, "lone surrogate");
		cursor->at += 2;
		if (!read_unit(cursor, &low) || low < 0xdc00 || low > 0xdfff)
			return json_fail_at(cursor, start, "lone surrogate");
		unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
	}
	*out_len = put_utf8(out, unit);
	return 0;
}

/* One escape; the cursor stands on the backslash. */
static int read_escape(struct json_cursor *cursor, char out[LONGEST_UTF8], size_t *out_len)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char c = peek_second(cursor);
	const char *found = c ? strchr(from, c) : NULL;

	if (c == 'u') {
		cursor->at += 2;
		return read_code(cursor, out, out_len);
	}
	if (!found)
		return json_fail(cursor, "invalid escape");
	out[0] = to[found - from];
	*out_len = 1;
	cursor->at += 2;
	return 0;
}

/* How much a string may come to: an escape is never shorter than what it stands for. */
static size_t length_to_quote(const struct json_cursor *cursor)
{
	struct text rest = rest_of(cursor);
	size_t len = 0;

	while (len < rest.len && rest.ptr[len] != '"')
		len += rest.ptr[len] == '\\' ? 2 : 1;
	return len < rest.len ? len : rest.len;
}

static void put(struct text *text, char *room, const char *bytes, size_t len)
{
	if (room && len)
		memcpy(room + text->len, bytes, len);
	text->len += len;
}

/* From the first escape on; *text is what came before. Without room nothing is written. */
static int unescape(struct json_cursor *cursor, struct text *text, char *room)
{
	struct text before = *text;

	*text = (struct text){room, 0};
	put(text, room, before.ptr, before.len);
	while (json_peek(cursor) == '\\') {
		char piece[LONGEST_UTF8];
		size_t len = 0, start;

		if (read_escape(cursor, piece, &len) < 0)
			return -1;
		put(text, room, piece, len);
		start = cursor->at;
		if (skip_characters(cursor) < 0)
			return -1;
		put(text, room, cursor->text.ptr + start, cursor->at - start);
	}
	cursor->at++;
	return 0;
}

int json_token_string(struct json_cursor *cursor, struct text *text, struct arena *arena)
{
	size_t start = ++cursor->at;
	char *room = NULL;

	if (skip_characters(cursor) < 0)
		return -1;
	*text = (struct text){cursor->text.ptr + start, cursor->at - start};
	if (json_peek(cursor) == '"') {
		cursor->at++;
		return 0;
	}
	if (arena) {
		room = arena_alloc(arena, text->len + length_to_quote(cursor));
		if (!room)
			return err_nomem(cursor->err);
	}
	return unescape(cursor, text, room);
}

/* --- numbers and literals --- */

static bool skip_digits(struct json_cursor *cursor)
{
	size_t start = cursor->at;

	while (json_peek(cursor) >= '0' && json_peek(cursor) <= '9')
		cursor->at++;
	return cursor->at > start;
}

static bool skip_one(struct json_cursor *cursor, const char *of)
{
	char c = json_peek(cursor);
	bool found = c && strchr(of, c);

	if (found)
		cursor->at++;
	return found;
}

/* RFC 8259, section 6. */
static bool skip_number(struct json_cursor *cursor)
{
	skip_one(cursor, "-");
	if (!skip_one(cursor, "0") && !skip_digits(cursor))
		return false;
	if (skip_one(cursor, ".") && !skip_digits(cursor))
		return false;
	if (!skip_one(cursor, "eE"))
		return true;
	skip_one(cursor, "+-");
	return skip_digits(cursor);
}

/* strtod knows more forms than JSON and wants a NUL: it gets to see a copy of the number alone. */
static bool convert(char *copy, struct text text, double *number)
{
	char *end;

	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	*number = strtod(copy, &end);
	return end == copy + text.len && isfinite(*number);
}

static int convert_long(const struct json_cursor *cursor, struct text text, double *number)
{
	char *copy = malloc(text.len + 1);
	bool converted;

	if (!copy)
		return err_nomem(cursor->err);
	converted = convert(copy, text, number);
	free(copy);
	return converted ? 0 : json_fail_at(cursor, cursor->at - text.len, "number out of range");
}

int json_number(struct json_cursor *cursor, struct json *json)
{
	size_t start = cursor->at;
	char copy[SHORT_NUMBER];
	uint64_t value;

	if (!skip_number(cursor))
		return json_fail(cursor, "invalid number");
	json->type = JSON_NUMBER;
	json->text = text_slice(cursor->text, start, cursor->at);
	if (json->text.len <= EXACT_DIGITS && text_to_uint(json->text, UINT64_MAX, &value)) {
		json->number = (double)value;
		return 0;
	}
	if (json->text.len >= SHORT_NUMBER)
		return convert_long(cursor, json->text, &json->number);
	return convert(copy, json->text, &json->number)
		       ? 0
		       : json_fail_at(cursor, start, "number out of range");
}

int json_literal(struct json_cursor *cursor, struct json *json)
{
	static const struct {
		enum json_type type;
		struct text text;
	} literals[] = {
		{JSON_NULL, TEXT("null")},
		{JSON_FALSE, TEXT("false")},
		{JSON_TRUE, TEXT("true")},
	};
	struct text rest = rest_of(cursor);

	for (size_t i = 0; i < sizeof(literals) / sizeof(literals[0]); i++) {
		size_t len = literals[i].text.len;

		if (text_equal(text_slice(rest, 0, len), literals[i].text)) {
			json->type = literals[i].type;
			cursor->at += len;
			return 0;
		}
	}
	return json_fail(cursor, "expected a value");
}

/* --- between values --- */

int json_key(struct json_cursor *cursor, struct text *key, struct arena *arena)
{
	if (json_peek(cursor) != '"')
		return json_fail(cursor, "expected a key in double quotes");
	if (json_token_string(cursor, key, arena) < 0 || json_space(cursor) < 0)
		return -1;
	if (json_peek(cursor) != ':')
		return json_fail(cursor, "expected ':'");
	cursor->at++;
	return json_space(cursor);
}

static int skip_comma(struct json_cursor *cursor, bool first, bool *comma)
{
	*comma = !first && json_peek(cursor) == ',';
	if (!*comma)
		return 0;
	cursor->at++;
	return json_space(cursor);
}

int json_separator(struct json_cursor *cursor, char close, bool first, bool *closed)
{
	bool comma;

	if (json_space(cursor) < 0 || skip_comma(cursor, first, &comma) < 0)
		return -1;
	*closed = json_peek(cursor) == close && (!comma || cursor->options.trailing_commas);
	if (*closed)
		cursor->at++;
	else if (!first && !comma)
		return json_fail(
			cursor, close == '}' ? "expected ',' or '}'" : "expected ',' or ']'");
	return 0;
}

int json_begin_value(struct json_cursor *cursor, struct err *err)
{
	assert(cursor->awaits_value);
	cursor->err = err;
	cursor->awaits_value = false;
	if (cursor->depth > 0)
		return 0;
	if (cursor->text.len >= UINT32_MAX)
		return err_set(err, ERR_LOOK, "%s:1:1: over 4 GiB", cursor->name);
	if (text_starts(cursor->text, "\xef\xbb\xbf"))
		return json_fail(cursor, "byte order mark");
	if (json_space(cursor) < 0)
		return -1;
	return cursor->at == cursor->text.len ? json_fail(cursor, "empty") : 0;
}
