/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/arena.h"
#include "gate/base/buffer.h"
#include "gate/base/hash.h"
#include "gate/base/text.h"
#include "unit.h"

static void distances(void)
{
	static const struct {
		const char *name, *a, *b;
		unsigned limit, want;
	} rows[] = {
		{"equal", "secrets", "secrets", 3, 0},
		{"one inserted", "secrets", "secretss", 3, 1},
		{"one deleted", "secrets", "screts", 3, 1},
		{"one replaced", "secrets", "sekrets", 3, 1},
		{"two swapped", "secrets", "secrest", 3, 1},
		{"capped", "secrets", "latency", 3, 4},
		{"empty", "", "abc", 3, 3},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].name, text_distance(text_of(rows[i].a), text_of(rows[i].b),
						rows[i].limit) == rows[i].want);
}

static void nearest(void)
{
	static const char *const words[] = {"run", "hook", "scan", "rules", "policy"};
	static const struct {
		const char *word, *want;
	} rows[] = {{"rum", "run"}, {"hok", "hook"}, {"polcy", "policy"}, {"rulse", "rules"},
		{"zebra", NULL}, {"", NULL}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *got = text_nearest(text_of(rows[i].word), words, 5);

		CHECK_ROW(
			rows[i].word, rows[i].want ? got && strcmp(got, rows[i].want) == 0 : !got);
	}
}

static void numbers(void)
{
	static const struct {
		const char *text;
		uint64_t max, want;
		bool ok;
	} rows[] = {
		{"0", 10, 0, true},
		{"10", 10, 10, true},
		{"11", 10, 0, false},
		{"", 10, 0, false},
		{"-1", 10, 0, false},
		{"1 ", 10, 0, false},
		{"0x1", 99, 0, false},
		{"18446744073709551615", UINT64_MAX, UINT64_MAX, true},
		{"18446744073709551616", UINT64_MAX, 0, false},
		{"99999999999999999999999", UINT64_MAX, 0, false},
		{"7", 3, 0, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint64_t got = 0;
		bool ok = text_to_uint(text_of(rows[i].text), rows[i].max, &got);

		CHECK_ROW(rows[i].text, ok == rows[i].ok && (!ok || got == rows[i].want));
	}
}

static void lines(void)
{
	struct text rest = text_of("a\n\nb\r\nc"), line;
	static const char *const want[] = {"a", "", "b\r", "c"};
	size_t count = 0;

	while (text_next_line(&rest, &line)) {
		CU_ASSERT_FATAL(count < 4);
		CHECK_ROW(want[count], text_is(line, want[count]));
		count++;
	}
	CU_ASSERT_EQUAL(count, 4);
}

static void finding(void)
{
	struct text hay = {"a\0bcAbC", 7};
	struct text line = text_of("no ab, no A_C, but a Bc: then aBC is far behind");

	CU_ASSERT_EQUAL(text_find(hay, (struct text){"\0b", 2}), 1);
	CU_ASSERT_EQUAL(text_find(hay, text_of("zz")), 7);
	CU_ASSERT_EQUAL(text_find(text_of("aab"), text_of("ab")), 1);
	CU_ASSERT_EQUAL(text_find(text_of("aab"), text_of("bc")), 3);
	CU_ASSERT_EQUAL(text_find(text_of("ab"), text_of("ab")), 0);
	CU_ASSERT(text_contains_nocase(hay, text_of("CABC")));
	CU_ASSERT(!text_contains_nocase(hay, text_of("CABD")));
	CU_ASSERT(text_contains_nocase(hay, text_of("")));
	CU_ASSERT(text_contains_nocase(line, text_of("abc")));
	CU_ASSERT(text_contains_nocase(line, text_of("A_c")));
	CU_ASSERT(text_contains_nocase(line, text_of("BEHIND")));
	CU_ASSERT(!text_contains_nocase(line, text_of("behind it")));
	CU_ASSERT(text_is_nocase(text_of("Az[@`{"), "aZ[@`{") && text_is_nocase(text_of(""), ""));
	CU_ASSERT(!text_is_nocase(text_of("[@"), "{`") && !text_is_nocase(text_of("ab"), "abc"));
	CU_ASSERT(!text_equal_nocase((struct text)TEXT("a\0b"), (struct text)TEXT("a\0c")));
	CU_ASSERT(text_starts_nocase(line, text_of("NO ab")) &&
		  !text_starts_nocase(line, text_of("ab")));
	CU_ASSERT(!text_starts_nocase(text_of("a"), text_of("ab")));
	CU_ASSERT(text_starts(hay, "a") && text_ends(hay, "AbC") && !text_ends(hay, "abc"));
	CU_ASSERT(text_is(text_trim(text_of(" \t x y\n")), "x y"));
	CU_ASSERT(text_is(text_trim(text_of(" \n")), ""));
	CU_ASSERT(text_compare(text_of("a"), text_of("ab")) < 0);
	CU_ASSERT(text_compare(text_of("b"), text_of("ab")) > 0);
	CU_ASSERT(text_compare(text_of("ab"), text_of("ab")) == 0);
}

/* FIPS 180-4 examples and RFC 4231 test case 2 (whose input the parts' NUL bytes change: so the
 * expected value of the HMAC is the one of "what do ya want\0for nothing?\0", by openssl dgst). */
static void hashes(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	};
	struct text parts[2] = {text_of("what do ya want"), text_of("for nothing?")};
	struct err err = {0};
	char hex[SHA256_HEX];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].text, hash_sha256_hex(text_of(rows[i].text), hex, &err) == 0 &&
						strcmp(hex, rows[i].want) == 0);
	CU_ASSERT_EQUAL(hash_hmac_hex(text_of("Jefe"), parts, 2, hex, &err), 0);
	CU_ASSERT_STRING_EQUAL(
		hex, "b03490c886e5fc309d0a4f743018ed7c4583b67b04ba013b995ac847219ed858");
}

