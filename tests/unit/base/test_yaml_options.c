/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <time.h>

#include "gate/base/yaml.h"
#include "yaml_text.h"

enum { MIB = 1 << 20 };

static const struct yaml_options strict = {.max_bytes = MIB, .kind = ERR_LOOK};
static const struct yaml_options aliases = {.max_bytes = MIB, .aliases = true, .kind = ERR_LOOK};
static const struct yaml_options tags = {.max_bytes = MIB, .tags = true, .kind = ERR_LOOK};
static const struct yaml_options documents = {
	.max_bytes = MIB, .documents = true, .kind = ERR_LOOK};
static const struct yaml_options duplicates = {
	.max_bytes = MIB, .keep_duplicates = true, .kind = ERR_LOOK};
static const struct yaml_options complex_keys = {
	.max_bytes = MIB, .complex_keys = true, .kind = ERR_LOOK};
static const struct yaml_options everything = {.max_bytes = MIB,
	.aliases = true,
	.tags = true,
	.documents = true,
	.keep_duplicates = true,
	.complex_keys = true,
	.kind = ERR_USAGE};

struct fixture {
	struct arena *arena;
	struct err err;
	struct buffer tree;
	int result;
};

static struct fixture read_text(struct text text, const struct yaml_options *options)
{
	struct fixture got = {.arena = arena_new()};
	const struct yaml *root;

	got.result = yaml_read_with(&root, text, "f.yml", options, got.arena, &got.err);
	if (got.result == 0)
		yaml_text(root, &got.tree);
	return got;
}

static void fixture_free(struct fixture *got)
{
	buffer_free(&got->tree);
	arena_free(got->arena);
}

