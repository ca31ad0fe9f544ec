/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/csv.h"

static int fail(const struct csv *csv, struct err *err, const char *what)
{
	return err_set(err, ERR_LOOK, "%.200s:%u: %s", csv->name, csv->line, what);
}

/* "a""b" as a"b. */
static int undouble(struct csv *csv, struct text *cell, size_t quotes, struct err *err)
{
	char *out = arena_alloc(csv->arena, cell->len);
	size_t len = 0;

	if (!out)
		return err_nomem(err);
	for (size_t i = 0; i < cell->len; i++) {
		out[len++] = cell->ptr[i];
		i += cell->ptr[i] == '"';
	}
	*cell = (struct text){out, cell->len - quotes};
	return 0;
}

static int quoted(struct csv *csv, struct text *cell, struct err *err)
{
	struct text text = csv->text;
	size_t from = ++csv->at, quotes = 0;

	for (; csv->at < text.len; csv->at++) {
		if (text.ptr[csv->at] == '\n')
			csv->next_line++;
		if (text.ptr[csv->at] != '"')
			continue;
		if (csv->at + 1 >= text.len || text.ptr[csv->at + 1] != '"')
			break;
		csv->at++;
		quotes++;
	}
	if (csv->at >= text.len)
		return fail(csv, err, "a quote is not closed");
	*cell = text_slice(text, from, csv->at++);
	return quotes ? undouble(csv, cell, quotes, err) : 0;
}

static struct text plain(struct csv *csv)
{
	const char *at = csv->text.ptr + csv->at, *from = at, *end = csv->text.ptr + csv->text.len;
	char separator = csv->separator;

	while (at < end && *at != separator && *at != '\n')
		at++;
	csv->at = (size_t)(at - csv->text.ptr);
	return text_trim((struct text){from, (size_t)(at - from)});
}

/* Goes over what ends a cell; *ends: it was the row's last. */
static int over_end(struct csv *csv, bool *ends, struct err *err)
{
	struct text text = csv->text;

	if (csv->at + 1 < text.len && text.ptr[csv->at] == '\r' && text.ptr[csv->at + 1] == '\n')
		csv->at++;
	*ends = csv->at >= text.len || text.ptr[csv->at] == '\n';
	if (!*ends && text.ptr[csv->at] != csv->separator)
		return fail(csv, err, "a cell goes on behind its closing quote");
	csv->next_line += csv->at < text.len && *ends;
	csv->at++;
	return 0;
}

static int next_cell(struct csv *csv, struct text *cell, bool *ends, struct err *err)
{
	if (csv->at < csv->text.len && csv->text.ptr[csv->at] == '"') {
		if (quoted(csv, cell, err) < 0)
			return -1;
	} else {
		*cell = plain(csv);
	}
	return over_end(csv, ends, err);
}

static char separator_of(struct text text)
{
	static const char separators[] = {',', ';', '\t'};
	struct text rest = text, header = {0};

	text_next_line(&rest, &header);
	for (size_t i = 0; i < sizeof(separators); i++)
		if (header.len && memchr(header.ptr, separators[i], header.len))
			return separators[i];
	return ',';
}

int csv_open(
	struct csv *csv, struct text text, const char *name, struct arena *arena, struct err *err)
{
	size_t capacity = 0;
	bool ends = false;

	if (text_starts(text, "\xef\xbb\xbf"))
		text = text_slice(text, 3, text.len);
	*csv = (struct csv){.text = text,
		.name = name,
		.arena = arena,
		.line = 1,
		.next_line = 1,
		.separator = separator_of(text)};
	if (text.len == 0)
		return fail(csv, err, "the file is empty");
	while (!ends) {
		if (csv->width == CSV_MOST_COLUMNS)
			return fail(csv, err, "there are more than 4096 columns");
		if (arena_reserve(arena, (void **)&csv->columns, &capacity, csv->width + 1,
			    sizeof(*csv->columns)) < 0)
			return err_nomem(err);
		if (next_cell(csv, &csv->columns[csv->width++], &ends, err) < 0)
			return -1;
	}
	return 0;
}

int csv_find(const struct csv *csv, struct text column, size_t *out, struct err *err)
{
	size_t count = 0;

	for (size_t i = 0; i < csv->width; i++) {
		if (!text_equal(csv->columns[i], column))
			continue;
		*out = i;
		count++;
	}
	if (count == 1)
		return 0;
	return err_set(err, ERR_LOOK, "%.200s:1: there %s \"%.*s\"", csv->name,
		count ? "are two columns" : "is no column", text_quote(column), column.ptr);
}

int csv_row(struct csv *csv, size_t column, struct text *cell, struct err *err)
{
	struct text here = {0};
	bool ends = false;
	size_t i = 0;

	if (csv->at >= csv->text.len)
		return 0;
	csv->line = csv->next_line;
	for (; !ends; i++) {
		if (next_cell(csv, &here, &ends, err) < 0)
			return -1;
		if (i == column)
			*cell = here;
	}
	if (i == 1 && here.len == 0 && csv->at >= csv->text.len && csv->width > 1)
		return 0;
	if (i == csv->width)
		return 1;
	return err_set(err, ERR_LOOK, "%.200s:%u: %zu cells where the header has %zu", csv->name,
		csv->line, i, csv->width);
}
