/* SPDX-License-Identifier: Apache-2.0
 *
 * Measurements for people: which rows a report shows, and its numbers as texts. The human and the HTML report
 * share them, so that both say the same.
 */
#ifndef SEAMGATE_REPORT_MEASURED_H
#define SEAMGATE_REPORT_MEASURED_H

#include "gate/result.h"

enum {
	MEASURED_ROWS = 200, /* of one report */
	FIGURE = 48,         /* bytes of one, with its NUL */
};

enum figure {
	FIGURE_BASE,
	FIGURE_HEAD,
	FIGURE_DIFFERENCE,
	FIGURE_INTERVAL,
	FIGURE_MARGIN,
	FIGURE_LIMIT,
	FIGURE_VERDICT,
	FIGURE_NEEDED,
	FIGURES,
};

/* What a column of these is called: "base", "change". */
const char *figure_heading(enum figure figure);

/* "2210", "+190..+371", "regressed": "" where the row has none. Levels share their digits; what is said about the
 * difference has at least two. */
void figure_text(char out[FIGURE], const struct measurement *row, enum figure figure);

/* The rows of one check that are shown, in their order: where there is no room for all, the bad ones stay. */
struct measured_rows {
	const struct measurement *items[MEASURED_ROWS];
	size_t count, left_out;
};

/* At most `room` rows, which is at most MEASURED_ROWS. */
void measured_choose(struct measured_rows *rows, const struct outcome *outcome, size_t room);

/* Worse than within. */
bool measured_is_bad(const struct measurement *row);

bool measured_same_subject(const struct measurement *a, const struct measurement *b);

/* True where all rows of its subject have the unit of this one. */
bool measured_same_unit(const struct measured_rows *rows, const struct measurement *of);

/* True where the row is the first of its subject. */
bool measured_is_first(const struct measured_rows *rows, size_t at);

#endif
