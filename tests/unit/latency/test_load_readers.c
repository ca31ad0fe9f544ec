/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of load tests and query plans on small files in the shape of the tools' own: rows and summaries as text, or the
 * error. Each trap of a format is a row.
 */

#include "latency/reader_rows.h"

#define CURL(connect, tls, pre, start, total)                                                     \
	"{\"exitcode\":0,\"http_code\":200,\"time_namelookup\":0.010,\"time_connect\":" connect   \
	",\"time_appconnect\":" tls ",\"time_pretransfer\":" pre ",\"time_starttransfer\":" start \
	",\"time_total\":" total "}"
#define POINT(metric, time, value)                                                 \
	"{\"metric\":\"" metric "\",\"type\":\"Point\",\"data\":{\"time\":\"" time \
	"\",\"value\":" value ",\"tags\":{}}}\n"
#define REQUEST(time, total, sending, waiting, receiving) \
	POINT("http_reqs", time, "1")                     \
	POINT("http_req_duration", time, total)           \
	POINT("http_req_sending", time, sending)          \
	POINT("http_req_waiting", time, waiting) POINT("http_req_receiving", time, receiving)
#define HEY                                                                                    \
	"response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code," \
	"offset\n"
#define WRK "Running 2s test @ http://127.0.0.1:8000/\n  1 threads and 4 connections\n"

static const struct row loads[] = {
	{"seconds to phases in ms; no TLS", "curl",
		CURL("0.030", "0.000", "0.031", "0.131", "0.141"),
		"transfer: dns=10 connect=20 tls=0 prepare=1 wait=100 transfer=10 total=141"},
	{"with TLS; two without a line end between", "curl",
		CURL("0.030", "0.050", "0.050", "0.150", "0.150")
			CURL("0.030", "0.050", "0.050", "0.150", "0.160"),
		"transfer: dns=10 connect=20 tls=20 prepare=0 wait=100 transfer=0 total=150 / "
		"dns=10 connect=20 "
		"tls=20 prepare=0 wait=100 transfer=10 total=160"},
	{"a transfer that failed", "curl", "{\"exitcode\":7}",
		"f:1: a transfer ended with exit code 7"},
	{"an error page", "curl", "{\"exitcode\":0,\"http_code\":503}",
		"f:1: a transfer got the answer 503"},
	{"a time is missing", "curl", "{\"exitcode\":0,\"time_namelookup\":0}",
		"f:1:1: \"time_connect\" is missing"},
	{"single requests", "k6",
		REQUEST("T1", "9", "1", "7", "1") REQUEST("T2", "10", "1", "8", "1"),
		"http_req_duration: sending=1 waiting=7 receiving=1 total=9 / sending=1 waiting=8 "
		"receiving=1 total=10"},
	{"phases that do not add up", "k6", REQUEST("T1", "90", "1", "7", "1"),
		"f:1: the phases add up to 9.0 ms, the total is 90.0 ms"},
	{"a request that is cut off", "k6",
		POINT("http_reqs", "T1", "1") POINT("http_req_duration", "T1", "9"),
		"f:1: a request that lacks some of its times"},
	{"a request that failed", "k6",
		POINT("http_reqs", "T1", "1") POINT("http_req_failed", "T1", "1"),
		"f:2:1: a request that failed"},
	{"--summary-export; true means failed, and is not ours to read", "k6",
		"{\"metrics\":{\"http_reqs\":{\"count\":20,\"rate\":1},\"http_req_waiting\":{"
		"\"avg\":7,\"p(95)\":8},"
		"\"http_req_duration\":{\"avg\":9,\"med\":8.5,\"p(95)\":12,\"thresholds\":{\"p(95)<"
		"1\":true}}}}",
		"http_req_duration: waiting.mean=7 waiting.p95=8 total.mean=9 total.p50=8.5 "
		"total.p95=12 n=20; "
		"http_req_waiting: total.mean=7 total.p95=8 n=20"},
	{"handleSummary", "k6",
		"{\"metrics\":{\"size\":{\"type\":\"trend\",\"contains\":\"data\",\"values\":{"
		"\"avg\":1}},"
		"\"http_req_duration\":{\"type\":\"trend\",\"contains\":\"time\",\"values\":{"
		"\"avg\":9,\"max\":12},"
		"\"thresholds\":{\"p(95)<1\":{\"ok\":false}}}}}",
		"http_req_duration: total.mean=9 total.max=12"},
	{"the machine-readable summary", "k6",
		"{\"version\":\"1.0.0\",\"results\":{\"metrics\":[{\"name\":\"http_reqs\",\"type\":"
		"\"counter\","
		"\"values\":{\"count\":7}},{\"name\":\"http_req_duration\",\"contains\":\"time\","
		"\"values\":{\"avg\":9,\"p90\":11,\"p99_9\":13}}]}}",
		"http_req_duration: total.mean=9 total.p90=11 total.p99.9=13 n=7"},
	{"a summary with failures", "k6",
		"{\"metrics\":{\"http_req_failed\":{\"passes\":1,\"fails\":19,\"value\":0.05}}}",
		"f:1: 5 % of the requests failed"},
	{"hey, a row each", "hey", HEY "0.0104,0.0015,0.0005,0.0002,0.0084,0.0001,200,0.0003\n",
		"request: connect=1 dns=0.5 request=0.2 wait=8.4 read=0.1 total=10.4"},
	{"hey, an error", "hey", HEY "0.0104,0.0015,0.0000,0.0002,0.0084,0.0001,500,0.0003\n",
		"f:2: an answer was an error"},
	{"hey, cut off", "hey", HEY "0.0104,0.0015,0.0000,0.00",
		"f:2: this is no row of eight numbers"},
	{"hey's text: labels the wrong way round, a quantile that is none", "hey",
		"\nSummary:\n  Slowest:\t0.0109 secs\n  Average:\t0.0082 secs\n\nLatency "
		"distribution:\n"
		"  50%% in 0.0087 secs\n  0%% in 0.0000 secs\n\nDetails (average, fastest, "
		"slowest):\n"
		"  resp wait:\t0.0080 secs, 0.0107 secs, 0.0046 secs\n\nStatus code "
		"distribution:\n  [200]\t50 responses\n",
		"request: total.max=10.9 total.mean=8.2 total.p50=8.7 wait.mean=8 n=50"},
	{"hey's text, cut off", "hey", "\nSummary:\n  Slowest:\t0.0109 secs\n",
		"f:2: there is no distribution of status codes"},
	{"wrk, units", "wrk",
		WRK "    Latency     7.59ms    1.59ms  15.51ms   64.77%\n  Latency Distribution\n  "
		    "   50%  850.00us\n"
		    "     99%    1.20s \n  1054 requests in 2.00s, 5.23MB read\n",
		"latency: total.mean=7.59 total.p50=0.85 total.p99=1200 n=1054"},
	{"wrk2", "wrk",
		WRK "  Latency Distribution (HdrHistogram - Recorded Latency)\n 50.000%    "
		    "5.00ms\n100.000%    9.00ms\n\n"
		    "  Detailed Percentile spectrum:\n       Value   Percentile   TotalCount "
		    "1/(1-Percentile)\n"
		    "       1.000     0.000000            1         1.00\n  30 requests in 2.00s, "
		    "5.23MB read\n",
		"latency: total.p50=5 total.max=9 n=30"},
	{"wrk, errors", "wrk", WRK "  Socket errors: connect 0, read 0, write 0, timeout 3\n",
		"f:3: some connections failed"},
	{"wrk, cut off", "wrk", WRK "  Latency Distribution\n     50%  850.00us\n",
		"f:4: there is no line that counts the requests"},
	{"oha, seconds", "oha",
		"{\"summary\":{\"average\":0.0084},\"latencyPercentiles\":{\"p50\":0.0087,\"p99."
		"9\":0.02},"
		"\"statusCodeDistribution\":{\"200\":50},\"errorDistribution\":{}}",
		"request: total.p50=8.7 total.p99.9=20 total.mean=8.4 n=50"},
	{"oha, errors", "oha", "{\"errorDistribution\":{\"connection refused\":3}}",
		"f:1:44: some requests failed"},
};

