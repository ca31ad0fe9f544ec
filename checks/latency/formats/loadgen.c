/* SPDX-License-Identifier: Apache-2.0
 *
 * MLPerf LoadGen's mlperf_log_summary.txt (mlcommons/inference loadgen/results.cc): lines "key : value". The series "latency", "first token"
 * and "time to output token", from "Min|Max|Mean … (ns)" and "99.00 percentile … (ns)". What stands behind "Test Parameters Used"
 * are limits, not measurements. Refused: a result that is not VALID, a run for accuracy, a file without its parameters (cut off).
 */
#include <math.h>

#include "checks/latency/formats/load_text.h"

struct reader {
	struct samples *out;
	const struct measured_file *file;
	struct lines lines;
	bool valid, complete;
};

static int fail(const struct reader *reader, struct err *err, const char *what, const char *remedy)
{
	measured_error(reader->file, reader->lines.number, 0, err, "%s", what);
	return err_remedy(err, "%s", remedy);
}

/* "99.00 percentile" or "Mean" off the front of a key. */
static bool find_statistic(struct text *key, struct summary *out)
{
	static const struct {
		const char *word;
		enum summary_kind kind;
	} words[] = {{"Min", SUMMARY_MIN}, {"Max", SUMMARY_MAX}, {"Mean", SUMMARY_MEAN}};
	struct text word = line_word(key);
	double percent;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is(word, words[i].word)) {
			out->kind = words[i].kind;
			return true;
		}
	out->kind = SUMMARY_QUANTILE;
	if (!number_parse(word, &percent) || percent < 0 || percent > 100 ||
		!text_is(line_word(key), "percentile"))
		return false;
	out->q = percent / 100;
	return true;
}

/* The tool writes "First Token latency" and "first token latency". */
static const char *find_series(struct text key)
{
	static const struct {
		struct text words;
		const char *name;
	} series[] = {
		{TEXT("latency (ns)"), "latency"},
		{TEXT("first token latency (ns)"), "first token"},
		{TEXT("time to output token (ns)"), "time to output token"},
	};

	key = text_trim(key);
	for (size_t i = 0; i < sizeof(series) / sizeof(series[0]); i++)
		if (key.len == series[i].words.len && text_contains_nocase(key, series[i].words))
			return series[i].name;
	return NULL;
}

static int read_time(struct reader *reader, struct text key, struct text value, struct err *err)
{
	struct summary summary = {.phase = SUMMARY_TOTAL};
	struct series *series;
	const char *name;

	if (!find_statistic(&key, &summary))
		return 0;
	name = find_series(key);
	if (!name)
		return 0;
	if (!number_parse(value, &summary.ms))
		return fail(reader, err, "a time that is not a number",
			"take mlperf_log_summary.txt as LoadGen wrote it");
	summary.ms *= 1e-6;
	if (samples_series(reader->out, text_of(name), &series, err) < 0)
		return -1;
	series->is_main = text_is(series->name, "latency");
	return samples_summary(reader->out, series, &summary, err);
}

static int read_pair(struct reader *reader, struct text key, struct text value, struct err *err)
{
	if (text_is(key, "Result is")) {
		reader->valid = text_is(value, "VALID");
		return reader->valid
			       ? 0
			       : fail(reader, err, "the result of the run is not VALID",
					 "measure again until LoadGen calls it valid: the file "
					 "says below what was not satisfied");
	}
	if (text_is(key, "Mode") && text_starts(value, "AccuracyOnly"))
		return fail(reader, err, "a run for accuracy", "measure in mode PerformanceOnly");
	if (text_is(key, "Scenario"))
		return samples_fact(reader->out, "load", value, err);
	return read_time(reader, key, value, err);
}

static int read_line(struct reader *reader, struct err *err)
{
	struct text line = reader->lines.line;
	size_t at = text_find(line, (struct text)TEXT(":"));

	if (text_is(line, "Test Parameters Used"))
		reader->complete = true;
	if (reader->complete || at == line.len)
		return 0;
	return read_pair(reader, text_trim(text_slice(line, 0, at)),
		text_trim(text_slice(line, at + 1, line.len)), err);
}

static int read_loadgen(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {.out = out, .file = file, .lines = {.rest = file->content}};

	while (lines_next(&reader.lines))
		if (read_line(&reader, err) < 0)
			return -1;
	if (!reader.valid)
		return fail(&reader, err, "there is no line \"Result is : VALID\"",
			"take mlperf_log_summary.txt as LoadGen wrote it");
	if (!reader.complete)
		return fail(&reader, err, "there are no \"Test Parameters Used\"",
			"let LoadGen end by itself; the file was cut off");
	return samples_fact(out, "tool", text_of("loadgen"), err);
}

extern const struct latency_format latency_format_loadgen;

const struct latency_format latency_format_loadgen = {
	.summary = "MLPerf LoadGen's mlperf_log_summary.txt",
	.read = read_loadgen,
	.file_is_run = true,
};
