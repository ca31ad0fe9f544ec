/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/yarn1.h"

#include <ctype.h>
#include <string.h>

#include "checks/dependencies/formats/js.h"

/* A line that is taken apart. */
struct scan {
	struct yarn_reader *reader;
	struct text line;
	size_t at;
};

void yarn_start(struct yarn_reader *reader, const struct document *document)
{
	*reader = (struct yarn_reader){.document = document, .rest = document->content};
	if (text_starts(reader->rest, "\xef\xbb\xbf"))
		reader->rest = text_slice(reader->rest, 3, reader->rest.len);
}

int yarn_fail(const struct yarn_reader *reader, uint32_t column, const char *what, struct err *err)
{
	return js_error(reader->document, reader->number, column, err, "%s", what);
}

static int fail(const struct scan *scan, const char *what, struct err *err)
{
	return yarn_fail(scan->reader, (uint32_t)scan->at + 1, what, err);
}

static char peek(const struct scan *scan)
{
	return scan->at < scan->line.len ? scan->line.ptr[scan->at] : '\0';
}

static void skip_blanks(struct scan *scan)
{
	while (peek(scan) == ' ')
		scan->at++;
}

/* Where the string ends that begins at `at`, behind its quote; 0 where it does not. */
static size_t string_end(const struct scan *scan)
{
	for (size_t i = scan->at + 1; i < scan->line.len; i++) {
		if (scan->line.ptr[i] == '\\')
			i++;
		else if (scan->line.ptr[i] == '"')
			return i + 1;
	}
	return 0;
}

static int take_string(struct scan *scan, struct yarn_word *out, struct err *err)
{
	size_t end = string_end(scan);
	struct text quoted = text_slice(scan->line, scan->at, end);
	struct err own = {0};
	const struct json *json;

	if (end == 0)
		return fail(scan, "the string does not end", err);
	out->text = text_slice(quoted, 1, quoted.len - 1);
	if (memchr(quoted.ptr, '\\', quoted.len)) {
		if (json_read(&json, quoted, scan->reader->document->name,
			    scan->reader->document->arena, &own) < 0)
			return own.kind == ERR_INTERNAL ? err_nomem(err)
							: fail(scan, "this is no string", err);
		out->text = json->text;
	}
	scan->at = end;
	return 0;
}

static bool is_bare(char byte)
{
	return (unsigned char)byte > ' ' && byte != ':' && byte != ',' && byte != '"' &&
	       byte != 0x7f;
}

static int take_word(struct scan *scan, struct yarn_word *out, struct err *err)
{
	size_t start = scan->at;
	char first = peek(scan);

	out->column = (uint32_t)scan->at + 1;
	if (first == '"')
		return take_string(scan, out, err);
	if (!isalnum((unsigned char)first) && first != '/' && first != '.' && first != '-')
		return fail(scan, "expected a word", err);
	while (is_bare(peek(scan)))
		scan->at++;
	out->text = text_slice(scan->line, start, scan->at);
	return 0;
}

static int take_keys(struct scan *scan, struct yarn_line *line, struct err *err)
{
	for (;;) {
		struct yarn_word word;

		skip_blanks(scan);
		if (take_word(scan, &word, err) < 0)
			return -1;
		if (arena_reserve(scan->reader->document->arena, (void **)&line->keys,
			    &line->key_capacity, line->key_count + 1, sizeof(*line->keys)) < 0)
			return err_nomem(err);
		line->keys[line->key_count++] = word;
		if (peek(scan) != ',')
			return 0;
		scan->at++;
	}
}

static int take_line(struct scan *scan, struct yarn_line *line, struct err *err)
{
	if (take_keys(scan, line, err) < 0)
		return -1;
	if (peek(scan) == ':') {
		line->opens = true;
		scan->at++;
	}
	skip_blanks(scan);
	if (scan->at < scan->line.len && peek(scan) != '#') {
		if (take_word(scan, &line->value, err) < 0)
			return -1;
		line->has_value = true;
		line->opens = false;
		skip_blanks(scan);
	}
	if (scan->at < scan->line.len && peek(scan) != '#')
		return fail(scan, "something is left on the line", err);
	return 0;
}

static bool is_conflict(struct text line)
{
	return text_starts(line, "<<<<<<<") || text_starts(line, "=======") ||
	       text_starts(line, ">>>>>>>");
}

/* The next line that is neither empty nor a comment. */
static bool next_line(struct yarn_reader *reader, struct text *line)
{
	while (text_next_line(&reader->rest, line)) {
		struct text trimmed;

		reader->number++;
		if (line->len && line->ptr[line->len - 1] == '\r')
			line->len--;
		trimmed = text_trim(*line);
		if (trimmed.len && trimmed.ptr[0] != '#')
			return true;
	}
	return false;
}

int yarn_next(struct yarn_reader *reader, bool *more, struct err *err)
{
	struct yarn_line *line = &reader->line;
	struct scan scan = {.reader = reader};

	*more = next_line(reader, &scan.line);
	if (!*more)
		return 0;
	*line = (struct yarn_line){
		.keys = line->keys, .key_capacity = line->key_capacity, .number = reader->number};
	if (is_conflict(scan.line))
		return fail(&scan, "a mark of a merge conflict", err);
	skip_blanks(&scan);
	if (scan.at % 2)
		return fail(&scan, "an odd number of blanks", err);
	line->level = (unsigned)(scan.at / 2);
	return take_line(&scan, line, err);
}