static void arena_grows(void)
{
	struct arena *arena = arena_new();
	int *items = NULL;
	size_t capacity = 0;

	CU_ASSERT_FATAL(arena != NULL);
	for (size_t i = 0; i < 10000; i++) {
		CU_ASSERT_FATAL(arena_reserve(arena, (void **)&items, &capacity, i + 1,
					sizeof(*items)) == 0);
		items[i] = (int)i;
	}
	for (size_t i = 0; i < 10000; i++)
		CU_ASSERT_FATAL(items[i] == (int)i);
	CU_ASSERT(arena_alloc(arena, SIZE_MAX) == NULL);
	CU_ASSERT(arena_array(arena, SIZE_MAX / 2, 4) == NULL);
	for (size_t size = 0; size < 40000; size += 1111) {
		char *bytes = arena_alloc(arena, size);

		CU_ASSERT_FATAL(bytes != NULL && (uintptr_t)bytes % 16 == 0);
		for (size_t i = 0; i < size; i++)
			CU_ASSERT_FATAL(bytes[i] == 0);
		memset(bytes, 0xff, size);
	}
	CU_ASSERT_STRING_EQUAL(arena_printf(arena, "%d-%s", 7, "x"), "7-x");
	arena_free(arena);
}

static void buffer_grows(void)
{
	struct buffer buffer = {0};

	CU_ASSERT(text_is(buffer_text(&buffer), ""));
	for (int i = 0; i < 1000; i++)
		buffer_printf(&buffer, "%d,", i);
	CU_ASSERT_EQUAL(buffer.len, 3890);
	CU_ASSERT(text_ends(buffer_text(&buffer), "998,999,"));
	buffer_clear(&buffer);
	buffer_add(&buffer, (struct text){"a\0b", 3});
	CU_ASSERT_EQUAL(buffer.len, 3);
	CU_ASSERT(!buffer.failed);
	buffer_free(&buffer);
}

static void test_quote(void)
{
	char long_text[202];

	memset(long_text, 'a', sizeof(long_text));
	CU_ASSERT_EQUAL(text_quote(text_of("")), 0);
	CU_ASSERT_EQUAL(text_quote(text_of("abc")), 3);
	CU_ASSERT_EQUAL(text_quote((struct text){long_text, 200}), 200);
	CU_ASSERT_EQUAL(text_quote((struct text){long_text, 201}), 8);
	memcpy(long_text + 7, "\xc3\xa9", 2);
	CU_ASSERT_EQUAL(text_quote((struct text){long_text, 201}), 7);
}

static const struct unit_test tests[] = {
	{"quote", test_quote},
	{"distances", distances},
	{"nearest", nearest},
	{"numbers", numbers},
	{"lines", lines},
	{"finding", finding},
	{"hashes", hashes},
	{"arena grows", arena_grows},
	{"buffer grows", buffer_grows},
};

UNIT_MAIN(tests)
