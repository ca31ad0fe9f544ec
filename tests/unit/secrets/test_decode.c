/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decode/join.h"
#include "scanning.h"

/* What the innermost view of a text holds, where it is decoded. */
static const char *innermost(struct views *views, const char *source, unsigned depth)
{
	const struct view *last;

	views_make(views, text_of(source));
	decoded_make(views, depth, (struct part){0, SIZE_MAX});
	last = &views->items[views->count - 1];
	return last->kind == VIEW_DECODED ? last->bytes.ptr : "";
}

static void test_decoded(void)
{
	static const struct {
		const char *name, *source, *holds; /* "" : nothing is decoded */
	} rows[] = {
		{"base64", "a=VGhlIHRleHQgdGhhdCBpcyBtZWFudA== b", "a=The text that is meant b"},
		{"base64url", "VGhlIHRleHQgPz8_IGFuZCB-fn4gbW9yZQ", "The text ??? and ~~~ more"},
		{"too short", "VGhlIHRleHQg", ""},
		{"no text", "gICAgICAgICAgICAgICAgICAgICAgICA", ""},
		{"a name", "a_function_with_a_long_name_in_it()", ""},
		{"a path", "/usr/share/doc/packages/readable/text", ""},
		{"a digest", "da39a3ee5e6b4b0d3255bfef95601890afd80709", ""},
		{"hexadecimal", "0x5468652074657874207468617420697320", "The text that is "},
		{"percent", "x%22key%22", "x\"key\""},
		{"a format", "%02x%20s%d%%", "%02x s%d%%"},
		{"u", "\\u0022k\\u{41}\\U00000042", "\"kAB"},
		{"surrogate pair", "\\u0041\\ud83d\\ude00", "A\xf0\x9f\x98\x80"},
		{"lone surrogate", "\\u0041\\ud83d!", "A\xef\xbf\xbd!"},
		{"letters of other scripts", "\\u00e9\\u4e2d", ""},
		{"x and octal", "\\x41\\101", "AA"},
		{"line feeds only", "a\\nb\\tc\\\"d\\\"", ""},
		{"they go along", "\\x41\\nb", "A\nb"},
		{"a colour", "\\033[32mkey", "     key"},
		{"LaTeX", "\\end \\emph", ""},
		{"HTML", "&#34;k&#x41;&quot;&colon;", "\"kA\":"},
		{"a pointer", "f(&name, &other);", ""},
		{"quoted-printable", "key=3Dvalue=20more", "key=value more"},
		{"a number", "x=30", ""},
		{"beyond Unicode", "\\x41\\U00ffffff", "A\xef\xbf\xbd"},
		{"cut off", "\\x41\\u00", "A\\u00"},
		{"cut off percent", "%41%4", "A%4"},
	};
	struct views views = {0};

	for (size_t i = 0; i < OF(rows); i++) {
		const char *have = innermost(&views, rows[i].source, 1);

		if (!strstr(have, rows[i].holds) || (have[0] != '\0') != (rows[i].holds[0] != '\0'))
			fprintf(stderr, "%s: have \"%s\"\n", rows[i].name, have);
		CHECK_ROW(rows[i].name, strstr(have, rows[i].holds) != NULL);
		CHECK_ROW(rows[i].name, (have[0] != '\0') == (rows[i].holds[0] != '\0'));
	}
	views_free(&views);
}

static void test_joints(void)
{
	static const struct {
		const char *name, *text;
		size_t at, length; /* length 0: there is none */
	} rows[] = {
		{"side by side", "\"ab\" \"cd\"", 3, 3},
		{"nothing between", "x='ab'\"cd\"", 5, 2},
		{"an operator", "\"ab\" + \"cd\"", 3, 5},
		{"over lines", "\"ab\" ++\r\n\t'cd'", 3, 8},
		{"a comment to the end of the line", "\"ab\" // x\n + \"cd\"", 3, 11},
		{"a comment in the line", "\"ab\" /* \" */ + \"cd\"", 3, 13},
		{"an open comment", "\"ab\" /* + \"cd\"", 0, 0},
		{"a prefix", "\"ab\" + f\"cd\"", 3, 6},
		{"a word is none", "\"ab\" if \"cd\"", 0, 0},
		{"empty ones between", "\"ab\" + \"\" + '' + \"cd\"", 3, 15},
		{"escaped quotes", "\\\"ab\\\" + \\\"cd\\\"", 4, 7},
		{"a continued line", "\"ab\\\n   cd\"", 3, 5},
		{"an escape is none", "\"ab\\n\" \"cd\"", 5, 3},
		{"a comma", "\"ab\", \"cd\"", 0, 0},
		{"a name between", "\"ab\" + x + \"cd\"", 0, 0},
		{"nothing before", "\"\" + \"cd\"", 0, 0},
		{"nothing behind", "\"ab\" + \"", 0, 0},
		{"in a later stride", "0123456789abcdef0123456789abcdef\" + \"cd\"", 32, 5},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct text text = text_of(rows[i].text);
		size_t at = 0;
		bool found = joint_next(&at, text, 0);

		CHECK_ROW(rows[i].name, found == (rows[i].length > 0));
		if (found)
			CHECK_ROW(rows[i].name,
				at == rows[i].at && joint_length(text, at) == rows[i].length);
	}
}

