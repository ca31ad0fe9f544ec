/* SPDX-License-Identifier: Apache-2.0
 *
 * Between finding the numbers to judge (accuracy.c) and saying what they come to (accuracy_say.c): rows, one for each task, metric,
 * filter and thing that it is held against.
 */
#ifndef SEAMGATE_MODEL_ACCURACY_H
#define SEAMGATE_MODEL_ACCURACY_H

#include "checks/model/comparison.h"
#include "checks/model/judging.h"

struct accuracy_row {
	const struct metric_options *options;
	const struct evidence *evidence; /* the head's */
	const struct score *head, *base; /* base NULL against a limit */
	enum against against;
	bool higher_is_better;
	double margin, limit;
	struct comparison comparison;
	bool known; /* over the limit at the base already */
};

struct accuracy_rows {
	struct accuracy_row *items;
	size_t count, capacity;
};

/* Holm over the rows that are held against the same, then findings, incomplete items and measurements. */
MUST_CHECK int accuracy_say(struct model_judging *judging, struct model_subject *subject,
	struct accuracy_rows *rows, struct err *err);

#endif
