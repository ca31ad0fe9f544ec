/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "checks/secrets/implied.h"
#include "checks/secrets/pattern.h"

static void test_implied(void)
{
	static const struct {
		const char *pattern;
		const char *keywords[4];
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
		{"abcd{2}e", {"abcdde"}, true},
		{"abcd{2,3}e", {"abcdd"}, true},
		{"abcd{2,3}e", {"abcdde"}, false},
		{"abcd?e", {"abce", "abcde"}, true},
		{"abcd?e", {"abcd", "abcde"}, false},
		{"ab[c]d", {"abcd"}, true},
		{"ab[cC]d", {"abcd"}, true},
		{"ab[ce]d", {"abcd"}, false},
		{"ab[ce]d", {"abcd", "abed"}, true},
		{"ab[c-e]d", {"abcd", "abed"}, false},
		{"ab[]c]d", {"abcd", "ab]d"}, true},
		{"ab[\\]c]d", {"abcd", "ab]d"}, true},
		{"ab[^c]d", {"abcd"}, false},
		{"ab[c\\d]d", {"abcd"}, false},
		{"ab[ce]?d", {"abcd", "abed"}, false},
		{"ab[ce]?d", {"abcd", "abed", "abd"}, true},
		{"ab[ce]*d", {"abcd", "abed", "abd"}, false},
		{"a(?:b|cd)e", {"abe", "acde"}, true},
		{"a(?:b|cd)e", {"abe", "acd"}, true},
		{"a(?:b|cd)e", {"abe", "acdf"}, false},
		{"a(?:b|cd)?e", {"abe", "acde"}, false},
		{"a(?:b|cd)?e", {"abe", "acde", "ae"}, true},
		{"a(?:b|c.)e", {"abe", "ace"}, false},
		{"a(?:b|c.)abcd", {"abcd"}, true},
		{"a(?:b(?:c|d)|e)f", {"abcf", "abdf", "aef"}, true},
		{"a(?:b|(?!c)|d)e", {"abe", "ade"}, false},
		{"ab\\bcd", {"abcd"}, true},
		{"ab(?:^|c)d", {"abd", "abcd"}, true},
		{"[ab][ab][ab][ab][ab][ab][ab][ab]abcd", {"abcd"}, true},
		{"[ab][ab][ab][ab][ab][ab][ab][ab]cd", {"abcd"}, false},
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
		{"(abcd){2}{0}x", {"abcd"}, false},
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

static uint32_t state = 1;

static uint32_t draw(uint32_t below)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % below;
}

/* Pieces in any order are mostly a pattern; brackets that do not fit make one that PCRE2 refuses. */
static void make_pattern(char *out)
{
	static const char *const pieces[] = {"a", "b", "a", "b", "[ab]", "[^a]", "(?:", ")", "|",
		"?", "{2}", "{1,2}", "+", "*", "\\b", "(?=", "(", "."};

	*out = '\0';
	for (uint32_t left = 2 + draw(9); left > 0; left--)
		strcat(out, pieces[draw(sizeof(pieces) / sizeof(pieces[0]))]);
}

/* Whether each match in some texts has a keyword. */
static bool have_one(const pcre2_code *code, const char *const *keywords)
{
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
	bool have = true;

	for (int round = 0; round < 60 && have; round++) {
		const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(data);
		char text[12];

		for (size_t i = 0; i < sizeof(text); i++)
			text[i] = "aabb-"[draw(5)];
		if (pcre2_match(code, (PCRE2_SPTR)text, sizeof(text), 0, 0, data, NULL) >= 0 &&
			ends[0] <= ends[1]) {
			struct text match = {text + ends[0], ends[1] - ends[0]};

			have = text_contains_nocase(match, text_of(keywords[0])) ||
			       text_contains_nocase(match, text_of(keywords[1]));
		}
	}
	pcre2_match_data_free(data);
	return have;
}

static void test_random(void)
{
	static const char *const keywords[] = {"aba", "bb", NULL};
	size_t implied = 0;

	for (int round = 0; round < 40000; round++) {
		struct err err = {0};
		pcre2_code *code;
		char pattern[100];

		make_pattern(pattern);
		if (!pattern_implies(pattern, keywords) ||
			pattern_compile(&code, pattern, "secrets/row", false, &err) < 0)
			continue;
		implied++;
		CHECK_ROW(pattern, have_one(code, keywords));
		pcre2_code_free(code);
	}
	CU_ASSERT(implied > 500);
}

static const struct unit_test tests[] = {
	{"implied", test_implied},
	{"sets", test_sets},
	{"depth", test_depth},
	{"random", test_random},
};

UNIT_MAIN(tests)
