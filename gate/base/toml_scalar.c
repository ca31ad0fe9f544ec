/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gate/base/toml_number.h"
#include "gate/base/toml_parts.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whatever may be in a literal, a number, a date or a time, a blank apart. */
static bool is_scalar(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c && strchr("+-.:_", c));
}

static size_t end_of(const struct toml_parser *parser, size_t at)
{
	while (is_scalar(parser->bytes[at]))
		at++;
	return at;
}

/* A date, a blank and a time are one value. */
static struct text take_scalar(struct toml_parser *parser)
{
	enum { DATE = 10 };
	const char *start = parser->bytes + parser->at;
	size_t end = end_of(parser, parser->at);
	struct text text = {start, end - parser->at};

	if (text.len == DATE && start[DATE] == ' ' && is_digit(start[DATE + 1]) &&
		toml_looks_like_datetime(text))
		text.len = end_of(parser, end + 1) - parser->at;
	parser->at += text.len;
	return text;
}

/* NULL where it is a number that can be. */
static const char *read_number(struct toml *toml)
{
	int64_t value;

	if (toml_is_float(toml->text)) {
		toml->type = TOML_FLOAT;
		return NULL;
	}
	toml->type = TOML_INTEGER;
	if (!toml_is_integer(toml->text))
		return "invalid number";
	return toml_integer_value(toml->text, &value) ? NULL : "integer out of range";
}

static const char *read(struct toml *toml)
{
	if (text_is(toml->text, "true") || text_is(toml->text, "false")) {
		toml->type = TOML_BOOL;
		return NULL;
	}
	if (toml_looks_like_datetime(toml->text)) {
		toml->type = TOML_DATETIME;
		return toml_is_datetime(toml->text) ? NULL : "invalid date or time";
	}
	if (strchr("+-0123456789in", toml->text.ptr[0]))
		return read_number(toml);
	return "expected a value";
}

int toml_scalar(struct toml_parser *parser, struct toml *toml)
{
	size_t start = parser->at;
	const char *wrong = "expected a value";

	toml->text = take_scalar(parser);
	if (toml->text.len > 0)
		wrong = read(toml);
	return wrong ? toml_fail_at(parser, start, wrong) : 0;
}
