/* SPDX-License-Identifier: Apache-2.0
 *
 * What a text has of another: every stretch is the same bytes in both, they ascend, and what was moved or stands between two edits is found.
 */
#include "checks/secrets/copies.h"

#include <stdlib.h>

#include "gate/base/buffer.h"
#include "unit.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

enum { LINES = 1000 };

/* Lines [from, to) of a text in which no two are the same; `salt` makes others of them. */
struct stretch {
	unsigned from, to, salt;
};

static const struct row {
	const char *name;
	struct stretch before[4], text[4];
	size_t least, count; /* lines that have to be found, stretches */
} rows[] = {
	{"nothing in common", {{0, 400, 1}}, {{0, 400, 2}}, 0, 0},
	{"the same", {{0, 400, 1}}, {{0, 400, 1}}, 400, 1},
	{"the beginning", {{0, 400, 1}}, {{0, 200, 1}, {0, 400, 2}}, 200, 1},
	{"the end", {{0, 400, 1}}, {{0, 400, 2}, {200, 400, 1}}, 200, 1},
	{"two edits", {{0, 900, 1}}, {{0, 200, 1}, {0, 9, 2}, {209, 700, 1}, {9, 20, 2}}, 680, 2},
	{"between two edits", {{0, 9, 1}, {9, 900, 1}}, {{0, 9, 2}, {9, 800, 1}, {0, 99, 2}}, 780,
		1},
	{"moved", {{0, 300, 1}, {300, 600, 1}}, {{300, 600, 1}, {0, 300, 1}}, 590, 2},
	{"twice there", {{0, 300, 1}}, {{0, 300, 1}, {0, 9, 2}, {0, 300, 1}}, 300, 1},
	{"nothing before", {{0, 0, 0}}, {{0, 300, 1}}, 0, 0},
	{"nothing now", {{0, 300, 1}}, {{0, 0, 0}}, 0, 0},
};

static void write(struct buffer *out, const struct stretch stretches[4])
{
	for (size_t i = 0; i < 4; i++)
		for (unsigned line = stretches[i].from; line < stretches[i].to; line++)
			buffer_printf(out, "%u: line %u stands here and says no more\n",
				stretches[i].salt, line);
}

/* The bytes that the stretches cover. */
static size_t check(
	const char *name, const struct copies_found *found, struct text before, struct text text)
{
	size_t done = 0, bytes = 0;

	for (size_t i = 0; i < found->count; i++) {
		const struct copied *copied = &found->items[i];

		CHECK_ROW(name, copied->len > 0 && copied->at >= done);
		CU_ASSERT_FATAL(copied->at + copied->len <= text.len &&
				copied->from + copied->len <= before.len);
		CHECK_ROW(name,
			memcmp(text.ptr + copied->at, before.ptr + copied->from, copied->len) == 0);
		done = copied->at + copied->len;
		bytes += copied->len;
	}
	return bytes;
}

static void stretches(void)
{
	struct copies_found found = {0};
	struct err err = {0};

	for (size_t i = 0; i < OF(rows); i++) {
		struct buffer before = {0}, text = {0};
		size_t line = strlen("1: line 1 stands here and says no more\n"), bytes;

		write(&before, rows[i].before);
		write(&text, rows[i].text);
		CU_ASSERT_FATAL(
			copies_find(&found, buffer_text(&before), buffer_text(&text), &err) == 0);
		bytes = check(rows[i].name, &found, buffer_text(&before), buffer_text(&text));
		CHECK_ROW(rows[i].name,
			bytes >= rows[i].least * line && found.count >= rows[i].count);
		buffer_free(&before);
		buffer_free(&text);
	}
	copies_free(&found);
}

/* Texts that begin to be alike everywhere, and are not: that takes no more time than their length. */
static void alike_everywhere(void)
{
	struct copies_found found = {0};
	struct err err = {0};
	struct buffer before = {0}, text = {0};

	for (unsigned i = 0; i < LINES * 100; i++) {
		buffer_string(&before, i % 99 ? "\n" : "-\n");
		buffer_string(&text, i % 98 ? "\n" : "-\n");
	}
	CU_ASSERT_FATAL(copies_find(&found, buffer_text(&before), buffer_text(&text), &err) == 0);
	check("alike everywhere", &found, buffer_text(&before), buffer_text(&text));
	buffer_free(&before);
	buffer_free(&text);
	copies_free(&found);
}

static const struct unit_test tests[] = {
	{"stretches", stretches},
	{"alike everywhere", alike_everywhere},
};

UNIT_MAIN(tests)
