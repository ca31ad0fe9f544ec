/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t digits(struct text text, size_t at)
{
	size_t from = at;

	while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
		at++;
	return at - from;
}

static bool is_one_of(struct text text, size_t at, char a, char b)
{
	return at < text.len && (text.ptr[at] == a || text.ptr[at] == b);
}

/* The length of an optional fraction or exponent at `at`; SIZE_MAX where it is begun but has no digits. */
static size_t fraction(struct text text, size_t at)
{
	size_t count;

	if (!is_one_of(text, at, '.', '.'))
		return 0;
	count = digits(text, at + 1);
	return count ? count + 1 : SIZE_MAX;
}

static size_t exponent(struct text text, size_t at)
{
	size_t sign, count;

	if (!is_one_of(text, at, 'e', 'E'))
		return 0;
	sign = is_one_of(text, at + 1, '+', '-') ? 1 : 0;
	count = digits(text, at + 1 + sign);
	return count ? 1 + sign + count : SIZE_MAX;
}

static bool is_number(struct text text)
{
	size_t at = is_one_of(text, 0, '-', '-') ? 1 : 0, count = digits(text, at);

	if (count == 0 || (count > 1 && text.ptr[at] == '0'))
		return false;
	at += count;
	count = fraction(text, at);
	if (count == SIZE_MAX)
		return false;
	at += count;
	count = exponent(text, at);
	return count != SIZE_MAX && at + count == text.len;
}

/* The digits at `at`, behind those of *value; wraps round where there are more than 19. */
static const char *take_digits(const char *at, const char *end, uint64_t *value)
{
	for (; at < end && *at >= '0' && *at <= '9'; at++)
		*value = *value * 10 + (uint64_t)(*at - '0');
	return at;
}

/* All digits as one number, and how many of them stand behind the point. False: it is no plain number. */
static bool take_decimal(struct text text, uint64_t *value, size_t *behind)
{
	const char *end = text.ptr + text.len, *at = take_digits(text.ptr, end, value), *point = at;

	if (at == text.ptr || (text.ptr[0] == '0' && at - text.ptr > 1))
		return false;
	*behind = 0;
	if (at < end && *at == '.') {
		at = take_digits(point + 1, end, value);
		*behind = (size_t)(at - point) - 1;
	}
	return at == end && (*behind || point == end);
}

/* A whole number below 2^53, and at most 10^22 that it is divided by, are both exact, and so is their quotient as rounded once
 * (Clinger, "How to read floating point numbers accurately"); numbers in files of measurements mostly are such. False: look again. */
static bool quick(struct text text, double *out)
{
	static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
		1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18};
	bool is_negative = text.ptr[0] == '-';
	struct text number = text_slice(text, is_negative, text.len);
	uint64_t value = 0;
	size_t behind;

	if (number.len > 19 || !take_decimal(number, &value, &behind) || value >> 53)
		return false;
	*out = (double)value / powers[behind];
	*out = is_negative ? -*out : *out;
	return true;
}

bool number_parse(struct text text, double *out)
{
	char copy[64];

	if (text.len == 0 || text.len >= sizeof(copy))
		return false;
	if (quick(text, out))
		return true;
	if (!is_number(text))
		return false;
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	*out = strtod(copy, NULL);
	return isfinite(*out);
}
