/* SPDX-License-Identifier: Apache-2.0
 *
 * What the readers make of small files: "SERIES[*] phase=ms … total=ms; …", or the error.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "checks/latency/format.h"
#include "gate/base/buffer.h"
#include "gate/base/moment.h"
#include "unit.h"

struct row {
	const char *name, *format, *content, *expect;
	const char *total, *flow, *select, *unit, *phases[4];
};

static const struct latency_format *find(const char *name)
{
	for (size_t i = 0; latency_format_names[i]; i++)
		if (strcmp(latency_format_names[i], name) == 0)
			return latency_formats[i];
	return NULL;
}

static void print_series(char *out, size_t size, const struct series *series)
{
	size_t len = strlen(out);

	len += (size_t)snprintf(out + len, size - len, "%s%.*s%s", len ? "; " : "",
		(int)series->name.len, series->name.ptr, series->is_main ? "*" : "");
	for (size_t r = 0; r < series->rows; r++) {
		const double *cells = series->cells + r * series->stride;

		len += (size_t)snprintf(out + len, size - len, r ? " /" : ":");
		for (size_t k = 0; k < series->phase_count; k++)
			len += (size_t)snprintf(out + len, size - len, " %.*s=%g",
				(int)series->phases[k].len, series->phases[k].ptr, cells[k]);
		len += (size_t)snprintf(
			out + len, size - len, " total=%g", cells[series->stride - 1]);
	}
}

static void read_row(const struct row *row, char *out, size_t size)
{
	struct arena *arena = arena_new(), *scratch = arena_new();
	struct text phases[4];
	struct columns columns = {.total = text_of(row->total),
		.flow = text_of(row->flow),
		.unit = text_of(row->unit ? row->unit : "ms")};
	struct measured_file file = {.path = TEXT("f"),
		.name = "f",
		.content = text_of(row->content),
		.select = text_of(row->select),
		.columns = &columns,
		.scratch = scratch,
		.phases = {phases, 0}};
	struct samples samples;
	struct err err = {0};

	for (size_t i = 0; i < 4 && row->phases[i]; i++)
		phases[file.phases.count++] = text_of(row->phases[i]);
	out[0] = '\0';
	samples_start(&samples, "f", arena);
	if (find(row->format)->read(&samples, &file, &err) < 0)
		snprintf(out, size, "%s", err.message);
	for (size_t i = 0; err.kind == ERR_NONE && i < samples.count; i++)
		print_series(out, size, samples.series[i]);
	arena_free(scratch);
	arena_free(arena);
}

#define LHR(version, method, audits)        \
	"{\"lighthouseVersion\":\"" version \
	"\",\"configSettings\":{\"throttlingMethod\":\"" method "\"},\"audits\":{" audits "}}"
#define LCP(ms)            "\"largest-contentful-paint\":{\"numericValue\":" ms "}"
#define SUBPART(id, ms)    "{\"subpart\":\"" id "\",\"duration\":" ms "}"
#define PHASE(id, ms)      "{\"phase\":\"" id "\",\"duration\":" ms "}"
#define TIMING(label, ms)  "{\"phase\":\"" label "\",\"timing\":" ms "}"
#define TABLE(audit, rows) "\"" audit "\":{\"details\":{\"items\":[{\"items\":[" rows "]}]}}"

static const struct row rows[] = {
	{.name = "13, by subpart",
		.format = "lighthouse",
		.content = LHR("13.5.0", "provided",
			LCP("1383.948") "," TABLE("lcp-breakdown-insight",
				SUBPART("timeToFirstByte", "209.192") "," SUBPART(
					"resourceLoadDelay",
					"444.159") "," SUBPART("resourceLoadDuration",
					"178.091") "," SUBPART("elementRenderDelay", "552.506"))),
		.expect = "LCP*: timeToFirstByte=209.192 resourceLoadDelay=444.159 "
			  "resourceLoadDuration=178.091 "
			  "elementRenderDelay=552.506 total=1383.95"},
	{.name = "13, a text",
		.format = "lighthouse",
		.content = LHR("13.5.0", "provided",
			LCP("100.292") "," TABLE("lcp-breakdown-insight",
				SUBPART("timeToFirstByte", "8.878") "," SUBPART(
					"elementRenderDelay", "91.414"))),
		.expect = "LCP*: timeToFirstByte=8.878 resourceLoadDelay=0 resourceLoadDuration=0 "
			  "elementRenderDelay=91.414 total=100.292"},
	{.name = "12.6, by phase, before the older table",
		.format = "lighthouse",
		.content = LHR("12.6.1", "devtools",
			LCP("100") "," TABLE("lcp-phases-insight",
				PHASE("timeToFirstByte", "10") "," PHASE("elementRenderDelay",
					"90")) ",\"largest-contentful-paint-element\":{\"details\":"
					       "{\"items\":[{},{\"headings\":[{\"key\":\"phase\"}],"
					       "\"items\":[" TIMING("TTFB", "1") "," TIMING(
						       "Load Delay", "2") "," TIMING("Load Time",
						       "3") "," TIMING("Render Delay",
						       "94") "]}]}}"),
		.expect = "LCP*: timeToFirstByte=10 resourceLoadDelay=0 resourceLoadDuration=0 "
			  "elementRenderDelay=90 total=100"},
	{.name = "11, labels of another language",
		.format = "lighthouse",
		.content = LHR("11.4.0", "devtools",
			LCP("100") ",\"largest-contentful-paint-element\":{\"details\":{\"items\":["
				   "{},{\"headings\":[{\"key\":\"phase\"}],\"items\":[" TIMING(
					   "TTFB", "1") "," TIMING("Ladeverz\xc3\xb6gerung",
					   "2") "," TIMING("Ladezeit", "3") "," TIMING("Rendern",
					   "94") "]}]}}"),
		.expect = "LCP*: timeToFirstByte=1 resourceLoadDelay=2 resourceLoadDuration=3 "
			  "elementRenderDelay=94 total=100"},
	{.name = "10.1, times from the start",
		.format = "lighthouse",
		.content = LHR("10.1.0", "devtools",
			LCP("100.4") ",\"metrics\":{\"details\":{\"items\":[{\"timeToFirstByte\":"
				     "10,\"lcpLoadStart\":30,\"lcpLoadEnd\":60}]}}"),
		.expect = "LCP*: timeToFirstByte=10 resourceLoadDelay=20 resourceLoadDuration=30 "
			  "elementRenderDelay=40.4 total=100.4"},
	{.name = "13, durations in metrics",
		.format = "lighthouse",
		.content = LHR("13.0.0", "provided",
			LCP("100") ",\"metrics\":{\"details\":{\"items\":[{\"timeToFirstByte\":10,"
				   "\"lcpLoadDelay\":30,\"lcpLoadDuration\":20}]}}"),
		.expect = "LCP*: timeToFirstByte=10 resourceLoadDelay=30 resourceLoadDuration=20 "
			  "elementRenderDelay=40 total=100"},
	{.name = "10.0 has no phases",
		.format = "lighthouse",
		.content = LHR("10.0.0", "devtools", LCP("100")),
		.expect = "LCP*: total=100"},
	{.name = "simulate",
		.format = "lighthouse",
		.content = LHR("13.5.0", "simulate", LCP("9252")),
		.expect = "f:1:48: throttlingMethod is \"simulate\": the total is computed and the "
			  "phases are observed, of two "
			  "different loads"},
	{.name = "no report",
		.format = "lighthouse",
		.content = "{\"audits\":{}}",
		.expect = "f:1:1: this is no Lighthouse report: there is no \"lighthouseVersion\""},
	{.name = "no LCP",
		.format = "lighthouse",
		.content = LHR("13.5.0", "provided",
			"\"largest-contentful-paint\":{\"scoreDisplayMode\":\"error\","
			"\"errorMessage\":\"NO_LCP\"}"),
		.expect = "f:1:117: there is no LCP: NO_LCP"},
	{.name = "web-vitals 3, the last of an id",
		.format = "web-vitals",
		.content = "{\"name\":\"LCP\",\"id\":\"a\",\"value\":5,\"attribution\":{"
			   "\"timeToFirstByte\":1,\"resourceLoadDelay\":1,"
			   "\"resourceLoadTime\":1,\"elementRenderDelay\":2}}\n"
			   "{\"name\":\"CLS\",\"id\":\"c\",\"value\":0.1,\"attribution\":{}}\n"
			   "{\"name\":\"LCP\",\"id\":\"a\",\"value\":876,\"attribution\":{"
			   "\"timeToFirstByte\":228.3,\"resourceLoadDelay\":460.6,"
			   "\"resourceLoadTime\":163.6,\"elementRenderDelay\":23.5}}\n",
		.expect = "LCP*: timeToFirstByte=228.3 resourceLoadDelay=460.6 "
			  "resourceLoadDuration=163.6 elementRenderDelay=23.5 total=876"},
	{.name = "web-vitals INP in an array",
		.format = "web-vitals",
		.content = "[{\"name\":\"INP\",\"value\":8,\"attribution\":{\"inputDelay\":1,"
			   "\"processingDuration\":0,\"presentationDelay\":7}}]",
		.expect = "INP: inputDelay=1 processingDuration=0 presentationDelay=7 total=8"},
	{.name = "web-vitals without attribution",
		.format = "web-vitals",
		.content = "{\"name\":\"LCP\",\"value\":8}",
		.expect = "f:1:1: a beacon has no attribution"},
	{.name = "web-vitals that do not add up",
		.format = "web-vitals",
		.content = "{\"name\":\"FCP\",\"value\":800,\"attribution\":{\"timeToFirstByte\":1,"
			   "\"firstByteToFCP\":1}}",
		.expect = "f:1: the phases add up to 2.0 ms, the total is 800.0 ms"},
	{.name = "hyperfine, seconds",
		.format = "hyperfine",
		.content = "{\"results\":[{\"command\":\"sleep "
			   "1\",\"times\":[1.5,0.25],\"exit_codes\":[0,0]}]}",
		.expect = "sleep 1: total=1500 / total=250"},
	{.name = "hyperfine, a failure",
		.format = "hyperfine",
		.content = "{\"results\":[{\"command\":\"x\",\"times\":[1.5],\"exit_codes\":[1]}]}",
		.expect = "f:1:56: a run ended with exit code other than 0"},
	{.name = "csv, seconds",
		.format = "csv",
		.unit = "s",
		.total = "all",
		.phases = {"infer", "serve"},
		.content = "serve,all,infer\r\n0.5,2,1.25\r\n1,3,1e0\r\n",
		.expect = ": infer=1250 serve=500 total=2000 / infer=1000 serve=1000 total=3000"},
	{.name = "csv, flows",
		.format = "csv",
		.flow = "page",
		.select = "b",
		.phases = {"x"},
		.content = "page;x\na;1\n\"b\";2\n",
		.expect = "b: x=2 total=2"},
	{.name = "csv, NaN",
		.format = "csv",
		.phases = {"x"},
		.content = "x\nNaN\n",
		.expect = "f:2: \"NaN\" in x is not a number"},
	{.name = "csv, a decimal comma",
		.format = "csv",
		.phases = {"x"},
		.content = "x;y\n1,5;2\n",
		.expect = "f:2: \"1,5\" in x is not a number"},
	{.name = "csv, cut off",
		.format = "csv",
		.phases = {"x"},
		.content = "x,y\n1,2\n3",
		.expect = "f:3: 1 cells where the header has 2"},
	{.name = "csv, no such column",
		.format = "csv",
		.phases = {"z"},
		.content = "x,y\n1,2\n",
		.expect = "f:1: there is no column \"z\""},
	{.name = "csv, a column twice",
		.format = "csv",
		.phases = {"x"},
		.content = "x,x\n1,2\n",
		.expect = "f:1: the column \"x\" stands twice"},
	{.name = "csv, negative",
		.format = "csv",
		.phases = {"x"},
		.content = "x\n-1\n",
		.expect = "f:2: x is -1 ms, which is no length of time"},
	{.name = "jsonl, dotted paths",
		.format = "jsonl",
		.total = "t.all",
		.phases = {"t.db"},
		.content =
			"{\"t\":{\"db\":2,\"all\":7},\"n\":[1]}\n\n{\"t\":{\"db\":3,\"all\":8}}\n",
		.expect = ": t.db=2 total=7 / t.db=3 total=8"},
	{.name = "jsonl, a string for a number",
		.format = "jsonl",
		.total = "t",
		.content = "{\"t\":\"7\"}\n",
		.expect = "f:1:6: t is not a number"},
	{.name = "jsonl, a member lacks",
		.format = "jsonl",
		.total = "t",
		.content = "{\"t\":7}\n{\"u\":7}\n",
		.expect = "f:2: there is no t"},
	{.name = "jsonl, a key twice",
		.format = "jsonl",
		.total = "t",
		.content = "{\"t\":7,\"t\":8}\n",
		.expect = "f:1:8: duplicate key \"t\""},
	{.name = "jsonl, cut off",
		.format = "jsonl",
		.total = "t",
		.content = "{\"t\":7}\n{\"t\":",
		.expect = "f:2:6: expected a value"},
};

static void test_readers(void)
{
	char out[2048];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		read_row(&rows[i], out, sizeof(out));
		if (strcmp(out, rows[i].expect) != 0)
			printf("\n%s\n  got  %s\n  want %s\n", rows[i].name, out, rows[i].expect);
		CHECK_ROW(rows[i].name, strcmp(out, rows[i].expect) == 0);
	}
}

static void test_reservoir(void)
{
	struct arena *arena = arena_new();
	struct samples samples;
	struct series *series;
	struct err err = {0};
	double sum = 0;

	samples_start(&samples, "f", arena);
	CU_ASSERT_EQUAL_FATAL(samples_series(&samples, text_of("x"), &series, &err), 0);
	for (int i = 0; i < 200000; i++) {
		CU_ASSERT_EQUAL_FATAL(samples_row(&samples, series, &err), 0);
		series->total = i;
		CU_ASSERT_EQUAL_FATAL(samples_row_end(&samples, series, 0, &err), 0);
	}
	CU_ASSERT_EQUAL(series->rows, SAMPLES_MOST_ROWS);
	CU_ASSERT_EQUAL(series->seen, 200000);
	for (size_t i = 0; i < series->rows; i++)
		sum += series->cells[i * series->stride + series->stride - 1];
	/* The mean of an even choice: 99999.5, standard error 319. */
	CU_ASSERT_DOUBLE_EQUAL(sum / (double)series->rows, 99999.5, 1200);
	arena_free(arena);
}

