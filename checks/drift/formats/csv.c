/* SPDX-License-Identifier: Apache-2.0
 *
 * CSV with a header (gate/base/csv.h).
 */
#include "gate/base/csv.h"
#include "checks/drift/format.h"

enum { PAST = 1 << 20 };

/* Cells with doubled quotes lie elsewhere, and say nothing of the place. */
static void go_past(const struct column *column, struct text *rest, struct text cell)
{
	size_t read;

	if (cell.ptr < rest->ptr || cell.ptr > rest->ptr + rest->len)
		return;
	read = (size_t)(cell.ptr - rest->ptr);
	if (read < PAST)
		return;
	column_read_past(column, text_slice(*rest, 0, read));
	*rest = text_slice(*rest, read, rest->len);
}

static int read_csv(struct column *out, struct text content, struct select select,
	struct arena *scratch, struct err *err)
{
	struct text rest = content;
	struct csv csv;
	size_t wanted;
	int more;

	if (csv_open(&csv, content, out->file, scratch, err) < 0 ||
		csv_find(&csv, select.path, &wanted, err) < 0)
		return -1;
	while ((more = csv_row(&csv, err)) > 0) {
		if (column_add(out, csv.cells[wanted], csv.line, err) < 0)
			return -1;
		go_past(out, &rest, csv.cells[wanted]);
	}
	return more;
}

const struct drift_format drift_format_csv = {
	.summary = "a table with a header; column: names one of it",
	.read = read_csv,
};
