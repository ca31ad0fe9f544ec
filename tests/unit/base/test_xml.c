/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/xml.h"
#include "unit.h"

#include <time.h>

struct fixture {
	struct arena *arena;
	struct err err;
	const struct xml *xml;
	int result;
};

static struct fixture read_text(struct text text)
{
	struct fixture fixture = {.arena = arena_new()};

	fixture.result = xml_read(&fixture.xml, text, "t.xml", fixture.arena, &fixture.err);
	return fixture;
}

/* The root's text. */
static void texts(void)
{
	static const struct {
		const char *name;
		struct text xml, text;
	} rows[] = {
		{"empty element", TEXT("<a/>"), TEXT("")},
		{"nothing inside", TEXT("<a></a>"), TEXT("")},
		{"plain", TEXT("<a> x\ty </a>\n"), TEXT(" x\ty ")},
		{"line ends", TEXT("<a>x\r\ny\rz</a>"), TEXT("x\ny\nz")},
		{"known entities", TEXT("<a>&lt;&gt;&amp;&quot;&apos;</a>"), TEXT("<>&\"'")},
		{"code points", TEXT("<a>&#65;&#x20ac;</a>"), TEXT("A\xe2\x82\xac")},
		{"CDATA", TEXT("<a>x<![CDATA[<b>&amp;]]>y</a>"), TEXT("x<b>&amp;y")},
		{"around an element", TEXT("<a>x<b>no</b>y</a>"), TEXT("xy")},
		{"around a comment", TEXT("<a>x<!-- no -->y<?no no?>z</a>"), TEXT("xyz")},
		{"declaration", TEXT("<?xml version='1.0' encoding='UTF-8'?><a>\xc3\xa9</a>"),
			TEXT("\xc3\xa9")},
		{"byte order mark", TEXT("\xef\xbb\xbf<a>x</a>"), TEXT("x")},
		{"Latin 1", TEXT("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>"),
			TEXT("\xc3\xa9")},
		{"windows-1252",
			TEXT("<?xml version='1.0' "
			     "encoding='Windows-1252'?><a>\x80\xe9\x81\x9f</a>"),
			TEXT("\xe2\x82\xac\xc3\xa9\xc2\x81\xc5\xb8")},
		{"UTF-16", TEXT("\xff\xfe<\0a\0>\0\xac\x20<\0/\0a\0>\0"), TEXT("\xe2\x82\xac")},
		{"DOCTYPE alone", TEXT("<!DOCTYPE a><a>x</a>"), TEXT("x")},
		{"DOCTYPE that points outside",
			TEXT("<!DOCTYPE a SYSTEM \"file:///etc/hostname\"><a b='&amp;&#65;'>x</a>"),
			TEXT("x")},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture got = read_text(rows[i].xml);

		CHECK_ROW(rows[i].name, got.result == 0 && got.err.kind == ERR_NONE);
		CHECK_ROW(rows[i].name, got.xml && text_is(got.xml->name, "a"));
		CHECK_ROW(rows[i].name, got.xml && text_equal(got.xml->text, rows[i].text));
		arena_free(got.arena);
	}
}

