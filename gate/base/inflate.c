/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/inflate.h"

#include <libdeflate.h>

/* Deflate makes at most 258 bytes of two bits. */
enum { MOST_RATIO = 1032 };

int inflate_zlib(
	struct text *out, struct text bytes, size_t most, struct arena *arena, struct err *err)
{
	struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
	size_t longest = bytes.len > most / MOST_RATIO ? most : bytes.len * MOST_RATIO + 1;
	char *room = arena_alloc(arena, longest);
	enum libdeflate_result result;
	size_t taken = 0, made = 0;

	*out = (struct text){NULL, 0};
	if (!inflater || !room) {
		libdeflate_free_decompressor(inflater);
		return err_nomem(err);
	}
	result = libdeflate_zlib_decompress_ex(
		inflater, bytes.ptr, bytes.len, room, longest, &taken, &made);
	libdeflate_free_decompressor(inflater);
	if (result == LIBDEFLATE_SUCCESS && taken == bytes.len)
		*out = (struct text){room, made};
	return 0;
}
