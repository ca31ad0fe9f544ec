/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/toml_number.h"

#include <string.h>

#include "gate/base/digest.h"

/* --- taking pieces off the front --- */

static bool take_one(struct text *rest, const char *of)
{
	if (rest->len == 0 || rest->ptr[0] == '\0' || !strchr(of, rest->ptr[0]))
		return false;
	*rest = text_slice(*rest, 1, rest->len);
	return true;
}

static bool take_word(struct text *rest, const char *word)
{
	if (!text_starts(*rest, word))
		return false;
	*rest = text_slice(*rest, strlen(word), rest->len);
	return true;
}

static bool is_digit_at(struct text text, size_t at, unsigned base)
{
	uint32_t digit;

	return at < text.len && hex_digit(text.ptr[at], &digit) && digit < base;
}

/* Digits, with single underscores between them. */
static bool take_digits(struct text *rest, unsigned base)
{
	size_t at = 0;

	while (is_digit_at(*rest, at, base)) {
		at++;
		if (is_digit_at(*rest, at + 1, base) && rest->ptr[at] == '_')
			at++;
	}
	*rest = text_slice(*rest, at, rest->len);
	return at > 0;
}

/* Without zeros in front. */
static bool take_decimal(struct text *rest)
{
	return take_one(rest, "0") || take_digits(rest, 10);
}

/* --- numbers --- */

/* Takes 0x, 0o, 0b or a sign. */
static unsigned take_base(struct text *rest)
{
	if (take_word(rest, "0x"))
		return 16;
	if (take_word(rest, "0o"))
		return 8;
	if (take_word(rest, "0b"))
		return 2;
	take_one(rest, "+-");
	return 10;
}

bool toml_is_integer(struct text text)
{
	unsigned base = take_base(&text);

	return (base == 10 ? take_decimal(&text) : take_digits(&text, base)) && text.len == 0;
}

bool toml_integer_value(struct text text, int64_t *value)
{
	bool is_negative = text_starts(text, "-");
	uint64_t most = (uint64_t)INT64_MAX + is_negative, sum = 0;
	unsigned base;

	if (!toml_is_integer(text))
		return false;
	base = take_base(&text);
	for (size_t i = 0; i < text.len; i++) {
		uint32_t digit;

		if (!hex_digit(text.ptr[i], &digit))
			continue; /* an underscore */
		if (sum > (most - digit) / base)
			return false;
		sum = sum * base + digit;
	}
	*value = is_negative ? (int64_t)(0 - sum) : (int64_t)sum;
	return true;
}

/* True also where there is none. */
static bool take_fraction(struct text *rest, bool *found)
{
	*found = take_one(rest, ".");
	return !*found || take_digits(rest, 10);
}

static bool take_exponent(struct text *rest, bool *found)
{
	*found = take_one(rest, "eE");
	if (!*found)
		return true;
	take_one(rest, "+-");
	return take_digits(rest, 10);
}

bool toml_is_float(struct text text)
{
	bool has_fraction, has_exponent;

	take_one(&text, "+-");
	if (text_is(text, "inf") || text_is(text, "nan"))
		return true;
	if (!take_decimal(&text) || !take_fraction(&text, &has_fraction) ||
		!take_exponent(&text, &has_exponent))
		return false;
	return (has_fraction || has_exponent) && text.len == 0;
}

/* --- dates and times --- */

/* Exactly so many digits, from least to most. */
static bool take_number(
	struct text *rest, size_t digits, unsigned least, unsigned most, unsigned *number)
{
	*number = 0;
	for (size_t i = 0; i < digits; i++) {
		if (!is_digit_at(*rest, i, 10))
			return false;
		*number = *number * 10 + (unsigned)(rest->ptr[i] - '0');
	}
	*rest = text_slice(*rest, digits, rest->len);
	return *number >= least && *number <= most;
}

static unsigned days_of(unsigned year, unsigned month)
{
	static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && is_leap);
}

static bool take_date(struct text *rest)
{
	unsigned year, month, day;

	return take_number(rest, 4, 0, 9999, &year) && take_one(rest, "-") &&
	       take_number(rest, 2, 1, 12, &month) && take_one(rest, "-") &&
	       take_number(rest, 2, 1, days_of(year, month), &day);
}

static bool take_minutes(struct text *rest)
{
	unsigned hour, minute;

	return take_number(rest, 2, 0, 23, &hour) && take_one(rest, ":") &&
	       take_number(rest, 2, 0, 59, &minute);
}

/* Without underscores. */
static bool take_plain_digits(struct text *rest)
{
	bool found = false;

	while (take_one(rest, "0123456789"))
		found = true;
	return found;
}

static bool take_time(struct text *rest)
{
	unsigned second;

	if (!take_minutes(rest) || !take_one(rest, ":") || !take_number(rest, 2, 0, 60, &second))
		return false;
	return !take_one(rest, ".") || take_plain_digits(rest);
}

static bool take_offset(struct text *rest)
{
	return take_one(rest, "Zz") || (take_one(rest, "+-") && take_minutes(rest));
}

static bool is_time(struct text text)
{
	return take_time(&text) && text.len == 0;
}

bool toml_is_datetime(struct text text)
{
	if (text.len > 2 && text.ptr[2] == ':')
		return is_time(text);
	if (!take_date(&text))
		return false;
	if (text.len == 0)
		return true;
	if (!take_one(&text, "Tt ") || !take_time(&text))
		return false;
	return text.len == 0 || (take_offset(&text) && text.len == 0);
}

bool toml_looks_like_datetime(struct text text)
{
	unsigned number;

	if (text.len > 2 && text.ptr[2] == ':')
		return take_number(&text, 2, 0, 99, &number);
	return take_number(&text, 4, 0, 9999, &number) && take_one(&text, "-");
}
