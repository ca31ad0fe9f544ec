/* SPDX-License-Identifier: Apache-2.0 */
#include <libdeflate.h>
#include <stdlib.h>

#include "checks/secrets/decode/join.h"
#include "scanning.h"

/* What the innermost view of a text holds, where it is decoded. */
static const char *innermost(struct views *views, const char *source, unsigned depth)
{
	const struct part whole = {.to = SIZE_MAX};
	const struct parts all = {&whole, 1};
	const struct view *last;

	views_make(views, text_of(source));
	decoded_make(views, depth, &all);
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
		{"a number, not a word", "x=0x5468652074657874207468617420697320;",
			"x=The text that is ;"},
		{"behind padding",
			"VGhlIHRleHQgdGhhdCBpcyBtZWFudA==VGhlIHRleHQgdGhhdCBpcyBtZWFudA==b",
			"The text that is meant\nThe text that is meant\nb"},
		{"behind a line feed in a string", "x\\nVGhlIHRleHQgdGhhdCBpcyBtZWFudA==\\n",
			"x\\nThe text that is meant"},
		{"behind a tab in a string", "\\tVGhlIHRleHQgdGhhdCBpcyBtZWFudA==\\n",
			"\\tThe text that is meant"},
		{"hexadecimal behind a line feed in a string",
			"\\n5468652074657874207468617420697320\\n", "\\nThe text that is \\n"},
		{"above a word", "VGhlIHRleHQgdGhhdCBpcyBtZWFudCwgYWxsIG9m\nand more",
			"The text that is meant, all of\nand more"},
		{"above the end of a key",
			"VGhlIHRleHQgdGhhdCBpcyBtZWFudCwgYWxsIG9m\n-----END KEY-----",
			"The text that is meant, all of\n-----END"},
		{"padding that is escaped", "VGhlIHRleHQgdGhhdCBpcyBtZWFudA==3D b",
			"The text that is meant"},
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

static void put_base64(struct buffer *out, struct text text, size_t width, const char *gap)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i * 6 < text.len * 8; i++) {
		size_t at = i * 6 / 8, shift = 10 - i * 6 % 8;
		unsigned bits = (unsigned)(unsigned char)text.ptr[at] << 8;

		bits |= at + 1 < text.len ? (unsigned char)text.ptr[at + 1] : 0;
		if (i && i % width == 0)
			buffer_string(out, gap);
		buffer_byte(out, digits[bits >> shift & 63]);
	}
}

/* Lines of all widths, with what may stand behind the last one: the last words are always found. */
static void test_wrapped(void)
{
	static const char *const gaps[] = {"\n", "\n  ", "\r\n", "\r\n\t", "\\n", "\\r\\n", "\\n  ",
		"\\\\r\\\\n", "\r", "\r\r\n"};
	static const char *const tails[] = {"=\n", "=", "\nbelow, another\n", "\nof\nit\n",
		"\n-----END", "%3D x", "=3D\n", "\\u003d\""};
	struct buffer plain = {0}, source = {0};
	struct views views = {0};

	for (size_t i = 0; i < 60; i++)
		buffer_string(&plain, "The text that is meant. ");
	buffer_string(&plain, "To its end ");
	for (size_t width = 40; width < 130; width++)
		for (size_t t = 0; t < OF(tails); t++) {
			struct text text = buffer_text(&plain);

			text = text_slice(text, (width * 7 + t) % 1200, text.len);
			buffer_clear(&source);
			buffer_string(&source, "a = \"");
			put_base64(&source, text, t % 2 ? width : SIZE_MAX, gaps[width % OF(gaps)]);
			buffer_string(&source, tails[t]);
			CHECK_ROW(tails[t],
				strstr(innermost(&views, source.ptr, 2), "meant. To its end"));
		}
	views_free(&views);
	buffer_free(&plain);
	buffer_free(&source);
}

