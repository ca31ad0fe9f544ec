/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <math.h>

#include "fakes.h"
#include "gate/policy/options.h"
#include "gate/policy/value.h"

/* A value of each type as a double, for comparing. */
static double number_of(enum option_type type, const void *field)
{
	switch (type) {
	case OPTION_BOOL:
		return *(const bool *)field;
	case OPTION_INTEGER:
	case OPTION_DATE:
		return (double)*(const int64_t *)field;
	case OPTION_SIZE:
		return (double)*(const uint64_t *)field;
	case OPTION_TOLERANCE:
		return ((const struct tolerance *)field)->value;
	case OPTION_CHOICE:
		return *(const int *)field;
	default:
		return *(const double *)field;
	}
}

union any {
	bool truth;
	int64_t integer;
	double number;
	struct tolerance tolerance;
	uint64_t size;
	int choice;
	struct text text;
};

static void test_numbers(void)
{
	static const struct {
		enum option_type type;
		const char *text;
		double value;
		const char *formatted; /* NULL: as it was */
	} rows[] = {
		{OPTION_BOOL, "true", 1, NULL},
		{OPTION_BOOL, "false", 0, NULL},
		{OPTION_INTEGER, "0", 0, NULL},
		{OPTION_INTEGER, "-12", -12, NULL},
		{OPTION_INTEGER, "9223372036854775807", 9223372036854775807.0, NULL},
		{OPTION_NUMBER, "0", 0, NULL},
		{OPTION_NUMBER, "0.1", 0.1, NULL},
		{OPTION_NUMBER, "-2.5e-3", -0.0025, "-0.0025"},
		{OPTION_NUMBER, "1e300", 1e300, "1e+300"},
		{OPTION_NUMBER, "0.30000000000000004", 0.30000000000000004, NULL},
		{OPTION_DURATION, "150ms", 0.15, NULL},
		{OPTION_DURATION, "0s", 0, NULL},
		{OPTION_DURATION, "90s", 90, NULL},
		{OPTION_DURATION, "60s", 60, "1m"},
		{OPTION_DURATION, "15m", 900, NULL},
		{OPTION_DURATION, "2h", 7200, NULL},
		{OPTION_DURATION, "1d", 86400, NULL},
		{OPTION_DURATION, "24h", 86400, "1d"},
		{OPTION_DURATION, "1.5s", 1.5, "1500ms"},
		{OPTION_DURATION, "250us", 0.00025, NULL},
		{OPTION_DURATION, "0.1us", 1e-7, "1e-07s"},
		{OPTION_DURATION, "33.3ms", 0.0333, "33300us"},
		{OPTION_DURATION, "1e-07s", 1e-7, NULL},
		{OPTION_DURATION, "1000000d", 8.64e10, NULL},
		{OPTION_SIZE, "0", 0, NULL},
		{OPTION_SIZE, "4096", 4096, "4KiB"},
		{OPTION_SIZE, "1000", 1000, "1kB"},
		{OPTION_SIZE, "7B", 7, NULL},
		{OPTION_SIZE, "10kB", 10000, NULL},
		{OPTION_SIZE, "1234567", 1234567, "1234567B"},
		{OPTION_SIZE, "1MB", 1e6, NULL},
		{OPTION_SIZE, "2GB", 2e9, NULL},
		{OPTION_SIZE, "1TB", 1e12, NULL},
		{OPTION_SIZE, "64MiB", 67108864, NULL},
		{OPTION_SIZE, "1GiB", 1073741824, NULL},
		{OPTION_SIZE, "3TiB", 3298534883328.0, NULL},
		{OPTION_TOLERANCE, "5%", 0.05, NULL},
		{OPTION_TOLERANCE, "0.1%", 0.001, NULL},
		{OPTION_TOLERANCE, "33.3%", 0.333, NULL},
		{OPTION_TOLERANCE, "40ms", 0.04, NULL},
		{OPTION_TOLERANCE, "3", 3, NULL},
		{OPTION_TOLERANCE, "0", 0, NULL},
		{OPTION_DATE, "1970-01-01", 0, NULL},
		{OPTION_DATE, "1970-12-31", 364, NULL},
		{OPTION_DATE, "1972-02-29", 789, NULL},
		{OPTION_DATE, "2000-02-29", 11016, NULL},
		{OPTION_DATE, "2000-03-01", 11017, NULL},
		{OPTION_DATE, "2027-01-31", 20849, NULL},
		{OPTION_DATE, "2100-03-01", 47541, NULL},
		{OPTION_DATE, "9999-12-31", 2932896, NULL},
		{OPTION_CHOICE, "normal", 1, NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct option option = {.type = rows[i].type,
			.choices = rows[i].type == OPTION_CHOICE ? probe_modes : NULL};
		union any field = {0}, again = {0};
		struct buffer out = {0};

		CHECK_ROW(rows[i].text, value_parse(&option, text_of(rows[i].text), false, &field));
		CHECK_ROW(rows[i].text, number_of(rows[i].type, &field) == rows[i].value);
		value_format(&out, &option, &field);
		CHECK_ROW(rows[i].text,
			text_is(buffer_text(&out),
				rows[i].formatted ? rows[i].formatted : rows[i].text));
		CHECK_ROW(rows[i].text, value_parse(&option, buffer_text(&out), false, &again));
		CHECK_ROW(rows[i].text, memcmp(&field, &again, sizeof(field)) == 0);
		buffer_free(&out);
	}
}

static void test_no_values(void)
{
	static const struct {
		enum option_type type;
		const char *text;
		bool quoted;
	} rows[] = {
		{OPTION_BOOL, "true", true},
		{OPTION_BOOL, "True", false},
		{OPTION_BOOL, "yes", false},
		{OPTION_BOOL, "on", false},
		{OPTION_BOOL, "1", false},
		{OPTION_BOOL, "", false},
		{OPTION_INTEGER, "1", true},
		{OPTION_INTEGER, "1.0", false},
		{OPTION_INTEGER, "010", false},
		{OPTION_INTEGER, "0x10", false},
		{OPTION_INTEGER, "0o7", false},
		{OPTION_INTEGER, "+1", false},
		{OPTION_INTEGER, "-", false},
		{OPTION_INTEGER, "--1", false},
		{OPTION_INTEGER, "1_000", false},
		{OPTION_INTEGER, "1e3", false},
		{OPTION_INTEGER, "9223372036854775808", false},
		{OPTION_INTEGER, " 1", false},
		{OPTION_NUMBER, "0.5", true},
		{OPTION_NUMBER, ".5", false},
		{OPTION_NUMBER, "5.", false},
		{OPTION_NUMBER, "1e", false},
		{OPTION_NUMBER, "1e+", false},
		{OPTION_NUMBER, "1e999", false},
		{OPTION_NUMBER, ".inf", false},
		{OPTION_NUMBER, "inf", false},
		{OPTION_NUMBER, "nan", false},
		{OPTION_NUMBER, "0x1p3", false},
		{OPTION_NUMBER, "01", false},
		{OPTION_NUMBER, "1 ", false},
		{OPTION_NUMBER, "0.0000000000000000000000000000000000000000000000001", false},
		{OPTION_DURATION, "fast", false},
		{OPTION_DURATION, "15", false},
		{OPTION_DURATION, "-1s", false},
		{OPTION_DURATION, "-0s", false},
		{OPTION_DURATION, "15 m", false},
		{OPTION_DURATION, "15min", false},
		{OPTION_DURATION, "1h30m", false},
		{OPTION_DURATION, "ms", false},
		{OPTION_DURATION, "1e308d", false},
		{OPTION_DURATION, "", false},
		{OPTION_SIZE, "64M", false},
		{OPTION_SIZE, "64 MiB", false},
		{OPTION_SIZE, "64mib", false},
		{OPTION_SIZE, "1.5GiB", false},
		{OPTION_SIZE, "-1", false},
		{OPTION_SIZE, "4096", true},
		{OPTION_SIZE, "18446744073709551616", false},
		{OPTION_SIZE, "16777216TiB", false},
		{OPTION_SIZE, "MiB", false},
		{OPTION_SIZE, "", false},
		{OPTION_TOLERANCE, "-5%", false},
		{OPTION_TOLERANCE, "5 %", false},
		{OPTION_TOLERANCE, "5%%", false},
		{OPTION_TOLERANCE, "%", false},
		{OPTION_TOLERANCE, "5", true},
		{OPTION_TOLERANCE, "-1", false},
		{OPTION_TOLERANCE, "5MiB", false},
		{OPTION_DATE, "2027-02-29", false},
		{OPTION_DATE, "2100-02-29", false},
		{OPTION_DATE, "2027-13-01", false},
		{OPTION_DATE, "2027-00-01", false},
		{OPTION_DATE, "2027-01-00", false},
		{OPTION_DATE, "2027-01-32", false},
		{OPTION_DATE, "2027-04-31", false},
		{OPTION_DATE, "1969-12-31", false},
		{OPTION_DATE, "2027-1-1", false},
		{OPTION_DATE, "27-01-01", false},
		{OPTION_DATE, "2027/01/01", false},
		{OPTION_DATE, "2027-01-01T00:00:00Z", false},
		{OPTION_DATE, "tomorrow", false},
		{OPTION_DATE, "", false},
		{OPTION_CHOICE, "Normal", false},
		{OPTION_CHOICE, "", false},
		{OPTION_STRING, "", false},
		{OPTION_STRING, "~", false},
		{OPTION_STRING, "null", false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct option option = {.type = rows[i].type,
			.choices = rows[i].type == OPTION_CHOICE ? probe_modes : NULL};
		union any field;
		char name[96];

		snprintf(name, sizeof(name), "%d \"%s\"", (int)rows[i].type, rows[i].text);
		CHECK_ROW(
			name, !value_parse(&option, text_of(rows[i].text), rows[i].quoted, &field));
	}
}

static void test_quoted_values(void)
{
	static const struct {
		enum option_type type;
		const char *text;
	} rows[] = {
		{OPTION_DURATION, "15m"},
		{OPTION_SIZE, "4MiB"},
		{OPTION_TOLERANCE, "5%"},
		{OPTION_TOLERANCE, "5ms"},
		{OPTION_DATE, "2027-01-31"},
		{OPTION_CHOICE, "normal"},
		{OPTION_STRING, ""},
		{OPTION_STRING, "null"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct option option = {.type = rows[i].type,
			.choices = rows[i].type == OPTION_CHOICE ? probe_modes : NULL};
		union any field;

		CHECK_ROW(rows[i].text, value_parse(&option, text_of(rows[i].text), true, &field));
	}
}

/* Shares that are not whole per cents come back as the same double. */
static void test_shares(void)
{
	const struct option option = {.type = OPTION_TOLERANCE};

	for (int i = 0; i < 2000; i++) {
		char text[32];
		struct tolerance share, again;
		struct buffer out = {0};

		snprintf(text, sizeof(text), "%.15g%%", i / 7.0);
		CHECK_ROW(text, value_parse(&option, text_of(text), false, &share));
		value_format(&out, &option, &share);
		CHECK_ROW(text, value_parse(&option, buffer_text(&out), false, &again));
		CHECK_ROW(text, share.value == again.value && again.unit == TOLERANCE_SHARE);
		buffer_free(&out);
	}
}

static void test_strings(void)
{
	static const struct {
		const char *text, *formatted;
	} rows[] = {
		{"word", "word"},
		{"a/b-c_d.e", "a/b-c_d.e"},
		{"", "\"\""},
		{"true", "\"true\""},
		{"Off", "\"Off\""},
		{"null", "\"null\""},
		{"y", "\"y\""},
		{"5m", "\"5m\""},
		{"**", "\"**\""},
		{"a b", "\"a b\""},
		{"a: b", "\"a: b\""},
		{"#x", "\"#x\""},
		{"a\"b\\c", "\"a\\\"b\\\\c\""},
		{"a\nb\tc", "\"a\\u000ab\\u0009c\""},
		{"\x1b", "\"\\u001b\""},
		{"\xc3\xa9", "\"\xc3\xa9\""},
		{"\xe2\x80\xa8", "\"\\u2028\""},
		{"\xc2\x85", "\"\\u0085\""},
		{"\xef\xbb\xbf", "\"\\ufeff\""},
		{"\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct buffer out = {0};
		struct err err = {0};
		const struct yaml *node = NULL;

		value_format_string(&out, text_of(rows[i].text));
		CHECK_ROW(rows[i].text, text_is(buffer_text(&out), rows[i].formatted));
		CHECK_ROW(rows[i].text, yaml_read(&node, buffer_text(&out), "f", arena, &err) == 0);
		CHECK_ROW(rows[i].text, node && text_is(node->text, rows[i].text));
		buffer_free(&out);
		arena_free(arena);
	}
}

static struct probe_options read_probe(const char *yaml, struct arena *arena, struct err *err)
{
	struct probe_options options;
	const struct yaml *map = NULL;

	memset(&options, 0, sizeof(options));
	if (yaml && yaml_read(&map, text_of(yaml), "p.yml", arena, err) < 0)
		return options;
	(void)!options_read(probe_table, map, &options, "p.yml", arena, err);
	return options;
}

static void test_fallbacks(void)
{
	static const char *const rows[] = {NULL, "", "flows:\nnested:\nrules:\n",
		"nested: {inner: }", "rules: ~\nlevels: null\n"};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct probe_options options = read_probe(rows[i], arena, &err);
		const char *name = rows[i] ? rows[i] : "no map";

		CHECK_ROW(name, err.kind == ERR_NONE);
		CHECK_ROW(name, options.strict && options.depth == 5 && options.ratio == 0);
		CHECK_ROW(name,
			options.slack.value == 0.04 && options.slack.unit == TOLERANCE_SECONDS);
		CHECK_ROW(name, options.max_age == 900 && options.size == 64 << 20);
		CHECK_ROW(name, options.word.len == 0 && text_is(options.title, "none"));
		CHECK_ROW(name, options.file.len == 0 && options.since == 19782);
		CHECK_ROW(name, options.mode == 1 && options.hosts.count == 0);
		CHECK_ROW(name,
			options.rules.count == 1 && text_is(options.rules.items[0], "builtin"));
		CHECK_ROW(name, options.nested.on && options.nested.level == 0.5);
		CHECK_ROW(name, text_is(options.nested.inner.word, "a: b"));
		CHECK_ROW(name, options.flows.count == 0 && options.levels.count == 0);
		arena_free(arena);
	}
}

static const char full[] =
	"strict: false\n"
	"depth: -3\n"
	"ratio: 2.5\n"
	"slack: 10%\n"
	"max_age: 2h\n"
	"size: 10kB\n"
	"word: 007\n"
	"title: \"\"\n"
	"file: \"a/*.c\"\n"
	"since: 2027-01-31\n"
	"mode: loose\n"
	"allow_hosts: [a.example, \"b\"]\n"
	"rules: []\n"
	"globs:\n  - x/**\n  - '*.y'\n"
	"nested:\n  on: false\n  inner: {word: w}\n"
	"flows:\n"
	"  - name: one\n"
	"    samples: 3\n"
	"    phases: [{name: p, budget: 5ms}, {name: q}]\n"
	"  - {name: two, path: p.json, tolerance: 40ms, when: [], workspace: true}\n"
	"sources: [{path: s}, {format: json, path: t}]\n"
	"levels: {a: strict, b/c: loose}\n";

static void check_flows(const struct probe_options *options)
{
	const struct probe_flow *flows = options->flows.items;
	const struct probe_phase *phases;

	CU_ASSERT_FATAL(options->flows.count == 2);
	CU_ASSERT(text_is(flows[0].name, "one") && flows[0].samples == 3);
	CU_ASSERT(flows[0].tolerance.value == 0.05 && flows[0].tolerance.unit == TOLERANCE_SHARE);
	CU_ASSERT(flows[0].when.count == 1 && text_is(flows[0].when.items[0], "**"));
	CU_ASSERT(!flows[0].workspace && flows[0].path.len == 0);
	CU_ASSERT_FATAL(flows[0].phases.count == 2);
	phases = flows[0].phases.items;
	CU_ASSERT(text_is(phases[0].name, "p") && phases[0].budget == 0.005);
	CU_ASSERT(text_is(phases[1].name, "q") && phases[1].budget == 0);
	CU_ASSERT(text_is(flows[1].name, "two") && text_is(flows[1].path, "p.json"));
	CU_ASSERT(flows[1].samples == 8 && flows[1].when.count == 0 && flows[1].workspace);
	CU_ASSERT(flows[1].tolerance.unit == TOLERANCE_SECONDS && flows[1].phases.count == 0);
}

static void test_full(void)
{
	struct arena *arena = arena_new();
	struct err err = {0};
	struct probe_options options = read_probe(full, arena, &err);
	const struct probe_source *sources = options.sources.items;

	CU_ASSERT_STRING_EQUAL(err.message, "");
	CU_ASSERT(!options.strict && options.depth == -3 && options.ratio == 2.5);
	CU_ASSERT(options.slack.value == 0.1 && options.slack.unit == TOLERANCE_SHARE);
	CU_ASSERT(options.max_age == 7200 && options.size == 10000);
	CU_ASSERT(text_is(options.word, "007") && options.title.len == 0);
	CU_ASSERT(text_is(options.file, "a/*.c") && options.since == 20849 && options.mode == 2);
	CU_ASSERT_FATAL(options.hosts.count == 2 && options.globs.count == 2);
	CU_ASSERT(text_is(options.hosts.items[1], "b") && text_is(options.globs.items[1], "*.y"));
	CU_ASSERT(options.rules.count == 0);
	CU_ASSERT(!options.nested.on && options.nested.level == 0.5);
	CU_ASSERT(text_is(options.nested.inner.word, "w"));
	check_flows(&options);
	CU_ASSERT_FATAL(options.sources.count == 2);
	CU_ASSERT(sources[0].format == 0 && text_is(sources[0].path, "s"));
	CU_ASSERT(sources[1].format == 1 && text_is(sources[1].path, "t"));
	CU_ASSERT_FATAL(options.levels.count == 2);
	CU_ASSERT(
		text_is(options.levels.items[1].key, "b/c") && options.levels.items[1].choice == 2);
	CU_ASSERT(options.levels.items[1].line == 26 && options.levels.items[1].column == 21);
	arena_free(arena);
}

static void test_errors(void)
{
	static const struct {
		const char *yaml, *message;
	} rows[] = {
		{"[a]", "p.yml:1:1: wants a mapping of keys to values"},
		{"alow_hosts: []\n",
			"p.yml:1:1: unknown key \"alow_hosts\"; did you mean \"allow_hosts\"?"},
		{"depth: 1\n  \nxyzzyxyzzy: 1\n", "p.yml:3:1: unknown key \"xyzzyxyzzy\""},
		{"\"\": 1\n", "p.yml:1:1: unknown key \"\""},
		{"strict: \"true\"\n",
			"p.yml:1:9: strict wants true or false, not the string \"true\""},
		{"strict: yes\n", "p.yml:1:9: strict wants true or false, not \"yes\""},
		{"strict:\n", "p.yml:1:8: strict wants true or false, not nothing"},
		{"strict: [true]\n", "p.yml:1:9: strict wants true or false, not a list"},
		{"strict: {a: true}\n", "p.yml:1:9: strict wants true or false, not a mapping"},
		{"depth: 1.5\n", "p.yml:1:8: depth wants a whole number, not \"1.5\""},
		{"ratio: .nan\n", "p.yml:1:8: ratio wants a number, not \".nan\""},
		{"slack: much\n", "p.yml:1:8: slack wants a number, a share such as 5% or a "
				  "duration such as 40ms, "
				  "not \"much\""},
		{"max_age: fast\n",
			"p.yml:1:10: max_age wants a duration such as 150ms or 15m, not \"fast\""},
		{"size: 64M\n", "p.yml:1:7: size wants a size such as 64MiB or a number of bytes, "
				"not \"64M\""},
		{"word: ~\n", "p.yml:1:7: word wants a string, not nothing"},
		{"file: '[a'\n", "p.yml:1:7: the pattern \"[a\" has a \"[\" without its \"]\""},
		{"file: ''\n", "p.yml:1:7: the pattern \"\" has nothing"},
		{"since: 2027-02-30\n",
			"p.yml:1:8: since wants a date such as 2027-01-31, not \"2027-02-30\""},
		{"mode: lose\n", "p.yml:1:7: mode wants one of strict, normal, loose, not "
				 "\"lose\"; did you mean "
				 "\"loose\"?"},
		{"mode: [loose]\n",
			"p.yml:1:7: mode wants one of strict, normal, loose, not a list"},
		{"allow_hosts: a\n", "p.yml:1:14: allow_hosts wants a list of strings, not \"a\""},
		{"allow_hosts: {a: b}\n",
			"p.yml:1:14: allow_hosts wants a list of strings, not a mapping"},
		{"allow_hosts: [a, []]\n", "p.yml:1:18: an item of allow_hosts wants a string that "
					   "is not blank, not a list"},
		{"allow_hosts: [a, ' ']\n", "p.yml:1:18: an item of allow_hosts wants a string "
					    "that is not blank, not the string "
					    "\" \""},
		{"globs:\n  - a\n  -\n", "p.yml:3:4: an item of globs wants a path or a pattern of "
					 "paths, not nothing"},
		{"globs: ['{a']\n", "p.yml:1:9: the pattern \"{a\" has a \"{\" without its \"}\""},
		{"nested: 1\n", "p.yml:1:9: nested wants a mapping, not \"1\""},
		{"nested: {onn: 1}\n", "p.yml:1:10: unknown key \"onn\"; did you mean \"on\"?"},
		{"nested: {inner: {wort: 1}}\n",
			"p.yml:1:18: unknown key \"wort\"; did you mean \"word\"?"},
		{"flows: {name: a}\n", "p.yml:1:8: flows wants a list of mappings, not a mapping"},
		{"flows: [a]\n", "p.yml:1:9: an item of flows wants a mapping, not \"a\""},
		{"flows:\n  - samples: 1\n", "p.yml:2:5: name is missing"},
		{"flows:\n  - name: ' '\n",
			"p.yml:2:11: name wants a string that is not blank, not the string \" \""},
		{"flows:\n  - name: a\n    phases: [{budget: 1s}]\n",
			"p.yml:3:14: name is missing"},
		{"sources: [{format: csv}]\n", "p.yml:1:11: path is missing"},
		{"sources: [{path: }]\n",
			"p.yml:1:18: path wants a path or a pattern of paths, not nothing"},
		{"levels: [a]\n", "p.yml:1:9: levels wants a mapping, not a list"},
		{"levels: {a: hard}\n",
			"p.yml:1:13: a wants one of strict, normal, loose, not \"hard\""},
		{"levels: {a: {}}\n",
			"p.yml:1:13: a wants one of strict, normal, loose, not a mapping"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};

		read_probe(rows[i].yaml, arena, &err);
		CHECK_ROW(rows[i].yaml, err.kind == ERR_USAGE);
		CHECK_ROW(rows[i].yaml, strcmp(err.message, rows[i].message) == 0);
		if (strcmp(err.message, rows[i].message) != 0)
			fprintf(stderr, "  got %s\n", err.message);
		arena_free(arena);
	}
}

/* A table whose fallback is no value of its type is our own fault. */
static void test_wrong_table(void)
{
	static const struct option tables[][2] = {
		{{.key = "a", .type = OPTION_INTEGER, .fallback = "x"}, {.key = NULL}},
		{{.key = "a", .type = OPTION_STRINGS, .fallback = "[x"}, {.key = NULL}},
		{{.key = "a", .type = OPTION_STRINGS, .fallback = "x"}, {.key = NULL}},
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		union any field;

		CU_ASSERT(options_read(tables[i], NULL, &field, "f", arena, &err) == -1);
		CU_ASSERT_EQUAL(err.kind, ERR_INTERNAL);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"numbers", test_numbers},
	{"no values", test_no_values},
	{"quoted values", test_quoted_values},
	{"shares", test_shares},
	{"strings", test_strings},
	{"fallbacks", test_fallbacks},
	{"full", test_full},
	{"errors", test_errors},
	{"wrong table", test_wrong_table},
};

UNIT_MAIN(tests)
