/* SPDX-License-Identifier: Apache-2.0 */
#include "scanning.h"

static struct scanning scanning;

static const struct view *find_view(const struct views *views, enum view_kind kind)
{
	for (size_t i = 0; i < views->count; i++)
		if (views->items[i].kind == kind)
			return &views->items[i];
	return NULL;
}

static void test_whole(void)
{
	static const struct {
		const char *name;
		struct text bytes;
		const char *encoding; /* NULL: not decoded as a whole */
		const char *expected;
	} rows[] = {
		{"ASCII", TEXT("plain"), NULL, NULL},
		{"empty", TEXT(""), NULL, NULL},
		{"UTF-8 mark", TEXT("\xef\xbb\xbfx"), NULL, NULL},
		{"UTF-16LE mark",
			TEXT("\xff\xfe"
			     "a\0\n\0b\0"),
			"UTF-16LE", "a\nb"},
		{"UTF-16BE mark", TEXT("\xfe\xff\0a\0b"), "UTF-16BE", "ab"},
		{"UTF-32LE mark", TEXT("\xff\xfe\0\0a\0\0\0b\0\0\0"), "UTF-32LE", "ab"},
		{"UTF-32BE mark", TEXT("\0\0\xfe\xff\0\0\0a\0\0\0b"), "UTF-32BE", "ab"},
		{"UTF-16LE, no mark", TEXT("a\0b\0"), "UTF-16LE", "ab"},
		{"UTF-16BE, no mark", TEXT("\0a\0b"), "UTF-16BE", "ab"},
		{"UTF-32LE, no mark", TEXT("a\0\0\0"), "UTF-32LE", "a"},
		{"UTF-32BE, no mark", TEXT("\0\0\0a"), "UTF-32BE", "a"},
		{"half a unit at the end",
			TEXT("\xff\xfe"
			     "a\0b"),
			"UTF-16LE", "a"},
		{"surrogate pair", TEXT("\xff\xfe\x3d\xd8\x00\xde"), "UTF-16LE",
			"\xf0\x9f\x98\x80"},
		{"lone surrogate",
			TEXT("\xff\xfe\x3d\xd8"
			     "a\0"),
			"UTF-16LE",
			"\xef\xbf\xbd"
			"a"},
		{"two bytes and three", TEXT("\xff\xfe\xfc\x00\xac\x20"), "UTF-16LE",
			"\xc3\xbc\xe2\x82\xac"},
		{"beyond Unicode", TEXT("\xff\xfe\0\0\0\0\x11\0"), "UTF-32LE", "\xef\xbf\xbd"},
		{"a mark alone", TEXT("\xff\xfe"), "UTF-16LE", ""},
		{"zeros", TEXT("\0\0\0\0\0\0"), NULL, NULL},
	};
	struct views views = {0};

	for (size_t i = 0; i < OF(rows); i++) {
		const struct view *view;

		views_make(&views, rows[i].bytes);
		view = find_view(&views, VIEW_WHOLE);
		CHECK_ROW(rows[i].name, (view != NULL) == (rows[i].encoding != NULL));
		if (!view || !rows[i].encoding)
			continue;
		CHECK_ROW(rows[i].name, strcmp(view->encoding, rows[i].encoding) == 0);
		CHECK_ROW(rows[i].name, text_is(view->bytes, rows[i].expected));
	}
	views_free(&views);
}

