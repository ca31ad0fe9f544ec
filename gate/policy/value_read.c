/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/policy/value_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct duration_unit duration_units[DURATION_UNITS] = {{"d", 86400, 0}, {"h", 3600, 0},
	{"m", 60, 0}, {"s", 1, 0}, {"ms", 1e-3, 3}, {"us", 1e-6, 6}};

const struct size_unit size_units[SIZE_UNITS] = {{"TiB", UINT64_C(1) << 40},
	{"TB", UINT64_C(1000000000000)}, {"GiB", UINT64_C(1) << 30}, {"GB", UINT64_C(1000000000)},
	{"MiB", UINT64_C(1) << 20}, {"MB", UINT64_C(1000000)}, {"KiB", UINT64_C(1) << 10},
	{"kB", UINT64_C(1000)}, {"B", 1}};

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

bool parse_bool(const struct option *option, struct text text, bool quoted, void *field)
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

bool parse_integer(const struct option *option, struct text text, bool quoted, void *field)
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

bool parse_number(const struct option *option, struct text text, bool quoted, void *field)
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

bool take_duration(struct text text, double *seconds)
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

bool parse_duration(const struct option *option, struct text text, bool quoted, void *field)
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
bool take_share(struct text text, bool quoted, struct tolerance *tolerance)
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

bool parse_tolerance(const struct option *option, struct text text, bool quoted, void *field)
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

bool parse_size(const struct option *option, struct text text, bool quoted, void *field)
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

bool parse_string(const struct option *option, struct text text, bool quoted, void *field)
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

int64_t days_of_month(int64_t year, int64_t month)
{
	static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

int64_t days_before_year(int64_t year)
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

bool parse_date(const struct option *option, struct text text, bool quoted, void *field)
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

bool parse_choice(const struct option *option, struct text text, bool quoted, void *field)
{
	int choice = value_choice(option->choices, text);

	(void)quoted;
	if (choice < 0)
		return false;
	*(int *)field = choice;
	return true;
}
