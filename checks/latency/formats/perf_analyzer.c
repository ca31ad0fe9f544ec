/* SPDX-License-Identifier: Apache-2.0
 *
 * Triton's perf_analyzer -f FILE.csv (triton-inference-server/perf_analyzer docs/measurements_metrics.md, src/report_writer.cc): a line for each
 * load, the series "concurrency 4" or "request rate 10", in µs. The phases are means and add up to the mean of the total; the percentiles are of
 * the total alone, and no phase may be held against them. "Network+Server" is what is left, at least 0. Columns of GPUs and whatever else is
 * no time of a request are passed over. Tables of the models of an ensemble, behind an empty line, are not read.
 */
#include <math.h>

#include "checks/latency/formats/load_text.h"

enum { MOST_COLUMNS = 64 };

enum role { ROLE_NONE, ROLE_LOAD, ROLE_PHASE, ROLE_QUANTILE, ROLE_MEAN };

struct column {
	enum role role;
	struct text name;
	double q; /* ROLE_QUANTILE */
};

struct reader {
	struct samples *out;
	const struct measured_file *file;
	struct lines lines;
	struct column columns[MOST_COLUMNS];
	size_t count;
	bool has_mean;
};

static int fail(const struct reader *reader, struct err *err, const char *what)
{
	measured_error(reader->file, reader->lines.number, 0, err, "%s", what);
	return err_remedy(err, "take the CSV as perf_analyzer -f FILE wrote it");
}

static bool is_phase(struct text name)
{
	static const char *const phases[] = {"Client Send", "Network+Server Send/Recv",
		"Server Queue", "Server Compute Input", "Server Compute Infer",
		"Server Compute Output", "Server Cache Hit", "Server Cache Miss", "Client Recv"};

	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++)
		if (text_is(name, phases[i]))
			return true;
	return false;
}

/* "p99 latency" as 0.99. */
static bool find_quantile(struct text name, double *q)
{
	double percent;

	if (!text_starts(name, "p") || !text_ends(name, " latency") || name.len < 10 ||
		!number_parse(text_slice(name, 1, name.len - 8), &percent) || percent < 0 ||
		percent > 100)
		return false;
	*q = percent / 100;
	return true;
}

static struct column find_column(struct text name)
{
	struct column column = {.role = ROLE_NONE, .name = name};

	if (text_is(name, "Concurrency") || text_is(name, "Request Rate"))
		column.role = ROLE_LOAD;
	else if (is_phase(name))
		column.role = ROLE_PHASE;
	else if (text_is(name, "Avg latency"))
		column.role = ROLE_MEAN;
	else if (find_quantile(name, &column.q))
		column.role = ROLE_QUANTILE;
	return column;
}

static bool is_duplicate(const struct reader *reader, struct text name)
{
	for (size_t i = 0; i < reader->count; i++)
		if (text_equal(reader->columns[i].name, name))
			return true;
	return false;
}

static int read_header(struct reader *reader, struct err *err)
{
	struct text rest = reader->lines.line, name;

	while (text_next_part(&rest, ',', &name)) {
		struct column column = find_column(text_trim(name));

		if (reader->count == MOST_COLUMNS)
			return fail(reader, err, "more than 64 columns");
		if (column.role != ROLE_NONE && is_duplicate(reader, column.name))
			return fail(reader, err, "a column that is there twice");
		reader->has_mean = reader->has_mean || column.role == ROLE_MEAN;
		reader->columns[reader->count++] = column;
	}
	if (reader->count && reader->columns[0].role == ROLE_LOAD)
		return 0;
	return fail(reader, err, "the first column is neither Concurrency nor Request Rate");
}

static int find_series(
	const struct reader *reader, struct text load, struct series **out, struct err *err)
{
	const char *word =
		text_is(reader->columns[0].name, "Concurrency") ? "concurrency" : "request rate";
	struct text name =
		arena_textf(reader->file->scratch, "%s %.*s", word, text_quote(load), load.ptr);

	if (!name.ptr)
		return err_nomem(err);
	if (samples_series(reader->out, name, out, err) < 0)
		return -1;
	return (*out)->summary_count ? fail(reader, err, "a load that is there twice") : 0;
}

/* A phase's time is added to *sum. */
static int add_cell(const struct reader *reader, struct series *series, const struct column *column,
	double us, double *sum, struct err *err)
{
	struct summary summary = {SUMMARY_TOTAL, SUMMARY_MEAN, 0, us / 1000};

	if (column->role == ROLE_QUANTILE) {
		summary.kind = SUMMARY_QUANTILE;
		summary.q = column->q;
	}
	if (column->role == ROLE_PHASE) {
		*sum += us / 1000;
		if (samples_phase(reader->out, series, column->name, &summary.phase, err) < 0)
			return -1;
	}
	return samples_summary(reader->out, series, &summary, err);
}

static int read_cells(
	const struct reader *reader, struct series *series, struct text rest, struct err *err)
{
	struct summary mean = {SUMMARY_TOTAL, SUMMARY_MEAN, 0, 0};
	struct text cell;
	size_t at = 1;
	double us;

	for (; at < reader->count && text_next_part(&rest, ',', &cell); at++) {
		if (reader->columns[at].role == ROLE_NONE)
			continue;
		if (!number_parse(text_trim(cell), &us))
			return fail(reader, err, "a time that is not a number");
		if (add_cell(reader, series, &reader->columns[at], us, &mean.ms, err) < 0)
			return -1;
	}
	if (at < reader->count)
		return fail(reader, err, "a row with fewer cells than there are columns");
	return reader->has_mean ? 0 : samples_summary(reader->out, series, &mean, err);
}

static int read_load(struct reader *reader, struct err *err)
{
	struct text rest = reader->lines.line, load;
	struct series *series;
	double number;

	if (!text_next_part(&rest, ',', &load) || !number_parse(text_trim(load), &number))
		return fail(reader, err, "a row that does not begin with its load");
	if (find_series(reader, text_trim(load), &series, err) < 0)
		return -1;
	return read_cells(reader, series, rest, err);
}

static int read_perf_analyzer(
	struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {.out = out, .file = file, .lines = {.rest = file->content}};

	if (!lines_next(&reader.lines))
		return fail(&reader, err, "the file is empty");
	if (read_header(&reader, err) < 0)
		return -1;
	while (lines_next(&reader.lines) && reader.lines.line.len)
		if (read_load(&reader, err) < 0)
			return -1;
	return samples_fact(out, "tool", text_of("perf_analyzer"), err);
}

extern const struct latency_format latency_format_perf_analyzer;

const struct latency_format latency_format_perf_analyzer = {
	.summary = "Triton's perf_analyzer (CSV)",
	.read = read_perf_analyzer,
	.file_is_run = true,
};
