/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/formats/predictions.h"
#include "gate/base/csv.h"

/* Which of the table's columns is which of ours; the others are left out. */
struct mapping {
	enum column columns[CSV_MOST_COLUMNS];
};

static int read_header(
	struct mapping *mapping, const struct table *table, const struct csv *csv, struct err *err)
{
	bool has[COLUMNS + 1] = {false};

	for (size_t i = 0; i < csv->width; i++) {
		enum column column = predictions_column(csv->columns[i]);

		if (column != COLUMNS && has[column])
			return evidence_error(table->file, 1, 1, err,
				"two columns for the same: \"%.*s\"", text_quote(csv->columns[i]),
				csv->columns[i].ptr);
		has[column] = true;
		mapping->columns[i] = column;
	}
	if (has[COLUMN_LABEL] && has[COLUMN_PREDICTION])
		return 0;
	return evidence_error(
		table->file, 1, 1, err, "no column \"label\" or no column \"prediction\"");
}

static int take_row(
	struct table *table, const struct mapping *mapping, const struct csv *csv, struct err *err)
{
	struct table_row row = {.line = csv->line};

	for (size_t i = 0; i < csv->width; i++)
		if (mapping->columns[i] != COLUMNS)
			row.cells[mapping->columns[i]] = csv->cells[i];
	return predictions_add(table, &row, err);
}

int predictions_read_csv(struct table *table, struct err *err)
{
	struct arena *arena = table->evidence->arena;
	struct mapping *mapping = arena_alloc(arena, sizeof(*mapping));
	struct csv csv;
	int more;

	if (!mapping)
		return err_nomem(err);
	if (csv_open(&csv, table->file->content, table->file->name, arena, err) < 0 ||
		read_header(mapping, table, &csv, err) < 0 || evidence_ends(table->file, err) < 0)
		return -1;
	csv.passes_empty = true;
	while ((more = csv_row(&csv, err)) > 0)
		if (take_row(table, mapping, &csv, err) < 0)
			return -1;
	return more;
}
