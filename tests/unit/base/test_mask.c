/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/mask.h"

#include <time.h>

#include "unit.h"

enum { MOST_SECRETS = 4 };

struct row {
	const char *name;
	struct {
		struct text secret;
		size_t shown;
	} secrets[MOST_SECRETS];
	struct text text;
	const char *whole, *cut; /* cut NULL: the same */
};

#define LONG "Zq3vX9sLw7Kd2Rt8Yb5Nc1Mf6Hj4Pg0Uo"
#define BLOCK                                                                                \
	"-----BEGIN TEST KEY-----\nAbCdEfGhIjKlMnOpQrStUv\nWxYz01234\nshort\n-----END TEST " \
	"KEY-----\n"

static const struct row rows[] = {
	{"no secret", {{TEXT(""), 0}}, TEXT("plain text"), "plain text", NULL},
	{"one", {{TEXT("hunter22"), 0}}, TEXT("a hunter22 b"), "a **** b", NULL},
	{"at both ends", {{TEXT("hunter22"), 0}}, TEXT("hunter22 hunter22"), "**** ****", NULL},
	{"the whole text", {{TEXT("hunter22"), 0}}, TEXT("hunter22"), "****", NULL},
	{"prefix shown", {{TEXT("tok_hunter22"), 4}}, TEXT("=tok_hunter22;"), "=tok_****;", NULL},
	{"all shown is all hidden", {{TEXT("tok_"), 4}}, TEXT("=tok_;"), "=****;", NULL},
	{"too short", {{TEXT("abc"), 0}}, TEXT("abc"), "abc", NULL},
	{"too short but for blanks", {{TEXT("abc  "), 0}}, TEXT("abc  "), "abc  ", NULL},
	{"shortest", {{TEXT("abc4"), 0}}, TEXT("xabc4x abc"), "x****x abc", NULL},
	{"a word", {{TEXT("test"), 0}}, TEXT("latest tests of test, test_key"),
		"latest tests of ****, ****_key", NULL},
	{"a word and a digit", {{TEXT("test1"), 0}}, TEXT("latest1s"), "la****s", NULL},
	{"a word at the ends", {{TEXT("test"), 0}}, TEXT("test a test"), "**** a ****", NULL},
	{"a long word", {{TEXT("password"), 0}}, TEXT("passwords"), "****s", NULL},
	{"near miss", {{TEXT("hunter22"), 0}}, TEXT("hunter2 hunter23"), "hunter2 hunter23", NULL},
	{"twice, less shown", {{TEXT("tok_hunter22"), 4}, {TEXT("tok_hunter22"), 0}},
		TEXT("tok_hunter22"), "****", NULL},
	{"twice, more shown", {{TEXT("tok_hunter22"), 0}, {TEXT("tok_hunter22"), 4}},
		TEXT("tok_hunter22"), "****", NULL},
	{"longest wins", {{TEXT("abcdef"), 0}, {TEXT("abcdefgh"), 0}}, TEXT("-abcdefgh-"), "-****-",
		NULL},
	{"a shorter one inside what the longer shows",
		{{TEXT("abcde6"), 0}, {TEXT("abcde6ghij"), 8}}, TEXT("-abcde6ghij-"),
		"-****gh****-", NULL},
	{"one in the middle of another", {{TEXT("cde6"), 0}, {TEXT("abcde6gh"), 6}},
		TEXT("-abcde6gh-"), "-ab****-", NULL},
	{"overlapping", {{TEXT("abcdefgh"), 0}, {TEXT("ghijk1"), 0}}, TEXT("-abcdefghijk1-"),
		"-****-", NULL},
	{"overlapping with shown", {{TEXT("abcdefgh"), 0}, {TEXT("ghijk1"), 2}},
		TEXT("-abcdefghijk1-"), "-****-", NULL},
	{"side by side", {{TEXT("abc4"), 0}, {TEXT("efg8"), 0}}, TEXT("abc4efg8"), "****", NULL},
	{"repeating itself", {{TEXT("1111"), 0}}, TEXT("b111111b"), "b****b", NULL},
	{"bytes that are no text", {{TEXT("a\0\xff\nb"), 0}}, TEXT("<a\0\xff\nb>"), "<****>", NULL},
	{"with a line end behind it", {{TEXT("hunter22\n"), 0}}, TEXT("a hunter22 b"), "a **** b",
		NULL},
	{"short one with a line end", {{TEXT("abcd\r\n"), 0}}, TEXT("a abcd b"), "a **** b", NULL},
	{"block as it is", {{TEXT(BLOCK), 0}}, TEXT("<" BLOCK ">"), "<****>", NULL},
	{"line of a block", {{TEXT(BLOCK), 0}}, TEXT("  AbCdEfGhIjKlMnOpQrStUv\r"), "  ****\r",
		NULL},
	{"short line of a block", {{TEXT(BLOCK), 0}}, TEXT("WxYz01234"), "****", NULL},
	{"line under 8 bytes", {{TEXT(BLOCK), 0}}, TEXT("a short line"), "a short line", NULL},
	{"dashed lines stay", {{TEXT(BLOCK), 0}},
		TEXT("-----BEGIN TEST KEY-----, -----END TEST KEY-----"),
		"-----BEGIN TEST KEY-----, -----END TEST KEY-----", NULL},
	{"run out of a long secret", {{TEXT(LONG), 0}}, TEXT("= Lw7Kd2Rt8Yb5Nc1Mf6Hj4P ="),
		"= **** =", NULL},
	{"short run inside stays", {{TEXT(LONG), 0}}, TEXT("= Lw7Kd2Rt8Yb5Nc1 ="),
		"= Lw7Kd2Rt8Yb5Nc1 =", NULL},
	{"short run at the end", {{TEXT(LONG), 0}}, TEXT("= Zq3vX9sLw7"), "= Zq3vX9sLw7", "= ****"},
	{"short run at the start", {{TEXT(LONG), 0}}, TEXT("6Hj4Pg0Uo;"), "6Hj4Pg0Uo;", "****;"},
	{"nothing but a run", {{TEXT(LONG), 0}}, TEXT("Lw7Kd2Rt8Yb5Nc1"), "Lw7Kd2Rt8Yb5Nc1",
		"****"},
	{"run with the shown beginning", {{TEXT(LONG), 4}}, TEXT("= Zq3vX9sLw7Kd2Rt8Yb5Nc1Mf6 ="),
		"= Zq3v**** =", NULL},
	{"cut with the shown beginning", {{TEXT(LONG), 4}}, TEXT("= Zq3vX9sLw7"), "= Zq3vX9sLw7",
		"= Zq3v****"},
	{"words of a secret are no secret", {{TEXT("postgres://user:hunter22@db.example"), 0}},
		TEXT("uses postgres here"), "uses postgres here", NULL},
};

