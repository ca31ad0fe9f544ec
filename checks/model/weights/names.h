/* SPDX-License-Identifier: Apache-2.0
 *
 * Tensors of a GGUF file and of a checkpoint of transformers, by each other's names: model.layers.N.self_attn.q_proj.weight is
 * blk.N.attn_q.weight. The names are those of gguf-py's TensorNameMap (ggml-org/llama.cpp, gguf-py/gguf/tensor_mapping.py), of the
 * architectures of which the tensors are the same numbers on both sides.
 *
 * Of "llama" the rows of q and k are in another order: LlamaModel.permute of llama.cpp's convert_hf_to_gguf.py makes of a head of n rows
 * (first half, second half) pairs of one row of each:
 *     weights.reshape(heads, 2, rows / heads / 2, columns).swapaxes(1, 2).reshape(weights.shape)
 * with the heads of q for q, and those of k and v for k. Nothing is moved: tensor_values finds the row.
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_NAMES_H
#define SEAMGATE_MODEL_WEIGHTS_NAMES_H

#include "checks/model/weights/weights.h"

/* What the tensors of another set were when they got the head's names. */
struct names_aligned {
	bool is_foreign; /* one set is of GGUF, the other is not, and no name is the same */
	uint64_t with,
		without; /* tensors that have a counterpart in the head, and those that have none by the table */
	struct text first;        /* of these */
	struct text architecture; /* by which they were told; "": not said */
};

/* The set as the head names it; a set of the same convention stays what it is, and one of which no tensor has a counterpart is
 * empty. */
MUST_CHECK int names_align(struct names_aligned *out, struct weights *other,
	const struct weights *head, struct err *err);

#endif
