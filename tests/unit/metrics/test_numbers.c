/* SPDX-License-Identifier: Apache-2.0
 *
 * One number out of a file, and what it comes to.
 */
#include <math.h>

#include "checks/metrics/format.h"
#include "checks/metrics/judge.h"
#include "unit.h"

#define METRIC(points) \
	"{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"a\"," points "}]}]}]}"

#define GROUPS                                                                                     \
	"\nGROUP     TOPIC   PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG  CONSUMER-ID   HOST  " \
	"      CLIENT-ID\n"                                                                        \
	"enricher  clicks  0          637             795             158  enricher-1-f  "         \
	"/127.0.0.1  enricher-1\n"                                                                 \
	"enricher  clicks  2          607             795             188  enricher-1-f  "         \
	"/127.0.0.1  enricher-1\n"

#define MANY                                                                                  \
	"{\"a\":0,\"b\":1,\"c\":2,\"d\":3,\"e\":4,\"f\":5,\"g\":6,\"h\":7,\"i\":8,\"j\":9,"   \
	"\"k\":10,\"l\":11,\"m\":12,\"n\":13,\"o\":14,\"p\":15,\"q\":16,\"r\":17,\"s\":18,"   \
	"\"t\":19,\"u\":20,\"v\":21,\"w\":22,\"x\":23,\"y\":24,\"z\":25,\"aa\":26,\"bb\":27," \
	"\"cc\":28,\"dd\":29,\"ee\":30,\"ff\":31,\"gg\":32,\"hh\":{\"z\":7},\"hh.y\":8}"

