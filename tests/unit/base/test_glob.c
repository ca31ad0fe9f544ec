/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <time.h>

#include "gate/base/glob.h"

static void test_match(void)
{
	static const struct {
		const char *pattern, *path;
		bool matches;
	} rows[] = {
		{"a", "a", true},
		{"a", "b", false},
		{"a", "aa", false},
		{"aa", "a", false},
		/* without a slash: the file's name at any depth */
		{"*.pem", "key.pem", true},
		{"*.pem", "a/b/key.pem", true},
		{"*.pem", "a.pem/b", false},
		{"*.pem", ".pem", true},
		{"Makefile", "sub/Makefile", true},
		/* a group at the end */
		{"*.{yml,yaml}", "a/b.yaml", true},
		{"*.{yml,yaml}", "a/b.yaml2", false},
		{"*{,.bak}", "a", true},
		{"*{.bak,}", "a", true},
		{"x{a,\\{b}", "xa", true},
		{"x{a,\\{b}", "x{b", true},
		{"x{a,b*}", "xbc", true},
		{"x{a,{b,c}}", "xa", true},
		{"{a,b}c\\}", "ac}", true},
		{"a{}", "a", true},
		{"Makefile", "sub/XMakefile", false},
		{"Makefile", "makefile", false},
		{"*", "a", true},
		{"*", "a/b/c", true},
		{"**", "a/b/c", true},
		{"a**c", "x/a/b/c", true},
		{"a**c", "ab/c", true},
		{"a**c", "xa/c", false},
		/* with a slash: the whole path */
		{"a/b", "a/b", true},
		{"a/b", "x/a/b", false},
		{"a/*", "a/b", true},
		{"a/*", "a/b/c", false},
		{"a/*", "a", false},
		{"a/*/c", "a/b/c", true},
		{"a/*/c", "a/c", false},
		{"a/*/c", "a/b/b/c", false},
		{"*/c", "a/c", true},
		{"*/c", "c", false},
		{"a/?", "a/b", true},
		{"a/?", "a/", false},
		{"a?b/c", "a/b/c", false},
		/* double star */
		{"**/a", "a", true},
		{"**/a", "x/a", true},
		{"**/a", "x/y/a", true},
		{"**/a", "xa", false},
		{"**/a", "x/ya", false},
		{"a/**", "a/b", true},
		{"a/**", "a/b/c", true},
		{"a/**", "a", false},
		{"a/**", "ab/c", false},
		{"a/**/b", "a/b", true},
		{"a/**/b", "a/x/b", true},
		{"a/**/b", "a/x/y/b", true},
		{"a/**/b", "a/xb", false},
		{"a/**/b", "ab", false},
		{"a**/b", "a/b", true},
		{"a**/b", "ax/y/b", true},
		{"a**/b", "ab", false},
		{"**/a/**", "a/b", true},
		{"**/a/**", "x/a/b/c", true},
		{"**/a/**", "x/ba/c", false},
		{"**/**/a", "a", true},
		{"**/**/a", "x/a", true},
		{"**/*.js", "a.js", true},
		{"**/*.js", "x/y/a.js", true},
		{"a/***/b", "a/x/b", true},
		{"a/**b", "a/x/yb", true},
		{"src/**/test_*.c", "src/test_a.c", true},
		{"src/**/test_*.c", "src/x/y/test_.c", true},
		/* a folder */
		{"third_party/", "third_party/x", true},
		{"third_party/", "third_party/x/y", true},
		{"third_party/", "third_party", false},
		{"third_party/", "x/third_party/y", false},
		{"**/vendor/", "x/vendor/y/z", true},
		{"**/vendor/", "vendor/y", true},
		/* sets */
		{"[abc]", "b", true},
		{"[abc]", "d", false},
		{"[a-c]x", "bx", true},
		{"[a-c]x", "dx", false},
		{"[!a-c]", "d", true},
		{"[!a-c]", "b", false},
		{"x/[!a]", "x/b", true},
		{"x[!a]y/z", "x/y/z", false},
		{"x[/]y", "x/y", false},
		{"[]a]", "]", true},
		{"[]a]", "a", true},
		{"[!]a]", "]", false},
		{"[!]a]", "b", true},
		{"[a-]", "-", true},
		{"[-a]", "-", true},
		{"[\\]]", "]", true},
		{"[\\\\]", "\\", true},
		{"[a\\-z]", "-", true},
		{"[a\\-z]", "m", false},
		{"[a!]", "!", true},
		{"[*]", "*", true},
		{"[*]", "a", false},
		{"[{,}]", ",", true},
		{"[\x80-\xff]", "\xe9", true},
		{"[0-9][0-9]", "42", true},
		/* braces */
		{"*.{c,h}", "a.c", true},
		{"*.{c,h}", "x/a.h", true},
		{"*.{c,h}", "a.d", false},
		{"*.{c,h}", "a.", false},
		{"{a,b}/c", "a/c", true},
		{"{a,b}/c", "b/c", true},
		{"{a,b}/c", "c/c", false},
		{"{a,b/c}/d", "b/c/d", true},
		{"{a,b/c}/d", "b/d", false},
		{"{a,{b,c}d}e", "ae", true},
		{"{a,{b,c}d}e", "bde", true},
		{"{a,{b,c}d}e", "cde", true},
		{"{a,{b,c}d}e", "be", false},
		{"{a,{b,c}d}e", "ade", false},
		{"a{,b}", "a", true},
		{"a{,b}", "ab", true},
		{"a{b}", "ab", true},
		{"a{}b", "ab", true},
		{"{,**/}a/b", "a/b", true},
		{"{,**/}a/b", "x/a/b", true},
		{"{**/x,y}/a", "x/a", true},
		{"{**/x,y}/a", "z/x/a", true},
		{"{a,b,c,d}{1,2}", "d2", true},
		{"{a,b,c,d}{1,2}", "d3", false},
		{"a,b", "a,b", true},
		{"{[,],b}", ",", true},
		{"{[,],b}", "b", true},
		{"{a\\,b,c}", "a,b", true},
		{"{a\\}b,c}", "a}b", true},
		{"{a*,b}c", "axxc", true},
		/* escapes */
		{"\\*", "*", true},
		{"\\*", "a", false},
		{"\\a", "a", true},
		{"\\\\", "\\", true},
		{"\\{a\\}", "{a}", true},
		{"\\[a]", "[a]", true},
		/* bytes of all kinds */
		{"\xc3\xa9*", "\xc3\xa9t\xc3\xa9", true},
		{"a b", "x/a b", true},
		{"a\n*", "a\nb", true},
		{"*a*b*c*", "xxaxxbxxcxx", true},
		{"*a*b*c*", "xxaxxcxxbxx", false},
		{"**a**b/c", "x/a/y/b/c", true},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char name[128];
		struct err err = {0};

		snprintf(name, sizeof(name), "%s on %s", rows[i].pattern, rows[i].path);
		CHECK_ROW(name, glob_check(text_of(rows[i].pattern), &err) == 0);
		CHECK_ROW(name, glob_match(text_of(rows[i].pattern), text_of(rows[i].path)) ==
					rows[i].matches);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *name;
		struct text pattern;
		const char *message;
	} rows[] = {
		{"empty", TEXT(""), "has nothing"},
		{"unclosed set", TEXT("a[b"), "a \"[\" without its \"]\""},
		{"empty set", TEXT("a[]"), "a \"[\" without its \"]\""},
		{"empty negated set", TEXT("a[!]"), "a \"[\" without its \"]\""},
		{"set closed by an escape", TEXT("[a\\]"), "a \"[\" without its \"]\""},
		{"set cut off in an escape", TEXT("[\\"), "a \"[\" without its \"]\""},
		{"caret", TEXT("[^a]"), "write \"[!\""},
		{"backwards", TEXT("[z-a]"), "runs backwards"},
		{"class", TEXT("[[:alpha:]]"), "a named class in a set"},
		{"unclosed brace", TEXT("{a,b"), "a \"{\" without its \"}\""},
		{"unclosed outer brace", TEXT("{a,{b,c}"), "a \"{\" without its \"}\""},
		{"brace closed in a set", TEXT("{a,[}]"), "a \"{\" without its \"}\""},
		{"unopened brace", TEXT("a}"), "a \"}\" without its \"{\""},
		{"backslash at the end", TEXT("a\\"), "a backslash at the end"},
		{"absolute", TEXT("/a"), "a slash at the start"},
		{"dot", TEXT("./a"), "a dot for a folder"},
		{"two dots", TEXT("../a"), "a dot for a folder"},
		{"NUL", TEXT("a\0b"), "a NUL character"},
		{"17 braces", TEXT("{{{{{{{{{{{{{{{{{a}}}}}}}}}}}}}}}}}"), "deeper than 16"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};

		CHECK_ROW(rows[i].name, glob_check(rows[i].pattern, &err) == -1);
		CHECK_ROW(rows[i].name, err.kind == ERR_USAGE);
		CHECK_ROW(rows[i].name, strstr(err.message, rows[i].message) != NULL);
		CHECK_ROW(rows[i].name, !glob_match(rows[i].pattern, text_of("a")));
		CHECK_ROW(rows[i].name, !glob_match(rows[i].pattern, rows[i].pattern));
	}
}

