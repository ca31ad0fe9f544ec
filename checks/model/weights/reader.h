/* SPDX-License-Identifier: Apache-2.0
 *
 * A format of model files: one file here and one line in readers.def each. A reader is given a file's whole content and adds its
 * tensors. It parses the grammar, strictly and in linear time: lengths that do not fit, offsets outside the file, tensors
 * that overlap and shapes beyond the data are ERR_LOOK "path: what" (exit 3).
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_READER_H
#define SEAMGATE_MODEL_WEIGHTS_READER_H

#include "checks/model/weights/weights.h"

struct weights_file {
	struct text path;
	const char *name; /* the same, for messages */
	struct text content;
	/* Other files of the model: ONNX's external data. ptr NULL where there is none. Optional. */
	int (*beside)(const void *context, struct text path, struct text *out, struct err *err);
	const void *context;
};

struct weights_reader {
	const char *name;
	bool (*is_one)(
		const struct weights_file *file); /* by its first bytes, not by its name alone */
	int (*read)(struct weights *weights, const struct weights_file *file, struct err *err);
};

/* NULL: none of the formats. */
const struct weights_reader *weights_reader_of(const struct weights_file *file);

/* Once all files were read: formats of which a weight is several tensors are put together. */
MUST_CHECK int weights_finish(struct weights *weights, struct err *err);

/* ERR_LOOK "path: what". Always returns -1. */
int weights_error(const struct weights_file *file, struct err *err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The shape must not be empty of dimensions' product above the data: sets count and columns. -1: more than 2^60 values. */
MUST_CHECK int tensor_measure(
	struct tensor *tensor, const struct weights_file *file, struct err *err);

#endif
