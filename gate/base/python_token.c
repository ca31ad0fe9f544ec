/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/python_token.h"

#include <ctype.h>
#include <string.h>

enum { DEEPEST_FIELD = 8 };

static char at(const struct python_tokens *scanner, size_t offset)
{
	return offset < scanner->source.len ? scanner->source.ptr[offset] : '\0';
}

static bool is_name_byte(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_' || (unsigned char)byte >= 0x80;
}

static bool is_quote(char byte)
{
	return byte == '"' || byte == '\'';
}

static size_t quote_length(struct text source, size_t from)
{
	char quote = source.ptr[from];

	return from + 2 < source.len && source.ptr[from + 1] == quote &&
			       source.ptr[from + 2] == quote
		       ? 3
		       : 1;
}

struct quoted {
	char quote;
	size_t length; /* of the quotes: 1 or 3 */
	bool is_format;
};

static bool closes(struct text source, size_t from, const struct quoted *quoted)
{
	if (source.ptr[from] != quoted->quote)
		return false;
	return quoted->length == 1 || quote_length(source, from) == 3;
}

static size_t skip_string(
	struct text source, size_t from, const struct quoted *quoted, unsigned depth);

/* Behind the brace that ends a replacement field; strings in it may have the same quotes (Python 3.12). */
static size_t skip_field(
	struct text source, size_t from, const struct quoted *outer, unsigned depth)
{
	size_t open = 1;

	while (from < source.len && open) {
		char byte = source.ptr[from];

		if (outer->length == 1 && byte == '\n')
			return from;
		if (is_quote(byte) && depth < DEEPEST_FIELD) {
			struct quoted inner = {byte, quote_length(source, from), false};

			from = skip_string(source, from + inner.length, &inner, depth + 1);
			continue;
		}
		open += byte == '{';
		open -= byte == '}';
		from++;
	}
	return from;
}

/* Behind the closing quotes. A string in single quotes ends with its line at the latest. */
/* "{{" in an f-string is a brace; "{" opens a field. */
static bool opens_field(struct text source, size_t at, const struct quoted *quoted)
{
	return quoted->is_format && source.ptr[at] == '{' &&
	       !(at + 1 < source.len && source.ptr[at + 1] == '{');
}

static size_t skip_string(
	struct text source, size_t from, const struct quoted *quoted, unsigned depth)
{
	while (from < source.len) {
		char byte = source.ptr[from];

		if (closes(source, from, quoted))
			return from + quoted->length;
		if (byte == '\n' && quoted->length == 1)
			return from;
		if (opens_field(source, from, quoted))
			from = skip_field(source, from + 1, quoted, depth);
		else
			from += byte == '\\' || (byte == '{' && quoted->is_format) ? 2 : 1;
	}
	return source.len;
}

static bool has_letter(struct text prefix, const char *letters)
{
	for (size_t i = 0; i < prefix.len; i++)
		if (strchr(letters, prefix.ptr[i]))
			return true;
	return false;
}

static void count_lines(struct python_tokens *scanner, size_t to)
{
	for (; scanner->at < to; scanner->at++)
		if (scanner->source.ptr[scanner->at] == '\n') {
			scanner->line++;
			scanner->line_start = scanner->at + 1;
		}
}

/* The scanner stands before the prefix; the quotes are behind it. */
static void take_string(struct python_tokens *scanner, struct python_token *out, size_t prefix_len)
{
	struct text prefix = text_slice(scanner->source, scanner->at, scanner->at + prefix_len);
	size_t from = scanner->at + prefix_len, end;
	struct quoted quoted = {scanner->source.ptr[from], quote_length(scanner->source, from),
		has_letter(prefix, "fFtT")};

	if (quoted.length == 1 && at(scanner, from + 1) == quoted.quote)
		end = from + 2;
	else
		end = skip_string(scanner->source, from + quoted.length, &quoted, 0);
	out->kind = PYTHON_STRING;
	out->text = text_slice(scanner->source, scanner->at, end);
	out->string = text_slice(scanner->source, from + quoted.length,
		end > from + 2 * quoted.length ? end - quoted.length : from + quoted.length);
	out->is_format = quoted.is_format;
	out->is_plain =
		!has_letter(prefix, "fFtTbB") &&
		(has_letter(prefix, "rR") || !memchr(out->string.ptr, '\\', out->string.len));
	count_lines(scanner, end);
}

static void take_name(struct python_tokens *scanner, struct python_token *out)
{
	size_t end = scanner->at;

	while (end < scanner->source.len && is_name_byte(scanner->source.ptr[end]))
		end++;
	if (end - scanner->at <= 2 && is_quote(at(scanner, end)) &&
		has_letter(
			text_slice(scanner->source, scanner->at, scanner->at + 1), "rRuUbBfFtT")) {
		take_string(scanner, out, end - scanner->at);
		return;
	}
	out->kind = PYTHON_NAME;
	out->text = text_slice(scanner->source, scanner->at, end);
	scanner->at = end;
}

/* Bytes of a blank, comment or joined line that stands here; 0 where there is none. */
static size_t blank_length(struct text rest)
{
	if (rest.len == 0)
		return 0;
	if (rest.ptr[0] == '#')
		return text_find(rest, text_of("\n"));
	if (text_starts(rest, "\\\n"))
		return 2;
	if (text_starts(rest, "\\\r\n"))
		return 3;
	return rest.ptr[0] == ' ' || rest.ptr[0] == '\t' || rest.ptr[0] == '\r' ||
	       rest.ptr[0] == '\f';
}

static void skip_blanks(struct python_tokens *scanner)
{
	size_t step;

	while ((step = blank_length(
			text_slice(scanner->source, scanner->at, scanner->source.len))) > 0)
		count_lines(scanner, scanner->at + step);
}

void python_next(struct python_tokens *scanner, struct python_token *out)
{
	char byte;

	skip_blanks(scanner);
	*out = (struct python_token){
		.line = scanner->line, .column = (uint32_t)(scanner->at - scanner->line_start) + 1};
	if (scanner->at >= scanner->source.len)
		return;
	byte = scanner->source.ptr[scanner->at];
	if (is_name_byte(byte)) {
		take_name(scanner, out);
	} else if (is_quote(byte)) {
		take_string(scanner, out, 0);
	} else {
		size_t end = scanner->at + 1;

		/* "==" and the like are no assignment; ":=" and "->" do not matter. */
		if (strchr("=!<>", byte) && byte && at(scanner, end) == '=')
			end++;
		out->kind = byte == '\n' || byte == ';' ? PYTHON_NEWLINE : PYTHON_OTHER;
		out->text = text_slice(scanner->source, scanner->at, end);
		count_lines(scanner, end);
	}
}

void python_start(struct python_tokens *tokens, struct text source)
{
	*tokens = (struct python_tokens){.source = source, .line = 1};
	if (text_starts(source, "\xef\xbb\xbf"))
		tokens->at = tokens->line_start = 3;
}

bool python_is_byte(const struct python_token *token, char byte)
{
	return token->kind == PYTHON_OTHER && token->text.len == 1 && token->text.ptr[0] == byte;
}
