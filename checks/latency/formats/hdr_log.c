/* SPDX-License-Identifier: Apache-2.0
 *
 * HdrHistogram's logs (HistogramLogWriter of HdrHistogram, HdrHistogram_c, hdr-histogram-js and PyPI's hdrhistogram; the last two tried):
 * comments with "#", a legend in quotes, and of each interval "[Tag=NAME,]start,length,max,histogram". All intervals of a tag are one
 * histogram: a series NAME with its mean, greatest value and quantiles; without a tag "latency". The log does not name the unit of its values, so
 * the policy has to (`columns: {unit: us}`); what it says of the intervals' maximum is divided by a number of the writer's choice, and
 * not read.
 */
#include <math.h>

#include "checks/latency/formats/hdr.h"
#include "checks/latency/formats/load_text.h"

struct tag {
	struct series *series;
	struct hdr hdr;
};

enum { MOST_TAGS = 64, MOST_BUCKETS = 1 << 22 };

struct reader {
	struct samples *out;
	const struct measured_file *file;
	struct lines lines;
	struct tag *tags;
	size_t count;
	double unit_ms;
};

static int fail(const struct reader *reader, struct err *err, const char *what)
{
	return measured_error(reader->file, reader->lines.number, 0, err, "%s", what);
}

static int find_tag(struct reader *reader, struct text name, struct tag **out, struct err *err)
{
	for (size_t i = 0; i < reader->count; i++)
		if (text_equal(reader->tags[i].series->name, name)) {
			*out = &reader->tags[i];
			return 0;
		}
	if (reader->count == MOST_TAGS)
		return fail(reader, err, "a log of more than 64 tags");
	*out = &reader->tags[reader->count];
	if (samples_series(reader->out, name, &(*out)->series, err) < 0)
		return -1;
	(*out)->series->is_main = text_is(name, "latency");
	reader->count++;
	return 0;
}

/* "Tag=checkout," is taken off the line. */
static struct text take_tag(struct text *line)
{
	struct text tag = TEXT("latency");

	if (!text_starts(*line, "Tag="))
		return tag;
	text_next_part(line, ',', &tag);
	return text_slice(tag, sizeof("Tag=") - 1, tag.len);
}

static int check_size(const struct reader *reader, struct err *err)
{
	size_t buckets = 0;

	for (size_t i = 0; i < reader->count; i++)
		buckets += reader->tags[i].hdr.capacity;
	return buckets <= MOST_BUCKETS ? 0 : fail(reader, err, "histograms of too many buckets");
}

static int read_interval(struct reader *reader, struct err *err)
{
	struct text rest = reader->lines.line, name = take_tag(&rest), part;
	const char *what;
	struct tag *tag = NULL;
	double number;

	for (int i = 0; i < 3; i++)
		if (!text_next_part(&rest, ',', &part) || !number_parse(part, &number))
			return fail(reader, err,
				"this is no interval: start, length, maximum, histogram");
	arena_reset(reader->file->scratch);
	if (find_tag(reader, name, &tag, err) < 0 ||
		hdr_add(&tag->hdr, rest, &what, reader->out->arena, reader->file->scratch, err) < 0)
		return -1;
	if (!what)
		return check_size(reader, err);
	fail(reader, err, what);
	return err_remedy(err, "let the program end by itself, so that the log is not cut off");
}

/* "#[StartTime: 1764230400.000 (seconds since epoch), …]" */
static void read_comment(struct reader *reader)
{
	struct text rest = reader->lines.line;

	if (text_is(line_word(&rest), "#[StartTime:"))
		number_parse(line_word(&rest), &reader->out->at);
}

static int read_line(struct reader *reader, struct err *err)
{
	struct text line = reader->lines.line;

	if (line.len == 0 || text_starts(line, "\""))
		return 0;
	if (line.ptr[0] != '#')
		return read_interval(reader, err);
	read_comment(reader);
	return 0;
}

static int add(const struct reader *reader, const struct tag *tag, enum summary_kind kind, double q,
	double value, struct err *err)
{
	struct summary summary = {SUMMARY_TOTAL, kind, q, value * reader->unit_ms};

	return samples_summary(reader->out, tag->series, &summary, err);
}

static int add_tag(const struct reader *reader, const struct tag *tag, struct err *err)
{
	static const double quantiles[] = {.5, .75, .9, .95, .99, .999};

	if (tag->hdr.total == 0)
		return 0;
	tag->series->summary_samples = tag->hdr.total;
	for (size_t i = 0; i < sizeof(quantiles) / sizeof(quantiles[0]); i++)
		if (add(reader, tag, SUMMARY_QUANTILE, quantiles[i],
			    hdr_quantile(&tag->hdr, quantiles[i]), err) < 0)
			return -1;
	if (add(reader, tag, SUMMARY_MEAN, 0, hdr_mean(&tag->hdr), err) < 0)
		return -1;
	return add(reader, tag, SUMMARY_MAX, 0, hdr_max(&tag->hdr), err);
}

static int read_lines(struct reader *reader, struct err *err)
{
	while (lines_next(&reader->lines))
		if (read_line(reader, err) < 0)
			return -1;
	for (size_t i = 0; i < reader->count; i++)
		if (add_tag(reader, &reader->tags[i], err) < 0)
			return -1;
	return 0;
}

static int read_hdr_log(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {.out = out,
		.file = file,
		.lines = {.rest = file->content},
		.tags = arena_array(out->arena, MOST_TAGS, sizeof(*reader.tags)),
		.unit_ms = file->columns ? samples_unit_ms(file->columns->unit) : NAN};

	if (!reader.tags)
		return err_nomem(err);
	if (isnan(reader.unit_ms)) {
		measured_error(file, 0, 0, err, "a log of HdrHistogram does not name its unit");
		return err_remedy(
			err, "say in the source what was recorded, as columns: {unit: us}");
	}
	return read_lines(&reader, err);
}

extern const struct latency_format latency_format_hdr_log;

const struct latency_format latency_format_hdr_log = {
	.summary = "HdrHistogram logs",
	.read = read_hdr_log,
	.file_is_run = true,
};
