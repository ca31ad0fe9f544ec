/* SPDX-License-Identifier: Apache-2.0
 *
 * What a JSON text is made of: white space, strings, numbers, literals. For json.c and json_cursor.c only.
 * Each function moves the cursor behind what it takes; errors go to cursor->err, which is set.
 */
#ifndef SEAMGATE_BASE_JSON_TOKEN_H
#define SEAMGATE_BASE_JSON_TOKEN_H

#include "gate/base/json.h"

/* "name:line:column: what" for an offset in the cursor's line. Always returns -1. */
int json_fail_at(const struct json_cursor *cursor, size_t at, const char *what);
int json_fail(const struct json_cursor *cursor, const char *what);
int json_fail_duplicate(
	const struct json_cursor *cursor, struct text key, uint32_t line, uint32_t column);

/* The byte at the cursor; NUL at the end, which no rule of the grammar takes. */
static inline char json_peek(const struct json_cursor *cursor)
{
	return cursor->at < cursor->text.len ? cursor->text.ptr[cursor->at] : '\0';
}

/* White space, and comments where they are let in. */
MUST_CHECK int json_long_space(struct json_cursor *cursor);

/* Mostly there is none, or one. */
static inline int json_space(struct json_cursor *cursor)
{
	if (json_peek(cursor) == ' ')
		cursor->at++;
	return json_peek(cursor) > ' ' && json_peek(cursor) != '/' ? 0 : json_long_space(cursor);
}

/* The cursor stands on the opening quote. *text borrows from the cursor's text, or lies in the arena where
 * it has escapes; with a NULL arena it is only checked, and *text is of no use. */
MUST_CHECK int json_token_string(
	struct json_cursor *cursor, struct text *text, struct arena *arena);

/* Sets type, text and number. */
MUST_CHECK int json_number(struct json_cursor *cursor, struct json *json);

/* null, false or true; else "expected a value". */
MUST_CHECK int json_literal(struct json_cursor *cursor, struct json *json);

/* A key in quotes, the colon and the space behind it. */
MUST_CHECK int json_key(struct json_cursor *cursor, struct text *key, struct arena *arena);

/* Behind an opening bracket (first) or an item: what comes before the next item, or the closing bracket, which is
 * taken only when there is no further item. */
MUST_CHECK int json_separator(struct json_cursor *cursor, char close, bool first, bool *closed);

/* Goes over the value at the cursor, checked; false and nothing moved where it is not plainly right. */
bool json_skim(struct json_cursor *cursor);

/* Before a value that the caller of the cursor asks for: at the start of the text, its first byte. */
MUST_CHECK int json_begin_value(struct json_cursor *cursor, struct err *err);

#endif