#define NODE(type, time, loops, more)                                                             \
	"{\"Node Type\":\"" type "\",\"Actual Total Time\":" time ",\"Actual Loops\":" loops more \
	"}"

static const struct row plans[] = {
	{"self times; loops", "postgres-explain",
		"[{\"Plan\":" NODE("Nested Loop", "50", "1",
			",\"Plans\":[" NODE("Seq Scan", "10", "1",
				",\"Relation Name\":\"orders\"") "," NODE("Index Scan", "0.3",
				"100", "") "]") ",\"Planning Time\":2,\"Execution Time\":51}]",
		"query: planning=2 Nested Loop=10 Seq Scan orders=10 Index Scan=30 "
		"executor=1 total=53"},
	{"below a Gather the loops are processes", "postgres-explain",
		"[{\"Plan\":" NODE("Gather", "20", "1",
			",\"Workers Launched\":2,\"Plans\":[" NODE(
				"Seq Scan", "15", "3", "") "]") ",\"Execution Time\":20}]",
		"query: planning=0 Gather=5 Seq Scan=15 executor=0 total=20"},
	{"a CTE runs in the scan that reads it", "postgres-explain",
		"[{\"Plan\":" NODE("Aggregate", "30", "1",
			",\"Plans\":[" NODE("Sort", "18", "1",
				",\"Parent Relationship\":\"InitPlan\",\"Subplan "
				"Name\":\"CTE c\"") "," NODE("CTE Scan", "25", "1",
				",\"CTE Name\":\"c\"") "]") ",\"Execution Time\":30}]",
		"query: planning=0 Aggregate=5 Sort=18 CTE Scan=7 executor=0 total=30"},
	{"not executed", "postgres-explain", "[{\"Plan\":{\"Node Type\":\"Result\"}}]",
		"f:1:2: a plan that was not executed"},
	{"without timing", "postgres-explain",
		"[{\"Plan\":{\"Node Type\":\"Result\",\"Actual Rows\":1},\"Execution "
		"Time\":1}]",
		"f:1:10: a node without actual times"},
};

