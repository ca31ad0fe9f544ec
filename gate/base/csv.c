/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/csv.h"

#include "gate/base/stride.h"

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

static bool is_space(char byte)
{
	return (unsigned char)byte <= ' ';
}

static const char *find_end(const char *at, const char *end, char separator)
{
	for (; end - at >= STRIDE; at += STRIDE) {
		unsigned stops = stride_cell(at, separator);

		if (stops)
			return at + __builtin_ctz(stops);
	}
	while (at < end && *at != separator && *at != '\n')
		at++;
	return at;
}

/* A cell without quotes, and over what ends it. */
static struct text plain(struct csv *csv, bool *ends)
{
	const char *from = csv->text.ptr + csv->at, *end = csv->text.ptr + csv->text.len;
	const char *at = find_end(from, end, csv->separator);
	struct text cell;

	cell = (struct text){from, (size_t)(at - from)};
	*ends = at == end || *at != csv->separator;
	csv->next_line += at < end && *ends;
	csv->at = (size_t)(at - csv->text.ptr) + 1;
	return cell.len && (is_space(*from) || is_space(at[-1])) ? text_trim(cell) : cell;
}

/* Goes over what ends a cell in quotes; *ends: it was the row's last. */
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
	if (csv->at >= csv->text.len || csv->text.ptr[csv->at] != '"') {
		*cell = plain(csv, ends);
		return 0;
	}
	return quoted(csv, cell, err) < 0 ? -1 : over_end(csv, ends, err);
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

static int add_column(
	struct csv *csv, struct text **columns, size_t *capacity, bool *ends, struct err *err)
{
	if (csv->width == CSV_MOST_COLUMNS)
		return fail(csv, err, "there are more than 4096 columns");
	if (arena_reserve(
		    csv->arena, (void **)columns, capacity, csv->width + 1, sizeof(**columns)) < 0)
		return err_nomem(err);
	return next_cell(csv, &(*columns)[csv->width++], ends, err);
}

int csv_open(
	struct csv *csv, struct text text, const char *name, struct arena *arena, struct err *err)
{
	struct text *columns = NULL;
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
	while (!ends)
		if (add_column(csv, &columns, &capacity, &ends, err) < 0)
			return -1;
	csv->columns = columns;
	csv->cells = csv->row = arena_array(arena, csv->width, sizeof(*csv->row));
	return csv->row ? 0 : err_nomem(err);
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

/* The line at hand has no byte but its end. */
static bool is_empty_line(const struct csv *csv)
{
	const char *at = csv->text.ptr + csv->at;
	size_t left = csv->text.len - csv->at;

	return at[0] == '\n' || (at[0] == '\r' && (left == 1 || at[1] == '\n'));
}

static void over_empty_lines(struct csv *csv)
{
	while (csv->at < csv->text.len && is_empty_line(csv)) {
		csv->at += csv->text.ptr[csv->at] == '\r';
		csv->at++;
		csv->next_line++;
	}
}

/* *count: how many there were, of which the row holds as many as it is wide. */
static int read_cells(struct csv *csv, size_t *count, struct err *err)
{
	struct text here = {0};
	bool ends = false;
	size_t i = 0;

	for (; !ends; i++) {
		if (next_cell(csv, &here, &ends, err) < 0)
			return -1;
		if (i < csv->width)
			csv->row[i] = here;
	}
	*count = i;
	return 0;
}

/* Nothing but an empty line at the end of a table of several columns. */
static bool is_end(const struct csv *csv, size_t count)
{
	return count == 1 && csv->width > 1 && csv->row[0].len == 0 && csv->at >= csv->text.len;
}

int csv_row(struct csv *csv, struct err *err)
{
	size_t count;

	if (csv->passes_empty)
		over_empty_lines(csv);
	if (csv->at >= csv->text.len)
		return 0;
	csv->line = csv->next_line;
	if (read_cells(csv, &count, err) < 0)
		return -1;
	if (count == csv->width)
		return 1;
	if (is_end(csv, count))
		return 0;
	return err_set(err, ERR_LOOK, "%.200s:%u: %zu cells where the header has %zu", csv->name,
		csv->line, count, csv->width);
}