static void test_words(void)
{
	static const struct {
		const char *text;
		bool ok;
		double value;
	} numbers[] = {{"1.5", true, 1.5}, {"-0.25", true, -.25}, {"1e3", true, 1000},
		{"123456789012345678", true, 123456789012345678.0}, {"0.1", true, .1},
		{"01", false, 0}, {"1.", false, 0}, {".5", false, 0}, {"+1", false, 0},
		{"1e", false, 0}, {"NaN", false, 0}, {"inf", false, 0}, {"0x10", false, 0},
		{"", false, 0}, {"1e999", false, 0}, {"1 ", false, 0}};
	double value;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		bool ok = number_parse(text_of(numbers[i].text), &value);

		CHECK_ROW(
			numbers[i].text, ok == numbers[i].ok && (!ok || value == numbers[i].value));
	}
	CU_ASSERT_EQUAL(samples_unit_ms(text_of("s")), 1000);
	CU_ASSERT_EQUAL(samples_unit_ms(text_of("ns")), 1e-6);
	CU_ASSERT_TRUE(isnan(samples_unit_ms(text_of("parsec"))));
	CU_ASSERT_DOUBLE_EQUAL(
		moment_read(text_of("2026-11-27T05:18:44.500Z")), 1795756724.5, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(moment_read(text_of("1970-01-01T01:00:00+01:00")), 0, 1e-9);
	CU_ASSERT_TRUE(isnan(moment_read(text_of("2026-13-27T05:18:44Z"))));
	CU_ASSERT_TRUE(isnan(moment_read(text_of("yesterday"))));
}

static void test_page(void)
{
	static const struct {
		const char *url, *page;
	} pages[] = {{"http://127.0.0.1:4711/a?b#c", "http://127.0.0.1/a"},
		{"http://localhost:1", "http://localhost"},
		{"https://shop.example.org:8443/x", "https://shop.example.org:8443/x"},
		{"file.html?x", "file.html"}};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		CHECK_ROW(pages[i].url,
			text_is(samples_page(text_of(pages[i].url), arena), pages[i].page));
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"readers", test_readers},
	{"reservoir", test_reservoir},
	{"numbers, units, times", test_words},
	{"page", test_page},
};

UNIT_MAIN(tests)
