/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/conceal.h"
#include "scanning.h"

static void test_texts(void)
{
	static const struct {
		const char *name, *source; /* with templates */
		const char *expected;
	} rows[] = {
		{"a key among words", "unknown key \"AKIA{{base32:16}}\"", NULL},
		{"alone", "AKIA{{base32:16}}", NULL},
		{"nothing", "unknown key \"blocks\"; did you mean \"block\"?",
			"unknown key \"blocks\"; did you mean \"block\"?"},
		{"short", "HEAD", "HEAD"},
		{"empty", "", ""},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct scanning own = {.arena = arena_new()};
		struct masks *masks = masks_new(own.arena);
		struct buffer out = {0};
		struct text text = made(&own, rows[i].source);

		CU_ASSERT_FATAL(conceal(masks, &text, 1, own.arena, &own.err) == 0);
		mask_apply(masks, text, &out);
		if (rows[i].expected)
			CHECK_ROW(rows[i].name, text_is(buffer_text(&out), rows[i].expected));
		else
			CHECK_ROW(rows[i].name,
				text_find(buffer_text(&out), text_of("AKIA****")) < out.len);
		buffer_free(&out);
		arena_free(own.arena);
	}
}

static void test_shortest_match(void)
{
	for (size_t i = 0; i < builtin_rules.count; i++) {
		const struct rule *rule = &builtin_rules.items[i];
		hs_compile_error_t *error = NULL;
		hs_expr_info_t *info = NULL;

		if (!rule->pattern)
			continue;
		CHECK_ROW(rule->id,
			hs_expression_info(rule->pattern, 0, &info, &error) == HS_SUCCESS);
		CHECK_ROW(rule->id, info && info->min_width >= SHORTEST_MATCH);
		hs_free_compile_error(error);
		free(info);
	}
}

static const struct unit_test tests[] = {
	{"texts", test_texts},
	{"shortest match", test_shortest_match},
};

UNIT_MAIN(tests)
