/* SPDX-License-Identifier: Apache-2.0
 *
 * The values of one feature in one file: numbers, or categories and how often each occurs. What counts as missing: an empty cell, NA, NaN,
 * null, None (in any case), and JSON's null or a member that is not there. Private to the check.
 */
#ifndef SEAMGATE_DRIFT_COLUMN_H
#define SEAMGATE_DRIFT_COLUMN_H

#include "checks/drift/feature.h"
#include "gate/base/keys.h"
#include "gate/stats/sorted_runs.h"

enum { MOST_CATEGORIES = 65536 };

struct category {
	struct text name;
	double count;
};

struct column {
	struct arena *arena;
	const char *file;
	enum feature_type type; /* never FEATURE_AUTO once it is read */
	bool is_text; /* read as numbers, it had something else: to be read again as categories */
	uint64_t rows, missing;
	struct sorted_runs values;
	const struct check_job *job; /* for column_read_past; or NULL */
	struct keys names;           /* number: index in categories */
	struct category *categories; /* of a histogram of numbers its bins */
	size_t category_count, category_capacity;
	double *edges; /* of a histogram of numbers, one more than there are bins; else NULL */
};

/* Whether a cell says that there is no value. */
bool column_is_missing(struct text cell);

/* One cell, as text. Where the column is of numbers and this is none: ERR_LOOK with the line, and is_text. */
MUST_CHECK int column_add(struct column *column, struct text cell, uint32_t line, struct err *err);

MUST_CHECK int column_add_number(struct column *column, double value, struct err *err);

/* So many rows of a category; the name is copied when it is new. */
MUST_CHECK int column_add_category(
	struct column *column, struct text name, double count, struct err *err);

void column_add_missing(struct column *column);

/* What was read of the file's bytes so far is not needed any more: memory stays flat in its size. */
void column_read_past(const struct column *column, struct text past);

#endif
