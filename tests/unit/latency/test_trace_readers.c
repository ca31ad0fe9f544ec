/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of traces and telemetry on small files in the shape of the tools' own: rows as text, or the error. Each trap of a format is a row.
 */
#include "latency/reader_rows.h"

#define SPAN_IN(trace, id, parent, name, from, to)                  \
	"{\"traceId\":\"" trace "\",\"spanId\":\"00000000000000" id \
	"\",\"parentSpanId\":\"" parent "\",\"name\":\"" name       \
	"\",\"startTimeUnixNano\":\"17000000000" from               \
	"000000\",\"endTimeUnixNano\":\"17000000000" to "000000\"}"
#define TRACE                            "0102030405060708090a0b0c0d0e0f10"
#define SPAN(id, parent, name, from, to) SPAN_IN(TRACE, id, "00000000000000" parent, name, from, to)
#define ROOT(id, name, from, to)         SPAN_IN(TRACE, id, "", name, from, to)
#define SPANS(spans)                     "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" spans "]}]}]}"

static const struct row traces[] = {
	{"self times", "otlp",
		SPANS(ROOT("01", "GET", "100", "200") "," SPAN(
			"02", "01", "db", "110", "140") "," SPAN("03", "02", "read", "115", "125")),
		"GET: GET=70 db=20 read=10 total=100"},
	{"a request that failed", "otlp",
		SPANS("{\"traceId\":\"" TRACE "\",\"spanId\":\"0000000000000001\",\"name\":\"GET\","
		      "\"startTimeUnixNano\":\"1700000000100000000\","
		      "\"endTimeUnixNano\":\"1700000000200000000\","
		      "\"status\":{\"code\":2,\"message\":\"boom\"}}"),
		"f:1: \"GET\" ended with an error"},
	{"a part that failed and was tried again", "otlp",
		SPANS(ROOT("01", "GET", "100",
			"200") ","
			       "{\"traceId\":\"" TRACE "\",\"spanId\":\"0000000000000002\","
			       "\"parentSpanId\":\"0000000000000001\",\"name\":\"db\","
			       "\"startTimeUnixNano\":\"17000000000110000000\","
			       "\"endTimeUnixNano\":\"17000000000140000000\",\"status\":{\"code\":"
			       "2}"
			       "}"),
		"GET: GET=70 db=30 total=100"},
	{"a status as a word", "otlp", SPANS("{\"status\":{\"code\":\"STATUS_CODE_ERROR\"}}"),
		"f:1:62: a status code that is no number"},
	{"children that overlap count once", "otlp",
		SPANS(ROOT("01", "GET", "100", "200") "," SPAN(
			"02", "01", "a", "110", "150") "," SPAN("03", "01", "b", "130", "170")),
		"GET: GET=40 a=40 b=40 total=100"},
	{"a child that outlives its parent is clipped", "otlp",
		SPANS(ROOT("01", "GET", "100", "200") "," SPAN("02", "01", "late", "190", "260")),
		"GET: GET=90 late=70 total=100"},
	{"one trace in several lines, parents behind children", "otlp",
		SPANS(SPAN("02", "01", "db", "110", "140")) "\n" SPANS(
			ROOT("01", "GET", "100", "200")) "\n",
		"GET: GET=70 db=30 total=100"},
	{"ids of any case, old name of the level, numbers for texts", "otlp",
		"{\"resourceSpans\":[{\"instrumentationLibrarySpans\":[{\"spans\":["
		"{\"traceId\":\"0102030405060708090A0B0C0D0E0F10\",\"spanId\":\"00000000000000AB\","
		"\"name\":\"GET\","
		"\"startTimeUnixNano\":1700000000100000000,\"endTimeUnixNano\":1700000000200000000}"
		","
		"{\"traceId\":\"0102030405060708090a0b0c0d0e0f10\",\"spanId\":\"00000000000000ac\","
		"\"parentSpanId\":\"00000000000000ab\",\"name\":\"db\","
		"\"startTimeUnixNano\":1700000000100000000,\"endTimeUnixNano\":1700000000130000000}"
		"]}]}]}",
		"GET: GET=70 db=30 total=100"},
	{"the same span twice counts once", "otlp",
		SPANS(ROOT("01", "GET", "100", "200") "," SPAN(
			"02", "01", "db", "110", "140") "," SPAN("02", "01", "db", "110", "140")),
		"GET: GET=70 db=30 total=100"},
	{"one id for two spans", "otlp",
		SPANS(ROOT("01", "GET", "100", "200") "," SPAN(
			"02", "01", "db", "110", "140") "," SPAN("02", "01", "db", "150", "160")),
		"f:1: span id 0000000000000002 stands for two different spans of one trace"},
	{"a lost parent", "otlp",
		SPANS(ROOT("01", "GET", "100", "200") "," SPAN("03", "02", "db", "110", "140")),
		"f:1: the parent 0000000000000002 of a span is not in the file, though the root of "
		"its trace is"},
	{"a trace that began elsewhere", "otlp",
		SPANS(SPAN("02", "01", "GET", "100", "200") "," SPAN(
			"03", "02", "db", "110", "140")),
		"GET: GET=70 db=30 total=100"},
	{"parents in a circle", "otlp",
		SPANS(SPAN("01", "02", "a", "100", "200") "," SPAN("02", "01", "b", "110", "140")),
		"f:1: the parents of a span form a circle"},
	{"base64 ids", "otlp",
		"{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":"
		"\"AQIDBAUGBwgJCgsMDQ4PEA==\"}]}]}]}",
		"f:1:55: a traceId that is not 32 hexadecimal digits"},
	{"milliseconds for nanoseconds", "otlp",
		"{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"startTimeUnixNano\":"
		"\"1700000000100\"}]}]}]}",
		"f:1:65: a time that is not in nanoseconds since 1970"},
	{"ends before it starts", "otlp", SPANS(ROOT("01", "GET", "200", "100")),
		"f:1: the span \"GET\" ends before it starts"},
	{"a span that has not ended", "otlp",
		"{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"" TRACE
		"\",\"spanId\":\"0000000000000001\",\"startTimeUnixNano\":\"1700000000100000000\"}]"
		"}]}]}",
		"f:1: a span without endTimeUnixNano"},
	{"one member twice", "otlp",
		"{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"a\",\"name\":\"b\"}]}"
		"]}]}",
		"f:1:56: name twice in one span"},
	{"cut off", "otlp", SPANS(ROOT("01", "GET", "100", "200")) "\n{\"resourceSpans\":[{\"sco",
		"f:2:24: string is not closed"},
};

