/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/moment.h"

#include <math.h>
#include <time.h>

#include "gate/base/number.h"

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

/* The length of an optional fraction at `at`; SIZE_MAX where it is begun but has no digits. */
static size_t fraction(struct text text, size_t at)
{
	size_t count = is_one_of(text, at, '.', '.') ? digits(text, at + 1) : 0;

	if (count)
		return count + 1;
	return is_one_of(text, at, '.', '.') ? SIZE_MAX : 0;
}

/* Two or four digits of a date at a place; -1 where there are none. */
static int part(struct text text, size_t at, size_t count)
{
	int value = 0;

	if (digits(text_slice(text, 0, at + count), at) != count)
		return -1;
	for (size_t i = 0; i < count; i++)
		value = value * 10 + (text.ptr[at + i] - '0');
	return value;
}

/* Days since 1970-01-01 of a Gregorian date (Hinnant, "chrono-compatible low-level date algorithms"). */
static double days(int year, int month, int day)
{
	int era, of_era, of_year;

	year -= month <= 2;
	era = year / 400;
	of_era = year - era * 400;
	of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097.0 + of_era * 365.0 + of_era / 4 - of_era / 100 + of_year - 719468.0;
}

/* "Z", "+01:00" as seconds; NAN for anything else. */
static double zone(struct text text)
{
	double seconds;

	if (text_is(text, "Z") || text_is(text, "z"))
		return 0;
	if (text.len != 6 || text.ptr[3] != ':' || part(text, 1, 2) < 0 || part(text, 4, 2) < 0 ||
		!is_one_of(text, 0, '+', '-'))
		return NAN;
	seconds = part(text, 1, 2) * 3600.0 + part(text, 4, 2) * 60.0;
	return text.ptr[0] == '-' ? -seconds : seconds;
}

static bool has_clock_shape(struct text text)
{
	static const char shape[] = "0000-00-00T00:00:00";

	if (text.len < sizeof(shape))
		return false;
	for (size_t i = 0; i + 1 < sizeof(shape); i++)
		if (shape[i] != '0' && text.ptr[i] != shape[i])
			return false;
	return true;
}

/* "2026-11-27T05:18:44", with whatever behind it: year, month, day, hour, minute, second. */
static bool clock_parts(struct text text, int parts[6])
{
	static const size_t places[] = {0, 5, 8, 11, 14, 17};

	if (!has_clock_shape(text))
		return false;
	for (size_t i = 0; i < 6; i++) {
		parts[i] = part(text, places[i], i ? 2 : 4);
		if (parts[i] < 0)
			return false;
	}
	return parts[1] >= 1 && parts[1] <= 12 && parts[2] >= 1 && parts[2] <= 31;
}

double moment_read(struct text text)
{
	const size_t at = 19;
	int parts[6];
	double of_second = 0;
	size_t count;

	if (!clock_parts(text, parts))
		return NAN;
	count = fraction(text, at);
	if (count == SIZE_MAX || count > 12)
		return NAN;
	for (size_t i = count; i > 1; i--)
		of_second = (of_second + (text.ptr[at + i - 1] - '0')) / 10;
	return days(parts[0], parts[1], parts[2]) * 86400 + parts[3] * 3600.0 + parts[4] * 60.0 +
	       parts[5] + of_second - zone(text_slice(text, at + count, text.len));
}

double moment_of(double number)
{
	static const double units[] = {1, 1e3, 1e6, 1e9};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (number >= 1e8 * units[i] && number < 1e11 * units[i])
			return number / units[i];
	return NAN;
}

double moment_of_text(struct text text)
{
	double number;

	return number_parse(text, &number) ? moment_of(number) : moment_read(text);
}

struct text moment_write(double seconds, struct arena *arena)
{
	char out[64] = "";
	struct tm parts;
	time_t time;

	if (!(seconds > -1e11 && seconds < 1e12))
		return text_of("");
	time = (time_t)floor(seconds);
	if (!gmtime_r(&time, &parts) || !strftime(out, sizeof(out), "%Y-%m-%dT%H:%M:%SZ", &parts))
		return text_of("");
	return arena_text(arena, text_of(out));
}
