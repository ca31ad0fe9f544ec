/* SPDX-License-Identifier: Apache-2.0
 *
 * hey: rakyll/hey requester/print.go. With -o csv a row for each request, in seconds with four decimals, so that five rounded
 * numbers may be off by 0.25 ms from their sum; "DNS+dialup" holds the DNS time too. The text form has quantiles of
 * the total and means of the phases; what it calls "fastest" and "slowest" of a phase are the wrong way round, and are
 * not read. Its percent signs are doubled. Refused: answers of 400 and above, an error distribution.
 */
#include <math.h>

#include "checks/latency/formats/load_text.h"

enum column { TOTAL, DIALUP, DNS, WRITE, WAIT, READ, STATUS, OFFSET, COLUMNS };

static const char header[] = "response-time,DNS+dialup,DNS,Request-write,Response-delay,"
			     "Response-read,status-code,offset";
static const char *const phases[COLUMNS] = {NULL, "connect", "dns", "request", "wait", "read"};

struct reader {
	struct samples *out;
	const struct measured_file *file;
	struct series *series;
	struct lines lines;
};

static int fail(const struct reader *reader, struct err *err, const char *what)
{
	return measured_error(reader->file, reader->lines.number, 0, err, "%s", what);
}

static int refuse(const struct reader *reader, struct err *err, const char *what)
{
	fail(reader, err, what);
	return err_remedy(err, "measure again; a request that failed is no measurement");
}

static int fill_row(struct reader *reader, const double values[COLUMNS], struct err *err)
{
	for (size_t i = DIALUP; i < STATUS; i++) {
		size_t phase;

		if (samples_phase(reader->out, reader->series, text_of(phases[i]), &phase, err) < 0)
			return -1;
		reader->series->row[phase] = i == DIALUP
						     ? fmax(values[DIALUP] - values[DNS], 0) * 1000
						     : values[i] * 1000;
	}
	reader->series->total = values[TOTAL] * 1000;
	return samples_row_end(reader->out, reader->series, reader->lines.number, err);
}

static int read_row(struct reader *reader, struct err *err)
{
	struct text rest = reader->lines.line, part;
	double values[COLUMNS];

	for (size_t i = 0; i < COLUMNS; i++)
		if (!text_next_part(&rest, ',', &part) || !number_parse(part, &values[i]))
			return fail(reader, err, "this is no row of eight numbers");
	if (rest.len)
		return fail(reader, err, "this is no row of eight numbers");
	if (values[STATUS] >= 400)
		return refuse(reader, err, "an answer was an error");
	if (samples_row(reader->out, reader->series, err) < 0)
		return -1;
	return fill_row(reader, values, err);
}

static int read_csv(struct reader *reader, struct err *err)
{
	while (lines_next(&reader->lines))
		if (reader->lines.line.len && read_row(reader, err) < 0)
			return -1;
	return 0;
}

/* "50%% in 0.0087 secs"; "0%% in 0.0000 secs" stands for a quantile of too few requests. */
static int read_quantile(struct reader *reader, struct err *err)
{
	struct text rest = reader->lines.line;
	struct summary summary = {.phase = SUMMARY_TOTAL, .q = line_percent(line_word(&rest))};
	double seconds;

	if (isnan(summary.q) || summary.q == 0 || !text_is(line_word(&rest), "in"))
		return 0;
	if (!number_parse(line_word(&rest), &seconds) || !text_is(line_word(&rest), "secs"))
		return fail(reader, err, "this is no quantile in seconds");
	summary.ms = seconds * 1000;
	return samples_summary(reader->out, reader->series, &summary, err);
}

static const struct {
	const char *word, *phase; /* phase NULL: the total */
	enum summary_kind kind;
} labels[] = {
	{"Slowest:", NULL, SUMMARY_MAX},
	{"Fastest:", NULL, SUMMARY_MIN},
	{"Average:", NULL, SUMMARY_MEAN},
	{"req write:", "request", SUMMARY_MEAN},
	{"resp wait:", "wait", SUMMARY_MEAN},
	{"resp read:", "read", SUMMARY_MEAN},
	{"DNS-lookup:", "dns", SUMMARY_MEAN},
};

static int read_label(struct reader *reader, size_t label, struct err *err)
{
	struct text rest = reader->lines.line;
	struct summary summary = {SUMMARY_TOTAL, labels[label].kind, 0, 0};
	double seconds;

	rest = text_slice(rest, text_find(rest, text_of(":")) + 1, rest.len);
	if (!number_parse(line_word(&rest), &seconds) || !text_starts(line_word(&rest), "secs"))
		return fail(reader, err, "this is no time in seconds");
	if (labels[label].phase && samples_phase(reader->out, reader->series,
					   text_of(labels[label].phase), &summary.phase, err) < 0)
		return -1;
	summary.ms = seconds * 1000;
	return samples_summary(reader->out, reader->series, &summary, err);
}

/* "[200]	50 responses" */
static int read_status(struct reader *reader, struct err *err)
{
	struct text rest = reader->lines.line, word = line_word(&rest);
	uint64_t status, count;

	if (!text_to_uint(text_slice(word, 1, word.len - 1), 999, &status) ||
		!text_to_uint(line_word(&rest), UINT64_MAX, &count))
		return 0;
	if (status >= 400)
		return refuse(reader, err, "some answers were errors");
	reader->series->summary_samples += count;
	return 0;
}

static int read_line(struct reader *reader, struct err *err)
{
	struct text line = reader->lines.line;

	if (text_starts(line, "Error distribution"))
		return refuse(reader, err, "some requests failed");
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (text_starts(line, labels[i].word))
			return read_label(reader, i, err);
	if (text_starts(line, "[") && text_ends(line, "responses"))
		return read_status(reader, err);
	return read_quantile(reader, err);
}

static int read_text(struct reader *reader, struct err *err)
{
	do {
		if (read_line(reader, err) < 0)
			return -1;
	} while (lines_next(&reader->lines));
	if (reader->series->summary_samples > 0)
		return 0;
	fail(reader, err, "there is no distribution of status codes");
	return err_remedy(err, "let hey end by itself; the file was cut off");
}

static int read_hey(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {
		.out = out, .file = file, .lines = {.rest = text_trim(file->content)}};

	if (samples_series(out, text_of("request"), &reader.series, err) < 0)
		return -1;
	reader.series->is_main = true;
	if (!lines_next(&reader.lines))
		return measured_error(file, 0, 0, err, "the file is empty");
	if (text_is(reader.lines.line, header))
		return read_csv(&reader, err);
	if (text_is(reader.lines.line, "Summary:"))
		return read_text(&reader, err);
	return fail(&reader, err, "this is neither hey's CSV nor its summary");
}

extern const struct latency_format latency_format_hey;

const struct latency_format latency_format_hey = {
	.summary = "hey: -o csv, or its summary",
	.read = read_hey,
	.file_is_run = true,
};
