/* SPDX-License-Identifier: Apache-2.0
 *
 * Server-Timing headers (w3c.github.io/server-timing) in the headers of answers as curl -sD FILE writes them, answer after answer, each
 * begun by its status line; or lines "Server-Timing: …" alone, each an answer. A row for each, in the series "response"; ms.
 *
 *     Server-Timing = #metric;  metric = token *( OWS ";" OWS param );  param = token OWS "=" OWS ( token / quoted-string )
 *
 * Of one metric twice in an answer both count, added up; of one parameter twice the first; a metric without "dur" is no time. "total" is
 * the total, else it is the sum. Answers 1xx and 3xx without the header are passed over.
 * Refused: answers of 400 and above, a final answer without the header.
 */
#include <math.h>

#include "checks/latency/formats/load_text.h"

struct reader {
	struct samples *out;
	const struct measured_file *file;
	struct series *series;
	struct lines lines;
	bool has_status; /* the file has status lines */
	bool in_row;     /* a header was seen in this answer */
	uint64_t status; /* of this answer; 0: none yet */
	uint32_t row_line;
};

/* A list of metrics, walked from the left. */
struct scan {
	struct text text;
	size_t at;
};

static int fail(const struct reader *reader, struct err *err, const char *what, const char *remedy)
{
	measured_error(reader->file, reader->lines.number, 0, err, "%s", what);
	return err_remedy(err, "%s", remedy);
}

static char peek(const struct scan *scan)
{
	return scan->at < scan->text.len ? scan->text.ptr[scan->at] : '\0';
}

static void skip_space(struct scan *scan)
{
	while (peek(scan) == ' ' || peek(scan) == '\t')
		scan->at++;
}

/* RFC 9110, section 5.6.2. */
static bool is_token(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	       (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool token(struct scan *scan, struct text *out)
{
	size_t from = scan->at;

	while (is_token(peek(scan)))
		scan->at++;
	*out = text_slice(scan->text, from, scan->at);
	return out->len > 0;
}

static bool value(struct scan *scan, struct text *out)
{
	size_t from = scan->at + 1;

	if (peek(scan) != '"')
		return token(scan, out);
	for (scan->at++; scan->at < scan->text.len; scan->at++) {
		if (peek(scan) == '\\')
			scan->at++;
		else if (peek(scan) == '"') {
			*out = text_slice(scan->text, from, scan->at++);
			return true;
		}
	}
	return false;
}

/* ";" was seen. The first "dur" is kept in *ms; false where the grammar is broken or it is no number. */
static bool param(struct scan *scan, double *ms)
{
	struct text key, text = TEXT("");

	skip_space(scan);
	if (!token(scan, &key))
		return false;
	skip_space(scan);
	if (peek(scan) == '=') {
		scan->at++;
		skip_space(scan);
		if (!value(scan, &text))
			return false;
	}
	if (key.len != 3 || !text_contains_nocase(key, text_of("dur")) || !isnan(*ms))
		return true;
	return number_parse(text, ms);
}

static bool metric(struct scan *scan, struct text *name, double *ms)
{
	*ms = NAN;
	if (!token(scan, name))
		return false;
	for (;;) {
		skip_space(scan);
		if (peek(scan) != ';')
			return true;
		scan->at++;
		if (!param(scan, ms))
			return false;
	}
}

static int add_metric(struct reader *reader, struct text name, double ms, struct err *err)
{
	struct series *series = reader->series;
	size_t phase;

	if (isnan(ms))
		return 0;
	if (text_is(name, "total")) {
		series->total = isnan(series->total) ? ms : series->total + ms;
		return 0;
	}
	if (samples_phase(reader->out, series, name, &phase, err) < 0)
		return -1;
	series->row[phase] += ms;
	return 0;
}

static int read_metrics(struct reader *reader, struct text list, struct err *err)
{
	struct scan scan = {.text = list};

	for (;;) {
		struct text name;
		double ms;

		while (peek(&scan) == ',' || peek(&scan) == ' ' || peek(&scan) == '\t')
			scan.at++; /* a list may have empty elements */
		if (scan.at == scan.text.len)
			return 0;
		if (!metric(&scan, &name, &ms) || (scan.at < scan.text.len && peek(&scan) != ','))
			return fail(reader, err, "this is no list of metrics with their \"dur\"",
				"let the server write Server-Timing as name;dur=MILLISECONDS, …");
		if (add_metric(reader, name, ms, err) < 0)
			return -1;
	}
}

static int end_answer(struct reader *reader, struct err *err)
{
	bool in_row = reader->in_row, is_final = reader->status >= 200 && reader->status < 300;

	reader->in_row = false;
	reader->status = 0;
	if (in_row)
		return samples_row_end(reader->out, reader->series, reader->row_line, err);
	if (!is_final)
		return 0;
	return fail(reader, err, "an answer without the header Server-Timing",
		"measure only what the server times, or let it time this too");
}

static int begin_answer(struct reader *reader, struct err *err)
{
	struct text rest = reader->lines.line;

	if (end_answer(reader, err) < 0)
		return -1;
	line_word(&rest);
	if (!text_to_uint(line_word(&rest), 999, &reader->status) || reader->status < 100)
		return fail(reader, err, "this is no status line of an answer",
			"write the headers with curl -sD FILE");
	if (reader->status >= 400)
		return fail(reader, err, "an answer was an error",
			"measure again; a request that failed is no measurement");
	reader->has_status = true;
	return 0;
}

static int read_header(struct reader *reader, struct text list, struct err *err)
{
	if (!reader->in_row) {
		if (samples_row(reader->out, reader->series, err) < 0)
			return -1;
		reader->in_row = true;
		reader->row_line = reader->lines.number;
	}
	if (read_metrics(reader, list, err) < 0)
		return -1;
	return reader->has_status ? 0 : end_answer(reader, err);
}

static int read_line(struct reader *reader, struct err *err)
{
	static const char name[] = "server-timing:";
	struct text line = reader->lines.line, key = text_slice(line, 0, sizeof(name) - 1);

	if (text_starts(line, "HTTP/"))
		return begin_answer(reader, err);
	if (key.len == sizeof(name) - 1 && text_contains_nocase(key, text_of(name)))
		return read_header(reader, text_slice(line, key.len, line.len), err);
	return 0;
}

static int read_server_timing(
	struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {.out = out, .file = file, .lines = {.rest = file->content}};

	if (samples_series(out, text_of("response"), &reader.series, err) < 0)
		return -1;
	reader.series->absent_is_zero = true;
	while (lines_next(&reader.lines))
		if (read_line(&reader, err) < 0)
			return -1;
	return end_answer(&reader, err);
}

extern const struct latency_format latency_format_server_timing;

const struct latency_format latency_format_server_timing = {
	.summary = "Server-Timing headers (curl -D)",
	.read = read_server_timing,
	.file_is_run = true,
};
