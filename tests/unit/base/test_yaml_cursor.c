/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "gate/base/buffer.h"
#include "tests/unit/yaml_walk.h"

enum { MIB = 1 << 20 };

static const struct yaml_options strict = {.max_bytes = MIB, .kind = ERR_LOOK};
static const struct yaml_options everything = {.max_bytes = MIB,
	.aliases = true,
	.tags = true,
	.keep_duplicates = true,
	.complex_keys = true,
	.kind = ERR_LOOK};
static const struct yaml_options documents = {
	.max_bytes = MIB, .documents = true, .kind = ERR_LOOK};

/* Each is walked in every way, to every depth, and compared with libyaml's tree. */
static void test_walks(void)
{
	static const struct {
		const char *name;
		const struct yaml_options *options;
		const char *yaml;
	} rows[] = {
		{"block", &strict, "a: 1\nb:\n  c: {d: e}\n  f:\n  - g\n  -\n    h: i\nj:\n"},
		{"list of maps", &strict, "- a: 1\n  b:\n    - c\n- - d\n  - e\n"},
		{"foreign from the start", &strict, "{a: {b: c}, d: [e]}\n"},
		{"scalar", &strict, "word\n"},
		{"empty", &strict, "# nothing\n"},
		{"foreign in the middle", &strict,
			"a:\n  b: 1\n  c: \"\\x41\"\n  d: 2\ne:\n  f: 3\n"},
		{"foreign at the end", &strict, "a:\n  b: 1\nc:\n  - d\n  - |+\n    e\n"},
		{"foreign key", &strict, "a: 1\n? b\n: 2\nc: 3\n"},
		{"flow to enter", &strict, "a:\n  b: {c: {d: e}, f: [g]}\n  h: 1\n"},
		{"keys in a string of many lines", &strict,
			"a: 1\nb: \"\n  c: 2\n  d: 3\"\ne: 4\n"},
		{"keys in a string that is not indented", &strict, "a: \"x\nb: y\nc: z\"\nd: e\n"},
		{"comments between", &strict, "a:\n  b: 1\n# x\n  c: 2\n\n# y\nd: 3\n"},
		{"anchor in the middle", &everything,
			"a: {x: 1}\nb: &b {y: 2}\nc: *b\nd:\n  <<: *b\n"},
		{"merge behind members", &everything,
			"a:\n  b: 1\n  c: 2\n  <<: {b: 3, d: 4}\n  e: 5\n"},
		{"duplicates", &everything, "a: 1\nb: {c: 1, c: 2}\na: 2\n'b': 3\n"},
		{"duplicates, then foreign", &everything, "a: 1\na: 2\nb: !x 3\na: 4\n"},
		{"space between a quoted key and its colon", &strict,
			"-\n- 'a' : b\n- \"c\"  : d\n"},
		{"flow collections as keys in a list", &everything,
			"- a\n- [b]: c\n- {d: e} : f\n- [g]\n"},
		{"complex key", &everything, "a: 1\n? [b]\n: 2\n"},
		{"one document", &documents, "a: 1\nb: [c]\n"},
		{"documents", &documents, "---\na: 1\n---\n- b\n---\n"},
		{"no document", &documents, ""},
		{"CRLF", &strict, "a:\r\n  b: |\r\n    x\r\n\r\n  c: d\r\ne: f\r\n"},
	};
	static const enum yaml_walk_how ways[] = {
		YAML_WALK_READ, YAML_WALK_SKIP, YAML_WALK_LEAVE, YAML_WALK_JUMP};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct text text = text_of(rows[i].yaml);
		const struct yaml *tree = NULL;
		struct err err = {0};

		CHECK_ROW(rows[i].name,
			yaml_read_events(&tree, text, "f", rows[i].options, arena, &err) == 0);
		for (size_t way = 0; tree && way < sizeof(ways) / sizeof(ways[0]); way++)
			for (unsigned levels = 0; levels < 5; levels++)
				CHECK_ROW(rows[i].name, yaml_walk_gives(tree, text, rows[i].options,
								ways[way], levels, &err));
		arena_free(arena);
	}
}

