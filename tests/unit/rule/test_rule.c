/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "gate/base/arena.h"
#include "gate/rule.h"

#define HEAD     "rules:\n- id: secrets/a-b\n  severity: error\n  why: w\n  remedy: r\n"
#define EXAMPLES "  hit: [one, two]\n  miss: [three, four]\n"

static const char whole[] = "rules:\n"
			    "  - id: secrets/z-last\n"
			    "    severity: warning\n"
			    "    why: It opens the door.\n"
			    "    remedy: Change the lock.\n"
			    "    report: false\n"
			    "  - id: secrets/a-first\n"
			    "    title: A first token\n"
			    "    severity: note\n"
			    "    confidence: high\n"
			    "    why: w\n"
			    "    remedy: r\n"
			    "    pattern: 'ex_[0-9]{4}'\n"
			    "    path: '\\.env$'\n"
			    "    keywords: [ex_, EXA]\n"
			    "    secret_group: 2\n"
			    "    entropy: 3.5\n"
			    "    allow:\n"
			    "      - {stopwords: [sample, dummy]}\n"
			    "      - {target: path, pattern: 'test/'}\n"
			    "      - {target: line, pattern: 'x', }\n"
			    "    report: true\n"
			    "    hit: [\"k = ex_{{digits:4}}\", \"ex_{{digits:4}}\"]\n"
			    "    miss: [\"ex_1\", \"ex\"]\n";

static void test_whole(void)
{
	struct arena *arena = arena_new();
	struct err err = {0};
	struct rules rules = {0};
	const struct rule *first, *last;

	CU_ASSERT_FATAL(rules_read(&rules, text_of(whole), "r.yml", "secrets", arena, &err) == 0);
	CU_ASSERT_FATAL(rules.count == 2);
	first = &rules.items[0];
	last = &rules.items[1];
	CU_ASSERT_STRING_EQUAL(first->id, "secrets/a-first");
	CU_ASSERT_STRING_EQUAL(first->title, "A first token");
	CU_ASSERT_EQUAL(first->severity, SEVERITY_NOTE);
	CU_ASSERT_EQUAL(first->confidence, CONFIDENCE_HIGH);
	CU_ASSERT_STRING_EQUAL(first->why, "w");
	CU_ASSERT_STRING_EQUAL(first->remedy, "r");
	CU_ASSERT_STRING_EQUAL(first->pattern, "ex_[0-9]{4}");
	CU_ASSERT_STRING_EQUAL(first->path, "\\.env$");
	CU_ASSERT_STRING_EQUAL(first->keywords[1], "EXA");
	CU_ASSERT_PTR_NULL(first->keywords[2]);
	CU_ASSERT_EQUAL(first->secret_group, 2);
	CU_ASSERT_EQUAL(first->entropy, 3.5);
	CU_ASSERT_FATAL(first->allow_count == 3);
	CU_ASSERT_EQUAL(first->allow[0].target, ALLOW_SECRET);
	CU_ASSERT_PTR_NULL(first->allow[0].pattern);
	CU_ASSERT_STRING_EQUAL(first->allow[0].stopwords[1], "dummy");
	CU_ASSERT_EQUAL(first->allow[1].target, ALLOW_PATH);
	CU_ASSERT_STRING_EQUAL(first->allow[1].pattern, "test/");
	CU_ASSERT_PTR_NULL(first->allow[1].stopwords);
	CU_ASSERT_EQUAL(first->allow[2].target, ALLOW_LINE);
	CU_ASSERT_FALSE(first->hidden);
	CU_ASSERT_STRING_EQUAL(first->hit[0], "k = ex_{{digits:4}}");
	CU_ASSERT_STRING_EQUAL(first->miss[1], "ex");
	CU_ASSERT_PTR_NULL(first->miss[2]);
	CU_ASSERT_STRING_EQUAL(last->title, "Z last");
	CU_ASSERT_EQUAL(last->confidence, CONFIDENCE_MEDIUM);
	CU_ASSERT_TRUE(last->hidden);
	CU_ASSERT_PTR_NULL(last->pattern);
	CU_ASSERT_PTR_NULL(last->keywords);
	CU_ASSERT_EQUAL(last->allow_count, 0);
	arena_free(arena);
}