static bool has_end(const struct views *views)
{
	static const struct text end = TEXT("meant. To its end");

	for (size_t i = 0; i < views->count; i++)
		if (text_find(views->items[i].bytes, end) < views->items[i].bytes.len)
			return true;
	return false;
}

/* Whether the end is decoded, with what stands in place of the digit of base64 at an offset. */
static bool finds_behind(struct views *views, struct text digits, size_t at, const char *instead)
{
	const struct part all = {.to = SIZE_MAX};
	struct buffer source = {0};
	bool finds;

	buffer_string(&source, "<p style=\"a\">\"");
	buffer_add(&source, text_slice(digits, 0, at));
	buffer_string(&source, instead);
	buffer_add(&source, text_slice(digits, at + 1, digits.len));
	buffer_string(&source, "\" ");
	views_make(views, buffer_text(&source));
	decoded_make(views, 3, &(struct parts){&all, 1});
	finds = !views->decoded.gap && has_end(views);
	buffer_free(&source);
	return finds;
}

/* A digit that is hidden makes all others stand for something else: a block is never cut off by how long it is. */
static void test_hidden_digit(void)
{
	static const struct {
		const char *name;
		size_t width, at;
		const char *instead; /* of a V */
	} rows[] = {
		{"none", SIZE_MAX, 0, "V"},
		{"the first", SIZE_MAX, 0, "%56"},
		{"the first, in a backslash escape", SIZE_MAX, 0, "\\x56"},
		{"the first, in HTML", SIZE_MAX, 0, "&#86;"},
		{"the first, in a literal of its own", SIZE_MAX, 0, "V\" + \""},
		{"one in the middle", SIZE_MAX, 160000, "%56"},
		{"one in the middle, at a joint", SIZE_MAX, 160000, "V\" + \""},
		{"the first, in lines", 77, 0, "%56"},
		{"the first, in short lines", 45, 0, "\\u0056"},
	};
	struct buffer plain = {0}, digits = {0};
	struct views views = {0};

	for (size_t i = 0; i < 12000; i++)
		buffer_string(&plain, "The text that is meant. ");
	buffer_string(&plain, "To its end ");
	for (size_t i = 0; i < OF(rows); i++) {
		buffer_clear(&digits);
		put_base64(&digits, buffer_text(&plain), rows[i].width, "\n");
		CHECK_ROW(rows[i].name, digits.ptr[rows[i].at] == 'V');
		CHECK_ROW(rows[i].name,
			finds_behind(&views, buffer_text(&digits), rows[i].at, rows[i].instead));
	}
	views_free(&views);
	buffer_free(&plain);
	buffer_free(&digits);
}

/* RFC 1950, one stored block of RFC 1951. */
static void put_stored(struct buffer *out, struct text plain)
{
	unsigned len = (unsigned)plain.len, a = 1, b = 0;

	buffer_add(out, (struct text)TEXT("\x78\x01\x01"));
	buffer_byte(out, (char)len);
	buffer_byte(out, (char)(len >> 8));
	buffer_byte(out, (char)~len);
	buffer_byte(out, (char)(~len >> 8));
	buffer_add(out, plain);
	for (size_t i = 0; i < plain.len; i++) {
		a = (a + (unsigned char)plain.ptr[i]) % 65521;
		b = (b + a) % 65521;
	}
	buffer_byte(out, (char)(b >> 8));
	buffer_byte(out, (char)b);
	buffer_byte(out, (char)(a >> 8));
	buffer_byte(out, (char)a);
}

