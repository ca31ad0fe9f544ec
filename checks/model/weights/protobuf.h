/* SPDX-License-Identifier: Apache-2.0
 *
 * The wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding): one field after the other, nothing
 * unpacked. Strict: varints of at most ten bytes, lengths within the message, no groups. Why our own: docs/decisions.md.
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_PROTOBUF_H
#define SEAMGATE_MODEL_WEIGHTS_PROTOBUF_H

#include "gate/base/text.h"

struct protobuf_field {
	uint32_t number;
	enum { PROTOBUF_VARINT = 0, PROTOBUF_64 = 1, PROTOBUF_BYTES = 2, PROTOBUF_32 = 5 } type;
	uint64_t value;    /* of a varint */
	struct text bytes; /* of the others */
};

enum protobuf_step { PROTOBUF_END, PROTOBUF_FIELD, PROTOBUF_BROKEN };

/* Takes the next field off *rest. */
enum protobuf_step protobuf_next(struct text *rest, struct protobuf_field *out);

/* Takes a varint off *rest; false: it is broken. */
bool protobuf_varint(struct text *rest, uint64_t *out);

#endif
