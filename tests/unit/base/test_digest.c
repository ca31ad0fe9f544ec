/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/digest.h"
#include "unit.h"

typedef int decoder(struct text *, struct text, struct arena *, struct err *);

struct row {
	const char *name;
	decoder *decode;
	struct text text, bytes;
};

/* Nix's own tests have no vectors of single bytes: those here follow from the definition, by hand. The two
 * digests are SHA-1 and SHA-256 of "abc" (FIPS 180-4), in Nix's spelling as its manual and tests print them. */
static const struct row good[] = {
	{"hex, RFC 4648 section 10, 0", hex_decode, TEXT(""), TEXT("")},
	{"hex, RFC 4648 section 10, 1", hex_decode, TEXT("66"), TEXT("f")},
	{"hex, RFC 4648 section 10, 2", hex_decode, TEXT("666F"), TEXT("fo")},
	{"hex, RFC 4648 section 10, 3", hex_decode, TEXT("666F6F"), TEXT("foo")},
	{"hex, RFC 4648 section 10, 4", hex_decode, TEXT("666F6F62"), TEXT("foob")},
	{"hex, RFC 4648 section 10, 5", hex_decode, TEXT("666F6F6261"), TEXT("fooba")},
	{"hex, RFC 4648 section 10, 6", hex_decode, TEXT("666F6F626172"), TEXT("foobar")},
	{"hex, mixed case", hex_decode, TEXT("aBCdeF09"), TEXT("\xab\xcd\xef\x09")},
	{"base64, RFC 4648 section 10, 0", base64_decode, TEXT(""), TEXT("")},
	{"base64, RFC 4648 section 10, 1", base64_decode, TEXT("Zg=="), TEXT("f")},
	{"base64, RFC 4648 section 10, 2", base64_decode, TEXT("Zm8="), TEXT("fo")},
	{"base64, RFC 4648 section 10, 3", base64_decode, TEXT("Zm9v"), TEXT("foo")},
	{"base64, RFC 4648 section 10, 4", base64_decode, TEXT("Zm9vYg=="), TEXT("foob")},
	{"base64, RFC 4648 section 10, 5", base64_decode, TEXT("Zm9vYmE="), TEXT("fooba")},
	{"base64, RFC 4648 section 10, 6", base64_decode, TEXT("Zm9vYmFy"), TEXT("foobar")},
	{"base64, RFC 4648 section 9, 1", base64_decode, TEXT("FPucA9l+"),
		TEXT("\x14\xfb\x9c\x03\xd9\x7e")},
	{"base64, RFC 4648 section 9, 2", base64_decode, TEXT("FPucA9k="),
		TEXT("\x14\xfb\x9c\x03\xd9")},
	{"base64, RFC 4648 section 9, 3", base64_decode, TEXT("FPucAw=="),
		TEXT("\x14\xfb\x9c\x03")},
	{"base64, the last two", base64_decode, TEXT("+/+/"), TEXT("\xfb\xff\xbf")},
	{"base64url, 0", base64url_decode, TEXT(""), TEXT("")},
	{"base64url, 1", base64url_decode, TEXT("Zg"), TEXT("f")},
	{"base64url, 2", base64url_decode, TEXT("Zm8"), TEXT("fo")},
	{"base64url, 3", base64url_decode, TEXT("Zm9v"), TEXT("foo")},
	{"base64url, the last two", base64url_decode, TEXT("-_-_"), TEXT("\xfb\xff\xbf")},
	{"nix32, 0", nix32_decode, TEXT(""), TEXT("")},
	{"nix32, 0x00", nix32_decode, TEXT("00"), TEXT("\0")},
	{"nix32, 0x01", nix32_decode, TEXT("01"), TEXT("\x01")},
	{"nix32, 0x20", nix32_decode, TEXT("10"), TEXT("\x20")},
	{"nix32, 0xff", nix32_decode, TEXT("7z"), TEXT("\xff")},
	{"nix32, five bytes", nix32_decode, TEXT("zzzzzzzz"), TEXT("\xff\xff\xff\xff\xff")},
	{"nix32, SHA-1 of abc", nix32_decode, TEXT("kpcd173cq987hw957sx6m0868wv3x6d9"),
		TEXT("\xa9\x99\x3e\x36\x47\x06\x81\x6a\xba\x3e\x25\x71\x78\x50\xc2\x6c\x9c\xd0\xd8"
		     "\x9d")},
	{"nix32, SHA-256 of abc", nix32_decode,
		TEXT("1b8m03r63zqhnjf7l5wnldhh7c134ap5vpj0850ymkq1iyzicy5s"),
		TEXT("\xba\x78\x16\xbf\x8f\x01\xcf\xea\x41\x41\x40\xde\x5d\xae\x22\x23\xb0\x03\x61"
		     "\xa3\x96\x17\x7a\x9c\xb4\x10\xff\x61\xf2\x00\x15\xad")},
};