static int walk_root(
	struct text text, const struct yaml_options *options, enum yaml_type type, struct err *err)
{
	struct arena *arena = arena_new();
	struct yaml_cursor cursor;
	struct yaml_member member;
	bool more = true;
	int result = yaml_open(&cursor, text, "f", options, arena, err);

	if (result == 0)
		result = yaml_enter(&cursor, type, err);
	while (result == 0 && more)
		result = yaml_next(&cursor, &member, &more, err);
	if (result == 0)
		result = yaml_end(&cursor, err);
	arena_free(arena);
	return result;
}

static void test_errors(void)
{
	static const struct {
		const char *name, *yaml;
		enum yaml_type type;
		const char *message;
	} rows[] = {
		{"list for map", "# x\n- a\n", YAML_MAP, "f:2:1: expected a mapping"},
		{"map for list", "a: 1\n", YAML_LIST, "f:1:1: expected a list"},
		{"list for map, in the tree", "[a]\n", YAML_MAP, "f:1:1: expected a mapping"},
		{"scalar for map", "a\n", YAML_MAP, "f:1:1: expected a mapping"},
		{"control character at the end", "a: 1\nb: \x01\n", YAML_MAP,
			"f:2:4: a control character"},
		{"duplicate", "a: 1\nb: 1\na: 1\n", YAML_MAP, "f:3:1: key \"a\" is there twice"},
		{"anchor", "a: 1\nb: &x 1\n", YAML_MAP, "f:2:4: anchors are not accepted"},
		{"not YAML", "a: 1\n b: 2\n", YAML_MAP,
			"f:2:3: mapping values are not allowed in this context"},
		{"second document", "a: 1\n---\nb: 1\n", YAML_MAP, "f:2:1: a second document"},
		{"list behind a map", "a: 1\n- b\n", YAML_MAP, "f:2:1: did not find expected key"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};

		CHECK_ROW(rows[i].name,
			walk_root(text_of(rows[i].yaml), &strict, rows[i].type, &err) == -1);
		CHECK_ROW(rows[i].name, err.kind == ERR_LOOK);
		CHECK_ROW(rows[i].name, strcmp(err.message, rows[i].message) == 0);
		if (strcmp(err.message, rows[i].message) != 0)
			fprintf(stderr, "  got %s\n", err.message);
	}
}

/* To the root's member of that number; true where there is one. */
static bool go_to(
	struct yaml_cursor *cursor, const char *yaml, unsigned number, struct arena *arena)
{
	struct yaml_member member;
	struct err err = {0};
	bool more = true;
	int result = yaml_open(cursor, text_of(yaml), "f", &strict, arena, &err);

	if (result == 0)
		result = yaml_enter(cursor, YAML_MAP, &err);
	for (unsigned i = 0; result == 0 && more && i <= number; i++)
		result = yaml_next(cursor, &member, &more, &err);
	return result == 0 && more;
}

static bool extent_of(
	const char *yaml, unsigned number, struct yaml_extent *out, struct arena *arena)
{
	struct yaml_cursor cursor;
	struct err err = {0};

	return go_to(&cursor, yaml, number, arena) && yaml_skip(&cursor, &err) == 0 &&
	       yaml_extent(&cursor, out);
}

