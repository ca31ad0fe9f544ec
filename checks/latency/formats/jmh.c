/* SPDX-License-Identifier: Apache-2.0
 *
 * JMH -rf json (openjdk/jmh JSONResultFormat): a series for each benchmark and its parameters, "bench.Sum.sum[n=100]", with ":sample"
 * or ":ss" behind it for those modes, so that several modes in a file stay apart. Numbers are in scoreUnit ("us/op"). A row for each
 * iteration of each fork (rawData); of mode sample, which writes histograms, the percentiles and how many calls they are of.
 * Refused: throughput, which is no latency, unless another series is selected; "NaN" and "+INF", which JMH writes as text.
 */
#include <math.h>

#include "checks/latency/formats/parts.h"

struct reader {
	struct samples *out;
	const struct measured_file *file;
	const struct json *result, *metric;
	double unit_ms;
	struct series *series;
};

static int fail(const struct reader *reader, const struct json *at, struct err *err,
	const char *what, const char *remedy)
{
	part_error(reader->file, at, err, what);
	return err_remedy(err, "%s", remedy);
}

/* "[n=1,m=2]", or "". */
static struct text params_text(const struct json *params, struct arena *arena)
{
	struct text text = TEXT("");

	for (const struct json *param = params ? params->child : NULL; param && text.ptr;
		param = param->next)
		text = arena_textf(arena, "%.*s%s%.*s=%.*s%s", (int)text.len, text.ptr,
			param == params->child ? "[" : ",", (int)param->key.len, param->key.ptr,
			(int)param->text.len, param->text.ptr ? param->text.ptr : "",
			param->next ? "" : "]");
	return text;
}

static int series_name(struct text *out, const struct json *result, struct arena *arena)
{
	struct text params = params_text(json_get(result, "params"), arena),
		    mode = json_text_at(result, "mode"), name = json_text_at(result, "benchmark");
	bool plain = text_is(mode, "avgt");

	if (!params.ptr)
		return -1;
	*out = arena_textf(arena, "%.*s%.*s%s%.*s", (int)name.len, name.ptr, (int)params.len,
		params.ptr, plain ? "" : ":", plain ? 0 : (int)mode.len, mode.ptr);
	return out->ptr ? 0 : -1;
}

/* "us/op" in ms; NAN for "ops/us" and whatever is no time. */
static double score_unit(const struct json *metric)
{
	struct text unit = json_text_at(metric, "scoreUnit");

	if (!text_ends(unit, "/op"))
		return NAN;
	return samples_unit_ms(text_slice(unit, 0, unit.len - 3));
}

static int read_iterations(const struct reader *reader, const struct json *forks, struct err *err)
{
	for (const struct json *fork = forks->child; fork; fork = fork->next) {
		if (fork->type != JSON_ARRAY)
			return part_error(
				reader->file, fork, err, "this is no array of a fork's iterations");
		for (const struct json *score = fork->child; score; score = score->next) {
			if (score->type != JSON_NUMBER)
				return fail(reader, score, err, "a score that is not a number",
					"measure again; JMH writes \"NaN\" where it has measured "
					"nothing");
			if (part_row(reader->out, reader->series, score->number * reader->unit_ms,
				    score->line, err) < 0)
				return -1;
		}
	}
	return 0;
}

/* The sum of the second numbers of "[value, count]". */
static int add_calls(
	const struct reader *reader, const struct json *pairs, double *calls, struct err *err)
{
	for (const struct json *pair = pairs->child; pair; pair = pair->next) {
		const struct json *count = pair->child ? pair->child->next : NULL;

		if (!count || count->type != JSON_NUMBER || count->number < 0)
			return part_error(
				reader->file, pair, err, "this is no pair of a time and a count");
		*calls += count->number;
	}
	return 0;
}

