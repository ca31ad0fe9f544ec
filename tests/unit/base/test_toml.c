/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/toml.h"
#include "unit.h"

#include <time.h>

struct fixture {
	struct arena *arena;
	struct err err;
	const struct toml *toml;
	int result;
};

static struct fixture read_text(struct text text)
{
	struct fixture fixture = {.arena = arena_new()};

	fixture.result = toml_read(&fixture.toml, text, "t.toml", fixture.arena, &fixture.err);
	return fixture;
}

static void scalars(void)
{
	static const struct {
		const char *written;
		enum toml_type type;
	} rows[] = {
		{"true", TOML_BOOL},
		{"false", TOML_BOOL},
		{"0", TOML_INTEGER},
		{"+99", TOML_INTEGER},
		{"1_2_3", TOML_INTEGER},
		{"0xDEAD_beef", TOML_INTEGER},
		{"0x00", TOML_INTEGER},
		{"0o0755", TOML_INTEGER},
		{"0b1101", TOML_INTEGER},
		{"0xe1", TOML_INTEGER},
		{"1.0", TOML_FLOAT},
		{"-0.0", TOML_FLOAT},
		{"1e06", TOML_FLOAT},
		{"5E+22", TOML_FLOAT},
		{"123e-5", TOML_FLOAT},
		{"9_224.617_445e-1_0", TOML_FLOAT},
		{"inf", TOML_FLOAT},
		{"+inf", TOML_FLOAT},
		{"-nan", TOML_FLOAT},
		{"1e999", TOML_FLOAT},
		{"1979-05-27T07:32:00Z", TOML_DATETIME},
		{"1979-05-27t00:32:00.999999-07:00", TOML_DATETIME},
		{"1979-05-27 07:32:00z", TOML_DATETIME},
		{"1979-05-27T07:32:00", TOML_DATETIME},
		{"1979-05-27 07:32:00.5", TOML_DATETIME},
		{"1979-05-27", TOML_DATETIME},
		{"2000-02-29", TOML_DATETIME},
		{"07:32:00", TOML_DATETIME},
		{"23:59:60", TOML_DATETIME},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[100];
		struct fixture got;
		const struct toml *toml;

		snprintf(text, sizeof(text), "a = %s # c", rows[i].written);
		got = read_text(text_of(text));
		toml = toml_get(got.toml, "a");
		CHECK_ROW(rows[i].written, got.result == 0 && got.err.kind == ERR_NONE);
		CHECK_ROW(rows[i].written, toml && toml->type == rows[i].type);
		CHECK_ROW(rows[i].written, toml && text_is(toml->text, rows[i].written));
		arena_free(got.arena);
	}
}

