/* SPDX-License-Identifier: Apache-2.0
 *
 * What an age comes to, of one reading and of several; what readers refuse.
 */
#include <math.h>

#include "checks/freshness/age.h"
#include "checks/freshness/duration.h"
#include "checks/freshness/format.h"
#include "unit.h"

static const double now = 1795756724;

static const struct {
	const char *name;
	double at, age, measured, idle, pending, report_age;
	const char *failed;
	enum age_state state;
} states[] = {
	{"fresh", NAN, 5, NAN, NAN, NAN, 0, NULL, AGE_WITHIN},
	{"exactly as old as it may be", NAN, 60, NAN, NAN, NAN, 0, NULL, AGE_WITHIN},
	{"over", NAN, 61, NAN, NAN, NAN, 0, NULL, AGE_OVER},
	{"a time is judged to now, not as it was measured", 1795756724 - 61, 1, NAN, NAN, NAN, 0,
		NULL, AGE_OVER},
	{"nothing is known", NAN, NAN, NAN, NAN, NAN, 0, NULL, AGE_UNKNOWN},
	{"who measured could not", NAN, 5, NAN, NAN, NAN, 0, "no", AGE_FAILED},
	{"below 0 by less than clocks may differ", NAN, -4, NAN, NAN, NAN, 0, NULL, AGE_WITHIN},
	{"below 0 by more", NAN, -6, NAN, NAN, NAN, 0, NULL, AGE_SKEWED},
	{"measured in the future", NAN, 5, 1795756724 + 60, NAN, NAN, 0, NULL, AGE_SKEWED},
	{"measured long ago", NAN, 5, 1795756724 - 7200, NAN, NAN, 3600, NULL, AGE_OLD},
	{"nobody says when", NAN, 5, NAN, NAN, NAN, 3600, NULL, AGE_OLD},
	{"idle", NAN, 7200, NAN, 7200, 0, 0, NULL, AGE_IDLE},
	{"idle, and its lag stands still", NAN, 5, NAN, 120, 0, 0, NULL, AGE_IDLE},
	{"idle for less", NAN, 5, NAN, 59, 0, 0, NULL, AGE_WITHIN},
	{"stuck", NAN, 7200, NAN, 7200, 3, 0, NULL, AGE_STUCK},
	{"stuck, and not old yet", NAN, 5, NAN, 120, 3, 0, NULL, AGE_STUCK},
	{"idle or stuck", NAN, 7200, NAN, 7200, NAN, 0, NULL, AGE_UNTOLD},
	{"records come", NAN, 7200, NAN, 1, 3, 0, NULL, AGE_OVER},
};

static void test_states(void)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		struct reading reading = {.at = states[i].at,
			.age = states[i].age,
			.added = NAN,
			.measured = states[i].measured,
			.idle = states[i].idle,
			.pending = states[i].pending,
			.failed = states[i].failed};
		struct age_limits limits = {60, 60, 5, states[i].report_age};

		CHECK_ROW(states[i].name, age_state(&reading, &limits, now) == states[i].state);
	}
}

static struct readings *gather(struct arena *arena, struct readings *out, const char *format,
	const char *select, const char *content, struct err *err)
{
	size_t at = 0;
	struct fresh_file file = {"f", text_of(content), text_of(select), arena_new()};
	int done;

	while (strcmp(fresh_format_names[at], format) != 0)
		at++;
	readings_start(out, "f", arena);
	done = fresh_formats[at]->read(out, &file, err);
	arena_free(file.scratch);
	if (done == 0)
		readings_finish(out, 1);
	return done == 0 ? out : NULL;
}

#define LAG(part, ms) "x_currentEmitEventTimeLag{p=\"" part "\"} " ms "\n"
#define IDLE(part)    "x_sourceIdleTime{p=\"" part "\"} 900000\nx_pendingRecords{p=\"" part "\"} 0\n"

