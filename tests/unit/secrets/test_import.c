/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "checks/secrets/import/dialect.h"
#include "checks/secrets/import/expression.h"
#include "checks/secrets/import/import.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

static void test_dialect(void)
{
	static const struct {
		const char *name;
		enum dialect dialect;
		const char *in, *out; /* out NULL: refused */
		const char *fault;
	} rows[] = {
		{"plain", DIALECT_GO, "abc[0-9]{3,5}?", "abc[0-9]{3,5}?", NULL},
		{"space of Go", DIALECT_GO, "a\\sb", "a[\\t\\n\\f\\r ]b", NULL},
		{"no space of Go", DIALECT_GO, "\\S+", "[^\\t\\n\\f\\r ]+", NULL},
		{"space in a class of Go", DIALECT_GO, "[\\s\"]", "[\\t\\n\\f\\r \"]", NULL},
		{"space before a hyphen", DIALECT_GO, "[\\s-_]", "[\\t\\n\\f\\r \\-_]", NULL},
		{"no space in a class of Go", DIALECT_GO, "[\\S]",
			"[\\x00-\\x08\\x0b\\x0e-\\x1f!-\\xff]", NULL},
		{"space of Rust", DIALECT_RUST, "a\\sb", "a\\sb", NULL},
		{"vertical tab", DIALECT_GO, "\\v", "\\x0b", NULL},
		{"octal", DIALECT_GO, "\\060", "\\x30", NULL},
		{"code", DIALECT_GO, "\\x{41}\\x42", "\\x41\\x42", NULL},
		{"code beyond ASCII", DIALECT_GO, "\\x{e9}+", "(?:\\xc3\\xa9)+", NULL},
		{"character beyond ASCII", DIALECT_GO, "\xc3\xa9+", "(?:\\xc3\\xa9)+", NULL},
		{"quoted", DIALECT_GO, "\\Qa.b\\Ec", "a\\.bc", NULL},
		{"quoted to the end", DIALECT_GO, "\\Qa.", "a\\.", NULL},
		{"brace for itself", DIALECT_GO, "\\$(?:x|{y})", "\\$(?:x|\\{y\\})", NULL},
		{"bracket in a class", DIALECT_GO, "[a[]", "[a\\[]", NULL},
		{"closing bracket first", DIALECT_GO, "[^]a]", "[^\\]a]", NULL},
		{"POSIX class", DIALECT_GO, "[[:alpha:]_]", "[[:alpha:]_]", NULL},
		{"flags", DIALECT_GO, "a(?i)b(?s-i:.)", "a(?i)b(?s-i:.)", NULL},
		{"named group", DIALECT_GO, "(?P<a>x)(?<b>y)", "(x)(y)", NULL},
		{"verbose", DIALECT_RUST, "(?xi) a b # c\n [ d e ] \\ ", "(?i)ab[de] ", NULL},
		{"verbose of .NET keeps classes", DIALECT_NET, "(?x) a [ b]", "a[ b]", NULL},
		{"verbose in a group", DIALECT_RUST, "a b(?x: c d) e", "a b(?:cd) e", NULL},
		{"bounds in verbose", DIALECT_RUST, "(?x)a{1, 5}", "a{1,5}", NULL},
		{"remark", DIALECT_RUST, "a(?# b )c", "ac", NULL},
		{"-u", DIALECT_RUST, "(?-u)a", "a", NULL},
		{"look-ahead", DIALECT_NET, "a(?=b)", NULL, "a look-around"},
		{"look-behind", DIALECT_NET, "(?<!b)a", NULL, "a look-around"},
		{"atomic", DIALECT_NET, "(?>a)", NULL, "an atomic group"},
		{"back-reference", DIALECT_NET, "(a)\\1", NULL, "a back-reference"},
		{"back-reference in Go", DIALECT_GO, "(a)\\1", NULL, "a back-reference"},
		{"possessive", DIALECT_GO, "a++", NULL, "a repetition of a repetition"},
		{"repetition of nothing", DIALECT_GO, "|*", NULL, "a repetition of nothing"},
		{"Unicode class", DIALECT_GO, "\\pN", NULL, "a Unicode class"},
		{"beyond ASCII in a class", DIALECT_GO, "[\xc3\xa9]", NULL,
			"a character beyond ASCII in a class"},
		{"class in a class", DIALECT_RUST, "[a[b]]", NULL, "a class inside a class"},
		{"intersection", DIALECT_RUST, "[a-z&&b]", NULL, "an operation on sets in a class"},
		{"ungreedy", DIALECT_GO, "(?U)a", NULL,
			"a group or flag of a kind that is not known"},
		{"verbose in Go", DIALECT_GO, "(?x)a", NULL,
			"a group or flag of a kind that is not known"},
		{"open group", DIALECT_GO, "(a", NULL, "a group that is not closed"},
		{"open class", DIALECT_GO, "[a", NULL, "a class that is not closed"},
		{"closed twice", DIALECT_GO, "a)", NULL,
			"a closing parenthesis without an opening one"},
		{"\\C", DIALECT_GO, "\\C", NULL, "an escape that is not known"},
		{"backslash at the end", DIALECT_GO, "a\\", NULL, "an escape that is not known"},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct buffer out = {0};
		struct converted done = dialect_convert(&out, text_of(rows[i].in), rows[i].dialect);

		CHECK_ROW(rows[i].name, (done.fault == NULL) == (rows[i].out != NULL));
		if (rows[i].out)
			CHECK_ROW(rows[i].name, text_is(buffer_text(&out), rows[i].out));
		else if (done.fault)
			CHECK_ROW(rows[i].name, strcmp(done.fault, rows[i].fault) == 0);
		buffer_free(&out);
	}
}