static void bad_scalars(void)
{
	static const struct {
		const char *written, *message;
	} rows[] = {
		{"9223372036854775808", "integer out of range"},
		{"-9223372036854775809", "integer out of range"},
		{"0x8000000000000000", "integer out of range"},
		{"99999999999999999999999999", "integer out of range"},
		{"01", "invalid number"},
		{"-01", "invalid number"},
		{"1_", "invalid number"},
		{"1__0", "invalid number"},
		{"+0x1", "invalid number"},
		{"0x", "invalid number"},
		{"0x_1", "invalid number"},
		{"0X1", "invalid number"},
		{"0b2", "invalid number"},
		{"0o8", "invalid number"},
		{"1.", "invalid number"},
		{"1.e1", "invalid number"},
		{"1_.0", "invalid number"},
		{"1._0", "invalid number"},
		{"03.14", "invalid number"},
		{"1e", "invalid number"},
		{"1e+_1", "invalid number"},
		{"+", "invalid number"},
		{"+true", "invalid number"},
		{"nul", "invalid number"},
		{"_1", "expected a value"},
		{".5", "expected a value"},
		{"True", "expected a value"},
		{"Inf", "expected a value"},
		{"truee", "expected a value"},
		{"@", "expected a value"},
		{"", "expected a value"},
		{"1979-02-29", "invalid date or time"},
		{"1900-02-29", "invalid date or time"},
		{"1979-00-10", "invalid date or time"},
		{"1979-13-10", "invalid date or time"},
		{"1979-04-31", "invalid date or time"},
		{"1979-04-00", "invalid date or time"},
		{"1979-5-27", "invalid date or time"},
		{"1979-05-27T", "invalid date or time"},
		{"1979-05-27 07", "invalid date or time"},
		{"1979-05-27T07:32", "invalid date or time"},
		{"1979-05-27T24:00:00", "invalid date or time"},
		{"1979-05-27T23:60:00", "invalid date or time"},
		{"1979-05-27T23:59:61", "invalid date or time"},
		{"1979-05-27T07:32:00.", "invalid date or time"},
		{"1979-05-27T07:32:00+24:00", "invalid date or time"},
		{"1979-05-27T07:32:00+00:60", "invalid date or time"},
		{"1979-05-27T07:32:00+01", "invalid date or time"},
		{"1979-05-27Z", "invalid date or time"},
		{"07:32", "invalid date or time"},
		{"07:32:00Z", "invalid date or time"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[100], message[100];
		struct fixture got;

		snprintf(text, sizeof(text), "\na = %s", rows[i].written);
		snprintf(message, sizeof(message), "t.toml:2:5: %s", rows[i].message);
		got = read_text(text_of(text));
		CHECK_ROW(rows[i].written, got.result == -1 && got.err.kind == ERR_LOOK);
		CHECK_ROW(rows[i].written, strcmp(got.err.message, message) == 0);
		arena_free(got.arena);
	}
}

static void integers(void)
{
	static const struct {
		const char *written;
		int64_t value;
	} rows[] = {
		{"0", 0},
		{"-0", 0},
		{"+17", 17},
		{"-1_000", -1000},
		{"9223372036854775807", INT64_MAX},
		{"-9223372036854775808", INT64_MIN},
		{"0x7fffffffffffffff", INT64_MAX},
		{"0xDEAD_beef", 0xdeadbeef},
		{"0o755", 0755},
		{"0b1101", 13},
	};
	struct fixture got = read_text(text_of("f = 1.0\ns = \"1\""));
	int64_t value = 7;

	CU_ASSERT(!toml_integer(toml_get(got.toml, "f"), &value));
	CU_ASSERT(!toml_integer(toml_get(got.toml, "s"), &value));
	CU_ASSERT(!toml_integer(NULL, &value) && value == 7);
	arena_free(got.arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[100];

		snprintf(text, sizeof(text), "a=%s", rows[i].written);
		got = read_text(text_of(text));
		CHECK_ROW(rows[i].written, toml_integer(toml_get(got.toml, "a"), &value));
		CHECK_ROW(rows[i].written, value == rows[i].value);
		arena_free(got.arena);
	}
}

static void strings(void)
{
	static const struct {
		const char *name;
		struct text text, value;
	} rows[] = {
		{"empty", TEXT("a=\"\""), TEXT("")},
		{"empty literal", TEXT("a=''"), TEXT("")},
		{"plain", TEXT("a=\"x y\t#z'\""), TEXT("x y\t#z'")},
		{"escapes", TEXT("a=\"\\b\\t\\n\\f\\r\\\"\\\\-\""), TEXT("\b\t\n\f\r\"\\-")},
		{"code points", TEXT("a=\"\\u0000\\u00E9\\u20ac\\U0001f600\\U0010FFFF\""),
			TEXT("\0\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf")},
		{"raw UTF-8", TEXT("a=\"\xe2\x82\xac\""), TEXT("\xe2\x82\xac")},
		{"literal", TEXT("a='C:\\x\\u12\"'"), TEXT("C:\\x\\u12\"")},
		{"lines", TEXT("a=\"\"\"\nx\n\ny\"\"\""), TEXT("x\n\ny")},
		{"lines with CR", TEXT("a=\"\"\"\r\nx\r\ny\\tz\r\n\"\"\""), TEXT("x\ny\tz\n")},
		{"lines, no first line end", TEXT("a=\"\"\"x\n\"\"\""), TEXT("x\n")},
		{"folded", TEXT("a=\"\"\"x \\\n\n  \t y\\  \r\n z\\\n\"\"\""), TEXT("x yz")},
		{"folded at once", TEXT("a=\"\"\"\\\n  x\"\"\""), TEXT("x")},
		{"quotes inside", TEXT("a=\"\"\"x\"y\"\"z\"\"\""), TEXT("x\"y\"\"z")},
		{"one quote before the end", TEXT("a=\"\"\"x\"\"\"\""), TEXT("x\"")},
		{"two quotes before the end", TEXT("a=\"\"\"x\"\"\"\"\""), TEXT("x\"\"")},
		{"escaped quotes", TEXT("a=\"\"\"\\\"\"\"\\\"\"\"\""), TEXT("\"\"\"\"")},
		{"empty lines", TEXT("a=\"\"\"\"\"\""), TEXT("")},
		{"literal lines", TEXT("a='''\nx\\\n'y''z\r\n'''"), TEXT("x\\\n'y''z\n")},
		{"literal, quotes before the end", TEXT("a='''x'''''"), TEXT("x''")},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture got = read_text(rows[i].text);

		CHECK_ROW(rows[i].name, got.result == 0);
		CHECK_ROW(rows[i].name, text_equal(toml_text(got.toml, "a"), rows[i].value));
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
		{"no value", TEXT("a ="), "1:4: expected a value"},
		{"no equals sign", TEXT("a"), "1:2: expected '='"},
		{"value on the next line", TEXT("a =\n1"), "1:4: expected a value"},
		{"no key", TEXT("= 1"), "1:1: expected a key"},
		{"empty part", TEXT("a..b = 1"), "1:3: expected a key"},
		{"bare key of letters beyond ASCII", TEXT("\xc3\xa9 = 1"), "1:1: expected a key"},
		{"key on two lines", TEXT("\"a\n\" = 1"), "1:3: string is not closed"},
		{"key in three quotes", TEXT("\"\"\"a\"\"\" = 1"), "1:3: expected '='"},
		{"two on a line", TEXT("a=1 b=2"), "1:5: expected the end of the line"},
		{"value behind a header", TEXT("[a] b=2"), "1:5: expected the end of the line"},
		{"open header", TEXT("[a"), "1:3: expected ']'"},
		{"empty header", TEXT("[]"), "1:2: expected a key"},
		{"header on two lines", TEXT("[a\n]"), "1:3: expected ']'"},
		{"half closed", TEXT("[[a]"), "1:4: expected ']]'"},
		{"closed with a blank", TEXT("[[a] ]"), "1:4: expected ']]'"},
		{"opened with a blank", TEXT("[ [a]]"), "1:3: expected a key"},
		{"open string", TEXT("a=\"x"), "1:5: string is not closed"},
		{"line feed in a string", TEXT("a=\"x\n\""), "1:5: string is not closed"},
		{"CR LF in a string", TEXT("a='x\r\n'"), "1:5: string is not closed"},
		{"open lines", TEXT("a=\"\"\"x\n\"\""), "2:3: string is not closed"},
		{"six quotes at the end", TEXT("a='''x''''''"),
			"1:12: expected the end of the line"},
		{"unknown escape", TEXT("a=\"\\x41\""), "1:4: invalid escape"},
		{"escape of TOML 1.1", TEXT("a=\"\\e\""), "1:4: invalid escape"},
		{"escaped blank", TEXT("a=\"\"\"\\ x\"\"\""), "1:6: invalid escape"},
		{"fold in a string of one line", TEXT("a=\"\\\n\""), "1:4: invalid escape"},
		{"cut off escape", TEXT("a=\"\\"), "1:4: invalid escape"},
		{"short code", TEXT("a=\"\\u12\""),
			"1:4: invalid escape: \\u needs four hex digits"},
		{"short long code", TEXT("a=\"\\U0001f60\""),
			"1:4: invalid escape: \\U needs eight hex digits"},
		{"surrogate", TEXT("a=\"\\ud83d\\ude00\""),
			"1:4: invalid escape: no Unicode scalar value"},
		{"beyond Unicode", TEXT("a=\"\\U00110000\""),
			"1:4: invalid escape: no Unicode scalar value"},
		{"NUL", TEXT("a=1\n\0"), "2:1: control character"},
		{"control character", TEXT("a=\"\x1f\""), "1:4: control character"},
		{"delete in a comment", TEXT("# \x7f"), "1:3: control character"},
		{"CR alone", TEXT("a=1\rb=2"), "1:4: carriage return without a line feed"},
		{"CR at the end", TEXT("a=1\r"), "1:4: carriage return without a line feed"},
		{"bad byte", TEXT("\na='\xff'"), "2:4: invalid UTF-8"},
		{"bad byte in a comment", TEXT("#\xc0\xaf"), "1:2: invalid UTF-8"},
		{"bad byte behind a mark", TEXT("\xef\xbb\xbf\x80"), "1:1: invalid UTF-8"},
		{"second mark",
			TEXT("\xef\xbb\xbf\xef\xbb\xbf"
			     "a=1"),
			"1:1: expected a key"},
		{"UTF-16",
			TEXT("\xff\xfe"
			     "a\0"),
			"1:1: invalid UTF-8"},
		{"comma first", TEXT("a=[,]"), "1:4: expected a value"},
		{"two commas", TEXT("a=[1,,2]"), "1:6: expected a value"},
		{"no comma", TEXT("a=[1\n2]"), "2:1: expected ',' or ']'"},
		{"open array", TEXT("a=[1"), "1:5: expected ',' or ']'"},
		{"wrong bracket", TEXT("a=[1}"), "1:5: expected ',' or ']'"},
		{"comma last in a table", TEXT("a={b=1,}"), "1:8: expected a key"},
		{"table on two lines", TEXT("a={b=1\n}"), "1:7: expected ',' or '}'"},
		{"comment in a table", TEXT("a={ # c\n}"), "1:5: expected a key"},
		{"open table", TEXT("a={"), "1:4: expected a key"},
		{"wrong brace", TEXT("a={b=1]"), "1:7: expected ',' or '}'"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture got = read_text(rows[i].text);
		char message[200];

		snprintf(message, sizeof(message), "t.toml:%s", rows[i].message);
		CHECK_ROW(rows[i].name, got.result == -1 && got.err.kind == ERR_LOOK);
		if (strcmp(got.err.message, message) != 0)
			fprintf(stderr, "got \"%s\"\n", got.err.message);
		CHECK_ROW(rows[i].name, strcmp(got.err.message, message) == 0);
		arena_free(got.arena);
	}
}

/* Who may add to what. An empty message: all is well. */
static void definitions(void)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{"[a]\n[b]\n[a.c]", ""},
		{"[a.b]\n[a]\nc=1", ""},
		{"[x.y.z.w]\n[x]\n[x.y]", ""},
		{"a.b=1\na.c=2\nd=3\na.e.f=1", ""},
		{"[f]\napple.taste.sweet=true\n[f.apple.texture]\nsmooth=true", ""},
		{"[[a]]\nb=1\n[[a]]\nb=1\n[a.c]\n[[a.d]]\n[[a.d]]\n[[a]]\n[a.c]", ""},
		{"[a.c.d]\n[a]\nc.x=1", ""},
		{"t={a.b=1, a.c={d=1}}", ""},
		{"a=[{x=1}, {x=1}]", ""},
		{"\"\"=1\n[a.\"\"]\n'b.c'=1\nb.c=1", ""},
		{"a=1\na=2", "2:1: duplicate key \"a\""},
		{"a=1\n\"\\u0061\"=2", "2:1: duplicate key \"a\""},
		{"a=1\na.b=2", "2:1: cannot add to \"a\""},
		{"a.b=1\na=2", "2:1: duplicate key \"a\""},
		{"a.b=1\na.b=2", "2:3: duplicate key \"b\""},
		{"a.b=1\na.b.c=2", "2:3: cannot add to \"b\""},
		{"[a]\n[a]", "2:2: duplicate table \"a\""},
		{"[a]\n[b]\n[a]", "3:2: duplicate table \"a\""},
		{"[a.b]\n[a]\n[a]", "3:2: duplicate table \"a\""},
		{"a=1\n[a]", "2:2: duplicate table \"a\""},
		{"[a]\nb=1\n[a.b]", "3:4: duplicate table \"b\""},
		{"[a]\nb=1\n[a.b.c]", "3:4: cannot add to \"b\""},
		{"a.b=1\n[a]", "2:2: duplicate table \"a\""},
		{"[a.c.d]\n[a]\nc.x=1\n[a.c]", "4:4: duplicate table \"c\""},
		{"[f]\napple.taste.sweet=1\n[f.apple]", "3:4: duplicate table \"apple\""},
		{"[f]\napple.taste.sweet=1\n[f.apple.taste]", "3:10: duplicate table \"taste\""},
		{"[a.b.c]\nz=9\n[a]\nb.c.t=1", "4:3: cannot add to \"c\""},
		{"[a.b]\n[a]\nb=1", "3:1: duplicate key \"b\""},
		{"a={}\na.b=1", "2:1: cannot add to \"a\""},
		{"a={}\n[a]", "2:2: duplicate table \"a\""},
		{"a={}\n[a.b]", "2:2: cannot add to \"a\""},
		{"t={a.b=1}\n[t.a.c]", "2:2: cannot add to \"t\""},
		{"t={a.b=1}\nt.a.c=1", "2:1: cannot add to \"t\""},
		{"t={a=1, a=2}", "1:9: duplicate key \"a\""},
		{"t={a={}, a.b=2}", "1:10: cannot add to \"a\""},
		{"a=[]\n[[a]]", "2:3: no array of tables \"a\""},
		{"a=[{}]\n[a.b]", "2:2: cannot add to \"a\""},
		{"[[a]]\n[a]", "2:2: duplicate table \"a\""},
		{"[a]\n[[a]]", "2:3: no array of tables \"a\""},
		{"[a.b]\n[[a]]", "2:3: no array of tables \"a\""},
		{"[[a.b]]\n[a]\nb.c=1", "3:1: cannot add to \"b\""},
		{"[[a]]\n[a.b]\n[a.b]", "3:4: duplicate table \"b\""},
		{"[[a]]\n[[a.b]]\n[a.b]", "3:4: duplicate table \"b\""},
		{"a=1\nb=1\nc=1\nd=1\ne=1\nf=1\ng=1\nh=1\ni=1\nj=1\na=1",
			"11:1: duplicate key \"a\""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture got = read_text(text_of(rows[i].text));
		bool is_good = rows[i].message[0] == '\0';
		char message[200] = "";

		if (!is_good)
			snprintf(message, sizeof(message), "t.toml:%s", rows[i].message);
		CHECK_ROW(rows[i].text, got.result == (is_good ? 0 : -1));
		if (strcmp(got.err.message, message) != 0)
			fprintf(stderr, "got \"%s\"\n", got.err.message);
		CHECK_ROW(rows[i].text, strcmp(got.err.message, message) == 0);
		arena_free(got.arena);
	}
}

/* The text of the positions test, for the eye:
 *     version = 3              # line 1
 *     [ "a" . b ]
 *     list = [1, "x",
 *      {y = 2}]
 *     c.d = 0                  # line 5
 *     [[package]]
 *      name = "n"
 *     [[package]]
 *     [a]
 */
static void positions(void)
{
	static const struct {
		const char *path;
		uint32_t line, column, key_line, key_column;
	} rows[] = {
		{"version", 1, 11, 1, 1},
		{"a", 9, 1, 2, 3},
		{"a.b", 2, 1, 2, 9},
		{"a.b.list", 3, 8, 3, 1},
		{"a.b.c", 5, 1, 5, 1},
		{"a.b.c.d", 5, 7, 5, 3},
		{"package", 6, 1, 6, 3},
	};
	struct fixture got = read_text(text_of("\xef\xbb\xbfversion = 3\r\n"
					       "[ \"a\" . b ]\n"
					       "list = [1, \"x\",\n"
					       " {y = 2}]\n"
					       "c.d = 0\n"
					       "[[package]]\n"
					       " name = \"n\"\n"
					       "[[package]]\n"
					       "[a]"));
	const struct toml *item;

	CU_ASSERT_FATAL(got.result == 0);
	CU_ASSERT(got.toml->line == 1 && got.toml->column == 1 && got.toml->count == 3);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct toml *toml = toml_at(got.toml, rows[i].path);

		CHECK_ROW(rows[i].path, toml != NULL);
		if (!toml)
			continue;
		CHECK_ROW(rows[i].path, toml->line == rows[i].line);
		CHECK_ROW(rows[i].path, toml->column == rows[i].column);
		CHECK_ROW(rows[i].path, toml->key_line == rows[i].key_line);
		CHECK_ROW(rows[i].path, toml->key_column == rows[i].key_column);
	}
	item = toml_at(got.toml, "a.b.list")->child->next;
	CU_ASSERT(item->line == 3 && item->column == 12 && item->key_line == 0);
	CU_ASSERT(item->next->line == 4 && item->next->column == 2);
	CU_ASSERT(toml_get(item->next, "y")->column == 7);
	item = toml_get(got.toml, "package")->child;
	CU_ASSERT(item->line == 6 && item->column == 1 && item->key_line == 0);
	CU_ASSERT(toml_get(item, "name")->column == 9);
	CU_ASSERT(item->next->line == 8 && item->next->count == 0 && !item->next->next);
	arena_free(got.arena);
}