#define AGGREGATE(metric, min, max) \
	"{\"id\":\"Source__a." metric "\",\"min\":" min ",\"max\":" max ",\"avg\":0}"

static const struct {
	const char *name, *format, *select, *content;
	enum age_state state;
	double age, added;
} sums[] = {
	{"the oldest partition counts", "flink", "", LAG("0", "2000") LAG("1", "9000"), AGE_WITHIN,
		9, NAN},
	{"an idle one does not", "flink", "", LAG("0", "2000") LAG("1", "6") IDLE("1"), AGE_WITHIN,
		2, NAN},
	{"all are idle, and the lag stands still", "flink", "", LAG("1", "6") IDLE("1"), AGE_IDLE,
		0.006, NAN},
	{"what has read nothing, and has nothing to read", "flink", "", LAG("1", "-1") IDLE("1"),
		AGE_IDLE, 0, NAN},
	{"what has no split", "flink", "",
		"x_currentEmitEventTimeLag{operator_name=\"a\",i=\"0\"} -1\n"
		"x_currentEmitEventTimeLag{operator_name=\"a\",i=\"1\"} 2000\n"
		"x_split_watermark_currentWatermark{split=\"s\",operator_name=\"a\",i=\"1\"} 1\n",
		AGE_WITHIN, 2, NAN},
	{"what has a split, and has read nothing", "flink", "",
		"x_split_watermark_currentWatermark{split=\"s\",operator_name=\"a\",i=\"1\"} 1\n"
		"x_currentEmitEventTimeLag{operator_name=\"a\",i=\"1\"} -1\n",
		AGE_FAILED, NAN, NAN},
	{"a task that has no split", "flink", "",
		"[{\"id\":\"0.S.currentEmitEventTimeLag\",\"value\":\"-1\"},{\"id\":\"1.S.split.c-"
		"0."
		"watermark.currentWatermark\",\"value\":\"1\"},{\"id\":\"1.S."
		"currentEmitEventTimeLag\",\"value\":\"7\"}]",
		AGE_WITHIN, 0.007, NAN},
	{"a task that has one", "flink", "",
		"[{\"id\":\"0.S.currentEmitEventTimeLag\",\"value\":\"-1\"},{\"id\":\"0.S."
		"KafkaSourceReader.topic.c.partition.0.currentOffset\",\"value\":\"1\"}]",
		AGE_FAILED, NAN, NAN},
	{"what has read nothing", "flink", "", LAG("0", "2000") LAG("1", "-1"), AGE_FAILED, NAN,
		NAN},
	{"idle in one scrape, busy in the next", "flink", "",
		LAG("1", "9000") "x_sourceIdleTime{p=\"1\"} 0\n" LAG(
			"1", "6") "x_sourceIdleTime{p=\"1\"} 2000\n",
		AGE_WITHIN, 9, NAN},
	{"labels of one run", "flink", "{p=\"0\"}",
		"x_currentEmitEventTimeLag{job_id=\"a\",p=\"0\",tm_id=\"b\",} 2000\n"
		"x_sourceIdleTime{job_id=\"a\",p=\"0\",tm_id=\"c\",} 1000\n",
		AGE_WITHIN, 2, NAN},
	{"one task hangs, another one is idle", "flink", "",
		"[" AGGREGATE("currentEmitEventTimeLag", "3", "177850") "," AGGREGATE(
			"sourceIdleTime", "0", "357580") "," AGGREGATE("pendingRecords", "0",
			"0") "]",
		AGE_OVER, 177.85, NAN},
	{"whether the idle task is the one with records", "flink", "",
		"[" AGGREGATE("currentEmitEventTimeLag", "3", "6") "," AGGREGATE("sourceIdleTime",
			"0", "357580") "," AGGREGATE("pendingRecords", "0", "4") "]",
		AGE_UNTOLD, NAN, NAN},
	{"one that has read nothing hides behind no other", "flink", "",
		LAG("0", "90000") LAG("1", "NaN"), AGE_FAILED, NAN, NAN},
	{"the worst of two scrapes", "flink", "", LAG("0", "9000") LAG("0", "2000"), AGE_WITHIN, 9,
		NAN},
	{"labels are selected", "flink", "{p=\"0\"}", LAG("0", "2000") LAG("1", "9000"), AGE_WITHIN,
		2, NAN},
	{"the part of the source", "flink", "",
		LAG("0", "9000") "x_currentFetchEventTimeLag{p=\"0\"} 2000\n", AGE_WITHIN, 9, 7},
	{"records per second", "kafka", "",
		"records_lag{topic=\"a\",partition=\"0\"} 100\nrecords_consumed_rate{topic=\"a\"} "
		"20\n",
		AGE_WITHIN, 5, NAN},
	{"two partitions share a rate", "kafka", "",
		"records_lag{topic=\"a\",partition=\"0\"} 100\nrecords_lag{topic=\"a\",partition="
		"\"1\"} 0\nrecords_consumed_rate{topic=\"a\"} 20\n",
		AGE_WITHIN, 10, NAN},
	{"a second scrape makes no rate larger", "kafka", "",
		"records_lag{topic=\"a\"} 100\nrecords_consumed_rate{topic=\"a\"} 20\n"
		"records_lag{topic=\"a\"} 100\nrecords_consumed_rate{topic=\"a\"} 10\n",
		AGE_WITHIN, 10, NAN},
	{"as JMX spells it", "kafka", "",
		"kafka_consumer_records_lag{topic=\"a\"} 0\nkafka_consumer_lastPollSecondsAgo 1\n",
		AGE_WITHIN, 1, NAN},
	{"nobody polls, so that the lag stands still", "kafka", "",
		"records_lag{topic=\"a\"} 0\nrecords_consumed_rate{topic=\"a\"} 0\n"
		"last_poll_seconds_ago 90\n",
		AGE_UNTOLD, 90, NAN},
	{"nobody has polled yet", "kafka", "",
		"records_lag{topic=\"a\"} 0\nlast_poll_seconds_ago -1\n", AGE_WITHIN, 0, NAN},
	{"the largest lag of late is none of now", "kafka", "",
		"records_lag_max{c=\"1\"} 700\nrecords_lag_max{c=\"1\",topic=\"a\"} 700\n"
		"records_lag{c=\"1\",topic=\"a\"} 0\nrecords_consumed_rate{topic=\"a\"} 0\n",
		AGE_WITHIN, 0, NAN},
	{"where there is no other it counts", "kafka", "",
		"records_lag_max{c=\"1\"} 100\nrecords_consumed_rate{c=\"1\"} 20\n", AGE_WITHIN, 5,
		NAN},
	{"a partition that nobody reads beside one that is read", "kafka", "",
		"records_lag{partition=\"0\",topic=\"a\"} 0\n"
		"records_lag_max{partition=\"0\",topic=\"a\"} 0\n"
		"records_lag{partition=\"1\",topic=\"a\"} 118\n"
		"records_lag_max{partition=\"1\",topic=\"a\"} NaN\n"
		"records_consumed_rate{topic=\"a\"} 20\n",
		AGE_STUCK, NAN, NAN},
	{"a partition that waits its turn", "kafka", "",
		"records_lag{partition=\"0\",topic=\"a\"} 0\n"
		"records_lag_max{partition=\"0\",topic=\"a\"} 118\n"
		"records_lag{partition=\"1\",topic=\"a\"} 18\n"
		"records_lag_max{partition=\"1\",topic=\"a\"} NaN\n"
		"records_consumed_rate{topic=\"a\"} 20\n",
		AGE_WITHIN, 1.8, NAN},
	{"a fetch that is not read to its end", "kafka", "",
		"records_lag{topic=\"a\"} 58\nrecords_lag_max{topic=\"a\"} 88\n"
		"records_consumed_rate{topic=\"a\"} 0\n",
		AGE_FAILED, NAN, NAN},
	{"a way of two hops", "jsonl", "b",
		"{\"id\":1,\"hop\":\"a\",\"event_time\":1795756700,\"out_time\":1795756703}\n"
		"{\"id\":1,\"hop\":\"b\",\"event_time\":1795756700,\"out_time\":1795756710}\n",
		AGE_WITHIN, 10, 7},
};

