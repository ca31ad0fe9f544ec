/* SPDX-License-Identifier: Apache-2.0
 *
 * The sink of the HTML report.
 */
#include "gate/report/html.h"
#include "sample.h"
#include "unit.h"

static const struct {
	const char *name;
	struct text text;
	const char *wanted;
} sink_rows[] = {
	{"plain", TEXT("plain words."), "plain words."},
	{"empty", TEXT(""), ""},
	{"markup", TEXT("<b class=\"x\">'`&amp;"),
		"&lt;b class=&quot;x&quot;&gt;&#39;&#96;&amp;amp;"},
	{"end of a comment, of CDATA", TEXT("--> ]]>"), "--&gt; ]]&gt;"},
	{"C0 and DEL", TEXT("\x01\x1b[31m\x7f\t\r\n"), "\\x01\\x1b[31m\\x7f\\t\\r\\n"},
	{"NUL", TEXT("a\0b"), "a\\x00b"},
	{"C1", TEXT("\xc2\x9b"), "\\u{9b}"},
	{"bidi", TEXT("\xe2\x80\xae\xe2\x81\xa6\xd8\x9c"), "\\u{202e}\\u{2066}\\u{61c}"},
	{"zero width", TEXT("\xe2\x80\x8b\xef\xbb\xbf"), "\\u{200b}\\u{feff}"},
	{"not UTF-8", TEXT("\xff\xc0\xaf\xed\xa0\x80"), "\\xff\\xc0\\xaf\\xed\\xa0\\x80"},
	{"cut off", TEXT("a\xe4\xb8"), "a\\xe4\\xb8"},
	{"no characters", TEXT("\xef\xbf\xbe\xef\xb7\x90\xf4\x8f\xbf\xbf"),
		"\\u{fffe}\\u{fdd0}\\u{10ffff}"},
	{"tags and fillers", TEXT("\xf3\xa0\x81\x81\xc2\xad\xe3\x85\xa4"),
		"\\u{e0041}\\u{ad}\\u{3164}"},
	{"letters of the world", TEXT("\xc3\xbc\xe4\xb8\xad\xf0\x9f\x98\x80"),
		"\xc3\xbc\xe4\xb8\xad\xf0\x9f\x98\x80"},
	{"a command of a runner", TEXT("::error::x ##[y]"), ":\\:error::x ##\\[y]"},
	{"a secret", TEXT("<" SECRET ">"), "&lt;tok_****&gt;"},
};

static void test_sink(void)
{
	struct sample sample;

	sample_fill(&sample);
	for (size_t i = 0; i < sizeof(sink_rows) / sizeof(sink_rows[0]); i++) {
		struct buffer out = {0};
		struct html html = {.out = &out, .result = &sample.result};

		html_text(&html, sink_rows[i].text);
		CHECK_ROW(sink_rows[i].name, text_is(buffer_text(&out), sink_rows[i].wanted));
		buffer_free(&html.masked);
		buffer_free(&html.visible);
		buffer_free(&out);
	}
	sample_free(&sample);
}

/* A text ends within 2000 bytes and a character, an entity counting as what it stands for. */
static void test_long_text(void)
{
	static const struct {
		const char *name, *unit, *last;
		size_t times, len;
	} rows[] = {
		{"fits", "x", "x", 2000, 2000},
		{"one more", "x", "x", 2001, 2001},
		{"cut", "x", "x…", 2002, 2001 + 3},
		{"entities", "<", "&lt;…", 5000, 4 * 2001 + 3},
		{"characters", "\xe4\xb8\xad", "\xe4\xb8\xad…", 5000, 2001 + 3},
	};
	struct sample sample;

	sample_fill(&sample);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buffer text = {0}, out = {0};
		struct html html = {.out = &out, .result = &sample.result};

		for (size_t k = 0; k < rows[i].times; k++)
			buffer_string(&text, rows[i].unit);
		html_text(&html, buffer_text(&text));
		CHECK_ROW(rows[i].name,
			out.len == rows[i].len && text_ends(buffer_text(&out), rows[i].last));
		buffer_free(&html.masked);
		buffer_free(&html.visible);
		buffer_free(&text);
		buffer_free(&out);
	}
	sample_free(&sample);
}

static const struct unit_test tests[] = {
	{"sink", test_sink},
	{"long text", test_long_text},
};

UNIT_MAIN(tests)
