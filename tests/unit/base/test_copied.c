/* SPDX-License-Identifier: Apache-2.0
 *
 * Lists of what texts have of each other: what follows from two of them is true of the texts, byte for byte, and nothing that could be told is lost.
 */
#include "gate/base/copied.h"

#include <stdlib.h>

#include "gate/base/buffer.h"
#include "unit.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

enum { MOST_ROWS = 4, LONG = 1000 };

static struct copied_list made, inverted, composed, settled;

/* A list that a row gives: up to the first of no length. */
static void fill(struct copied_list *out, const struct copied items[MOST_ROWS])
{
	copied_clear(out);
	for (size_t i = 0; i < MOST_ROWS && items[i].len; i++)
		copied_note(out, items[i]);
}

static void expect(
	const char *name, const struct copied_list *list, const struct copied items[MOST_ROWS])
{
	size_t count = 0;

	while (count < MOST_ROWS && items[count].len)
		count++;
	CHECK_ROW(name, list->count == count);
	for (size_t i = 0; i < count && i < list->count; i++)
		CHECK_ROW(name, list->items[i].at == items[i].at &&
					list->items[i].from == items[i].from &&
					list->items[i].len == items[i].len);
}

/* ---- adding ---- */

static const struct adding {
	const char *name;
	struct copied items[MOST_ROWS], list[MOST_ROWS];
} addings[] = {
	{"what goes on is one", {{0, 50, LONG}, {LONG, 50 + LONG, 500}}, {{0, 50, LONG + 500}}},
	{"not where it goes on in one text alone", {{0, 0, LONG}, {LONG, 5000, LONG}},
		{{0, 0, LONG}, {LONG, 5000, LONG}}},
	{"short ones make one that is not", {{0, 0, 100}, {100, 100, 100}}, {{0, 0, 200}}},
	{"a short one goes", {{0, 0, 100}, {200, 900, LONG}}, {{200, 900, LONG}}},
	{"a short one between", {{0, 0, LONG}, {1200, 9000, 100}, {2000, 2000, LONG}},
		{{0, 0, LONG}, {2000, 2000, LONG}}},
};

static void test_adding(void)
{
	for (size_t i = 0; i < OF(addings); i++) {
		fill(&made, addings[i].items);
		expect(addings[i].name, &made, addings[i].list);
	}
}

/* The longest stay. */
static void test_many(void)
{
	size_t at = 0;

	copied_clear(&made);
	for (size_t i = 0; i < 100 * MOST_NOTED; i++, at += 1024 * 1024 + 1)
		copied_note(&made, (struct copied){at, 2 * at, i % 1000 == 0 ? 1024 * 1024 : 256});
	CU_ASSERT(made.count >= 100 * MOST_NOTED / 1000 && made.count <= MOST_NOTED);
	for (size_t i = 0; i < 100 * MOST_NOTED / 1000; i++)
		CU_ASSERT(made.items[i].len == 1024 * 1024 &&
			  made.items[i].at == i * 1000 * (1024 * 1024 + 1));
	copied_clear(&made);
	for (size_t i = 0; i < 10 * MOST_NOTED; i++)
		copied_note(&made, (struct copied){i * 2048, 7 * i * 2048, 1024});
	CU_ASSERT(made.count <= MOST_NOTED);
}

/* ---- the other way round, and one behind the other ---- */

static const struct turning {
	const char *name;
	struct copied list[MOST_ROWS], inverted[MOST_ROWS];
} turnings[] = {
	{"nothing", {{0}}, {{0}}},
	{"in the same order", {{0, 10, LONG}, {2000, 3000, 500}},
		{{10, 0, LONG}, {3000, 2000, 500}}},
	{"in another order", {{0, 5000, LONG}, {2000, 10, 500}},
		{{10, 2000, 500}, {5000, 0, LONG}}},
	{"twice the same", {{0, 10, LONG}, {2000, 10, LONG}}, {{10, 0, LONG}}},
	{"one within another", {{0, 200, 300}, {2000, 10, LONG}}, {{10, 2000, LONG}}},
	{"overlapping", {{0, 600, LONG}, {2000, 0, LONG}}, {{0, 2000, LONG}, {LONG, 400, 600}}},
	{"overlapping, and what is left is short", {{0, 100, LONG}, {2000, 0, LONG}},
		{{0, 2000, LONG}, {LONG, 900, 100}}},
	{"the longer of two that begin alike", {{0, 0, 300}, {2000, 0, LONG}}, {{0, 2000, LONG}}},
};

