/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/escape.h"
#include "gate/policy/value_parts.h"

void format_bool(struct buffer *out, const struct option *option, const void *field)
{
	(void)option;
	buffer_string(out, *(const bool *)field ? "true" : "false");
}

void format_integer(struct buffer *out, const struct option *option, const void *field)
{
	(void)option;
	buffer_printf(out, "%lld", (long long)*(const int64_t *)field);
}

/* The shortest of two forms that reads back as the same double. */
static void add_number(struct buffer *out, double number)
{
	char digits[LONGEST_NUMBER];

	snprintf(digits, sizeof(digits), "%.15g", number);
	if (strtod(digits, NULL) != number)
		snprintf(digits, sizeof(digits), "%.17g", number);
	buffer_string(out, digits);
}

void format_number(struct buffer *out, const struct option *option, const void *field)
{
	(void)option;
	add_number(out, *(const double *)field);
}

static void add_duration(struct buffer *out, double seconds)
{
	for (size_t i = 0; seconds > 0 && i < DURATION_UNITS; i++) {
		char text[LONGEST_NUMBER];
		double back;

		snprintf(text, sizeof(text), "%.0f%s", seconds / duration_units[i].seconds,
			duration_units[i].name);
		if (strlen(text) > 12 || !take_duration(text_of(text), &back) || back != seconds)
			continue;
		buffer_string(out, text);
		return;
	}
	add_number(out, seconds);
	buffer_byte(out, 's');
}

void format_duration(struct buffer *out, const struct option *option, const void *field)
{
	(void)option;
	add_duration(out, *(const double *)field);
}

/* In per cent, in the fewest digits that read back as the same double. */
static void add_share(struct buffer *out, double share)
{
	char text[LONGEST_NUMBER];

	for (int precision = 15; precision <= 18; precision++) {
		struct tolerance back;

		snprintf(text, sizeof(text), "%.*Lg%%", precision, (long double)share * 100);
		if (take_share(text_of(text), false, &back) && back.value == share)
			break;
	}
	buffer_string(out, text);
}

void format_tolerance(struct buffer *out, const struct option *option, const void *field)
{
	const struct tolerance *tolerance = field;

	(void)option;
	switch (tolerance->unit) {
	case TOLERANCE_ABSOLUTE:
		add_number(out, tolerance->value);
		break;
	case TOLERANCE_SHARE:
		add_share(out, tolerance->value);
		break;
	case TOLERANCE_SECONDS:
		add_duration(out, tolerance->value);
		break;
	}
}

void format_size(struct buffer *out, const struct option *option, const void *field)
{
	uint64_t size = *(const uint64_t *)field;

	(void)option;
	for (size_t i = 0; size && i < SIZE_UNITS; i++) {
		if (size % size_units[i].bytes)
			continue;
		buffer_printf(out, "%llu%s", (unsigned long long)(size / size_units[i].bytes),
			size_units[i].name);
		return;
	}
	buffer_printf(out, "%llu", (unsigned long long)size);
}

void format_date(struct buffer *out, const struct option *option, const void *field)
{
	int64_t days = *(const int64_t *)field, year = 1970, month = 1;

	(void)option;
	while (year < 9999 && days_before_year(year + 1) <= days)
		year++;
	days -= days_before_year(year);
	for (; month < 12 && days >= days_of_month(year, month); month++)
		days -= days_of_month(year, month);
	buffer_printf(out, "%04d-%02d-%02d", (int)year, (int)month, (int)days + 1);
}

void format_choice(struct buffer *out, const struct option *option, const void *field)
{
	buffer_string(out, option->choices[*(const int *)field]);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_plain_byte(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || (c && strchr("_-./", c));
}

/* Words that some YAML reader takes for a truth value or for nothing. */
static bool is_reserved(struct text text)
{
	static const char *const words[] = {
		"true", "false", "null", "yes", "no", "on", "off", "y", "n"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text.len == strlen(words[i]) && text_contains_nocase(text, text_of(words[i])))
			return true;
	return false;
}

static bool is_plain(struct text text)
{
	if (text.len == 0 || !is_letter(text.ptr[0]) || is_reserved(text))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!is_plain_byte(text.ptr[i]))
			return false;
	return true;
}

/* What a double-quoted YAML scalar may hold as itself. */
static bool is_printable(uint32_t code)
{
	if (code < 0x20 || (code >= 0x7f && code < 0xa0))
		return false;
	return code != 0x2028 && code != 0x2029 && code != 0xfeff && code != 0xfffe &&
	       code != 0xffff;
}

static void add_quoted_code(struct buffer *out, uint32_t code, struct text bytes)
{
	if (code == '"' || code == '\\') {
		buffer_byte(out, '\\');
		buffer_byte(out, (char)code);
	} else if (is_printable(code)) {
		buffer_add(out, bytes);
	} else {
		buffer_printf(out, "\\u%04x", (unsigned)code);
	}
}

void value_format_string(struct buffer *out, struct text text)
{
	uint32_t code = 0;

	if (is_plain(text)) {
		buffer_add(out, text);
		return;
	}
	buffer_byte(out, '"');
	for (size_t at = 0; at < text.len;) {
		struct text rest = text_slice(text, at, text.len);
		unsigned length = utf8_decode(rest, &code);

		/* The texts of a policy are UTF-8; anything else ends here rather than in a loop. */
		if (length == 0)
			break;
		add_quoted_code(out, code, text_slice(rest, 0, length));
		at += length;
	}
	buffer_byte(out, '"');
}

void format_string(struct buffer *out, const struct option *option, const void *field)
{
	(void)option;
	value_format_string(out, *(const struct text *)field);
}
