/* SPDX-License-Identifier: Apache-2.0
 * The second half of the format "lm-eval": samples_<task>_<date>.jsonl. */
#ifndef SEAMGATE_MODEL_LM_EVAL_H
#define SEAMGATE_MODEL_LM_EVAL_H

#include "checks/model/format.h"

/* Adds the rows of a file to evidence->samples. The task is in the file's name alone. Values that are not wanted are
 * skipped, not kept: memory grows with the number of rows, not with their size. */
MUST_CHECK int lm_eval_read_samples(
	struct evidence *evidence, const struct evidence_file *file, struct err *err);

/* "samples_arc_easy_2026-04-15T13-55-33.588896.jsonl": "arc_easy", and the date; "" where the name has none. */
struct text lm_eval_task_of(struct text path, struct text *date);

#endif