static void order_of_siblings(void)
{
	static const char *const keys[] = {"b", "a", "c", "z"};
	struct fixture got = read_text(text_of("b = 1\na.x = 2\nc = [3, 4]\na.y = 1\n[z]"));
	const struct toml *member;
	size_t i = 0;

	CU_ASSERT_FATAL(got.result == 0);
	for (member = got.toml->child; member && i < 4; member = member->next, i++)
		CHECK_ROW(keys[i], text_is(member->key, keys[i]));
	CU_ASSERT(i == 4 && !member && got.toml->count == 4);
	CU_ASSERT(toml_get(got.toml, "a")->count == 2 && toml_get(got.toml, "c")->count == 2);
	CU_ASSERT(text_is(toml_get(got.toml, "c")->child->next->text, "4"));
	arena_free(got.arena);
}

static void access(void)
{
	static const struct {
		const char *path;
		bool there;
	} rows[] = {
		{"tool.poetry.name", true},
		{"tool.poetry", true},
		{"tool.poetry.name.x", false},
		{"tool.none", false},
		{"list.a", false},
		{"nothing.at.all", false},
	};
	struct fixture got =
		read_text(text_of("list = [{a = 1}]\nn = 1\n[tool.poetry]\nname = \"seam\""));
	const struct toml *poetry = toml_at(got.toml, "tool.poetry");

	CU_ASSERT_FATAL(got.result == 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].path, (toml_at(got.toml, rows[i].path) != NULL) == rows[i].there);
	CU_ASSERT(text_is(toml_text(poetry, "name"), "seam"));
	CU_ASSERT(text_is(toml_text(poetry, "none"), "") && text_is(toml_text(NULL, "a"), ""));
	CU_ASSERT(text_is(toml_text(got.toml, "n"), ""));
	CU_ASSERT(!toml_get(NULL, "a") && !toml_at(NULL, "a"));
	CU_ASSERT(!toml_get(toml_get(got.toml, "list"), "a"));
	CU_ASSERT(toml_member(poetry, text_of("name")) == toml_get(poetry, "name"));
	arena_free(got.arena);
}

