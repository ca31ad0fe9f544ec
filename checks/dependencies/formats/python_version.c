/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/formats/python.h"
#include "checks/dependencies/pep440_version.h"

/* One part of a version: a number without leading zeros ("" for zero), or a word in PEP 440's spelling. */
struct part {
	enum { PART_END, PART_NUMBER, PART_WORD, PART_LOCAL } kind;
	struct text text;
};

static const struct {
	const char *written, *normal;
} spellings[] = {
	{"alpha", "a"},
	{"beta", "b"},
	{"c", "rc"},
	{"pre", "rc"},
	{"preview", "rc"},
	{"rev", "post"},
	{"r", "post"},
};

static bool is_separator(char byte)
{
	return byte == '.' || byte == '-' || byte == '_';
}

static struct text spelling(struct text word)
{
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
		if (text_is_nocase(word, spellings[i].written))
			return text_of(spellings[i].normal);
	return word;
}

static struct text take(struct text *rest, bool digits)
{
	size_t end = 0;

	while (end < rest->len && !is_separator(rest->ptr[end]) && rest->ptr[end] != '+' &&
		!isdigit((unsigned char)rest->ptr[end]) == !digits)
		end++;
	*rest = (struct text){rest->ptr + end, rest->len - end};
	return (struct text){rest->ptr - end, end};
}

static struct part next_number(struct text *rest)
{
	struct text number = take(rest, true);

	while (number.len && number.ptr[0] == '0')
		number = text_slice(number, 1, number.len);
	return (struct part){PART_NUMBER, number};
}

/* A dash before a bare number is a post release: "1.0-1". File names write it as "_". */
static bool starts_post(struct text rest)
{
	return rest.len > 1 && (rest.ptr[0] == '-' || rest.ptr[0] == '_') &&
	       isdigit((unsigned char)rest.ptr[1]);
}

static struct part next_part(struct text *rest, bool first)
{
	struct text local = *rest;

	if (!first && starts_post(*rest)) {
		*rest = text_slice(*rest, 1, rest->len);
		return (struct part){PART_WORD, text_of("post")};
	}
	while (rest->len && is_separator(rest->ptr[0]))
		*rest = text_slice(*rest, 1, rest->len);
	if (rest->len == 0)
		return (struct part){PART_END, *rest};
	if (rest->ptr[0] == '+') {
		*rest = text_slice(*rest, rest->len, rest->len);
		return (struct part){PART_LOCAL,
			text_slice(local, text_find(local, text_of("+")) + 1, local.len)};
	}
	if (isdigit((unsigned char)rest->ptr[0]))
		return next_number(rest);
	return (struct part){PART_WORD, spelling(take(rest, false))};
}

static struct text without_v(struct text version)
{
	version = text_trim(version);
	return version.len && (version.ptr[0] == 'v' || version.ptr[0] == 'V')
		       ? text_slice(version, 1, version.len)
		       : version;
}

static bool is_zero(const struct part *part)
{
	return part->kind == PART_NUMBER && part->text.len == 0;
}

static bool same_part(const struct part *a, const struct part *b)
{
	if (a->kind != b->kind)
		return false;
	return a->kind == PART_LOCAL ? pep440_same_local(a->text, b->text)
				     : text_equal_nocase(a->text, b->text);
}

bool python_same_version(struct text left, struct text right)
{
	struct text a_rest = without_v(left), b_rest = without_v(right);
	struct part a = next_part(&a_rest, true), b = next_part(&b_rest, true);

	for (;;) {
		while (is_zero(&a) && b.kind != PART_NUMBER)
			a = next_part(&a_rest, false);
		while (is_zero(&b) && a.kind != PART_NUMBER)
			b = next_part(&b_rest, false);
		if (!same_part(&a, &b))
			return false;
		if (a.kind == PART_END)
			return true;
		a = next_part(&a_rest, false);
		b = next_part(&b_rest, false);
	}
}

/* ---- specifiers ---- */

struct writer {
	char *bytes;
	size_t len;
};

static void put(struct writer *out, struct text text, bool lower)
{
	for (size_t i = 0; i < text.len; i++)
		out->bytes[out->len++] =
			lower ? (char)tolower((unsigned char)text.ptr[i]) : text.ptr[i];
}

static bool joins_with_dot(const struct part *part, const struct part *before)
{
	if (part->kind == PART_WORD)
		return text_is(part->text, "post") || text_is(part->text, "dev") ||
		       text_is(part->text, "*");
	return part->kind == PART_NUMBER && before->kind == PART_NUMBER;
}

static void put_version(struct writer *out, struct text version)
{
	struct text rest = without_v(version);
	struct part before = {PART_END, rest}, part = next_part(&rest, true);

	for (; part.kind != PART_END; part = next_part(&rest, false)) {
		if (joins_with_dot(&part, &before))
			put(out, text_of("."), false);
		if (part.kind == PART_LOCAL)
			put(out, text_of("+"), false);
		put(out, is_zero(&part) ? text_of("0") : part.text, true);
		before = part;
	}
}

static size_t operator_len(struct text item)
{
	static const char *const operators[] = {"===", "==", "~=", "!=", "<=", ">=", "<", ">"};

	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		if (text_starts(item, operators[i]))
			return strlen(operators[i]);
	return 0;
}

static int compare_texts(const void *left, const void *right)
{
	return text_compare(*(const struct text *)left, *(const struct text *)right);
}

/* A version's normal form is at most three times as long: "1r1" becomes "1.post1". */
enum { LONGEST_GROWTH = 4 };

static size_t put_items(struct writer *out, struct text list, struct text *items)
{
	struct text item;
	size_t count = 0;

	while (text_next_part(&list, ',', &item)) {
		size_t from = out->len, operator;

		item = text_trim(item);
		operator= operator_len(item);
		if (item.len == 0)
			continue;
		if (operator== 0)
			return 0;
		put(out, text_slice(item, 0, operator), false);
		if (operator== 3)
			put(out, text_trim(text_slice(item, operator, item.len)), false);
		else
			put_version(out, text_slice(item, operator, item.len));
		items[count++] = (struct text){out->bytes + from, out->len - from};
	}
	return count;
}

static size_t commas(struct text list)
{
	size_t count = 0;

	for (size_t i = 0; i < list.len; i++)
		count += list.ptr[i] == ',';
	return count;
}

int python_specifier(struct text *out, struct text list, struct arena *arena, struct err *err)
{
	struct writer scratch = {arena_alloc(arena, list.len * LONGEST_GROWTH + 1), 0};
	struct writer joined = {arena_alloc(arena, list.len * LONGEST_GROWTH + 1), 0};
	struct text *items = arena_array(arena, commas(list) + 1, sizeof(*items));
	size_t count;

	if (!scratch.bytes || !joined.bytes || !items)
		return err_nomem(err);
	*out = text_trim(list);
	count = put_items(&scratch, *out, items);
	if (count == 0)
		return 0;
	qsort(items, count, sizeof(*items), compare_texts);
	for (size_t i = 0; i < count; i++) {
		if (i)
			put(&joined, text_of(","), false);
		put(&joined, items[i], false);
	}
	*out = (struct text){joined.bytes, joined.len};
	return 0;
}
