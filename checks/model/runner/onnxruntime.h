/* SPDX-License-Identifier: Apache-2.0
 *
 * A model in ONNX Runtime, whose shared library is loaded when the program runs (libonnxruntime.so; there need be none). This is the
 * only part that calls it. It is run in a process of its own (job_apart): a library that reads hostile models may crash.
 *
 * Interface: onnxruntime_c_api.h of ONNX Runtime 1.11, ORT_API_VERSION 11. OrtGetApiBase gives a table of functions for a version;
 * functions are only ever added behind its last one, so that their numbers in it hold for 1.11 and everything later. The numbers that are
 * used stand in onnxruntime_table.h. Tried with 1.14.0, 1.21.0 and 1.32.0.
 *
 * One thread, and the processor itself: two runs give the same numbers on one machine.
 */
#ifndef SEAMGATE_MODEL_RUNNER_ONNXRUNTIME_H
#define SEAMGATE_MODEL_RUNNER_ONNXRUNTIME_H

#include "checks/model/runner/element.h"
#include "gate/base/arena.h"
#include "gate/base/err.h"

enum { ORT_DIMENSIONS = 8, ORT_PLACES = 18 };

/* An input or an output. A dimension that may be any is -1. */
struct ort_place {
	const char *name;
	enum element element; /* ELEMENT_NONE: no tensor, or of a type that is not read */
	unsigned dimension_count;
	int64_t dimensions[ORT_DIMENSIONS];
};

struct ort;

/* Numbers of one tensor; the data is the caller's. */
struct ort_tensor {
	enum element element;
	unsigned dimension_count;
	int64_t dimensions[ORT_DIMENSIONS];
	void *data;
	size_t bytes;
};

/* `library`: its absolute path, or NULL for what the loader finds. *out NULL (0 returned): there is none, and *why says so, in
 * the arena. ERR_LOOK: it is none of ONNX Runtime, or of before 1.11. */
MUST_CHECK int ort_open(struct ort **out, const char *library, const char **why,
	struct arena *arena, struct err *err);
void ort_close(struct ort *ort); /* NULL is fine */

/* ERR_LOOK with what the library says. Places live as long as the arena. */
MUST_CHECK int ort_load(struct ort *ort, const char *model, struct err *err);
const struct ort_place *ort_inputs(const struct ort *ort, size_t *count);
const struct ort_place *ort_outputs(const struct ort *ort, size_t *count);

/* One tensor for each input, in their order. The answer's data is the library's, and valid until the next call. */
MUST_CHECK int ort_run(struct ort *ort, const struct ort_tensor *inputs, size_t output,
	struct ort_tensor *answer, struct err *err);

#endif
