/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/json_write.h"

#include <math.h>

#include "unit.h"

static void write_nothing(struct json_writer *json)
{
	(void)json;
}

static void write_empty(struct json_writer *json)
{
	json_begin(json, NULL, '{');
	json_begin(json, "a", '[');
	json_close(json, ']');
	json_begin(json, "o", '{');
	json_close(json, '}');
	json_close(json, '}');
}

static void write_nested(struct json_writer *json)
{
	json_begin(json, NULL, '[');
	json_uint(json, NULL, UINT64_MAX);
	json_begin(json, NULL, '{');
	json_bool(json, "t", true);
	json_bool(json, "f", false);
	json_close(json, '}');
	json_string(json, NULL, NULL);
	json_begin(json, NULL, '{');
	json_close(json, '}');
	json_close(json, ']');
}

static void write_hostile(struct json_writer *json)
{
	json_begin(json, NULL, '{');
	json_text(json, "te\"xt", (struct text)TEXT("a\"\\\n\x1b\xff ##[x] hunter22"));
	json_string(json, "string", "hunter22");
	json_word(json, "word", "hunter22");
	json_close(json, '}');
}

static void write_numbers(struct json_writer *json)
{
	static const double numbers[] = {
		0, -0.5, 0.1, 1e300, 1.0 / 3, 0.1 + 0.2, 123456789012, 1e-7};

	json_begin(json, NULL, '[');
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		json_real(json, NULL, numbers[i]);
	json_real(json, NULL, NAN);
	json_real(json, NULL, -INFINITY);
	json_close(json, ']');
}

static void write_deep(struct json_writer *json)
{
	for (unsigned i = 0; i < 9; i++)
		json_begin(json, NULL, '[');
	for (unsigned i = 0; i < 9; i++)
		json_close(json, ']');
}

static const struct {
	const char *name;
	void (*write)(struct json_writer *json);
	unsigned indent;
	const char *wanted;
} rows[] = {
	{"nothing", write_nothing, 2, ""},
	{"empty ones", write_empty, 0, "{\"a\":[],\"o\":{}}"},
	{"empty ones, indented", write_empty, 2, "{\n  \"a\": [],\n  \"o\": {}\n}"},
	{"nested", write_nested, 0, "[18446744073709551615,{\"t\":true,\"f\":false},\"\",{}]"},
	{"nested, indented", write_nested, 1,
		"[\n 18446744073709551615,\n {\n  \"t\": true,\n  \"f\": false\n },\n \"\",\n "
		"{}\n]"},
	{"hostile text", write_hostile, 0,
		"{\"te\\\"xt\":\"a\\\"\\\\\\n\\u001b\\\\xff ##\\u005bx] ****\","
		"\"string\":\"****\",\"word\":\"hunter22\"}"},
	{"numbers", write_numbers, 0,
		"[0,-0.5,0.1,1e+300,0.33333333333333331,0.30000000000000004,123456789012,1e-07,"
		"null,"
		"null]"},
	{"more spaces than one piece", write_deep, 3,
		"[\n   [\n      [\n         [\n            [\n               [\n"
		"                  [\n                     [\n                        []\n"
		"                     ]\n                  ]\n               ]\n            ]\n"
		"         ]\n      ]\n   ]\n]"},
};

static void test_rows(void)
{
	struct arena *arena = arena_new();
	struct masks *masks = masks_new(arena);

	CU_ASSERT(masks_add(masks, text_of("hunter22"), 0) == 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buffer out = {0};
		struct json_writer json = {.out = &out, .masks = masks, .indent = rows[i].indent};

		rows[i].write(&json);
		json_finish(&json);
		CHECK_ROW(rows[i].name, text_is(buffer_text(&out), rows[i].wanted));
		if (!text_is(buffer_text(&out), rows[i].wanted))
			fprintf(stderr, "got %s\n", buffer_text(&out).ptr);
		buffer_free(&out);
	}
	arena_free(arena);
}

static const struct unit_test tests[] = {{"rows", test_rows}};
UNIT_MAIN(tests)
