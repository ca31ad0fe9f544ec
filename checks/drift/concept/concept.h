/* SPDX-License-Identifier: Apache-2.0
 *
 * Concept drift as the policy names it: labelled predictions with their times, cut into windows, and how much worse than on the baseline a model may be in
 * any of them. What goes in may look as ever while what is right has changed; only labels show that. Private to the check.
 */
#ifndef SEAMGATE_DRIFT_CONCEPT_H
#define SEAMGATE_DRIFT_CONCEPT_H

#include "gate/source.h"

/* As the option's choices stand; names in concept_metrics. */
enum concept_metric {
	METRIC_ACCURACY,       /* the share of rows whose prediction is the label */
	METRIC_ABSOLUTE_ERROR, /* the mean of |prediction - label| */
	METRIC_SQUARED_ERROR,  /* the mean of its square */
};

struct concept {
	struct text name, hop;
	struct text_list when;
	int format;
	struct text baseline, current;
	bool workspace;
	struct text time, label, prediction; /* columns or members */
	int metric;
	double window_s;     /* the length of a window; 0: they are of window_rows */
	int64_t window_rows; /* 0: they are of window_s */
	double margin;       /* in the metric's unit */
	double max_unlabelled;
	int64_t min_rows; /* of a window; thinner ones are joined with the next */
	int inconclusive;
};

extern const struct option concept_options[];
extern const char *const concept_metrics[];

/* All concepts of the policy, for sources_accept and sources_judge. */
extern const struct source_list concepts;

#endif
