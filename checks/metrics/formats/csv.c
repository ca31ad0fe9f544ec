/* SPDX-License-Identifier: Apache-2.0
 *
 * CSV with a header (gate/base/csv.h). `select` is a column, or column{other="value"}: the rows whose cell of the other column is that. A name with
 * other characters than letters stands in quotes inside the braces, {"word error rate", stage="asr"}.
 */
#include "gate/base/csv.h"
#include "checks/metrics/format.h"
#include "gate/base/exposition.h"
#include "gate/base/number.h"

enum { MOST_CONDITIONS = 8 };

struct table {
	struct csv csv;
	size_t number;                      /* the column with the numbers */
	size_t conditions[MOST_CONDITIONS]; /* the columns of the labels */
};

static bool is_wanted(const struct table *table, const struct exposition *wanted)
{
	for (size_t i = 0; i < wanted->label_count; i++)
		if (!text_equal(table->csv.cells[table->conditions[i]], wanted->labels[i].value))
			return false;
	return true;
}

static int read_rows(
	struct numbers *out, struct table *table, const struct exposition *wanted, struct err *err)
{
	double value;
	int more;

	while ((more = csv_row(&table->csv, err)) > 0) {
		if (!is_wanted(table, wanted))
			continue;
		if (!number_parse(table->csv.cells[table->number], &value))
			return numbers_refuse(out->file, table->csv.line, err,
				"a cell that is no number", "measure again, or correct the file");
		if (numbers_add(out, value, text_of(""), table->csv.line, err) < 0)
			return -1;
	}
	return more;
}

static int read_csv(struct numbers *out, const struct number_file *file, struct err *err)
{
	struct exposition_filter filter;
	const struct exposition *wanted = &filter.wanted;
	struct table table;
	bool nomem;

	if (!exposition_filter_read(&filter, file->select, file->scratch, &nomem) ||
		filter.any_name || wanted->label_count > MOST_CONDITIONS)
		return nomem ? err_nomem(err)
			     : numbers_refuse(file->name, 1, err, "select: names no column",
				       "write column, or column{other=\"value\"}");
	if (csv_open(&table.csv, file->content, file->name, file->scratch, err) < 0 ||
		csv_find(&table.csv, wanted->name, &table.number, err) < 0)
		return -1;
	for (size_t i = 0; i < wanted->label_count; i++)
		if (csv_find(&table.csv, wanted->labels[i].key, &table.conditions[i], err) < 0)
			return -1;
	return read_rows(out, &table, wanted, err);
}

const struct number_format number_format_csv = {
	.summary = "a table with a header; select: is a column, or column{other=\"value\"}",
	.read = read_csv,
};