#define J_TIMES(from, length) "\"startTime\":17000000000" from ",\"duration\":" length
#define J_ROOT                                                                              \
	"{\"traceID\":\"0a\",\"spanID\":\"01\",\"operationName\":\"GET\",\"references\":[]" \
	"," J_TIMES("00000", "1000") "}"
#define J_SPAN(id, reference, more)                                                                \
	",{\"traceID\":\"000000000000000a\",\"spanID\":\"" id                                      \
	"\",\"operationName\":\"db\",\"references\":[" reference "]," J_TIMES("00100", "300") more \
		"}"
#define J_PARENT(kind, trace, id) \
	"{\"refType\":\"" kind "\",\"traceID\":\"" trace "\",\"spanID\":\"" id "\"}"

static const struct row jaeger[] = {
	{"an answer; microseconds; ids with and without zeros", "jaeger",
		"{\"data\":[{\"traceID\":\"0a\",\"spans\":[" J_ROOT J_SPAN("02",
			J_PARENT("CHILD_OF", "0A", "1"),
			"") "],\"processes\":{}}],\"errors\":null}",
		"GET: GET=0.7 db=0.3 total=1"},
	{"a bare trace; the older member", "jaeger",
		"{\"spans\":[" J_ROOT J_SPAN("02", "", ",\"parentSpanID\":\"01\"") "]}",
		"GET: GET=0.7 db=0.3 total=1"},
	{"bare spans; a link to another trace is no parent", "jaeger",
		"[" J_ROOT J_SPAN("02",
			J_PARENT("CHILD_OF", "0b", "07") "," J_PARENT("FOLLOWS_FROM", "0a", "01"),
			"") "]",
		"GET: GET=0.7 db=0.3 total=1"},
	{"one id for two spans", "jaeger",
		"[" J_ROOT J_SPAN("01", J_PARENT("CHILD_OF", "0a", "01"), "") "]",
		"f:1: span id 0000000000000001 stands for two different spans of one trace"},
	{"a request that failed", "jaeger",
		"[{\"traceID\":\"0a\",\"spanID\":\"1\",\"operationName\":\"GET\"," J_TIMES(
			"00000", "5") ",\"tags\":[{\"key\":"
				      "\"error\",\"type\":\"bool\",\"value\":true}]}]",
		"f:1: \"GET\" ended with an error"},
	{"base64 ids", "jaeger", "[{\"traceID\":\"AAAAAAAAAAo=\",\"spanID\":\"AAAAAAAAAAE=\"}]",
		"f:1:2: a span without hexadecimal traceID and spanID"},
	{"milliseconds", "jaeger",
		"[{\"traceID\":\"0a\",\"spanID\":\"1\",\"startTime\":1700000000000,\"duration\":5}"
		"]",
		"f:1:43: a time that is not in microseconds since 1970"},
	{"a negative duration", "jaeger",
		"[{\"traceID\":\"0a\",\"spanID\":\"1\"," J_TIMES("00000", "-5") "}]",
		"f:1:71: \"duration\" is not a number of \302\265s"},
	{"an answer with errors", "jaeger", "{\"data\":[],\"errors\":[{\"code\":500}]}",
		"f:1:21: the query for the traces had errors"},
	{"another file", "jaeger", "{\"resourceSpans\":[]}",
		"f:1:1: this is no trace of Jaeger: there are neither \"data\" nor \"spans\""},
	{"cut off", "jaeger", "[" J_ROOT, "f:1:115: expected ',' or ']'"},
};

