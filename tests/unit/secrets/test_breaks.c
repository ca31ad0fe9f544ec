/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "checks/secrets/breaks.h"
#include "checks/secrets/compile.h"
#include "checks/secrets/pattern.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void of_patterns(void)
{
	static const struct {
		const char *pattern;
		uint32_t breaks;
	} rows[] = {
		{"abc", 0},
		{"abc\\n", 1},
		{"abc\\n{5}", 1},
		{"\\nabc\\n", 2},
		{"a\\s*b", 1},
		{"a\\s{0,8}=\\s{0,8}b", 2},
		{"a[\\s]+b", 1},
		{"a[ \\t\\r\\n]+b", 1},
		{"a[ \\t]+b", 0},
		{"a\\h+b", 0},
		{"a\\v{3}b", 2},
		{"a\\S+b", 0},
		{"a\\W{3}b", 2},
		{"a\\D{4}b", 2},
		{"a.*b", 0},
		{"(?s)a.{3}b", 2},
		{"(?s)a.*b", BREAKS_NO_LIMIT},
		{"(?s:a.{3})b.{9}", 2},
		{"a[^;]{0,7}b", 4},
		{"a[^;]*b", BREAKS_NO_LIMIT},
		{"a[^;\\n]*b", 0},
		{"a[^;\\s]*b", 0},
		{"a[^;\\x0a]*b", 0},
		{"a[\\x08-\\x0b]{3}b", 2},
		{"a[\\x09-\\x0d]{3}b", 1},
		{"a[[:space:]]{3}b", 1},
		{"a[[:^alpha:]]{3}b", 2},
		{"a[[:alpha:]]*b", 0},
		{"a[^[:space:]]*b", 0},
		{"a[\\012x]{3}b", 2},
		{"a[\\s,]{0}b", 0},
		{"(?:a\\nb|c)", 1},
		{"(?:a|c\\nd\\n)", 2},
		{"(?:a\\nb){3}", 3},
		{"(?:a\\nb){0,3}x\\n", 4},
		{"(?:a\\nb)*", BREAKS_NO_LIMIT},
		{"(?:a\\nb){0}", 0},
		{"(?:ab)*", 0},
		{"(?m)^a$", 0},
		{"(?i)A\\b(x\\n)?", 1},
		{"(?:[^;]{65535}){65535}[^;]{65535}", 65535U * 32768 + 32768},
		{"(?:(?:[^;]{65535}){65535}){65535}", BREAKS_NO_LIMIT},
		{"a(?=b)", BREAKS_NO_LIMIT},
		{"a(b", BREAKS_NO_LIMIT},
		{"a\\Rb", BREAKS_NO_LIMIT},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena *arena = arena_new();

		CHECK_ROW(
			rows[i].pattern, pattern_breaks(rows[i].pattern, arena) == rows[i].breaks);
		arena_free(arena);
	}
}

/* Of a set that is longer than what is asked about nothing is known. */
static void of_a_long_set(void)
{
	char pattern[700] = "a[";
	struct arena *arena = arena_new();

	memset(pattern + 2, 'x', 600);
	strcpy(pattern + 602, "]{3}");
	CU_ASSERT(pattern_breaks(pattern, arena) == 2);
	arena_free(arena);
}

/* ---- in a text ---- */

