/* SPDX-License-Identifier: Apache-2.0
 *
 * An end of the process in the middle of a library that knows no other way where there is no memory.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gate/base/err.h"
#include "gate/base/memory.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

/* The exit code of a process that ends with one while so many calls are under way. */
static int end_with(int status, unsigned under_way)
{
	pid_t child = fork();
	int result = 0;

	if (child == 0) {
		atomic_uint *calls = memory_watch();

		if (!calls || !freopen("/dev/null", "w", stderr))
			_exit(99);
		atomic_store(calls, under_way);
		exit(status);
	}
	return child > 0 && waitpid(child, &result, 0) == child && WIFEXITED(result)
		       ? WEXITSTATUS(result)
		       : -1;
}

static void test_watch(void)
{
	static const struct {
		const char *name;
		int status;
		unsigned under_way;
		int code;
	} rows[] = {
		{"findings, and no call under way", 1, 0, 1},
		{"the library ends the process", 1, 1, ERR_INTERNAL},
		{"in one of two threads", 1, 2, ERR_INTERNAL},
		{"something else ends it", 3, 1, 3},
		{"no findings", 0, 0, 0},
	};

	for (size_t i = 0; i < OF(rows); i++)
		CHECK_ROW(
			rows[i].name, end_with(rows[i].status, rows[i].under_way) == rows[i].code);
}

/* Whole pages are given back, which come anew and zeroed; what shares a page with something else is left alone. */
static void test_past(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), size = 4 * page;
	char *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CU_ASSERT_FATAL(bytes != MAP_FAILED);
	memset(bytes, 'x', size);
	memory_past(bytes + 1, 2 * page);
	CU_ASSERT(bytes[page - 1] == 'x' && bytes[2 * page] == 'x');
	CU_ASSERT(bytes[page] == '\0' && bytes[2 * page - 1] == '\0');
	memory_past(bytes + 3 * page + 1, page - 2);
	CU_ASSERT(bytes[3 * page + 1] == 'x');
	memory_past(NULL, 0);
	munmap(bytes, size);
}

/* What is free between what is not goes back once there is so much of it, and not before. */
static void test_settle_grown(void)
{
	enum { COUNT = 4000, SIZE = 16 * 1024 };
	static char *pieces[COUNT];
	size_t after = 0, grown;

	memory_settle_grown(&after);
	CU_ASSERT_EQUAL(after, 0);
	for (size_t i = 0; i < COUNT; i++) {
		pieces[i] = malloc(SIZE);
		CU_ASSERT_FATAL(pieces[i] != NULL);
		memset(pieces[i], 'x', SIZE);
	}
	memory_settle_grown(&after);
	grown = after;
	CU_ASSERT(grown > (size_t)COUNT * SIZE / 2);
	for (size_t i = 0; i < COUNT; i++)
		if (i % 8)
			free(pieces[i]);
	memory_settle_grown(&after);
	CU_ASSERT_EQUAL(after, grown);
	/* As if it had been given back before all this. A sanitizer's memory is not glibc's. */
	after = 0;
	memory_settle_grown(&after);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	CU_ASSERT(after < grown / 2);
#endif
	for (size_t i = 0; i < COUNT; i += 8)
		free(pieces[i]);
}

static const struct unit_test tests[] = {
	{"past", test_past},
	{"settle where it has grown", test_settle_grown},
	{"watch", test_watch},
};

int main(void)
{
	return unit_run(tests, OF(tests), __FILE__);
}