static const struct row bad[] = {
	{"hex, odd", hex_decode, TEXT("abc"), {0}},
	{"hex, one", hex_decode, TEXT("a"), {0}},
	{"hex, beyond f", hex_decode, TEXT("0g"), {0}},
	{"hex, blank", hex_decode, TEXT("ab "), {0}},
	{"hex, line feed behind", hex_decode, TEXT("abcd0\n"), {0}},
	{"hex, NUL", hex_decode, TEXT("a\0"), {0}},
	{"hex, prefix", hex_decode, TEXT("0xab"), {0}},
	{"base64, no padding", base64_decode, TEXT("Zg"), {0}},
	{"base64, short padding", base64_decode, TEXT("Zg="), {0}},
	{"base64, padding in the middle", base64_decode, TEXT("Zg==Zg=="), {0}},
	{"base64, padding alone", base64_decode, TEXT("===="), {0}},
	{"base64, three of padding", base64_decode, TEXT("Z==="), {0}},
	{"base64, padding and more", base64_decode, TEXT("Zm8=="), {0}},
	{"base64, four spare bits", base64_decode, TEXT("Zh=="), {0}},
	{"base64, two spare bits", base64_decode, TEXT("Zm9="), {0}},
	{"base64, the other alphabet", base64_decode, TEXT("-_-_"), {0}},
	{"base64, line feed", base64_decode, TEXT("Zm9v\nZm9"), {0}},
	{"base64, NUL", base64_decode, TEXT("Zm9\0"), {0}},
	{"base64, high byte", base64_decode, TEXT("Zm9\xff"), {0}},
	{"base64url, padding", base64url_decode, TEXT("Zg=="), {0}},
	{"base64url, one character", base64url_decode, TEXT("A"), {0}},
	{"base64url, five characters", base64url_decode, TEXT("Zm9vA"), {0}},
	{"base64url, spare bits", base64url_decode, TEXT("Zh"), {0}},
	{"base64url, the other alphabet", base64url_decode, TEXT("+/+/"), {0}},
	{"nix32, one character", nix32_decode, TEXT("0"), {0}},
	{"nix32, three characters", nix32_decode, TEXT("000"), {0}},
	{"nix32, spare bits", nix32_decode, TEXT("80"), {0}},
	{"nix32, all spare bits", nix32_decode, TEXT("zz"), {0}},
	{"nix32, spare bits of a digest", nix32_decode,
		TEXT("2b8m03r63zqhnjf7l5wnldhh7c134ap5vpj0850ymkq1iyzicy5s"), {0}},
	{"nix32, e", nix32_decode, TEXT("0e"), {0}},
	{"nix32, u", nix32_decode, TEXT("0u"), {0}},
	{"nix32, upper case", nix32_decode, TEXT("0A"), {0}},
	{"nix32, NUL", nix32_decode, TEXT("0\0"), {0}},
};

static void decodes(void)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct text out = {0};

		CHECK_ROW(good[i].name, good[i].decode(&out, good[i].text, arena, &err) == 0);
		CHECK_ROW(good[i].name, out.ptr && text_equal(out, good[i].bytes));
		arena_free(arena);
	}
}

static void refuses(void)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct text out = TEXT("untouched");

		CHECK_ROW(bad[i].name, bad[i].decode(&out, bad[i].text, arena, &err) == 0);
		CHECK_ROW(bad[i].name, !out.ptr && out.len == 0 && err.kind == ERR_NONE);
		arena_free(arena);
	}
}

/* No two texts give the same bytes: of all texts of two characters that end bytes, each is given once. */
static void is_injective(void)
{
	static const struct {
		const char *name;
		decoder *decode;
		const char *behind;
	} rows[] = {
		{"base64", base64_decode, "=="},
		{"base64url", base64url_decode, ""},
		{"nix32", nix32_decode, ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		unsigned seen[256] = {0}, count = 0;

		for (unsigned pair = 0; pair < 0x10000; pair++) {
			char text[8];
			struct err err = {0};
			struct text out;
			int len = snprintf(text, sizeof(text), "%c%c%s", pair >> 8, pair & 0xff,
				rows[i].behind);

			if (rows[i].decode(&out, (struct text){text, (size_t)len}, arena, &err) <
					0 ||
				!out.ptr)
				continue;
			CHECK_ROW(rows[i].name, out.len == 1);
			CHECK_ROW(rows[i].name, ++seen[(unsigned char)out.ptr[0]] == 1);
			count++;
		}
		CHECK_ROW(rows[i].name, count == 256);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"decodes", decodes},
	{"refuses", refuses},
	{"is injective", is_injective},
};

UNIT_MAIN(tests)
