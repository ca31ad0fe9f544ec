/* SPDX-License-Identifier: Apache-2.0
 *
 * What go test -bench prints (golang/perf benchfmt): "BenchmarkName-8  1000  1234 ns/op  16 B/op". A series for each name (with
 * its GOMAXPROCS), a row for each line (-count repeats them); of the units only ns/op is a time. Refused: a line FAIL.
 */
#include "checks/latency/formats/load_text.h"

static int fail(const struct measured_file *file, const struct lines *lines, struct err *err,
	const char *what)
{
	return measured_error(file, lines->number, 0, err, "%s", what);
}

static int add(struct samples *out, struct text name, double ms, uint32_t line, struct err *err)
{
	struct series *series;

	if (samples_series(out, name, &series, err) < 0 || samples_row(out, series, err) < 0)
		return -1;
	series->total = ms;
	return samples_row_end(out, series, line, err);
}

/* A name alone on its line announces a benchmark that prints for itself. */
static int read_result(struct samples *out, const struct measured_file *file,
	const struct lines *lines, struct err *err)
{
	struct text rest = lines->line, name = line_word(&rest), count = line_word(&rest), number;
	uint64_t iterations;
	double value;

	if (count.len == 0)
		return 0;
	if (!text_to_uint(count, UINT64_MAX, &iterations) || iterations == 0)
		return fail(file, lines, err, "a benchmark without a number of iterations");
	while ((number = line_word(&rest)).len > 0) {
		struct text unit = line_word(&rest);

		if (!number_parse(number, &value) || unit.len == 0)
			return fail(file, lines, err, "a value and its unit are expected here");
		if (text_is(unit, "ns/op"))
			return add(out, name, value * 1e-6, lines->number, err);
	}
	if (file->select.len && !text_equal(file->select, name))
		return 0;
	return fail(file, lines, err, "a result without ns/op");
}

static int read_go_bench(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct lines lines = {.rest = file->content};

	while (lines_next(&lines)) {
		if (text_is(lines.line, "FAIL") || text_starts(lines.line, "--- FAIL")) {
			fail(file, &lines, err, "the benchmarks failed");
			return err_remedy(err, "measure again when they pass");
		}
		if (text_starts(lines.line, "Benchmark") && read_result(out, file, &lines, err) < 0)
			return -1;
	}
	return 0;
}

extern const struct latency_format latency_format_go_bench;

const struct latency_format latency_format_go_bench = {
	.summary = "go test -bench (text)",
	.read = read_go_bench,
};
