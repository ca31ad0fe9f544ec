/* SPDX-License-Identifier: Apache-2.0
 *
 * Between finding the numbers to judge (accuracy.c), asking for those that are not there (accuracy_missing.c) and saying what they come to (accuracy_say.c): rows, one for each task, metric,
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
	struct text samples_path; /* of the head's documents; "" */
	bool known;               /* over the limit at the base already */
};

struct accuracy_rows {
	struct accuracy_row *items;
	size_t count, capacity;
};

struct judged {
	struct model_judging *judging;
	struct model_subject *subject;
	struct accuracy_rows rows;
	bool had_something, had_metric; /* to be held against */
};

/* The evidence of a side that has a task, and its score: files are newest first. NULL where there is none. */
const struct evidence *accuracy_find(
	const struct side_evidence *side, const struct score_key *key, const struct score **score);

/* An incomplete item about one score. */
MUST_CHECK int accuracy_refuse(struct judged *judged, const struct evidence *evidence,
	const struct score *score, const char *why, uint32_t line, struct err *err);

/* What the base of a source measured and the head no longer does. */
MUST_CHECK int accuracy_missing(
	struct judged *judged, const struct model_source *source, struct err *err);

/* What the policy names and no source has. */
MUST_CHECK int accuracy_named(struct judged *judged, struct err *err);

/* Holm over the rows that are held against the same, then findings, incomplete items and measurements. */
MUST_CHECK int accuracy_say(struct model_judging *judging, struct model_subject *subject,
	struct accuracy_rows *rows, struct err *err);

#endif
