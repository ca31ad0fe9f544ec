/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/pool.h"
#include "gate/run_parts.h"
#include "gate/verbs/judge.h"
#include "unit.h"

#include <stdatomic.h>

static void decisions(void)
{
	static const struct {
		const char *name;
		enum status statuses[2];
		bool blocking;
		size_t ran;
		enum verdict want;
		int exit_code;
	} rows[] = {
		{"clean", {STATUS_CLEAN, STATUS_CLEAN}, false, 1, VERDICT_PASS, 0},
		{"findings that do not block", {STATUS_FINDINGS, STATUS_CLEAN}, false, 1, VERDICT_PASS, 0},
		{"a blocking one", {STATUS_CLEAN, STATUS_FINDINGS}, true, 1, VERDICT_BLOCK, 1},
		{"incomplete", {STATUS_CLEAN, STATUS_INCOMPLETE}, false, 1, VERDICT_INCOMPLETE, 3},
		{"incomplete beats findings", {STATUS_FINDINGS, STATUS_INCOMPLETE}, true, 1, VERDICT_INCOMPLETE, 3},
		{"nothing ran", {STATUS_CLEAN, STATUS_SKIPPED}, false, 0, VERDICT_INCOMPLETE, 3},
		{"one of two ran", {STATUS_SKIPPED, STATUS_CLEAN}, false, 1, VERDICT_PASS, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome outcomes[2] = {{.status = rows[i].statuses[0]}, {.status = rows[i].statuses[1]}};
		struct finding finding = {.blocking = rows[i].blocking}, *findings[1] = {&finding};
		struct result result = {.outcomes = outcomes, .outcome_count = 2, .findings = findings,
			.finding_count = 1};

		verdict_decide(&result, rows[i].ran);
		CHECK_ROW(rows[i].name, result.verdict == rows[i].want);
		CHECK_ROW(rows[i].name, result.exit_code == rows[i].exit_code);
	}
}

static void worse(void)
{
	static const int rows[][3] = {{0, 0, 0}, {0, 1, 1}, {1, 3, 3}, {3, 2, 2}, {2, 4, 4}, {3, 0, 3}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CU_ASSERT_EQUAL(worse_exit(rows[i][0], rows[i][1]), rows[i][2]);
		CU_ASSERT_EQUAL(worse_exit(rows[i][1], rows[i][0]), rows[i][2]);
	}
}

struct tally {
	atomic_int runs[1000];
	atomic_int bad_worker;
	unsigned threads;
};

static void count_task(void *context, size_t task, unsigned worker)
{
	struct tally *tally = context;

	atomic_fetch_add(&tally->runs[task], 1);
	if (worker >= tally->threads)
		atomic_store(&tally->bad_worker, 1);
}

static void each_task_once(void)
{
	static const unsigned threads[] = {1, 2, 8, 64};

	for (size_t t = 0; t < sizeof(threads) / sizeof(threads[0]); t++) {
		struct tally *tally = calloc(1, sizeof(*tally));

		CU_ASSERT_FATAL(tally != NULL);
		tally->threads = threads[t];
		pool_run(count_task, tally, 1000, threads[t]);
		for (size_t i = 0; i < 1000; i++)
			CU_ASSERT_FATAL(atomic_load(&tally->runs[i]) == 1);
		CU_ASSERT_EQUAL(atomic_load(&tally->bad_worker), 0);
		free(tally);
	}
	CU_ASSERT(pool_threads() >= 1);
}

static void counters_add_up(void)
{
	struct examined examined = {0};

	examined_add(&examined, "blobs", 2);
	examined_add(&examined, "bytes", 5);
	examined_add(&examined, "blobs", 3);
	CU_ASSERT_EQUAL(examined.count, 2);
	CU_ASSERT_EQUAL(examined.items[0].count, 5);
}

static const struct unit_test tests[] = {
	{"decisions", decisions},
	{"worse exit", worse},
	{"each task once", each_task_once},
	{"counters add up", counters_add_up},
};

UNIT_MAIN(tests)
