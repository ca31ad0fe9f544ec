/* SPDX-License-Identifier: Apache-2.0
 *
 * vllm bench serve --save-result (vllm-project/vllm vllm/benchmarks/serve.py), one object or several (--append-result).
 * With --save-detailed a row for each request, from arrays in *seconds*: the series "request" (phases prefill = time to the first
 * token, decode = the sum of the gaps behind it; total `latencies` where they are there, else the sum) and "tpot" (decode
 * over the tokens behind the first). Else a series for each metric, from mean_, median_ and p99_ in ms: which of ttft, tpot,
 * itl, e2el there are depends on --percentile-metrics. Refused: requests that failed; they keep their places in the arrays
 * but are not in the tool's means.
 */
#include <math.h>

#include "checks/latency/formats/parts.h"

/* The arrays of --save-detailed, walked side by side: each has an item for each request. */
enum array { TTFTS, ITLS, OUTPUT_LENS, ERRORS, LATENCIES, ARRAYS };

struct request {
	const struct json *items[ARRAYS]; /* NULL: no such array */
};

static int refuse(
	const struct measured_file *file, const struct json *at, struct err *err, const char *what)
{
	part_error(file, at, err, what);
	return err_remedy(err, "measure again; a request that failed is no measurement");
}

static int first_request(struct request *request, const struct json *root,
	const struct measured_file *file, struct err *err)
{
	static const char *const names[] = {"ttfts", "itls", "output_lens", "errors", "latencies"};
	const struct json *array, *ttfts = json_get(root, "ttfts");

	for (size_t i = 0; i < ARRAYS; i++) {
		request->items[i] = NULL;
		if (i > ITLS && !json_get(root, names[i]))
			continue;
		if (part_container(&array, root, names[i], JSON_ARRAY, file, err) < 0)
			return -1;
		if (array->count != ttfts->count)
			return measured_error(file, array->line, array->column, err,
				"\"%s\" has %zu items, \"ttfts\" has %zu", names[i], array->count,
				ttfts->count);
		request->items[i] = array->child;
	}
	return 0;
}

static void next_request(struct request *request)
{
	for (size_t i = 0; i < ARRAYS; i++)
		if (request->items[i])
			request->items[i] = request->items[i]->next;
}

static int check_request(
	const struct request *request, const struct measured_file *file, struct err *err)
{
	const struct json *error = request->items[ERRORS], *len = request->items[OUTPUT_LENS];

	if (error && error->type != JSON_NULL &&
		!(error->type == JSON_STRING && error->text.len == 0))
		return refuse(file, error, err, "a request failed");
	if (len && (len->type != JSON_NUMBER || !(len->number >= 1)))
		return refuse(file, len, err, "a request had no output");
	return 0;
}

static int read_seconds(
	double *ms, const struct json *item, const struct measured_file *file, struct err *err)
{
	if (item->type != JSON_NUMBER)
		return part_error(file, item, err, "a time that is not a number");
	*ms = item->number * 1000;
	return 0;
}

static int read_decode(
	double *ms, const struct json *gaps, const struct measured_file *file, struct err *err)
{
	if (gaps->type != JSON_ARRAY)
		return part_error(file, gaps, err, "this is no array of a request's gaps");
	*ms = 0;
	for (const struct json *gap = gaps->child; gap; gap = gap->next) {
		double one = 0;

		if (read_seconds(&one, gap, file, err) < 0)
			return -1;
		*ms += one;
	}
	return 0;
}

static int add_request(struct samples *out, const struct request *request, double prefill,
	double decode, const struct measured_file *file, struct err *err)
{
	const struct json *latency = request->items[LATENCIES], *ttft = request->items[TTFTS];
	struct series *series;
	size_t phases[2];

	if (samples_series(out, text_of("request"), &series, err) < 0 ||
		samples_phase(out, series, text_of("prefill"), &phases[0], err) < 0 ||
		samples_phase(out, series, text_of("decode"), &phases[1], err) < 0 ||
		samples_row(out, series, err) < 0)
		return -1;
	series->is_main = true;
	series->row[phases[0]] = prefill;
	series->row[phases[1]] = decode;
	if (latency && read_seconds(&series->total, latency, file, err) < 0)
		return -1;
	return samples_row_end(out, series, ttft->line, err);
}

