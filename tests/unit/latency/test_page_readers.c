/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of traces of browsers, of what users measured, and of histograms, on small files in the shape of the tools' own. The
 * histograms are what PyPI's hdrhistogram 0.10 wrote of 1000, 2000, 3000, 4000 and of 20 times 1000, 5000, 70000; the numbers are its own.
 */
#include "latency/reader_rows.h"

#define ID    "8248098FDBD7E11F0B58A8FE225BA9C9"
#define OTHER "925DE326C4B1BFDDF245776F30A2810C"
#define EVENT(name, ts, args)                                                                      \
	"{\"args\":" args ",\"cat\":\"c\",\"name\":\"" name "\",\"ph\":\"R\",\"pid\":7,\"ts\":" ts \
	"}"
#define NAVIGATION(id, ts, url)                                                       \
	EVENT("navigationStart", ts,                                                  \
		"{\"data\":{\"documentLoaderURL\":\"" url "\",\"navigationId\":\"" id \
		"\"},\"frame\":\"F\"}")
#define RESPONSE(id, seconds, headers, status)                               \
	EVENT("ResourceReceiveResponse", "1",                                \
		"{\"data\":{\"requestId\":\"" id "\",\"statusCode\":" status \
		",\"timing\":{\"requestTime\":" seconds ",\"receiveHeadersStart\":" headers "}}}")
#define PAINT(id, ts, more)                                                                  \
	EVENT("largestContentfulPaint::Candidate", ts,                                       \
		"{\"data\":{\"isOutermostMainFrame\":true,\"navigationId\":\"" id "\"," more \
		"},\"frame\":\"F\"}")
#define IMAGE         "\"type\":\"image\",\"imageLoadStart\":400,\"imageLoadEnd\":550.5"
#define URL           "http://127.0.0.1:4711/shop?as=1"
#define START         NAVIGATION(ID, "1000000", URL)
#define FIRST         RESPONSE(ID, "1.01", "140.5", "200")
#define TRACE(events) "{\"traceEvents\":[" events "],\"metadata\":{\"user-agent\":\"Chrome\"}}"

static const struct row traces[] = {
	{"an image", "chrome-trace", TRACE(START "," FIRST "," PAINT(ID, "1700000", IMAGE)),
		"LCP: timeToFirstByte=150.5 resourceLoadDelay=249.5 resourceLoadDuration=150.5 "
		"elementRenderDelay=149.5 total=700"},
	{"a text, a bare array, events in any order", "chrome-trace",
		"[" PAINT(ID, "1300000", "\"type\":\"text\"") "," FIRST "," START "]",
		"LCP: timeToFirstByte=150.5 resourceLoadDelay=0 resourceLoadDuration=0 "
		"elementRenderDelay=149.5 total=300"},
	{"the last candidate counts", "chrome-trace",
		TRACE(START "," FIRST "," PAINT(ID, "1300000", "\"type\":\"text\"") "," PAINT(
			ID, "1700000", IMAGE)),
		"LCP: timeToFirstByte=150.5 resourceLoadDelay=249.5 resourceLoadDuration=150.5 "
		"elementRenderDelay=149.5 total=700"},
	{"an invalid candidate is none", "chrome-trace",
		TRACE(START "," FIRST "," PAINT(ID, "1300000", "\"type\":\"text\"") "," EVENT(
			"largestContentfulPaint::Invalidate", "1400000",
			"{\"data\":{\"navigationId\":\"" ID "\"}}")),
		""},
	{"loaded before the first byte: clipped", "chrome-trace",
		TRACE(START "," FIRST "," PAINT(ID, "1700000",
			"\"type\":\"image\",\"imageLoadStart\":100,\"imageLoadEnd\":120")),
		"LCP: timeToFirstByte=150.5 resourceLoadDelay=0 resourceLoadDuration=0 "
		"elementRenderDelay=549.5 total=700"},
	{"an older version: the total alone", "chrome-trace",
		TRACE(START "," FIRST "," PAINT(ID, "1700000", "\"type\":\"image\"")),
		"LCP: total=700"},
	{"another frame's paint, an empty navigation", "chrome-trace",
		TRACE(START "," FIRST "," NAVIGATION(OTHER, "900000", "") "," EVENT(
			"largestContentfulPaint::Candidate", "1500000",
			"{\"data\":{\"isOutermostMainFrame\":false,\"isMainFrame\":true,"
			"\"navigationId\":\"" ID "\"}}")),
		""},
	{"two pages", "chrome-trace",
		TRACE(START "," PAINT(ID, "1700000", IMAGE) "," NAVIGATION(OTHER, "5000000",
			"http://127.0.0.1:4711/other") "," PAINT(OTHER, "5700000", IMAGE)),
		"f:1: a trace of several pages"},
	{"the document failed", "chrome-trace", TRACE(START "," RESPONSE(ID, "1", "1", "503")),
		"f:1:218: the document's answer was an error"},
	{"no trace", "chrome-trace", "{\"a\":1}",
		"f:1:1: this is no trace of Chrome: there are no \"traceEvents\""},
	{"cut off", "chrome-trace", "{\"traceEvents\":[" START, "f:1:217: expected ',' or ']'"},
};

static void test_traces(void)
{
	check_rows(traces, sizeof(traces) / sizeof(traces[0]));
}

#define CRUX(metrics) \
	"{\"record\":{\"key\":{\"url\":\"https://example.org/\"},\"metrics\":{" metrics "}}}"
