/* SPDX-License-Identifier: Apache-2.0
 *
 * Compressed bytes that a file holds, in memory: streams of zlib (RFC 1950) and gzip (RFC 1952), by libdeflate; a part of one by zlib.
 */
#ifndef SEAMGATE_BASE_INFLATE_H
#define SEAMGATE_BASE_INFLATE_H

#include "gate/base/arena.h"
#include "gate/base/buffer.h"
#include "gate/base/err.h"

/* One whole stream and nothing behind it. *out lies in the arena; ptr NULL (0 returned) where the bytes are no such stream or
 * come to more than `most` bytes. -1: out of memory. */
MUST_CHECK int inflate_zlib(
	struct text *out, struct text bytes, size_t most, struct arena *arena, struct err *err);

/* Whether the beginning of a stream of zlib or gzip can be one: nothing in it is wrong, as far as it goes and in the first few times its size that it comes to. */
bool inflate_begins(struct text bytes);

enum inflating {
	INFLATE_DONE,
	INFLATE_NOT,       /* no such stream, or one that is broken */
	INFLATE_TOO_LARGE, /* it comes to more than `most` bytes */
};

/* Appends what a stream of zlib or gzip (by its first byte) holds. What stands behind the stream is passed over. *tried grows by the bytes that it took to
 * see how much that is, or that it is none. Out of memory: out->failed. */
enum inflating inflate_onto(struct buffer *out, struct text bytes, size_t most, size_t *tried);

#endif
