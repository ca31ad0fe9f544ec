/* SPDX-License-Identifier: Apache-2.0
 *
 * A GGUF file while it is read. Private to gguf.c and gguf_keys.c.
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_GGUF_H
#define SEAMGATE_MODEL_WEIGHTS_GGUF_H

#include "checks/model/weights/shards.h"

struct gguf {
	const struct weights_file *file;
	struct weights *weights;
	struct text rest; /* not read yet */
	uint64_t alignment;
	struct shard split; /* count 0: the file is whole */
	struct err *err;
};

/* Little-endian; ERR_LOOK behind the end of the file. */
MUST_CHECK int gguf_take(struct gguf *gguf, uint64_t len, const uint8_t **out);
MUST_CHECK int gguf_take_u32(struct gguf *gguf, uint32_t *out);
MUST_CHECK int gguf_take_u64(struct gguf *gguf, uint64_t *out);
MUST_CHECK int gguf_take_string(struct gguf *gguf, struct text *out);

/* The header's values: notes what the tensors depend on, and passes over the others. */
MUST_CHECK int gguf_read_keys(struct gguf *gguf, uint64_t count);

#endif