static void test_trees(void)
{
	static const struct {
		const char *name;
		const struct yaml_options *options;
		const char *yaml, *tree;
	} rows[] = {
		{"strict", &strict, "a: 1\n", "1:11{a@1:1=1:4<1>}"},
		{"strict, through libyaml", &strict, "a: >\n  x\n", "1:11{a@1:1=1:4\"x\n\"}"},
		{"alias of a scalar is where the alias is", &aliases, "a: &x 1\nb: *x\n",
			"1:12{a@1:1=1:4<1>,b@2:1=2:4<1>}"},
		{"alias of a map keeps its children's places", &aliases, "a: &x {k: v}\nb: *x\n",
			"1:12{a@1:1=1:41{k@1:8=1:11<v>},b@2:1=2:41{k@1:8=1:11<v>}}"},
		{"alias as a key", &aliases, "a: &x k\n*x : v\n",
			"1:12{a@1:1=1:4<k>,k@2:1=2:6<v>}"},
		{"anchored key", &aliases, "&x k: v\nl: *x\n", "1:12{k@1:1=1:7<v>,l@2:1=2:4<k>}"},
		{"the latest anchor of a name counts", &aliases, "- &x 1\n- &x 2\n- *x\n",
			"1:13[1:3<1>,2:3<2>,3:3<2>]"},
		{"merge", &aliases, "a: &x {k: v, l: w}\nb:\n  <<: *x\n  l: z\n",
			"1:12{a@1:1=1:42{k@1:8=1:11<v>,l@1:14=1:17<w>},"
			"b@2:1=3:32{l@4:3=4:6<z>,k@1:8=1:11<v>}}"},
		{"merge of several: the first has precedence", &aliases,
			"<<: [{a: 1}, {a: 2, b: 3}]\n", "1:12{a@1:7=1:10<1>,b@1:21=1:24<3>}"},
		{"quoted << merges nothing", &aliases, "'<<': {a: 1}\n",
			"1:11{<<@1:1=1:71{a@1:8=1:11<1>}}"},
		{"merged duplicates are not told again", &everything,
			"- &x {a: 1, a: 2}\n- <<: *x\n",
			"1:11[1:12[1:32{a@1:7=1:10<1>,+a@1:13=1:16<2>},2:31{a@1:7=1:10<1>}]]"},
		{"local tag", &tags, "a: !reference [x, y]\n",
			"1:11{a@1:1=(!reference)1:42[1:16<x>,1:19<y>]}"},
		{"!!str makes a string", &tags, "a: !!str 5\nb: ! 6\nc: !!int 7\n",
			"1:13{a@1:1=(tag:yaml.org,2002:str)1:4\"5\",b@2:1=(!)2:4\"6\","
			"c@3:1=(tag:yaml.org,2002:int)3:4<7>}"},
		{"no document", &documents, "# nothing\n", "1:10[]"},
		{"one document", &documents, "a: 1\n", "1:11[1:11{a@1:1=1:4<1>}]"},
		{"several, one empty", &documents, "a: 1\n---\n---\n- b\n",
			"1:13[1:11{a@1:1=1:4<1>},3:10{},4:11[4:3<b>]]"},
		{"a mark, a value and an end", &documents, "--- [[[[{a: b}]]]]\n...\n",
			"1:11[1:51[1:61[1:71[1:81[1:91{a@1:10=1:13<b>}]]]]]"},
		{"duplicates", &duplicates, "a: 1\nb: {c: 1, c: 2, c: 3}\na: 2\n",
			"1:13{a@1:1=1:4<1>,b@2:1=2:43{c@2:5=2:8<1>,+c@2:11=2:14<2>,"
			"+c@2:17=2:20<3>},+a@3:1=3:4<2>}"},
		{"duplicates, through libyaml", &duplicates, "a: 1\na: \"\\x41\"\n",
			"1:12{a@1:1=1:4<1>,+a@2:1=2:4\"A\"}"},
		{"complex keys keep their values", &complex_keys,
			"? [a, {b: c}]\n: 1\n? {}\n: 2\nd: 3\n",
			"1:13{@1:3=2:3<1>,@3:3=4:3<2>,d@5:1=5:4<3>}"},
		{"everything, and a tag on an anchor", &everything, "a: !t &x [1]\n---\nb: 1\n",
			"1:12[1:11{a@1:1=(!t)1:41[1:11<1>]},3:11{b@3:1=3:4<1>}]"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture got = read_text(text_of(rows[i].yaml), rows[i].options);

		CHECK_ROW(rows[i].name, got.result == 0);
		CHECK_ROW(rows[i].name, text_is(buffer_text(&got.tree), rows[i].tree));
		if (!text_is(buffer_text(&got.tree), rows[i].tree))
			fprintf(stderr, "  got %s%s\n", got.err.message,
				got.tree.ptr ? got.tree.ptr : "");
		fixture_free(&got);
	}
}

static void test_refusals(void)
{
	static const struct {
		const char *name;
		const struct yaml_options *options;
		const char *yaml, *message;
	} rows[] = {
		{"anchors", &strict, "a: &x 1\n", "f.yml:1:4: anchors are not accepted"},
		{"tags", &aliases, "a: !x 1\n", "f.yml:1:4: tags are not accepted"},
		{"second document", &tags, "a: 1\n---\nb: 1\n", "f.yml:2:1: a second document"},
		{"duplicates", &aliases, "a: 1\nb: 1\na: 2\n",
			"f.yml:3:1: key \"a\" is there twice"},
		{"merge key", &strict, "<<: {a: 1}\n", "f.yml:1:1: merge keys are not accepted"},
		{"complex keys", &strict, "[a]: 1\n", "f.yml:1:1: a key must be a single word"},
		{"alias of a list as a key", &aliases, "a: &x [1]\n*x : 1\n",
			"f.yml:2:1: a key must be a single word"},
		{"alias without an anchor", &aliases, "a: *x\n",
			"f.yml:1:4: an alias without an anchor"},
		{"alias from another document", &everything, "a: &x 1\n---\nb: *x\n",
			"f.yml:3:4: an alias without an anchor"},
		{"alias inside its anchor", &aliases, "a: &x [*x]\n",
			"f.yml:1:8: an alias inside its own anchor"},
		{"merge of a scalar", &aliases, "<<: 1\n",
			"f.yml:1:5: a merge key needs a mapping"},
		{"merge of a list with a scalar", &aliases, "<<: [{}, 1]\n",
			"f.yml:1:10: a merge key needs a mapping"},
		{"two merges", &aliases, "<<: {a: 1}\n<<: {b: 1}\n",
			"f.yml:2:1: key \"<<\" is there twice"},
		{"directive", &everything, "%YAML 1.1\n---\n",
			"f.yml:1:1: a line that begins with % (directives are not accepted)"},
		{"control character", &everything, "a: \x01\n", "f.yml:1:4: a control character"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture got = read_text(text_of(rows[i].yaml), rows[i].options);

		CHECK_ROW(rows[i].name, got.result == -1 && got.err.kind == rows[i].options->kind);
		CHECK_ROW(rows[i].name, strcmp(got.err.message, rows[i].message) == 0);
		if (strcmp(got.err.message, rows[i].message) != 0)
			fprintf(stderr, "  got %s\n", got.err.message);
		fixture_free(&got);
	}
}

static void test_size(void)
{
	static const struct yaml_options ten = {.max_bytes = 10, .kind = ERR_LOOK};
	struct fixture fits = read_text(text_of("a: 3456789"), &ten);
	struct fixture large = read_text(text_of("a: 345678901"), &ten);

	CU_ASSERT_EQUAL(fits.result, 0);
	CU_ASSERT_EQUAL(large.result, -1);
	CU_ASSERT_STRING_EQUAL(large.err.message, "f.yml: larger than 10 bytes");
	fixture_free(&fits);
	fixture_free(&large);
}

static double seconds_of_cpu(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Ten of the one before, in each of nine: a thousand million in all. */
static void put_laughs(struct buffer *out, const char *open, const char *close)
{
	buffer_string(out, "a0: &a0 x\n");
	for (int i = 1; i < 10; i++) {
		buffer_printf(out, "a%d: &a%d %s", i, i, open);
		for (int j = 0; j < 10; j++)
			buffer_printf(out, "%s*a%d", j ? ", " : "", i - 1);
		buffer_printf(out, "%s\n", close);
	}
}

static void put_merges(struct buffer *out)
{
	buffer_string(out, "- &a0 {k: v}\n");
	for (int i = 1; i < 20000; i++)
		buffer_printf(out, "- &a%d {<<: *a%d, k%d: v}\n", i, i - 1, i);
}

static void put_keys(struct buffer *out)
{
	while (out->len < MIB - 3)
		buffer_string(out, "{? ");
}

static void put_anchors(struct buffer *out)
{
	for (int i = 0; i < 30000; i++)
		buffer_printf(out, "- &a%d x\n- *a%d\n", i, i / 2);
}

/* Measured: below 0.1 s each. */
static void test_bombs(void)
{
	struct buffer laughs = {0}, merges = {0}, anchors = {0}, keys = {0};
	const struct {
		const char *name;
		struct buffer *yaml;
		const char *message; /* NULL: read */
	} rows[] = {
		{"a thousand million laughs", &laughs,
			"aliases stand for more than 1000000 values"},
		{"merges of merges", &merges, "aliases stand for more than 1000000 values"},
		{"many anchors", &anchors, NULL},
		{"keys in keys", &keys, "nested deeper than 64 levels"},
	};

	put_laughs(&laughs, "[", "]");
	put_merges(&merges);
	put_anchors(&anchors);
	put_keys(&keys);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double start = seconds_of_cpu();
		struct arena *arena = arena_new();
		struct err err = {0};
		const struct yaml *root;
		int result = yaml_read_with(
			&root, buffer_text(rows[i].yaml), "f.yml", &everything, arena, &err);

		CHECK_ROW(rows[i].name, (result == 0) == (rows[i].message == NULL));
		CHECK_ROW(rows[i].name, !rows[i].message || strstr(err.message, rows[i].message));
		CHECK_ROW(rows[i].name, seconds_of_cpu() - start < 3.0 * SLOWER);
		arena_free(arena);
		buffer_free(rows[i].yaml);
	}
}

static const struct unit_test tests[] = {
	{"trees", test_trees},
	{"refusals", test_refusals},
	{"size", test_size},
	{"bombs", test_bombs},
};

UNIT_MAIN(tests)
