/* SPDX-License-Identifier: Apache-2.0
 *
 * GuideLLM's report (vllm-project/guidellm src/guidellm/benchmark/schemas, schemas/statistics.py): one benchmark for each rate of load, and in
 * each a distribution for each metric, of which "successful" is read. request_latency is in seconds, though its neighbours are in ms:
 * their names end in "_ms". A series for each metric; of several benchmarks in a file "1:request_latency", "2:request_latency" and so on,
 * in the order of the file. Metrics of other things (tokens, rates) are passed over. Refused: requests that failed.
 */
#include <math.h>

#include "checks/latency/formats/parts.h"

struct reader {
	struct samples *out;
	const struct measured_file *file;
	size_t number; /* of the benchmark; 0: there is but one */
};

static int refuse(const struct reader *reader, const struct json *at, struct err *err)
{
	part_error(reader->file, at, err, "some requests failed");
	return err_remedy(err, "measure again; a request that failed is no measurement");
}

/* How many ms one of the metric's unit is; NAN for what is no time. */
static double metric_unit(struct text name)
{
	if (text_is(name, "request_latency"))
		return 1000;
	return text_ends(name, "_ms") ? 1 : NAN;
}

/* "p999" is 99.9: two digits of percent, and what is behind them. "p01" is 1, "p001" 0.1. */
static bool find_quantile(struct text key, double *q)
{
	double digits = 0, unit = 1;

	if (key.len < 3 || key.len > 6 || key.ptr[0] != 'p')
		return false;
	for (size_t i = 1; i < key.len; i++) {
		if (key.ptr[i] < '0' || key.ptr[i] > '9')
			return false;
		digits = digits * 10 + (key.ptr[i] - '0');
		unit *= 10;
	}
	*q = digits / unit;
	return true;
}

static int read_percentiles(const struct reader *reader, struct series *series,
	const struct json *percentiles, double unit_ms, struct err *err)
{
	for (const struct json *item = percentiles ? percentiles->child : NULL; item;
		item = item->next) {
		struct summary summary = {SUMMARY_TOTAL, SUMMARY_QUANTILE, 0, item->number};

		if (!find_quantile(item->key, &summary.q) || item->type != JSON_NUMBER)
			return part_error(reader->file, item, err,
				"this is no percentile, as \"p95\" or \"p999\", with its time");
		summary.ms *= unit_ms;
		if (samples_summary(reader->out, series, &summary, err) < 0)
			return -1;
	}
	return 0;
}

/* "median" is p50 among the percentiles already. */
static int read_means(const struct reader *reader, struct series *series,
	const struct json *distribution, double unit_ms, struct err *err)
{
	static const struct {
		const char *key;
		enum summary_kind kind;
	} members[] = {{"mean", SUMMARY_MEAN}, {"min", SUMMARY_MIN}, {"max", SUMMARY_MAX}};

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		struct summary summary = {SUMMARY_TOTAL, members[i].kind, 0, 0};

		if (part_number(&summary.ms, distribution, members[i].key, reader->file, err) < 0)
			return -1;
		summary.ms *= unit_ms;
		if (samples_summary(reader->out, series, &summary, err) < 0)
			return -1;
	}
	return 0;
}

static int find_series(
	const struct reader *reader, struct text metric, struct series **out, struct err *err)
{
	struct text name = metric;

	if (reader->number)
		name = arena_textf(reader->file->scratch, "%zu:%.*s", reader->number,
			(int)metric.len, metric.ptr);
	if (!name.ptr)
		return err_nomem(err);
	if (samples_series(reader->out, name, out, err) < 0)
		return -1;
	(*out)->is_main = text_is(name, "request_latency");
	return 0;
}

static int read_metric(const struct reader *reader, const struct json *metric, struct err *err)
{
	double unit_ms = metric_unit(metric->key), count;
	const struct json *good;
	struct series *series;

	if (isnan(unit_ms))
		return 0;
	if (part_container(&good, metric, "successful", JSON_OBJECT, reader->file, err) < 0 ||
		part_number(&count, good, "count", reader->file, err) < 0)
		return -1;
	if (!(count >= 1))
		return 0; /* an answer in one piece has no time between tokens */
	if (find_series(reader, metric->key, &series, err) < 0)
		return -1;
	series->summary_samples = (uint64_t)fmin(count, 1e15);
	if (read_means(reader, series, good, unit_ms, err) < 0)
		return -1;
	return read_percentiles(reader, series, json_get(good, "percentiles"), unit_ms, err);
}

/* In the list of requests, where the report has it, and in the counts. */
static int check_failed(const struct reader *reader, const struct json *benchmark, struct err *err)
{
	const struct json *list = json_at(benchmark, "requests.errored"),
			  *count = json_at(benchmark, "metrics.request_latency.errored.count");

	if (list && list->child)
		return refuse(reader, list, err);
	if (count && count->type == JSON_NUMBER && count->number > 0)
		return refuse(reader, count, err);
	return 0;
}

static int read_benchmark(
	const struct reader *reader, const struct json *benchmark, struct err *err)
{
	const struct json *metrics;

	if (check_failed(reader, benchmark, err) < 0 ||
		part_container(&metrics, benchmark, "metrics", JSON_OBJECT, reader->file, err) < 0)
		return -1;
	for (const struct json *metric = metrics->child; metric; metric = metric->next)
		if (read_metric(reader, metric, err) < 0)
			return -1;
	return 0;
}

static int read_guidellm(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {.out = out, .file = file};
	const struct json *root, *list;

	if (json_read_with(&root, file->content, file->name, NULL, file->scratch, err) < 0 ||
		part_container(&list, root, "benchmarks", JSON_ARRAY, file, err) < 0)
		return -1;
	for (const struct json *item = list->child; item; item = item->next) {
		reader.number += list->count > 1;
		if (read_benchmark(&reader, item, err) < 0)
			return -1;
	}
	return samples_fact(out, "tool", text_of("guidellm"), err);
}

extern const struct latency_format latency_format_guidellm;

const struct latency_format latency_format_guidellm = {
	.summary = "GuideLLM reports (JSON)",
	.read = read_guidellm,
	.file_is_run = true,
};
