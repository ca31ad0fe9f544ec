/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/pool.h"
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
		{"findings that do not block", {STATUS_FINDINGS, STATUS_CLEAN}, false, 1,
			VERDICT_PASS, 0},
		{"a blocking one", {STATUS_CLEAN, STATUS_FINDINGS}, true, 1, VERDICT_BLOCK, 1},
		{"incomplete", {STATUS_CLEAN, STATUS_INCOMPLETE}, false, 1, VERDICT_INCOMPLETE, 3},
		{"incomplete beats findings", {STATUS_FINDINGS, STATUS_INCOMPLETE}, true, 1,
			VERDICT_INCOMPLETE, 3},
		{"nothing ran", {STATUS_CLEAN, STATUS_SKIPPED}, false, 0, VERDICT_INCOMPLETE, 3},
		{"one of two ran", {STATUS_SKIPPED, STATUS_CLEAN}, false, 1, VERDICT_PASS, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome outcomes[2] = {
			{.status = rows[i].statuses[0]}, {.status = rows[i].statuses[1]}};
		struct finding finding = {.blocking = rows[i].blocking}, *findings[1] = {&finding};
		struct result result = {.outcomes = outcomes,
			.outcome_count = 2,
			.findings = findings,
			.finding_count = 1};

		verdict_decide(&result, rows[i].ran);
		CHECK_ROW(rows[i].name, result.verdict == rows[i].want);
		CHECK_ROW(rows[i].name, result.exit_code == rows[i].exit_code);
	}
}

static void worse(void)
{
	static const int rows[][3] = {
		{0, 0, 0}, {0, 1, 1}, {1, 3, 3}, {3, 2, 2}, {2, 4, 4}, {3, 0, 3}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CU_ASSERT_EQUAL(worse_exit(rows[i][0], rows[i][1]), rows[i][2]);
		CU_ASSERT_EQUAL(worse_exit(rows[i][1], rows[i][0]), rows[i][2]);
	}
}

/* Findings and measurements by hop: upper case blocks, lower case does not; '-' is none. */
static void hops(void)
{
	static const struct {
		const char *name, *findings, *measured;
		enum measured verdict;
		enum hop_status want[3];
	} rows[] = {
		{"nothing", "", "", MEASURED_WITHIN,
			{HOP_UNMEASURED, HOP_UNMEASURED, HOP_UNMEASURED}},
		{"one blocks", "B", "", MEASURED_WITHIN,
			{HOP_UNMEASURED, HOP_ORIGIN, HOP_UNMEASURED}},
		{"two block", "CB", "", MEASURED_WITHIN,
			{HOP_UNMEASURED, HOP_ORIGIN, HOP_DOWNSTREAM}},
		{"all block", "CBA", "", MEASURED_WITHIN,
			{HOP_ORIGIN, HOP_DOWNSTREAM, HOP_DOWNSTREAM}},
		{"a warning", "b", "", MEASURED_WITHIN,
			{HOP_UNMEASURED, HOP_CLEAN, HOP_UNMEASURED}},
		{"a warning before", "aC", "", MEASURED_WITHIN,
			{HOP_CLEAN, HOP_UNMEASURED, HOP_ORIGIN}},
		{"measured", "", "ac", MEASURED_WITHIN, {HOP_CLEAN, HOP_UNMEASURED, HOP_CLEAN}},
		{"measured after", "A", "c", MEASURED_BETTER,
			{HOP_ORIGIN, HOP_UNMEASURED, HOP_CLEAN}},
		{"undecided", "C", "a", MEASURED_INCONCLUSIVE,
			{HOP_UNMEASURED, HOP_UNMEASURED, HOP_ORIGIN}},
		{"only shown", "", "a", MEASURED_ONLY,
			{HOP_UNMEASURED, HOP_UNMEASURED, HOP_UNMEASURED}},
		{"of no hop", "-X", "-x", MEASURED_WITHIN,
			{HOP_UNMEASURED, HOP_UNMEASURED, HOP_UNMEASURED}},
	};
	static const char *const names[] = {"a", "b", "c"};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct finding findings[3] = {0}, *pointers[3];
		struct measurement measured[3] = {0};
		struct outcome outcome = {.measurements = measured};
		struct hop all[3] = {{TEXT("a"), 0, 0}, {TEXT("b"), 0, 0}, {TEXT("c"), 0, 0}};
		struct result result = {.outcomes = &outcome,
			.outcome_count = 1,
			.findings = pointers,
			.hops = all,
			.hop_count = 3};

		for (const char *at = rows[i].findings; *at; at++) {
			struct finding *finding = pointers[result.finding_count] =
				&findings[result.finding_count];

			finding->hop = *at == '-'   ? NULL
				       : *at == 'X' ? "x"
						    : names[(*at | 0x20) - 'a'];
			finding->blocking = *at < 'a';
			result.finding_count++;
		}
		for (const char *at = rows[i].measured; *at; at++)
			measured[outcome.measurement_count++] =
				(struct measurement){.verdict = rows[i].verdict,
					.hop = *at == '-'   ? NULL
					       : *at == 'x' ? "x"
							    : names[*at - 'a']};
		hops_lay(&result);
		for (size_t hop = 0; hop < 3; hop++)
			CHECK_ROW(rows[i].name, all[hop].status == rows[i].want[hop]);
	}
}

