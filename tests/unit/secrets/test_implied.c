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

static const struct unit_test tests[] = {
	{"implied", test_implied},
	{"depth", test_depth},
};

UNIT_MAIN(tests)