static void test_sums(void)
{
	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
		struct arena *arena = arena_new();
		struct age_limits limits = {60, 60, 5, 0};
		struct readings readings;
		struct err err = {0};
		struct age_summary all;
		bool is_read = gather(arena, &readings, sums[i].format, sums[i].select,
				       sums[i].content, &err) &&
			       readings.count;

		CHECK_ROW(sums[i].name, is_read);
		if (is_read) {
			all = age_summarize(&readings, &limits, now);
			CHECK_ROW(sums[i].name, all.state == sums[i].state);
			CHECK_ROW(sums[i].name,
				isnan(sums[i].age) || fabs(all.age - sums[i].age) < 1e-6);
			CHECK_ROW(sums[i].name, isnan(sums[i].added)
							? isnan(all.added)
							: fabs(all.added - sums[i].added) < 1e-6);
		}
		arena_free(arena);
	}
}

static const struct {
	const char *name, *format, *select, *content, *error;
} refused[] = {
	{"nothing of Flink", "flink", "", "up 1\n", "f:1: no metric of a Flink source"},
	{"a torn line", "flink", "", "x{p=\"0\" 1\n", "f:1: this is no sample"},
	{"no metric named", "prometheus", "", "up 1\n", "f:1: no metric is selected"},
	{"no unit", "prometheus", "up", "up 1\n", "f:1: a metric whose name ends in no unit"},
	{"a moment that is none", "prometheus", "a_timestamp_seconds", "a_timestamp_seconds 7\n",
		"f:1: a point in time that is no date"},
	{"no artifact", "dbt", "", "{}", "f:1: this is no artifact of dbt"},
	{"a record without times", "jsonl", "a", "\n{\"id\":1,\"hop\":\"a\"}",
		"f:2: a record without event_time and out_time"},
	{"a mean", "flink", "", "[{\"id\":\"0.currentEmitEventTimeLag\",\"avg\":1}]",
		"f:1: a metric with neither \"max\" nor \"value\""},
	{"an id of plain protobuf", "otlp", "a",
		"{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"aGk=\"}]}]}]}",
		"f:1:55: a traceId that is not 32 hexadecimal digits"},
};

