/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/json.h"
#include "unit.h"

#include <time.h>

struct fixture {
	struct arena *arena;
	struct err err;
	const struct json *json;
	int result;
};

static struct fixture read_text(struct text text)
{
	struct fixture fixture = {.arena = arena_new()};

	fixture.result = json_read(&fixture.json, text, "t.json", fixture.arena, &fixture.err);
	return fixture;
}

static void accepts(void)
{
	static const struct {
		const char *name;
		struct text text;
		enum json_type type;
		size_t count;
	} rows[] = {
		{"null", TEXT("null"), JSON_NULL, 0},
		{"false", TEXT(" false\n"), JSON_FALSE, 0},
		{"true", TEXT("\r\n\ttrue "), JSON_TRUE, 0},
		{"number", TEXT("12"), JSON_NUMBER, 0},
		{"string", TEXT("\"\""), JSON_STRING, 0},
		{"empty array", TEXT("[]"), JSON_ARRAY, 0},
		{"empty array with space", TEXT("[ \n ]"), JSON_ARRAY, 0},
		{"empty object", TEXT("{}"), JSON_OBJECT, 0},
		{"array", TEXT("[1, [2, 3], {}]"), JSON_ARRAY, 3},
		{"object", TEXT("{\"a\": 1, \"b\": {\"a\": 2}}"), JSON_OBJECT, 2},
		{"empty key", TEXT("{\"\": 1}"), JSON_OBJECT, 1},
		{"same key on two levels", TEXT("{\"a\": {\"a\": {\"a\": 1}}}"), JSON_OBJECT, 1},
		{"delete is no control", TEXT("\"\x7f\""), JSON_STRING, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture got = read_text(rows[i].text);

		CHECK_ROW(rows[i].name, got.result == 0 && got.err.kind == ERR_NONE);
		CHECK_ROW(rows[i].name, got.json && got.json->type == rows[i].type);
		CHECK_ROW(rows[i].name, got.json && got.json->count == rows[i].count);
		arena_free(got.arena);
	}
}

static void refuses(void)
{
	static const struct {
		const char *name;
		struct text text;
		const char *message;
	} rows[] = {
		{"nothing", TEXT(""), "t.json:1:1: empty"},
		{"space alone", TEXT(" \n "), "t.json:2:2: empty"},
		{"byte order mark", TEXT("\xef\xbb\xbf{}"), "t.json:1:1: byte order mark"},
		{"two values", TEXT("1 2"), "t.json:1:3: more behind the value"},
		{"NUL behind", TEXT("{}\0"), "t.json:1:3: more behind the value"},
		{"comma behind", TEXT("[1,\n2,]"), "t.json:2:3: expected a value"},
		{"comma behind a member", TEXT("{\"a\":1,}"),
			"t.json:1:8: expected a key in double quotes"},
		{"comma before", TEXT("[,1]"), "t.json:1:2: expected a value"},
		{"no comma", TEXT("[1 2]"), "t.json:1:4: expected ',' or ']'"},
		{"wrong bracket", TEXT("[1}"), "t.json:1:3: expected ',' or ']'"},
		{"wrong brace", TEXT("{\"a\":1]"), "t.json:1:7: expected ',' or '}'"},
		{"open array", TEXT("[1"), "t.json:1:3: expected ',' or ']'"},
		{"open object", TEXT("{"), "t.json:1:2: expected a key in double quotes"},
		{"close alone", TEXT("]"), "t.json:1:1: expected a value"},
		{"no colon", TEXT("{\"a\" 1}"), "t.json:1:6: expected ':'"},
		{"key without quotes", TEXT("{a: 1}"),
			"t.json:1:2: expected a key in double quotes"},
		{"single quotes", TEXT("'a'"), "t.json:1:1: expected a value"},
		{"comment", TEXT("/* */ 1"), "t.json:1:1: expected a value"},
		{"vertical tab", TEXT("\v1"), "t.json:1:1: expected a value"},
		{"cut off literal", TEXT("tru"), "t.json:1:1: expected a value"},
		{"long literal", TEXT("nulls"), "t.json:1:5: more behind the value"},
		{"NaN", TEXT("NaN"), "t.json:1:1: expected a value"},
		{"infinity", TEXT("-Infinity"), "t.json:1:2: invalid number"},
		{"too large", TEXT("[1e999]"), "t.json:1:2: number out of range"},
		{"too small", TEXT("[-1e999]"), "t.json:1:2: number out of range"},
		{"leading zero", TEXT("01"), "t.json:1:2: more behind the value"},
		{"hexadecimal", TEXT("0x10"), "t.json:1:2: more behind the value"},
		{"plus", TEXT("+1"), "t.json:1:1: expected a value"},
		{"no digit before the point", TEXT(".5"), "t.json:1:1: expected a value"},
		{"no digit behind the point", TEXT("1."), "t.json:1:3: invalid number"},
		{"no exponent", TEXT("1e"), "t.json:1:3: invalid number"},
		{"no exponent behind its sign", TEXT("1e+"), "t.json:1:4: invalid number"},
		{"minus alone", TEXT("-"), "t.json:1:2: invalid number"},
		{"open string", TEXT("\"abc"), "t.json:1:5: string is not closed"},
		{"open escape", TEXT("\"\\"), "t.json:1:2: invalid escape"},
		{"unknown escape", TEXT("\"\\x41\""), "t.json:1:2: invalid escape"},
		{"NUL escape", TEXT("\"\\\0\""), "t.json:1:2: invalid escape"},
		{"short escape", TEXT("\"\\u12\""),
			"t.json:1:2: invalid escape: \\u needs four hex digits"},
		{"line feed in a string", TEXT("\"a\nb\""),
			"t.json:1:3: control character in a string"},
		{"NUL in a string", TEXT("\"a\0b\""), "t.json:1:3: control character in a string"},
		{"lone high surrogate", TEXT("\"\\ud800\""), "t.json:1:2: lone surrogate"},
		{"lone low surrogate", TEXT("\"\\udc00\""), "t.json:1:2: lone surrogate"},
		{"two high surrogates", TEXT("\"\\ud800\\ud800\""), "t.json:1:2: lone surrogate"},
		{"high surrogate and letter", TEXT("\"\\ud800\\u0041\""),
			"t.json:1:2: lone surrogate"},
		{"high surrogate and what is behind the low ones", TEXT("\"\\ud800\\ue000\""),
			"t.json:1:2: lone surrogate"},
		{"bad byte", TEXT("\"\xff\""), "t.json:1:2: invalid UTF-8"},
		{"overlong slash", TEXT("\"\xc0\xaf\""), "t.json:1:2: invalid UTF-8"},
		{"surrogate in UTF-8", TEXT("\"\xed\xa0\x80\""), "t.json:1:2: invalid UTF-8"},
		{"cut off sequence", TEXT("\"\xe2\x82\""), "t.json:1:2: invalid UTF-8"},
		{"bad byte in a key", TEXT("{\"\x80\":1}"), "t.json:1:3: invalid UTF-8"},
		{"duplicate", TEXT("{\"a\":1,\n \"a\":2}"), "t.json:2:2: duplicate key \"a\""},
		{"duplicate through an escape", TEXT("{\"a\":1,\"\\u0061\":2}"),
			"t.json:1:8: duplicate key \"a\""},
		{"duplicate of many",
			TEXT("{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,"
			     "\"i\":1,\"j\":1,\"k\":1,\"l\":1,\"m\":1,\n\"c\":1,\"a\":1}"),
			"t.json:2:1: duplicate key \"c\""},
		{"duplicate of a few", TEXT("{\"a\":1,\"b\":1,\"c\":1,\n\"c\":1,\"a\":1}"),
			"t.json:2:1: duplicate key \"c\""},
		{"duplicate in an inner object", TEXT("[{\"a\":{\"b\":1,\"b\":1}}]"),
			"t.json:1:14: duplicate key \"b\""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture got = read_text(rows[i].text);

		CHECK_ROW(rows[i].name, got.result == -1 && got.err.kind == ERR_LOOK);
		if (strcmp(got.err.message, rows[i].message) != 0)
			fprintf(stderr, "got \"%s\"\n", got.err.message);
		CHECK_ROW(rows[i].name, strcmp(got.err.message, rows[i].message) == 0);
		arena_free(got.arena);
	}
}

static void unescapes(void)
{
	static const struct {
		const char *name;
		struct text text, value;
	} rows[] = {
		{"plain", TEXT("\"abc\""), TEXT("abc")},
		{"short escapes", TEXT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), TEXT("\"\\/\b\f\n\r\t")},
		{"NUL", TEXT("\"a\\u0000b\""), TEXT("a\0b")},
		{"one byte", TEXT("\"\\u0041\""), TEXT("A")},
		{"two bytes", TEXT("\"\\u00E9\\u07ff\""), TEXT("\xc3\xa9\xdf\xbf")},
		{"three bytes", TEXT("\"\\u0800\\uffff\""), TEXT("\xe0\xa0\x80\xef\xbf\xbf")},
		{"around the surrogates", TEXT("\"\\ud7ff\\ue000\""),
			TEXT("\xed\x9f\xbf\xee\x80\x80")},
		{"four bytes", TEXT("\"\\ud83d\\uDE00\""), TEXT("\xf0\x9f\x98\x80")},
		{"the last code point", TEXT("\"\\udbff\\udfff\""), TEXT("\xf4\x8f\xbf\xbf")},
		{"raw UTF-8", TEXT("\"\xe2\x82\xac\""), TEXT("\xe2\x82\xac")},
		{"mixed", TEXT("\"a\\nb\xc3\xa9\\u00e9z\""), TEXT("a\nb\xc3\xa9\xc3\xa9z")},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture got = read_text(rows[i].text);

		CHECK_ROW(rows[i].name, got.result == 0);
		CHECK_ROW(rows[i].name, got.json && text_equal(got.json->text, rows[i].value));
		arena_free(got.arena);
	}
}

static void numbers(void)
{
	static const struct {
		const char *text;
		double value;
	} rows[] = {
		{"0", 0},
		{"-0", 0},
		{"-12.5", -12.5},
		{"1e3", 1000},
		{"1E+3", 1000},
		{"25e-2", 0.25},
		{"0.1", 0.1},
		{"1e-999", 0},
		{"9007199254740993", 9007199254740992.0},
		{"1.7976931348623157e308", 1.7976931348623157e308},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture got = read_text(text_of(rows[i].text));

		CHECK_ROW(rows[i].text, got.result == 0 && got.json->type == JSON_NUMBER);
		CHECK_ROW(rows[i].text, got.json && got.json->number == rows[i].value);
		CHECK_ROW(rows[i].text, got.json && text_is(got.json->text, rows[i].text));
		arena_free(got.arena);
	}
}

static void positions(void)
{
	static const struct {
		const char *path;
		uint32_t line, column, key_line, key_column;
	} rows[] = {
		{"a", 2, 9, 2, 3},
		{"list", 4, 1, 3, 3},
		{"deep", 5, 9, 5, 2},
		{"deep.\xc3\xa9", 5, 16, 5, 10},
		{"deep.z", 5, 24, 5, 19},
	};
	struct fixture got = read_text(text_of("{\r\n"
					       "  \"a\": 1,\n"
					       "  \"list\":\n"
					       "[10, \"x\",\n"
					       "\"y\"], \"deep\": 0}"));

	CU_ASSERT_FATAL(got.result == 0);
	CU_ASSERT(got.json->line == 1 && got.json->column == 1);
	CU_ASSERT(json_get(got.json, "list")->child->next->column == 6);
	CU_ASSERT(json_get(got.json, "list")->child->next->next->line == 5);
	CU_ASSERT(json_get(got.json, "list")->child->next->next->column == 1);
	arena_free(got.arena);
	got = read_text(text_of("{\n"
				"  \"a\":  1,\n"
				"  \"list\":\n"
				"[], \n"
				" \"deep\":{\"\xc3\xa9\": 2, \"z\": 3}}"));
	CU_ASSERT_FATAL(got.result == 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct json *json = json_at(got.json, rows[i].path);

		CHECK_ROW(rows[i].path, json != NULL);
		if (!json)
			continue;
		CHECK_ROW(rows[i].path, json->line == rows[i].line);
		CHECK_ROW(rows[i].path, json->column == rows[i].column);
		CHECK_ROW(rows[i].path, json->key_line == rows[i].key_line);
		CHECK_ROW(rows[i].path, json->key_column == rows[i].key_column);
	}
	arena_free(got.arena);
}

static void order_of_siblings(void)
{
	struct fixture got = read_text(text_of("{\"b\": 1, \"a\": 2, \"c\": [3, 4]}"));
	const struct json *member;

	CU_ASSERT_FATAL(got.result == 0);
	member = got.json->child;
	CU_ASSERT(text_is(member->key, "b") && member->number == 1);
	member = member->next;
	CU_ASSERT(text_is(member->key, "a") && member->number == 2);
	member = member->next;
	CU_ASSERT(text_is(member->key, "c") && member->count == 2 && !member->next);
	CU_ASSERT(member->child->key.len == 0 && member->child->number == 3);
	CU_ASSERT(member->child->next->number == 4 && !member->child->next->next);
	arena_free(got.arena);
}

static void access_by_path(void)
{
	static const struct {
		const char *path, *value;
		bool there;
	} rows[] = {
		{"pull_request.head.sha", "abc", true},
		{"pull_request.head", "", true},
		{"pull_request.number", "", true},
		{"pull_request.head.sha.x", "", false},
		{"pull_request.tail", "", false},
		{"list.a", "", false},
		{"nothing.at.all", "", false},
		{"nil", "", true},
		{"nil.x", "", false},
	};
	struct fixture got = read_text(
		text_of("{\"pull_request\": {\"number\": 12, \"head\": {\"sha\": \"abc\"}},"
			" \"list\": [{\"a\": 1}], \"nil\": null}"));

	CU_ASSERT_FATAL(got.result == 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK_ROW(rows[i].path, (json_at(got.json, rows[i].path) != NULL) == rows[i].there);
		CHECK_ROW(
			rows[i].path, text_is(json_text_at(got.json, rows[i].path), rows[i].value));
	}
	CU_ASSERT(!json_get(NULL, "a") && !json_at(NULL, "a"));
	CU_ASSERT(!json_get(json_get(got.json, "list"), "a"));
	arena_free(got.arena);
}

/* `count` times the opening text, then the middle, then `count` times the closing text. */
static char *repeated(const char *open, const char *middle, const char *close, size_t count)
{
	size_t open_len = strlen(open), middle_len = strlen(middle), close_len = strlen(close);
	char *text = malloc(count * (open_len + close_len) + middle_len + 1), *at = text;

	if (!text)
		abort();
	for (size_t i = 0; i < count; i++, at += open_len)
		memcpy(at, open, open_len);
	memcpy(at, middle, middle_len);
	at += middle_len;
	for (size_t i = 0; i < count; i++, at += close_len)
		memcpy(at, close, close_len);
	*at = '\0';
	return text;
}

static void depth(void)
{
	static const struct {
		const char *name, *open, *middle, *close;
		size_t count;
		int result;
	} rows[] = {
		{"128 arrays", "[", "1", "]", 128, 0},
		{"129 arrays", "[", "1", "]", 129, -1},
		{"128 objects", "{\"a\":", "1", "}", 128, 0},
		{"129 objects", "{\"a\":", "1", "}", 129, -1},
		{"64 of both", "[{\"a\":", "1", "}]", 64, 0},
		{"a million that open", "[", "", "", 1000000, -1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = repeated(rows[i].open, rows[i].middle, rows[i].close, rows[i].count);
		struct fixture got = read_text(text_of(text));

		CHECK_ROW(rows[i].name, got.result == rows[i].result);
		if (rows[i].result < 0)
			CHECK_ROW(rows[i].name, strstr(got.err.message, "nested too deeply"));
		arena_free(got.arena);
		free(text);
	}
}

/* Ten times the input must not cost a hundred times the time; the bound is generous because
 * the machines of a CI system are noisy. */
static void huge_objects(void)
{
	enum { MEMBERS = 200000, ROOM = 24 };
	char *text = malloc((size_t)MEMBERS * ROOM + 64), *at = text;
	struct fixture got;
	clock_t start = clock();

	CU_ASSERT_FATAL(text != NULL);
	*at++ = '{';
	for (unsigned i = 0; i < MEMBERS; i++)
		at += snprintf(at, ROOM, "%s\"key-%08u\":%u", i ? "," : "", i, i);
	got = read_text((struct text){text, (size_t)(at - text)});
	CU_ASSERT(got.result == -1);
	arena_free(got.arena);
	*at = '}';
	got = read_text((struct text){text, (size_t)(at + 1 - text)});
	CU_ASSERT(got.result == 0 && got.json->count == MEMBERS);
	arena_free(got.arena);
	at += snprintf(at, 64, ",\n\"key-%08u\":0}", 77u);
	got = read_text((struct text){text, (size_t)(at - text)});
	CU_ASSERT(got.result == -1);
	CU_ASSERT(strcmp(got.err.message, "t.json:2:1: duplicate key \"key-00000077\"") == 0);
	arena_free(got.arena);
	free(text);
	CU_ASSERT((double)(clock() - start) / CLOCKS_PER_SEC < 20);
}

/* The tree borrows nothing from what it was read from. */
static void tree_stands_alone(void)
{
	char text[] = "{\"key\": \"value\", \"n\": 17}";
	struct fixture got = read_text(text_of(text));

	memset(text, 'x', sizeof(text) - 1);
	CU_ASSERT_FATAL(got.result == 0);
	CU_ASSERT(text_is(json_text_at(got.json, "key"), "value"));
	CU_ASSERT(text_is(json_get(got.json, "n")->text, "17"));
	arena_free(got.arena);
}

static const struct unit_test tests[] = {
	{"accepts", accepts},
	{"refuses", refuses},
	{"unescapes", unescapes},
	{"numbers", numbers},
	{"positions", positions},
	{"order of siblings", order_of_siblings},
	{"access by path", access_by_path},
	{"depth", depth},
	{"huge objects", huge_objects},
	{"tree stands alone", tree_stands_alone},
};

UNIT_MAIN(tests)
