/* SPDX-License-Identifier: Apache-2.0
 *
 * One quantized weight of a checkpoint while its parts are put together. Private to finish.c and parts.c. Formats:
 * compressed_tensors/compressors/pack_quantized of vllm-project/compressed-tensors; AutoGPTQ's and AutoAWQ's qweight.
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_PARTS_H
#define SEAMGATE_MODEL_WEIGHTS_PARTS_H

#include "checks/model/weights/reader.h"

struct joining {
	const struct weights *all;
	struct text stem; /* "model.layers.0.mlp.up_proj" */
	const char *kind;
	const struct tensor *codes, *scales, *zeros, *shape, *index,
		*global;      /* NULL: there is none */
	struct tensor tensor; /* what comes of it */
	struct affine *affine;
};

/* Fills affine and the two dimensions. False: shapes that do not fit together, or a packing that is not read. */
bool joined_compressed(struct joining *joining);
bool joined_floats(struct joining *joining, float *table); /* room for 256 values of codes */
bool joined_gptq(struct joining *joining);
bool joined_awq(struct joining *joining);

#endif
