/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/cmake_scan.h"

#include <ctype.h>
#include <string.h>

struct scanner {
	const struct document *document;
	struct text source;
	size_t at, line_start;
	uint32_t line;
	struct cmake_argument *arguments;
	size_t count, capacity;
	bool keeps;
};

struct spot {
	uint32_t line, column;
};

static struct spot here(const struct scanner *scanner)
{
	return (struct spot){scanner->line, (uint32_t)(scanner->at - scanner->line_start) + 1};
}

static int peek_at(const struct scanner *scanner, size_t offset)
{
	size_t at = scanner->at + offset;

	return at < scanner->source.len ? (unsigned char)scanner->source.ptr[at] : -1;
}

static int peek(const struct scanner *scanner)
{
	return peek_at(scanner, 0);
}

static void take(struct scanner *scanner)
{
	if (scanner->source.ptr[scanner->at++] == '\n') {
		scanner->line++;
		scanner->line_start = scanner->at;
	}
}

static int no_end(
	const struct scanner *scanner, struct spot from, const char *what, struct err *err)
{
	return document_error(
		scanner->document, from.line, from.column, err, "%s without an end", what);
}

/* ---- brackets ---- */

/* "[", any number of "=", "[": the length of that, or 0. */
static size_t bracket_open(const struct scanner *scanner)
{
	size_t len = 1;

	if (peek(scanner) != '[')
		return 0;
	while (peek_at(scanner, len) == '=')
		len++;
	return peek_at(scanner, len) == '[' ? len + 1 : 0;
}

static bool closes(const struct scanner *scanner, size_t len)
{
	if (peek(scanner) != ']' || peek_at(scanner, len - 1) != ']')
		return false;
	for (size_t i = 1; i + 1 < len; i++)
		if (peek_at(scanner, i) != '=')
			return false;
	return true;
}

static void take_many(struct scanner *scanner, size_t count)
{
	for (size_t i = 0; i < count; i++)
		take(scanner);
}

/* The scanner stands at the opening bracket of that length. */
static int take_bracket(struct scanner *scanner, size_t len, struct text *out, struct err *err)
{
	struct spot from = here(scanner);
	size_t start;

	take_many(scanner, len);
	if (peek(scanner) == '\r' && peek_at(scanner, 1) == '\n')
		take(scanner);
	if (peek(scanner) == '\n')
		take(scanner);
	start = scanner->at;
	while (peek(scanner) >= 0 && !closes(scanner, len))
		take(scanner);
	if (peek(scanner) < 0)
		return no_end(scanner, from, "a bracket", err);
	*out = text_slice(scanner->source, start, scanner->at);
	take_many(scanner, len);
	return 0;
}

/* ---- blanks and comments ---- */

static int take_comment(struct scanner *scanner, struct err *err)
{
	struct text ignored;
	size_t len;

	take(scanner);
	len = bracket_open(scanner);
	if (len)
		return take_bracket(scanner, len, &ignored, err);
	while (peek(scanner) >= 0 && peek(scanner) != '\n')
		take(scanner);
	return 0;
}

static int skip_blanks(struct scanner *scanner, struct err *err)
{
	for (;;) {
		int byte = peek(scanner);

		if (byte == '#') {
			if (take_comment(scanner, err) < 0)
				return -1;
		} else if (byte >= 0 && isspace(byte)) {
			take(scanner);
		} else {
			return 0;
		}
	}
}

/* ---- arguments ---- */

static char unescaped(char byte)
{
	switch (byte) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'r':
		return '\r';
	default:
		return byte;
	}
}

/* Escapes resolved; of a quoted one, joined lines joined. "\;" stays as it is: it is no separator of a list. */
static int unescape(struct scanner *scanner, struct text *text, struct err *err)
{
	char *out;
	size_t kept = 0;

	if (text->len == 0 || !memchr(text->ptr, '\\', text->len))
		return 0;
	out = arena_alloc(scanner->document->arena, text->len);
	if (!out)
		return err_nomem(err);
	for (size_t i = 0; i < text->len; i++) {
		char byte = text->ptr[i];

		if (byte != '\\' || i + 1 == text->len || text->ptr[i + 1] == ';')
			out[kept++] = byte;
		else if (text->ptr[++i] != '\n')
			out[kept++] = unescaped(text->ptr[i]);
	}
	*text = (struct text){out, kept};
	return 0;
}

static int take_quoted(struct scanner *scanner, struct text *out, struct err *err)
{
	struct spot from = here(scanner);
	size_t start;

	take(scanner);
	start = scanner->at;
	while (peek(scanner) >= 0 && peek(scanner) != '"') {
		if (peek(scanner) == '\\' && peek_at(scanner, 1) >= 0)
			take(scanner);
		take(scanner);
	}
	if (peek(scanner) < 0)
		return no_end(scanner, from, "a quoted argument", err);
	*out = text_slice(scanner->source, start, scanner->at);
	take(scanner);
	return 0;
}

