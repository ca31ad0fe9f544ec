/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <time.h>

#include "gate/base/buffer.h"
#include "tests/unit/json_walk.h"

static const struct json_options strict;
static const struct json_options jsonc = {.comments = true, .trailing_commas = true};
static const struct json_options duplicates = {.keep_duplicates = true};

static void test_options(void)
{
	static const struct {
		const char *name;
		const struct json_options *options;
		const char *json, *message; /* NULL: accepted */
	} rows[] = {
		{"line comment", &jsonc, "// a\n1 // b", NULL},
		{"block comments", &jsonc, "/**/[/* \n */1/***/,2]/* // */", NULL},
		{"comment before a colon", &jsonc, "{\"a\"/* */:/* */1}", NULL},
		{"comment that is not closed", &jsonc, "[1, /* \n ]",
			"f:1:5: comment is not closed"},
		{"comment of one slash", &jsonc, "[1, / 2]", "f:1:5: expected a value"},
		{"slash behind the value", &jsonc, "1 /", "f:1:3: more behind the value"},
		{"only a comment", &jsonc, "// a", "f:1:5: empty"},
		{"no line comment", &strict, "// a\n1", "f:1:1: expected a value"},
		{"comment in a string", &jsonc, "\"// a\"", NULL},
		{"comma behind the last item", &jsonc, "[1,\n]", NULL},
		{"comma behind the last member", &jsonc, "{\"a\":1, }", NULL},
		{"comma alone", &jsonc, "[,]", "f:1:2: expected a value"},
		{"two commas", &jsonc, "[1,,]", "f:1:4: expected a value"},
		{"comma is not let in", &duplicates, "[1,]", "f:1:4: expected a value"},
		{"duplicates are not let in", &jsonc, "{\"a\":1,\"a\":2}",
			"f:1:8: duplicate key \"a\""},
		{"duplicates", &duplicates, "{\"a\":1,\"a\":2}", NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		const struct json *json = NULL;
		struct err err = {0};
		struct text text = text_of(rows[i].json);
		int result = json_read_with(&json, text, "f", rows[i].options, arena, &err);

		CHECK_ROW(rows[i].name, (result == 0) == (rows[i].message == NULL));
		if (rows[i].message)
			CHECK_ROW(rows[i].name, strcmp(err.message, rows[i].message) == 0);
		else
			CHECK_ROW(rows[i].name, json_walk_gives(json, text, rows[i].options,
							JSON_WALK_READ, 2, &err));
		arena_free(arena);
	}
}

/* In few members and in many: each later one of a key is marked, and all stay. */
static void test_duplicates(void)
{
	for (unsigned count = 2; count < 40; count += 9) {
		struct arena *arena = arena_new();
		struct buffer text = {0};
		const struct json *json = NULL;
		struct err err = {0};
		unsigned number = 0;

		for (unsigned i = 0; i < count * 2; i++)
			buffer_printf(&text, "%c\"k%u\":%u", i ? ',' : '{', i % count, i);
		buffer_string(&text, "}");
		CU_ASSERT(json_read_with(
				  &json, buffer_text(&text), "f", &duplicates, arena, &err) == 0);
		CU_ASSERT(json && json->count == count * 2);
		for (const struct json *member = json ? json->child : NULL; member;
			member = member->next, number++)
			CU_ASSERT(member->duplicate == (number >= count) &&
				  (unsigned)member->number == number);
		CU_ASSERT(json_get(json, "k1")->number < 2);
		buffer_free(&text);
		arena_free(arena);
	}
}

static const char document[] = "{\n"
			       "  \"name\": \"app\",\n"
			       "  \"list\": [1, \"two\", [3],\n   {\"four\": 4}],\n"
			       "  \"\\u006dap\": {\"a\": {\"b\": [true, null]}, \"c\": -1.5}\n"
			       "}\n";

static void test_walks(void)
{
	static const enum json_walk_how ways[] = {
		JSON_WALK_READ, JSON_WALK_SKIP, JSON_WALK_LEAVE, JSON_WALK_JUMP};
	struct arena *arena = arena_new();
	const struct json *json;
	struct err err = {0};

	CU_ASSERT_FATAL(json_read(&json, text_of(document), "f", arena, &err) == 0);
	for (size_t way = 0; way < sizeof(ways) / sizeof(ways[0]); way++)
		for (unsigned levels = 0; levels < 5; levels++)
			CU_ASSERT(json_walk_gives(
				json, text_of(document), NULL, ways[way], levels, &err));
	arena_free(arena);
}

/* Enters the root by that type, and reads the members until one fails or none is left. */
static int walk_root(struct text text, enum json_type type, struct err *err)
{
	struct arena *arena = arena_new();
	struct json_cursor cursor;
	struct json_member member;
	bool more = true;
	int result;

	json_open(&cursor, text, "f", NULL, arena);
	result = json_enter(&cursor, type, err);
	while (result == 0 && more)
		result = json_next(&cursor, &member, &more, err);
	if (result == 0)
		result = json_end(&cursor, err);
	arena_free(arena);
	return result;
}

static void test_errors(void)
{
	static const struct {
		const char *name, *json;
		enum json_type type;
		const char *message;
	} rows[] = {
		{"array for object", " []", JSON_OBJECT, "f:1:2: expected an object"},
		{"object for array", "\n{}", JSON_ARRAY, "f:2:1: expected an array"},
		{"number for object", "1", JSON_OBJECT, "f:1:1: expected an object"},
		{"nothing", " ", JSON_OBJECT, "f:1:2: empty"},
		{"byte order mark", "\xef\xbb\xbf{}", JSON_OBJECT, "f:1:1: byte order mark"},
		{"not closed", "{\"a\":1", JSON_OBJECT, "f:1:7: expected ',' or '}'"},
		{"wrong bracket", "[1}", JSON_ARRAY, "f:1:3: expected ',' or ']'"},
		{"no key", "{1:1}", JSON_OBJECT, "f:1:2: expected a key in double quotes"},
		{"fault in a value that is left", "{\"a\":{\"b\":tru}}", JSON_OBJECT,
			"f:1:11: expected a value"},
		{"more behind", "{} x", JSON_OBJECT, "f:1:4: more behind the value"},
		{"duplicate", "{\"a\":{},\n\"\\u0061\":2}", JSON_OBJECT,
			"f:2:1: duplicate key \"a\""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};

		CHECK_ROW(rows[i].name, walk_root(text_of(rows[i].json), rows[i].type, &err) == -1);
		CHECK_ROW(rows[i].name, err.kind == ERR_LOOK);
		CHECK_ROW(rows[i].name, strcmp(err.message, rows[i].message) == 0);
		if (strcmp(err.message, rows[i].message) != 0)
			fprintf(stderr, "  got %s\n", err.message);
	}
}

/* The limit counts the containers that the cursor is in and those of the value. */
static void test_depth(void)
{
	for (unsigned entered = 0; entered <= JSON_DEEPEST; entered += 32) {
		for (unsigned depth = JSON_DEEPEST - 1; depth < JSON_DEEPEST + 2; depth++) {
			struct arena *arena = arena_new();
			struct buffer text = {0};
			struct json_cursor cursor;
			struct json_member member;
			struct err err = {0};
			bool more, fine = true;

			for (unsigned i = 0; i < depth; i++)
				buffer_string(&text, "[");
			for (unsigned i = 0; i < depth; i++)
				buffer_string(&text, "]");
			json_open(&cursor, buffer_text(&text), "f", NULL, arena);
			for (unsigned i = 0; i < entered && fine && cursor.awaits_value; i++)
				fine = json_enter(&cursor, JSON_ARRAY, &err) == 0 &&
				       json_next(&cursor, &member, &more, &err) == 0;
			if (fine && cursor.awaits_value)
				fine = json_skip(&cursor, &err) == 0;
			CU_ASSERT(fine == (depth <= JSON_DEEPEST));
			buffer_free(&text);
			arena_free(arena);
		}
	}
}

static double seconds_of_cpu(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* 300,000 keys that end alike, in the tree and under the cursor: linear. */
static void test_many_keys(void)
{
	double start = seconds_of_cpu();
	struct arena *arena = arena_new();
	struct buffer text = {0};
	const struct json *json = NULL;
	struct err err = {0};

	for (unsigned i = 0; i < 300000; i++)
		buffer_printf(&text, "%c\"%u/package\":1", i ? ',' : '{', i);
	buffer_string(&text, "}");
	CU_ASSERT(json_read_with(&json, buffer_text(&text), "f", NULL, arena, &err) == 0);
	CU_ASSERT(json && json->count == 300000);
	CU_ASSERT(walk_root(buffer_text(&text), JSON_OBJECT, &err) == 0);
	CU_ASSERT(seconds_of_cpu() - start < 5.0 * SLOWER);
	buffer_free(&text);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"options", test_options},
	{"duplicates", test_duplicates},
	{"walks", test_walks},
	{"errors", test_errors},
	{"depth", test_depth},
	{"many keys", test_many_keys},
};

UNIT_MAIN(tests)