static void test_runs(void)
{
	static const char word[] = "embedded";
	static const struct {
		const char *name;
		struct text lead;
		unsigned width, low;
		size_t length; /* of the word */
		bool found;
	} rows[] = {
		{"UTF-16LE", TEXT("\x80\x81"), 2, 0, 8, true},
		{"UTF-16LE, odd", TEXT("\x80"), 2, 0, 8, true},
		{"UTF-16LE behind text", TEXT("ab\x01"), 2, 0, 8, true},
		{"UTF-16BE", TEXT("\x80\x81"), 2, 1, 8, true},
		{"UTF-16BE, odd", TEXT("\x80"), 2, 1, 8, true},
		{"UTF-16BE behind text", TEXT("abc"), 2, 1, 8, true},
		{"UTF-32LE", TEXT("\x80\x81\x82"), 4, 0, 8, true},
		{"UTF-32BE", TEXT("\x80"), 4, 3, 8, true},
		{"too short", TEXT("\x80"), 2, 0, 7, false},
		{"too short, wide", TEXT("\x80"), 4, 3, 7, false},
	};
	struct views views = {0};

	for (size_t i = 0; i < OF(rows); i++) {
		struct text blob = widened(&scanning, rows[i].lead,
			(struct text){word, rows[i].length}, rows[i].width, rows[i].low);
		const struct view *view;
		size_t at;

		views_make(&views, blob);
		view = find_view(&views, VIEW_RUNS);
		CHECK_ROW(rows[i].name, (view != NULL) == rows[i].found);
		if (!view)
			continue;
		at = text_find(view->bytes, text_of("\nembedded\n"));
		CHECK_ROW(rows[i].name,
			at < view->bytes.len || text_starts(view->bytes, "embedded\n"));
		at = text_find(view->bytes, text_of(word));
		CHECK_ROW(rows[i].name, blob.ptr[views_raw_offset(&views, at + 2)] == 'b');
	}
	views_free(&views);
}

/* Two runs beside each other, the second one at another alignment or of another kind. */
static void test_neighbours(void)
{
	static const struct {
		const char *name;
		unsigned width, low;
		struct text between;
	} rows[] = {
		{"next to each other", 2, 0, TEXT("")},
		{"a byte between", 2, 0, TEXT("\x90")},
		{"big behind little", 2, 1, TEXT("")},
		{"big behind little, odd", 2, 1, TEXT("\x90")},
		{"wide behind narrow", 4, 0, TEXT("")},
		{"wide behind narrow, odd", 4, 3, TEXT("\x90")},
	};
	static const struct text first = TEXT("firstword"), second = TEXT("secondword"),
				 nothing = TEXT("\x80");

	for (size_t i = 0; i < OF(rows); i++) {
		struct text head = widened(&scanning, nothing, first, 2, 0);
		struct views views = {0};
		const struct view *view;
		char *joined = arena_alloc(scanning.arena, head.len + rows[i].between.len);

		memcpy(joined, head.ptr, head.len);
		memcpy(joined + head.len, rows[i].between.ptr, rows[i].between.len);
		views_make(&views,
			widened(&scanning, (struct text){joined, head.len + rows[i].between.len},
				second, rows[i].width, rows[i].low));
		view = find_view(&views, VIEW_RUNS);
		CHECK_ROW(rows[i].name, view && text_find(view->bytes, first) < view->bytes.len);
		CHECK_ROW(rows[i].name, view && view->bytes.len <= 80);
		CHECK_ROW(rows[i].name, view && text_find(view->bytes, second) < view->bytes.len);
		views_free(&views);
	}
}

/* What stands in place of a colour sequence is as long as it. */
static void test_colours(void)
{
	static const struct {
		const char *name, *bytes, *expected;
	} rows[] = {
		{"one", "\x1b[32mKEY", "     KEY"},
		{"several numbers", "\x1b[1;32mKEY\x1b[0m.", "       KEY    ."},
		{"no number", "\x1b[mKEY", "   KEY"},
		{"of 24 bits", "\x1b[38;2;1;2;3mK", "             K"},
		{"with colons", "\x1b[4:3mK", "      K"},
		{"two in a row", "\x1b[1m\x1b[31mK", "         K"},
		{"at the end", "K\x1b[0m", "K    "},
		{"no colour but a movement", "\x1b[2KEY", "\x1b[2KEY"},
		{"cut off", "K\x1b[32", "K\x1b[32"},
		{"an escape alone", "\x1b", "\x1b"},
		{"escape, escape", "\x1b\x1b[0mK", "\x1b    K"},
		{"not without the escape", "[32mKEY", "[32mKEY"},
	};
	struct views views = {0};

	for (size_t i = 0; i < OF(rows); i++) {
		struct text wide =
			widened(&scanning, (struct text){"\x80", 1}, text_of(rows[i].bytes), 2, 0);
		struct text mark = TEXT("\xff\xfe");

		views_make(&views, text_of(rows[i].bytes));
		CHECK_ROW(rows[i].name, text_is(views.items[0].bytes, rows[i].expected));
		views_make(&views, widened(&scanning, mark, text_of(rows[i].bytes), 2, 0));
		CHECK_ROW(rows[i].name,
			text_is(find_view(&views, VIEW_WHOLE)->bytes, rows[i].expected));
		views_make(&views, wide);
		if (strlen(rows[i].bytes) >= 8)
			CHECK_ROW(rows[i].name, text_find(find_view(&views, VIEW_RUNS)->bytes,
							text_of(rows[i].expected)) <
							find_view(&views, VIEW_RUNS)->bytes.len);
	}
	views_free(&views);
}

