/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "gate/run_parts.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

enum { BLOBS = 8, EACH = MOST_FINDINGS / 5 + 1 };

/* As many findings for each blob, whose number is the line. */
static int flood(const struct check_job *job, struct err *err)
{
	(void)err;
	for (size_t i = 0; i < job->blobs.count && !job_stopped(job); i++) {
		struct finding finding = {.rule = "flood/one",
			.line = (uint32_t)blobs_at(job->blobs, i)->size & 0xff};

		check_examined(job, "blobs", 1);
		for (size_t n = 0; n < EACH; n++)
			check_report(job, &finding);
	}
	return 0;
}

/* Findings of each blob that are kept, and the blobs that were looked at. */
struct kept {
	size_t of_blob[BLOBS];
	uint64_t examined;
	bool overflowed;
};

static void count_task(struct kept *kept, const struct task *task)
{
	for (size_t i = 0; i < task->findings.count; i++)
		kept->of_blob[task->findings.items[i].line]++;
	for (size_t i = 0; i < task->examined.count; i++)
		kept->examined += task->examined.items[i].count;
}

/* The size makes each blob a task of its own. */
static struct kept run_with(unsigned threads)
{
	static const struct check check = {.name = "flood", .grain = PER_BLOB, .run = flood};
	struct blob blobs[BLOBS] = {0};
	const struct blob *items[BLOBS];
	struct policy policy = {0};
	struct judge judge = {.policy = &policy};
	struct change change = {0};
	struct run_request request = {
		.change = &change, .directory = ".", .judges = &judge, .judge_count = 1};
	struct assignment assignment = {.check = &check};
	struct reader *readers[16] = {0};
	struct run run = {
		.request = &request, .arena = arena_new(), .readers = readers, .threads = threads};
	struct task_list list = {0};
	struct task *tasks = NULL;
	struct kept kept = {0};
	struct err err = {0};
	size_t count = 0;

	for (size_t i = 0; i < BLOBS; i++) {
		blobs[i].size = ((uint64_t)1 << 30) + i;
		items[i] = &blobs[i];
	}
	CU_ASSERT_EQUAL_FATAL(
		tasks_cut(&tasks, &count, &assignment,
			(struct blobs){.items = items, .count = BLOBS}, run.arena, threads, &err),
		0);
	CU_ASSERT_EQUAL_FATAL(tasks_add(&list, tasks, count, run.arena, &err), 0);
	CU_ASSERT_EQUAL_FATAL(tasks_run(&run, &list, &err), 0);
	kept.overflowed = tasks_overflowed(tasks, count);
	for (size_t i = 0; i < count; i++)
		count_task(&kept, &tasks[i]);
	tasks_free(tasks, count);
	for (size_t i = 0; i < OF(readers); i++)
		reader_close(readers[i]);
	arena_free(run.arena);
	return kept;
}

/* Each blob is in one task; the more there are, the larger are the tasks. */
static void test_slices(void)
{
	static const struct {
		const char *name;
		size_t blobs, least, most;
	} rows[] = {{"none", 0, 0, 0}, {"one", 1, 1, 1}, {"few", 1000, 3, 5},
		{"a history", 600 * 1000, 300, 513}};
	static const struct check check = {.name = "flood", .grain = PER_BLOB, .run = flood};
	static const struct blob blob;
	const struct assignment assignment = {.check = &check};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		const struct blob **items = arena_array(arena, rows[i].blobs, sizeof(*items));
		struct task *tasks = NULL;
		struct err err = {0};
		size_t count = 0, sum = 0;

		CU_ASSERT_FATAL(items != NULL);
		for (size_t b = 0; b < rows[i].blobs; b++)
			items[b] = &blob;
		CHECK_ROW(rows[i].name,
			tasks_cut(&tasks, &count, &assignment,
				(struct blobs){.items = items, .count = rows[i].blobs}, arena, 2,
				&err) == 0);
		for (size_t t = 0; t < count; t++)
			sum += tasks[t].blobs.count;
		CHECK_ROW(rows[i].name, sum == rows[i].blobs);
		CHECK_ROW(rows[i].name, count >= rows[i].least && count <= rows[i].most);
		tasks_free(tasks, count);
		arena_free(arena);
	}
}

/* The first MOST_FINDINGS in the order of the blobs, whatever the number of threads. */
static void test_too_many(void)
{
	static const struct {
		const char *name;
		unsigned threads;
	} rows[] = {{"one thread", 1}, {"two", 2}, {"eight", 8}};

	for (size_t i = 0; i < OF(rows); i++) {
		struct kept kept = run_with(rows[i].threads);

		CHECK_ROW(rows[i].name, kept.overflowed);
		for (size_t blob = 0; blob < 4; blob++)
			CHECK_ROW(rows[i].name, kept.of_blob[blob] == EACH);
		CHECK_ROW(rows[i].name, kept.of_blob[4] == MOST_FINDINGS - 4 * EACH);
		for (size_t blob = 5; blob < BLOBS; blob++)
			CHECK_ROW(rows[i].name, kept.of_blob[blob] == 0);
		CHECK_ROW(rows[i].name, kept.examined == 5);
	}
}

static const struct unit_test tests[] = {
	{"slices", test_slices},
	{"too many", test_too_many},
};

int main(void)
{
	return unit_run(tests, OF(tests), __FILE__);
}
