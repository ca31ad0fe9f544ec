/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "gate/template.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

static struct arena *arena;

/* The expansion, or the empty text where the template is refused. */
static struct text expand(const char *source, const char *seed, size_t index, struct err *err)
{
	struct text out = {"", 0};

	if (template_expand(&out, text_of(source), text_of(seed), index, arena, err) < 0)
		return (struct text){"", 0};
	return out;
}

static void test_fixed(void)
{
	static const struct {
		const char *name, *source;
		struct text expected;
	} rows[] = {
		{"plain", "a = b", TEXT("a = b")},
		{"empty", "", TEXT("")},
		{"literal", "gh{{literal:p_}}x", TEXT("ghp_x")},
		{"literal with braces", "{{literal:{a}:b}}", TEXT("{a}:b")},
		{"repeat", "{{repeat:3:ab}}", TEXT("ababab")},
		{"repeat of a colon", "{{repeat:2::}}", TEXT("::")},
		{"repeat nought", "x{{repeat:0:ab}}", TEXT("x")},
		{"byte", "{{byte:00}}{{byte:fF}}{{byte:0a}}", TEXT("\0\xff\n")},
		{"escape", "${{{{ secrets.X }}", TEXT("${{ secrets.X }}")},
		{"single braces", "{a} ${B}", TEXT("{a} ${B}")},
		{"empty class", "a{{hex:0}}b", TEXT("ab")},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct err err = {0};

		CHECK_ROW(rows[i].name,
			text_equal(expand(rows[i].source, "s", 0, &err), rows[i].expected));
		CHECK_ROW(rows[i].name, err.kind == ERR_NONE);
	}
}

static void test_classes(void)
{
	static const struct {
		const char *source, *alphabet;
		size_t least, most;
	} rows[] = {
		{"{{base32:200}}", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 200, 200},
		{"{{hex:200}}", "0123456789abcdef", 200, 200},
		{"{{HEX:200}}", "0123456789ABCDEF", 200, 200},
		{"{{digits:1-9}}", "0123456789", 1, 9},
		{"{{lower:5-5}}", "abcdefghijklmnopqrstuvwxyz", 5, 5},
		{"{{upper:50}}", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 50, 50},
		{"{{alnum_lower:300}}", "abcdefghijklmnopqrstuvwxyz0123456789", 300, 300},
		{"{{alnum_upper:300}}", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 300, 300},
		{"{{base64url:300}}",
			"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 300,
			300},
		{"{{base64:300}}",
			"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 300,
			300},
		{"{{base62:300}}", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
			300, 300},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct err err = {0};
		struct text out = expand(rows[i].source, "seed", i, &err);
		size_t wrong = 0;

		for (size_t c = 0; c < out.len; c++)
			wrong += strchr(rows[i].alphabet, out.ptr[c]) == NULL;
		CHECK_ROW(rows[i].source, wrong == 0);
		CHECK_ROW(rows[i].source, out.len >= rows[i].least && out.len <= rows[i].most);
	}
}

static void test_seed(void)
{
	struct err err = {0};
	struct text first = expand("{{hex:40}}", "secrets/a", 0, &err);

	CU_ASSERT(text_equal(first, expand("{{hex:40}}", "secrets/a", 0, &err)));
	CU_ASSERT(!text_equal(first, expand("{{hex:40}}", "secrets/a", 1, &err)));
	CU_ASSERT(!text_equal(first, expand("{{hex:40}}", "secrets/b", 0, &err)));
	first = expand("{{hex:20}}{{hex:20}}", "secrets/a", 0, &err);
	CU_ASSERT(!text_equal(text_slice(first, 0, 20), text_slice(first, 20, 40)));
}

static void test_refused(void)
{
	static const struct {
		const char *source, *message;
	} rows[] = {
		{"ab{{hex", "column 3: \"{{\" without \"}}\""},
		{"{{octal:3}}", "column 1: unknown class"},
		{"{{hex}}", "column 1: a class wants a number"},
		{"{{hex:x}}", "column 1: a class wants a number"},
		{"{{hex:9-3}}", "column 1: a range"},
		{"{{hex:3-}x}}", "column 1: a range"},
		{"{{byte:0}}", "column 1: byte wants two hex digits"},
		{"{{byte:0g}}", "column 1: byte wants two hex digits"},
		{"{{repeat:3}}", "column 1: repeat wants"},
		{"{{repeat:x:y}}", "column 1: repeat wants"},
		{"{{}}", "column 1: unknown class"},
		{"{{hex:99999999999}}", "column 1: a class wants a number"},
		{"{{repeat:60000000:ab}}", "the text becomes longer"},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct err err = {0};

		expand(rows[i].source, "s", 0, &err);
		CHECK_ROW(rows[i].source, err.kind == ERR_USAGE);
		CHECK_ROW(rows[i].source, strstr(err.message, rows[i].message) != NULL);
	}
}

static const struct unit_test tests[] = {
	{"fixed", test_fixed},
	{"classes", test_classes},
	{"seed", test_seed},
	{"refused", test_refused},
};

int main(void)
{
	int failed;

	arena = arena_new();
	failed = unit_run(tests, OF(tests), __FILE__);
	arena_free(arena);
	return failed;
}