/* A word in the line below a block may belong to it, or not: what it ends with is there both ways. */
static void test_word_below(void)
{
	static const struct {
		const char *name;
		size_t lines, width;
		const char *below;
		bool parted;
	} rows[] = {
		{"nothing", 5, 64, "\n", false},
		{"a word", 5, 64, "\nabout\n", true},
		{"a word of four letters", 5, 64, "\nable\n", true},
		{"below many lines", 300, 64, "\nabout\n", true},
		{"below lines of another width", 40, 76, "\nabout\n", true},
		{"a word and digits", 5, 64, "\nab0ut\n", false},
		{"padded", 5, 64, "\nab==\n", false},
		{"words", 5, 64, "\nabout it\n", false},
	};
	struct buffer plain = {0}, source = {0};
	struct views views = {0};

	for (size_t i = 0; i < OF(rows); i++) {
		size_t len = rows[i].lines * rows[i].width / 4 * 3, found;
		struct text made;

		buffer_clear(&plain);
		buffer_clear(&source);
		while (plain.len < len)
			buffer_string(&plain, "The text that is meant. ");
		memcpy(plain.ptr + len - 8, " The end", 8);
		put_base64(&source, text_slice(buffer_text(&plain), 0, len), rows[i].width, "\n");
		buffer_string(&source, rows[i].below);
		innermost(&views, source.ptr, 1);
		made = views.items[views.count - 1].bytes;
		found = text_find(made, (struct text)TEXT(" The end\n\0"));
		CHECK_ROW(rows[i].name, (found < made.len) == rows[i].parted);
		CHECK_ROW(rows[i].name, text_find(made, text_of(" The end")) < made.len);
	}
	views_free(&views);
	buffer_free(&plain);
	buffer_free(&source);
}

/* A stream is nothing without its beginning, and its lines begin nothing. */
static void test_hidden_stream(void)
{
	struct buffer plain = {0}, packed = {0}, digits = {0};
	struct views views = {0};

	for (size_t i = 0; i < 200; i++)
		buffer_string(&plain, "The text that is meant. ");
	buffer_string(&plain, "To its end ");
	put_stored(&packed, buffer_text(&plain));
	put_base64(&digits, buffer_text(&packed), 77, "\n");
	CU_ASSERT(digits.ptr[0] == 'e');
	CHECK_ROW("as it is", finds_behind(&views, buffer_text(&digits), 0, "e"));
	for (size_t i = 0; i < plain.len; i++)
		plain.ptr[i] = (char)(plain.ptr[i] ^ (i < plain.len - 40 ? 0x80 : 0));
	buffer_clear(&packed);
	buffer_clear(&digits);
	put_stored(&packed, buffer_text(&plain));
	put_base64(&digits, buffer_text(&packed), 77, "\n");
	CHECK_ROW("in bytes", finds_behind(&views, buffer_text(&digits), 0, "e"));
	CHECK_ROW("hidden", finds_behind(&views, buffer_text(&digits), 0, "%65"));
	views_free(&views);
	buffer_free(&plain);
	buffer_free(&packed);
	buffer_free(&digits);
}

