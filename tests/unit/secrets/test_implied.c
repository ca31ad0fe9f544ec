/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "checks/secrets/implied.h"

static void test_implied(void)
{
	static const struct {
		const char *pattern;
		const char *keywords[3];
		bool expected;
	} rows[] = {
		{"abcd", {"abcd"}, true},
		{"abcd[0-9]+", {"bcd"}, true},
		{"ABCD", {"abcd"}, true},
		{"abcd", {"abce"}, false},
		{"abcd?", {"abcd"}, false},
		{"abcd*", {"abcd"}, false},
		{"abcd{0,3}", {"abcd"}, false},
		{"abcd{,3}", {"abcd"}, false},
		{"abcd+", {"abcd"}, true},
		{"abcd{2}e", {"abcde"}, false},
		{"ab[c]d", {"abcd"}, false},
		{"ab.d", {"abcd"}, false},
		{"a\\.bc", {"a.bc"}, true},
		{"a\\d\\.bc", {"a.bc"}, false},
		{"(abcd)", {"abcd"}, true},
		{"(?:abcd)", {"abcd"}, true},
		{"(?i)x(?:abcd)", {"abcd"}, true},
		{"(?<name>abcd)", {"abcd"}, true},
		{"(?P<name>abcd)", {"abcd"}, true},
		{"(abcd)?", {"abcd"}, false},
		{"(abcd)*x", {"abcd"}, false},
		{"(abcd)+x", {"abcd"}, true},
		{"(abcd|efgh)", {"abcd"}, false},
		{"(abcd|efgh)", {"abcd", "efgh"}, true},
		{"abcd|efgh", {"abcd", "efgh"}, true},
		{"abcd|ef", {"abcd", "efgh"}, false},
		{"(|abcd)", {"abcd"}, false},
		{"(?!abcd)", {"abcd"}, false},
		{"(?<!abcd)x", {"abcd"}, false},
		{"(?=abcd)x", {"abcd"}, false},
		{"((abcd))", {"abcd"}, true},
		{"((abcd)?)", {"abcd"}, false},
		{"[abcd]", {"abcd"}, false},
		{"[]abcd]", {"abcd"}, false},
		{"[^]abcd]x", {"abcd"}, false},
		{"[[:alpha:]abcd]", {"abcd"}, false},
		{"[\\]abcd]", {"abcd"}, false},
		{"[(]abcd", {"abcd"}, true},
		{"\\x61bcd", {"bcd"}, false},
		{"\\Qa\\Eabcd", {"abcd"}, false},
		{"(?x) ab cd", {"abcd"}, false},
		{"(?#abcd)x", {"abcd"}, false},
		{"(?>abcd)", {"abcd"}, true},
		{"\\babcd\\b", {"abcd"}, true},
		{"a-b_c", {"-b_"}, true},
		{"abcd)", {"abcd"}, false},
		{"(abcd", {"abcd"}, false},
		{"[abcd", {"abcd"}, false},
		{"abcd\\", {"abcd"}, false},
		{"", {"abcd"}, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].pattern,
			pattern_implies(rows[i].pattern, rows[i].keywords) == rows[i].expected);
}

static void test_depth(void)
{
	char deep[400] = "";

	for (size_t i = 0; i < 100; i++) {
		deep[i] = '(';
		deep[104 + i] = ')';
	}
	memcpy(deep + 100, "abcd", 4);
	CU_ASSERT(!pattern_implies(deep, (const char *const[]){"abcd", NULL}));
}

/* Letters, digits, + and a line feed, as in base64; and those of them that are no letters or digits. */
static bool in_bulk(unsigned char byte)
{
	return byte == '+' || byte == '\n' || (byte >= '0' && byte <= '9') ||
	       ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

static bool is_mark(unsigned char byte)
{
	return byte == '+' || byte == '\n';
}

static void test_sets(void)
{
	static const struct {
		const char *pattern;
		bool leaves, avoids;
	} rows[] = {
		{"abc", false, true},
		{"ab_c", true, true},
		{"ab_?c", false, true},
		{"ab_{0,2}c", false, true},
		{"ab_{1,2}c", true, true},
		{"ab\\.c", true, true},
		{"ab.c", false, false},
		{"ab\\+c", false, false},
		{"ab[0-9]{3}", false, true},
		{"ab[.=]c", true, true},
		{"ab[.=]*c", false, true},
		{"ab[.=a]c", false, true},
		{"ab[^a]c", false, false},
		{"ab[]_]c", true, true},
		{"ab[]+]c", false, false},
		{"ab[!-/]c", false, false},
		{"ab[!-*]c", true, true},
		{"ab[\\]_]c", true, true},
		{"ab[\\s_]c", false, false},
		{"ab[\\w-]c", false, false},
		{"ab[_-]c", true, true},
		{"ab[[:alnum:]]c", false, false},
		{"ab\\sc", false, false},
		{"ab\\dc", false, true},
		{"ab\\wc", false, true},
		{"\\bab$", false, true},
		{"(?:a_|b_)c", true, true},
		{"(?:a_|b)c", false, true},
		{"(?:a_|b_)?c", false, true},
		{"(?:a|[+])_", true, false},
		{"(?=_)a", false, true},
		{"(?i)a_", true, true},
		{"\\x5f", false, false},
		{"(a_", false, false},
		{"[_", false, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK_ROW(rows[i].pattern,
			pattern_leaves(rows[i].pattern, in_bulk) == rows[i].leaves);
		CHECK_ROW(rows[i].pattern,
			pattern_avoids(rows[i].pattern, is_mark) == rows[i].avoids);
	}
}

static const struct unit_test tests[] = {
	{"implied", test_implied},
	{"sets", test_sets},
	{"depth", test_depth},
};

UNIT_MAIN(tests)