static const struct {
	const char *name, *format, *select, *content;
	enum number_statistic statistic;
	double value; /* NAN: refused, or nothing there */
	const char *error;
} rows[] = {
	{"a path", "json", "a.b", "{\"a\":{\"b\":1.5}}", NUMBER_ONE, 1.5, NULL},
	{"the last of several values", "json", "a", "{\"a\":1}\n{\"a\":2}", NUMBER_LAST, 2, NULL},
	{"an array", "json", "a", "{\"a\":[1,2,6]}", NUMBER_MEAN, 3, NULL},
	{"a key with dots", "json", "a.b", "{\"a.b\":4}", NUMBER_ONE, 4, NULL},
	{"of many members", "json", "ee", MANY, NUMBER_ONE, 30, NULL},
	{"of many members one that has more below it", "json", "hh.z", MANY, NUMBER_ONE, 7, NULL},
	{"of many members one with a dot", "json", "hh.y", MANY, NUMBER_ONE, 8, NULL},
	{"of many members none", "json", "zz", MANY, NUMBER_ONE, NAN, NULL},
	{"a value that is cut off", "json", "a", "{\"a\":1}\n{\"a\":", NUMBER_LAST, NAN, "f:2:"},
	{"text", "json", "a", "{\"a\":\"1\"}", NUMBER_ONE, NAN,
		"f:1: what select: names is no number"},
	{"nothing there", "json", "b", "{\"a\":1}", NUMBER_ONE, NAN, NULL},
	{"two where one is meant", "json", "a", "{\"a\":[1,2]}", NUMBER_ONE, NAN,
		"f:1: select: names more than one number here"},
	{"a column", "csv", "b", "a,b\n1,2\n3,4\n", NUMBER_SUM, 4, NULL},
	{"all of a column", "csv", "b", "a,b\n1,2\n3,4\n", NUMBER_MEAN, 3, NULL},
	{"a row by another cell", "csv", "b{a=\"3\"}", "a,b\n1,2\n3,4\n", NUMBER_ONE, 4, NULL},
	{"a name in quotes", "csv", "{\"b c\",a=\"3\"}", "a,b c\n1,2\n3,4\n", NUMBER_ONE, 4, NULL},
	{"an empty cell", "csv", "b", "a,b\n1,\n", NUMBER_ONE, NAN,
		"f:2: a cell that is no number"},
	{"a gauge", "prometheus", "a", "a 1\nb 2\n", NUMBER_ONE, 1, NULL},
	{"the last of two names in turn", "prometheus", "a", "# of\na 1\nb 2\n\na 3\nb 4\n",
		NUMBER_LAST, 3, NULL},
	{"all of a name, and no other's", "prometheus", "b{x=\"1*\"}",
		"a{x=\"1\"} 1\nb{x=\"1\"} 2\nb{x=\"2\"} 3\nb{x=\"12\"} 4\n", NUMBER_SUM, 6, NULL},
	{"a name that is not there", "prometheus", "c", "a 1\nb 2\n", NUMBER_ONE, NAN, NULL},
	{"all names", "prometheus", "{x=\"1\"}", "a{x=\"1\"} 1\nb{x=\"1\"} 2\nb{x=\"2\"} 3\n",
		NUMBER_SUM, 3, NULL},
	{"a line that is cut off", "prometheus", "a", "a 1\nb{x=\"", NUMBER_ONE, NAN,
		"f:2: this is no sample"},
	{"growth of two series", "prometheus", "a",
		"a{x=\"1\"} 1\na{x=\"2\"} 5\na{x=\"1\"} 4\na{x=\"2\"} 6\n", NUMBER_GROWTH, 4, NULL},
	{"a counter that began anew", "prometheus", "a", "a 5\na 1\n", NUMBER_GROWTH, NAN,
		"f:2: a counter that became smaller"},
	{"one scrape only", "prometheus", "a", "a 5\n", NUMBER_GROWTH, NAN,
		"f:1: a series has one number only"},
	{"not a number", "prometheus", "a", "a NaN\n", NUMBER_MAX, NAN,
		"f:1: the value is no number"},
	{"an integer as text", "otlp", "a",
		METRIC("\"gauge\":{\"dataPoints\":[{\"asInt\":\"7\"}]}"), NUMBER_ONE, 7, NULL},
	{"deltas", "otlp", "a",
		METRIC("\"sum\":{\"aggregationTemporality\":1,\"dataPoints\":[{\"asInt\":\"7\"},{"
		       "\"asInt\":2}]}"),
		NUMBER_LAST, 9, NULL},
	{"cumulative", "otlp", "a",
		METRIC("\"sum\":{\"aggregationTemporality\":2,\"dataPoints\":[{\"asInt\":\"7\"},{"
		       "\"asInt\":9}]}"),
		NUMBER_GROWTH, 2, NULL},
	{"the lag of a group", "kafka-groups", "lag", GROUPS, NUMBER_MAX, 188, NULL},
	{"of one partition", "kafka-groups", "lag{topic=\"clicks\",partition=\"0\"}", GROUPS,
		NUMBER_ONE, 158, NULL},
	{"another column, and a glob", "kafka-groups", "log_end_offset{client_id=\"enricher-*\"}",
		GROUPS, NUMBER_SUM, 1590, NULL},
	{"a group that nobody is in", "kafka-groups", "lag{group=\"e\"}",
		"\nConsumer group 'e' has no active members.\n\nGROUP TOPIC PARTITION LAG "
		"CONSUMER-ID\ne clicks 0 283 -\n",
		NUMBER_MAX, 283, NULL},
	{"a partition of which nothing was committed", "kafka-groups", "lag",
		"GROUP TOPIC PARTITION LAG\ne clicks 0 3\ne clicks 1 -\n", NUMBER_MAX, NAN,
		"f:3: a cell that is no number"},
	{"a topic that is not there", "kafka-groups", "lag{topic=\"views\"}", GROUPS, NUMBER_MAX,
		NAN, NULL},
	{"a column that is not there", "kafka-groups", "delay", GROUPS, NUMBER_MAX, NAN,
		"f:3: the table has no such column"},
	{"a row that is cut off", "kafka-groups", "lag", "GROUP TOPIC PARTITION LAG\ne clicks 0\n",
		NUMBER_MAX, NAN, "f:2: a row with more or fewer cells"},
	{"no group", "kafka-groups", "lag", "Error: Consumer group 'e' does not exist.\n",
		NUMBER_MAX, NAN, "f:1: no table of kafka-consumer-groups"},
	{"no OTLP", "otlp", "a", "[]", NUMBER_ONE, NAN, "f:1: this is no OTLP/JSON of metrics"},
};