/* The gaps may be fewer than the tokens, where an answer brings several at once: the number of tokens is what counts. */
static int add_tpot(
	struct samples *out, const struct request *request, double decode, struct err *err)
{
	const struct json *len = request->items[OUTPUT_LENS];
	struct series *series;

	if (!len || len->number < 2)
		return 0;
	if (samples_series(out, text_of("tpot"), &series, err) < 0)
		return -1;
	return part_row(out, series, decode / (len->number - 1), len->line, err);
}

static int read_requests(struct samples *out, const struct json *root,
	const struct measured_file *file, struct err *err)
{
	struct request request;

	if (part_container(&request.items[TTFTS], root, "ttfts", JSON_ARRAY, file, err) < 0 ||
		first_request(&request, root, file, err) < 0)
		return -1;
	for (; request.items[TTFTS]; next_request(&request)) {
		double prefill = 0, decode = 0;

		if (check_request(&request, file, err) < 0 ||
			read_seconds(&prefill, request.items[TTFTS], file, err) < 0 ||
			read_decode(&decode, request.items[ITLS], file, err) < 0 ||
			add_request(out, &request, prefill, decode, file, err) < 0 ||
			add_tpot(out, &request, decode, err) < 0)
			return -1;
	}
	return 0;
}

/* "p99_ttft_ms": the statistic, and the metric between. False for any other member. */
static bool is_summary(const struct json *member, struct summary *summary, struct text *metric)
{
	size_t at = text_find(member->key, (struct text)TEXT("_"));

	if (member->type != JSON_NUMBER || !text_ends(member->key, "_ms") ||
		at + 4 >= member->key.len)
		return false;
	*metric = text_slice(member->key, at + 1, member->key.len - 3);
	return part_statistic(text_slice(member->key, 0, at), summary);
}

static int read_summaries(
	struct samples *out, const struct json *root, uint64_t count, struct err *err)
{
	for (const struct json *member = root->child; member; member = member->next) {
		struct summary summary = {.phase = SUMMARY_TOTAL, .ms = member->number};
		struct series *series;
		struct text metric;

		if (!is_summary(member, &summary, &metric))
			continue;
		if (samples_series(out, metric, &series, err) < 0)
			return -1;
		series->is_main = text_is(metric, "e2el");
		series->summary_samples = count;
		if (samples_summary(out, series, &summary, err) < 0)
			return -1;
	}
	return 0;
}

/* How the load was made: "rate inf, concurrency 8". */
static int read_load(struct samples *out, const struct json *root, struct err *err)
{
	const struct json *rate = json_get(root, "request_rate"),
			  *most = json_get(root, "max_concurrency");
	struct text text;

	if (!rate)
		return 0;
	text = arena_textf(out->arena, "rate %.*s, concurrency %.*s", text_quote(rate->text),
		rate->text.ptr ? rate->text.ptr : "", most ? text_quote(most->text) : 0,
		most && most->text.ptr ? most->text.ptr : "");
	return text.ptr ? samples_fact(out, "load", text, err) : err_nomem(err);
}

static int read_result(struct samples *out, const struct json *root,
	const struct measured_file *file, struct err *err)
{
	double completed, failed = 0;

	if (part_number(&completed, root, "completed", file, err) < 0 ||
		part_optional(&failed, root, "failed", file, err) < 0 ||
		read_load(out, root, err) < 0)
		return -1;
	if (failed > 0)
		return refuse(file, json_get(root, "failed"), err, "some requests failed");
	if (!(completed >= 1))
		return refuse(file, json_get(root, "completed"), err, "no request was completed");
	if (json_get(root, "ttfts"))
		return read_requests(out, root, file, err);
	return read_summaries(out, root, (uint64_t)fmin(completed, 1e15), err);
}

static int read_vllm(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct json_values values;
	const struct json *root;
	size_t results = 0;

	values_start(&values, file);
	for (;;) {
		if (json_values_read(&values, &root, err) < 0)
			return -1;
		if (!root)
			return samples_fact(out, "tool", text_of("vllm"), err);
		if (results++ && !json_get(root, "ttfts")) {
			part_error(
				file, root, err, "a second result that holds no single requests");
			return err_remedy(err,
				"write each result to a file of its own, or add --save-detailed");
		}
		if (read_result(out, root, file, err) < 0)
			return -1;
	}
}

extern const struct latency_format latency_format_vllm;

const struct latency_format latency_format_vllm = {
	.summary = "vllm bench serve --save-result (JSON)",
	.read = read_vllm,
	.file_is_run = true,
};
