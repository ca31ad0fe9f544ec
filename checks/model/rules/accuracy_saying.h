/* SPDX-License-Identifier: Apache-2.0
 *
 * Between the words about a row (accuracy_say.c) and its numbers in the reports' tables (accuracy_measure.c).
 */
#ifndef SEAMGATE_MODEL_RULES_ACCURACY_SAYING_H
#define SEAMGATE_MODEL_RULES_ACCURACY_SAYING_H

#include "checks/model/rules/accuracy.h"
#include "gate/base/buffer.h"

struct saying {
	struct model_judging *judging;
	struct model_subject *subject;
	struct buffer text; /* reused */
};

/* "gsm8k exact_match (strict-match)" */
void accuracy_add_name(struct buffer *out, const struct score_key *key);

/* What was put together, in the job's arena; the buffer is empty again. */
MUST_CHECK int accuracy_text(struct saying *saying, struct text *out, struct err *err);

/* A row of the reports' tables. */
MUST_CHECK int accuracy_measure(
	struct saying *saying, const struct accuracy_row *row, struct err *err);

#endif