/* By itself, or as one of several that name the file; a content that can be none is read by itself. */
static int read(struct numbers *out, size_t row, bool several, struct arena *arena, struct err *err)
{
	struct number_file file = {.name = "f",
		.content = text_of(rows[row].content),
		.select = text_of(rows[row].select),
		.scratch = arena_new()};
	const struct number_format *format;
	struct err ignored = {0};
	size_t at = 0;
	int done;

	while (strcmp(number_format_names[at], rows[row].format) != 0)
		at++;
	format = number_formats[at];
	numbers_start(out, "f", arena);
	if (several && format->open && format->open(&file.document, &file, arena, &ignored) < 0)
		file.document = NULL;
	done = format->read(out, &file, err);
	arena_free(file.scratch);
	return done;
}

static void check_numbers(bool several)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct numbers numbers;
		struct err err = {0};
		double value = NAN;
		int done = read(&numbers, i, several, arena, &err);

		if (done == 0 && numbers.count)
			done = numbers_statistic(&value, &numbers, rows[i].statistic, &err);
		CHECK_ROW(rows[i].name, isnan(rows[i].value) == (done < 0 || numbers.count == 0));
		CHECK_ROW(rows[i].name, isnan(rows[i].value) || value == rows[i].value);
		CHECK_ROW(rows[i].name, !rows[i].error == (done == 0));
		if (rows[i].error)
			CHECK_ROW(rows[i].name,
				strncmp(err.message, rows[i].error, strlen(rows[i].error)) == 0);
		arena_free(arena);
	}
}

static const struct {
	const char *name;
	int better;
	double max, min, base, head;
	enum number_verdict verdict;
} verdicts[] = {
	{"no worse than it may", BETTER_LOWER, NO_LIMIT, -NO_LIMIT, 100, 105, NUMBER_WITHIN},
	{"worse", BETTER_LOWER, NO_LIMIT, -NO_LIMIT, 100, 106, NUMBER_REGRESSED},
	{"higher is better", BETTER_HIGHER, NO_LIMIT, -NO_LIMIT, 100, 106, NUMBER_BETTER},
	{"lower is worse", BETTER_HIGHER, NO_LIMIT, -NO_LIMIT, 100, 94, NUMBER_REGRESSED},
	{"over its limit", BETTER_LOWER, 104, -NO_LIMIT, 100, 105, NUMBER_OVER_LIMIT},
	{"over its limit without a base", BETTER_LOWER, 104, -NO_LIMIT, NAN, 105,
		NUMBER_OVER_LIMIT},
	{"without a base", BETTER_LOWER, 104, -NO_LIMIT, NAN, 100, NUMBER_WITHIN},
	{"over it before", BETTER_LOWER, 90, -NO_LIMIT, 100, 105, NUMBER_KNOWN},
	{"over it before, and worse", BETTER_LOWER, 90, -NO_LIMIT, 100, 106, NUMBER_OVER_LIMIT},
	{"over the other limit before", BETTER_LOWER, 90, 50, 100, 40, NUMBER_OVER_LIMIT},
	{"a limit of 0", BETTER_LOWER, 0, -NO_LIMIT, 0, 1, NUMBER_OVER_LIMIT},
	{"nothing at the base", BETTER_LOWER, NO_LIMIT, -NO_LIMIT, 0, 0.1, NUMBER_REGRESSED},
	{"below 0", BETTER_LOWER, NO_LIMIT, -NO_LIMIT, -100, -94, NUMBER_REGRESSED},
};

static void test_verdicts(void)
{
	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
		struct metric_series series = {.better = verdicts[i].better,
			.max = verdicts[i].max,
			.min = verdicts[i].min,
			.tolerance = {0.05, TOLERANCE_SHARE}};

		CHECK_ROW(verdicts[i].name, number_judge(&series, verdicts[i].base,
						    verdicts[i].head) == verdicts[i].verdict);
	}
}

static void test_numbers(void)
{
	check_numbers(false);
}

static void test_documents(void)
{
	check_numbers(true);
}

static const struct unit_test tests[] = {
	{"numbers", test_numbers},
	{"numbers of a file that several name", test_documents},
	{"verdicts", test_verdicts},
};

UNIT_MAIN(tests)