static char *repeat(const char *unit, size_t count, const char *tail)
{
	size_t step = strlen(unit), end = strlen(tail);
	char *out = malloc(step * count + end + 1);

	for (size_t i = 0; i < count; i++)
		memcpy(out + i * step, unit, step);
	memcpy(out + step * count, tail, end + 1);
	return out;
}

static void test_limits(void)
{
	static const struct {
		const char *name, *unit;
		size_t count;
		const char *tail;
		bool accepted;
	} rows[] = {
		{"1024 bytes", "a", 1024, "", true},
		{"1025 bytes", "a", 1025, "", false},
		{"a folder of 1024 bytes", "a", 1023, "/", true},
		{"256 alternatives", "{a,", 1, "", false},
		{"85 groups of 3", "{a,,}", 85, "", true},
		{"86 groups of 3", "{a,,}", 86, "", false},
		{"256 groups", "{}", 256, "", true},
		{"257 groups", "{}", 257, "", false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *pattern = repeat(rows[i].unit, rows[i].count, rows[i].tail);
		struct err err = {0};

		CHECK_ROW(rows[i].name,
			(glob_check(text_of(pattern), &err) == 0) == rows[i].accepted);
		CHECK_ROW(rows[i].name, glob_match(text_of(pattern), text_of(pattern)) ==
						(rows[i].accepted && pattern[0] != '{'));
		free(pattern);
	}
}

/* Patterns that make a backtracking matcher take years. */
static void test_hostile(void)
{
	static const struct {
		const char *name, *unit;
		size_t count;
		const char *tail;
	} rows[] = {
		{"stars", "*a", 500, "b"},
		{"double stars", "**a", 300, "b"},
		{"double stars and slashes", "**/a", 250, "b"},
		{"stars alone", "*", 1000, "b"},
		{"braces", "{a,aa}", 80, "b"},
		{"braces with stars", "{*a,a*}", 80, "b"},
		{"nested braces", "{a,", 0,
			"{*,{*,{*,{*,{*,{*,{*,{*,{*a,a},a},a},a},a},a},a},a},a}b"},
		{"sets", "*[a-z]", 150, "b"},
		{"a long set", "a", 1, "*[bcdefghijklmnopqrstuvwxyzbcdefghijklmnopqrstuvwxyz]"},
		{"question marks", "*?", 500, "b"},
	};
	char *path = repeat("a", 4095, ""), *deep = repeat("a/", 2047, "a");
	struct timespec start, end;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *pattern = repeat(rows[i].unit, rows[i].count, rows[i].tail);
		double taken;

		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
		CHECK_ROW(rows[i].name, !glob_match(text_of(pattern), text_of(path)));
		CHECK_ROW(rows[i].name, !glob_match(text_of(pattern), text_of(deep)));
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
		taken = (double)(end.tv_sec - start.tv_sec) +
			(double)(end.tv_nsec - start.tv_nsec) / 1e9;
		CHECK_ROW(rows[i].name, taken < 2.0 * SLOWER);
		if (getenv("SEAMGATE_VERBOSE"))
			fprintf(stderr, "%7.1f ms  %s\n", taken * 1e3, rows[i].name);
		free(pattern);
	}
	free(path);
	free(deep);
}

static void test_empty_path(void)
{
	CU_ASSERT_FALSE(glob_match(text_of("a"), text_of("")));
	CU_ASSERT_FALSE(glob_match(text_of("?"), text_of("")));
	CU_ASSERT_FALSE(glob_match((struct text){NULL, 0}, text_of("a")));
	CU_ASSERT_TRUE(glob_match(text_of("**"), (struct text){NULL, 0}));
}

static const struct unit_test tests[] = {
	{"match", test_match},
	{"refused", test_refused},
	{"limits", test_limits},
	{"hostile", test_hostile},
	{"empty path", test_empty_path},
};

UNIT_MAIN(tests)