static void test_refused(void)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct arena *arena = arena_new();
		struct readings readings;
		struct err err = {0};
		bool is_read = gather(arena, &readings, refused[i].format, refused[i].select,
				       refused[i].content, &err) != NULL;

		CHECK_ROW(refused[i].name, !is_read && err.kind == ERR_LOOK && err.remedy[0]);
		CHECK_ROW(refused[i].name,
			strncmp(err.message, refused[i].error, strlen(refused[i].error)) == 0);
		if (!is_read && strncmp(err.message, refused[i].error, strlen(refused[i].error)))
			fprintf(stderr, "%s\n", err.message);
		arena_free(arena);
	}
}

static void test_durations(void)
{
	static const struct {
		double seconds;
		const char *text;
	} rows[] = {{0.42, "420 ms"}, {3.5, "3.5 s"}, {72, "72 s"}, {900, "15 min"}, {7203, "2 h"},
		{-7200, "-2 h"}, {864000, "10 d"}, {0, "0 ms"}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(
			rows[i].text, strcmp(duration_of(rows[i].seconds).text, rows[i].text) == 0);
}

static const struct unit_test tests[] = {
	{"one reading", test_states},
	{"several readings", test_sums},
	{"what is refused", test_refused},
	{"lengths of time", test_durations},
};

UNIT_MAIN(tests)
