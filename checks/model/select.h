/* SPDX-License-Identifier: Apache-2.0
 *
 * Which words of the policy a score is judged by.
 */
#ifndef SEAMGATE_MODEL_SELECT_H
#define SEAMGATE_MODEL_SELECT_H

#include "checks/model/evidence.h"
#include "checks/model/options.h"

/* The first of the model's metrics that fits, else what stands for it; NULL: not judged. A group of tasks is judged only by
 * its own name, and an unusual metric too. */
const struct metric_options *metric_options_of(
	const struct model_options *model, const struct score *score);

/* Patterns of task, metric and filter. */
bool metric_fits(const struct metric_options *options, const struct score_key *key);

/* As the policy says, else as the evidence does. */
enum better metric_better(const struct metric_options *options, const struct score *score);

struct side_evidence;

/* Whether a number of this file is judged: the newest always, an older one where no newer file has the same task. */
bool model_evidence_counts(
	const struct model_options *model, const struct side_evidence *side, size_t at);

#endif