/* A joint has an end: what is further away is none. */
static void test_long_joint(void)
{
	struct buffer text = {0};
	size_t at;

	buffer_string(&text, "\"ab\"");
	for (int i = 0; i < MOST_JOINT - 2; i++)
		buffer_byte(&text, ' ');
	buffer_string(&text, "\"cd\"");
	CHECK_ROW("at the limit", joint_next(&at, buffer_text(&text), 0));
	buffer_clear(&text);
	buffer_string(&text, "\"ab\"");
	for (int i = 0; i < MOST_JOINT; i++)
		buffer_byte(&text, ' ');
	buffer_string(&text, "\"cd\"");
	CHECK_ROW("beyond it", !joint_next(&at, buffer_text(&text), 0));
	buffer_free(&text);
}

static void test_depth(void)
{
	static const char twice[] = "VjJoaGRDQnBjeUJ0WldGdWRDQm9aWEpsSUdseklHaHBaR1JsYmc9PQ==";
	static const struct {
		const char *name;
		unsigned depth;
		size_t views;
		bool gap;
	} rows[] = {{"off", 0, 1, false}, {"too little", 1, 2, true}, {"enough", 2, 3, false},
		{"more", 8, 3, false}};
	struct views views = {0};

	for (size_t i = 0; i < OF(rows); i++) {
		innermost(&views, twice, rows[i].depth);
		CHECK_ROW(rows[i].name, views.count == rows[i].views);
		CHECK_ROW(rows[i].name, (views.decoded.gap != NULL) == rows[i].gap);
	}
	views_free(&views);
}

/* Where the word "meant" comes from. */
static void test_source(void)
{
	static const struct {
		const char *name, *source, *origin, *chain;
	} rows[] = {
		{"base64", "a=VGhlIHRleHQgdGhhdCBpcyBtZWFudA== b", "BtZWFudA", "base64"},
		{"wrapped",
			"  VGhlIHRleHQgdGhhdCBpcyBsb25nIGVub3VnaCB0byBiZSB3cmFwcGVk\n"
			"  IGlzIG1lYW50\n",
			"G1lYW50", "base64"},
		{"percent", "?%6Dea%6Et", "%6Dea%6Et", "percent-encoding"},
		{"beside an escape", "%22meant", "meant", ""},
		{"twice", "%256Deant", "%256Deant", "percent-encoding in percent-encoding"},
	};
	struct views views = {0};

	for (size_t i = 0; i < OF(rows); i++) {
		const char *have = innermost(&views, rows[i].source, 5);
		const char *word = strstr(have, "meant");
		char chain[CHAIN_BYTES];
		struct extent part = {views.count - 1, 0, 0}, origin;

		CHECK_ROW(rows[i].name, word != NULL);
		if (!word)
			continue;
		part.from = (size_t)(word - have);
		part.to = part.from + 5;
		origin = decoded_origin(&views, part);
		decoded_chain(chain, &views, part);
		if (!text_is(text_slice(views.items[0].bytes, origin.from, origin.to),
			    rows[i].origin))
			fprintf(stderr, "%s: %.*s\n", rows[i].name, (int)(origin.to - origin.from),
				views.items[0].bytes.ptr + origin.from);
		CHECK_ROW(rows[i].name,
			text_is(text_slice(views.items[0].bytes, origin.from, origin.to),
				rows[i].origin));
		CHECK_ROW(rows[i].name, strcmp(chain, rows[i].chain) == 0);
	}
	views_free(&views);
}

static const struct unit_test tests[] = {
	{"decoded", test_decoded},
	{"joints", test_joints},
	{"a long joint", test_long_joint},
	{"depth", test_depth},
	{"source", test_source},
};

int main(void)
{
	return unit_run(tests, OF(tests), __FILE__);
}