static void test_groups(void)
{
	struct buffer out = {0};
	struct converted done =
		dialect_convert(&out, text_of("(a)(?P<x>b)(?P<Token>c)(?:d)"), DIALECT_NET);

	CU_ASSERT(done.groups == 3 && done.named_group == 2 && done.token_group == 3);
	buffer_free(&out);
}

/* The YAML of the allowances, or NULL where the expression is refused. */
static const char *allowed_by(const char *expression, struct arena *arena)
{
	struct err err = {0};
	struct import import = {.format = "betterleaks", .arena = arena, .err = &err};
	struct allowances made = {0};
	struct buffer out = {0};
	const char *copy = NULL;
	bool ok = false;

	CU_ASSERT(expression_read(
			  &import, text_of("r"), "filter", text_of(expression), &made, &ok) == 0);
	for (size_t i = 0; i < made.count; i++)
		allowance_write(&out, &made.items[i], 0);
	CU_ASSERT(ok || import.notes.count >= 1);
	if (ok)
		copy = arena_copy(arena, buffer_text(&out));
	buffer_free(&out);
	return copy;
}

static void test_expression(void)
{
	static const struct {
		const char *name, *expression, *yaml; /* yaml NULL: refused */
	} rows[] = {
		{"entropy", "entropy(finding[\"secret\"]) <= 3.5", "- entropy: 3.5\n"},
		{"below", "filter.entropy(finding.secret) < 3", "- entropy: 2.999999999\n"},
		{"matches", "matchesAny(finding[\"match\"], [`a`, 'b'])",
			"- target: 'match'\n  pattern: 'a'\n- target: 'match'\n  pattern: 'b'\n"},
		{"path", "matchesAny((attributes[\"path\"] ?? \"\"), [`\\.md$`])",
			"- path: '\\.md$'\n"},
		{"get", "matchesAny(get(attributes, \"path\", \"\"), [`x`])", "- path: 'x'\n"},
		{"contains", "containsAny(finding[\"secret\"], [\"demo\", \"NEVER\"])",
			"- stopwords:\n    - 'demo'\n"},
		{"contains in a line", "containsAny(finding[\"line\"], [\"a.b\"])",
			"- target: 'line'\n  pattern: '(?i)(?:a\\.b)'\n"},
		{"not", "!matchesAny(finding[\"secret\"], [\"[0-9]\", \"x\"])",
			"- lacks: '(?:[0-9])|(?:x)'\n"},
		{"equal", "finding[\"secret\"] == \"a.b\"", "- pattern: '\\A(?:a\\.b)\\z'\n"},
		{"commit", "attributes[\"git.sha\"] in [\"ab\"]", "- commits:\n    - 'ab'\n"},
		{"or",
			"entropy(finding[\"secret\"]) <= 1 // c\n|| containsAny(finding.secret, "
			"['a'])",
			"- entropy: 1\n- stopwords:\n    - 'a'\n"},
		{"and", "entropy(finding.secret) <= 1 && matchesAny(finding.secret, ['a'])",
			"- when: 'all'\n  pattern: 'a'\n  entropy: 1\n"},
		{"and of or",
			"(matchesAny(finding.secret, ['a']) || matchesAny(finding.secret, ['b'])) "
			"&& "
			"matchesAny(attributes.path, ['c'])",
			"- when: 'all'\n  pattern: 'a'\n  path: 'c'\n"
			"- when: 'all'\n  pattern: 'b'\n  path: 'c'\n"},
		{"two patterns at once",
			"matchesAny(finding.secret, ['a']) && matchesAny(finding.secret, ['b'])",
			NULL},
		{"let", "let x = finding.secret; entropy(x) <= 1", NULL},
		{"tokens", "failsTokenEfficiency(finding.secret)", NULL},
		{"other attribute", "matchesAny(attributes[\"git.message\"], ['a'])", NULL},
		{"not of a group", "!(entropy(finding.secret) <= 1)", NULL},
		{"open", "(entropy(finding.secret) <= 1", NULL},
		{"open string", "containsAny(finding.secret, ['a", NULL},
		{"rest", "entropy(finding.secret) <= 1 1", NULL},
		{"look-around", "matchesAny(finding.secret, ['(?=a)'])", NULL},
		{"nothing", "", NULL},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		const char *yaml = allowed_by(rows[i].expression, arena);

		CHECK_ROW(rows[i].name, (yaml == NULL) == (rows[i].yaml == NULL));
		if (yaml && rows[i].yaml)
			CHECK_ROW(rows[i].name, strcmp(yaml, rows[i].yaml) == 0);
		arena_free(arena);
	}
}