#define P75(name, value) "\"" name "\":{\"percentiles\":{\"p75\":" value "}}"

static const struct row users[] = {
	{"phases, a number as a text", "crux",
		CRUX(P75("largest_contentful_paint", "2400") "," P75(
			"largest_contentful_paint_image_time_to_first_byte",
			"600") "," P75("largest_contentful_paint_image_element_render_delay",
			"\"230\"")),
		"LCP: total.p75=2400 timeToFirstByte.p75=600 elementRenderDelay.p75=230"},
	{"other metrics; CLS is no time", "crux",
		CRUX(P75("cumulative_layout_shift", "\"0.05\"") "," P75("interaction_to_next_paint",
			"180") "," P75("experimental_time_to_first_byte", "700")),
		"INP: total.p75=180; TTFB: total.p75=700"},
	{"a history: the newest that is there", "crux",
		CRUX("\"largest_contentful_paint\":{\"percentilesTimeseries\":{\"p75s\":[2300,"
		     "2500,\"NaN\",null]}}"),
		"LCP: total.p75=2500"},
	{"NaN alone", "crux", CRUX(P75("largest_contentful_paint", "\"NaN\"")),
		"f:1:109: a metric without a number p75"},
	{"a query that failed", "crux", "{\"error\":{\"code\":404,\"message\":\"not found\"}}",
		"f:1:1: the query failed: not found"},
	{"a manifest alone", "lighthouse-ci",
		"[{\"url\":\"http://localhost:1/a\",\"jsonPath\":\"/ci/perf/lhr-1.json\"}]",
		"f: a manifest only lists reports"},
	{"a manifest of two pages", "lighthouse-ci",
		"[{\"url\":\"http://localhost:1/a\",\"jsonPath\":\"a\"},"
		"{\"url\":\"http://localhost:1/b\",\"jsonPath\":\"b\"}]",
		"f:1:48: it has reports of several pages: http://localhost:1/a, "
		"http://localhost:1/b"},
	{"an entry without its report", "lighthouse-ci", "[{\"url\":\"http://localhost/a\"}]",
		"f:1:2: an entry without jsonPath"},
	{"no manifest", "lighthouse-ci", "{}", "f:1:1: this is no manifest: an array is expected"},
};

static void test_users(void)
{
	check_rows(users, sizeof(users) / sizeof(users[0]));
}

#define FOUR "HISTFAAAACp4nJNpmSzMwMDAxQABTFCaEURcm7yEwf4DROAzO9NfRqZ6pmomAJNtB4o="
#define MANY "HISTFAAAACl4nJNpmSzMwMDAyQABTFCaEURcm7yEwf4DROAzu8ZBFqar7EwAi/0HVg=="
#define HEAD "#[Histogram log format version 1.3]\n\"StartTimestamp\",\"Interval_Length\"\n"

static const struct row histograms[] = {
	{"one interval", "hdr-log us", HEAD "0.127,1.007,2.769," FOUR "\n",
		"latency: total.p50=2.007 total.p75=3.007 total.p90=4.015 total.p95=4.015 "
		"total.p99=4.015 total.p99.9=4.015 total.mean=2.5035 total.max=4.015 n=4"},
	{"two intervals are one histogram", "hdr-log us", HEAD "0,1,2," MANY "\n1,1,2," FOUR "\n",
		"latency: total.p50=1.003 total.p75=1.003 total.p90=3.007 total.p95=5.023 "
		"total.p99=70.143 total.p99.9=70.143 total.mean=4.03654 total.max=70.143 n=26"},
	{"tags", "hdr-log ms", HEAD "Tag=cart,0,1,2," FOUR "\nTag=shop,0,1,2," FOUR "\n",
		"cart: total.p50=2007 total.p75=3007 total.p90=4015 total.p95=4015 total.p99=4015 "
		"total.p99.9=4015 total.mean=2503.5 total.max=4015 n=4; "
		"shop: total.p50=2007 total.p75=3007 total.p90=4015 total.p95=4015 total.p99=4015 "
		"total.p99.9=4015 total.mean=2503.5 total.max=4015 n=4"},
	{"no unit", "hdr-log", HEAD "0,1,2," FOUR "\n",
		"f: a log of HdrHistogram does not name its unit"},
	{"cut off", "hdr-log us", HEAD "0,1,2,HISTFAAAACp4nJNpmSzMwMDAxQABTFCaEURcm7yEwf4DR\n",
		"f:3: the histogram is not base64 of HdrHistogram's compressed V2 encoding"},
	{"bytes changed", "hdr-log us",
		HEAD "0,1,2,HISTFAAAACp4nJNpmSzMwMDAxQABTFCaEURcm7yEwf4DROAzO9NfRqZ6pmomAJNtB4A=\n",
		"f:3: the histogram's zlib stream is damaged or too large"},
	{"no histogram", "hdr-log us", HEAD "0,1,2,AAAA\n",
		"f:3: the histogram is not base64 of HdrHistogram's compressed V2 encoding"},
	{"no interval", "hdr-log us", HEAD "0,x,2," FOUR "\n",
		"f:3: this is no interval: start, length, maximum, histogram"},
};

static void test_histograms(void)
{
	check_rows(histograms, sizeof(histograms) / sizeof(histograms[0]));
}

static const struct unit_test tests[] = {
	{"traces of browsers", test_traces},
	{"what users measured", test_users},
	{"histograms", test_histograms},
};

UNIT_MAIN(tests)
