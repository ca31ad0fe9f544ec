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
