/* SPDX-License-Identifier: Apache-2.0
 *
 * Predictions beside labels, each with its time and its loss. Private to the check.
 *
 * A row without a label (missing as in column.h) is counted and left out: labels come late. One without a prediction or a time is refused.
 * The loss is 0 or 1 of an accuracy: numbers are compared as numbers ("1" and "1.0" are the same), all else byte by byte.
 */
#ifndef SEAMGATE_DRIFT_SCORED_H
#define SEAMGATE_DRIFT_SCORED_H

#include "checks/drift/concept/concept.h"

enum { MOST_LABELLED = 1 << 22 };

struct scored_row {
	double time; /* since 1970; the row's number where the concept names no time */
	double loss;
	uint32_t number; /* in the file: rows of one time stay in its order */
};

struct scored {
	struct arena *arena;
	const char *file;
	struct scored_row *items; /* in the order of time once it is read */
	size_t count, capacity;
	uint64_t unlabelled;
};

struct scored_format {
	const char *name; /* in the policy */
	/* `scratch` is the call's own. Errors are ERR_LOOK with file and line. */
	int (*read)(struct scored *out, const struct concept *concept, struct text content,
		struct arena *scratch, struct err *err);
};

extern const struct scored_format scored_csv, scored_jsonl;

/* One row as the file has it. */
struct scored_cells {
	struct text time, label, prediction;
};

MUST_CHECK int scored_add(struct scored *out, const struct concept *concept,
	const struct scored_cells *cells, uint32_t line, struct err *err);

/* ERR_LOOK also where no row has a label. `file` is borrowed. */
MUST_CHECK int scored_read(struct scored *out, const struct concept *concept, struct text content,
	const char *file, struct arena *arena, struct err *err);

/* The metric of some of its rows: an accuracy, or the mean loss. */
double scored_metric(const struct concept *concept, double mean_loss);

#endif
