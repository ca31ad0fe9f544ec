/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of benchmarks and of metrics that servers give of themselves, on small files in the tools' shapes.
 */
#include "latency/reader_rows.h"

#define JMH(mode, unit, raw)                                                                       \
	"{\"jmhVersion\":\"1.37\",\"benchmark\":\"a.B.c\",\"mode\":\"" mode                        \
	"\",\"params\":{\"n\":\"1\",\"m\":\"2\"},\"primaryMetric\":{\"score\":3,"                  \
	"\"scorePercentiles\":{\"0.0\":1,\"50.0\":2,\"99.9\":8,\"100.0\":9},\"scoreUnit\":\"" unit \
	"\"," raw "}}"

static const struct row jmh[] = {
	{"iterations of two forks; unit", "jmh",
		"[" JMH("avgt", "us/op", "\"rawData\":[[1,2],[3]]") "]",
		"a.B.c[n=1,m=2]: total=0.001 / total=0.002 / total=0.003"},
	{"modes stay apart; histograms", "jmh",
		"[" JMH("ss", "ms/op", "\"rawData\":[[7]]") "," JMH(
			"sample", "ms/op", "\"rawDataHistogram\":[[[[1,40],[9,2]]],[[[2,8]]]]") "]",
		"a.B.c[n=1,m=2]:ss: total=7; a.B.c[n=1,m=2]:sample: total.min=1 total.p50=2 "
		"total.p99.9=8 total.max=9 total.mean=3 n=50"},
	{"without parameters", "jmh",
		"[{\"benchmark\":\"a.B.c\",\"mode\":\"avgt\",\"primaryMetric\":{\"scoreUnit\":"
		"\"s/op\",\"rawData\":[[1]]}}]",
		"a.B.c: total=1000"},
	{"throughput", "jmh", "[" JMH("thrpt", "ops/ms", "\"rawData\":[[1]]") "]",
		"f:1:181: a score that is no time for each operation"},
	{"nothing measured", "jmh", "[" JMH("avgt", "ms/op", "\"rawData\":[[\"NaN\"]]") "]",
		"f:1:200: a score that is not a number"},
	{"no list", "jmh", "{}", "f:1:1: this is no result of JMH: a list of benchmarks"},
};

#define FULL                                                         \
	"# HELP http_request_duration_seconds A histogram.\n"        \
	"# TYPE http_request_duration_seconds histogram\n"           \
	"http_request_duration_seconds_bucket{le=\"0.05\"} 24054\n"  \
	"http_request_duration_seconds_bucket{le=\"0.1\"} 33444\n"   \
	"http_request_duration_seconds_bucket{le=\"0.2\"} 100392\n"  \
	"http_request_duration_seconds_bucket{le=\"0.5\"} 129389\n"  \
	"http_request_duration_seconds_bucket{le=\"1\"} 133988\n"    \
	"http_request_duration_seconds_bucket{le=\"+Inf\"} 144320\n" \
	"http_request_duration_seconds_sum 53423\nhttp_request_duration_seconds_count 144320\n"
#define BUCKETS(a, b, sum)                                                          \
	"t_ms_bucket{p=\"/\",le=\"10\"} " a "\nt_ms_bucket{p=\"/\",le=\"+Inf\"} " b \
	" 1700000000000\nt_ms_sum{p=\"/\"} " sum "\nt_ms_count{p=\"/\"} " b "\n"

static const struct row prometheus[] = {
	{"the sample of the documentation; p95 is above the last bound", "prometheus", FULL,
		"http_request_duration_seconds: total.p50=157.83 total.p75=281.195 "
		"total.p90=554.251 "
		"total.mean=370.17 n=144320"},
	{"two scrapes", "prometheus", BUCKETS("100", "100", "900") BUCKETS("120", "140", "1200"),
		"t_ms{p=\"/\"}: total.p50=10 total.mean=7.5 n=40"},
	{"the server began anew", "prometheus",
		BUCKETS("100", "100", "900") BUCKETS("20", "40", "200"),
		"f:1: the buckets of a histogram do not grow"},
	{"three scrapes", "prometheus",
		BUCKETS("1", "1", "9") BUCKETS("2", "2", "9") BUCKETS("3", "3", "9"),
		"f:9: a third scrape, or a sample twice in one"},
	{"+Inf is not the count", "prometheus",
		"t_ms_bucket{le=\"10\"} 5\nt_ms_bucket{le=\"+Inf\"} 6\nt_ms_count 7\n",
		"f:1: the bucket +Inf of a histogram is not its count"},
	{"no bucket +Inf", "prometheus", "t_ms_bucket{le=\"10\"} 5\n",
		"f:1: a histogram without the bucket +Inf"},
	{"buckets that fall", "prometheus",
		"t_ms_bucket{le=\"10\"} 5\nt_ms_bucket{le=\"+Inf\"} 4\n",
		"f:1: the buckets of a histogram do not grow"},
	{"bounds out of order", "prometheus", "t_ms_bucket{le=\"10\"} 5\nt_ms_bucket{le=\"5\"} 6\n",
		"f:2: a bucket that is not above the one before"},
	{"a summary; NaN where nothing was observed lately", "prometheus",
		"rpc_duration_seconds{quantile=\"0.5\"} 4.7e-02\nrpc_duration_seconds{quantile=\"0."
		"99\"} NaN\n"
		"rpc_duration_seconds_sum 1.7560473e+07\nrpc_duration_seconds_count 2693\n",
		"rpc_duration_seconds: total.p50=47 total.mean=6.52078e+06 n=2693"},
	{"escapes, a name of any bytes, no times beside", "prometheus",
		"a_bytes_bucket{le=\"+Inf\"} 5\nup 1\nx{p=\"C:\\\\D\\\"}\\n\"} +Inf\n"
		"{\"my.time_ms_sum\",k=\"a \\\" b\",} 50 123\n{\"my.time_ms_count\",k=\"a \\\" "
		"b\",} 5 # {id=\"1\"} 1\n",
		"my.time_ms{k=\"a \\\" b\"}: total.mean=10 n=5"},
	{"cut off", "prometheus", "t_ms_bucket{le=\"10",
		"f:1: this is no sample: a name, labels in braces, and a number"},
	{"a counter that is no number", "prometheus", "t_ms_sum NaN\n",
		"f:1: a counter that is no number of 0 or more"},
};