static bool row_holds(const struct row *row, bool cut)
{
	struct arena *arena = arena_new();
	struct masks *masks = masks_new(arena);
	struct buffer out = {0};
	const char *wanted = cut && row->cut ? row->cut : row->whole;
	bool holds;

	for (size_t i = 0; i < MOST_SECRETS; i++)
		CU_ASSERT(masks_add(masks, row->secrets[i].secret, row->secrets[i].shown) == 0);
	if (cut)
		mask_apply_cut(masks, row->text, NULL, &out);
	else
		mask_apply(masks, row->text, &out);
	holds = text_is(buffer_text(&out), wanted);
	if (!holds)
		fprintf(stderr, "got \"%s\"\n", buffer_text(&out).ptr);
	buffer_free(&out);
	arena_free(arena);
	return holds;
}

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK_ROW(rows[i].name, row_holds(&rows[i], false));
		CHECK_ROW(rows[i].name, row_holds(&rows[i], true));
	}
}

static const struct {
	const char *name;
	struct text text;
	struct mask_span span, wanted;
} span_rows[] = {
	{"the secret", TEXT("a=tok_hunter22;"), {2, 14}, {2, 10}},
	{"behind it", TEXT("a=tok_hunter22;b"), {14, 16}, {10, 12}},
	{"before it", TEXT("a=tok_hunter22;"), {0, 2}, {0, 2}},
	{"within it", TEXT("a=tok_hunter22;"), {8, 10}, {6, 10}},
	{"from before to within", TEXT("a=tok_hunter22;"), {1, 9}, {1, 10}},
	{"from within to behind", TEXT("a=tok_hunter22;"), {9, 15}, {6, 11}},
	{"all", TEXT("a=tok_hunter22;"), {0, 15}, {0, 11}},
	{"second of two", TEXT("tok_hunter22 tok_hunter22"), {13, 25}, {9, 17}},
	{"without any", TEXT("nothing here"), {3, 5}, {3, 5}},
	{"empty", TEXT("a=tok_hunter22;"), {0, 0}, {0, 0}},
};

