/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "checks/secrets/decode/coding.h"
#include "checks/secrets/decode/join.h"
#include "gate/base/escape.h"

/* A stretch goes on over this many bytes without an escape, and is at most so long: what stands at an offset
 * of it is found by reading it from its beginning. */
enum { MOST_PLAIN = 64, MOST_STRETCH = 4096, ESCAPE = 0x1b, FULL_LINE = 70, LONGEST_LINE = 76 };
enum { LONGEST_UNIT = 12 }; /* two surrogates */

/* `count` hexadecimal digits at an offset, or -1. */
static int64_t hex_number(struct text text, size_t at, size_t count)
{
	int64_t number = 0;

	if (at > text.len || text.len - at < count)
		return -1;
	for (size_t i = 0; i < count; i++) {
		int digit = hex_digit(text.ptr[at + i]);

		if (digit < 0)
			return -1;
		number = number << 4 | digit;
	}
	return number;
}

static bool is_hidden(uint32_t code)
{
	return (code >= ' ' && code <= '~') || code == ESCAPE;
}

static struct unit unit_of_byte(size_t taken, unsigned byte)
{
	struct unit unit = {.taken = taken, .made = 1, .tells = is_hidden(byte)};

	unit.out[0] = (char)byte;
	return unit;
}

static struct unit unit_of_code(size_t taken, uint32_t code)
{
	struct unit unit = {.taken = taken, .tells = is_hidden(code)};

	if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		code = 0xfffd;
	unit.made = utf8_encode(code, unit.out);
	return unit;
}

static const struct unit no_unit;

/* ---- percent ---- */

static struct unit read_percent(struct text text, size_t at)
{
	int64_t byte = hex_number(text, at + 1, 2);

	return byte < 0 ? no_unit : unit_of_byte(3, (unsigned)byte);
}

/* ---- backslash ---- */

/* \u{1F600} */
static struct unit read_braced(struct text text, size_t at)
{
	size_t end = at + 3;

	while (end < text.len && end - at < 3 + 6 && hex_digit(text.ptr[end]) >= 0)
		end++;
	if (end == at + 3 || end >= text.len || text.ptr[end] != '}')
		return no_unit;
	return unit_of_code(end + 1 - at, (uint32_t)hex_number(text, at + 3, end - at - 3));
}

/* \u0041, and surrogate pairs of two such */
static struct unit read_short(struct text text, size_t at)
{
	int64_t code = hex_number(text, at + 2, 4), low;

	if (code < 0)
		return no_unit;
	if (code < 0xd800 || code >= 0xdc00 || text.len - at < 12 || text.ptr[at + 6] != '\\' ||
		text.ptr[at + 7] != 'u')
		return unit_of_code(6, (uint32_t)code);
	low = hex_number(text, at + 8, 4);
	if (low < 0xdc00 || low >= 0xe000)
		return unit_of_code(6, (uint32_t)code);
	return unit_of_code(12, (uint32_t)(0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)));
}

static struct unit read_octal(struct text text, size_t at)
{
	unsigned byte = 0;

	if (text.len - at < 4 || text.ptr[at + 1] > '3')
		return no_unit;
	for (size_t i = 1; i < 4; i++) {
		if (text.ptr[at + i] < '0' || text.ptr[at + i] > '7')
			return no_unit;
		byte = byte << 3 | (unsigned)(text.ptr[at + i] - '0');
	}
	return unit_of_byte(4, byte);
}

static struct unit read_simple(char c)
{
	static const char names[] = "ntr\"'\\/", bytes[] = "\n\t\r\"'\\/";
	const char *found = c ? strchr(names, c) : NULL;
	struct unit unit = found ? unit_of_byte(2, (unsigned char)bytes[found - names]) : no_unit;

	/* Patterns of rules know these as they are written. */
	unit.tells = false;
	return unit;
}

static char byte_at(struct text text, size_t at)
{
	return at < text.len ? text.ptr[at] : '\0';
}

