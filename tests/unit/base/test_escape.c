/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/escape.h"

#include "unit.h"

struct row {
	const char *name;
	struct text text;
	const char *human, *json, *uri;
};

static const struct row rows[] = {
	{"empty", TEXT(""), "", "", ""},
	{"plain", TEXT("src/a-b_c.~1"), "src/a-b_c.~1", "src/a-b_c.~1", "src/a-b_c.~1"},
	{"space and percent", TEXT("a b%20"), "a b%20", "a b%20", "a%20b%2520"},
	{"quote", TEXT("a\"b"), "a\"b", "a\\\"b", "a%22b"},
	{"backslash stays for people", TEXT("a\\n"), "a\\n", "a\\\\n", "a%5Cn"},
	{"line ends and tab", TEXT("a\r\n\tb"), "a\\r\\n\\tb", "a\\r\\n\\tb", "a%0D%0A%09b"},
	{"NUL", TEXT("a\0b"), "a\\x00b", "a\\u0000b", "a%00b"},
	{"escape sequence", TEXT("\x1b[31m"), "\\x1b[31m", "\\u001b[31m", "%1B%5B31m"},
	{"bell and backspace", TEXT("\a\b"), "\\x07\\x08", "\\u0007\\u0008", "%07%08"},
	{"DEL", TEXT("\x7f"), "\\x7f", "\\u007f", "%7F"},
	{"C1 control",
		TEXT("\xc2\x9b"
		     "31m"),
		"\\u{9b}31m", "\\u009b31m", "%C2%9B31m"},
	{"last C1", TEXT("\xc2\x9f"), "\\u{9f}", "\\u009f", "%C2%9F"},
	{"first after C1", TEXT("\xc2\xa0"), "\xc2\xa0", "\xc2\xa0", "%C2%A0"},
	{"right-to-left override",
		TEXT("a\xe2\x80\xae"
		     "b"),
		"a\\u{202e}b", "a\\u202eb", "a%E2%80%AEb"},
	{"isolate", TEXT("\xe2\x81\xa6\xe2\x81\xa9"), "\\u{2066}\\u{2069}", "\\u2066\\u2069",
		"%E2%81%A6%E2%81%A9"},
	{"marks", TEXT("\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c"), "\\u{200e}\\u{200f}\\u{61c}",
		"\\u200e\\u200f\\u061c", "%E2%80%8E%E2%80%8F%D8%9C"},
	{"zero width", TEXT("\xe2\x80\x8b\xe2\x81\xa0\xef\xbb\xbf"), "\\u{200b}\\u{2060}\\u{feff}",
		"\\u200b\\u2060\\ufeff", "%E2%80%8B%E2%81%A0%EF%BB%BF"},
	{"soft hyphen, variation selector", TEXT("\xc2\xad\xef\xb8\x8f"), "\\u{ad}\\u{fe0f}",
		"\\u00ad\\ufe0f", "%C2%AD%EF%B8%8F"},
	{"tag letter", TEXT("\xf3\xa0\x81\x81"), "\\u{e0041}", "\\udb40\\udc41", "%F3%A0%81%81"},
	{"blank letters", TEXT("\xe3\x85\xa4\xe1\x85\x9f"), "\\u{3164}\\u{115f}", "\\u3164\\u115f",
		"%E3%85%A4%E1%85%9F"},
	{"line separators", TEXT("\xe2\x80\xa8\xe2\x80\xa9"), "\\u{2028}\\u{2029}",
		"\\u2028\\u2029", "%E2%80%A8%E2%80%A9"},
	{"dash before and mark after them", TEXT("\xe2\x80\x90\xe2\x80\xaf"),
		"\xe2\x80\x90\xe2\x80\xaf", "\xe2\x80\x90\xe2\x80\xaf", "%E2%80%90%E2%80%AF"},
	{"umlaut", TEXT("\xc3\xbc"), "\xc3\xbc", "\xc3\xbc", "%C3%BC"},
	{"emoji", TEXT("\xf0\x9f\x98\x80"), "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80", "%F0%9F%98%80"},
	{"byte that is no UTF-8",
		TEXT("a\xff"
		     "b"),
		"a\\xffb", "a\\\\xffb", "a%FFb"},
	{"overlong slash", TEXT("\xc0\xaf"), "\\xc0\\xaf", "\\\\xc0\\\\xaf", "%C0%AF"},
	{"surrogate", TEXT("\xed\xa0\x80"), "\\xed\\xa0\\x80", "\\\\xed\\\\xa0\\\\x80",
		"%ED%A0%80"},
	{"over the last code point", TEXT("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80",
		"\\\\xf4\\\\x90\\\\x80\\\\x80", "%F4%90%80%80"},
	{"cut off sequence", TEXT("\xe2\x82"), "\\xe2\\x82", "\\\\xe2\\\\x82", "%E2%82"},
	{"sequence broken by a letter",
		TEXT("\xe2\x82"
		     "a"),
		"\\xe2\\x82a", "\\\\xe2\\\\x82a", "%E2%82a"},
	{"workflow command", TEXT("::error::x"), ":\\:error::x", "::error::x",
		"%3A%3Aerror%3A%3Ax"},
	{"behind blanks", TEXT("  ::error"), "  :\\:error", "  ::error", "%20%20%3A%3Aerror"},
	{"behind a wide blank", TEXT("\xe3\x80\x80::x"), "\xe3\x80\x80:\\:x", "\xe3\x80\x80::x",
		"%E3%80%80%3A%3Ax"},
	{"colons inside", TEXT("std::vector"), "std::vector", "std::vector", "std%3A%3Avector"},
	{"behind a line end", TEXT("a\n::error::"),
		"a\\n::error::", "a\\n::error::", "a%0A%3A%3Aerror%3A%3A"},
	{"legacy command", TEXT("x ##[add-mask]y"), "x ##\\[add-mask]y", "x ##\\u005badd-mask]y",
		"x%20%23%23%5Badd-mask%5Dy"},
	{"other runners' command", TEXT("##vso[task.x]"), "##vso\\[task.x]", "##vso\\u005btask.x]",
		"%23%23vso%5Btask.x%5D"},
	{"three signs", TEXT("###[x]"), "###\\[x]", "###\\u005bx]", "%23%23%23%5Bx%5D"},
	{"heading", TEXT("## Heading"), "## Heading", "## Heading", "%23%23%20Heading"},
};

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buffer human = {0}, json = {0}, uri = {0};

		escape_human(&human, rows[i].text);
		escape_json(&json, rows[i].text);
		escape_uri_path(&uri, rows[i].text);
		CHECK_ROW(rows[i].name, text_is(buffer_text(&human), rows[i].human));
		CHECK_ROW(rows[i].name, text_is(buffer_text(&json), rows[i].json));
		CHECK_ROW(rows[i].name, text_is(buffer_text(&uri), rows[i].uri));
		buffer_free(&human);
		buffer_free(&json);
		buffer_free(&uri);
	}
}

