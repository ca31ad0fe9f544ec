/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/toml.h"

#include <string.h>

#include "gate/base/toml_parts.h"

/* The arrays and inline tables that are still open. No more than are nested. */
struct nest {
	struct toml_inside *open[TOML_DEEPEST];
	unsigned depth;
};

int toml_fail_at(const struct toml_parser *parser, size_t at, const char *what)
{
	return err_set(parser->err, ERR_LOOK, "%s:%u:%u: %s", parser->name, parser->line,
		toml_column(parser, at), what);
}

int toml_fail(const struct toml_parser *parser, const char *what)
{
	return toml_fail_at(parser, parser->at, what);
}

/* --- between values --- */

static void skip_comment(struct toml_parser *parser)
{
	const char *start = parser->bytes + parser->at;
	const char *end = memchr(start, '\n', parser->len - parser->at);

	parser->at = end ? (size_t)(end - parser->bytes) : parser->len;
}

/* Blanks, line ends and comments. */
static void skip_lines(struct toml_parser *parser)
{
	for (;;) {
		char c = toml_peek(parser);

		if (c == '\n')
			toml_end_line(parser);
		else if (c == '#')
			skip_comment(parser);
		else if (c == ' ' || c == '\t' || c == '\r')
			parser->at++;
		else
			return;
	}
}

static int end_line(struct toml_parser *parser)
{
	char c;

	toml_skip_blanks(parser);
	c = toml_peek(parser);
	if (c != '\0' && c != '#' && c != '\n' && c != '\r')
		return toml_fail(parser, "expected the end of the line");
	skip_lines(parser);
	return 0;
}

/* --- values --- */

static int open_value(struct toml_parser *parser, struct nest *nest, struct toml_inside *parent,
	const struct toml_key *key)
{
	enum toml_type type = toml_peek(parser) == '[' ? TOML_ARRAY : TOML_TABLE;
	struct toml_inside *inside = toml_add_inside(parser, parent, type, TOML_CLOSED, key);

	if (!inside)
		return -1;
	nest->open[nest->depth++] = inside;
	parser->at++;
	return 0;
}

static int read_value(struct toml_parser *parser, struct nest *nest, struct toml_inside *parent,
	const struct toml_key *key)
{
	char c = toml_peek(parser);
	struct toml *toml;

	if (c == '[' || c == '{')
		return open_value(parser, nest, parent, key);
	toml = toml_add(parser, parent, TOML_STRING, key);
	if (!toml)
		return -1;
	return c == '"' || c == '\'' ? toml_string(parser, &toml->text) : toml_scalar(parser, toml);
}

static int read_pair(struct toml_parser *parser, struct nest *nest, struct toml_inside *table)
{
	struct toml_key key;

	if (toml_dotted_key(parser, &table, &key) < 0)
		return -1;
	return read_value(parser, nest, table, &key);
}

/* --- arrays and inline tables --- */

static bool is_array(const struct toml_inside *inside)
{
	return inside->self->type == TOML_ARRAY;
}

/* An inline table is on one line. */
static void skip_inside(struct toml_parser *parser, const struct toml_inside *inside)
{
	if (is_array(inside))
		skip_lines(parser);
	else
		toml_skip_blanks(parser);
}

/* Behind an item: a comma, or the end of this level and perhaps of those around it. */
static int end_item(struct toml_parser *parser, struct nest *nest)
{
	while (nest->depth > 0) {
		const struct toml_inside *inside = nest->open[nest->depth - 1];

		skip_inside(parser, inside);
		if (toml_peek(parser) == ',') {
			parser->at++;
			return 0;
		}
		if (toml_peek(parser) != (is_array(inside) ? ']' : '}'))
			return toml_fail(parser,
				is_array(inside) ? "expected ',' or ']'" : "expected ',' or '}'");
		parser->at++;
		nest->depth--;
	}
	return 0;
}

/* Behind the opening bracket, and in an array behind a comma too. */
static bool is_end(const struct toml_parser *parser, const struct toml_inside *inside)
{
	if (is_array(inside))
		return toml_peek(parser) == ']';
	return toml_peek(parser) == '}' && inside->self->count == 0;
}

static int read_item(struct toml_parser *parser, struct nest *nest)
{
	unsigned depth = nest->depth;
	struct toml_inside *inside = nest->open[depth - 1];
	int failed;

	skip_inside(parser, inside);
	if (is_end(parser, inside))
		return end_item(parser, nest);
	failed = is_array(inside) ? read_value(parser, nest, inside, NULL)
				  : read_pair(parser, nest, inside);
	if (failed < 0)
		return -1;
	return nest->depth > depth ? 0 : end_item(parser, nest);
}

/* --- the file --- */

static int read_line(struct toml_parser *parser)
{
	struct nest nest;

	/* Not an initialiser: to clear all of it for each line would take longer than to read the line. */
	nest.depth = 0;
	if (toml_peek(parser) == '[')
		return toml_header(parser);
	if (read_pair(parser, &nest, parser->section) < 0)
		return -1;
	while (nest.depth > 0)
		if (read_item(parser, &nest) < 0)
			return -1;
	return 0;
}

/* A byte order mark is no column. */
static void skip_mark(struct toml_parser *parser)
{
	if (text_starts((struct text){parser->bytes, parser->len}, "\xef\xbb\xbf"))
		parser->at = parser->line_start = 3;
}

static int read_all(struct toml_parser *parser)
{
	skip_mark(parser);
	if (toml_check_bytes(parser) < 0)
		return -1;
	parser->root = parser->section = toml_new_root(parser);
	if (!parser->root)
		return -1;
	skip_lines(parser);
	while (parser->at < parser->len)
		if (read_line(parser) < 0 || end_line(parser) < 0)
			return -1;
	return 0;
}

int toml_read(const struct toml **out, struct text text, const char *name, struct arena *arena,
	struct err *err)
{
	struct toml_parser parser = {
		.name = name, .len = text.len, .line = 1, .arena = arena, .err = err};

	if (text.len >= UINT32_MAX)
		return err_set(err, ERR_LOOK, "%s:1:1: over 4 GiB", name);
	parser.bytes = arena_copy(arena, text);
	if (!parser.bytes)
		return err_nomem(err);
	if (read_all(&parser) < 0)
		return -1;
	*out = parser.root->self;
	return 0;
}
