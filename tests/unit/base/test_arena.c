/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <malloc.h>

#include "gate/base/arena.h"

static bool is_zero(const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i])
			return false;
	return true;
}

/* Each turn: dirty memory of all sizes, and a reset. What comes behind it is zeroed again. */
static void test_reset(void)
{
	static const size_t sizes[] = {0, 1, 16, 1000, 20000, 100000, 3000000};
	struct arena *arena = arena_new();

	arena_reset(arena);
	for (int turn = 0; turn < 50; turn++) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			unsigned char *bytes = arena_alloc(arena, sizes[i]);

			CU_ASSERT_FATAL(bytes != NULL);
			CU_ASSERT(is_zero(bytes, sizes[i]));
			memset(bytes, 0xa5, sizes[i]);
		}
		arena_reset(arena);
	}
	arena_free(arena);
}

/* A thousand turns take no more memory than one. */
static void test_reset_frees(void)
{
	struct arena *arena = arena_new();
	size_t before = 0;

	for (int turn = 0; turn < 1000; turn++) {
		for (int i = 0; i < 100; i++)
			CU_ASSERT(arena_alloc(arena, 5000) != NULL);
		arena_reset(arena);
		if (turn == 10)
			before = mallinfo2().uordblks;
	}
	CU_ASSERT(mallinfo2().uordblks <= before + 2 * 1024 * 1024);
	arena_free(arena);
}

/* A growing array costs what it has now, and its items move with it. */
static void test_regrow(void)
{
	struct arena *arena = arena_new();
	size_t capacity = 0, count = 1024 * 1024,
	       before = mallinfo2().uordblks + mallinfo2().hblkhd;
	uint32_t *items = NULL;
	char *other = arena_copy(arena, text_of("stays"));
	bool same = true;

	for (size_t i = 0; i < count && same; i++) {
		same = arena_regrow(arena, (void **)&items, &capacity, i + 1, sizeof(*items)) == 0;
		if (same)
			items[i] = (uint32_t)i;
	}
	CU_ASSERT_FATAL(same);
	for (size_t i = 0; i < count; i++)
		same = same && items[i] == i;
	CU_ASSERT(same);
	CU_ASSERT(strcmp(other, "stays") == 0);
	CU_ASSERT(mallinfo2().uordblks + mallinfo2().hblkhd <=
		  before + count * sizeof(*items) + 2 * 1024 * 1024);
	arena_drop(arena, NULL);
	arena_drop(arena, other);
	CU_ASSERT(arena_copy(arena, text_of("more")) != NULL);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"regrow", test_regrow},
	{"reset", test_reset},
	{"reset frees", test_reset_frees},
};

UNIT_MAIN(tests)
