/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/weights/protobuf.h"

bool protobuf_varint(struct text *rest, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < 10 && i < rest->len; i++) {
		uint64_t byte = (unsigned char)rest->ptr[i];

		if (i == 9 && byte > 1)
			return false;
		*out |= (byte & 127) << (7 * i);
		if (byte < 128) {
			*rest = text_slice(*rest, i + 1, rest->len);
			return true;
		}
	}
	return false;
}

static bool take(struct text *rest, uint64_t len, struct text *out)
{
	if (len > rest->len)
		return false;
	*out = text_slice(*rest, 0, (size_t)len);
	*rest = text_slice(*rest, (size_t)len, rest->len);
	return true;
}

static bool take_value(struct text *rest, struct protobuf_field *out, unsigned type)
{
	uint64_t len;

	switch (type) {
	case PROTOBUF_VARINT:
		return protobuf_varint(rest, &out->value);
	case PROTOBUF_64:
		return take(rest, 8, &out->bytes);
	case PROTOBUF_BYTES:
		return protobuf_varint(rest, &len) && take(rest, len, &out->bytes);
	case PROTOBUF_32:
		return take(rest, 4, &out->bytes);
	default:
		return false;
	}
}

enum protobuf_step protobuf_next(struct text *rest, struct protobuf_field *out)
{
	uint64_t tag;

	*out = (struct protobuf_field){0};
	if (rest->len == 0)
		return PROTOBUF_END;
	if (!protobuf_varint(rest, &tag) || tag >> 32 || tag >> 3 == 0)
		return PROTOBUF_BROKEN;
	out->number = (uint32_t)(tag >> 3);
	out->type = tag & 7;
	return take_value(rest, out, tag & 7) ? PROTOBUF_FIELD : PROTOBUF_BROKEN;
}
