/* SPDX-License-Identifier: Apache-2.0
 *
 * What a model answers to a labelled set, as the evidence format "predictions" has it: id,task,label,prediction. A row of scores is
 * answered with the number of the highest one, from 0; a single whole number is the answer itself; a single fraction is too where labels
 * are measured values. Pure but for the library: the same model, set and machine give the same bytes.
 */
#ifndef SEAMGATE_MODEL_RUNNER_ANSWERS_H
#define SEAMGATE_MODEL_RUNNER_ANSWERS_H

#include "checks/model/runner/labelled.h"
#include "checks/model/runner/onnxruntime.h"
#include "gate/base/buffer.h"

struct asking_model {
	struct ort *ort; /* with its model loaded */
	const struct labelled *set;
	const char *scores; /* the output that answers; NULL: the first */
	struct text task;
};

/* How it went. */
struct answered {
	uint64_t samples, right; /* right: the answer is the label's number */
	bool has_classes;        /* labels are whole numbers, of which an answer can be right */
};

/* ERR_LOOK: the set and the model do not fit together. */
MUST_CHECK int answers_write(struct answered *answered, const struct asking_model *asking,
	struct buffer *out, struct arena *arena, struct err *err);

/* One row of scores: the number of the highest; -1 where one of them is no number. */
int64_t answers_highest(enum element element, const void *data, size_t first, size_t count);

/* The shape that rows of a set get as a model's input, but for the first dimension. False: they do not fit. */
bool answers_fit(const struct labelled_array *array, const struct ort_place *input,
	int64_t out[ORT_DIMENSIONS]);

#endif
