/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/report/report.h"

#include "unit.h"

enum { MOST_LINES = 5 };

#define TEN   "aaaaaaaaaa"
#define FIFTY TEN TEN TEN TEN TEN

struct row {
	const char *name;
	struct text text;
	uint32_t count;
	const char *lines[MOST_LINES]; /* NULL: not known */
};

/* The first two are GitHub's own (github/codeql-action, src/fingerprints.test.ts); the others were
 * measured with an implementation that reproduces both. */
static const struct row rows[] = {
	{"published: empty", TEXT(""), 1, {"c129715d7a2bc9a3:1"}},
	{"published: blanks and tabs", TEXT(" a\nb\n  \t\tc\n d"), 4,
		{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1",
			"a23a3dc5e078b07b:1"}},
	{"line end at the end", TEXT("hello\n"), 2, {"5e536e90a7094d15:1", "c129715d7a2bc9a3:1"}},
	{"equal lines", TEXT("x\nx\nx\n"), 4,
		{"4c74ab87820424b1:1", "8c072f39cc89b447:1", "828973aa50c68d6d:1",
			"c129715d7a2bc9a3:1"}},
	{"CR LF", TEXT("x\r\nx\r\nx\r\n"), 4,
		{"4c74ab87820424b1:1", "8c072f39cc89b447:1", "828973aa50c68d6d:1",
			"c129715d7a2bc9a3:1"}},
	{"CR alone", TEXT("x\rx\rx\r"), 4,
		{"4c74ab87820424b1:1", "8c072f39cc89b447:1", "828973aa50c68d6d:1",
			"c129715d7a2bc9a3:1"}},
	{"two units", TEXT("\xf0\x9f\x98\x80\n"), 2, {"49e42825ed591e1a:1", "c129715d7a2bc9a3:1"}},
	{"longer than the block", TEXT(FIFTY FIFTY FIFTY "\nb\n"), 3,
		{"871f6af4d0d4dd7c:1", "ade70578248be16f:1", "c129715d7a2bc9a3:1"}},
	{"the page's example",
		TEXT("import os\nTOKEN = os.environ['TOKEN']\nKEY = 'example-only'\n"), 4,
		{NULL, "454b46fa797820f4:1"}},
};

static void test_vectors(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (uint32_t line = 1; line <= MOST_LINES; line++) {
			const char *wanted = rows[i].lines[line - 1];
			char out[LINE_HASH];

			line_hash(rows[i].text, line, out);
			CHECK_ROW(rows[i].name, (out[0] != '\0') == (line <= rows[i].count));
			CHECK_ROW(rows[i].name, !wanted || strcmp(out, wanted) == 0);
		}
}

/* Bytes that are no UTF-8 count as the replacement characters that a decoder makes of them. */
static const struct {
	const char *name;
	struct text bad, decoded;
} bad_rows[] = {
	{"lone byte",
		TEXT("a\xff"
		     "b"),
		TEXT("a\xef\xbf\xbd"
		     "b")},
	{"two lone bytes", TEXT("\x80\x80"), TEXT("\xef\xbf\xbd\xef\xbf\xbd")},
	{"cut off three", TEXT("\xe2\x82"), TEXT("\xef\xbf\xbd")},
	{"cut off three before a letter",
		TEXT("\xe2\x82"
		     "A"),
		TEXT("\xef\xbf\xbd"
		     "A")},
	{"cut off four",
		TEXT("\xf0\x9f\x98"
		     "A"),
		TEXT("\xef\xbf\xbd"
		     "A")},
	{"surrogate", TEXT("\xed\xa0\x80"), TEXT("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd")},
	{"overlong", TEXT("\xc0\xaf"), TEXT("\xef\xbf\xbd\xef\xbf\xbd")},
};

static void test_not_utf8(void)
{
	for (size_t i = 0; i < sizeof(bad_rows) / sizeof(bad_rows[0]); i++) {
		char bad[LINE_HASH], decoded[LINE_HASH];

		line_hash(bad_rows[i].bad, 1, bad);
		line_hash(bad_rows[i].decoded, 1, decoded);
		CHECK_ROW(bad_rows[i].name, strcmp(bad, decoded) == 0);
	}
}

/* A line that comes again more than a block later has the same hash and the next number. */
static void test_occurrences(void)
{
	struct buffer text = {0};
	const uint32_t lines[] = {1, 1, 4, 7, 9};
	char out[5][LINE_HASH], single[LINE_HASH];

	for (unsigned i = 0; i < 3; i++)
		buffer_string(&text, "same\n" FIFTY "\n" FIFTY FIFTY FIFTY "\n");
	CU_ASSERT(line_hashes(buffer_text(&text), lines, 5, out) == 0);
	CU_ASSERT(strcmp(out[0], out[1]) == 0);
	for (size_t i = 0; i < 5; i++) {
		line_hash(buffer_text(&text), lines[i], single);
		CU_ASSERT(strcmp(single, out[i]) == 0);
	}
	CU_ASSERT(strncmp(out[0], out[2], strlen(out[0]) - 1) == 0);
	CU_ASSERT(strcmp(out[0] + strlen(out[0]) - 2, ":1") == 0);
	CU_ASSERT(strcmp(out[2] + strlen(out[2]) - 2, ":2") == 0);
	CU_ASSERT(strcmp(out[3] + strlen(out[3]) - 2, ":3") == 0);
	buffer_free(&text);
}

static void test_no_such_line(void)
{
	static const uint32_t lines[] = {2, 3, 99, UINT32_MAX};
	char out[4][LINE_HASH], none[LINE_HASH];

	CU_ASSERT(line_hashes((struct text)TEXT("a\nb"), lines, 4, out) == 0);
	CU_ASSERT(out[0][0] != '\0');
	for (size_t i = 1; i < 4; i++)
		CU_ASSERT(out[i][0] == '\0');
	line_hash((struct text)TEXT("a\n"), 0, none);
	CU_ASSERT(none[0] == '\0');
	CU_ASSERT(line_hashes((struct text)TEXT("a\n"), NULL, 0, out) == 0);
}

static const struct unit_test tests[] = {
	{"vectors", test_vectors},
	{"bytes that are not UTF-8", test_not_utf8},
	{"occurrences", test_occurrences},
	{"no such line", test_no_such_line},
};
UNIT_MAIN(tests)