static int count_calls(const struct reader *reader, const struct json *forks, struct err *err)
{
	double calls = 0;

	for (const struct json *fork = forks->child; fork; fork = fork->next)
		for (const struct json *iteration = fork->child; iteration;
			iteration = iteration->next)
			if (add_calls(reader, iteration, &calls, err) < 0)
				return -1;
	reader->series->summary_samples = (uint64_t)fmin(calls, 1e15);
	return 0;
}

static int add_percentile(const struct reader *reader, const struct json *score, struct err *err)
{
	struct summary summary = {.phase = SUMMARY_TOTAL, .kind = SUMMARY_QUANTILE};
	double percent;

	if (!number_parse(score->key, &percent) || percent < 0 || percent > 100 ||
		score->type != JSON_NUMBER)
		return part_error(reader->file, score, err, "this is no percentile with its time");
	if (percent == 0)
		summary.kind = SUMMARY_MIN;
	if (percent == 100)
		summary.kind = SUMMARY_MAX;
	summary.q = percent / 100;
	summary.ms = score->number * reader->unit_ms;
	return samples_summary(reader->out, reader->series, &summary, err);
}

static int read_percentiles(const struct reader *reader, struct err *err)
{
	struct summary mean = {SUMMARY_TOTAL, SUMMARY_MEAN, 0, 0};
	const struct json *percentiles;

	if (part_number(&mean.ms, reader->metric, "score", reader->file, err) < 0 ||
		part_container(&percentiles, reader->metric, "scorePercentiles", JSON_OBJECT,
			reader->file, err) < 0)
		return -1;
	mean.ms *= reader->unit_ms;
	for (const struct json *score = percentiles->child; score; score = score->next)
		if (add_percentile(reader, score, err) < 0)
			return -1;
	return samples_summary(reader->out, reader->series, &mean, err);
}

static int read_scores(const struct reader *reader, struct err *err)
{
	const struct json *histograms = json_get(reader->metric, "rawDataHistogram"), *forks;

	if (histograms)
		return count_calls(reader, histograms, err) < 0 ? -1
								: read_percentiles(reader, err);
	if (part_container(&forks, reader->metric, "rawData", JSON_ARRAY, reader->file, err) < 0)
		return -1;
	return read_iterations(reader, forks, err);
}

static int read_result(struct reader *reader, struct err *err)
{
	const struct measured_file *file = reader->file;
	struct text name;

	if (series_name(&name, reader->result, file->scratch) < 0)
		return err_nomem(err);
	if (file->select.len && !text_equal(file->select, name))
		return 0;
	if (part_container(
		    &reader->metric, reader->result, "primaryMetric", JSON_OBJECT, file, err) < 0)
		return -1;
	reader->unit_ms = score_unit(reader->metric);
	if (isnan(reader->unit_ms))
		return fail(reader, json_get(reader->metric, "scoreUnit"), err,
			"a score that is no time for each operation",
			"measure with -bm avgt, sample or ss, or select another benchmark");
	if (samples_series(reader->out, name, &reader->series, err) < 0)
		return -1;
	return read_scores(reader, err);
}

static int read_jmh(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {.out = out, .file = file};
	const struct json *root;

	if (json_read_with(&root, file->content, file->name, NULL, file->scratch, err) < 0)
		return -1;
	if (root->type != JSON_ARRAY || !root->child)
		return measured_error(
			file, 1, 1, err, "this is no result of JMH: a list of benchmarks");
	if (samples_fact(out, "tool", text_of("jmh"), err) < 0 ||
		samples_fact(out, "tool version", json_text_at(root->child, "jmhVersion"), err) < 0)
		return -1;
	for (reader.result = root->child; reader.result; reader.result = reader.result->next)
		if (read_result(&reader, err) < 0)
			return -1;
	return 0;
}

extern const struct latency_format latency_format_jmh;

const struct latency_format latency_format_jmh = {
	.summary = "JMH -rf json",
	.read = read_jmh,
	.file_is_run = true,
};