static bool ends_bare(int byte)
{
	return byte < 0 || isspace(byte) || byte == '(' || byte == ')' || byte == '#';
}

/* Legacy ones may have quoted parts and $(MAKE) in them: -Da="b c". */
static int take_bare(struct scanner *scanner, struct text *out, struct err *err)
{
	size_t start = scanner->at;
	struct text ignored;

	while (!ends_bare(peek(scanner))) {
		if (peek(scanner) == '"') {
			if (take_quoted(scanner, &ignored, err) < 0)
				return -1;
			continue;
		}
		if (peek(scanner) == '$' && peek_at(scanner, 1) == '(')
			take(scanner);
		else if (peek(scanner) == '\\' && peek_at(scanner, 1) >= 0)
			take(scanner);
		take(scanner);
	}
	*out = text_slice(scanner->source, start, scanner->at);
	return 0;
}

static int keep(struct scanner *scanner, const struct cmake_argument *argument, struct err *err)
{
	if (arena_reserve(scanner->document->arena, (void **)&scanner->arguments,
		    &scanner->capacity, scanner->count + 1, sizeof(*scanner->arguments)) < 0)
		return err_nomem(err);
	scanner->arguments[scanner->count++] = *argument;
	return 0;
}

/* A bare one is a list: its parts between semicolons are arguments of their own. */
static int keep_list(struct scanner *scanner, struct cmake_argument argument, struct err *err)
{
	struct text whole = argument.text;
	size_t from = 0;

	for (size_t i = 0; i <= whole.len; i++) {
		if (i < whole.len && (whole.ptr[i] != ';' || (i && whole.ptr[i - 1] == '\\')))
			continue;
		argument.text = text_slice(whole, from, i);
		from = i + 1;
		if (argument.text.len && (unescape(scanner, &argument.text, err) < 0 ||
						 keep(scanner, &argument, err) < 0))
			return -1;
	}
	return 0;
}

static int take_argument(struct scanner *scanner, struct err *err)
{
	struct spot from = here(scanner);
	struct cmake_argument argument = {.line = from.line, .column = from.column};
	size_t len = bracket_open(scanner);
	int done;

	if (len) {
		argument.is_raw = true;
		done = take_bracket(scanner, len, &argument.text, err);
	} else if (peek(scanner) == '"') {
		done = take_quoted(scanner, &argument.text, err);
	} else {
		argument.is_bare = true;
		done = take_bare(scanner, &argument.text, err);
	}
	if (done < 0 || !scanner->keeps)
		return done;
	if (argument.is_bare)
		return keep_list(scanner, argument, err);
	if (!argument.is_raw && unescape(scanner, &argument.text, err) < 0)
		return -1;
	return keep(scanner, &argument, err);
}

/* The scanner stands behind the opening parenthesis. */
static int take_arguments(struct scanner *scanner, struct spot from, struct err *err)
{
	size_t open = 1;

	while (open) {
		int byte;

		if (skip_blanks(scanner, err) < 0)
			return -1;
		byte = peek(scanner);
		if (byte < 0)
			return no_end(scanner, from, "a command", err);
		if (byte == '(' || byte == ')') {
			open += byte == '(';
			open -= byte == ')';
			take(scanner);
		} else if (take_argument(scanner, err) < 0) {
			return -1;
		}
	}
	return 0;
}

/* ---- commands ---- */

static bool is_name_byte(int byte)
{
	return byte >= 0 && (isalnum(byte) || byte == '_');
}

static int take_command(
	struct scanner *scanner, const struct cmake_visitor *visitor, struct err *err)
{
	struct spot from = here(scanner);
	struct cmake_command command = {.line = from.line, .column = from.column};
	size_t start = scanner->at;

	while (is_name_byte(peek(scanner)))
		take(scanner);
	command.name = text_slice(scanner->source, start, scanner->at);
	while (peek(scanner) == ' ' || peek(scanner) == '\t')
		take(scanner);
	if (peek(scanner) != '(')
		return 0;
	take(scanner);
	scanner->keeps = visitor->wants(command.name);
	scanner->count = 0;
	if (take_arguments(scanner, from, err) < 0)
		return -1;
	command.arguments = scanner->arguments;
	command.count = scanner->count;
	return scanner->keeps ? visitor->command(visitor->closure, &command, err) : 0;
}

int cmake_scan(
	const struct document *document, const struct cmake_visitor *visitor, struct err *err)
{
	struct scanner scanner = {.document = document, .source = document->content, .line = 1};

	if (text_starts(scanner.source, "\xef\xbb\xbf"))
		scanner.at = scanner.line_start = 3;
	for (;;) {
		if (skip_blanks(&scanner, err) < 0)
			return -1;
		if (peek(&scanner) < 0)
			return 0;
		if (!is_name_byte(peek(&scanner)))
			take(&scanner);
		else if (take_command(&scanner, visitor, err) < 0)
			return -1;
	}
}