static void ahead(void)
{
	static const struct {
		const char *text;
		size_t from;
		struct reach reach;
		size_t expected;
	} rows[] = {
		{"", 0, {10, 0}, 0},
		{"abc", 0, {10, 0}, 3},
		{"abc", 1, {1, 0}, 2},
		{"abc", 3, {1, 0}, 3},
		{"a\nbc\nd", 0, {10, 0}, 2},
		{"a\nbc\nd", 0, {10, 1}, 5},
		{"a\nbc\nd", 0, {10, 2}, 6},
		{"a\nbc\nd", 0, {3, 1}, 3},
		{"a\nbc\nd", 1, {10, 0}, 2},
		{"a\nbc\nd", 2, {10, 0}, 5},
		{"a\n\n \r\n\tbc\nd", 0, {99, 0}, 2},
		{"a\n\n \r\n\tbc\nd", 0, {99, 1}, 10},
		{"\n\n\n\n", 0, {99, 1}, 4},
		{"a\n.\n", 0, {99, 1}, 4},
		{"a\nbc\nd", 0, {SIZE_MAX, BREAKS_NO_LIMIT}, 6},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_ROW(rows[i].text, reach_ahead(text_of(rows[i].text), rows[i].from,
						rows[i].reach) == rows[i].expected);
}

static void back(void)
{
	static const struct {
		const char *text;
		size_t to;
		struct reach reach;
		size_t expected;
	} rows[] = {
		{"", 0, {10, 0}, 0},
		{"abc", 3, {10, 0}, 0},
		{"abc", 3, {2, 0}, 0},
		{"abcd", 3, {1, 0}, 1},
		{"a\nbc\nd", 6, {10, 0}, 4},
		{"a\nbc\nd", 6, {10, 1}, 1},
		{"a\nbc\nd", 6, {10, 2}, 0},
		{"a\nbc\nd", 4, {10, 0}, 1},
		{"a\nbc\nd", 5, {10, 0}, 4},
		{"a\nbc\n\n \r\n\td", 11, {99, 0}, 8},
		{"a\nbc\n\n \r\n\td", 11, {99, 1}, 1},
		{"a\nbc\nd", 6, {SIZE_MAX, BREAKS_NO_LIMIT}, 0},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_ROW(rows[i].text, reach_back(text_of(rows[i].text), rows[i].to,
						rows[i].reach) == rows[i].expected);
}

/* ---- held to PCRE2 ---- */

static uint32_t state = 1;

static uint32_t draw(uint32_t below)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % below;
}

enum { LONGEST = 40, ROUNDS = 4000 };

static bool matches(
	const pcre2_code *code, pcre2_match_data *data, struct text text, size_t from, size_t to)
{
	return pcre2_match(code, (PCRE2_SPTR)text.ptr, to, from, PCRE2_ANCHORED, data, NULL) >= 0 &&
	       pcre2_get_ovector_pointer(data)[1] == to;
}

/* No match [from, to) begins before what reach_back says of `to`, or ends behind what reach_ahead says of `from`. */
static bool holds(const pcre2_code *code, pcre2_match_data *data, struct text text,
	struct reach reach, size_t *found)
{
	for (size_t from = 0; from < text.len; from++)
		for (size_t to = from + 1; to <= text.len; to++) {
			if (!matches(code, data, text, from, to))
				continue;
			++*found;
			for (size_t at = 0; at <= to; at++)
				if (reach_back(text, at, reach) > 0 &&
					from <= reach_back(text, at, reach))
					return false;
			for (size_t at = from; at < text.len; at++)
				if (to > at && reach_ahead(text, at, reach) <= to &&
					reach_ahead(text, at, reach) < text.len)
					return false;
		}
	return true;
}

/* Ends are asked for: PCRE2 takes the longest way, all others are those of shorter texts. */
static void of_random_texts(void)
{
	static const char *const patterns[] = {"a\\s{0,4}=\\s{0,4}b", "[^;]{3,9}b", "(?s)a.{0,5}b",
		"(?:a\\n){1,3}b", "[\\sb]{2,7}a", "(?:[ab]|\\s=){2,6}", "a[^=\\n]{1,20}b"};
	static const char bytes[] = "ab= \n\n\r;";

	for (size_t i = 0; i < COUNT(patterns); i++) {
		struct arena *arena = arena_new();
		struct reach reach = {LONGEST, pattern_breaks(patterns[i], arena)};
		pcre2_match_data *data;
		pcre2_code *code;
		struct err err = {0};
		size_t found = 0;
		bool held = true;

		CU_ASSERT_FATAL(
			pattern_compile(&code, patterns[i], "secrets/row", false, &err) == 0);
		data = pcre2_match_data_create_from_pattern(code, NULL);
		for (int round = 0; round < ROUNDS / 10; round++) {
			char text[LONGEST];
			size_t len = 1 + draw(LONGEST - 1);

			for (size_t b = 0; b < len; b++)
				text[b] = bytes[draw(sizeof(bytes) - 1)];
			held = held && holds(code, data, (struct text){text, len}, reach, &found);
		}
		CHECK_ROW(patterns[i], held && found > 20);
		pcre2_match_data_free(data);
		pcre2_code_free(code);
		arena_free(arena);
	}
}

/* Lines bound what is looked at again: nearly all rules go over few. */
static void of_the_builtin_rules(void)
{
	size_t few = 0, far = 0;

	for (size_t i = 0; i < builtin_plans.count; i++) {
		few += builtin_plans.items[i].breaks <= builtin_plans.reach.breaks;
		far += builtin_plans.items[i].far;
	}
	CU_ASSERT(builtin_plans.reach.breaks <= 11);
	CU_ASSERT(few > builtin_plans.count * 9 / 10 && far < builtin_plans.count / 16);
}

static const struct unit_test tests[] = {
	{"of patterns", of_patterns},
	{"of a long set", of_a_long_set},
	{"ahead", ahead},
	{"back", back},
	{"of random texts", of_random_texts},
	{"of the built-in rules", of_the_builtin_rules},
};

UNIT_MAIN(tests)