/* A picture in a page is none of that, and costs nothing. */
static void test_picture(void)
{
	static const char *const before[] = {"<img src=\"data:image/png;base64,",
		"<img src=&quot;data:image/png;base64,", "url(%22data:image/png;base64%2C",
		"\\u0022data:image/png;base64,\\u002B"};
	const struct part all = {.to = SIZE_MAX};
	struct buffer picture = {0}, source = {0};
	struct views views = {0};
	uint32_t state = 1;

	buffer_add(&picture, (struct text)TEXT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
	for (size_t i = 0; i < 400000; i++, state = state * 1664525 + 1013904223)
		buffer_byte(&picture, (char)(state >> 24));
	for (size_t i = 0; i < OF(before); i++) {
		buffer_clear(&source);
		buffer_string(&source, before[i]);
		put_base64(&source, buffer_text(&picture), SIZE_MAX, "");
		buffer_string(&source, "\"> &amp; more &lt; %41");
		views_make(&views, buffer_text(&source));
		decoded_make(&views, 5, &(struct parts){&all, 1});
		CHECK_ROW(before[i], views.decoded.gap == NULL && views.count <= 3);
	}
	views_free(&views);
	buffer_free(&picture);
	buffer_free(&source);
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
		{"quotes in a word of a shell", "K=abcd1234\"efgh\"5678ijkl", 10, 1},
		{"far in the text",
			"                                                                "
			"K=abcd1234\"efgh\"5678ijkl                                        ",
			74, 1},
		{"empty ones far in the text",
			"                                                                "
			"K=abcd1234efgh\"\"5678ijkl                                        ",
			78, 2},
		{"empty ones in it", "abcd''1234efgh5678ijkl", 4, 2},
		{"a short word", "return\"object1\"", 0, 0},
		{"a word without digits", "don't be afraid, case\"averylongname\":", 0, 0},
		{"one ampersand", "\"ab\" & \"cd\"", 3, 5},
		{"two of them", "\"ab\" && \"cd\"", 0, 0},
		{"two bars", "\"ab\" || \"cd\"", 3, 6},
		{"one of them", "\"ab\" | \"cd\"", 0, 0},
		{"less and greater", "\"ab\" <> \"cd\"", 3, 6},
		{"twice less", "\"ab\" << \"cd\"", 3, 6},
		{"less", "\"ab\" < \"cd\"", 0, 0},
		{"a comment of SQL", "\"ab\" -- x\n\"cd\"", 3, 8},
		{"a dash", "\"ab\" - \"cd\"", 0, 0},
		{"a comment to the end of the line", "\"ab\" // x\n\"cd\"", 3, 8},
		{"a slash", "\"ab\" / \"cd\"", 0, 0},
		{"a continued line of Basic", "\"ab\" & _\r\n\"cd\"", 3, 8},
		{"a name that begins so", "\"ab\" _x \"cd\"", 0, 0},
		{"an escaped line break", "\"ab\" \\\n\"cd\"", 3, 5},
		{"a prefix before an escaped quote", "\"ab\" u8\\\"cd", 3, 6},
		{"text that begins with a space", "\"ab\" \" cd\"", 0, 0},
		{"text that begins with an escaped quote", "\"ab\" \"\\\"cd\"", 0, 0},
		{"nothing before", "\"\" + \"cd\"", 0, 0},
		{"nothing behind", "\"ab\" + \"", 0, 0},
		{"in a later stride", "0123456789abcdef0123456789abcdef\" + \"cd\"", 32, 5},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct text text = text_of(rows[i].text);
		struct joint joint;
		bool found = joint_next(&joint, text, 0, text.len);

		CHECK_ROW(rows[i].name, found == (rows[i].length > 0));
		if (found)
			CHECK_ROW(rows[i].name,
				joint.at == rows[i].at && joint.len == rows[i].length);
	}
}

/* A joint has an end: what is further away is none. */
static void test_long_joint(void)
{
	struct buffer text = {0};
	struct joint joint;

	buffer_string(&text, "\"ab\"");
	for (int i = 0; i < MOST_JOINT - 2; i++)
		buffer_byte(&text, ' ');
	buffer_string(&text, "\"cd\"");
	CHECK_ROW("at the limit", joint_next(&joint, buffer_text(&text), 0, text.len));
	buffer_clear(&text);
	buffer_string(&text, "\"ab\"");
	for (int i = 0; i < MOST_JOINT; i++)
		buffer_byte(&text, ' ');
	buffer_string(&text, "\"cd\"");
	CHECK_ROW("beyond it", !joint_next(&joint, buffer_text(&text), 0, text.len));
	buffer_free(&text);
}

enum { LONG = 76 };

static size_t first_joint(struct text text)
{
	size_t at = 0;

	while (at < text.len && joint_length(text, at) == 0)
		at++;
	return at;
}

