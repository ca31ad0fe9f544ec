/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/policy/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/escape.h"

enum { LONGEST_NUMBER = 48 };

/* A unit is its seconds, or a second is 10^shift units. */
struct duration_unit {
	const char *name;
	double seconds;
	int shift;
};

struct size_unit {
	const char *name;
	uint64_t bytes;
};

/* The largest first: the first that divides a value writes it. */
static const struct duration_unit duration_units[] = {{"d", 86400, 0}, {"h", 3600, 0}, {"m", 60, 0},
	{"s", 1, 0}, {"ms", 1e-3, 3}, {"us", 1e-6, 6}};
enum { DURATION_UNITS = sizeof(duration_units) / sizeof(duration_units[0]) };

static const struct size_unit size_units[] = {{"TiB", UINT64_C(1) << 40},
	{"TB", UINT64_C(1000000000000)}, {"GiB", UINT64_C(1) << 30}, {"GB", UINT64_C(1000000000)},
	{"MiB", UINT64_C(1) << 20}, {"MB", UINT64_C(1000000)}, {"KiB", UINT64_C(1) << 10},
	{"kB", UINT64_C(1000)}, {"B", 1}};
enum { SIZE_UNITS = sizeof(size_units) / sizeof(size_units[0]) };

static size_t digits_end(struct text text, size_t at)
{
	while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
		at++;
	return at;
}

/* Behind the fraction that may begin at `at`, or the exponent; 0 where one is begun and not whole. */
static size_t fraction_end(struct text text, size_t at)
{
	size_t end;

	if (at == text.len || text.ptr[at] != '.')
		return at;
	end = digits_end(text, at + 1);
	return end == at + 1 ? 0 : end;
}

static size_t exponent_end(struct text text, size_t at)
{
	size_t end;

	if (at == text.len || (text.ptr[at] != 'e' && text.ptr[at] != 'E'))
		return at;
	at++;
	if (at < text.len && (text.ptr[at] == '+' || text.ptr[at] == '-'))
		at++;
	end = digits_end(text, at);
	return end == at ? 0 : end;
}

/* Length of the JSON number (RFC 8259, section 6) that a text begins with, or 0. */
static size_t number_length(struct text text)
{
	size_t start = text.len && text.ptr[0] == '-', end = digits_end(text, start);

	if (end == start || (text.ptr[start] == '0' && end > start + 1))
		return 0;
	end = fraction_end(text, end);
	return end ? exponent_end(text, end) : 0;
}

/* The number that a text begins with, as written; *unit gets the rest. */
static bool take_digits(struct text text, char digits[LONGEST_NUMBER], struct text *unit)
{
	size_t length = number_length(text);

	if (length == 0 || length >= LONGEST_NUMBER)
		return false;
	memcpy(digits, text.ptr, length);
	digits[length] = '\0';
	*unit = text_slice(text, length, text.len);
	return true;
}

/* digits / 10^shift, by way of the exponent, so that 33.3% is the double nearest to 0.333. */
static bool to_number(const char *digits, int shift, double *number)
{
	size_t mantissa = strcspn(digits, "eE");
	long exponent = digits[mantissa] ? strtol(digits + mantissa + 1, NULL, 10) : 0;
	char shifted[LONGEST_NUMBER + 24];

	if (exponent < -9999 || exponent > 9999)
		return false;
	snprintf(shifted, sizeof(shifted), "%.*se%ld", (int)mantissa, digits, exponent - shift);
	*number = strtod(shifted, NULL);
	return isfinite(*number);
}

static bool parse_bool(const struct option *option, struct text text, bool quoted, void *field)
{
	bool is_true = text_is(text, "true");

	(void)option;
	if (quoted || (!is_true && !text_is(text, "false")))
		return false;
	*(bool *)field = is_true;
	return true;
}

static bool is_whole(struct text text)
{
	return text.len > 0 && digits_end(text, 0) == text.len &&
	       (text.ptr[0] != '0' || text.len == 1);
}

static bool parse_integer(const struct option *option, struct text text, bool quoted, void *field)
{
	bool negative = text.len && text.ptr[0] == '-';
	struct text digits = text_slice(text, negative, text.len);
	uint64_t value;

	if (quoted || !is_whole(digits) || !text_to_uint(digits, INT64_MAX, &value))
		return false;
	if (option->choices && value_choice(option->choices, text) < 0)
		return false;
	*(int64_t *)field = negative ? -(int64_t)value : (int64_t)value;
	return true;
}

