/* SPDX-License-Identifier: Apache-2.0 */
#include "scanning.h"

#include "checks/secrets/rules_test.h"
#include "checks/secrets/sift.h"

/* Every example of every built-in rule, through the whole rule. */
static void test_builtin(void)
{
	struct arena *arena = arena_new();
	struct rule_failures failures;
	struct err err = {0};

	CU_ASSERT_FATAL(rules_test(&failures, &builtin_rules, arena, &err) == 0);
	CU_ASSERT(failures.examples >= 4 && failures.count == 0);
	for (size_t i = 0; i < failures.count; i++)
		fprintf(stderr, "%s: %s %zu: %s: %.*s\n", failures.items[i].rule,
			failures.items[i].is_hit ? "hit" : "miss", failures.items[i].example,
			failures.items[i].what, (int)(failures.items[i].text.len % 300),
			failures.items[i].text.ptr);
	arena_free(arena);
}

/* The test itself can fail. */
static void test_failures(void)
{
	static const char *const keywords[] = {"abc_", NULL};
	static const char *const hit[] = {"abc_{{digits:5}}", "abc-12345", "abc_{{octal:1}}", NULL};
	static const char *const miss[] = {"abc_1234", "abc_12345", NULL};
	static const char *const paths[] = {"a/b.p12", "a/b.pem", NULL};
	static const struct rule items[] = {
		{.id = "dependencies/other", .hit = hit},
		{.id = "secrets/path", .path = "\\.p12$", .hit = paths},
		{.id = "secrets/row",
			.pattern = "abc_[0-9]{5}",
			.keywords = keywords,
			.hit = hit,
			.miss = miss},
	};
	static const struct {
		const char *name, *rule, *what;
		bool is_hit;
		size_t example;
	} expected[] = {
		{"path", "secrets/path", "no finding", true, 1},
		{"a hit that misses", "secrets/row", "no finding", true, 1},
		{"a wrong template", "secrets/row", "column 5: unknown class", true, 2},
		{"a miss that hits", "secrets/row", "a finding", false, 1},
	};
	static const struct rules rules = {items, OF(items)};
	struct arena *arena = arena_new();
	struct rule_failures failures;
	struct err err = {0};

	CU_ASSERT_FATAL(rules_test(&failures, &rules, arena, &err) == 0);
	CU_ASSERT(failures.examples == 7);
	CU_ASSERT_FATAL(failures.count == OF(expected));
	for (size_t i = 0; i < failures.count; i++) {
		const struct rule_failure *failure = &failures.items[i];

		CHECK_ROW(expected[i].name, strcmp(failure->rule, expected[i].rule) == 0);
		CHECK_ROW(expected[i].name, text_starts(text_of(failure->what), expected[i].what));
		CHECK_ROW(expected[i].name, failure->is_hit == expected[i].is_hit);
		CHECK_ROW(expected[i].name, failure->example == expected[i].example);
	}
	arena_free(arena);
}

static void test_entropy(void)
{
	static const struct {
		struct text text;
		double bits;
	} rows[] = {
		{TEXT(""), 0},
		{TEXT("aaaa"), 0},
		{TEXT("abab"), 1},
		{TEXT("abcd"), 2},
		{TEXT("aab"), 0.9182958340544896}, /* log2(3) - 2/3 */
		{TEXT("\0\xff"), 1},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		double difference = entropy_bits(rows[i].text) - rows[i].bits;

		CHECK_ROW(rows[i].text.ptr, difference < 1e-12 && difference > -1e-12);
	}
}

/* ---- windows against the whole text, for each built-in rule and each of its examples ---- */

/* The next match in the whole text that is worth a hit; from SIZE_MAX where there is none. */
static struct hit next_whole(
	struct scanning *scanning, const struct rule *rule, struct text text, size_t from)
{
	struct matcher *matcher = scanner_matcher(scanning->scanner);
	struct hit hit = {.rule = rule, .match_from = SIZE_MAX};
	enum worth worth = WORTH_NOTHING;

	while (worth == WORTH_NOTHING) {
		struct query query = {
			.pattern = rule->pattern, .whose = rule->id, .subject = text, .from = from};
		struct match match;

		if (matcher_run(matcher, &query, &match, &scanning->err) < 0 ||
			match.result != MATCH_FOUND)
			return (struct hit){.match_from = SIZE_MAX};
		hit.match_from = match.groups[0];
		hit.match_to = from = match.groups[1];
		if (sift_secret(&hit, text, &match) &&
			sift_worth(&worth, &hit, text, matcher, &scanning->err) < 0)
			return (struct hit){.match_from = SIZE_MAX};
	}
	return hit;
}

static bool same_as_whole(struct scanning *scanning, const struct rule *rule, struct text text)
{
	const struct scan *scan = scanned(scanning, text);
	struct hit whole = next_whole(scanning, rule, text, 0);

	for (size_t i = 0; scan && i < scan->hit_count; i++) {
		if (scan->hits[i].rule != rule)
			continue;
		if (scan->hits[i].match_from != whole.match_from ||
			scan->hits[i].match_to != whole.match_to)
			return false;
		whole = next_whole(scanning, rule, text, whole.match_to);
	}
	return scan && scan->gap_count == 0 && whole.match_from == SIZE_MAX;
}

static void test_windows(void)
{
	static const char *const around[] = {"%s", "%s\n",
		"{{repeat:900:line of text\n}}%s\n{{repeat:900:line of text\n}}",
		"{{repeat:9000:x}} %s {{repeat:9000:y}}", "%s\n%s\n"};
	struct scanning scanning = {.arena = arena_new()};
	struct rules none = {NULL, 0};

	CU_ASSERT_FATAL(ruleset_open(&scanning.rules, true, &none, NULL, scanning.arena,
				&scanning.err) == 0);
	CU_ASSERT_FATAL(scanner_open(&scanning.scanner, scanning.rules, &scanning.err) == 0);
	for (size_t i = 0; i < builtin_plans.count; i++) {
		const struct rule *rule = &builtin_plans.rules[i];

		for (size_t e = 0; rule->pattern && rule->hit[e]; e++)
			for (size_t a = 0; a < OF(around); a++) {
				struct buffer source = {0};

				buffer_printf(&source, around[a], rule->hit[e], rule->hit[e]);
				CHECK_ROW(rule->id, same_as_whole(&scanning, rule,
							    made(&scanning, source.ptr)));
				buffer_free(&source);
			}
	}
	scanning_close(&scanning);
}

static const struct unit_test tests[] = {
	{"builtin", test_builtin},
	{"failures", test_failures},
	{"entropy", test_entropy},
	{"windows", test_windows},
};

UNIT_MAIN(tests)
