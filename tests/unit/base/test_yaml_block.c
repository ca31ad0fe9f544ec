/* SPDX-License-Identifier: Apache-2.0
 *
 * What the fast reader takes, it takes as libyaml does.
 */
#include "unit.h"

#include "gate/base/buffer.h"
#include "gate/base/yaml_block.h"
#include "tests/unit/yaml_same.h"

enum { MIB = 1 << 20, GENERATED = 4000 };

static const struct yaml_options options = {
	.max_bytes = MIB, .keep_duplicates = true, .kind = ERR_LOOK};

/* Whether the fast reader takes it, and *same: for what libyaml does. */
static bool takes(struct text text, bool *same)
{
	struct arena *arena = arena_new();
	const struct yaml *tree, *events;
	struct err err = {0};
	bool foreign, taken = yaml_block_tree(&tree, text, true, &foreign, arena, &err) == 0;

	*same = !taken || (yaml_read_events(&events, text, "f", &options, arena, &err) == 0 &&
				  yaml_same(tree, events));
	*same = *same && foreign == !taken;
	arena_free(arena);
	return taken;
}

static void test_subset(void)
{
	static const struct {
		const char *name, *yaml;
		bool taken;
	} rows[] = {
		{"map", "a: 1\nb: x y\n", true},
		{"no line end at the end", "a: 1", true},
		{"document mark", "---\na: 1\n", true},
		{"document mark behind a comment", "# c\n\n---\n# d\na: 1\n", true},
		{"second document", "a: 1\n---\nb: 1\n", false},
		{"two marks", "---\n---\na: 1\n", false},
		{"mark with a value", "--- a\n", false},
		{"document end", "a: 1\n...\n", false},
		{"nothing", "", false},
		{"only a comment", "# x\n", false},
		{"indented document", " a: 1\n", false},
		{"nested maps", "a:\n  b:\n    c: d\n  e: f\ng: h\n", true},
		{"wrong indentation back", "a:\n    b: c\n  d: e\n", false},
		{"wrong indentation in", "a: b\n  c: d\n", false},
		{"list in a map, not indented", "a:\n- b\n- c\nd: e\n", true},
		{"list in a map, indented", "a:\n  - b\n  - c\nd: e\n", true},
		{"key below a list that is indented", "a:\n  - b\n  c: d\n", false},
		{"list item below a map", "a: b\n- c\n", false},
		{"map in a list", "- a: 1\n  b: 2\n-   c: 3\n    d:\n    - e\n- f\n", true},
		{"list in a list", "- - a\n  - b\n-\n  - c\n", true},
		{"empty values", "a:\nb:\n  c:\nd:\n  -\n  -\ne:", true},
		{"empty value and a comment", "a: # x\nb: 1 # y\n", true},
		{"comments at all indentations", "a:\n # x\n  b: 1\n# y\n    # z\n  c: 2\n", true},
		{"trailing spaces", "a:   1  \nb:  \n  c: 2 \n", true},
		{"tab", "a:\t1\n", false},
		{"tab in a comment", "a: 1 # \t\n", false},
		{"CRLF", "a: 1\r\nb:\r\n  - \"x\"\r\n", true},
		{"lone CR", "a: 1\rb: 2\n", false},
		{"lone CR at the end", "a: 1\r", false},
		{"single quotes", "'a b': 'it''s'\n''  : x\n", false},
		{"single quotes as key", "'a''b': 'it''s'\n'c': ''\n", true},
		{"double quotes", "\"a: b\": \"# c\"\n", true},
		{"escape", "a: \"x\\n\"\n", false},
		{"text behind quotes", "a: \"x\" y\n", false},
		{"comment right behind quotes", "a: 'x'#y\n", false},
		{"quotes on two lines", "a: \"x\n  y\"\n", false},
		{"plain on two lines", "a: x\n  y\n", false},
		{"plain on two lines in a list", "- x\n  y\n", false},
		{"value on a line of its own", "a:\n  b\n", false},
		{"quotes on a line of their own", "a:\n\"b\"\nc: d\n", false},
		{"block on a line of its own", "a:\n|\n b\n", false},
		{"flow on a line of its own", "a:\n  {b: c}\n", false},
		{"colon and hash in words", "a:b: c:d\ne: f#g\nh: http://x/#y\n", true},
		{"colon at the end of a value", "a: b:\n", false},
		{"map in a value", "a: b: c\n", false},
		{"list in a value", "a: - b\n", false},
		{"words that begin with a dash", "-a: -b\n- c\n", false},
		{"numbers that begin with a dash", "a: -1\nb: --x\nc: -\n", false},
		{"dash words", "a: -1\nb: --x\n", true},
		{"indicators", "a: @b\n", false},
		{"question mark", "? a\n: b\n", false},
		{"question mark at the front of a word", "?a: b\n", false},
		{"anchor", "a: &x 1\n", false},
		{"alias", "a: *x\n", false},
		{"tag", "a: !x 1\n", false},
		{"merge key", "<<: {a: 1}\n", false},
		{"quoted merge key", "'<<': {a: 1}\n", true},
		{"folded", "a: >\n  x\n", false},
		{"literal", "a: |\n  x\n   y\n\n  # z\n\nb: |-\n  x\n\n# c\nc: d\n", true},
		{"literal in a list", "- |\n  x\n- |-\n  y", false},
		{"literal that keeps", "a: |+\n  x\n", false},
		{"literal with an indent", "a: |2\n  x\n", false},
		{"literal with a comment", "a: | # x\n  x\n", false},
		{"literal with spaces in a blank line", "a: |\n  x\n  \n  y\n", false},
		{"literal that begins blank", "a: |\n\n  x\n", false},
		{"empty literal", "a: |\nb: x\n", false},
		{"literal and then deeper", "a:\n  b: |\n     x\n   y\n", false},
		{"flow", "a: {b: c, 'd': \"e\", f: [g, [], {}]}\nh: [ i , j ]\n", true},
		{"flow with URL", "a: {b: https://repo.example.com/x-1.tgz, c: d}\n", true},
		{"flow with question mark", "a: {b: x?y}\n", false},
		{"flow on two lines", "a: {b: c,\n  d: e}\n", false},
		{"flow with comma at the end", "a: [b, ]\n", false},
		{"flow with two commas", "a: [b,, c]\n", false},
		{"flow without value", "a: {b, c: }\n", false},
		{"flow with a pair in a list", "a: [b: c]\n", false},
		{"flow with adjacent value", "a: {\"b\":c}\n", false},
		{"text behind flow", "a: {b: c} d\n", false},
		{"comment behind flow", "a: {b: c} # d\n", true},
		{"flow as key", "{a: b}: c\n", false},
		{"flow as document", "{a: b}\n", false},
		{"scalar as document", "a\n", false},
		{"UTF-8", "\xc3\xa9: [\xc3\xa9, a] # \xe2\x82\xac\nb: \xf0\x9f\x98\x80 c\n", true},
		{"duplicates", "a: 1\na: 2\n", true},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool same, taken = takes(text_of(rows[i].yaml), &same);

		CHECK_ROW(rows[i].name, taken == rows[i].taken);
		CHECK_ROW(rows[i].name, same);
	}
}

