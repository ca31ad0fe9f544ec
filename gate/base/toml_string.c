/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/digest.h"
#include "gate/base/escape.h"
#include "gate/base/toml_parts.h"

#include <string.h>

/* Where the bytes of the string go. Never ahead of the cursor. */
struct sink {
	char *start, *end;
};

/* Moves what lies between `from` and the cursor. */
static void keep(const struct toml_parser *parser, struct sink *sink, size_t from)
{
	size_t len = parser->at - from;
	const char *bytes = parser->bytes + from;

	if (sink->end != bytes)
		memmove(sink->end, bytes, len);
	sink->end += len;
}

/* --- escapes --- */

/* \uXXXX and \UXXXXXXXX; the cursor stands on the backslash. */
static int read_code(struct toml_parser *parser, struct sink *sink, unsigned digits)
{
	size_t start = parser->at;
	uint32_t code = 0, digit;

	parser->at += 2;
	for (unsigned i = 0; i < digits; i++, parser->at++) {
		if (!hex_digit(toml_peek(parser), &digit))
			return toml_fail_at(parser, start,
				digits == 4 ? "invalid escape: \\u needs four hex digits"
					    : "invalid escape: \\U needs eight hex digits");
		code = code << 4 | digit;
	}
	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return toml_fail_at(parser, start, "invalid escape: no Unicode scalar value");
	sink->end += utf8_encode(code, sink->end);
	return 0;
}

static int read_escape(struct toml_parser *parser, struct sink *sink)
{
	static const char from[] = "\"\\bfnrt", to[] = "\"\\\b\f\n\r\t";
	char c = parser->bytes[parser->at + 1];
	const char *found = c ? strchr(from, c) : NULL;

	if (c == 'u' || c == 'U')
		return read_code(parser, sink, c == 'u' ? 4 : 8);
	if (!found)
		return toml_fail(parser, "invalid escape");
	*sink->end++ = to[found - from];
	parser->at += 2;
	return 0;
}

/* --- on one line --- */

static bool is_plain(char c, char quote)
{
	return ((unsigned char)c >= ' ' || c == '\t') && c != quote && c != '\\';
}

static void skip_plain(struct toml_parser *parser, char quote)
{
	const char *at = parser->bytes + parser->at;

	while (is_plain(*at, quote))
		at++;
	parser->at = (size_t)(at - parser->bytes);
}

int toml_line_string(struct toml_parser *parser, struct text *text)
{
	char quote = toml_peek(parser);
	size_t from = ++parser->at;
	struct sink sink = {parser->bytes + from, parser->bytes + from};

	for (;; from = parser->at) {
		skip_plain(parser, quote);
		keep(parser, &sink, from);
		if (toml_peek(parser) == quote)
			break;
		if (toml_peek(parser) != '\\')
			return toml_fail(parser, "string is not closed");
		if (quote == '\'')
			*sink.end++ = parser->bytes[parser->at++];
		else if (read_escape(parser, &sink) < 0)
			return -1;
	}
	parser->at++;
	*text = (struct text){sink.start, (size_t)(sink.end - sink.start)};
	return 0;
}

/* --- on several lines --- */

/* At a line end: an LF, whatever it was. */
static void read_line_end(struct toml_parser *parser, struct sink *sink)
{
	if (toml_peek(parser) == '\r')
		parser->at++;
	toml_end_line(parser);
	*sink->end++ = '\n';
}

/* A backslash before a line end takes all white space away. False where it is another escape. */
static bool skip_folded(struct toml_parser *parser)
{
	size_t at = parser->at + 1;

	while (parser->bytes[at] == ' ' || parser->bytes[at] == '\t')
		at++;
	if (parser->bytes[at] != '\n' && parser->bytes[at] != '\r')
		return false;
	parser->at = at;
	for (;;) {
		if (toml_peek(parser) == '\n')
			toml_end_line(parser);
		else if (toml_peek(parser) && strchr(" \t\r", toml_peek(parser)))
			parser->at++;
		else
			return true;
	}
}

/* Up to five quotes: three of them close the string, those before them belong to it. */
static bool read_quotes(struct toml_parser *parser, struct sink *sink, char quote)
{
	size_t from = parser->at, count = 0;

	while (count < 5 && toml_peek(parser) == quote) {
		parser->at++;
		count++;
	}
	if (count < 3) {
		keep(parser, sink, from);
		return false;
	}
	parser->at -= 3;
	keep(parser, sink, from);
	parser->at += 3;
	return true;
}

static int read_special(struct toml_parser *parser, struct sink *sink, char quote)
{
	char c = toml_peek(parser);

	if (c == '\n' || c == '\r') {
		read_line_end(parser, sink);
		return 0;
	}
	if (c != '\\')
		return toml_fail(parser, "string is not closed");
	if (quote == '\'') {
		*sink->end++ = parser->bytes[parser->at++];
		return 0;
	}
	return skip_folded(parser) ? 0 : read_escape(parser, sink);
}

/* Behind the opening quotes; a line end right there is not part of the string. */
static int read_lines(struct toml_parser *parser, struct text *text, char quote)
{
	struct sink sink = {parser->bytes + parser->at, parser->bytes + parser->at}, none = sink;

	if (toml_peek(parser) == '\n' || toml_peek(parser) == '\r')
		read_line_end(parser, &none);
	for (;;) {
		size_t from = parser->at;

		skip_plain(parser, quote);
		keep(parser, &sink, from);
		if (toml_peek(parser) == quote) {
			if (read_quotes(parser, &sink, quote))
				break;
		} else if (read_special(parser, &sink, quote) < 0) {
			return -1;
		}
	}
	*text = (struct text){sink.start, (size_t)(sink.end - sink.start)};
	return 0;
}

int toml_string(struct toml_parser *parser, struct text *text)
{
	const char *at = parser->bytes + parser->at;

	if (at[1] != at[0] || at[2] != at[0])
		return toml_line_string(parser, text);
	parser->at += 3;
	return read_lines(parser, text, at[0]);
}
