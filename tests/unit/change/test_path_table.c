/* SPDX-License-Identifier: Apache-2.0
 *
 * Paths are found where they were put, whatever the table has grown to, and no other is.
 */
#include "unit.h"

#include <stdlib.h>

#include "gate/change/path_table.h"

enum { COUNT = 5000 };

static void test_find(void)
{
	struct arena *arena = arena_new();
	struct path *paths = arena_array(arena, COUNT, sizeof(*paths)), **items;
	struct number_table table;
	struct err err = {0};
	uint32_t number;

	items = arena_array(arena, COUNT, sizeof(struct path *));
	CU_ASSERT_FATAL(paths && items && number_table_start(&table, arena, &err) == 0);
	CU_ASSERT_FALSE(path_table_find(&table, items, text_of("a/0"), &number));
	for (uint32_t i = 0; i < COUNT; i++) {
		paths[i].text = arena_textf(arena, "a/%u", i);
		items[i] = &paths[i];
		CU_ASSERT_FALSE(path_table_find(&table, items, paths[i].text, &number));
		CU_ASSERT_EQUAL_FATAL(number_table_add(&table, paths[i].text, i, &err), 0);
	}
	for (uint32_t i = 0; i < COUNT; i++)
		CU_ASSERT(path_table_find(&table, items, paths[i].text, &number) && number == i);
	CU_ASSERT_FALSE(path_table_find(&table, items, text_of("a/5000"), &number));
	CU_ASSERT_FALSE(path_table_find(&table, items, text_of(""), &number));
	CU_ASSERT_EQUAL(table.count, COUNT);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"find", test_find},
};

UNIT_MAIN(tests)