static bool has_note(const struct import *import, const char *what)
{
	for (size_t i = 0; i < import->notes.count; i++)
		if (strstr(import->notes.items[i].what.ptr, what))
			return true;
	return false;
}

static void test_files(void)
{
	static const struct {
		const char *name, *format, *file, *part, *note; /* part of the YAML; or NULL */
		size_t rules;
	} rows[] = {
		{"a rule", "gitleaks",
			"[[rules]]\nid = 'a.B'\nregex = 'k_[a-z]{9}'\nkeywords = ['k_']\n",
			"- id: secrets/gitleaks-a-b\n", NULL, 1},
		{"found by its form", "auto", "[[rules]]\nID='a'\nRegex='k_[a-z]{9}'\n",
			"- id: secrets/gitleaks-a\n", NULL, 1},
		{"path alone", "gitleaks", "[[rules]]\nid='a'\npath='\\.p12$'\n", "path: '\\.p12$'",
			NULL, 1},
		{"numbers", "gitleaks",
			"[[rules]]\nid='a'\nregex='(x)(y)'\nsecretGroup=2\nentropy=3\nskipReport="
			"true\n",
			"    secret_group: 2\n    entropy: 3\n    captures: match\n    report: "
			"false\n",
			NULL, 1},
		{"required", "gitleaks",
			"[[rules]]\nid='a'\nregex='xyz'\n[[rules.required]]\nid='b'\nwithinLines="
			"3\n"
			"[[rules]]\nid='b'\nregex='uvw'\n",
			"    require:\n      - rule: secrets/gitleaks-b\n        within_lines: 3\n",
			NULL, 2},
		{"required, wherever", "gitleaks",
			"[[rules]]\nid='a'\nregex='xyz'\nrequired=[{id='b',withinColumns=0}]\n"
			"[[rules]]\nid='b'\nregex='uvw'\n",
			"      - rule: secrets/gitleaks-b\n        within_columns: 0\n", NULL, 2},
		{"required, not there", "gitleaks",
			"[[rules]]\nid='a'\nregex='xyz'\n[[rules.required]]\nid='b'\n",
			"- id: secrets/gitleaks-a\n", "b was not imported before", 1},
		{"required, without a pattern", "gitleaks",
			"[[rules]]\nid='a'\nregex='xyz'\n[[rules.required]]\nid='b'\n"
			"[[rules]]\nid='b'\npath='x'\n",
			"- id: secrets/gitleaks-a\n", "looks for nothing", 2},
		{"required, no number", "gitleaks",
			"[[rules]]\nid='a'\nregex='xyz'\n[[rules.required]]\nid='b'\nwithinLines='"
			"3'\n"
			"[[rules]]\nid='b'\nregex='uvw'\n",
			"- id: secrets/gitleaks-a\n", "no number", 2},
		{"allowlist, any", "gitleaks",
			"[[rules]]\nid='a'\nregex='xyz'\n[[rules.allowlists]]\npaths=['p']\n"
			"regexTarget='line'\nregexes=['r']\nstopwords=['Word']\ncommits=['AB']\n",
			"- target: 'path'\n        pattern: 'p'\n      - target: 'line'\n        "
			"pattern: "
			"'r'\n      - stopwords:\n          - 'word'\n        commits:\n          "
			"- 'ab'\n",
			NULL, 1},
		{"allowlist, all", "gitleaks",
			"[[rules]]\nid='a'\nregex='xyz'\n[rules.allowlist]\ncondition='AND'\n"
			"paths=['p','q']\nregexes=['r']\n",
			"- when: 'all'\n        pattern: 'r'\n        path: '(?:p)|(?:q)'\n", NULL,
			1},
		{"allowlist of the file", "gitleaks",
			"[allowlist]\npaths=['p']\n[[rules]]\nid='a'\nregex='xyz'\n",
			"allow:\n  - target: 'path'\n    pattern: 'p'\nrules:\n", NULL, 1},
		{"target rules", "gitleaks",
			"[[allowlists]]\ntargetRules=['a','b']\npaths=['p']\n[[rules]]\nid='a'"
			"\nregex='xyz'\n",
			"    rules:\n      - 'secrets/gitleaks-a'\n", "targetRules names b", 1},
		{"extend", "gitleaks",
			"[extend]\nuseDefault=true\n[[rules]]\nid='a'\nregex='xyz'\n", NULL,
			"extend: the rules of the other file", 1},
		{"tags", "gitleaks", "[[rules]]\nid='a'\nregex='xyz'\ntags=['t']\n", NULL,
			"tags:", 1},
		{"unknown key", "gitleaks", "[[rules]]\nid='a'\nregex='xyz'\nnew=1\n", NULL,
			"the key new is not known", 1},
		{"regex that is not understood", "gitleaks",
			"[[rules]]\nid='a'\nregex='xyz'\n[[rules]]\nid='b'\nregex='\\pN'\n", NULL,
			"regex has a Unicode class at byte 1", 1},
		{"twice", "gitleaks",
			"[[rules]]\nid='a'\nregex='xyz'\n[[rules]]\nid='a'\nregex='zyx'\n", NULL,
			"a rule of that id was there before", 1},
		{"group that is not there", "gitleaks",
			"[[rules]]\nid='a'\nregex='xyz'\n[[rules]]\nid='b'\nregex='xyz'"
			"\nsecretGroup=2\n",
			NULL, "secret_group is 2 and the pattern has 0 groups", 1},
		{"filter", "betterleaks",
			"[[rules]]\nid='a'\nregex='xyz'\nfilter='entropy(finding.secret) <= 2'\n",
			"    entropy: 2\n", NULL, 1},
		{"filter that is not understood", "betterleaks",
			"[[rules]]\nid='b'\nregex='xyz'\n[[rules]]\nid='a'\nregex='xyz'\nfilter='f("
			"1)'\n",
			NULL, "it would not find the same without that", 1},
		{"validate", "betterleaks",
			"[[rules]]\nid='a'\nregex='xyz'\nvalidate='http.get()'\n",
			"# validate: asks the provider", "validate:", 1},
		{"YAML", "noseyparker",
			"rules:\n- {id: a.1, name: A, pattern: '(?x) k_ ([a-z]{9})', examples: "
			"['k_abcdefghi'], "
			"references: [r]}\n",
			"  # references: r\n  - id: secrets/noseyparker-a-1\n    title: 'A'\n",
			NULL, 1},
		{"requirements", "titus",
			"rules:\n- {id: a, name: A, pattern: 'k_([a-z0-9]{9})', "
			"pattern_requirements: "
			"{min_digits: 2, ignore_if_contains: [TEST]}}\n",
			"- lacks: '\\A(?:[^0-9]*[0-9]){2}'\n      - stopwords:\n          - "
			"'test'\n",
			NULL, 1},
		{"example below the entropy", "kingfisher",
			"rules:\n- {id: a, name: A, pattern: 'k_([a-z]{9})', min_entropy: 3, "
			"examples: "
			"[k_aaaaaaaaa, k_abcdefghi]}\n",
			"hit:\n      - 'k_abcdefg{{literal:h}}i'\n", "its own examples", 1},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct err err = {0};
		struct arena *arena = arena_new();
		struct import import = {.format = rows[i].format, .arena = arena, .err = &err};
		struct buffer out = {0};

		CHECK_ROW(rows[i].name, import_file(&import, text_of(rows[i].file), "f") == 0 &&
						import_finish(&import, &out) == 0);
		CHECK_ROW(rows[i].name, import.rule_count == rows[i].rules);
		if (rows[i].part)
			CHECK_ROW(rows[i].name, out.ptr && strstr(out.ptr, rows[i].part));
		if (rows[i].note)
			CHECK_ROW(rows[i].name, has_note(&import, rows[i].note));
		import_free(&import);
		buffer_free(&out);
		arena_free(arena);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *name, *format, *file, *message;
	} rows[] = {
		{"no TOML", "gitleaks", "[[rules", "f:1:"},
		{"no YAML", "titus", "rules: [", "f:"},
		{"unknown form", "auto", "hello\n", "f is of no format that is known"},
		{"no rules", "gitleaks", "title = 'x'\n", "there is no rule to import"},
		{"no list", "titus", "rules: x\n", "there is no rule to import"},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct err err = {0};
		struct arena *arena = arena_new();
		struct import import = {.format = rows[i].format, .arena = arena, .err = &err};
		struct buffer out = {0};

		CHECK_ROW(rows[i].name, import_file(&import, text_of(rows[i].file), "f") < 0 ||
						import_finish(&import, &out) < 0);
		CHECK_ROW(rows[i].name, strstr(err.message, rows[i].message) != NULL);
		import_free(&import);
		buffer_free(&out);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"dialects", test_dialect},
	{"groups with names", test_groups},
	{"expressions", test_expression},
	{"files", test_files},
	{"refused files", test_refused},
};

UNIT_MAIN(tests)