static void test_prometheus(void)
{
	check_rows(prometheus, sizeof(prometheus) / sizeof(prometheus[0]));
}

static const struct row headers[] = {
	{"two answers; what one lacks took no time", "server-timing",
		"HTTP/1.1 200 OK\r\nServer-Timing: db;dur=53, app;dur=47.2\r\n\r\n"
		"HTTP/2 200\r\nserver-timing: db;dur=50\r\n\r\n",
		"response: db=53 app=47.2 total=100.2 / db=50 app=0 total=50"},
	{"quotes, commas in them, unknown parameters, no time", "server-timing",
		"Server-Timing: miss, db;desc=\"a, \\\"b\\\"; dur=9\";dur=\"5\" ;x ,, app ; DUR = "
		"2\n",
		"response: db=5 app=2 total=7"},
	{"one name twice adds up, the first dur counts, total", "server-timing",
		"Server-Timing: db;dur=5;dur=900, total;dur=10\nServer-Timing: db;dur=2, "
		"db;dur=1\n",
		"response: db=5 total=10 / db=3 total=3"},
	{"several headers of one answer; a redirect before it", "server-timing",
		"HTTP/1.1 302 Found\r\n\r\nHTTP/1.1 200 OK\r\nServer-Timing: "
		"a;dur=1\r\nServer-Timing: "
		"b;dur=2\r\n",
		"response: a=1 b=2 total=3"},
	{"an error page", "server-timing", "HTTP/1.1 503 Busy\r\nServer-Timing: a;dur=1\r\n",
		"f:1: an answer was an error"},
	{"an answer without it", "server-timing", "HTTP/1.1 200 OK\r\nDate: x\r\n\r\n",
		"f:3: an answer without the header Server-Timing"},
	{"no number", "server-timing", "Server-Timing: a;dur=fast\n",
		"f:1: this is no list of metrics with their \"dur\""},
	{"a quote that is not closed", "server-timing", "Server-Timing: a;desc=\"x\n",
		"f:1: this is no list of metrics with their \"dur\""},
	{"negative", "server-timing", "Server-Timing: a;dur=-5\n",
		"f:1: a is -5 ms, which is no length of time"},
};

static void test_headers(void)
{
	check_rows(headers, sizeof(headers) / sizeof(headers[0]));
}

#define BROWSER(url, iterations)                                               \
	"{\"info\":{\"url\":\"" url "\"},\"browserScripts\":[" iterations "]," \
	"\"errors\":[[],[]]}"
#define PAINT(delay, render, load)                                                     \
	"{\"timings\":{\"ttfb\":30,\"largestContentfulPaint\":{\"renderTime\":" render \
	",\"loadTime\":" load ",\"ttfb\":30,\"resourceLoadDelay\":" delay              \
	",\"resourceLoadDuration\":100,\"elementRenderDelay\":50}}}"
#define FOUR \
	"timeToFirstByte=30 resourceLoadDelay=20 resourceLoadDuration=100 elementRenderDelay=50"

static const struct row browsertime[] = {
	{"iterations; off by rounding", "browsertime",
		"[" BROWSER("http://127.0.0.1:81/a?b",
			PAINT("20", "200", "190") "," PAINT("20", "202.5", "190")) "]",
		"LCP: " FOUR " total=200 / " FOUR " total=202.5"},
	{"no render time for an image of another origin", "browsertime",
		"[" BROWSER("/", PAINT("20", "0", "201")) "]", "LCP: " FOUR " total=201"},
	{"two pages", "browsertime",
		"[" BROWSER("http://a.example.org/", PAINT("20", "200", "0")) "," BROWSER(
			"http://b.example.org/", PAINT("20", "200", "0")) "]",
		"http://a.example.org/: LCP: " FOUR " total=200; http://b.example.org/: LCP: " FOUR
		" total=200"},
	{"asked for before the first byte", "browsertime",
		"[" BROWSER("/", PAINT("-10", "170", "0")) "]",
		"f:1: resourceLoadDelay is -10 ms, which is no length of time"},
	{"other numbers than the total's", "browsertime",
		"[" BROWSER("/", PAINT("20", "900", "0")) "]",
		"f:1: the phases add up to 200.0 ms, the total is 900.0 ms"},
	{"no LCP", "browsertime", "[" BROWSER("/", "{\"timings\":{}}") "]",
		"f:1:40: an iteration without largestContentfulPaint"},
	{"an error", "browsertime", "[{\"errors\":[[],[\"x\"]]}]",
		"f:1:16: an iteration had errors"},
	{"another file", "browsertime", "{}",
		"f:1:1: this is no browsertime.json: a list of pages"},
};

static void test_browsertime(void)
{
	check_rows(browsertime, sizeof(browsertime) / sizeof(browsertime[0]));
}

static void test_jmh(void)
{
	check_rows(jmh, sizeof(jmh) / sizeof(jmh[0]));
}

static const struct unit_test tests[] = {
	{"jmh", test_jmh},
	{"prometheus", test_prometheus},
	{"browsertime", test_browsertime},
	{"server-timing", test_headers},
};

UNIT_MAIN(tests)