static struct measurement row(
	const char *subject, const char *name, enum measured verdict, double head)
{
	return (struct measurement){.subject = text_of(subject),
		.name = text_of(name),
		.unit = "ms",
		.head = head,
		.verdict = verdict};
}

/* Of what two policies had measured each row is there once, with the worse verdict and its numbers. */
static void joined(void)
{
	struct measurement base[] = {row("s", "a", MEASURED_WITHIN, 1),
		row("s", "b", MEASURED_REGRESSED, 1), row("sa", "b", MEASURED_ONLY, 1)};
	struct measurement head[] = {row("s", "b", MEASURED_OVER_LIMIT, 2),
		row("s", "a", MEASURED_INCONCLUSIVE, 2), row("s", "ab", MEASURED_BETTER, 2)};
	const struct measurements first = {.items = base, .count = 3},
				  second = {.items = head, .count = 3};
	static const struct {
		const char *name;
		double head;
		enum measured verdict;
	} want[] = {{"a", 2, MEASURED_INCONCLUSIVE}, {"b", 1, MEASURED_REGRESSED},
		{"b", 1, MEASURED_ONLY}, {"ab", 2, MEASURED_BETTER}};
	struct measurements all = {0};
	struct arena *arena = arena_new();
	struct err err = {0};

	CU_ASSERT_EQUAL_FATAL(measurements_join(&all, &first, arena, &err), 0);
	CU_ASSERT_EQUAL_FATAL(measurements_join(&all, &second, arena, &err), 0);
	CU_ASSERT_EQUAL_FATAL(all.count, 4);
	for (size_t i = 0; i < all.count; i++) {
		CHECK_ROW(want[i].name, text_is(all.items[i].name, want[i].name));
		CHECK_ROW(want[i].name, all.items[i].verdict == want[i].verdict);
		CHECK_ROW(want[i].name, all.items[i].head == want[i].head);
	}
	CU_ASSERT(!all.overflowed);
	arena_free(arena);
}

/* What a job's sink takes. */
static void measured(void)
{
	struct findings sink = {0};
	struct check_job job = {.arena = arena_new(), .findings = &sink};
	struct measurement one = row("s", "n", MEASURED_WITHIN, 1);

	one.unit = NULL;
	for (size_t i = 0; i < MOST_MEASUREMENTS; i++)
		check_measure(&job, &one);
	CU_ASSERT(!sink.failed && !sink.measurements.overflowed);
	CU_ASSERT(sink.measurements.items[0].unit[0] == '\0' && !sink.measurements.items[0].hop);
	CU_ASSERT(sink.measurements.items[0].note.ptr != NULL);
	check_measure(&job, &one);
	CU_ASSERT(sink.measurements.overflowed);
	CU_ASSERT_EQUAL(sink.measurements.count, MOST_MEASUREMENTS);
	arena_free(job.arena);
}

/* What check_missing says of a file, by who asks for it. */
static void missing(void)
{
	static const struct {
		const char *name;
		bool base, head;
		const char *sha256;
		enum side side;
		const char *reason, *remedy;
	} rows[] = {
		{"one policy", false, true, "ab12", SIDE_HEAD, "at the head",
			"commit it, or name where it is in .seamgate.yml"},
		{"the workspace", false, true, "ab12", SIDE_WORKSPACE,
			"in the checked-out directory", "make it before"},
		{"the base alone", true, false, "ab12", SIDE_HEAD, "at the head",
			"--accept-policy ab12"},
		{"both", true, true, "ab12", SIDE_HEAD, "at the head", "seamgate policy check"},
		{"no policy at the head", true, false, NULL, SIDE_HEAD, "at the head",
			"seamgate policy check"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct findings sink = {0};
		struct job_core core = {.base_asks = rows[i].base,
			.head_asks = rows[i].head,
			.head_sha256 = rows[i].sha256};
		struct check_job job = {.arena = arena_new(), .findings = &sink, .core = &core};

		check_missing(&job, rows[i].side, text_of("eval/a.json"), "evidence of model m");
		CU_ASSERT_EQUAL_FATAL(sink.incomplete_count, 1);
		CHECK_ROW(rows[i].name,
			strstr(sink.incomplete[0].reason.ptr, rows[i].reason) != NULL);
		CHECK_ROW(rows[i].name,
			strstr(sink.incomplete[0].remedy.ptr, rows[i].remedy) != NULL);
		arena_free(job.arena);
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
	{"hops", hops},
	{"measurements joined", joined},
	{"measurements taken", measured},
	{"missing files", missing},
	{"each task once", each_task_once},
	{"counters add up", counters_add_up},
};

UNIT_MAIN(tests)