/* libyaml's limit for a key is 1024 characters: not far below it the fast reader gives up. */
static void test_long_keys(void)
{
	for (size_t length = 900; length < 1100; length++) {
		struct buffer yaml = {0};
		bool same;

		for (size_t i = 0; i < length; i++)
			buffer_string(&yaml, "k");
		buffer_string(&yaml, ": v\n");
		CU_ASSERT(takes(buffer_text(&yaml), &same) == (length <= 1000));
		CU_ASSERT(same);
		buffer_free(&yaml);
	}
}

static void test_depth(void)
{
	for (unsigned depth = 60; depth < 70; depth++) {
		struct buffer yaml = {0};
		bool same;

		for (unsigned i = 0; i < depth; i++)
			buffer_string(&yaml, "- ");
		buffer_string(&yaml, "x\n");
		CU_ASSERT(takes(buffer_text(&yaml), &same) == (depth <= YAML_DEEPEST));
		CU_ASSERT(same);
		buffer_free(&yaml);
	}
}

/* --- documents put together by chance, the same ones each time --- */

static unsigned pick(uint32_t *state, unsigned count)
{
	*state = *state * 1664525U + 1013904223U;
	return (*state >> 16) % count;
}

/* Pieces of lines, most of them such as lock files have. */
static const char *const pieces[] = {
	"a: ",
	"b:",
	"'c d': ",
	"\"e\": ",
	"- ",
	"-",
	"  ",
	"    ",
	"\n",
	"\n",
	"\n",
	"\n  ",
	"\n    ",
	"\n  - ",
	"x",
	"1.2.3",
	"'it''s'",
	"\"q\"",
	"{a: b}",
	"[a, b]",
	"{a: [b, c], d: 'e'}",
	"|-",
	"|",
	"# c",
	" # c",
	"---\n",
	"http://x/y",
	":",
	",",
	"}",
	"\xc3\xa9",
	"-1",
	"&a ",
	"*a",
	"\r\n",
	"? ",
	"<<: ",
	"!t ",
	">",
};

