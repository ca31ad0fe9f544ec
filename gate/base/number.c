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

/* Up to 15 digits and a short fraction are exact in one division (Clinger, "How to read floating point numbers
 * accurately"); numbers in files of measurements mostly are. */
static bool quick(struct text text, double *out)
{
	static const double powers[] = {
		1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	uint64_t value = 0;
	size_t at = text.ptr[0] == '-', behind = 0, count = 0;
	bool point = false;

	for (; at < text.len; at++) {
		if (text.ptr[at] == '.') {
			point = true;
			continue;
		}
		if (text.ptr[at] < '0' || ++count > 15)
			return false;
		if (text.ptr[at] > '9')
			return false;
		value = value * 10 + (uint64_t)(text.ptr[at] - '0');
		behind += point;
	}
	*out = (double)value / powers[behind];
	if (text.ptr[0] == '-')
		*out = -*out;
	return true;
}

bool number_parse(struct text text, double *out)
{
	char copy[64];

	if (text.len == 0 || text.len >= sizeof(copy) || !is_number(text))
		return false;
	if (quick(text, out))
		return true;
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	*out = strtod(copy, NULL);
	return isfinite(*out);
}