/* Large members are blanked where they stand, unless text of wider characters may touch a colour. */
static void test_plain_colours(void)
{
	static const struct {
		const char *name;
		struct text bytes;
		bool is_plain;
	} rows[] = {
		{"none", TEXT("abc"), true},
		{"a colour", TEXT("a\x1b[1mb"), true},
		{"all of it", TEXT("\x1b[1m"), true},
		{"a NUL behind it", TEXT("a\x1b[1m\0b"), false},
		{"a NUL before it", TEXT("a\0\x1b[1mb"), false},
		{"the second one", TEXT("\x1b[1ma\x1b[1m\0b"), false},
		{"a NUL elsewhere", TEXT("\0a\x1b[1mb\0"), true},
		{"an escape that is no colour", TEXT("\0\x1b\0"), true},
	};

	for (size_t i = 0; i < OF(rows); i++)
		CHECK_ROW(rows[i].name, colours_are_plain(rows[i].bytes) == rows[i].is_plain);
}

/* What has an escape, but no colour, is not copied. */
static void test_uncoloured(void)
{
	struct views views = {0};
	struct text bytes = TEXT("a\x1b\x1b[2Kb\x1b[1");

	views_make(&views, bytes);
	CU_ASSERT(views.items[0].bytes.ptr == bytes.ptr);
	views_free(&views);
}

/* Wherever an escape or a NUL stands, but in a stretch of which it is known that there is none. */
static void test_plain(void)
{
	enum { LEN = 200, FROM = 70, TO = 140, LATER = 180 };
	static const struct copied items[] = {{FROM, 0, TO - FROM}, {LATER, 0, LEN - LATER}};
	const struct copies known = {items, OF(items)};
	struct views views = {0};
	char bytes[LEN];

	for (size_t i = 0; i < LEN; i++)
		for (char byte = 0; byte < ' '; byte++) {
			struct text text = {bytes, LEN};
			bool is_odd = byte == 0 || byte == 0x1b;
			bool is_known = (i >= FROM && i < TO) || i >= LATER;

			memset(bytes, 'a', LEN);
			bytes[i] = byte;
			views_make(&views, text);
			CHECK_ROW("looked at", views.is_plain == !is_odd && views.count >= 1);
			views_make_knowing(&views, text, known);
			CHECK_ROW("known", views.is_plain == (!is_odd || is_known));
		}
	views_make(&views, text_of("\xff\xfe"
				   "a text in the Far East's letters"));
	CHECK_ROW("a mark", !views.is_plain);
	views_free(&views);
}

static const struct unit_test tests[] = {
	{"whole", test_whole},
	{"runs", test_runs},
	{"neighbours", test_neighbours},
	{"colours", test_colours},
	{"plain", test_plain},
	{"plain colours", test_plain_colours},
	{"uncoloured", test_uncoloured},
};

int main(void)
{
	int failed;

	scanning = (struct scanning){.arena = arena_new()};
	failed = unit_run(tests, OF(tests), __FILE__);
	scanning_close(&scanning);
	return failed;
}
