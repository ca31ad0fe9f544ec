/* SPDX-License-Identifier: Apache-2.0
 *
 * CSV with a header (gate/base/csv.h).
 */
#include "gate/base/csv.h"
#include "checks/latency/formats/plain.h"

struct table {
	struct plain plain;
	struct csv csv;
	size_t field_of[PLAIN_MOST]; /* of each wanted column */
};

/* Two wanted columns may be one field, two fields never one column. */
static int find(struct table *table, size_t wanted, struct err *err)
{
	struct text name = table->plain.columns[wanted].name;
	bool found = false;

	for (size_t i = 0; i < table->csv.width; i++) {
		if (!text_equal(text_trim(table->csv.columns[i]), name))
			continue;
		if (found)
			return measured_error(table->plain.file, 1, 0, err,
				"the column \"%.*s\" stands twice", text_quote(name), name.ptr);
		table->field_of[wanted] = i;
		found = true;
	}
	if (found)
		return 0;
	measured_error(table->plain.file, 1, 0, err, "there is no column \"%.*s\"",
		text_quote(name), name.ptr);
	return err_remedy(err, "correct the phase's name or the source's columns in "
			       ".seamgate.yml, or measure again");
}

static int take_row(struct table *table, struct err *err)
{
	struct plain *plain = &table->plain;

	for (size_t i = 0; i < plain->count; i++) {
		struct text cell = text_trim(table->csv.cells[table->field_of[i]]);

		if (plain->columns[i].is_flow)
			plain->flow = cell;
		else if (plain_number(plain, i, cell, table->csv.line, err) < 0)
			return -1;
	}
	return plain_row(plain, table->csv.line, err);
}

static int read_csv(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct table *table = arena_alloc(file->scratch, sizeof(*table));
	int more;

	if (!table)
		return err_nomem(err);
	if (plain_start(&table->plain, out, file, err) < 0 ||
		csv_open(&table->csv, file->content, file->name, file->scratch, err) < 0)
		return -1;
	table->csv.passes_empty = true;
	for (size_t i = 0; i < table->plain.count; i++)
		if (find(table, i, err) < 0)
			return -1;
	while ((more = csv_row(&table->csv, err)) > 0)
		if (take_row(table, err) < 0)
			return -1;
	return more;
}

const struct latency_format latency_format_csv = {
	.summary = "CSV with a header; columns: says where what stands",
	.read = read_csv,
	.select_is_a_series = true,
};