static bool parse_number(const struct option *option, struct text text, bool quoted, void *field)
{
	char digits[LONGEST_NUMBER];
	struct text unit;
	double number;

	(void)option;
	if (quoted || !take_digits(text, digits, &unit) || unit.len ||
		!to_number(digits, 0, &number))
		return false;
	*(double *)field = number;
	return true;
}

static bool take_duration(struct text text, double *seconds)
{
	char digits[LONGEST_NUMBER];
	struct text unit;
	double number;

	if (!take_digits(text, digits, &unit) || digits[0] == '-')
		return false;
	for (size_t i = 0; i < DURATION_UNITS; i++) {
		const struct duration_unit *row = &duration_units[i];

		if (!text_is(unit, row->name))
			continue;
		if (!to_number(digits, row->shift, &number))
			return false;
		*seconds = row->shift ? number : number * row->seconds;
		return isfinite(*seconds);
	}
	return false;
}

static bool parse_duration(const struct option *option, struct text text, bool quoted, void *field)
{
	double seconds;

	(void)option;
	(void)quoted;
	if (!take_duration(text, &seconds))
		return false;
	*(double *)field = seconds;
	return true;
}

/* A plain number, or one with a per cent sign. */
static bool take_share(struct text text, bool quoted, struct tolerance *tolerance)
{
	char digits[LONGEST_NUMBER];
	struct text unit;

	if (!take_digits(text, digits, &unit) || digits[0] == '-')
		return false;
	tolerance->unit = unit.len ? TOLERANCE_SHARE : TOLERANCE_ABSOLUTE;
	if (unit.len ? !text_is(unit, "%") : quoted)
		return false;
	return to_number(digits, unit.len ? 2 : 0, &tolerance->value);
}

static bool parse_tolerance(const struct option *option, struct text text, bool quoted, void *field)
{
	struct tolerance tolerance;

	(void)option;
	memset(&tolerance, 0, sizeof(tolerance));
	tolerance.unit = TOLERANCE_SECONDS;
	if (!take_duration(text, &tolerance.value) && !take_share(text, quoted, &tolerance))
		return false;
	*(struct tolerance *)field = tolerance;
	return true;
}

static bool parse_size(const struct option *option, struct text text, bool quoted, void *field)
{
	size_t length = digits_end(text, 0);
	struct text digits = text_slice(text, 0, length);
	struct text unit = text_slice(text, length, text.len);
	uint64_t value;

	(void)option;
	if (!is_whole(digits) || !text_to_uint(digits, UINT64_MAX, &value))
		return false;
	if (unit.len == 0 && !quoted) {
		*(uint64_t *)field = value;
		return true;
	}
	for (size_t i = 0; i < SIZE_UNITS; i++) {
		if (!text_is(unit, size_units[i].name) || value > UINT64_MAX / size_units[i].bytes)
			continue;
		*(uint64_t *)field = value * size_units[i].bytes;
		return true;
	}
	return false;
}

static bool parse_string(const struct option *option, struct text text, bool quoted, void *field)
{
	static const char *const nothing[] = {"", "~", "null", "Null", "NULL", NULL};

	if (!quoted && value_choice(nothing, text) >= 0)
		return false;
	if (option->required && text_trim(text).len == 0)
		return false;
	*(struct text *)field = text;
	return true;
}