static void refuses(void)
{
	static const struct {
		const char *name;
		struct text xml;
		const char *message;
	} rows[] = {
		{"nothing", TEXT(""), "1:1: no element found"},
		{"space", TEXT("\n "), "2:2: no element found"},
		{"text alone", TEXT("x"), "1:1: syntax error"},
		{"two roots", TEXT("<a/><b/>"), "1:5: junk after document element"},
		{"open", TEXT("<a>"), "1:4: no element found"},
		{"crossed", TEXT("<a><b></a></b>"), "1:9: mismatched tag"},
		{"attribute twice", TEXT("<a b='1'\n b='2'/>"), "2:2: duplicate attribute"},
		{"no quotes", TEXT("<a b=1/>"), "1:6: not well-formed (invalid token)"},
		{"unknown prefix", TEXT("<x:a/>"), "1:1: unbound prefix"},
		{"unknown entity", TEXT("<a>\n&x;</a>"), "2:1: undefined entity"},
		{"NUL", TEXT("<a>\0</a>"), "1:4: not well-formed (invalid token)"},
		{"control character", TEXT("<a>&#1;</a>"),
			"1:4: reference to invalid character number"},
		{"bad byte", TEXT("<a>\xff</a>"), "1:4: not well-formed (invalid token)"},
		{"overlong", TEXT("<a>\xc0\xaf</a>"), "1:4: not well-formed (invalid token)"},
		{"encoding", TEXT("<?xml version='1.0' encoding='EBCDIC'?><a/>"),
			"1:31: unknown encoding"},
		{"entity declared", TEXT("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"),
			"1:13: DOCTYPE with declarations of its own"},
		{"empty subset", TEXT("<!DOCTYPE a []><a/>"),
			"1:13: DOCTYPE with declarations of its own"},
		{"external entity",
			TEXT("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
			     "<a>&x;</a>"),
			"1:13: DOCTYPE with declarations of its own"},
		{"parameter entity",
			TEXT("<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://registry.example.org/'> "
			     "%x;]>"
			     "<a/>"),
			"1:13: DOCTYPE with declarations of its own"},
		{"entity from outside", TEXT("<!DOCTYPE a SYSTEM 'x.dtd'>\n<a>&x;</a>"),
			"2:4: entity that is not defined here"},
		{"entity from outside in an attribute",
			TEXT("<!DOCTYPE a PUBLIC 'x' 'x.dtd'>\n<a>\n<b c='&amp;&x;'/></a>"),
			"3:1: entity that is not defined here"},
		{"behind a DOCTYPE from outside, a broken end",
			TEXT("<!DOCTYPE a SYSTEM 'x.dtd'><a>&amp;</b>"), "1:38: mismatched tag"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture got = read_text(rows[i].xml);
		char message[200];

		snprintf(message, sizeof(message), "t.xml:%s", rows[i].message);
		CHECK_ROW(rows[i].name, got.result == -1 && got.err.kind == ERR_LOOK);
		if (strcmp(got.err.message, message) != 0)
			fprintf(stderr, "got \"%s\"\n", got.err.message);
		CHECK_ROW(rows[i].name, strcmp(got.err.message, message) == 0);
		arena_free(got.arena);
	}
}

static const char project[] =
	"<?xml version='1.0'?>\n"
	"<project xmlns='http://maven.example.org/4' xmlns:x='urn:x' x:id='7' id='8'>\n"
	"  <dependencies>\n"
	"    <dependency><artifactId> one </artifactId></dependency>\n"
	"    <!-- not this -->\n"
	"    <x:other/>\n"
	"\t<dependency scope='a&amp;b'>\n"
	"    </dependency>\n"
	"  </dependencies><\xc3\xa9/><last/>\n"
	"</project>";

static void positions(void)
{
	static const struct {
		const char *path;
		uint32_t line, column;
		size_t count;
	} rows[] = {
		{"dependencies", 3, 3, 3},
		{"dependencies/dependency", 4, 5, 1},
		{"dependencies/dependency/artifactId", 4, 17, 0},
		{"dependencies/other", 6, 5, 0},
		{"\xc3\xa9", 9, 18, 0},
		{"last", 9, 22, 0},
	};
	struct fixture got = read_text(text_of(project));

	CU_ASSERT_FATAL(got.result == 0);
	CU_ASSERT(got.xml->line == 2 && got.xml->column == 1 && got.xml->count == 3);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct xml *xml = xml_at(got.xml, rows[i].path);

		CHECK_ROW(rows[i].path, xml != NULL);
		if (!xml)
			continue;
		CHECK_ROW(rows[i].path, xml->line == rows[i].line);
		CHECK_ROW(rows[i].path, xml->column == rows[i].column);
		CHECK_ROW(rows[i].path, xml->count == rows[i].count);
	}
	arena_free(got.arena);
}

static void access(void)
{
	struct fixture got = read_text(text_of(project));
	const struct xml *first, *second;
	const struct text *scope;

	CU_ASSERT_FATAL(got.result == 0);
	CU_ASSERT(text_is(got.xml->space, "http://maven.example.org/4"));
	CU_ASSERT(text_is(xml_at(got.xml, "dependencies/other")->space, "urn:x"));
	CU_ASSERT(text_is(got.xml->attribute->name, "id"));
	CU_ASSERT(text_is(got.xml->attribute->space, "urn:x"));
	CU_ASSERT(text_is(*xml_value(got.xml, "id"), "8") && !xml_value(got.xml, "xmlns"));
	first = xml_at(got.xml, "dependencies/dependency");
	second = xml_next(first);
	CU_ASSERT_FATAL(second && second->line == 7 && second->column == 2);
	CU_ASSERT(!xml_next(second) && !xml_get(second, "artifactId"));
	CU_ASSERT(text_is(xml_text(first, "artifactId"), "one"));
	CU_ASSERT(text_is(xml_text(second, "artifactId"), "") && text_is(xml_text(NULL, "a"), ""));
	scope = xml_value(second, "scope");
	CU_ASSERT(scope && text_is(*scope, "a&b"));
	CU_ASSERT(!xml_value(first, "scope") && !xml_value(NULL, "scope"));
	CU_ASSERT(!xml_get(NULL, "a") && !xml_next(NULL) && !xml_at(NULL, "a"));
	CU_ASSERT(!xml_at(got.xml, "dependencies/none/artifactId"));
	arena_free(got.arena);
}

