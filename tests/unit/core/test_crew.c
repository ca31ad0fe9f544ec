/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "gate/crew.h"

enum { TASKS = 1000 };

struct tally {
	unsigned threads;
	atomic_uint runs[TASKS];
	atomic_bool bad_worker;
	size_t written[TASKS]; /* not atomic: what a task wrote is there once it was reached */
};

static void count_task(void *context, size_t task, unsigned worker)
{
	struct tally *tally = context;

	atomic_fetch_add(&tally->runs[task], 1);
	tally->written[task] = task + 1;
	if (worker >= tally->threads)
		atomic_store(&tally->bad_worker, true);
}

static const unsigned threads[] = {1, 2, 8, 64};

static void tasks_are_reached(void)
{
	for (size_t t = 0; t < sizeof(threads) / sizeof(threads[0]); t++) {
		struct tally *tally = calloc(1, sizeof(*tally));
		struct crew *crew;

		CU_ASSERT_FATAL(tally != NULL);
		tally->threads = threads[t];
		crew = crew_start(count_task, tally, TASKS, threads[t]);
		CU_ASSERT_FATAL(crew != NULL);
		for (size_t to = 0; to <= TASKS; to += 125) {
			crew_reach(crew, to);
			for (size_t i = 0; i < to; i++)
				CU_ASSERT_FATAL(tally->written[i] == i + 1);
		}
		crew_end(crew);
		for (size_t i = 0; i < TASKS; i++)
			CU_ASSERT_FATAL(atomic_load(&tally->runs[i]) == 1);
		CU_ASSERT_FALSE(atomic_load(&tally->bad_worker));
		free(tally);
	}
}

/* Alone, a caller does no more than it asked for. */
static void ended_before_all_are_done(void)
{
	struct tally *tally = calloc(1, sizeof(*tally));
	struct crew *crew;

	CU_ASSERT_FATAL(tally != NULL);
	tally->threads = 1;
	crew = crew_start(count_task, tally, TASKS, 1);
	CU_ASSERT_FATAL(crew != NULL);
	crew_reach(crew, 10);
	crew_end(crew);
	for (size_t i = 0; i < TASKS; i++)
		CU_ASSERT_FATAL(atomic_load(&tally->runs[i]) == (i < 10));
	free(tally);
}

static void no_tasks(void)
{
	struct crew *crew = crew_start(count_task, NULL, 0, 4);

	CU_ASSERT_FATAL(crew != NULL);
	crew_reach(crew, 0);
	crew_end(crew);
	crew_end(NULL);
}

static const struct unit_test tests[] = {{"tasks are reached", tasks_are_reached},
	{"ended before all are done", ended_before_all_are_done}, {"no tasks", no_tasks}};

UNIT_MAIN(tests)
