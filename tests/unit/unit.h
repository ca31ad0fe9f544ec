/* SPDX-License-Identifier: Apache-2.0
 *
 * A unit test program is a table of named functions and UNIT_MAIN(table). Inside, a test is a
 * static array of named rows and one loop; CHECK_ROW puts the row's name into the failure text.
 */
#ifndef SEAMGATE_TESTS_UNIT_H
#define SEAMGATE_TESTS_UNIT_H

#include <CUnit/Basic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How many times as long something may take with a sanitizer. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SLOWER = 10 };
#else
enum { SLOWER = 1 };
#endif

struct unit_test {
	const char *name;
	void (*run)(void);
};

#define CHECK_ROW(row_name, condition)                                                             \
	do {                                                                                       \
		int holds_ = (condition) ? 1 : 0;                                                  \
		if (!holds_)                                                                       \
			fprintf(stderr, "%s:%d: row \"%s\": %s\n", __FILE__, __LINE__, (row_name), \
				#condition);                                                       \
		CU_ASSERT(holds_);                                                                 \
	} while (0)

static int unit_run(const struct unit_test *tests, size_t count, const char *suite_name)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 1;
	suite = CU_add_suite(suite_name, NULL, NULL);
	for (size_t i = 0; suite && i < count; i++)
		if (!CU_add_test(suite, tests[i].name, tests[i].run))
			return 1;
	CU_basic_set_mode(CU_BRM_NORMAL);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures() + (CU_get_number_of_tests_run() != count);
	CU_cleanup_registry();
	return failures != 0;
}

#define UNIT_MAIN(tests)                                                                \
	int main(void)                                                                  \
	{                                                                               \
		return unit_run((tests), sizeof(tests) / sizeof((tests)[0]), __FILE__); \
	}

#endif
