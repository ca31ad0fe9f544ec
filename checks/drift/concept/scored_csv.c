/* SPDX-License-Identifier: Apache-2.0
 *
 * CSV with a header (gate/base/csv.h).
 */
#include "checks/drift/concept/scored.h"
#include "gate/base/csv.h"

struct places {
	size_t time, label, prediction;
};

static int find(
	struct places *out, const struct csv *csv, const struct concept *concept, struct err *err)
{
	if (csv_find(csv, concept->label, &out->label, err) < 0 ||
		csv_find(csv, concept->prediction, &out->prediction, err) < 0)
		return -1;
	return concept->time.len ? csv_find(csv, concept->time, &out->time, err) : 0;
}

static int read_csv(struct scored *out, const struct concept *concept, struct text content,
	struct arena *scratch, struct err *err)
{
	struct places at = {0};
	struct csv csv;
	int more;

	if (csv_open(&csv, content, out->file, scratch, err) < 0 ||
		find(&at, &csv, concept, err) < 0)
		return -1;
	while ((more = csv_row(&csv, err)) > 0) {
		struct scored_cells cells = {
			csv.cells[at.time], csv.cells[at.label], csv.cells[at.prediction]};

		if (scored_add(out, concept, &cells, csv.line, err) < 0)
			return -1;
	}
	return more;
}

const struct scored_format scored_csv = {.name = "csv", .read = read_csv};
