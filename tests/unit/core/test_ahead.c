/* SPDX-License-Identifier: Apache-2.0
 *
 * What is done while a tree is listed: the check that is asked for, each file once and in order, no more than may be read; and that
 * vendored files are among what the check of dependencies has hashed.
 */
#include "gate/ahead.h"

#include <dirent.h>
#include <time.h>

#include "change/fixture.h"
#include "checks/dependencies/proof/hashed_ahead.h"
#include "gate/base/hash.h"
#include "gate/registry.h"

static const char tree[] = "put vendor/a/.cargo-checksum.json list; put vendor/a/src/lib.rs one; "
			   "put vendor/a/src/z.rs two\n"
			   "put vendor/ab/src/lib.rs three; put src/main.rs four\n"
			   "head -c 1048577 /dev/zero >vendor/a/large; git add vendor/a/large\n"
			   "ln -s src vendor/a/link; git add vendor/a/link\n"
			   "commit vendored\n";

struct all {
	struct fixture fixture;
	struct repo *repo;
	struct oid head;
	struct policy policy;
};

static void open_all(struct all *all)
{
	struct err err = {0};
	struct oid tag;
	char folder[128];

	CU_ASSERT_FATAL(fixture_start(&all->fixture, "vendored", tree));
	snprintf(folder, sizeof(folder), "%s/r", all->fixture.folder);
	CU_ASSERT_EQUAL_FATAL(repo_open(&all->repo, folder, &err), 0);
	CU_ASSERT_EQUAL_FATAL(repo_resolve(all->repo, text_of("HEAD"), &all->head, &tag, &err), 0);
	CU_ASSERT_EQUAL_FATAL(
		policy_read(&all->policy, (struct text){0}, "built-in", all->fixture.arena, &err),
		0);
}

static void close_all(struct all *all)
{
	repo_close(all->repo);
	fixture_end(&all->fixture);
}

static struct ahead *start(const struct all *all, const char *only)
{
	return ahead_start(all->repo, &all->head, &all->policy, &only, only ? 1 : 0);
}

static bool is_hashed(
	const struct all *all, const void *made, const char *path, const char *content)
{
	unsigned char sha256[32];
	char want[LONGEST_HASH];
	struct reader *reader;
	struct err err = {0};
	struct oid oid;
	uint64_t size;
	uint32_t mode;
	bool is;

	CU_ASSERT_EQUAL_FATAL(reader_open(&reader, all->repo, NULL, NULL, &err), 0);
	CU_ASSERT_EQUAL(reader_lookup(reader, &all->head, text_of(path), &oid, &mode, &err), 0);
	CU_ASSERT_NOT_EQUAL(mode, MODE_NONE);
	reader_close(reader);
	is = hashed_ahead_find(made, &oid, sha256, &size);
	if (!is || !content)
		return is;
	CU_ASSERT_EQUAL(hash_sha_bytes(text_of(content), 32, want, &err), 0);
	CU_ASSERT_EQUAL(memcmp(sha256, want, 32), 0);
	CU_ASSERT_EQUAL(size, strlen(content));
	return is;
}

#ifdef __SANITIZE_THREAD__
enum { AT_REST = 2 }; /* ThreadSanitizer has a thread of its own */
#else
enum { AT_REST = 1 };
#endif

static unsigned threads(void)
{
	DIR *tasks = opendir("/proc/self/task");
	unsigned count = 0;

	for (struct dirent *entry; tasks && (entry = readdir(tasks));)
		count += entry->d_name[0] != '.';
	if (tasks)
		closedir(tasks);
	return count;
}

/* All that the thread can do is done first: once it is asked it ends at the file that it is at. */
static const void *take_later(struct ahead *ahead)
{
	const struct timespec a_while = {.tv_nsec = 10 * 1000 * 1000};

	for (int i = 0; i < 6000 && threads() > AT_REST; i++)
		nanosleep(&a_while, NULL);
	return ahead_take(ahead);
}

static void hashed_files(void)
{
	struct all all = {.repo = NULL};
	struct ahead *ahead;
	const void *made;

	open_all(&all);
	ahead = start(&all, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(ahead);
	CU_ASSERT_STRING_EQUAL(ahead_check(ahead)->name, "dependencies");
	made = take_later(ahead);
	CU_ASSERT_PTR_NOT_NULL_FATAL(made);
	CHECK_ROW("lib.rs", is_hashed(&all, made, "vendor/a/src/lib.rs", "one\n"));
	CHECK_ROW("z.rs", is_hashed(&all, made, "vendor/a/src/z.rs", "two\n"));
	CHECK_ROW("the list", is_hashed(&all, made, "vendor/a/.cargo-checksum.json", "list\n"));
	CHECK_ROW("the next folder", !is_hashed(&all, made, "vendor/ab/src/lib.rs", NULL));
	CHECK_ROW("not vendored", !is_hashed(&all, made, "src/main.rs", NULL));
	CHECK_ROW("too large", !is_hashed(&all, made, "vendor/a/large", NULL));
	CHECK_ROW("a link", !is_hashed(&all, made, "vendor/a/link", NULL));
	CU_ASSERT_PTR_EQUAL(ahead_take(ahead), made);
	ahead_end(ahead);
	close_all(&all);
}

/* A file over the policy's limit is told by what reads it for good. */
static void limits(void)
{
	struct all all = {.repo = NULL};
	struct ahead *ahead;

	open_all(&all);
	all.policy.limits.blob = 4;
	ahead = start(&all, "dependencies");
	CHECK_ROW("within", is_hashed(&all, take_later(ahead), "vendor/a/src/lib.rs", "one\n"));
	CHECK_ROW(
		"over", !is_hashed(&all, ahead_take(ahead), "vendor/a/.cargo-checksum.json", NULL));
	ahead_end(ahead);
	close_all(&all);
}

static void nobody(void)
{
	struct all all = {.repo = NULL};

	open_all(&all);
	CU_ASSERT_PTR_NULL(start(&all, "secrets"));
	for (size_t i = 0; i < all.policy.check_count; i++)
		all.policy.checks[i].enabled = false;
	CU_ASSERT_PTR_NULL(start(&all, NULL));
	CU_ASSERT_PTR_NULL(ahead_take(NULL));
	CU_ASSERT_PTR_NULL(ahead_check(NULL));
	ahead_end(NULL);
	close_all(&all);
}

/* At once, often: nothing hangs, and what was made is whole. */
static void ended_at_once(void)
{
	struct all all = {.repo = NULL};

	open_all(&all);
	for (int i = 0; i < 50; i++) {
		struct ahead *ahead = start(&all, "dependencies");

		if (i % 2)
			is_hashed(&all, ahead_take(ahead), "vendor/a/src/lib.rs", "one\n");
		ahead_end(ahead);
	}
	close_all(&all);
}

static const struct unit_test tests[] = {{"hashed files", hashed_files}, {"limits", limits},
	{"nobody", nobody}, {"ended at once", ended_at_once}};

UNIT_MAIN(tests)