static const struct following {
	const char *name;
	struct copied first[MOST_ROWS], second[MOST_ROWS], both[MOST_ROWS];
} followings[] = {
	{"nothing", {{0}}, {{0, 0, LONG}}, {{0}}},
	{"of nothing", {{0, 0, LONG}}, {{0}}, {{0}}},
	{"all of it", {{0, 0, LONG}}, {{0, 70, LONG}}, {{0, 70, LONG}}},
	{"a part", {{10, 300, 400}}, {{0, 5000, LONG}}, {{10, 5300, 400}}},
	{"what reaches over both ends", {{10, 0, LONG}}, {{200, 7, 300}}, {{210, 7, 300}}},
	{"cut in two", {{0, 0, LONG}}, {{0, 9000, 400}, {500, 3000, 500}},
		{{0, 9000, 400}, {500, 3000, 500}}},
	{"beside it", {{0, 0, 500}}, {{500, 0, 500}}, {{0}}},
	{"twice, and backwards", {{0, 500, 400}, {400, 0, 500}, {900, 600, 400}}, {{0, 60, LONG}},
		{{0, 560, 400}, {400, 60, 500}, {900, 660, 400}}},
	{"cut apart and put together again", {{0, 400, 400}, {400, 0, 400}},
		{{0, 1400, 400}, {400, 1000, 400}}, {{0, 1000, 800}}},
};

static void test_following(void)
{
	for (size_t i = 0; i < OF(turnings); i++) {
		fill(&made, turnings[i].list);
		copied_invert(&made);
		expect(turnings[i].name, &made, turnings[i].inverted);
	}
	for (size_t i = 0; i < OF(followings); i++) {
		const struct following *row = &followings[i];

		fill(&made, row->first);
		fill(&inverted, row->second);
		copied_compose(&composed, copied_copies(&made), copied_copies(&inverted));
		expect(row->name, &composed, row->both);
	}
}

/* ---- of texts ---- */

static uint32_t state;

static size_t draw(size_t below)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % below;
}

/* A text out of stretches of another, some twice and in any order, and own bytes; the list says which. */
static void write(struct buffer *out, struct copied_list *list, struct text base)
{
	buffer_clear(out);
	copied_clear(list);
	for (size_t i = draw(40); i > 0; i--) {
		size_t from = draw(base.len), len = draw(base.len - from) % 4000;

		if (draw(3) == 0 && list->count) {
			from = list->items[list->count - 1].from + draw(300);
			len = from < base.len ? (base.len - from) / 2 : 0;
		}
		for (size_t own = draw(50); own > 0; own--)
			buffer_byte(out, (char)draw(256));
		if (len == 0)
			continue;
		copied_note(list, (struct copied){out->len, from, len});
		buffer_add(out, text_slice(base, from, from + len));
	}
}

static size_t check(const char *name, struct copies copies, struct text other, struct text text)
{
	size_t bytes = 0;

	CHECK_ROW(name, copied_is_true(copies, other, text));
	for (size_t i = 0; i < copies.count; i++)
		bytes += copies.items[i].len;
	return bytes;
}

static void check_settled(struct copies copies, struct text other, struct text text)
{
	size_t least = 1 + draw(500), told = 0, bytes;

	for (size_t i = 0; i < copies.count; i++)
		told += copies.items[i].len >= least ? copies.items[i].len : 0;
	copied_settle(&settled, copies, other, text, least);
	bytes = check("settled", copied_copies(&settled), other, text);
	CHECK_ROW("no less than was told", bytes + copies.count * least >= told);
	for (size_t i = 0; i < settled.count; i++) {
		const struct copied *copied = &settled.items[i];

		CHECK_ROW("long enough, or at an end",
			copied->len >= least || (copied->at == 0 && copied->from == 0) ||
				copied->at + copied->len == text.len);
	}
}

