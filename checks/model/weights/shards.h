/* SPDX-License-Identifier: Apache-2.0
 *
 * A model in several files: NAME-00001-of-00003.gguf (llama.cpp's gguf-split, which also writes split.no, split.count and split.tensors.count into each) and
 * NAME-00001-of-00003.safetensors, with NAME.safetensors.index.json, whose weight_map says which tensor lies in which file
 * (huggingface_hub's serialization). What is noted while files are read is asked once all of them were.
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_SHARDS_H
#define SEAMGATE_MODEL_WEIGHTS_SHARDS_H

#include "checks/model/weights/reader.h"

/* Notes a file that was read, by its name, and the index beside it, once. ERR_LOOK: an index that cannot be read. */
MUST_CHECK int shards_note(
	struct weights *weights, const struct weights_file *file, struct err *err);

/* A file that says itself which part of how many it is, and how many tensors there are. ERR_LOOK: its name says another one. */
MUST_CHECK int shards_note_part(struct weights *weights, const struct weights_file *file,
	const struct shard *said, struct err *err);

/* ERR_LOOK: a shard is missing or there twice; there are other than as many tensors as one says; a tensor that the index has is in no file or in another one; a tensor of a
 * shard is in no index. Before parts are put together. */
MUST_CHECK int shards_ask(const struct weights *weights, struct err *err);

#endif