static void test_accepted(void)
{
	static const struct {
		const char *name, *yaml;
	} rows[] = {
		{"least", HEAD},
		{"pattern", HEAD "  pattern: x\n" EXAMPLES},
		{"confidence low", HEAD "  confidence: low\n"},
		{"entropy of a whole number", HEAD "  pattern: x\n  entropy: 4\n" EXAMPLES},
		{"entropy 0", HEAD "  entropy: 0\n"},
		{"path alone", HEAD "  path: x\n"},
		{"digits in an id",
			"rules: [{id: secrets/0-1a, severity: note, why: w, remedy: r}]"},
		{"quoted severity",
			"rules: [{id: secrets/a, severity: \"note\", why: w, remedy: r}]"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct rules rules = {0};
		int result =
			rules_read(&rules, text_of(rows[i].yaml), "r.yml", "secrets", arena, &err);

		CHECK_ROW(rows[i].name, result == 0 && rules.count == 1);
		CHECK_ROW(rows[i].name, err.kind == ERR_NONE);
		arena_free(arena);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *name, *yaml, *message;
	} rows[] = {
		{"empty", "",
			"r.yml:1:1: a rules file wants the key \"rules\" with a list of rules"},
		{"a list at the top", "- id: x\n",
			"r.yml:1:1: a rules file wants the key \"rules\""},
		{"no rules", "rules: []\n", "r.yml:1:8: a rules file wants the key \"rules\""},
		{"rules is a map", "rules: {id: x}\n",
			"r.yml:1:8: a rules file wants the key \"rules\""},
		{"key at the top", "rule: []\n",
			"r.yml:1:1: unknown key \"rule\"; did you mean \"rules\"?"},
		{"second key at the top", "rules: []\nx: 1\n", "r.yml:2:1: unknown key \"x\""},
		{"rule is a word", "rules: [x]\n", "r.yml:1:9: wants a mapping of keys to values"},
		{"unknown key", HEAD "  patern: x\n",
			"r.yml:6:3: unknown key \"patern\"; did you mean \"pattern\"?"},
		{"unknown key, far off", HEAD "  zzzzzzzzzz: x\n",
			"r.yml:6:3: unknown key \"zzzzzzzzzz\""},
		{"a key that is not built", HEAD "  luhn: yes\n",
			"r.yml:6:3: unknown key \"luhn\""},
		{"no id", "rules: [{severity: note, why: w, remedy: r}]",
			"r.yml:1:9: id is missing"},
		{"no severity", "rules: [{id: secrets/a, why: w, remedy: r}]",
			"r.yml:1:9: severity is missing"},
		{"no why", "rules: [{id: secrets/a, severity: note, remedy: r}]",
			"r.yml:1:9: why is missing"},
		{"no remedy", "rules: [{id: secrets/a, severity: note, why: w}]",
			"r.yml:1:9: remedy is missing"},
		{"blank why", "rules: [{id: secrets/a, severity: note, why: ' ', remedy: r}]",
			"why wants a string that is not blank"},
		{"why without value", "rules: [{id: secrets/a, severity: note, why: , remedy: r}]",
			"why wants a string that is not blank"},
		{"why null", "rules: [{id: secrets/a, severity: note, why: ~, remedy: r}]",
			"why wants a string that is not blank"},
		{"why is a list", "rules: [{id: secrets/a, severity: note, why: [x], remedy: r}]",
			"why wants a string that is not blank"},
		{"id of another check", "rules: [{id: model/a, severity: note, why: w, remedy: r}]",
			"r.yml:1:14: id wants the form secrets/kebab-name, not \"model/a\""},
		{"id without name", "rules: [{id: secrets/, severity: note, why: w, remedy: r}]",
			"id wants the form"},
		{"id without check", "rules: [{id: a-b, severity: note, why: w, remedy: r}]",
			"id wants the form"},
		{"id in upper case", "rules: [{id: secrets/A, severity: note, why: w, remedy: r}]",
			"id wants the form"},
		{"id with two hyphens",
			"rules: [{id: secrets/a--b, severity: note, why: w, remedy: r}]",
			"id wants the form"},
		{"id with a hyphen first",
			"rules: [{id: secrets/-a, severity: note, why: w, remedy: r}]",
			"id wants the form"},
		{"id with a hyphen last",
			"rules: [{id: secrets/a-, severity: note, why: w, remedy: r}]",
			"id wants the form"},
		{"id with a second slash",
			"rules: [{id: secrets/a/b, severity: note, why: w, remedy: r}]",
			"id wants the form"},
		{"id with a line end",
			"rules: [{id: \"secrets/a\\n\", severity: note, why: w, remedy: r}]",
			"id wants the form"},
		{"severity off", "rules: [{id: secrets/a, severity: off, why: w, remedy: r}]",
			"r.yml:1:35: severity wants one of note, warning, error"},
		{"severity is a list",
			"rules: [{id: secrets/a, severity: [note], why: w, remedy: r}]",
			"severity wants one of"},
		{"confidence", HEAD "  confidence: sure\n",
			"r.yml:6:15: confidence wants one of low, medium, high"},
		{"keywords without pattern", HEAD "  keywords: [abc]\n",
			"keywords without a pattern"},
		{"ends without pattern", HEAD "  ends: abc\n", "ends without a pattern"},
		{"group without pattern", HEAD "  secret_group: 1\n",
			"secret_group, entropy or verify without"},
		{"entropy without pattern", HEAD "  entropy: 3\n",
			"secret_group, entropy or verify without"},
		{"short keyword", HEAD "  keywords: [abc, ab]\n",
			"r.yml:6:19: keywords has a keyword of fewer than 3 bytes"},
		{"keywords no list", HEAD "  keywords: abc\n",
			"r.yml:6:13: keywords wants a list of strings"},
		{"no keywords", HEAD "  keywords: []\n", "keywords wants a list of strings"},
		{"keyword is a list", HEAD "  keywords: [[abc]]\n",
			"has an item that is no string or empty"},
		{"keyword null", HEAD "  keywords: [null]\n",
			"has an item that is no string or empty"},
		{"group too large", HEAD "  secret_group: 100\n",
			"wants a whole number from 0 to 99"},
		{"group negative", HEAD "  secret_group: -1\n",
			"wants a whole number from 0 to 99"},
		{"group in quotes", HEAD "  secret_group: \"1\"\n",
			"wants a whole number from 0 to 99"},
		{"entropy too large", HEAD "  entropy: 8.1\n", "wants a number from 0 to 8"},
		{"entropy no number", HEAD "  entropy: .nan\n", "wants a number from 0 to 8"},
		{"entropy with an exponent", HEAD "  entropy: 1e0\n", "wants a number from 0 to 8"},
		{"entropy with a point at the end", HEAD "  entropy: 3.\n",
			"wants a number from 0 to 8"},
		{"entropy with two points", HEAD "  entropy: 3.1.2\n",
			"wants a number from 0 to 8"},
		{"report", HEAD "  report: no\n", "r.yml:6:11: report wants true or false"},
		{"report in quotes", HEAD "  report: \"false\"\n", "report wants true or false"},
		{"one hit", HEAD "  pattern: x\n  hit: [a]\n  miss: [a, b]\n",
			"r.yml:2:3: secrets/a-b: a rule with a pattern wants at least two "
			"templates in hit"},
		{"one miss", HEAD "  pattern: x\n  hit: [a, b]\n  miss: [a]\n",
			"wants at least two templates in miss"},
		{"no examples", HEAD "  pattern: x\n", "wants at least two templates in hit"},
		{"empty pattern", HEAD "  pattern: ''\n" EXAMPLES,
			"pattern wants a string that is not blank"},
		{"pattern with a NUL", HEAD "  pattern: \"a\\0b\"\n" EXAMPLES, "a NUL character"},
		{"allow is no list", HEAD "  allow: {pattern: x}\n",
			"r.yml:6:10: allow wants a list of mappings"},
		{"allow of words", HEAD "  allow: [x]\n",
			"r.yml:6:11: wants a mapping of keys to values"},
		{"allow of nothing", HEAD "  allow: [{target: line}]\n",
			"r.yml:6:11: an allowance wants a pattern or stopwords"},
		{"unknown key in allow", HEAD "  allow: [{regex: x}]\n",
			"r.yml:6:12: unknown key \"regex\""},
		{"unknown target", HEAD "  allow: [{target: file, pattern: x}]\n",
			"target wants one of secret, match, line, path"},
		{"stopwords of a line", HEAD "  allow: [{target: line, stopwords: [abc]}]\n",
			"stopwords are looked for in the secret only"},
		{"stopword in upper case", HEAD "  allow: [{stopwords: [aBc]}]\n",
			"has a word with upper-case letters"},
		{"the same id twice",
			HEAD "- id: secrets/a-b\n  severity: note\n  why: w\n  remedy: r\n",
			"r.yml:6:3: id \"secrets/a-b\" is there twice"},
		{"alias", HEAD "  pattern: *x\n", "r.yml:6:12: aliases are not accepted"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct rules rules = {0};
		int result =
			rules_read(&rules, text_of(rows[i].yaml), "r.yml", "secrets", arena, &err);

		CHECK_ROW(rows[i].name, result == -1);
		CHECK_ROW(rows[i].name, err.kind == ERR_USAGE);
		CHECK_ROW(rows[i].name, strncmp(err.message, "r.yml:", 6) == 0);
		CHECK_ROW(rows[i].name, strstr(err.message, rows[i].message) != NULL);
		if (!strstr(err.message, rows[i].message))
			fprintf(stderr, "  got %s\n", err.message);
		arena_free(arena);
	}
}

/* Of a key that is like none, all that there are. */
static void test_known_keys(void)
{
	struct arena *arena = arena_new();
	struct rules rules = {0};
	struct err err = {0};

	CU_ASSERT_EQUAL(rules_read(&rules, text_of("version: 1\nrules: []\n"), "r.yml", "secrets",
				arena, &err),
		-1);
	CU_ASSERT_STRING_EQUAL(err.message, "r.yml:1:1: unknown key \"version\"");
	CU_ASSERT_PTR_NOT_NULL(strstr(err.remedy, "rules"));
	arena_free(arena);
}

static void test_find(void)
{
	static const struct rule items[] = {
		{.id = "a/b"}, {.id = "a/b-c"}, {.id = "a/bc"}, {.id = "b/a"}, {.id = "c/a"}};
	static const struct {
		const char *name, *id;
		int index; /* -1: none */
	} rows[] = {
		{"first", "a/b", 0},
		{"beginning of another", "a/b-c", 1},
		{"third", "a/bc", 2},
		{"fourth", "b/a", 3},
		{"last", "c/a", 4},
		{"before all", "a", -1},
		{"behind all", "d", -1},
		{"between", "a/c", -1},
		{"empty", "", -1},
	};
	const struct rules rules = {items, 5}, none = {NULL, 0};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct rule *found = rule_find(&rules, text_of(rows[i].id));

		CHECK_ROW(
			rows[i].name, found == (rows[i].index < 0 ? NULL : &items[rows[i].index]));
		CHECK_ROW(rows[i].name, rule_find(&none, text_of(rows[i].id)) == NULL);
	}
	CU_ASSERT_STRING_EQUAL(confidence_name(CONFIDENCE_LOW), "low");
	CU_ASSERT_STRING_EQUAL(confidence_name(CONFIDENCE_HIGH), "high");
}

static const struct unit_test tests[] = {
	{"whole", test_whole},
	{"accepted", test_accepted},
	{"refused", test_refused},
	{"known keys", test_known_keys},
	{"find", test_find},
};

UNIT_MAIN(tests)
