/* SPDX-License-Identifier: Apache-2.0
 *
 * Tasks that threads run in any order, merged in theirs.
 */
#include "gate/base/pool.h"
#include "unit.h"

#include <stdatomic.h>

enum { TASKS = 500, NEVER = TASKS };

struct sums {
	size_t end;         /* the merge that ends it */
	atomic_size_t runs; /* begun */
	size_t squares[TASKS];
	size_t merged, out_of_order, ahead;
	atomic_int merging, most_merging;
};

/* Tasks take longer the earlier they are in their group of eight, so that later ones end first. */
static void square(void *context, size_t task, unsigned worker)
{
	struct sums *sums = context;
	volatile size_t turns = (7 - task % 8) * 2000;

	(void)worker;
	atomic_fetch_add(&sums->runs, 1);
	while (turns > 0)
		turns--;
	sums->squares[task] = task * task;
}

static bool add(void *context, size_t task)
{
	struct sums *sums = context;
	size_t ahead = atomic_load(&sums->runs) - sums->merged;

	if (atomic_fetch_add(&sums->merging, 1) > 0)
		atomic_store(&sums->most_merging, 2);
	sums->out_of_order += task != sums->merged || sums->squares[task] != task * task;
	sums->ahead = ahead > sums->ahead ? ahead : sums->ahead;
	sums->merged++;
	atomic_fetch_sub(&sums->merging, 1);
	return task != sums->end;
}

static void in_order(void)
{
	static const struct {
		const char *name;
		size_t count, end;
		unsigned threads;
		bool done;
	} rows[] = {
		{"one thread", TASKS, NEVER, 1, true},
		{"two", TASKS, NEVER, 2, true},
		{"eight", TASKS, NEVER, 8, true},
		{"more than there can be", TASKS, NEVER, 1000, true},
		{"no tasks", 0, NEVER, 4, true},
		{"fewer tasks than threads", 3, NEVER, 8, true},
		{"one thread, ended by the first", TASKS, 0, 1, false},
		{"ended in the middle", TASKS, 250, 8, false},
		{"ended by the last", TASKS, TASKS - 1, 8, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sums sums = {.end = rows[i].end};
		size_t wanted = rows[i].done ? rows[i].count : rows[i].end + 1;
		size_t threads = rows[i].threads < 64 ? rows[i].threads : 64;

		CHECK_ROW(rows[i].name, pool_run_in_order(square, add, &sums, rows[i].count,
						rows[i].threads) == rows[i].done);
		CHECK_ROW(rows[i].name, sums.merged == wanted && sums.out_of_order == 0);
		CHECK_ROW(rows[i].name, atomic_load(&sums.most_merging) == 0);
		CHECK_ROW(rows[i].name, sums.ahead <= 4 * threads);
		CHECK_ROW(rows[i].name,
			rows[i].done || atomic_load(&sums.runs) <= wanted + 4 * threads);
	}
}

static const struct unit_test tests[] = {{"in order", in_order}};

UNIT_MAIN(tests)