static void test_extents(void)
{
	static const struct {
		const char *name, *yaml;
		unsigned number;
		const char *extent; /* NULL: none */
		uint32_t lines;
	} rows[] = {
		{"one line", "a: 1\nb: 2\n", 0, "a: 1\n", 1},
		{"last line", "a: 1\nb: 2\n", 1, NULL, 0},
		{"no line end", "a: 1\nb: 2", 1, NULL, 0},
		{"nested", "a:\n  b: 1\n  c: 2\nd: 3\n", 0, "a:\n  b: 1\n  c: 2\n", 3},
		{"list that is not indented", "a:\n- b\n- c\nd: 3\n", 0, "a:\n- b\n- c\n", 3},
		{"blank lines and comments behind", "a: 1\n\n# x\n\nb: 2\n", 0, "a: 1\n\n# x\n\n",
			4},
		{"blank lines and comments inside", "a:\n\n# x\n  b: 1\n\nc: 2\n", 0,
			"a:\n\n# x\n  b: 1\n\n", 5},
		{"comment that ends a literal", "a: |\n  x\n  # y\n# z\nb: 1\n", 0,
			"a: |\n  x\n  # y\n# z\n", 4},
		{"CRLF", "a:\r\n  b: 1\r\nc: 2\r\n", 0, "a:\r\n  b: 1\r\n", 2},
		{"through libyaml", "{a: 1}\n", 0, NULL, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct yaml_extent extent = {0};
		bool found = extent_of(rows[i].yaml, rows[i].number, &extent, arena);

		CHECK_ROW(rows[i].name, found == (rows[i].extent != NULL));
		if (rows[i].extent)
			CHECK_ROW(rows[i].name, text_is(extent.text, rows[i].extent));
		CHECK_ROW(rows[i].name, extent.lines == rows[i].lines);
		arena_free(arena);
	}
}

/* The first member of one file in another; where it is the same, the walk goes on behind it. */
static void test_same_extents(void)
{
	static const struct {
		const char *name, *base, *head;
		bool same;
	} rows[] = {
		{"one line", "a: 1\nb: 2\n", "a: 1\nc: 2\n", true},
		{"longer at the end", "a: 1\nb: 2\n", "a: 12\nb: 2\n", false},
		{"nested", "a:\n  b: 1\nc: 2\n", "a:\n  b: 1\nd: 2\n", true},
		{"goes on", "a:\n  b: 1\nc: 2\n", "a:\n  b: 1\n  e: 1\nc: 2\n", false},
		{"goes on behind a blank line", "a:\n  b: 1\nc: 2\n",
			"a:\n  b: 1\n\n  e: 1\nc: 2\n", false},
		{"goes on behind a comment", "a:\n  b: 1\nc: 2\n",
			"a:\n  b: 1\n# x\n  e: 1\nc: 2\n", false},
		{"list goes on", "a:\n- b\nc: 2\n", "a:\n- b\n- d\nc: 2\n", false},
		{"literal goes on with what looks like a comment", "a: |\n  x\nb: 1\n",
			"a: |\n  x\n  # y\nb: 1\n", false},
		{"at the end", "a: 1\nb: 2\n", "a: 1\n", false},
		{"blank lines", "a:\n  b: 1\n\nc: 2\n", "a:\n  b: 1\n\nd: 2\n", true},
		{"CRLF", "a:\r\n  b: 1\r\nc: 2\r\n", "a:\r\n  b: 1\r\nd: 2\r\n", true},
		{"through libyaml", "a: 1\nb: 2\n", "{a: 1, b: 2}\n", false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct yaml_cursor cursor;
		struct yaml_extent extent = {0};
		struct yaml_member member;
		struct err err = {0};
		bool more;

		CHECK_ROW(rows[i].name, extent_of(rows[i].base, 0, &extent, arena));
		CHECK_ROW(rows[i].name, go_to(&cursor, rows[i].head, 0, arena));
		CHECK_ROW(rows[i].name, yaml_is_extent(&cursor, &extent) == rows[i].same);
		if (rows[i].same) {
			yaml_jump(&cursor, &extent);
			CHECK_ROW(rows[i].name, yaml_next(&cursor, &member, &more, &err) == 0);
			CHECK_ROW(rows[i].name, more && member.line == extent.lines + 1);
		}
		arena_free(arena);
	}
}

/* What stands at the front of a line that it shares has no lines of its own. */
static void test_shared_line(void)
{
	struct arena *arena = arena_new();
	struct yaml_cursor cursor;
	struct yaml_member member;
	struct yaml_extent extent;
	struct err err = {0};
	bool more;

	CU_ASSERT(yaml_open(&cursor, text_of("- a: 1\n  b: 2\n- c\n"), "f", &strict, arena, &err) ==
		  0);
	CU_ASSERT(yaml_enter(&cursor, YAML_LIST, &err) == 0);
	CU_ASSERT(yaml_next(&cursor, &member, &more, &err) == 0 && more);
	CU_ASSERT(yaml_enter(&cursor, YAML_MAP, &err) == 0);
	CU_ASSERT(yaml_next(&cursor, &member, &more, &err) == 0 && more);
	CU_ASSERT(yaml_skip(&cursor, &err) == 0);
	CU_ASSERT(!yaml_extent(&cursor, &extent));
	CU_ASSERT(yaml_next(&cursor, &member, &more, &err) == 0 && more);
	CU_ASSERT(yaml_skip(&cursor, &err) == 0);
	CU_ASSERT(yaml_extent(&cursor, &extent) && text_is(extent.text, "  b: 2\n"));
	arena_free(arena);
}

/* "key=text" of each member, in the order of the file; a map or list is "{…}" with how many it has. */
static void say_members(char *out, size_t size, const struct yaml *map)
{
	size_t len = 0;

	for (const struct yaml *at = map->child; at && len < size; at = at->next)
		len += (size_t)(at->type == YAML_SCALAR
					? snprintf(out + len, size - len, "%.*s=%.*s;",
						  (int)at->key.len, at->key.ptr, (int)at->text.len,
						  at->text.ptr)
					: snprintf(out + len, size - len, "%.*s={%zu};",
						  (int)at->key.len, at->key.ptr, at->count));
}

static void test_members(void)
{
	static const char *const wanted[] = {"b", "d", NULL};
	static const struct {
		const char *name, *yaml, *members; /* NULL: refused */
	} rows[] = {
		{"pairs", "a: 1\nb: 2\nc: 3\nd: 4\n", "b=2;d=4;"},
		{"behind what is nested",
			"a:\n  b: 1\n  x:\n    d: 1\nb: 2\nc:\n- d: 1\n- 2\nd: {d: 1, b: 2}\n",
			"b=2;d={2};"},
		{"of what is wanted all", "b:\n  a: 1\n  c: 2\n  d: 3\na: [b, d]\n", "b={3};"},
		{"lines of other forms", "'a''b': 1\n'b': 2\na c: |\n  b: 3\nd : 4 # d: 5\n",
			"b=2;d=4;"},
		{"twice", "a: 1\nb: 2\na: 1\nb: 3\n", "b=2;b=3;"},
		{"wrong inside what is not wanted", "a:\n  x: 1\n   y: 2\nb: 2\n", NULL},
		{"wrong behind a pair", "a:\n  x: 1: 2\nb: 2\n", NULL},
	};
	static const struct yaml_options options = {
		.max_bytes = 1u << 20, .keep_duplicates = true, .kind = ERR_LOOK};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		const struct yaml *map;
		struct yaml_cursor cursor;
		struct err err = {0};
		char said[200] = "";
		int done = yaml_open(&cursor, text_of(rows[i].yaml), "f", &options, arena, &err);

		if (done == 0)
			done = yaml_members(&cursor, wanted, &map, arena, &err);
		CHECK_ROW(rows[i].name, done == (rows[i].members ? 0 : -1));
		if (done == 0)
			say_members(said, sizeof(said), map);
		CHECK_ROW(rows[i].name, strcmp(said, rows[i].members ? rows[i].members : "") == 0);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"members", test_members},
	{"walks", test_walks},
	{"errors", test_errors},
	{"extents", test_extents},
	{"same extents", test_same_extents},
	{"shared line", test_shared_line},
};

UNIT_MAIN(tests)
