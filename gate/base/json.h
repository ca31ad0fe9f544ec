/* SPDX-License-Identifier: Apache-2.0
 *
 * Strict JSON (RFC 8259) into a tree with positions. Refused, with line and column: anything the
 * grammar does not have, duplicate keys in an object, nesting over 128, numbers that are not
 * finite as a double, invalid UTF-8, lone surrogates, a byte order mark, anything behind the value.
 * Own code because no C library in Debian gives positions and refuses duplicates (docs/decisions.md).
 */
#ifndef SEAMGATE_BASE_JSON_H
#define SEAMGATE_BASE_JSON_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
	enum json_type type;
	uint32_t line, column;      /* 1-based, in bytes, of the value's first byte */
	struct text text;           /* string: unescaped; number: as written */
	double number;
	struct text key;            /* of a member of an object, unescaped */
	uint32_t key_line, key_column;
	const struct json *child;   /* first item or member */
	const struct json *next;    /* next sibling, in file order */
	size_t count;               /* items or members */
};

/* Parses text into a tree that lives in the arena and borrows nothing from text.
 * `name` is the file's name for the error "name:line:column: what"; errors are ERR_LOOK. */
MUST_CHECK int json_read(const struct json **out, struct text text, const char *name,
	struct arena *arena, struct err *err);

/* A member of an object, or NULL (also when json is NULL or no object). */
const struct json *json_get(const struct json *json, const char *key);

/* The member behind a dotted path of plain keys, "pull_request.head.sha", or NULL. */
const struct json *json_at(const struct json *json, const char *path);

/* The string at a dotted path; the empty text where there is none or it is no string. */
struct text json_text_at(const struct json *json, const char *path);

#endif
