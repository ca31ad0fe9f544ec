/* SPDX-License-Identifier: Apache-2.0
 *
 * Between the parts of the format "predictions": a table of rows, filled from CSV (predictions_csv.c), JSON or JSON lines (predictions.c), and
 * made into samples and scores (predictions_samples.c). Cells borrow from the file or lie in the evidence's arena.
 */
#ifndef SEAMGATE_MODEL_FORMATS_PREDICTIONS_H
#define SEAMGATE_MODEL_FORMATS_PREDICTIONS_H

#include "checks/model/format.h"

enum column { COLUMN_ID, COLUMN_LABEL, COLUMN_PREDICTION, COLUMN_TASK, COLUMN_CLUSTER, COLUMNS };

struct table_row {
	struct text cells[COLUMNS];
	uint32_t line;
};

struct table {
	struct evidence *evidence;
	const struct evidence_file *file;
	struct table_row *items;
	size_t count, capacity;
	bool regression;
};

/* COLUMNS: none of ours. */
enum column predictions_column(struct text name);

/* ERR_LOOK: no label or no prediction. */
MUST_CHECK int predictions_add(struct table *table, const struct table_row *row, struct err *err);

/* A table with a header (gate/base/csv.h). */
MUST_CHECK int predictions_read_csv(struct table *table, struct err *err);

/* Labels that are all numbers with a fraction among them are a regression: absolute_error. Anything else is a classification: acc, and of at most
 * MOST_CLASSES classes macro_f1 and mcc. */
MUST_CHECK int predictions_to_samples(struct table *table, struct err *err);

#endif
