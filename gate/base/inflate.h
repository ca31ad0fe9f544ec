/* SPDX-License-Identifier: Apache-2.0
 *
 * Compressed bytes that a file holds, in memory: zlib streams (RFC 1950), by libdeflate.
 */
#ifndef SEAMGATE_BASE_INFLATE_H
#define SEAMGATE_BASE_INFLATE_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

/* One whole stream and nothing behind it. *out lies in the arena; ptr NULL (0 returned) where the bytes are no such stream or
 * come to more than `most` bytes. -1: out of memory. */
MUST_CHECK int inflate_zlib(
	struct text *out, struct text bytes, size_t most, struct arena *arena, struct err *err);

#endif