static bool is_leap(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t days_of_month(int64_t year, int64_t month)
{
	static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days from 1970-01-01 to the first of January of a year from 1970 on. */
static int64_t days_before_year(int64_t year)
{
	int64_t last = year - 1;

	return (year - 1970) * 365 + (last / 4 - last / 100 + last / 400) - 477;
}

/* Four digits, hyphen, two, hyphen, two. */
static bool is_date(struct text text)
{
	for (size_t i = 0; i < text.len; i++) {
		bool is_hyphen = i == 4 || i == 7;

		if (is_hyphen ? text.ptr[i] != '-' : text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
	}
	return text.len == 10;
}

static int64_t small_number(struct text text, size_t from, size_t to)
{
	uint64_t value = 0;

	return text_to_uint(text_slice(text, from, to), 9999, &value) ? (int64_t)value : 0;
}

static bool parse_date(const struct option *option, struct text text, bool quoted, void *field)
{
	int64_t year, month, day, days;

	(void)option;
	(void)quoted;
	if (!is_date(text))
		return false;
	year = small_number(text, 0, 4);
	month = small_number(text, 5, 7);
	day = small_number(text, 8, 10);
	if (year < 1970 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
		return false;
	days = days_before_year(year) + day - 1;
	for (int64_t i = 1; i < month; i++)
		days += days_of_month(year, i);
	*(int64_t *)field = days;
	return true;
}

int value_choice(const char *const *choices, struct text word)
{
	for (int i = 0; choices[i]; i++)
		if (text_is(word, choices[i]))
			return i;
	return -1;
}

static bool parse_choice(const struct option *option, struct text text, bool quoted, void *field)
{
	int choice = value_choice(option->choices, text);

	(void)quoted;
	if (choice < 0)
		return false;
	*(int *)field = choice;
	return true;
}

static void format_bool(struct buffer *out, const struct option *option, const void *field)
{
	(void)option;
	buffer_string(out, *(const bool *)field ? "true" : "false");
}

static void format_integer(struct buffer *out, const struct option *option, const void *field)
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

static void format_number(struct buffer *out, const struct option *option, const void *field)
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

static void format_duration(struct buffer *out, const struct option *option, const void *field)
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

static void format_tolerance(struct buffer *out, const struct option *option, const void *field)
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

static void format_size(struct buffer *out, const struct option *option, const void *field)
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

static void format_date(struct buffer *out, const struct option *option, const void *field)
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

static void format_choice(struct buffer *out, const struct option *option, const void *field)
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

static void format_string(struct buffer *out, const struct option *option, const void *field)
{
	(void)option;
	value_format_string(out, *(const struct text *)field);
}

/* One row a type; parse NULL for what is no single value. */
static const struct {
	bool (*parse)(const struct option *option, struct text text, bool quoted, void *field);
	void (*format)(struct buffer *out, const struct option *option, const void *field);
	const char *wanted;
} types[] = {
	[OPTION_BOOL] = {parse_bool, format_bool, "true or false"},
	[OPTION_INTEGER] = {parse_integer, format_integer, "a whole number"},
	[OPTION_NUMBER] = {parse_number, format_number, "a number"},
	[OPTION_TOLERANCE] = {parse_tolerance, format_tolerance,
		"a number, a share such as 5% or a duration such as 40ms"},
	[OPTION_DURATION] = {parse_duration, format_duration, "a duration such as 150ms or 15m"},
	[OPTION_SIZE] = {parse_size, format_size, "a size such as 64MiB or a number of bytes"},
	[OPTION_STRING] = {parse_string, format_string, "a string"},
	[OPTION_GLOB] = {parse_string, format_string, "a path or a pattern of paths"},
	[OPTION_DATE] = {parse_date, format_date, "a date such as 2027-01-31"},
	[OPTION_CHOICE] = {parse_choice, format_choice, "one of"},
	[OPTION_STRINGS] = {NULL, NULL, "a list of strings"},
	[OPTION_GLOBS] = {NULL, NULL, "a list of paths or patterns of paths"},
	[OPTION_BLOCK] = {NULL, NULL, "a mapping"},
	[OPTION_BLOCKS] = {NULL, NULL, "a list of mappings"},
	[OPTION_MAP] = {NULL, NULL, "a mapping"},
};

bool value_is_single(enum option_type type)
{
	return types[type].parse != NULL;
}

const char *value_wanted(enum option_type type)
{
	return types[type].wanted;
}

bool value_parse(const struct option *option, struct text text, bool quoted, void *field)
{
	return types[option->type].parse(option, text, quoted, field);
}

void value_format(struct buffer *out, const struct option *option, const void *field)
{
	types[option->type].format(out, option, field);
}

struct value_rank value_rank(const struct option *option, const void *field)
{
	const struct tolerance *tolerance = field;

	switch (option->type) {
	case OPTION_BOOL:
		return (struct value_rank){true, 0, *(const bool *)field};
	case OPTION_INTEGER:
	case OPTION_DATE:
		return (struct value_rank){true, 0, (double)*(const int64_t *)field};
	case OPTION_NUMBER:
	case OPTION_DURATION:
		return (struct value_rank){true, 0, *(const double *)field};
	case OPTION_SIZE:
		return (struct value_rank){true, 0, (double)*(const uint64_t *)field};
	case OPTION_CHOICE:
		return (struct value_rank){true, 0, *(const int *)field};
	case OPTION_TOLERANCE:
		return (struct value_rank){true, (int)tolerance->unit, tolerance->value};
	default:
		return (struct value_rank){false, 0, 0};
	}
}

bool value_is_unset(const struct option *option, const void *field)
{
	if (option->type != OPTION_STRING && option->type != OPTION_GLOB)
		return false;
	return !option->fallback && ((const struct text *)field)->len == 0;
}
