/* SPDX-License-Identifier: Apache-2.0
 *
 * aiperf and genai-perf (ai-dynamo/aiperf docs/tutorials/working-with-profile-exports.md). profile_export.jsonl, a line for each request:
 * the series "request", total request_latency, phases prefill = time_to_first_token (where answers are streamed) and decode = the rest;
 * and "inter_token_latency". profile_export_aiperf.json, a member for each metric: its quantiles, of the metrics whose unit is a time.
 * Each number has its unit beside it. Lines of the warm-up are no measurements. Refused: requests with an error or that were
 * cancelled, duplicate keys (the vendor's own example has them).
 */
#include <math.h>

#include "checks/latency/formats/parts.h"

struct reader {
	struct samples *out;
	const struct measured_file *file;
};

static int refuse(
	const struct reader *reader, const struct json *at, struct err *err, const char *what)
{
	part_error(reader->file, at, err, what);
	return err_remedy(err, "measure again; a request that failed is no measurement");
}

/* {"value": 12.5, "unit": "ms"} in ms; NAN where there is no such metric. */
static int read_value(const struct reader *reader, const struct json *metrics, const char *key,
	double *ms, struct err *err)
{
	const struct json *metric = json_get(metrics, key);
	double unit_ms;

	*ms = NAN;
	if (!metric)
		return 0;
	unit_ms = samples_unit_ms(json_text_at(metric, "unit"));
	if (isnan(unit_ms))
		return part_error(reader->file, metric, err, "a time without a unit of time");
	if (part_number(ms, metric, "value", reader->file, err) < 0)
		return -1;
	*ms *= unit_ms;
	return 0;
}

static int add_request(
	const struct reader *reader, double total, double prefill, uint32_t line, struct err *err)
{
	struct series *series;
	size_t phases[2];

	if (samples_series(reader->out, text_of("request"), &series, err) < 0)
		return -1;
	series->is_main = true;
	if (isnan(prefill))
		return part_row(reader->out, series, total, line, err);
	if (samples_phase(reader->out, series, text_of("prefill"), &phases[0], err) < 0 ||
		samples_phase(reader->out, series, text_of("decode"), &phases[1], err) < 0 ||
		samples_row(reader->out, series, err) < 0)
		return -1;
	series->row[phases[0]] = prefill;
	series->row[phases[1]] = total - prefill;
	series->total = total;
	return samples_row_end(reader->out, series, line, err);
}

static int add_gap(const struct reader *reader, double gap, uint32_t line, struct err *err)
{
	struct series *series;

	if (isnan(gap))
		return 0;
	if (samples_series(reader->out, text_of("inter_token_latency"), &series, err) < 0)
		return -1;
	return part_row(reader->out, series, gap, line, err);
}

static int check_request(const struct reader *reader, const struct json *record, struct err *err)
{
	const struct json *error = json_get(record, "error"),
			  *cancelled = json_at(record, "metadata.was_cancelled");

	if (error && error->type != JSON_NULL)
		return refuse(reader, error, err, "a request failed");
	if (cancelled && cancelled->type != JSON_FALSE)
		return refuse(reader, cancelled, err, "a request was cancelled");
	return 0;
}

static int read_record(const struct reader *reader, const struct json *record, struct err *err)
{
	const struct json *metrics;
	double total, prefill, gap;

	if (text_is(json_text_at(record, "metadata.benchmark_phase"), "warmup"))
		return 0;
	if (check_request(reader, record, err) < 0 ||
		part_container(&metrics, record, "metrics", JSON_OBJECT, reader->file, err) < 0 ||
		read_value(reader, metrics, "request_latency", &total, err) < 0 ||
		read_value(reader, metrics, "time_to_first_token", &prefill, err) < 0 ||
		read_value(reader, metrics, "inter_token_latency", &gap, err) < 0)
		return -1;
	if (isnan(total))
		return part_error(reader->file, metrics, err, "a request without request_latency");
	if (add_request(reader, total, prefill, record->line, err) < 0)
		return -1;
	return add_gap(reader, gap, record->line, err);
}

/* "request_count": {"unit": "requests", "avg": 40}: 0 where there is none. */
static double count_of(const struct json *root, const char *path)
{
	const struct json *count = json_at(root, path);

	return count && count->type == JSON_NUMBER ? count->number : 0;
}

static int read_metric(
	const struct reader *reader, const struct json *metric, double count, struct err *err)
{
	double unit_ms = samples_unit_ms(json_text_at(metric, "unit"));
	struct series *series;

	/* How long the benchmark took is no latency. */
	if (isnan(unit_ms) || text_is(metric->key, "benchmark_duration"))
		return 0;
	if (samples_series(reader->out, metric->key, &series, err) < 0)
		return -1;
	series->is_main = text_is(metric->key, "request_latency");
	series->summary_samples = count >= 1 ? (uint64_t)fmin(count, 1e15) : 0;
	return part_summaries(reader->out, series, SUMMARY_TOTAL, metric, unit_ms, err);
}

static int read_summary(const struct reader *reader, const struct json *root, struct err *err)
{
	const struct json *errors = json_get(root, "error_request_count");

	if (count_of(root, "error_request_count.avg") > 0)
		return refuse(reader, errors, err, "some requests failed");
	for (const struct json *metric = root->child; metric; metric = metric->next)
		if (read_metric(reader, metric, count_of(root, "request_count.avg"), err) < 0)
			return -1;
	return 0;
}

static int read_aiperf(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {out, file};
	struct json_values values;
	const struct json *value;

	values_start(&values, file);
	for (;;) {
		if (json_values_read(&values, &value, err) < 0)
			return -1;
		if (!value)
			return samples_fact(out, "tool", text_of("aiperf"), err);
		if ((json_get(value, "metadata") ? read_record(&reader, value, err)
						 : read_summary(&reader, value, err)) < 0)
			return -1;
	}
}

extern const struct latency_format latency_format_aiperf;

const struct latency_format latency_format_aiperf = {
	.summary = "aiperf and genai-perf profile exports (JSON, JSONL)",
	.read = read_aiperf,
	.file_is_run = true,
};
