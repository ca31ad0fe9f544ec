/* SPDX-License-Identifier: Apache-2.0
 *
 * Strict JSON (RFC 8259) with positions: into a tree, or walked with a cursor. Refused, with line and column:
 * anything the grammar does not have, duplicate keys in an object, nesting over 128, numbers that are not
 * finite as a double, invalid UTF-8, lone surrogates, a byte order mark, anything behind the value.
 * Options let in comments, trailing commas and duplicate keys, nothing else.
 * Own code because no C library in Debian gives positions and refuses duplicates (docs/decisions.md).
 *
 * The cursor is for files too large for a tree: a large object is walked member by member, and what
 * is of interest is read as a small tree into an arena that is reset for each.
 *
 *     json_open(&cursor, text, name, NULL, arena);
 *     if (json_enter(&cursor, JSON_OBJECT, err) < 0)
 *             return -1;
 *     for (;;) {
 *             if (json_next(&cursor, &member, &more, err) < 0)
 *                     return -1;
 *             if (!more)
 *                     break;
 *             arena_reset(scratch);
 *             if (json_value(&cursor, &value, scratch, err) < 0)
 *                     return -1;
 *     }
 *     return json_end(&cursor, err);
 *
 * A cursor has nothing to close. After an error it is of no more use.
 */
#ifndef SEAMGATE_BASE_JSON_H
#define SEAMGATE_BASE_JSON_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/base/keys.h"

enum json_type {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

enum { JSON_DEEPEST = 128 };

struct json {
	enum json_type type;
	uint32_t line, column; /* 1-based, in bytes, of the value's first byte */
	struct text text;      /* string: unescaped; number: as written */
	double number;
	struct text key; /* of a member of an object, unescaped */
	uint32_t key_line, key_column;
	bool duplicate; /* the key was there before in this object; only with keep_duplicates */
	const struct json *child; /* first item or member */
	const struct json *next;  /* next sibling, in file order */
	size_t count;             /* items or members, duplicates counted */
};

struct json_options {
	bool comments;        /* line and block comments (JSONC) where white space may stand */
	bool trailing_commas; /* one, behind the last item or member */
	bool keep_duplicates; /* a key that was there before is no error but marked */
	bool loose_keys; /* cursor: keys of what json_next walks are not compared, for readers that do so themselves */
};

/* Parses text into a tree that lives in the arena and borrows nothing from text.
 * `name` is the file's name for the error "name:line:column: what"; errors are ERR_LOOK. */
MUST_CHECK int json_read(const struct json **out, struct text text, const char *name,
	struct arena *arena, struct err *err);

/* The same with options (NULL: strict), and without the copy: the tree borrows from text. */
MUST_CHECK int json_read_with(const struct json **out, struct text text, const char *name,
	const struct json_options *options, struct arena *arena, struct err *err);

/* A member of an object, or NULL (also when json is NULL or no object). Of several of that key the first. */
const struct json *json_get(const struct json *json, const char *key);

/* The member behind a dotted path of plain keys, "pull_request.head.sha", or NULL. */
const struct json *json_at(const struct json *json, const char *path);

/* The string at a dotted path; the empty text where there is none or it is no string. */
struct text json_text_at(const struct json *json, const char *path);

/* --- the cursor --- */

/* A container that the cursor is in. */
struct json_level {
	char close; /* the bracket that ends it */
	bool begun; /* something was in it */
	struct keys keys;
};

/* Lives where the caller wants it, and borrows text and name. */
struct json_cursor {
	/* For the caller to read. Behind json_next: where the value begins; behind json_value and
	 * json_skip: where it has ended. So the bytes of a value are known, and the line ends in it. */
	size_t at;
	uint32_t line;

	/* Not for the caller. */
	struct text text;
	size_t line_start;
	const char *name;
	struct json_options options;
	struct arena *arena;
	struct err *err;
	bool awaits_value; /* the cursor stands before a value */
	unsigned depth;
	struct json_level levels[JSON_DEEPEST];
};

struct json_member {
	struct text
		key; /* of an object's member, unescaped; lives as long as text and the cursor's arena */
	uint32_t line, column; /* of the key, or of the item of an array */
	bool duplicate;        /* only with keep_duplicates */
	enum json_type
		type; /* of the value, as its first byte says: it may still turn out to be invalid */
};

/* Puts the cursor before the one value of the text. What it must remember (the keys of the objects
 * that it is in, keys with escapes) lives in the arena, which must not be reset while it is in use. */
void json_open(struct json_cursor *cursor, struct text text, const char *name,
	const struct json_options *options, struct arena *arena);

/* Enters the value that the cursor stands before: JSON_OBJECT or JSON_ARRAY; another type is an error with its place. */
MUST_CHECK int json_enter(struct json_cursor *cursor, enum json_type type, struct err *err);

/* Goes to the next member or item of the container that was entered last, skipping the value of the
 * one before if it was not read. *more false: there was none, and the container is left. */
MUST_CHECK int json_next(
	struct json_cursor *cursor, struct json_member *out, bool *more, struct err *err);

/* The value that the cursor stands before, as a tree in the arena, which borrows from text too. */
MUST_CHECK int json_value(
	struct json_cursor *cursor, const struct json **out, struct arena *arena, struct err *err);

/* The same of a string, a number or a literal, into a node of the caller's and faster; an array or object is gone over, and only its type is set.
 * Strings with escapes lie in the arena. */
MUST_CHECK int json_scalar(
	struct json_cursor *cursor, struct json *out, struct arena *arena, struct err *err);

/* Goes behind the value. It is checked like any other, but not for duplicate keys inside it. */
MUST_CHECK int json_skip(struct json_cursor *cursor, struct err *err);

/* The one value was read and nothing is behind it. */
MUST_CHECK int json_end(struct json_cursor *cursor, struct err *err);

/* Goes behind a value of that many bytes and line ends without looking at it. Only for a caller that
 * has compared these bytes with those of a string, array or object that was read without error
 * before, under the same options: a value that says where it ends, so that equal bytes are equal values. */
void json_jump(struct json_cursor *cursor, size_t bytes, uint32_t lines);

/* 1-based, in bytes, of where the cursor stands. */
uint32_t json_column(const struct json_cursor *cursor);

#endif
