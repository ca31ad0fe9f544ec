/* SPDX-License-Identifier: Apache-2.0
 *
 * Micro-benchmarks, a series each, a row for each repetition.
 * Google Benchmark --benchmark_format=json (google/benchmark src/json_reporter.cc): real_time in time_unit (ns where it is
 * missing); rows of run_type "aggregate" are not runs; old files lack run_type. Refused: error_occurred.
 * pytest-benchmark --benchmark-json (ionelmc/pytest-benchmark src/pytest_benchmark/stats.py): seconds; rows only with
 * --benchmark-save-data, else the summary.
 */
#include <math.h>
#include <string.h>

#include "checks/latency/formats/parts.h"

static int read_list(const struct json **list, const struct measured_file *file, struct err *err)
{
	const struct json *root;

	if (json_read_with(&root, file->content, file->name, NULL, file->scratch, err) < 0)
		return -1;
	return part_container(list, root, "benchmarks", JSON_ARRAY, file, err);
}

static bool is_error(const struct json *benchmark)
{
	const struct json *error = json_get(benchmark, "error_occurred");

	return error && error->type != JSON_FALSE;
}

/* Of old files without run_type: the aggregates are known by their names. */
static bool is_aggregate(const struct json *benchmark)
{
	static const char *const endings[] = {
		"_mean", "_median", "_stddev", "_cv", "_BigO", "_RMS"};
	struct text name = json_text_at(benchmark, "name");

	if (json_get(benchmark, "run_type"))
		return text_is(json_text_at(benchmark, "run_type"), "aggregate");
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (text_ends(name, endings[i]))
			return true;
	return false;
}

static int read_google(struct samples *out, const struct json *benchmark,
	const struct measured_file *file, struct err *err)
{
	struct text unit = json_text_at(benchmark, "time_unit"),
		    name = json_text_at(benchmark, "run_name");
	double factor = unit.len ? samples_unit_ms(unit) : 1e-6, time;
	struct series *series;

	if (is_error(benchmark))
		return part_error(file, benchmark, err, "a benchmark ended with an error");
	if (is_aggregate(benchmark))
		return 0;
	if (isnan(factor))
		return part_error(
			file, json_get(benchmark, "time_unit"), err, "this is no unit of time");
	if (part_number(&time, benchmark, "real_time", file, err) < 0 ||
		samples_series(
			out, name.len ? name : json_text_at(benchmark, "name"), &series, err) < 0)
		return -1;
	return part_row(out, series, time * factor, benchmark->line, err);
}

static int read_google_benchmark(
	struct samples *out, const struct measured_file *file, struct err *err)
{
	const struct json *list;

	if (read_list(&list, file, err) < 0)
		return -1;
	for (const struct json *item = list->child; item; item = item->next)
		if (read_google(out, item, file, err) < 0)
			return -1;
	return 0;
}

static int read_rounds(struct samples *out, struct series *series, const struct json *data,
	const struct measured_file *file, struct err *err)
{
	for (const struct json *time = data->child; time; time = time->next) {
		if (time->type != JSON_NUMBER)
			return part_error(file, time, err, "a time that is not a number");
		if (part_row(out, series, time->number * 1000, time->line, err) < 0)
			return -1;
	}
	return 0;
}

static int read_pytest(struct samples *out, const struct json *benchmark,
	const struct measured_file *file, struct err *err)
{
	const struct json *stats, *data;
	struct series *series;
	double rounds = 0;

	if (part_container(&stats, benchmark, "stats", JSON_OBJECT, file, err) < 0 ||
		samples_series(out, json_text_at(benchmark, "fullname"), &series, err) < 0 ||
		part_optional(&rounds, stats, "rounds", file, err) < 0)
		return -1;
	data = json_get(stats, "data");
	if (data && data->child)
		return read_rounds(out, series, data, file, err);
	series->summary_samples = rounds >= 1 ? (uint64_t)fmin(rounds, 1e15) : 0;
	return part_summaries(out, series, SUMMARY_TOTAL, stats, 1000, err);
}

static int read_pytest_benchmark(
	struct samples *out, const struct measured_file *file, struct err *err)
{
	const struct json *list;

	if (read_list(&list, file, err) < 0)
		return -1;
	for (const struct json *item = list->child; item; item = item->next)
		if (read_pytest(out, item, file, err) < 0)
			return -1;
	return 0;
}

extern const struct latency_format latency_format_google_benchmark, latency_format_pytest_benchmark;

const struct latency_format latency_format_google_benchmark = {
	.summary = "Google Benchmark (JSON)",
	.read = read_google_benchmark,
};

const struct latency_format latency_format_pytest_benchmark = {
	.summary = "pytest-benchmark (JSON)",
	.read = read_pytest_benchmark,
};
