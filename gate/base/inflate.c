/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/inflate.h"

#include <libdeflate.h>
#include <stdlib.h>

#define ZLIB_CONST
#include <zlib.h>

/* Deflate makes at most 258 bytes of two bits. */
enum { MOST_RATIO = 1032, EITHER_FORMAT = 15 + 32, PART = 4096, BEGUN_RATIO = 8 };

bool inflate_begins(struct text bytes)
{
	z_stream stream = {.next_in = (const Bytef *)bytes.ptr, .avail_in = (uInt)bytes.len};
	Bytef part[PART];
	int result;

	/* What there is no memory for is not told to be none. */
	if (inflateInit2(&stream, EITHER_FORMAT) != Z_OK)
		return true;
	do {
		stream.next_out = part;
		stream.avail_out = sizeof(part);
		result = inflate(&stream, Z_NO_FLUSH);
	} while (result == Z_OK && stream.avail_out == 0 &&
		 stream.total_out / BEGUN_RATIO < bytes.len);
	inflateEnd(&stream);
	return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR;
}

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

/* One attempt with room for `room` bytes. */
static enum libdeflate_result attempt(struct libdeflate_decompressor *inflater, struct text bytes,
	char *into, size_t room, size_t *made)
{
	size_t taken;

	if (bytes.len && bytes.ptr[0] == '\x1f')
		return libdeflate_gzip_decompress_ex(
			inflater, bytes.ptr, bytes.len, into, room, &taken, made);
	return libdeflate_zlib_decompress_ex(
		inflater, bytes.ptr, bytes.len, into, room, &taken, made);
}

/* The stream does not say how much it comes to: twice as much room until it is enough. */
static enum inflating inflate_growing(struct libdeflate_decompressor *inflater, struct buffer *out,
	struct text bytes, size_t most, size_t *tried)
{
	size_t room = bytes.len < most / 4 ? bytes.len * 4 : most, made = 0;

	for (;; room = room < most / 2 ? room * 2 : most) {
		char *into = malloc(room + 1);
		enum libdeflate_result result;

		if (!into) {
			out->failed = true;
			return INFLATE_NOT;
		}
		result = attempt(inflater, bytes, into, room, &made);
		if (result == LIBDEFLATE_SUCCESS)
			buffer_add(out, (struct text){into, made});
		free(into);
		if (result != LIBDEFLATE_INSUFFICIENT_SPACE)
			return result == LIBDEFLATE_SUCCESS ? INFLATE_DONE : INFLATE_NOT;
		*tried += room;
		if (room >= most)
			return INFLATE_TOO_LARGE;
	}
}

enum inflating inflate_onto(struct buffer *out, struct text bytes, size_t most, size_t *tried)
{
	struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
	enum inflating result = INFLATE_NOT;

	if (!inflater)
		out->failed = true;
	else
		result = inflate_growing(inflater, out, bytes, most, tried);
	libdeflate_free_decompressor(inflater);
	return result;
}
