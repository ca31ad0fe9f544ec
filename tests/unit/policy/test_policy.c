/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "fakes.h"

#define PRINT   "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define PRINT_2 "1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define WAIVER(rule, print, path, expires)                       \
	"  - {rule: " rule ", fingerprint: \"" print "\", " path \
	"reason: r, owner: o, expires: " expires "}\n"

static const struct probe_options *probe_of(const struct policy *policy)
{
	return policy->checks[0].options;
}

static void test_builtin(void)
{
	struct arena *arena = arena_new();
	struct err err = {0};
	struct policy policy;

	CU_ASSERT_FATAL(policy_read(&policy, (struct text){NULL, 0}, "built-in", arena, &err) == 0);
	CU_ASSERT(policy.builtin && text_is(policy.name, "built-in"));
	/* SHA-256 of nothing (FIPS 180-4) */
	CU_ASSERT_STRING_EQUAL(
		policy.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	CU_ASSERT_EQUAL(policy.block, SEVERITY_ERROR);
	CU_ASSERT(policy.salt.len == 0 && policy.ignore.count == 0 && policy.pipeline.count == 0);
	CU_ASSERT(policy.severities.count == 0 && policy.waiver_count == 0);
	CU_ASSERT(policy.limits.blob == 1 << 30 && policy.limits.memory == 0);
	CU_ASSERT(policy.limits.time == 600);
	CU_ASSERT_FATAL(policy.check_count == 2);
	CU_ASSERT(policy.checks[0].check == &probe && policy.checks[0].enabled);
	CU_ASSERT(policy.checks[1].check == &quiet && !policy.checks[1].enabled);
	CU_ASSERT(probe_of(&policy)->depth == 5 && probe_of(&policy)->rules.count == 1);
	CU_ASSERT(policy.checks[1].options != NULL);
	CU_ASSERT(policy_check_rules(&policy, NULL, &err) == 0);
	arena_free(arena);
}

static const char full[] =
	"version: 1\n"
	"block: warning\n"
	"salt: \"s a l t\"\n"
	"paths: {ignore: [\"third_party/**\", \"*.min.js\"]}\n"
	"rules: {probe/first: note, probe/second: off}\n"
	"pipeline: [ingest, infer, serve]\n"
	"limits: {blob: 5MiB, memory: 2GiB, time: 90s}\n"
	"checks:\n"
	"  probe: {depth: 7}\n"
	"  quiet: {}\n"
	"waivers:\n" WAIVER("probe/first", PRINT, "path: \"docs/**\", ", "2027-01-31")
		WAIVER("probe/first", PRINT_2, "", "2027-01-31");

static void test_full(void)
{
	struct arena *arena = arena_new();
	struct err err = {0};
	struct policy policy;

	CU_ASSERT_FATAL(policy_read(&policy, text_of(full), "p.yml", arena, &err) == 0);
	CU_ASSERT(!policy.builtin && text_is(policy.name, "p.yml"));
	CU_ASSERT_EQUAL(policy.block, SEVERITY_WARNING);
	CU_ASSERT(text_is(policy.salt, "s a l t") && policy.ignore.count == 2);
	CU_ASSERT(policy.pipeline.count == 3 && text_is(policy.pipeline.items[2], "serve"));
	CU_ASSERT(policy.limits.blob == 5 << 20 && policy.limits.memory == UINT64_C(2) << 30);
	CU_ASSERT(policy.limits.time == 90);
	CU_ASSERT(policy.checks[0].enabled && probe_of(&policy)->depth == 7);
	CU_ASSERT(policy.checks[1].enabled);
	CU_ASSERT_FATAL(policy.waiver_count == 2);
	CU_ASSERT(text_is(policy.waivers[0].path, "docs/**") && policy.waivers[0].expires == 20849);
	CU_ASSERT(policy.waivers[0].line == 12 && policy.waivers[1].line == 13);
	CU_ASSERT(policy.waivers[0].column == 12);
	CU_ASSERT(policy.waivers[1].path.len == 0 && text_is(policy.waivers[1].owner, "o"));
	CU_ASSERT_EQUAL(policy_severity(&policy, "probe/first", SEVERITY_ERROR), SEVERITY_NOTE);
	CU_ASSERT_EQUAL(policy_severity(&policy, "probe/second", SEVERITY_ERROR), SEVERITY_OFF);
	CU_ASSERT_EQUAL(policy_severity(&policy, "probe/third", SEVERITY_ERROR), SEVERITY_ERROR);
	CU_ASSERT(policy_check_rules(&policy, NULL, &err) == 0);
	arena_free(arena);
}

static void test_enabled(void)
{
	static const struct {
		const char *checks;
		bool probe, quiet;
	} rows[] = {
		{"", true, false},
		{"checks:\n", true, false},
		{"checks: {quiet: {}}\n", true, true},
		{"checks: {quiet: }\n", true, true},
		{"checks: {quiet: {enabled: true}}\n", true, true},
		{"checks: {quiet: {enabled: false}}\n", true, false},
		{"checks: {probe: {}}\n", true, false},
		{"checks: {probe: {enabled: false}}\n", false, false},
		{"checks: {probe: {enabled: false}, quiet: {}}\n", false, true},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct policy policy;
		char *text = arena_printf(arena, "version: 1\n%s", rows[i].checks);

		CHECK_ROW(
			rows[i].checks, policy_read(&policy, text_of(text), "p", arena, &err) == 0);
		CHECK_ROW(rows[i].checks, policy.checks[0].enabled == rows[i].probe);
		CHECK_ROW(rows[i].checks, policy.checks[1].enabled == rows[i].quiet);
		arena_free(arena);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *name, *yaml, *message;
	} rows[] = {
		{"empty", "", "p:1:1: version is missing"},
		{"no version", "block: error\n", "p:1:1: version is missing"},
		{"version 2", "version: 2\nnew_key: 1\n",
			"p:1:10: version 2 is not known here; this is version 1"},
		{"version in quotes", "version: \"1\"\n",
			"p:1:10: version wants one of 1, not the string \"1\""},
		{"version is a list", "version: [1]\n",
			"p:1:10: version wants one of 1, not a list"},
		{"a list", "- a\n", "p:1:1: wants a mapping of keys to values"},
		{"a word", "a\n", "p:1:1: wants a mapping of keys to values"},
		{"unknown key", "version: 1\npath: {}\n",
			"p:2:1: unknown key \"path\"; did you mean \"paths\"?"},
		{"unknown check", "version: 1\nchecks: {prob: {}}\n",
			"p:2:10: unknown key \"prob\"; did you mean \"probe\"?"},
		{"unknown option of a check", "version: 1\nchecks: {probe: {dept: 1}}\n",
			"p:2:18: unknown key \"dept\"; did you mean \"depth\"?"},
		{"enabled is no bool", "version: 1\nchecks: {probe: {enabled: no}}\n",
			"p:2:27: enabled wants true or false, not \"no\""},
		{"check without options", "version: 1\nchecks: {quiet: {depth: 1}}\n",
			"p:2:18: unknown key \"depth\""},
		{"check is off, in words", "version: 1\nchecks: {quiet: false}\n",
			"p:2:17: quiet wants a mapping, not \"false\""},
		{"block off", "version: 1\nblock: off\n",
			"p:2:8: block wants one of note, warning, error, not \"off\""},
		{"severity", "version: 1\nrules: {probe/first: eror}\n",
			"p:2:22: probe/first wants one of off, note, warning, error, not \"eror\"; "
			"did you mean "
			"\"error\"?"},
		{"duplicate key", "version: 1\nversion: 1\n",
			"p:2:1: key \"version\" is there twice"},
		{"alias", "version: 1\nsalt: *x\n", "p:2:7: aliases are not accepted"},
		{"hop twice", "version: 1\npipeline: [a, b, a]\n",
			"p:2:18: the hop \"a\" is there twice"},
		{"ignore pattern", "version: 1\npaths: {ignore: [\"/a\"]}\n",
			"p:2:18: the pattern \"/a\" has a slash at the start; paths are relative "
			"to the repository"},
		{"waiver without rule", "version: 1\nwaivers: [{owner: o}]\n",
			"p:2:11: rule is missing"},
		{"waiver without expiry",
			"version: 1\nwaivers: [{rule: r, fingerprint: f, reason: r, owner: o}]\n",
			"p:2:11: expires is missing"},
		{"waiver without reason",
			"version: 1\nwaivers: [{rule: r, fingerprint: f, owner: o, expires: "
			"2027-01-31}]\n",
			"p:2:11: reason is missing"},
		{"waiver with a blank owner", "version: 1\nwaivers: [{rule: r, owner: \"\"}]\n",
			"p:2:28: owner wants a string that is not blank, not the string \"\""},
		{"waiver with a null owner", "version: 1\nwaivers: [{rule: r, owner: ~}]\n",
			"p:2:28: owner wants a string that is not blank, not nothing"},
		{"short fingerprint",
			"version: 1\nwaivers:\n" WAIVER("r", "0123", "", "2027-01-31"),
			"p:3:28: fingerprint wants 64 digits of 0-9 and a-f, not \"0123\""},
		{"expiry is no day", "version: 1\nwaivers:\n" WAIVER("r", PRINT, "", "2027-02-29"),
			"expires wants a date such as 2027-01-31, not \"2027-02-29\""},
		{"waiver for a bad path",
			"version: 1\nwaivers:\n" WAIVER("r", PRINT, "path: '[', ", "2027-01-31"),
			"the pattern \"[\" has a \"[\" without its \"]\""},
		{"waiver twice",
			"version: 1\nwaivers:\n" WAIVER("r", PRINT, "", "2027-01-31") WAIVER(
				"s", PRINT, "", "2027-01-31") WAIVER("r", PRINT, "", "2028-01-31"),
			"p:5:12: this waiver of r is there twice"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct policy policy;
		int result = policy_read(&policy, text_of(rows[i].yaml), "p", arena, &err);

		CHECK_ROW(rows[i].name, result == -1 && err.kind == ERR_USAGE);
		CHECK_ROW(rows[i].name, strncmp(err.message, "p:", 2) == 0);
		CHECK_ROW(rows[i].name, strstr(err.message, rows[i].message) != NULL);
		if (!strstr(err.message, rows[i].message))
			fprintf(stderr, "  got %s\n", err.message);
		arena_free(arena);
	}
}

static void test_rule_ids(void)
{
	static const struct rule own_items[] = {{.id = "probe/of-the-team"}};
	static const struct rules own = {own_items, 1};
	static const struct {
		const char *name, *yaml;
		bool with_own;
		const char *message; /* NULL: accepted */
	} rows[] = {
		{"built in", "rules: {probe/first: off}\n", false, NULL},
		{"of the core", "rules: {policy/changed: error}\n", false, NULL},
		{"of the team", "rules: {probe/of-the-team: off}\n", true, NULL},
		{"of another team", "rules: {probe/of-the-team: off}\n", false,
			"p:2:9: no rule has the id \"probe/of-the-team\""},
		{"misspelt", "rules: {probe/secnod: off}\n", true,
			"p:2:9: no rule has the id \"probe/secnod\"; did you mean "
			"\"probe/second\"?"},
		{"misspelt, of the team", "rules: {probe/of-teh-team: off}\n", true,
			"p:2:9: no rule has the id \"probe/of-teh-team\"; did you mean "
			"\"probe/of-the-team\"?"},
		{"waived", "waivers:\n" WAIVER("probe/second", PRINT, "", "2027-01-31"), false,
			NULL},
		{"waived, misspelt", "waivers:\n" WAIVER("probe/frist", PRINT, "", "2027-01-31"),
			false,
			"p:3:12: no rule has the id \"probe/frist\"; did you mean "
			"\"probe/first\"?"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct policy policy;
		char *text = arena_printf(arena, "version: 1\n%s", rows[i].yaml);
		int result;

		CHECK_ROW(rows[i].name, policy_read(&policy, text_of(text), "p", arena, &err) == 0);
		result = policy_check_rules(&policy, rows[i].with_own ? &own : NULL, &err);
		CHECK_ROW(rows[i].name, (result == 0) == (rows[i].message == NULL));
		CHECK_ROW(rows[i].name, !rows[i].message || err.kind == ERR_USAGE);
		CHECK_ROW(rows[i].name,
			!rows[i].message || strcmp(err.message, rows[i].message) == 0);
		arena_free(arena);
	}
}

static void test_waivers(void)
{
	static const struct {
		const char *name, *rule, *print, *path;
		int64_t today;
		int waiver; /* -1: none */
	} rows[] = {
		{"in its path", "probe/first", PRINT, "docs/a", 20000, 0},
		{"the day before it ends", "probe/first", PRINT, "docs/a", 20848, 0},
		{"the day it ends", "probe/first", PRINT, "docs/a", 20849, -1},
		{"later", "probe/first", PRINT, "docs/a", 30000, -1},
		{"whenever", "probe/first", PRINT, "docs/a", INT64_MIN, 0},
		{"another path", "probe/first", PRINT, "src/a", 20000, -1},
		{"another path, whenever", "probe/first", PRINT, "src/a", INT64_MIN, -1},
		{"no path", "probe/first", PRINT, "", 20000, -1},
		{"another rule", "probe/second", PRINT, "docs/a", 20000, -1},
		{"another fingerprint", "probe/first",
			"2123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
			"docs/a", 20000, -1},
		{"any path", "probe/first", PRINT_2, "src/a", 20000, 1},
		{"any path, a commit message", "probe/first", PRINT_2, "", 20000, 1},
		{"no fingerprint", "probe/first", "", "docs/a", 20000, -1},
	};
	struct arena *arena = arena_new();
	struct err err = {0};
	struct policy policy;

	CU_ASSERT_FATAL(policy_read(&policy, text_of(full), "p.yml", arena, &err) == 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct finding finding = {.rule = rows[i].rule, .path = text_of(rows[i].path)};
		const struct waiver *waiver;

		memcpy(finding.fingerprint, rows[i].print, strlen(rows[i].print) + 1);
		waiver = policy_waiver(&policy, &finding, rows[i].today);
		CHECK_ROW(rows[i].name,
			waiver == (rows[i].waiver < 0 ? NULL : &policy.waivers[rows[i].waiver]));
	}
	arena_free(arena);
}

static void test_ignores(void)
{
	static const struct {
		const char *path;
		bool ignored;
	} rows[] = {
		{"third_party/a/b", true},
		{"x/third_party/a", false},
		{"web/a.min.js", true},
		{"web/a.js", false},
		{"", false},
	};
	struct arena *arena = arena_new();
	struct err err = {0};
	struct policy policy;

	CU_ASSERT_FATAL(policy_read(&policy, text_of(full), "p.yml", arena, &err) == 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].path,
			policy_ignores(&policy, text_of(rows[i].path)) == rows[i].ignored);
	arena_free(arena);
}

/* Equal settings, however they are written, have equal digests; others have not. */
static void test_digests(void)
{
	static const struct {
		const char *name, *checks;
		bool equal;
	} rows[] = {
		{"nothing", "", true},
		{"an empty block", "checks: {probe: {}}\n", true},
		{"a default written out", "checks: {probe: {depth: 5, max_age: 900s}}\n", true},
		{"a nested default", "checks: {probe: {nested: {level: 5e-1}}}\n", true},
		{"another check", "checks: {quiet: {}}\n", true},
		{"another core key", "block: note\n", true},
		{"off", "checks: {probe: {enabled: false}}\n", false},
		{"a number", "checks: {probe: {depth: 6}}\n", false},
		{"a nested value", "checks: {probe: {nested: {inner: {word: x}}}}\n", false},
		{"an item", "checks: {probe: {rules: [builtin, x]}}\n", false},
		{"a block", "checks: {probe: {flows: [{name: a}]}}\n", false},
		{"an entry of a map", "checks: {probe: {levels: {a: strict}}}\n", false},
		{"unit of a tolerance", "checks: {probe: {slack: 0.04}}\n", false},
	};
	char reference[SHA256_HEX] = "";

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct policy policy;
		char *text = arena_printf(arena, "version: 1\n%s", rows[i].checks);

		CHECK_ROW(rows[i].name, policy_read(&policy, text_of(text), "p", arena, &err) == 0);
		if (i == 0)
			memcpy(reference, policy.checks[0].digest, sizeof(reference));
		CHECK_ROW(rows[i].name,
			(strcmp(policy.checks[0].digest, reference) == 0) == rows[i].equal);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"built-in", test_builtin},
	{"full", test_full},
	{"enabled", test_enabled},
	{"refused", test_refused},
	{"rule ids", test_rule_ids},
	{"waivers", test_waivers},
	{"ignores", test_ignores},
	{"digests", test_digests},
};

UNIT_MAIN(tests)
