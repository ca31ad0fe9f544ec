/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "checks/latency/samples.h"

double samples_unit_ms(struct text unit)
{
	static const struct {
		const char *word;
		double ms;
	} units[] = {
		{"ns", 1e-6},
		{"nanosecond", 1e-6},
		{"nanoseconds", 1e-6},
		{"us", 1e-3},
		{"\xc2\xb5s", 1e-3},
		{"\xce\xbcs", 1e-3},
		{"microsecond", 1e-3},
		{"microseconds", 1e-3},
		{"ms", 1},
		{"millisecond", 1},
		{"milliseconds", 1},
		{"msec", 1},
		{"s", 1e3},
		{"sec", 1e3},
		{"second", 1e3},
		{"seconds", 1e3},
		{"m", 6e4},
		{"min", 6e4},
		{"minute", 6e4},
		{"minutes", 6e4},
		{"h", 3.6e6},
		{"hour", 3.6e6},
		{"hours", 3.6e6},
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (text_is(unit, units[i].word))
			return units[i].ms;
	return NAN;
}

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

double samples_time(struct text text)
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

static bool is_loopback(struct text host)
{
	return text_is(host, "localhost") || text_is(host, "[::1]") || text_starts(host, "127.");
}

/* Up to the first of these bytes. */
static size_t until(struct text text, size_t from, const char *stops)
{
	while (from < text.len && !strchr(stops, text.ptr[from]))
		from++;
	return from;
}

/* The length of "host" in "host:80". */
static size_t without_port(struct text authority)
{
	size_t at = authority.len;

	while (at > 0 && authority.ptr[at - 1] >= '0' && authority.ptr[at - 1] <= '9')
		at--;
	return at > 0 && authority.ptr[at - 1] == ':' ? at - 1 : authority.len;
}

struct text samples_page(struct text url, struct arena *arena)
{
	size_t host, slash;
	struct text authority;

	url.len = until(url, 0, "?#");
	host = text_find(url, (struct text)TEXT("://"));
	if (host + 3 > url.len)
		return arena_text(arena, url);
	host += 3;
	slash = until(url, host, "/");
	authority = text_slice(url, host, slash);
	authority.len = without_port(authority);
	if (!is_loopback(authority))
		return arena_text(arena, url);
	return arena_textf(arena, "%.*s%.*s", (int)(host + authority.len), url.ptr,
		(int)(url.len - slash), url.ptr + slash);
}