#define ENTRY(timings, time, status)                                                            \
	"{\"log\":{\"entries\":[{\"request\":{\"url\":\"http://shop.example.org/"               \
	"a?b=1\"},\"response\":{\"status\":" status "},\"time\":" time ",\"timings\":{" timings \
	"}}]}}"

#define REPORT(total, ttfb, render)                                                                \
	"{\"lighthouseVersion\":\"13.5.0\",\"configSettings\":{\"throttlingMethod\":\"provided\"}" \
	",\"audits\":{"                                                                            \
	"\"largest-contentful-paint\":{\"numericValue\":" total                                    \
	"},\"lcp-breakdown-insight\":{\"details\":{\"items\":[{"                                   \
	"\"items\":[{\"subpart\":\"timeToFirstByte\",\"duration\":" ttfb                           \
	"},{\"subpart\":\"elementRenderDelay\",\"duration\":" render "}]}]}}}}"

static const struct row files[] = {
	{"two steps, names behind the reports", "lighthouse-flow",
		"{\"steps\":[{\"lhr\":" REPORT(
			"100", "40", "60") ",\"name\":\"open\"},{\"lhr\":" REPORT("50", "20",
			"30") ",\"name\":\"buy\"}],\"name\":\"f\"}",
		"open: LCP: timeToFirstByte=40 resourceLoadDelay=0 resourceLoadDuration=0 "
		"elementRenderDelay=60 total=100; "
		"buy: LCP: timeToFirstByte=20 resourceLoadDelay=0 resourceLoadDuration=0 "
		"elementRenderDelay=30 total=50"},
	{"no steps", "lighthouse-flow", "{\"audits\":{}}",
		"f:1:1: this is no user flow: there are no \"steps\""},
	{"repeated, other units beside", "go-bench",
		"goos: linux\nBenchmarkA/n=1-8 \t 1000\t 1500000 ns/op\t 16 B/op\nBenchmarkA/n=1-8 "
		"1000 2e6 ns/op\nPASS\n",
		"BenchmarkA/n=1-8: total=1.5 / total=2"},
	{"failed benchmarks", "go-bench", "BenchmarkA-8 1 5 ns/op\nFAIL\n",
		"f:2: the benchmarks failed"},
	{"a benchmark that is cut off", "go-bench", "BenchmarkA-8 1 5",
		"f:1: a value and its unit are expected here"},
	{"-1 does not apply; ssl is part of connect", "har",
		ENTRY("\"blocked\":-1,\"dns\":-1,\"connect\":30,\"ssl\":20,\"send\":1,\"wait\":50,"
		      "\"receive\":4",
			"85", "200"),
		"http://shop.example.org/a: blocked=0 dns=0 connect=10 ssl=20 send=1 wait=50 "
		"receive=4 total=85"},
	{"another negative time", "har",
		ENTRY("\"send\":-7,\"wait\":50,\"receive\":4", "47", "200"),
		"f:1: send is -7 ms, which is no length of time"},
	{"an error page", "har", ENTRY("\"send\":1,\"wait\":1,\"receive\":1", "3", "404"),
		"f:1: a request with the answer 404"},
	{"units; aggregates are no runs", "google-benchmark",
		"{\"benchmarks\":[{\"name\":\"a\",\"run_name\":\"a\",\"run_type\":\"iteration\","
		"\"real_time\":2500,"
		"\"time_unit\":\"us\"},{\"name\":\"a_mean\",\"run_name\":\"a\",\"run_type\":"
		"\"aggregate\",\"real_time\":9},"
		"{\"name\":\"b\",\"real_time\":2e6},{\"name\":\"b_mean\",\"real_time\":2e6}]}",
		"a: total=2.5; b: total=2"},
	{"a benchmark that failed", "google-benchmark",
		"{\"benchmarks\":[{\"name\":\"a\",\"error_occurred\":true}]}",
		"f:1:16: a benchmark ended with an error"},
	{"seconds, saved data", "pytest-benchmark",
		"{\"benchmarks\":[{\"fullname\":\"t::a\",\"stats\":{\"mean\":0.5,\"data\":[0.1,0.2]"
		"}}]}",
		"t::a: total=100 / total=200"},
	{"without saved data", "pytest-benchmark",
		"{\"benchmarks\":[{\"fullname\":\"t::a\",\"stats\":{\"min\":0.1,\"mean\":0.5,"
		"\"median\":0.4,\"rounds\":7}}]}",
		"t::a: total.min=100 total.mean=500 total.p50=400 n=7"},
};

static void test_loads(void)
{
	check_rows(loads, sizeof(loads) / sizeof(loads[0]));
}

static void test_plans(void)
{
	check_rows(plans, sizeof(plans) / sizeof(plans[0]));
}

static void test_files(void)
{
	check_rows(files, sizeof(files) / sizeof(files[0]));
}

static const struct unit_test tests[] = {
	{"load tests", test_loads},
	{"query plans", test_plans},
	{"archives and benchmarks", test_files},
};

UNIT_MAIN(tests)