static void nothing_but_space(void)
{
	static const struct {
		const char *name;
		struct text text;
	} rows[] = {
		{"nothing", TEXT("")},
		{"line feed", TEXT("\n")},
		{"comment", TEXT("# c")},
		{"all", TEXT("\xef\xbb\xbf \t\r\n# \xc3\xa9\t\n\n")},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture got = read_text(rows[i].text);

		CHECK_ROW(rows[i].name, got.result == 0 && got.toml->type == TOML_TABLE);
		CHECK_ROW(rows[i].name, got.toml && got.toml->count == 0 && !got.toml->child);
		arena_free(got.arena);
	}
}

/* `before`, `count` times the opening text, the middle, `count` times the closing text. */
static char *repeated(
	const char *before, const char *open, const char *middle, const char *close, size_t count)
{
	size_t room = strlen(before) + strlen(middle) + count * (strlen(open) + strlen(close)) + 1;
	char *text = malloc(room), *at = text;

	if (!text)
		abort();
	at = stpcpy(at, before);
	for (size_t i = 0; i < count; i++)
		at = stpcpy(at, open);
	at = stpcpy(at, middle);
	for (size_t i = 0; i < count; i++)
		at = stpcpy(at, close);
	return text;
}

static void depth(void)
{
	static const struct {
		const char *name, *before, *open, *middle, *close;
		size_t count;
		int result;
	} rows[] = {
		{"128 arrays", "a=", "[", "", "]", 128, 0},
		{"129 arrays", "a=", "[", "", "]", 129, -1},
		{"128 tables", "a=", "{a=", "1", "}", 128, 0},
		{"129 tables", "a=", "{a=", "1", "}", 129, -1},
		{"header of 128", "[a", ".a", "]", "", 127, 0},
		{"header of 129", "[a", ".a", "]", "", 128, -1},
		{"item header of 127", "[[a", ".a", "]]", "", 126, 0},
		{"item header of 128", "[[a", ".a", "]]", "", 127, -1},
		{"128 tables through a dotted key", "a", ".a", "=1", "", 128, 0},
		{"129 tables through a dotted key", "a", ".a", "=1", "", 129, -1},
		{"half header, half arrays", "[a.b.c]\na=", "[", "", "]", 126, -1},
		{"a million that open", "a=", "[", "", "", 1000000, -1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = repeated(
			rows[i].before, rows[i].open, rows[i].middle, rows[i].close, rows[i].count);
		struct fixture got = read_text(text_of(text));

		CHECK_ROW(rows[i].name, got.result == rows[i].result);
		if (rows[i].result < 0)
			CHECK_ROW(rows[i].name, strstr(got.err.message, "nested too deeply"));
		arena_free(got.arena);
		free(text);
	}
}

/* A quadratic reader would take minutes; the bound is generous because the machines of a CI system
 * are noisy. */
static void huge_tables(void)
{
	static const struct {
		const char *name, *format;
	} rows[] = {
		{"keys", "key-%08u = 1\n"},
		{"items", "[[package]]\nname = \"%u\"\n"},
		{"headers", "[a.key-%08u]\n"},
		{"dotted keys", "a.key-%08u = 1\n"},
	};
	enum { MEMBERS = 200000, ROOM = 40 };
	char *text = malloc((size_t)MEMBERS * ROOM);
	clock_t start = clock();

	CU_ASSERT_FATAL(text != NULL);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture got;
		char *at = text;

		for (unsigned member = 0; member < MEMBERS; member++)
			at += snprintf(at, ROOM, rows[i].format, member);
		got = read_text((struct text){text, (size_t)(at - text)});
		CHECK_ROW(rows[i].name, got.result == 0);
		CHECK_ROW(rows[i].name,
			(i == 0 ? got.toml : got.toml->child)->count == (size_t)MEMBERS);
		if (i == 0)
			for (unsigned member = 0; member < MEMBERS; member += 1000) {
				char key[ROOM];

				snprintf(key, ROOM, "key-%08u", member);
				CHECK_ROW(key, toml_get(got.toml, key)->line == member + 1);
			}
		arena_free(got.arena);
	}
	free(text);
	CU_ASSERT((double)(clock() - start) / CLOCKS_PER_SEC < 20);
}

/* The tree borrows nothing from what it was read from. */
static void tree_stands_alone(void)
{
	char text[] = "key = \"value\"\nn = 17";
	struct fixture got = read_text(text_of(text));

	memset(text, 'x', sizeof(text) - 1);
	CU_ASSERT_FATAL(got.result == 0);
	CU_ASSERT(text_is(toml_text(got.toml, "key"), "value"));
	CU_ASSERT(text_is(toml_get(got.toml, "n")->text, "17"));
	arena_free(got.arena);
}

static const struct unit_test tests[] = {
	{"scalars", scalars},
	{"bad scalars", bad_scalars},
	{"integers", integers},
	{"strings", strings},
	{"refuses", refuses},
	{"definitions", definitions},
	{"positions", positions},
	{"order of siblings", order_of_siblings},
	{"access", access},
	{"nothing but space", nothing_but_space},
	{"depth", depth},
	{"huge tables", huge_tables},
	{"tree stands alone", tree_stands_alone},
};

UNIT_MAIN(tests)
