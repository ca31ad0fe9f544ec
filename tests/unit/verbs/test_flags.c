/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/flags.h"
#include "unit.h"

struct settings {
	bool quiet;
	const char *base, *color;
	struct words checks;
	unsigned jobs;
};

static const struct flag table[] = {
	{"quiet", 'q', FLAG_SWITCH, offsetof(struct settings, quiet), "", ""},
	{"base", 0, FLAG_WORD, offsetof(struct settings, base), "REV", ""},
	{"color", 0, FLAG_CHOICE, offsetof(struct settings, color), "auto|always|never", ""},
	{"check", 0, FLAG_WORDS, offsetof(struct settings, checks), "NAME", ""},
	{"jobs", 'j', FLAG_COUNT, offsetof(struct settings, jobs), "N", ""},
	{0},
};

static void good_lines(void)
{
	static const char *const argv[] = {"-q", "--base", "main", "x", "--check=a", "--check", "b",
		"-j", "4", "--color=never", "--", "--base", NULL};
	struct arena *arena = arena_new();
	struct settings settings = {0};
	struct words rest = {0};
	struct err err = {0};

	CU_ASSERT_FATAL(arena != NULL);
	CU_ASSERT_FATAL(flags_read(table, &settings, &rest, argv, arena, &err) == 0);
	CU_ASSERT(settings.quiet && settings.jobs == 4);
	CU_ASSERT_STRING_EQUAL(settings.base, "main");
	CU_ASSERT_STRING_EQUAL(settings.color, "never");
	CU_ASSERT_FATAL(settings.checks.count == 2 && rest.count == 2);
	CU_ASSERT_STRING_EQUAL(settings.checks.items[1], "b");
	CU_ASSERT_STRING_EQUAL(rest.items[0], "x");
	CU_ASSERT_STRING_EQUAL(rest.items[1], "--base");
	arena_free(arena);
}

static void bad_lines(void)
{
	static const struct {
		const char *argv[4];
		const char *message, *remedy;
	} rows[] = {
		{{"--bse", "x"}, "unknown flag --bse", "did you mean --base?"},
		{{"--zebra"}, "unknown flag --zebra", "see --help"},
		{{"-x"}, "unknown flag -x", "see --help"},
		{{"-qq"}, "unknown flag -qq", "see --help"},
		{{"--base"}, "--base wants a value: REV", ""},
		{{"--quiet=1"}, "--quiet takes no value", ""},
		{{"--jobs", "0"}, "--jobs wants a number from 1 to 4096, not \"0\"", ""},
		{{"--jobs=-2"}, "--jobs wants a number from 1 to 4096, not \"-2\"", ""},
		{{"--color=pink"}, "--color wants auto|always|never, not \"pink\"", ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct settings settings = {0};
		struct words rest = {0};
		struct err err = {0};

		CU_ASSERT_FATAL(arena != NULL);
		CHECK_ROW(rows[i].argv[0],
			flags_read(table, &settings, &rest, rows[i].argv, arena, &err) == -1);
		CHECK_ROW(rows[i].argv[0],
			err.kind == ERR_USAGE && strcmp(err.message, rows[i].message) == 0);
		CHECK_ROW(rows[i].argv[0], strcmp(err.remedy, rows[i].remedy) == 0);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {{"good lines", good_lines}, {"bad lines", bad_lines}};

UNIT_MAIN(tests)