/* Joints are found many bytes at once: none may be passed over, whatever follows the quote and wherever it stands. */
static void test_joint_places(void)
{
	static const char *const tails[] = {"", "\"cd", " + 'cd", "\n\"cd", "`cd"};
	char bytes[LONG];

	for (size_t at = 1; at + 8 < LONG; at++)
		for (const char *quote = "\"'`\\"; *quote; quote++)
			for (int next = 0; next < 256; next++)
				for (size_t t = 0; t < OF(tails); t++) {
					struct text text = {bytes, LONG - at % 4};
					struct joint found;
					size_t expected;

					memset(bytes, at % 3 ? ' ' : '7', LONG);
					bytes[at - 1] = at % 2 ? 'b' : '=';
					bytes[at] = *quote;
					bytes[at + 1] = (char)next;
					memcpy(bytes + at + 2, tails[t], strlen(tails[t]));
					expected = first_joint(text);
					if (!joint_next(&found, text, 0, text.len))
						found.at = text.len;
					if (found.at != expected)
						CHECK_ROW(tails[t], false);
				}
	CU_PASS("none was passed over");
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

/* Streams that come to much and then break off: only so many are unpacked, and that is said. What is encoded and not packed is decoded all the same. */
static void test_in_vain(void)
{
	enum { LEN = 40 * 1024 * 1024 };
	static const struct {
		size_t count;
		bool gap;
	} rows[] = {{2, false}, {16, true}};
	struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(1);
	size_t room = LEN / 100, len = 0;
	char *zeros = calloc(LEN, 1), *stream = malloc(room);
	struct views views = {0};

	if (compressor && zeros && stream)
		len = libdeflate_zlib_compress(compressor, zeros, LEN, stream, room);
	CU_ASSERT_FATAL(len > 0);
	stream[len - 1] ^= 1;
	for (size_t i = 0; i < OF(rows); i++) {
		struct buffer source = {0};
		const char *made;

		for (size_t k = 0; k < rows[i].count; k++) {
			put_base64(&source, (struct text){stream, len}, SIZE_MAX, "");
			buffer_string(&source, " ");
		}
		buffer_printf(&source, "%*s", CONTEXT, "");
		buffer_string(&source, "VGhlIHRleHQgdGhhdCBpcyBtZWFudA==");
		made = innermost(&views, source.ptr, 1);
		CU_ASSERT((views.decoded.gap != NULL) == rows[i].gap);
		CU_ASSERT(strstr(made, "The text that is meant") != NULL);
		buffer_free(&source);
	}
	views_free(&views);
	libdeflate_free_compressor(compressor);
	free(zeros);
	free(stream);
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
		{"wrapped in a string",
			"\"\\nVGhlIHRleHQgdGhhdCBpcyBsb25nIGVub3VnaCB0byBiZSB3cmFwcGVk\\n"
			"IGlzIG1lYW50\\n\"",
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

/* Each holds the same line; what it lies in is opened. */
static void test_containers(void)
{
	static const char line[] = "The text that is meant to be found in here";
	static const struct {
		const char *name, *source, *chain;
	} rows[] = {
		{"zip",
			"UEsDBBQAAAAIAAAAIVDLECCaKwAAACsAAAAFAAAAYS50eHQLyUhVKEmtKFEoyUgsUcgsVshNTc"
			"wD8vIV"
			"klIV0vJL81IUMvMUMlKLUrkAUEsBAhQDFAAAAAgAAAAhUMsQIJorAAAAKwAAAAUAAAAAAAAAAA"
			"AAAIAB"
			"AAAAAGEudHh0UEsFBgAAAAABAAEAMwAAAE4AAAAAAA==",
			"an archive in base64"},
		{"xz",
			"/Td6WFoAAATm1rRGAgAhARAAAACocI6GAQAqVGhlIHRleHQgdGhhdCBpcyBtZWFudCB0byBiZS"
			"Bmb3Vu"
			"ZCBpbiBoZXJlCgAA41zdL5c6vrsAAUMrrVBuVx+2830BAAAAAARZWg==",
			"an archive in base64"},
		{"bzip2",
			"QlpoOTFBWSZTWUDhPBQAAAVTgAAQQAAEADdjnkAgADFNMjExMQiZNNND1HqEBRJLskMJuQ5WYU"
			"MiHpt0"
			"Wf25p6Pi7kinChIIHCeCgA==",
			"an archive in base64"},
		{"zstd",
			"KLUv/"
			"QRYWQEAVGhlIHRleHQgdGhhdCBpcyBtZWFudCB0byBiZSBmb3VuZCBpbiBoZXJlCst6gHQ=",
			"an archive in base64"},
		{"a tar in gzip",
			"H4sIAAAAAAACA+3NMQqAMAwF0Mye4p9Aila9iBeoGKmDLdQIHt/iIrjroHnLz/"
			"9LXCm70LNM1lp7ZnZP"
			"Y5r6us+"
			"97SpLMPSCbRWX8kv6p94zhHeBeCeYVyzsQm4RA2OKWxgxB3hOXJBSSqnvOAD3gz8NAAgAAA==",
			"gzip in base64"},
		{"gzip of no text",
			"H4sIAAAAAAACA2NgZPr/"
			"jwFOhGSkKpSkVpQolGQklihkFivkpibmAXn5CkmpCmn5pXkpCpl5ChmpRalc"
			"AHtUvZM6AAAA",
			"gzip in base64"},
		{"UTF-16 with a mark",
			"//"
			"5UAGgAZQAgAHQAZQB4AHQAIAB0AGgAYQB0ACAAaQBzACAAbQBlAGEAbgB0ACAAdABvACAAYgBl"
			"ACAA"
			"ZgBvAHUAbgBkACAAaQBuACAAaABlAHIAZQAKAA==",
			"UTF-16 in base64"},
		{"big-endian UTF-16",
			"AFQAaABlACAAdABlAHgAdAAgAHQAaABhAHQAIABpAHMAIABtAGUAYQBuAHQAIAB0AG8AIABiAG"
			"UAIABm"
			"AG8AdQBuAGQAIABpAG4AIABoAGUAcgBlAAo=",
			"UTF-16 in base64"},
		{"text, bytes, text",
			"VGhlIHRleHQgdGhhdCBpcyBtZWGAgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6Choq"
			"Okpaan"
			"qKmqq6ytrq+wsbKztLW2t7i5uru8vb6/"
			"wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj"
			"5OXm5+jp6uvs7e7v8PHy8/T19vf4+fr7/P3+/"
			"1RoZSB0ZXh0IHRoYXQgaXMgbWVhbnQgdG8gYmUgZm91"
			"bmQgaW4gaGVyZQo=",
			"base64"},
	};
	struct archive_library *library = NULL;
	struct views views = {.decoded = {.library = &library, .archive_depth = 3}};

	for (size_t i = 0; i < OF(rows); i++) {
		struct text have, found;
		char chain[CHAIN_BYTES];

		innermost(&views, rows[i].source, 1);
		have = views.items[views.count - 1].bytes;
		found = text_slice(have, text_find(have, text_of(line)), have.len);
		CHECK_ROW(rows[i].name, found.len > 0 && views.decoded.gap == NULL);
		decoded_chain(chain, &views,
			(struct extent){views.count - 1, have.len - found.len, have.len - 1});
		CHECK_ROW(rows[i].name, strcmp(chain, rows[i].chain) == 0);
	}
	views_free(&views);
	archive_library_close(library);
}

static const struct unit_test tests[] = {
	{"decoded", test_decoded},
	{"wrapped", test_wrapped},
	{"a hidden digit", test_hidden_digit},
	{"a hidden stream", test_hidden_stream},
	{"a picture", test_picture},
	{"a word below", test_word_below},
	{"containers", test_containers},
	{"joints", test_joints},
	{"a long joint", test_long_joint},
	{"a joint at every place", test_joint_places},
	{"depth", test_depth},
	{"in vain", test_in_vain},
	{"source", test_source},
};

int main(void)
{
	return unit_run(tests, OF(tests), __FILE__);
}
