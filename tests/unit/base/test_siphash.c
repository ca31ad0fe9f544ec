/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/keys.h"
#include "gate/base/siphash.h"
#include "unit.h"

/* CPython 3.11, whose hash of bytes is SipHash-1-3, under the key of zeroes: PYTHONHASHSEED=0. */
static void as_python_does(void)
{
	static const struct {
		const char *text;
		uint64_t want;
	} rows[] = {
		{"a", UINT64_C(0x407448d2b89b1813)},
		{"abcdefg", UINT64_C(0x6db12aae9070f506)},
		{"abcdefgh", UINT64_C(0x3f7b849c0b8e35ea)},
		{"abcdefghi", UINT64_C(0xf89b34a3d11eb6e5)},
		{"serde_json 1.0.197 registry", UINT64_C(0xc108d074779bde12)},
	};
	const struct siphash_key zeroes = {{0, 0}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].text, siphash(&zeroes, text_of(rows[i].text)) == rows[i].want);
}

static void keys_are_secret(void)
{
	struct siphash_key first, second, of_process, again;
	struct err err = {0};

	CU_ASSERT_EQUAL(siphash_key_new(&first, &err), 0);
	CU_ASSERT_EQUAL(siphash_key_new(&second, &err), 0);
	siphash_key_of_process(&of_process);
	siphash_key_of_process(&again);
	CU_ASSERT_NOT_EQUAL(first.words[0], second.words[0]);
	CU_ASSERT_NOT_EQUAL(of_process.words[0], 0);
	CU_ASSERT_NOT_EQUAL(of_process.words[0], first.words[0]);
	CU_ASSERT_EQUAL(memcmp(&of_process, &again, sizeof(again)), 0);
}

static void keys_of_a_table(void)
{
	struct arena *arena = arena_new();
	struct keys keys = {0};
	struct siphash_key of_process;
	struct err err = {0};
	uint32_t *number;

	keys_start(&keys, arena);
	siphash_key_of_process(&of_process);
	CU_ASSERT_EQUAL(memcmp(&keys.secret, &of_process, sizeof(of_process)), 0);
	for (unsigned i = 0; i < 1000; i++) {
		CU_ASSERT_EQUAL(
			keys_add(&keys, arena_textf(arena, "crate%u", i), &number, &err), 0);
		CU_ASSERT_EQUAL(*number, 0);
		*number = i + 1;
	}
	CU_ASSERT_EQUAL(keys_add(&keys, text_of("crate31"), &number, &err), 0);
	CU_ASSERT_EQUAL(*number, 32);
	CU_ASSERT_EQUAL(keys.count, 1000);
	for (unsigned i = 0; i < 1000; i++)
		CU_ASSERT_EQUAL(*keys_find(&keys, arena_textf(arena, "crate%u", i)), i + 1);
	CU_ASSERT_PTR_NULL(keys_find(&keys, text_of("crate1000")));
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"as Python does", as_python_does},
	{"keys are secret", keys_are_secret},
	{"keys of a table", keys_of_a_table},
};

UNIT_MAIN(tests)
