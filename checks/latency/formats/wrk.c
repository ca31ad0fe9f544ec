/* SPDX-License-Identifier: Apache-2.0
 *
 * What wrk and wrk2 print with --latency. wrk waits for each answer before it sends the next request, so that a stall hides the
 * requests it holds up (wg/wrk issue 485); wrk2 sends at a constant rate. The two are not comparable: the fact "load".
 * Refused: runs with socket errors, or answers other than 2xx and 3xx.
 */
#include <math.h>

#include "checks/latency/formats/load_text.h"

struct reader {
	struct samples *out;
	const struct measured_file *file;
	struct series *series;
	struct lines lines;
	bool in_distribution;
	const char *load;
};

static int refuse(const struct reader *reader, struct err *err, const char *what)
{
	measured_error(reader->file, reader->lines.number, 0, err, "%s", what);
	return err_remedy(err, "measure again; a request that failed is no measurement");
}

static int add(struct reader *reader, enum summary_kind kind, double q, double ms, struct err *err)
{
	struct summary summary = {SUMMARY_TOTAL, kind, q, ms};

	if (isnan(ms))
		return measured_error(
			reader->file, reader->lines.number, 0, err, "this is no time with a unit");
	return samples_summary(reader->out, reader->series, &summary, err);
}

static bool is_quantile(const struct reader *reader)
{
	struct text rest = reader->lines.line;

	return reader->in_distribution && !isnan(line_percent(line_word(&rest)));
}

static int read_quantile(struct reader *reader, struct err *err)
{
	struct text rest = reader->lines.line;
	double q = line_percent(line_word(&rest));

	return add(reader, q < 1 ? SUMMARY_QUANTILE : SUMMARY_MAX, q,
		line_duration(line_word(&rest)), err);
}

/* "Latency  7.59ms  1.59ms  15.51ms  64.77%": mean, standard deviation, maximum. */
static int read_mean(struct reader *reader, struct err *err)
{
	struct text rest = reader->lines.line;

	line_word(&rest);
	return add(reader, SUMMARY_MEAN, 0, line_duration(line_word(&rest)), err);
}

static int read_count(struct reader *reader)
{
	struct text rest = reader->lines.line;
	uint64_t count;

	if (text_to_uint(line_word(&rest), UINT64_MAX, &count) &&
		text_is(line_word(&rest), "requests"))
		reader->series->summary_samples = count;
	return 0;
}

static int read_line(struct reader *reader, struct err *err)
{
	struct text line = reader->lines.line;

	if (is_quantile(reader))
		return read_quantile(reader, err);
	reader->in_distribution = false;
	if (text_starts(line, "Latency Distribution")) {
		reader->in_distribution = true;
		if (text_contains_nocase(line, text_of("HdrHistogram")))
			reader->load = "constant rate";
		return 0;
	}
	if (text_starts(line, "Latency "))
		return read_mean(reader, err);
	if (text_starts(line, "Socket errors:"))
		return refuse(reader, err, "some connections failed");
	if (text_starts(line, "Non-2xx or 3xx responses:"))
		return refuse(reader, err, "some answers were errors");
	return read_count(reader);
}

static int read_wrk(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {.out = out,
		.file = file,
		.lines = {.rest = file->content},
		.load = "each connection waits for its answer"};

	if (!text_starts(text_trim(file->content), "Running "))
		return measured_error(
			file, 1, 1, err, "this is not what wrk prints: no line \"Running …\"");
	if (samples_series(out, text_of("latency"), &reader.series, err) < 0)
		return -1;
	reader.series->is_main = true;
	while (lines_next(&reader.lines))
		if (read_line(&reader, err) < 0)
			return -1;
	if (reader.series->summary_samples == 0) {
		measured_error(file, reader.lines.number, 0, err,
			"there is no line that counts the requests");
		return err_remedy(err, "let wrk end by itself; the file was cut off");
	}
	return samples_fact(out, "load", text_of(reader.load), err);
}

extern const struct latency_format latency_format_wrk;

const struct latency_format latency_format_wrk = {
	.summary = "wrk and wrk2 --latency (text)",
	.read = read_wrk,
	.file_is_run = true,
};
