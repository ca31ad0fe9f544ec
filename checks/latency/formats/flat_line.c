/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/formats/flat_line.h"

#include <string.h>

#include "checks/latency/samples.h"

#define EACH(byte) (0x0101010101010101u * (byte))

/* A byte of eight that ends plain text or is none: a quote, a backslash, a control, anything above ASCII (the tests of
 * Mycroft, "has zero byte"; a hit may be false only above a true one). */
static bool has_special(uint64_t eight)
{
	uint64_t quote = eight ^ EACH('"'), slash = eight ^ EACH('\\');

	return ((eight | ((eight - EACH(0x20)) & ~eight) | ((quote - EACH(1)) & ~quote) |
			((slash - EACH(1)) & ~slash)) &
		       EACH(0x80)) != 0;
}

static bool is_special(char c)
{
	return c == '"' || c == '\\' || (unsigned char)c < 0x20 || (unsigned char)c >= 0x80;
}

struct scan {
	const char *at, *end;
};

static void skip_space(struct scan *scan)
{
	while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r'))
		scan->at++;
}

static bool take(struct scan *scan, char c)
{
	skip_space(scan);
	if (scan->at == scan->end || *scan->at != c)
		return false;
	scan->at++;
	return true;
}

/* Behind an opening quote. */
static bool take_string(struct scan *scan, struct text *out)
{
	const char *from = scan->at;
	uint64_t eight;

	while (scan->end - scan->at >= 8) {
		memcpy(&eight, scan->at, 8);
		if (has_special(eight))
			break;
		scan->at += 8;
	}
	while (scan->at < scan->end && !is_special(*scan->at))
		scan->at++;
	*out = (struct text){from, (size_t)(scan->at - from)};
	return scan->at < scan->end && *scan->at++ == '"';
}

static bool is_of_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' ||
	       c == '+' || c == 'E';
}

static bool take_word(struct scan *scan, struct flat_member *member)
{
	static const struct {
		const char *word;
		enum json_type type;
	} words[] = {{"true", JSON_TRUE}, {"false", JSON_FALSE}, {"null", JSON_NULL}};
	const char *from = scan->at;

	while (scan->at < scan->end && is_of_word(*scan->at))
		scan->at++;
	member->text = (struct text){from, (size_t)(scan->at - from)};
	member->type = JSON_NUMBER;
	if (number_parse(member->text, &member->number))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is(member->text, words[i].word)) {
			member->type = words[i].type;
			return true;
		}
	return false;
}

static bool take_member(struct scan *scan, struct flat_member *member)
{
	if (!take(scan, '"') || !take_string(scan, &member->key) || !take(scan, ':'))
		return false;
	if (!take(scan, '"'))
		return take_word(scan, member);
	member->type = JSON_STRING;
	return take_string(scan, &member->text);
}

static bool same_key(struct text a, struct text b)
{
	return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static bool is_there(const struct flat_line *line, struct text key)
{
	for (size_t i = 0; i < line->count; i++)
		if (same_key(line->members[i].key, key))
			return true;
	return false;
}

/* The lines of a file mostly have the same keys in the same order: those of the line before were looked through. */
static bool read_members(struct flat_line *out, struct scan *scan, size_t known)
{
	bool as_before = true;

	do {
		struct flat_member *member = &out->members[out->count];
		struct text before = member->key;

		if (out->count == FLAT_MOST - 1)
			return false;

		if (!take_member(scan, member))
			return false;
		as_before = as_before && out->count < known && same_key(before, member->key);
		if (!as_before && is_there(out, member->key))
			return false;
		out->count++;
	} while (take(scan, ','));
	return true;
}

bool flat_line_read(struct flat_line *out, struct text line)
{
	struct scan scan = {line.ptr, line.ptr + line.len};
	size_t known = out->complete ? out->count : 0;

	out->count = 0;
	out->complete = false;
	if (!take(&scan, '{') || !read_members(out, &scan, known) || !take(&scan, '}'))
		return false;
	out->complete = true;
	skip_space(&scan);
	return scan.at == scan.end;
}