static void put_document(struct buffer *out, uint32_t *state)
{
	unsigned count = 1 + pick(state, 14);

	for (unsigned i = 0; i < count; i++)
		buffer_string(out, pieces[pick(state, sizeof(pieces) / sizeof(pieces[0]))]);
	buffer_string(out, pick(state, 4) ? "\n" : "");
}

/* Well-formed block maps and lists of that depth. */
static void put_entries(struct buffer *out, uint32_t *state, unsigned indent, unsigned depth)
{
	static const char *const values[] = {
		" x", " 'y z'", " \"q: #\"", " {a: b, c: [d, 'e']}", " []", "", " -1 # c", " a:b"};
	unsigned count = 1 + pick(state, 4);
	bool list = pick(state, 3) == 0;

	for (unsigned i = 0; i < count; i++) {
		bool deeper = depth > 0 && pick(state, 2) == 0;

		buffer_printf(out, "%*s", (int)indent, "");
		if (list)
			buffer_string(out, "-");
		else
			buffer_printf(out, "k%u:", i);
		buffer_string(out, deeper ? "" : values[pick(state, 8)]);
		buffer_string(out, pick(state, 6) ? "\n" : "\n\n# c\n");
		if (deeper)
			put_entries(out, state, indent + 1 + pick(state, 3), depth - 1);
	}
}

static void check_generated(struct text text, unsigned number, unsigned *taken)
{
	char name[32];
	bool same;

	*taken += takes(text, &same);
	snprintf(name, sizeof(name), "document %u", number);
	CHECK_ROW(name, same);
	if (!same)
		fprintf(stderr, "%.*s\n", (int)text.len, text.ptr);
}

static void test_generated(void)
{
	uint32_t state = 1;
	unsigned chance = 0, well_formed = 0;

	for (unsigned i = 0; i < GENERATED; i++) {
		struct buffer yaml = {0};

		put_document(&yaml, &state);
		check_generated(buffer_text(&yaml), i, &chance);
		buffer_free(&yaml);
		put_entries(&yaml, &state, 0, 4);
		check_generated(buffer_text(&yaml), i, &well_formed);
		buffer_free(&yaml);
	}
	CU_ASSERT(chance > GENERATED / 50);
	CU_ASSERT_EQUAL(well_formed, GENERATED);
}

static const struct unit_test tests[] = {
	{"subset", test_subset},
	{"long keys", test_long_keys},
	{"depth", test_depth},
	{"generated", test_generated},
};

UNIT_MAIN(tests)
