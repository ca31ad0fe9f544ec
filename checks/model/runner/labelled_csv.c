/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "checks/model/evidence.h"
#include "checks/model/formats/predictions.h"
#include "checks/model/runner/labelled.h"
#include "gate/base/csv.h"

struct table_reading {
	struct labelled *out;
	struct csv csv;
	enum column *kinds; /* of each column; COLUMNS: a feature */
	uint64_t features;
	double *values;
	size_t value_capacity, label_capacity, id_capacity;
	bool has_ids;
	struct err *err;
};

static int read_header(struct table_reading *reading)
{
	struct arena *arena = reading->out->arena;
	unsigned labels = 0, ids = 0;

	reading->kinds = arena_array(arena, reading->csv.width, sizeof(*reading->kinds));
	if (!reading->kinds)
		return err_nomem(reading->err);
	for (size_t i = 0; i < reading->csv.width; i++) {
		enum column column = predictions_column(reading->csv.columns[i]);

		reading->kinds[i] =
			column == COLUMN_LABEL || column == COLUMN_ID ? column : COLUMNS;
		labels += column == COLUMN_LABEL;
		ids += column == COLUMN_ID;
		reading->features += reading->kinds[i] == COLUMNS;
	}
	reading->has_ids = ids > 0;
	if (labels == 1 && ids <= 1 && reading->features > 0)
		return 0;
	return err_set(reading->err, ERR_LOOK,
		"%s: %u columns of labels, %u of ids and %llu others: a labelled set has one, at "
		"most one, and at least one",
		reading->out->name, labels, ids, (unsigned long long)reading->features);
}

static int reserve(struct table_reading *reading)
{
	struct labelled *out = reading->out;
	size_t row = (size_t)out->count + 1;

	if (arena_reserve(out->arena, (void **)&reading->values, &reading->value_capacity,
		    row * (size_t)reading->features, sizeof(*reading->values)) < 0 ||
		arena_reserve(out->arena, (void **)&out->label_cells, &reading->label_capacity, row,
			sizeof(*out->label_cells)) < 0 ||
		(reading->has_ids &&
			arena_reserve(out->arena, (void **)&out->id_cells, &reading->id_capacity,
				row, sizeof(*out->id_cells)) < 0))
		return err_nomem(reading->err);
	return 0;
}

static int keep_row(struct table_reading *reading)
{
	struct labelled *out = reading->out;
	double *to = NULL;

	if (reserve(reading) < 0)
		return -1;
	to = reading->values + out->count * reading->features;
	for (size_t i = 0; i < reading->csv.width; i++) {
		struct text cell = reading->csv.cells[i];
		const char *flaw;

		if (reading->kinds[i] == COLUMN_LABEL)
			out->label_cells[out->count] = cell;
		else if (reading->kinds[i] == COLUMN_ID)
			out->id_cells[out->count] = cell;
		else if ((flaw = evidence_number(to++, cell)) != NULL)
			return err_set(reading->err, ERR_LOOK,
				"%s:%u: column %zu is %s: features are numbers", out->name,
				reading->csv.line, i + 1, flaw);
	}
	out->count++;
	return 0;
}

int labelled_read_csv(struct labelled *out, struct text content, struct err *err)
{
	struct table_reading reading = {.out = out, .err = err};
	int more;

	if (csv_open(&reading.csv, content, out->name, out->arena, err) < 0 ||
		read_header(&reading) < 0)
		return -1;
	while ((more = csv_row(&reading.csv, err)) > 0)
		if (keep_row(&reading) < 0)
			return -1;
	if (more < 0)
		return -1;
	if (out->count == 0)
		return err_set(err, ERR_LOOK, "%s: it has no samples", out->name);
	out->inputs[out->input_count++] = (struct labelled_array){.element = ELEMENT_DOUBLE,
		.data = {(const char *)reading.values,
			out->count * reading.features * sizeof(*reading.values)},
		.dimension_count = 2,
		.dimensions = {out->count, reading.features},
		.row_values = reading.features};
	return 0;
}