static struct unit read_backslash(struct text text, size_t at)
{
	char c = byte_at(text, at + 1), next = byte_at(text, at + 2);
	int64_t number;

	switch (c) {
	case 'u':
		return next == '{' ? read_braced(text, at) : read_short(text, at);
	case 'x':
		number = hex_number(text, at + 2, 2);
		return number < 0 ? no_unit : unit_of_byte(4, (unsigned)number);
	case 'U':
		number = hex_number(text, at + 2, 8);
		return number < 0 ? no_unit : unit_of_code(10, (uint32_t)number);
	case 'e':
		return next == '[' ? unit_of_byte(2, ESCAPE) : no_unit;
	default:
		return c >= '0' && c <= '7' ? read_octal(text, at) : read_simple(c);
	}
}

/* ---- HTML ---- */

static const struct {
	struct text name;
	char byte;
	bool tells;
} entities[] = {
	{TEXT("&quot;"), '"', true},
	{TEXT("&apos;"), '\'', true},
	{TEXT("&amp;"), '&', true},
	{TEXT("&lt;"), '<', false},
	{TEXT("&gt;"), '>', false},
	{TEXT("&nbsp;"), ' ', false},
	{TEXT("&equals;"), '=', true},
	{TEXT("&colon;"), ':', true},
	{TEXT("&lowbar;"), '_', true},
	{TEXT("&hyphen;"), '-', true},
	{TEXT("&plus;"), '+', true},
	{TEXT("&period;"), '.', true},
	{TEXT("&sol;"), '/', true},
	{TEXT("&commat;"), '@', true},
	{TEXT("&dollar;"), '$', true},
	{TEXT("&num;"), '#', true},
	{TEXT("&percnt;"), '%', true},
};

static int digit_of(char c, bool hex)
{
	return hex ? hex_digit(c) : c >= '0' && c <= '9' ? c - '0' : -1;
}

/* &#65; and &#x41; */
static struct unit read_number(struct text text, size_t at)
{
	bool hex = at + 2 < text.len && (text.ptr[at + 2] | 0x20) == 'x';
	size_t from = at + (hex ? 3 : 2), end = from;
	uint32_t code = 0;

	while (end < text.len && end - from < 7 && digit_of(text.ptr[end], hex) >= 0)
		code = code * (hex ? 16 : 10) + (uint32_t)digit_of(text.ptr[end++], hex);
	if (end == from || end >= text.len || text.ptr[end] != ';')
		return no_unit;
	return unit_of_code(end + 1 - at, code);
}

static struct unit read_html(struct text text, size_t at)
{
	struct text rest = text_slice(text, at, at + 8);

	if (rest.len > 1 && rest.ptr[1] == '#')
		return read_number(text, at);
	if (!memchr(rest.ptr, ';', rest.len))
		return no_unit;
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		struct text name = entities[i].name;

		if (text_equal(text_slice(rest, 0, name.len), name))
			return (struct unit){name.len, 1, {entities[i].byte}, entities[i].tells};
	}
	return no_unit;
}

/* ---- quoted-printable ---- */

/* An encoder breaks lines where they are full; elsewhere "=" at the end of a line is something else's. */
static bool is_full_line(struct text text, size_t at)
{
	size_t len = 1;

	while (len <= LONGEST_LINE && len <= at && text.ptr[at - len] != '\n')
		len++;
	return len >= FULL_LINE && len <= LONGEST_LINE && text.ptr[at - 1] != '=';
}

static struct unit read_quoted(struct text text, size_t at)
{
	size_t cr = at + 1 < text.len && text.ptr[at + 1] == '\r';
	int64_t byte;
	struct unit unit;

	if (at + 1 + cr < text.len && text.ptr[at + 1 + cr] == '\n')
		return (struct unit){.taken = 2 + cr, .tells = is_full_line(text, at)};
	byte = hex_number(text, at + 1, 2);
	if (byte < 0 || text.ptr[at + 1] > 'F' || text.ptr[at + 2] > 'F')
		return no_unit;
	unit = unit_of_byte(3, (unsigned)byte);
	/* Any other number behind a sign of equality is likelier to be just that. */
	unit.tells = byte == '=';
	return unit;
}

