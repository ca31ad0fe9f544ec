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

/* A walk through the same rows for each column that is looked at: [0] the number's. */
struct walk {
	struct csv csv;
	size_t column;
	struct text cell;
};

static int open(
	struct walk *walk, const struct number_file *file, struct text column, struct err *err)
{
	if (csv_open(&walk->csv, file->content, file->name, file->scratch, err) < 0)
		return -1;
	return csv_find(&walk->csv, column, &walk->column, err);
}

/* 1: there is a row; 0: at the end. */
static int step(struct walk *walks, size_t count, struct err *err)
{
	int more = 1;

	for (size_t i = 0; i < count && more > 0; i++)
		more = csv_row(&walks[i].csv, walks[i].column, &walks[i].cell, err);
	return more;
}

static bool is_wanted(const struct walk *walks, const struct exposition *wanted)
{
	for (size_t i = 0; i < wanted->label_count; i++)
		if (!text_equal(walks[i + 1].cell, wanted->labels[i].value))
			return false;
	return true;
}

static int read_rows(
	struct numbers *out, struct walk *walks, const struct exposition *wanted, struct err *err)
{
	double value;
	int more;

	while ((more = step(walks, wanted->label_count + 1, err)) > 0) {
		if (!is_wanted(walks, wanted))
			continue;
		if (!number_parse(walks[0].cell, &value))
			return numbers_refuse(out->file, walks[0].csv.line, err,
				"a cell that is no number", "measure again, or correct the file");
		if (numbers_add(out, value, text_of(""), walks[0].csv.line, err) < 0)
			return -1;
	}
	return more;
}

static int read_csv(struct numbers *out, const struct number_file *file, struct err *err)
{
	struct walk walks[MOST_CONDITIONS + 1];
	struct exposition_filter filter;
	bool nomem;

	if (!exposition_filter_read(&filter, file->select, file->scratch, &nomem) ||
		filter.any_name || filter.wanted.label_count > MOST_CONDITIONS)
		return nomem ? err_nomem(err)
			     : numbers_refuse(file->name, 1, err, "select: names no column",
				       "write column, or column{other=\"value\"}");
	if (open(&walks[0], file, filter.wanted.name, err) < 0)
		return -1;
	for (size_t i = 0; i < filter.wanted.label_count; i++)
		if (open(&walks[i + 1], file, filter.wanted.labels[i].key, err) < 0)
			return -1;
	return read_rows(out, walks, &filter.wanted, err);
}

const struct number_format number_format_csv = {
	.summary = "a table with a header; select: is a column, or column{other=\"value\"}",
	.read = read_csv,
};
