/* SPDX-License-Identifier: Apache-2.0
 *
 * Which way is better, and what is a mean over documents, for metrics by their usual names: where the evidence does
 * not say. From the metrics of lm-evaluation-harness (lm_eval/api/metrics.py) and of common libraries.
 */
#ifndef SEAMGATE_MODEL_DIRECTION_H
#define SEAMGATE_MODEL_DIRECTION_H

#include "checks/model/evidence.h"

enum better direction_of(struct text metric);

/* Whether a sample of the metric is a pair of numbers, and what of (lm_eval/api/task.py, process_results). */
enum pair pair_of(struct text metric);

/* True for shares of right answers: their value is the mean of 0 and 1 over documents. */
bool is_share_of_right(struct text metric);

#endif