/* Whatever the bytes, what comes out is printable, on one line, and no command. */
static void test_any_two_bytes(void)
{
	for (unsigned value = 0; value < 65536; value++) {
		char bytes[2] = {(char)(value >> 8), (char)value};
		struct buffer out = {0};

		escape_human(&out, (struct text){bytes, 2});
		escape_json(&out, (struct text){bytes, 2});
		for (size_t i = 0; i < out.len; i++)
			if ((unsigned char)out.ptr[i] < ' ' || out.ptr[i] == 0x7f) {
				CHECK_ROW("control byte came out", false);
				fprintf(stderr, "input %04x\n", value);
			}
		buffer_free(&out);
	}
}

static const struct {
	const char *name;
	struct text text;
	unsigned length;
	uint32_t code;
} code_rows[] = {
	{"nothing", TEXT(""), 0, 0},
	{"letter", TEXT("ab"), 1, 'a'},
	{"two bytes, lowest", TEXT("\xc2\x80"), 2, 0x80},
	{"two bytes, highest", TEXT("\xdf\xbf"), 2, 0x7ff},
	{"three bytes, lowest", TEXT("\xe0\xa0\x80"), 3, 0x800},
	{"last before the surrogates", TEXT("\xed\x9f\xbf"), 3, 0xd7ff},
	{"first after the surrogates", TEXT("\xee\x80\x80"), 3, 0xe000},
	{"four bytes, lowest", TEXT("\xf0\x90\x80\x80"), 4, 0x10000},
	{"highest", TEXT("\xf4\x8f\xbf\xbf"), 4, 0x10ffff},
	{"overlong of two", TEXT("\xc1\xbf"), 0, 0},
	{"overlong of three", TEXT("\xe0\x9f\xbf"), 0, 0},
	{"overlong of four", TEXT("\xf0\x8f\xbf\xbf"), 0, 0},
	{"lone continuation", TEXT("\x80"), 0, 0},
	{"five byte form", TEXT("\xf8\x88\x80\x80\x80"), 0, 0},
};

static void test_utf8_decode(void)
{
	for (size_t i = 0; i < sizeof(code_rows) / sizeof(code_rows[0]); i++) {
		uint32_t code;
		unsigned length = utf8_decode(code_rows[i].text, &code);

		CHECK_ROW(code_rows[i].name, length == code_rows[i].length);
		CHECK_ROW(code_rows[i].name, length == 0 || code == code_rows[i].code);
	}
}

static const struct unit_test tests[] = {
	{"each form of each text", test_rows},
	{"any two bytes", test_any_two_bytes},
	{"utf8_decode", test_utf8_decode},
};
UNIT_MAIN(tests)
