/* SPDX-License-Identifier: Apache-2.0
 *
 * Deltas of packs: a result as copies out of a base and bytes of its own. Pure functions over hostile bytes; linear in
 * the size of the delta and of the result.
 * Format: gitformat-pack(5), "Deltified representation". Two sizes (base, result) in groups of 7 bits, the lowest first;
 * then instructions: with bit 7 a copy, whose bits 0 to 3 say which bytes of the offset follow and bits 4 to 6
 * which of the size (0 stands for 65536); 1 to 127 that many bytes of its own; 0 is reserved. Private.
 */
#ifndef SEAMGATE_CHANGE_DELTA_H
#define SEAMGATE_CHANGE_DELTA_H

#include "gate/base/copied.h"

/* Both sizes take no more bytes than this. */
enum { LONGEST_DELTA_SIZES = 20 };

struct delta_sizes {
	uint64_t base, result;
};

/* Takes the sizes off *rest. False where they are cut off or over 64 bits. */
bool delta_sizes_next(struct text *rest, struct delta_sizes *out);

/* Follows the instructions, and notes what the result has of the base (NULL: nothing is noted). True where they are all well-formed, every copy lies inside the base and the result is
 * out_len bytes, no more and no less; else the bytes at `out` are undefined. */
bool delta_apply(char *out, size_t out_len, struct text base, struct text instructions,
	struct copied_list *copied);

#endif
