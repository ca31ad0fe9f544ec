/* SPDX-License-Identifier: Apache-2.0
 *
 * What a job remembers: names, and when something is due to be made.
 */
#include "gate/job.h"
#include "unit.h"

static void test_names(void)
{
	struct memos memos = {.count = 0};
	struct job_core core = {.memos = &memos}, none = {.memos = NULL};
	struct check_job job = {.arena = arena_new(), .core = &core};
	struct memo *first, *again, *other;
	struct err err = {0};
	char name[] = "1:a.json";

	CU_ASSERT_FATAL(job_memo(&first, &job, text_of(name), &err) == 0 && first);
	CU_ASSERT(!first->made);
	first->made = &memos;
	name[0] = '2';
	CU_ASSERT(job_memo(&other, &job, text_of(name), &err) == 0 && other && other != first);
	for (size_t i = 0; i < 1000; i++) {
		struct text many = arena_textf(job.arena, "%zu", i);

		CU_ASSERT_FATAL(job_memo(&other, &job, many, &err) == 0);
	}
	CU_ASSERT(job_memo(&again, &job, text_of("1:a.json"), &err) == 0 && again == first);
	job.core = &none;
	CU_ASSERT(job_memo(&again, &job, text_of("1:a.json"), &err) == 0 && !again);
	arena_free(job.arena);
}

/* Once, at the second asking, and only as long as there is room. */
static void test_due(void)
{
	struct memos memos = {.count = 0};
	struct job_core core = {.memos = &memos};
	struct check_job job = {.core = &core};
	struct memo small = {0}, large = {0}, rest = {0}, late = {0};

	CU_ASSERT(!memo_is_due(&job, &small, 1));
	CU_ASSERT(memo_is_due(&job, &small, 1));
	CU_ASSERT(!memo_is_due(&job, &small, 1));
	CU_ASSERT(!memo_is_due(&job, &large, MOST_MEMO_BYTES));
	CU_ASSERT(!memo_is_due(&job, &large, MOST_MEMO_BYTES));
	CU_ASSERT(!memo_is_due(&job, &large, 1));
	CU_ASSERT(!memo_is_due(&job, &rest, MOST_MEMO_BYTES - 1));
	CU_ASSERT(memo_is_due(&job, &rest, MOST_MEMO_BYTES - 1));
	CU_ASSERT(!memo_is_due(&job, &late, 1));
	CU_ASSERT(!memo_is_due(&job, &late, 1));
}

static const struct unit_test tests[] = {
	{"names", test_names},
	{"due", test_due},
};

UNIT_MAIN(tests)