static void test_texts(void)
{
	struct buffer old = {0}, base = {0}, text = {0};
	size_t bytes = 0;

	state = 1;
	for (int round = 0; round < 400; round++) {
		size_t len = 500 + draw(20000);

		buffer_clear(&base);
		while (base.len < len)
			buffer_byte(&base, (char)(draw(100) ? 'a' : draw(256)));
		write(&old, &inverted, buffer_text(&base));
		write(&text, &made, buffer_text(&base));
		if (!old.len || !text.len)
			continue;
		copied_invert(&inverted);
		check("inverted", copied_copies(&inverted), buffer_text(&old), buffer_text(&base));
		copied_compose(&composed, copied_copies(&made), copied_copies(&inverted));
		bytes += check("composed", copied_copies(&composed), buffer_text(&old),
			buffer_text(&text));
		check_settled(copied_copies(&composed), buffer_text(&old), buffer_text(&text));
	}
	CHECK_ROW("something was told", bytes > 100000);
	buffer_free(&old);
	buffer_free(&base);
	buffer_free(&text);
}

/* What the lists leave out between two stretches, and at both ends. */
static void test_settling(void)
{
	static const struct {
		const char *name, *other, *text;
		struct copied told[MOST_ROWS];
		size_t least;
		struct copied list[MOST_ROWS];
	} rows[] = {
		{"nothing told, nothing there", "abc", "xyz", {{0}}, 2, {{0}}},
		{"both ends", "abcdefgh", "abcXfgh", {{0}}, 4, {{0, 0, 3}, {4, 5, 3}}},
		{"all the same", "abcdefgh", "abcdefgh", {{0}}, 4, {{0, 0, 8}}},
		{"lengthened both ways", "..abcdefgh..", "-abcdefgh-", {{4, 5, 2}}, 5, {{1, 2, 8}}},
		{"too short", "..abcdefgh..", "-abcXefgh-", {{5, 6, 2}}, 5, {{0}}},
		{"a longer one takes in the next", ".abcdefgh.", "-abcdefgh-",
			{{1, 1, 3}, {5, 5, 3}}, 5, {{1, 1, 8}}},
		{"over the end of the next", ".abababab.", "-abababab-", {{1, 1, 4}, {5, 3, 4}}, 2,
			{{1, 1, 8}}},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct copies told = {rows[i].told, 0};

		while (rows[i].told[told.count].len)
			told.count++;
		copied_settle(&settled, told, text_of(rows[i].other), text_of(rows[i].text),
			rows[i].least);
		expect(rows[i].name, &settled, rows[i].list);
	}
}

static void test_truth(void)
{
	static const struct {
		const char *name;
		struct copied items[MOST_ROWS];
		bool is_true;
	} rows[] = {
		{"nothing", {{0}}, true},
		{"all of it", {{0, 0, 6}}, true},
		{"in another order", {{0, 3, 3}}, true},
		{"other bytes", {{0, 1, 3}}, false},
		{"beyond the text", {{5, 5, 2}}, false},
		{"beyond the other", {{3, 7, 2}}, false},
		{"wound round", {{SIZE_MAX, 0, 2}}, false},
		{"one within another", {{0, 0, 4}, {3, 0, 3}}, false},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct copies copies = {rows[i].items, 0};

		while (copies.count < MOST_ROWS && rows[i].items[copies.count].len)
			copies.count++;
		CHECK_ROW(rows[i].name, copied_is_true(copies, text_of("abcabcx"),
						text_of("abcabc")) == rows[i].is_true);
	}
}

static const struct unit_test tests[] = {
	{"truth", test_truth},
	{"adding", test_adding},
	{"many", test_many},
	{"following", test_following},
	{"texts", test_texts},
	{"settling", test_settling},
};
UNIT_MAIN(tests)
