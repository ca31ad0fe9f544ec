/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of readers' tests: a small file as text, and the series that come out of it as text, or the error.
 */
#ifndef SEAMGATE_UNIT_LATENCY_READER_ROWS_H
#define SEAMGATE_UNIT_LATENCY_READER_ROWS_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "checks/latency/format.h"
#include "unit.h"

struct row {
	const char *name, *format, *content,
		*expect; /* format: "csv", or with the policy's unit "csv us" */
};

struct print {
	char *out;
	size_t size, len;
};

static void say(struct print *print, const char *text)
{
	size_t len = strlen(text);

	if (print->len + len >= print->size)
		len = print->size - print->len - 1;
	memcpy(print->out + print->len, text, len);
	print->len += len;
	print->out[print->len] = '\0';
}

static void say_number(struct print *print, struct text name, double ms)
{
	char word[128];

	snprintf(word, sizeof(word), " %.*s=%.6g", (int)name.len, name.ptr, ms);
	say(print, word);
}

static void say_summary(
	struct print *print, const struct series *series, const struct summary *summary)
{
	static const char *const kinds[] = {"p", "mean", "min", "max"};
	char word[128];
	struct text phase =
		summary->phase == SUMMARY_TOTAL ? text_of("total") : series->phases[summary->phase];

	if (summary->kind == SUMMARY_QUANTILE)
		snprintf(word, sizeof(word), "%.*s.p%g", (int)phase.len, phase.ptr,
			summary->q * 100);
	else
		snprintf(word, sizeof(word), "%.*s.%s", (int)phase.len, phase.ptr,
			kinds[summary->kind]);
	say_number(print, text_of(word), summary->ms);
}

static void say_series(struct print *print, const struct series *series)
{
	char head[128];

	if (series->rows == 0 && series->summary_count == 0)
		return;
	snprintf(head, sizeof(head), "%s%.*s:", print->len ? "; " : "", (int)series->name.len,
		series->name.ptr);
	say(print, head);
	for (size_t r = 0; r < series->rows; r++) {
		const double *cells = series->cells + r * series->stride;

		say(print, r ? " /" : "");
		for (size_t k = 0; k < series->phase_count; k++)
			say_number(print, series->phases[k], cells[k]);
		say_number(print, text_of("total"), cells[series->stride - 1]);
	}
	for (size_t i = 0; i < series->summary_count; i++)
		say_summary(print, series, &series->summaries[i]);
	if (series->summary_samples)
		say_number(print, text_of("n"), (double)series->summary_samples);
}

static void read_row(const struct row *row, char *out, size_t size)
{
	struct arena *arena = arena_new(), *scratch = arena_new();
	struct text unit = text_of(row->format), format;
	struct columns columns = {0};
	struct measured_file file = {.path = TEXT("f"),
		.columns = &columns,
		.name = "f",
		.content = text_of(row->content),
		.scratch = scratch};
	struct print print = {out, size, 0};
	struct samples samples;
	struct err err = {0};
	size_t at = 0;

	out[0] = '\0';
	text_next_part(&unit, ' ', &format);
	columns.unit = unit;
	while (latency_format_names[at] && !text_is(format, latency_format_names[at]))
		at++;
	samples_start(&samples, "f", arena);
	if (!latency_formats[at])
		say(&print, "no such format");
	else if (latency_formats[at]->read(&samples, &file, &err) < 0)
		say(&print, err.message);
	for (size_t i = 0; err.kind == ERR_NONE && i < samples.count; i++)
		say_series(&print, samples.series[i]);
	arena_free(scratch);
	arena_free(arena);
}

static void check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char out[2048];

		read_row(&rows[i], out, sizeof(out));
		if (strcmp(out, rows[i].expect) != 0)
			fprintf(stderr, "got  %s\nwant %s\n", out, rows[i].expect);
		CHECK_ROW(rows[i].name, strcmp(out, rows[i].expect) == 0);
	}
}

#endif
