/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/formats/predictions.h"

struct csv {
	struct table *table;
	struct text content;
	size_t at;
	uint32_t line;
	enum column columns[256];
	size_t width;
};

static int quoted_cell(struct csv *csv, struct text *out, struct err *err)
{
	size_t from = ++csv->at, quotes = 0;
	char *cell;

	for (; csv->at < csv->content.len; csv->at++) {
		if (csv->content.ptr[csv->at] == '\n')
			csv->line++;
		if (csv->content.ptr[csv->at] != '"')
			continue;
		if (csv->at + 1 >= csv->content.len || csv->content.ptr[csv->at + 1] != '"')
			break;
		csv->at++;
		quotes++;
	}
	if (csv->at >= csv->content.len)
		return evidence_error(
			csv->table->file, csv->line, 1, err, "a quote that is not closed");
	*out = text_slice(csv->content, from, csv->at++);
	if (quotes == 0)
		return 0;
	cell = arena_alloc(csv->table->evidence->arena, out->len);
	if (!cell)
		return err_nomem(err);
	for (size_t i = 0, k = 0; i < out->len; i++) {
		cell[k++] = out->ptr[i];
		i += out->ptr[i] == '"';
	}
	*out = (struct text){cell, out->len - quotes};
	return 0;
}

/* One cell; *ends says that the line ends behind it. */
static bool stands(const struct csv *csv, char byte)
{
	return csv->at < csv->content.len && csv->content.ptr[csv->at] == byte;
}

static void plain_cell(struct csv *csv, struct text *out)
{
	size_t from = csv->at;

	while (csv->at < csv->content.len && !stands(csv, ',') && !stands(csv, '\n'))
		csv->at++;
	*out = text_trim(text_slice(csv->content, from, csv->at));
}

static int next_cell(struct csv *csv, struct text *out, bool *ends, struct err *err)
{
	if (!stands(csv, '"'))
		plain_cell(csv, out);
	else if (quoted_cell(csv, out, err) < 0)
		return -1;
	if (stands(csv, '\r'))
		csv->at++;
	*ends = csv->at >= csv->content.len || stands(csv, '\n');
	if (!*ends && !stands(csv, ','))
		return evidence_error(
			csv->table->file, csv->line, 1, err, "text behind a quoted cell");
	csv->at++;
	return 0;
}

static int read_header(struct csv *csv, struct err *err)
{
	bool ends = false, has[COLUMNS + 1] = {false};
	struct text cell;

	while (!ends) {
		if (next_cell(csv, &cell, &ends, err) < 0)
			return -1;
		if (csv->width == sizeof(csv->columns) / sizeof(csv->columns[0]))
			return evidence_error(csv->table->file, 1, 1, err, "more than 256 columns");
		csv->columns[csv->width] = predictions_column(cell);
		if (csv->columns[csv->width] != COLUMNS && has[csv->columns[csv->width]])
			return evidence_error(csv->table->file, 1, 1, err,
				"two columns for the same: \"%.*s\"", text_quote(cell), cell.ptr);
		has[csv->columns[csv->width++]] = true;
	}
	if (has[COLUMN_LABEL] && has[COLUMN_PREDICTION])
		return 0;
	return evidence_error(
		csv->table->file, 1, 1, err, "no column \"label\" or no column \"prediction\"");
}

static int read_csv_row(struct csv *csv, struct err *err)
{
	struct table_row row = {.line = csv->line};
	struct text cell;
	bool ends = false;
	size_t i = 0;

	for (; !ends; i++) {
		if (next_cell(csv, &cell, &ends, err) < 0)
			return -1;
		if (i == 0 && ends && cell.len == 0)
			return 0;
		if (i < csv->width && csv->columns[i] != COLUMNS)
			row.cells[csv->columns[i]] = cell;
	}
	if (i != csv->width)
		return evidence_error(csv->table->file, row.line, 1, err,
			"%zu cells under %zu columns", i, csv->width);
	return predictions_add(csv->table, &row, err);
}

int predictions_read_csv(struct table *table, struct err *err)
{
	struct csv csv = {.table = table, .content = table->file->content, .line = 1};

	if (read_header(&csv, err) < 0 || evidence_ends(table->file, err) < 0)
		return -1;
	while (csv.at < csv.content.len) {
		csv.line++;
		if (read_csv_row(&csv, err) < 0)
			return -1;
	}
	return 0;
}
