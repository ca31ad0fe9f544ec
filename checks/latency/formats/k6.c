/* SPDX-License-Identifier: Apache-2.0
 *
 * k6: the four forms of its results (grafana/k6 internal/js/summary_test.go, internal/lib/summary/machinereadable). Lines of
 * --out json are read by k6_points.c; here the summaries: --summary-export (values flat), handleSummary (in "values"), and
 * --new-machine-readable-summary (an array in "results"). Times are ms. A series for each metric of times; the main one is
 * http_req_duration with the phases sending, waiting and receiving; blocked, connecting and tls_handshaking lie outside it.
 *
 * Thresholds are not read: what --summary-export calls true has failed (grafana/k6 issue 1498), and budgets are the policy's.
 * Refused: runs with requests that failed.
 */
#include "checks/latency/formats/k6.h"

#include <math.h>

static const char main_metric[] = "http_req_duration";
static const char *const parts[] = {"sending", "waiting", "receiving"};

static const struct json *values_of(const struct json *metric)
{
	const struct json *values = json_get(metric, "values");

	return values ? values : metric;
}

/* The flat form does not say which metrics are times: those that k6 itself has. */
static bool is_time(const struct json *metric, struct text name)
{
	const struct json *contains = json_get(metric, "contains");

	if (!json_get(values_of(metric), "avg"))
		return false;
	if (contains)
		return text_is(contains->text, "time");
	return text_starts(name, "http_req_") || text_starts(name, "iteration_duration") ||
	       text_starts(name, "group_duration") || text_starts(name, "grpc_req_duration") ||
	       text_starts(name, "ws_connecting") || text_starts(name, "ws_ping");
}

/* "failed" requests: "fails" of this rate are those that did not fail; newer forms say "rate". */
static int check_failed(const struct k6 *k6, const struct json *metric, struct err *err)
{
	const struct json *values = values_of(metric);
	double rate = 0;

	if (part_optional(&rate, values, "value", k6->file, err) < 0 ||
		part_optional(&rate, values, "rate", k6->file, err) < 0)
		return -1;
	if (rate == 0)
		return 0;
	measured_error(
		k6->file, metric->line, 0, err, "%.3g %% of the requests failed", rate * 100);
	return err_remedy(err, "measure again; a request that failed is no measurement");
}

static int add_part(
	const struct k6 *k6, const char *part, const struct json *values, struct err *err)
{
	struct series *series;
	size_t phase;

	if (samples_series(k6->out, text_of(main_metric), &series, err) < 0 ||
		samples_phase(k6->out, series, text_of(part), &phase, err) < 0)
		return -1;
	return part_summaries(k6->out, series, phase, values, 1, err);
}

static int read_metric(
	const struct k6 *k6, struct text name, const struct json *metric, struct err *err)
{
	const struct json *values = values_of(metric);
	struct series *series;

	if (text_is(name, "http_req_failed"))
		return check_failed(k6, metric, err);
	if (!is_time(metric, name))
		return 0;
	for (size_t i = 0; text_starts(name, "http_req_") && i < K6_PARTS; i++)
		if (text_is(text_slice(name, sizeof("http_req_") - 1, name.len), parts[i]) &&
			add_part(k6, parts[i], values, err) < 0)
			return -1;
	if (samples_series(k6->out, name, &series, err) < 0)
		return -1;
	series->is_main = text_is(name, main_metric);
	return part_summaries(k6->out, series, SUMMARY_TOTAL, values, 1, err);
}

static int read_count(const struct k6 *k6, const struct json *requests, struct err *err)
{
	double count = 0;

	if (part_optional(&count, values_of(requests), "count", k6->file, err) < 0)
		return -1;
	for (size_t i = 0; count > 0 && i < k6->out->count; i++)
		if (text_starts(k6->out->series[i]->name, "http_req_"))
			k6->out->series[i]->summary_samples = (uint64_t)fmin(count, 1e15);
	return 0;
}

static int read_object(const struct k6 *k6, const struct json *metrics, struct err *err)
{
	for (const struct json *metric = metrics->child; metric; metric = metric->next)
		if (read_metric(k6, metric->key, metric, err) < 0)
			return -1;
	return read_count(k6, json_get(metrics, "http_reqs"), err);
}

static int read_array(const struct k6 *k6, const struct json *metrics, struct err *err)
{
	const struct json *requests = NULL;

	for (const struct json *metric = metrics->child; metric; metric = metric->next) {
		struct text name = json_text_at(metric, "name");

		if (text_is(name, "http_reqs"))
			requests = metric;
		if (read_metric(k6, name, metric, err) < 0)
			return -1;
	}
	return read_count(k6, requests, err);
}

static int read_summary(const struct k6 *k6, const struct json *root, struct err *err)
{
	const struct json *metrics = json_get(root, "metrics");

	if (metrics && metrics->type == JSON_OBJECT)
		return read_object(k6, metrics, err);
	if (part_container(
		    &metrics, json_get(root, "results"), "metrics", JSON_ARRAY, k6->file, err) < 0)
		return -1;
	return read_array(k6, metrics, err);
}

static int read_k6(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct k6 k6 = {.out = out, .file = file};
	const struct json *first;

	if (samples_fact(out, "tool", text_of("k6"), err) < 0)
		return -1;
	values_start(&k6.values, file);
	if (json_values_read(&k6.values, &first, err) < 0)
		return -1;
	if (first && json_get(first, "type") && json_get(first, "data"))
		return k6_points(&k6, err);
	if (read_summary(&k6, first, err) < 0 || json_values_read(&k6.values, &first, err) < 0)
		return -1;
	return first ? part_error(file, first, err, "more behind the summary") : 0;
}

extern const struct latency_format latency_format_k6;

const struct latency_format latency_format_k6 = {
	.summary = "k6: lines of --out json, and its three kinds of summary",
	.read = read_k6,
	.file_is_run = true,
};
