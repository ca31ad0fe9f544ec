/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/zip.h"

#include <libdeflate.h>

/* The header: where its fields are, and how long it is without the name and what follows it. */
enum {
	FLAGS = 6,
	METHOD = 8,
	CRC = 14,
	PACKED = 18,
	SIZE = 22,
	NAME = 26,
	EXTRA = 28,
	HEADER = 30
};

/* Encrypted; what it comes to stands behind the data. */
enum { ODD_FLAGS = 1 | 8, DEFLATED = 8, MOST_HEADER = 4096 };

static uint32_t field(const char *bytes, unsigned count)
{
	uint32_t number = 0;

	while (count-- > 0)
		number = number << 8 | (unsigned char)bytes[count];
	return number;
}

/* What ends at an offset, or NULL. */
static const char *header_before(struct text zip, size_t data)
{
	for (size_t len = HEADER; len <= data && len <= MOST_HEADER; len++) {
		const char *header = zip.ptr + data - len;

		if (text_starts((struct text){header, len}, "PK\x03\x04") &&
			HEADER + field(header + NAME, 2) + field(header + EXTRA, 2) == len)
			return header;
	}
	return NULL;
}

static bool is_usual(const char *header, size_t size)
{
	return !(field(header + FLAGS, 2) & ODD_FLAGS) && field(header + METHOD, 2) == DEFLATED &&
	       field(header + SIZE, 4) == size;
}

/* Whether it came to just that. */
static bool inflate(char *into, size_t size, struct text packed, uint32_t crc)
{
	struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
	size_t taken = 0, made = 0;
	bool done = inflater && libdeflate_deflate_decompress_ex(inflater, packed.ptr, packed.len,
					into, size, &taken, &made) == LIBDEFLATE_SUCCESS;

	libdeflate_free_decompressor(inflater);
	return done && taken == packed.len && made == size &&
	       libdeflate_crc32(0, into, size) == crc;
}

bool zip_inflate(struct buffer *out, struct text zip, size_t data, size_t size)
{
	const char *header = data <= zip.len ? header_before(zip, data) : NULL;
	size_t packed;

	if (!header || !is_usual(header, size))
		return false;
	packed = field(header + PACKED, 4);
	if (packed > zip.len - data || !buffer_reserve(out, size + 1))
		return false;
	if (!inflate(out->ptr + out->len, size, text_slice(zip, data, data + packed),
		    field(header + CRC, 4)))
		return false;
	out->len += size;
	out->ptr[out->len] = '\0';
	return true;
}