static void test_traces(void)
{
	check_rows(traces, sizeof(traces) / sizeof(traces[0]));
}

#define METRIC(unit, kind, temporality, points)                                                   \
	"{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"d\",\"unit\":\"" unit \
	"\",\"" kind "\":{\"aggregationTemporality\":" temporality ",\"dataPoints\":[" points     \
	"]}}]}]}]}"
#define MPOINT(count, sum, bounds, counts)                                                \
	"{\"count\":" count ",\"sum\":" sum ",\"explicitBounds\":[" bounds                \
	"],\"bucketCounts\":[" counts                                                     \
	"],\"attributes\":[{\"key\":\"m\",\"value\":{\"stringValue\":\"GET\"}},{\"key\":" \
	"\"c\",\"value\":{\"intValue\":\"200\"}}]}"

#define EPOINT(count, scale, zeros, offset, counts)                                  \
	"{\"count\":" count ",\"sum\":20,\"scale\":" scale ",\"zeroCount\":\"" zeros \
	"\",\"positive\":{\"offset\":" offset ",\"bucketCounts\":[" counts "]}}"

static const struct row metrics[] = {
	{"delta points add up", "otlp-metrics",
		METRIC("s", "histogram", "1",
			MPOINT("\"4\"", "0.8", "0.1,0.2", "\"1\",\"3\",\"0\"")) "\n" METRIC("s",
			"histogram", "1", MPOINT("6", "0.4", "0.1,0.2", "5,1,0")),
		"d{m=GET,c=200}: total.p50=83.3333 total.p75=137.5 total.p90=175 total.p95=187.5 "
		"total.p99=197.5 total.mean=120 n=10"},
	{"of cumulative ones the last counts; none above the last bound", "otlp-metrics",
		METRIC("ms", "histogram", "2",
			MPOINT("4", "8", "10", "4,0") "," MPOINT("10", "80", "10", "8,2")),
		"d{m=GET,c=200}: total.p50=6.25 total.p75=9.375 total.mean=8 n=10"},
	{"cumulative points of two processes", "otlp-metrics",
		METRIC("ms", "histogram", "2",
			MPOINT("4", "8", "10", "4,0") "," MPOINT("3", "8", "10", "3,0")),
		"f:1:287: points of two processes, or of one that began anew, under one name"},
	{"no time", "otlp-metrics", METRIC("By", "histogram", "2", MPOINT("4", "8", "10", "4,0")),
		""},
	{"bounds that change", "otlp-metrics",
		METRIC("ms", "histogram", "1",
			MPOINT("4", "8", "10", "4,0") "," MPOINT("4", "8", "20", "4,0")),
		"f:1:287: the bounds of a histogram change"},
	{"buckets that are not the count", "otlp-metrics",
		METRIC("ms", "histogram", "1", MPOINT("5", "8", "10", "4,0")),
		"f:1:184: the buckets of a point are not its count"},
	{"a bucket is missing", "otlp-metrics",
		METRIC("ms", "histogram", "1", MPOINT("4", "8", "10", "4")),
		"f:1:184: there is not one bucket more than there are bounds"},
	/* base 2: 2 values in (1, 2], 6 in (2, 4]; p50 is a third into the second: 2 * 2^(1/3) */
	{"exponential buckets", "otlp-metrics",
		METRIC("ms", "exponentialHistogram", "1", EPOINT("8", "0", "0", "0", "2,6")),
		"d: total.p50=2.51984 total.p75=3.1748 total.p90=3.64689 total.p95=3.81937 "
		"total.p99=3.9632 total.mean=2.5 n=8"},
	/* scale 1: (1.414, 2], (2, 2.828] and below 1: (0.5, 0.707], (0.707, 1] become (0.5, 1], (1, 2], (2, 4] of scale 0 */
	{"two scales meet at the coarser", "otlp-metrics",
		METRIC("ms", "exponentialHistogram", "1",
			EPOINT("8", "1", "0", "-2", "1,1,0,3,3") "," EPOINT(
				"8", "0", "0", "1", "8")),
		"d: total.p50=2.41618 total.p75=3.10881 total.p90=3.61638 total.p95=3.80336 "
		"total.p99=3.95987 total.mean=2.5 n=16"},
	{"values of zero, and one cumulative point in place of another", "otlp-metrics",
		METRIC("s", "exponentialHistogram", "2",
			EPOINT("1", "5", "0", "40", "1") "," EPOINT("4", "3", "3", "0", "1")),
		"d: total.p50=0 total.p75=0 total.p90=1053.36 total.p95=1071.77 "
		"total.p99=1086.73 total.mean=5000 n=4"},
	{"buckets far apart are made coarser", "otlp-metrics",
		METRIC("ms", "exponentialHistogram", "1",
			EPOINT("1", "20", "0", "-10000000", "1") "," EPOINT(
				"1", "20", "0", "10000000", "1")),
		"d: total.p50=0.00135147 total.p75=747.99 total.p90=752.866 "
		"total.p95=754.499 total.p99=755.807 total.mean=20 n=2"},
	{"zeros that protobuf leaves out", "otlp-metrics",
		METRIC("ms", "exponentialHistogram", "1",
			"{\"count\":\"2\",\"positive\":{\"bucketCounts\":[\"2\"]}},{}"),
		"d: total.p50=1.41421 total.p75=1.68179 total.p90=1.86607 total.p95=1.93187 "
		"total.p99=1.98618 n=2"},
	{"exponential buckets that are not the count", "otlp-metrics",
		METRIC("ms", "exponentialHistogram", "1", EPOINT("9", "0", "0", "0", "2,6")),
		"f:1:139: the buckets of a point are not its count"},
	{"durations below 0", "otlp-metrics",
		METRIC("ms", "exponentialHistogram", "1",
			"{\"count\":1,\"negative\":{\"bucketCounts\":[1]}}"),
		"f:1:178: durations below 0"},
	{"a scale that cannot be", "otlp-metrics",
		METRIC("ms", "exponentialHistogram", "1", EPOINT("1", "40", "0", "0", "1")),
		"f:1:167: a scale or an offset of a histogram that cannot be"},
	{"an offset that cannot be", "otlp-metrics",
		METRIC("ms", "exponentialHistogram", "1", EPOINT("1", "-10", "0", "9", "1")),
		"f:1:208: a scale or an offset of a histogram that cannot be"},
	{"buckets of two kinds", "otlp-metrics",
		METRIC("ms", "exponentialHistogram", "1",
			EPOINT("8", "0", "0", "0", "2,6")) "\n" METRIC("ms", "histogram", "1",
			"{\"count\":1,\"explicitBounds\":[1],\"bucketCounts\":[1,0]}"),
		"f:2:128: explicit and exponential buckets under one name"},
	{"the temporality as a word", "otlp-metrics", METRIC("ms", "histogram", "\"DELTA\"", ""),
		"f:1:112: \"aggregationTemporality\" is not a number"},
	{"traces", "otlp-metrics", "{\"resourceSpans\":[]}",
		"f:1:1: \"resourceMetrics\" is missing"},
};

static void test_metrics(void)
{
	check_rows(metrics, sizeof(metrics) / sizeof(metrics[0]));
}

static void test_jaeger(void)
{
	check_rows(jaeger, sizeof(jaeger) / sizeof(jaeger[0]));
}

static const struct unit_test tests[] = {
	{"otlp", test_traces},
	{"jaeger", test_jaeger},
	{"otlp-metrics", test_metrics},
};

UNIT_MAIN(tests)
