/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <time.h>

#include "gate/base/arena.h"
#include "gate/base/buffer.h"
#include "gate/base/yaml.h"
#include "yaml_text.h"

static void test_trees(void)
{
	static const struct {
		const char *name, *yaml, *tree;
	} rows[] = {
		{"empty", "",
			"1:1"
			"0{}"},
		{"only a comment", "# nothing\n",
			"1:1"
			"0{}"},
		{"empty document", "---\n",
			"2:1"
			"0{}"},
		{"empty document with an end", "---\n...\n",
			"2:1"
			"0{}"},
		{"a map", "a: 1\nbc: x y\n",
			"1:1"
			"2{a@1:1=1:4<1>,bc@2:1=2:5<x y>}"},
		{"quoted is told apart", "a: \"true\"\nb: 'x'\n",
			"1:1"
			"2{a@1:1=1:4\"true\",b@2:1=2:4\"x\"}"},
		{"a block scalar is a string", "a: |\n  x\n",
			"1:1"
			"1{a@1:1=1:4\"x\n\"}"},
		{"a folded scalar is a string", "a: >-\n  x\n  y\n",
			"1:1"
			"1{a@1:1=1:4\"x y\"}"},
		{"no value", "a:\nb: 1\n",
			"1:1"
			"2{a@1:1=1:3<>,b@2:1=2:4<1>}"},
		{"list in map", "a: [1, [2], {}]\n",
			"1:1"
			"1{a@1:1=1:4"
			"3[1:5<1>,1:8"
			"1[1:9<2>],1:13"
			"0{}]}"},
		{"map in list", "- a: 1\n  b: 2\n- c\n",
			"1:1"
			"2[1:3"
			"2{a@1:3=1:6<1>,b@2:3=2:6<2>},3:3<c>]"},
		{"quoted key", "\"a b\": 1\n",
			"1:1"
			"1{a b@1:1=1:8<1>}"},
		{"quoted << is a key like any", "\"<<\": 1\n",
			"1:1"
			"1{<<@1:1=1:7<1>}"},
		{"explicit key", "? a\n: 1\n",
			"1:1"
			"1{a@1:3=2:3<1>}"},
		{"columns count characters", "{\xc3\xa9: x, y: z}\n",
			"1:1"
			"2{\xc3\xa9@1:2=1:5<x>,y@1:8=1:11<z>}"},
		{"byte order mark at the start",
			"\xef\xbb\xbf"
			"a: 1\n",
			"1:1"
			"1{a@1:1=1:4<1>}"},
		{"CRLF", "a: 1\r\nb: 2\r\n",
			"1:1"
			"2{a@1:1=1:4<1>,b@2:1=2:4<2>}"},
		{"scalar root", "word\n", "1:1<word>"},
		{"escapes", "a: \"\\t\\u00e9\\x41\"\n",
			"1:1"
			"1{a@1:1=1:4\"\t\xc3\xa9"
			"A\"}"},
		{"percent inside a line", "a: %x\n", NULL},
		{"percent in quotes", "a: \"%x\"\n",
			"1:1"
			"1{a@1:1=1:4\"%x\"}"},
		{"same key in two maps", "a: {x: 1}\nb: {x: 2}\n",
			"1:1"
			"2{a@1:1=1:4"
			"1{x@1:5=1:8<1>},b@2:1=2:4"
			"1{x@2:5=2:8<2>}}"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct buffer tree = {0};
		const struct yaml *root = NULL;
		int result = yaml_read(&root, text_of(rows[i].yaml), "f.yml", arena, &err);

		CHECK_ROW(rows[i].name, (result == 0) == (rows[i].tree != NULL));
		if (result == 0 && rows[i].tree) {
			yaml_text(root, &tree);
			CHECK_ROW(rows[i].name, text_is(buffer_text(&tree), rows[i].tree));
			if (!text_is(buffer_text(&tree), rows[i].tree))
				fprintf(stderr, "  got %s\n", tree.ptr);
		}
		buffer_free(&tree);
		arena_free(arena);
	}
}

static void test_refusals(void)
{
	static const struct {
		const char *name;
		struct text yaml;
		const char *message;
	} rows[] = {
		{"anchor on a scalar", TEXT("a: &x 1\n"), "f.yml:1:4: anchors are not accepted"},
		{"anchor on a list", TEXT("a: &x [1]\n"), "f.yml:1:4: anchors are not accepted"},
		{"anchor on a map", TEXT("a: &x {b: 1}\n"), "f.yml:1:4: anchors are not accepted"},
		{"anchor on a key", TEXT("&x a: 1\n"), "f.yml:1:1: anchors are not accepted"},
		{"alias", TEXT("a: *x\n"), "f.yml:1:4: aliases are not accepted"},
		{"alias as key", TEXT("*x : 1\n"), "f.yml:1:1: aliases are not accepted"},
		{"tag on a scalar", TEXT("a: !!str 1\n"), "f.yml:1:4: tags are not accepted"},
		{"tag on a list", TEXT("a: !!seq [1]\n"), "f.yml:1:4: tags are not accepted"},
		{"tag on a map", TEXT("a: !x {b: 1}\n"), "f.yml:1:4: tags are not accepted"},
		{"non-specific tag", TEXT("a: ! 1\n"), "f.yml:1:4: tags are not accepted"},
		{"merge key", TEXT("a:\n  <<: {b: 1}\n"), "f.yml:2:3: merge keys are not accepted"},
		{"two documents", TEXT("a: 1\n---\nb: 2\n"), "f.yml:2:1: a second document"},
		{"two empty documents", TEXT("---\n---\n"), "f.yml:2:1: a second document"},
		{"duplicate key", TEXT("a: 1\nb: 2\n\"a\": 3\n"),
			"f.yml:3:1: key \"a\" is there twice"},
		{"first of several duplicates", TEXT("z: 1\nb: 1\nz: 1\nb: 1\n"),
			"f.yml:3:1: key \"z\" is there twice"},
		{"duplicate in a nested map", TEXT("x: {a: 1, a: 2}\n"),
			"f.yml:1:11: key \"a\" is there twice"},
		{"list as key", TEXT("[a]: 1\n"), "f.yml:1:1: a key must be a single word"},
		{"map as key", TEXT("? {a: 1}\n: 1\n"), "f.yml:1:3: a key must be a single word"},
		{"directive", TEXT("%YAML 1.1\n---\na: 1\n"),
			"f.yml:1:1: a line that begins with % (directives are not accepted)"},
		{"directive behind a document", TEXT("a: 1\n...\n%TAG ! x\n"),
			"f.yml:3:1: a line that begins with % (directives are not accepted)"},
		{"invalid UTF-8", TEXT("a: \xff\n"), "f.yml:1:4: not valid UTF-8"},
		{"overlong UTF-8", TEXT("a: \xc0\xaf\n"), "f.yml:1:4: not valid UTF-8"},
		{"surrogate", TEXT("a: \xed\xa0\x80\n"), "f.yml:1:4: not valid UTF-8"},
		{"cut off UTF-8", TEXT("a: \xe2\x82"), "f.yml:1:4: not valid UTF-8"},
		{"UTF-16",
			TEXT("\xff\xfe"
			     "a\0:\0"),
			"f.yml:1:1: not valid UTF-8"},
		{"NUL", TEXT("a: b\0c\n"), "f.yml:1:5: a control character"},
		{"escape", TEXT("a: 1\n# \x1b[31m\n"), "f.yml:2:3: a control character"},
		{"DEL", TEXT("a: \x7f\n"), "f.yml:1:4: a control character"},
		{"C1", TEXT("a: \xc2\x85\n"), "f.yml:1:4: a control character"},
		{"line separator", TEXT("a: \xe2\x80\xa8\n"),
			"f.yml:1:4: a Unicode line separator; use a plain line end"},
		{"byte order mark inside",
			TEXT("a: 1\n\xef\xbb\xbf"
			     "b: 2\n"),
			"f.yml:2:1: a byte order mark"},
		{"lone CR ends a line", TEXT("a: 1\rb: \x01"), "f.yml:2:4: a control character"},
		{"NUL by escape", TEXT("a: \"x\\0y\"\n"), "f.yml:1:4: a NUL character"},
		{"NUL by escape in a key", TEXT("\"x\\0y\": 1\n"), "f.yml:1:1: a NUL character"},
		{"unclosed list", TEXT("a: [1\n"), NULL},
		{"unclosed string", TEXT("a: \"x\n"), NULL},
		{"tab as indentation", TEXT("a:\n\tb: 1\n"), NULL},
		{"wrong indentation", TEXT("a: 1\n b: 2\n"), NULL},
		{"surrogate by escape", TEXT("a: \"\\ud800\"\n"), NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		const struct yaml *root;

		CHECK_ROW(rows[i].name, yaml_read(&root, rows[i].yaml, "f.yml", arena, &err) == -1);
		CHECK_ROW(rows[i].name, err.kind == ERR_USAGE);
		CHECK_ROW(rows[i].name, strncmp(err.message, "f.yml:", 6) == 0);
		if (rows[i].message && strcmp(err.message, rows[i].message) != 0) {
			fprintf(stderr, "  got %s\n", err.message);
			CHECK_ROW(rows[i].name, strcmp(err.message, rows[i].message) == 0);
		}
		arena_free(arena);
	}
}

static char *repeat(const char *head, const char *unit, size_t size)
{
	char *out = malloc(size + 1);
	size_t used = strlen(head), step = strlen(unit);

	memcpy(out, head, used);
	for (; used + step <= size; used += step)
		memcpy(out + used, unit, step);
	out[used] = '\0';
	return out;
}

static double seconds_of_cpu(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Files made to be slow or deep. Each is refused, or read, in no time: measured below 0.2 s each. */
static void test_bombs(void)
{
	static const struct {
		const char *name, *head, *unit;
		bool refused;
	} rows[] = {
		{"lists", "", "[", true},
		{"lists on lines", "", "[\n", true},
		{"maps", "", "{", true},
		{"maps in maps", "", "{a: ", true},
		{"explicit keys in flow", "", "{? ", true},
		{"block lists", "", "- ", true},
		{"block keys", "", "? ", true},
		{"block keys on lines", "", "?\n ", true},
		{"lists as keys", "", "[[]: ", true},
		{"list and map in turns", "", "[{a: ", true},
		{"tag directives", "", "%TAG !a! b\n", true},
		{"tag directives behind a document", "a\n...\n", "%TAG !a! b\n", true},
		{"anchors", "", "&a ", true},
		{"aliases", "[", "*a, ", true},
		{"documents", "", "---\n", true},
		{"document ends", "", "...\n", true},
		{"comments", "", "#\n", false},
		{"empty lines", "", "\n", false},
		{"spaces", "", " ", false},
		{"one long word", "", "a", true},
		{"one long line of words", "", "a ", true},
		{"one long string", "\"", "a", true},
		{"one long block", "|\n", " a\n", true},
		{"empty lines of a block", "a: |\n", "\n", false},
		{"the same key", "", "a: b\n", true},
		{"items", "", "-\n", true},
		{"items of one list", "[", "a,", true},
		{"colons", "", ": ", true},
		{"commas", "[", ",", true},
		{"closed lists", "[", "[],", true},
		{"quotes", "", "''", true},
		{"bangs", "", "! ", true},
		{"percent signs", "a: ", "%41", true},
		{"escapes", "\"", "\\U0001F600", true},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *bomb = repeat(rows[i].head, rows[i].unit, 1 << 20);
		struct arena *arena = arena_new();
		struct err err = {0};
		const struct yaml *root = NULL;
		double start = seconds_of_cpu();
		int result = yaml_read(&root, text_of(bomb), "f.yml", arena, &err);
		double taken = seconds_of_cpu() - start;

		CHECK_ROW(rows[i].name, (result < 0) == rows[i].refused);
		CHECK_ROW(rows[i].name, result == 0 || err.kind == ERR_USAGE);
		CHECK_ROW(rows[i].name, taken < 3.0 * SLOWER);
		if (getenv("SEAMGATE_VERBOSE"))
			fprintf(stderr, "%7.1f ms  %s: %s\n", taken * 1e3, rows[i].name,
				err.message);
		arena_free(arena);
		free(bomb);
	}
}

/* Keys all different, twice the number of keys: far from twice squared the time. */
static void test_many_keys(void)
{
	struct buffer yaml = {0};
	struct arena *arena = arena_new();
	struct err err = {0};
	const struct yaml *root = NULL;
	double start;

	for (unsigned i = 0; yaml.len < (1 << 20) - 16; i++)
		buffer_printf(&yaml, "k%u: x\n", i);
	start = seconds_of_cpu();
	CU_ASSERT(yaml_read(&root, buffer_text(&yaml), "f.yml", arena, &err) == 0);
	CU_ASSERT(seconds_of_cpu() - start < 3.0 * SLOWER);
	CU_ASSERT(root && root->count > 90000);
	CU_ASSERT(text_is(yaml_get(root, "k77")->text, "x"));
	CU_ASSERT(yaml_get(root, "k") == NULL);
	CU_ASSERT(yaml_get(NULL, "k") == NULL);
	CU_ASSERT(yaml_get(root->child, "k") == NULL);
	buffer_free(&yaml);
	arena_free(arena);
}

static void test_limits(void)
{
	static const struct {
		const char *name, *head, *unit, *tail;
		size_t size;
		const char *message; /* NULL: accepted */
	} rows[] = {
		{"64 levels", "", "[", "", 64, "did not find expected node content"},
		{"65 levels", "", "[", "", 65, "nested deeper than 64 levels"},
		{"scalar of 64 KiB", "a: ", "x", "", 3 + 65536, NULL},
		{"scalar over 64 KiB", "a: ", "x", "", 3 + 65537, "a value of more than 64 KiB"},
		{"key over 64 KiB", "? ", "x", "", 2 + 65537, "a value of more than 64 KiB"},
		{"file of 1 MiB", "#", "x", "", 1 << 20, NULL},
		{"file over 1 MiB", "#", "x", "", (1 << 20) + 1, "larger than 1 MiB"},
		{"200000 values", "", "-\n", "", 2 * 199999, NULL},
		{"200001 values", "", "-\n", "", 2 * 200000, "more than 200000 values"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *yaml = repeat(rows[i].head, rows[i].unit, rows[i].size);
		struct arena *arena = arena_new();
		struct err err = {0};
		const struct yaml *root;
		int result = yaml_read(&root, text_of(yaml), "f.yml", arena, &err);

		CHECK_ROW(rows[i].name, (result == 0) == (rows[i].message == NULL));
		if (rows[i].message)
			CHECK_ROW(rows[i].name, strstr(err.message, rows[i].message) != NULL);
		arena_free(arena);
		free(yaml);
	}
}

static const struct unit_test tests[] = {
	{"trees", test_trees},
	{"refusals", test_refusals},
	{"bombs", test_bombs},
	{"many keys", test_many_keys},
	{"limits", test_limits},
};

UNIT_MAIN(tests)