static void test_spans(void)
{
	struct arena *arena = arena_new();
	struct masks *masks = masks_new(arena);

	CU_ASSERT(masks_add(masks, text_of("tok_hunter22"), 4) == 0);
	for (size_t i = 0; i < sizeof(span_rows) / sizeof(span_rows[0]); i++) {
		struct mask_span span = span_rows[i].span;
		struct buffer out = {0};

		mask_apply_cut(masks, span_rows[i].text, &span, &out);
		CHECK_ROW(span_rows[i].name, span.from == span_rows[i].wanted.from);
		CHECK_ROW(span_rows[i].name, span.to == span_rows[i].wanted.to);
		buffer_free(&out);
	}
	arena_free(arena);
}

static void test_without_masks(void)
{
	struct buffer out = {0};

	mask_apply(NULL, text_of("hunter22"), &out);
	CU_ASSERT(text_is(buffer_text(&out), "hunter22"));
	buffer_free(&out);
}

/* A secret of so many bytes, different for each number, behind a common beginning. */
static struct text made_secret(char *bytes, size_t length, unsigned number)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	uint64_t state = number + 1;

	memset(bytes, 'A', length);
	for (size_t i = 4; i < length; i++) {
		state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		bytes[i] = letters[state >> 59];
	}
	return (struct text){bytes, length};
}

/* Every alignment of every length up to some, at every cut: nothing of it stays readable but what
 * is shorter than a run. */
static void test_every_length(void)
{
	for (size_t length = 4; length <= 96; length++) {
		struct arena *arena = arena_new();
		struct masks *masks = masks_new(arena);
		char bytes[128], line[300];
		struct text secret = made_secret(bytes, length, (unsigned)length);

		CU_ASSERT(masks_add(masks, secret, 0) == 0);
		for (size_t before = 0; before < 17; before++) {
			struct buffer out = {0};

			memset(line, '.', sizeof(line));
			memcpy(line + before, secret.ptr, length);
			mask_apply(masks, (struct text){line, before + length + 5}, &out);
			CU_ASSERT(out.len == before + 4 + 5);
			buffer_free(&out);
		}
		for (size_t cut = 15; cut < length; cut++) {
			struct buffer out = {0};

			mask_apply_cut(masks, text_slice(secret, length - cut, length), NULL, &out);
			CU_ASSERT(text_is(buffer_text(&out), "****"));
			buffer_clear(&out);
			mask_apply_cut(masks, text_slice(secret, 0, cut), NULL, &out);
			CU_ASSERT(text_is(buffer_text(&out), "****"));
			buffer_free(&out);
		}
		arena_free(arena);
	}
}

/* Thousands of secrets with one beginning and a text that is full of it: linear, or this takes minutes. */
static void test_many(void)
{
	enum { COUNT = 20000, LENGTH = 20 };
	struct arena *arena = arena_new();
	struct masks *masks = masks_new(arena);
	struct buffer text = {0}, out = {0}, wanted = {0};
	clock_t start = clock();

	for (unsigned i = 0; i < COUNT; i++) {
		char bytes[LENGTH];
		struct text secret = made_secret(bytes, LENGTH, i);

		CU_ASSERT(masks_add(masks, secret, 4) == 0);
		CU_ASSERT(masks_add(masks, secret, 4) == 0);
		buffer_add(&text, secret);
		buffer_string(&text, ",AAAA,");
		buffer_string(&wanted, "AAAA****,AAAA,");
	}
	mask_apply(masks, buffer_text(&text), &out);
	CU_ASSERT(text_equal(buffer_text(&out), buffer_text(&wanted)));
	CU_ASSERT((double)(clock() - start) / CLOCKS_PER_SEC < 20);
	buffer_free(&text);
	buffer_free(&out);
	buffer_free(&wanted);
	arena_free(arena);
}

/* A secret of one byte repeated, and a text of the same: the worst case of any index over parts. */
static void test_repetition(void)
{
	enum { LENGTH = 1 << 16 };
	struct arena *arena = arena_new();
	struct masks *masks = masks_new(arena);
	char *bytes = malloc(LENGTH);
	struct buffer out = {0};
	clock_t start = clock();

	CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
	memset(bytes, 'A', LENGTH);
	CU_ASSERT(masks_add(masks, (struct text){bytes, LENGTH}, 0) == 0);
	for (unsigned i = 0; i < 200; i++) {
		buffer_clear(&out);
		mask_apply(masks, (struct text){bytes, 4096}, &out);
		CU_ASSERT(text_is(buffer_text(&out), "****"));
	}
	CU_ASSERT((double)(clock() - start) / CLOCKS_PER_SEC < 20);
	buffer_free(&out);
	free(bytes);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"rows", test_rows},
	{"spans", test_spans},
	{"without masks", test_without_masks},
	{"every length and alignment", test_every_length},
	{"many secrets", test_many},
	{"repetition", test_repetition},
};
UNIT_MAIN(tests)
