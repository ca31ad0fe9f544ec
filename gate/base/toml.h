/* SPDX-License-Identifier: Apache-2.0
 *
 * Strict TOML 1.0.0 (toml.io/en/v1.0.0 and its ABNF) into a tree with positions. Refused, with line and
 * column: anything the grammar does not have, keys and tables that are defined twice or added to where
 * that is closed, integers beyond 64 bits, dates and times that no calendar or clock has, nesting over
 * 128, control characters, invalid UTF-8. A byte order mark at the start is skipped. Time and memory are
 * linear in the text. Own code because Debian has no C library for it (docs/decisions.md).
 */
#ifndef SEAMGATE_BASE_TOML_H
#define SEAMGATE_BASE_TOML_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

enum toml_type {
	TOML_STRING,
	TOML_INTEGER,
	TOML_FLOAT,
	TOML_BOOL,
	TOML_DATETIME, /* all four kinds: with an offset, local, local date, local time */
	TOML_ARRAY,    /* of values, or of tables ([[name]]) */
	TOML_TABLE,
};

struct toml {
	enum toml_type type;
	uint32_t count;        /* items or members */
	uint32_t line, column; /* 1-based, in bytes, of the value's first byte; of a table with a
	                             * header, of its '['; of one that only a longer key names, of its key */
	struct text text;      /* string: unescaped; other values: as written; else empty */
	struct text key;       /* of what is in a table, unescaped */
	uint32_t key_line, key_column; /* 0 for the root and for items of arrays */
	const struct toml *child;      /* first item or member */
	const struct toml *next;       /* next sibling, in the order of first mention */
	struct toml_inside *inside;    /* of an array or table; the reader's own */
};

/* Parses text into a tree that lives in the arena and borrows nothing from text. The root is a table,
 * an empty one for an empty text. Line ends in multi-line strings become LF.
 * `name` is the file's name for the error "name:line:column: what"; errors are ERR_LOOK. */
MUST_CHECK int toml_read(const struct toml **out, struct text text, const char *name,
	struct arena *arena, struct err *err);

/* A member of a table, or NULL (also when table is NULL or no table). */
const struct toml *toml_get(const struct toml *table, const char *key);

/* As toml_get, for a key that is not a literal. */
const struct toml *toml_member(const struct toml *table, struct text key);

/* The string there; the empty text where there is none or it is no string. */
struct text toml_text(const struct toml *table, const char *key);

/* The member behind a dotted path of plain keys, "tool.poetry.name", or NULL. */
const struct toml *toml_at(const struct toml *toml, const char *dotted_path);

/* The value of a TOML_INTEGER; false for anything else, and for NULL. */
bool toml_integer(const struct toml *toml, int64_t *value);

#endif
