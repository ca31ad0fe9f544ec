/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the TOML reader share. Private to gate/base/toml*.c.
 *
 * The parser works on a copy of the text. Strings are unescaped in place, since an escape is never
 * shorter than what it stands for. The whole text has passed toml_check_bytes before: it is UTF-8, its only
 * control characters are tab, LF, and CR before LF. So the one NUL is behind the end, and no rule of
 * the grammar takes it.
 */
#ifndef SEAMGATE_BASE_TOML_PARTS_H
#define SEAMGATE_BASE_TOML_PARTS_H

#include "gate/base/siphash.h"
#include "gate/base/toml.h"

enum { TOML_DEEPEST = 128 };

/* Who may still add to an array or table. */
enum toml_state {
	TOML_IMPLIED, /* named only on the way to a longer header: its own header or a dotted key may follow */
	TOML_DOTTED, /* defined by a dotted key: dotted keys of the same section, longer headers */
	TOML_HEADED, /* has a header: longer headers only */
	TOML_CLOSED, /* an array or table that was written as a value: nobody */
	TOML_LIST,   /* an array of tables: more of its headers */
};

struct toml_index;

struct toml_inside {
	struct toml *self, *last;
	struct toml_index *index; /* of a table with many members, else NULL */
	enum toml_state state;
	unsigned depth; /* of the root: 0 */
};

struct toml_key {
	struct text text;
	uint32_t line, column;
};

struct toml_parser {
	const char *name;
	char *bytes;
	size_t len, at;
	size_t line_start;
	uint32_t line;
	struct toml_inside *root, *section; /* section: where key/value pairs go */
	bool has_secret;
	struct siphash_key secret;
	struct arena *arena;
	struct err *err;
};

/* toml.c: errors at a place. Always -1. */
int toml_fail_at(const struct toml_parser *parser, size_t at, const char *what);
int toml_fail(const struct toml_parser *parser, const char *what);

static inline char toml_peek(const struct toml_parser *parser)
{
	return parser->bytes[parser->at];
}

static inline uint32_t toml_column(const struct toml_parser *parser, size_t at)
{
	return (uint32_t)(at - parser->line_start) + 1;
}

/* Behind the LF that the cursor stands on. */
static inline void toml_end_line(struct toml_parser *parser)
{
	parser->line_start = ++parser->at;
	parser->line++;
}

/* toml_bytes.c: the file as a whole, from the cursor on. Leaves the cursor where it was. */
MUST_CHECK int toml_check_bytes(struct toml_parser *parser);

/* toml_string.c: a string of one line, and one of either kind. The cursor stands on the opening quote,
 * and behind the closing one afterwards. */
MUST_CHECK int toml_line_string(struct toml_parser *parser, struct text *text);
MUST_CHECK int toml_string(struct toml_parser *parser, struct text *text);

/* toml_scalar.c: the value at the cursor that is no string, array or table. */
MUST_CHECK int toml_scalar(struct toml_parser *parser, struct toml *toml);

/* toml_tree.c. A member of a table by its key, or NULL. */
const struct toml *toml_find(const struct toml_inside *table, struct text key);

/* A new item or member at the end; the key is NULL for an item of an array. NULL with an error set. */
struct toml *toml_add(struct toml_parser *parser, struct toml_inside *parent, enum toml_type type,
	const struct toml_key *key);

/* As toml_add, for an array or table. */
struct toml_inside *toml_add_inside(struct toml_parser *parser, struct toml_inside *parent,
	enum toml_type type, enum toml_state state, const struct toml_key *key);

/* As toml_add_inside, for a table that stands nowhere by itself: its place is that of its key. */
struct toml_inside *toml_add_named(struct toml_parser *parser, struct toml_inside *parent,
	enum toml_state state, const struct toml_key *key);

struct toml_inside *toml_new_root(struct toml_parser *parser);

/* toml_header.c: "[key]" and "[[key]]"; the cursor stands on the '['. */
MUST_CHECK int toml_header(struct toml_parser *parser);

/* toml_key.c: one part of a key at the cursor, with the blanks behind it. */
MUST_CHECK int toml_key_part(struct toml_parser *parser, struct toml_key *key);

/* "duplicate key", with its place. Always -1. */
int toml_fail_key(const struct toml_parser *parser, const struct toml_key *key, const char *what);

/* A whole key of a key/value pair: tables for all parts but the last, which goes to *key. */
MUST_CHECK int toml_dotted_key(
	struct toml_parser *parser, struct toml_inside **table, struct toml_key *key);

void toml_skip_blanks(struct toml_parser *parser);

#endif