/* ---- together ---- */

static const struct {
	char lead;
	const char *name;
	struct unit (*read)(struct text text, size_t at);
} codings[] = {
	[CODING_NONE] = {'\0', "", NULL},
	[CODING_PERCENT] = {'%', "percent-encoding", read_percent},
	[CODING_BACKSLASH] = {'\\', "backslash escapes", read_backslash},
	[CODING_HTML] = {'&', "HTML escapes", read_html},
	[CODING_QUOTED] = {'=', "quoted-printable", read_quoted},
	[CODING_JOIN] = {'\0', "joined literals", NULL},
	[CODING_BASE64] = {'\0', "base64", NULL},
	[CODING_HEX] = {'\0', "hexadecimal", NULL},
};

const char *coding_name(enum coding coding)
{
	return codings[coding].name;
}

enum coding coding_of_lead(char lead)
{
	for (int i = CODING_PERCENT; i <= CODING_QUOTED; i++)
		if (codings[i].lead == lead)
			return (enum coding)i;
	return CODING_NONE;
}

struct unit unit_read(struct text text, size_t at, enum coding coding)
{
	if (coding == CODING_JOIN)
		return (struct unit){.taken = joint_length(text, at)};
	return text.ptr[at] == codings[coding].lead ? codings[coding].read(text, at) : no_unit;
}

size_t units_end(struct text text, size_t at, enum coding coding)
{
	size_t from = at, end = at;

	while (at < text.len && at - from < MOST_STRETCH && at - end <= MOST_PLAIN) {
		struct unit unit = unit_read(text, at, coding);

		at += unit.taken ? unit.taken : 1;
		if (unit.taken)
			end = at;
	}
	return end;
}

/* Whether an escape begins in [from, to), and where the last one does. */
static bool last_unit(
	struct unit *out, size_t *at, struct text text, size_t from, size_t to, enum coding coding)
{
	const char *found;

	for (; to > from; to = *at) {
		found = memrchr(text.ptr + from, codings[coding].lead, to - from);
		if (!found)
			return false;
		*at = (size_t)(found - text.ptr);
		*out = unit_read(text, *at, coding);
		if (out->taken)
			return true;
	}
	return false;
}

static bool may_cross(struct text text, size_t at, size_t floor, enum coding coding)
{
	size_t next = at, from;
	struct unit unit;

	do {
		from = next > floor + MOST_PLAIN + LONGEST_UNIT ? next - MOST_PLAIN - LONGEST_UNIT
								: floor;
		if (!last_unit(&unit, &next, text, from, next, coding))
			return from == floor && floor > 0;
	} while (!unit.tells && at - next < MOST_STRETCH + LONGEST_UNIT);
	return unit.tells;
}

bool units_may_cross(struct text text, size_t at, size_t known_from)
{
	/* Whether a line is full is known of what stands behind the first one. */
	size_t floor = known_from ? known_from + LONGEST_LINE + 1 : 0;

	if (at <= floor)
		return floor > 0;
	for (int i = CODING_PERCENT; i <= CODING_QUOTED; i++)
		if (may_cross(text, at, floor, (enum coding)i))
			return true;
	return false;
}

void units_decode(struct buffer *out, struct text text, size_t from, size_t to, enum coding coding)
{
	while (from < to) {
		struct unit unit = unit_read(text, from, coding);

		buffer_add(out, unit.taken ? (struct text){unit.out, unit.made}
					   : text_slice(text, from, from + 1));
		from += unit.taken ? unit.taken : 1;
	}
}

void units_source(struct text text, enum coding coding, size_t offset, size_t *from, size_t *to)
{
	size_t made = 0;

	*to = *from;
	while (*to < text.len && made <= offset) {
		struct unit unit = unit_read(text, *to, coding);

		*from = *to;
		*to += unit.taken ? unit.taken : 1;
		made += unit.taken ? unit.made : 1;
	}
}
