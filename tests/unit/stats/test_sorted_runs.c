/* SPDX-License-Identifier: Apache-2.0
 *
 * Sorting in little memory against qsort, of one chunk and of several in a file; and statistics of both.
 */

#include "gate/stats/sorted_runs.h"
#include "unit.h"

static int by_value(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return a < b ? -1 : a > b;
}

static double make(size_t row, uint64_t *state)
{
	static const double special[] = {0, -0.0, 1e308, -1e308, 5e-324, -5e-324, 1, -1};

	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	if (row % 97 == 0)
		return special[row / 97 % 8];
	return ((double)(*state >> 11) / 9007199254740992.0 - 0.5) * (row % 3 ? 1 : 1e6);
}

static const struct {
	const char *name;
	size_t count;
	bool in_file;
} rows[] = {{"none", 0, false}, {"one", 1, false}, {"a few", 1000, false},
	{"a chunk", SORTED_RUN, false}, {"one more than a chunk", SORTED_RUN + 1, true},
	{"three chunks", 3 * SORTED_RUN - 7, true}};

static bool is_sorted_as(const struct sorted_runs *runs, const double *values, size_t count,
	struct arena *arena, struct err *err)
{
	struct sorted_merge merge;
	double value;
	size_t at = 0;

	if (sorted_merge_open(&merge, runs, arena, err) < 0)
		return false;
	while (merge.ascending.next(&merge.ascending, &value))
		if (at == count || value != values[at++])
			return false;
	return at == count && merge.ascending.count == count &&
	       sorted_merge_check(&merge, err) == 0;
}

static void test_sorting(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		double *values = calloc(rows[i].count + 1, sizeof(*values));
		struct sorted_runs runs;
		struct err err = {0};
		uint64_t state = 7;
		bool added = true;

		CU_ASSERT_FATAL(arena && values);
		sorted_runs_start(&runs, arena);
		for (size_t k = 0; k < rows[i].count; k++) {
			values[k] = make(k, &state);
			added = added && sorted_runs_add(&runs, values[k], &err) == 0;
		}
		CHECK_ROW(rows[i].name, added && sorted_runs_end(&runs, &err) == 0);
		CHECK_ROW(rows[i].name, (runs.file != NULL) == rows[i].in_file);
		qsort(values, rows[i].count, sizeof(*values), by_value);
		CHECK_ROW(rows[i].name, is_sorted_as(&runs, values, rows[i].count, arena, &err));
		CHECK_ROW(rows[i].name, is_sorted_as(&runs, values, rows[i].count, arena, &err));
		free(values);
		arena_free(arena);
	}
}

static void test_no_room(void)
{
	struct arena *arena = arena_new();
	struct sorted_runs runs;
	struct err err = {0};
	int done = 0;

	setenv("TMPDIR", "/nowhere/at/all", 1);
	sorted_runs_start(&runs, arena);
	for (size_t i = 0; i <= SORTED_RUN && done == 0; i++)
		done = sorted_runs_add(&runs, (double)i, &err);
	unsetenv("TMPDIR");
	CU_ASSERT(done < 0 && err.kind == ERR_LOOK && err.remedy[0]);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"sorting", test_sorting},
	{"no room", test_no_room},
};

UNIT_MAIN(tests)