static void depth(void)
{
	static const struct {
		const char *name;
		size_t count;
		int result;
	} rows[] = {{"128", 128, 0}, {"129", 129, -1}, {"100000", 100000, -1}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = malloc(rows[i].count * 7 + 1), *at = text;
		struct fixture got;

		if (!text)
			abort();
		for (size_t level = 0; level < rows[i].count; level++)
			at = stpcpy(at, "<a>");
		for (size_t level = 0; level < rows[i].count; level++)
			at = stpcpy(at, "</a>");
		got = read_text(text_of(text));
		CHECK_ROW(rows[i].name, got.result == rows[i].result);
		if (rows[i].result < 0)
			CHECK_ROW(rows[i].name,
				strcmp(got.err.message,
					"t.xml:1:385: nested too deeply, the limit is 128") == 0);
		arena_free(got.arena);
		free(text);
	}
}

/* Empty elements end behind a stop: the 129th level must not be left twice. */
static void deepest_is_empty(void)
{
	char text[128 * 3 + 5] = "", *at = text;
	struct fixture got;

	for (size_t level = 0; level < 128; level++)
		at = stpcpy(at, "<a>");
	stpcpy(at, "<a/>");
	got = read_text(text_of(text));
	CU_ASSERT(got.result == -1 && strstr(got.err.message, ":1:385: nested too deeply") != NULL);
	arena_free(got.arena);
}

static void size(void)
{
	size_t len = (64u << 20) + 1;
	char *text = malloc(len);
	struct fixture got;

	CU_ASSERT_FATAL(text != NULL);
	memset(text, ' ', len);
	memcpy(text, "<a/>", 4);
	got = read_text((struct text){text, len});
	CU_ASSERT(got.result == -1 && strcmp(got.err.message, "t.xml:1:1: over 64 MiB") == 0);
	arena_free(got.arena);
	got = read_text((struct text){text, len - 1});
	CU_ASSERT(got.result == 0);
	arena_free(got.arena);
	free(text);
}

/* Generous, because the machines of a CI system are noisy. */
static void huge(void)
{
	enum { ELEMENTS = 200000, ROOM = 48 };
	char *text = malloc((size_t)ELEMENTS * ROOM), *at = text;
	clock_t start = clock();
	struct fixture got;

	CU_ASSERT_FATAL(text != NULL);
	at = stpcpy(at, "<a>");
	for (unsigned i = 0; i < ELEMENTS; i++)
		at += snprintf(at, ROOM, "x&amp;<b c='%u'/>\n", i);
	at = stpcpy(at, "</a>");
	got = read_text((struct text){text, (size_t)(at - text)});
	CU_ASSERT(got.result == 0 && got.xml->count == ELEMENTS);
	CU_ASSERT(got.xml && got.xml->text.len == (size_t)ELEMENTS * 3);
	arena_free(got.arena);
	free(text);
	CU_ASSERT((double)(clock() - start) / CLOCKS_PER_SEC < 20);
}

/* The tree borrows nothing from what it was read from. */
static void tree_stands_alone(void)
{
	char text[] = "<key n='17'>value</key>";
	struct fixture got = read_text(text_of(text));

	memset(text, 'x', sizeof(text) - 1);
	CU_ASSERT_FATAL(got.result == 0);
	CU_ASSERT(text_is(got.xml->name, "key") && text_is(got.xml->text, "value"));
	CU_ASSERT(text_is(*xml_value(got.xml, "n"), "17"));
	arena_free(got.arena);
}

static const struct unit_test tests[] = {
	{"texts", texts},
	{"refuses", refuses},
	{"positions", positions},
	{"access", access},
	{"depth", depth},
	{"deepest is empty", deepest_is_empty},
	{"size", size},
	{"huge", huge},
	{"tree stands alone", tree_stands_alone},
};

UNIT_MAIN(tests)
