/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/change.h"

#include <string.h>

const struct path no_path = {{"", 0}, 0};

const struct place *blob_places(const struct blob *blob)
{
	return blob->is_single ? &blob->place : blob->places;
}

struct text blob_text(const struct blob *blob)
{
	if (!blob->has_text)
		return (struct text){0};
	return blob->is_single ? blob->place.path->text : *blob->text;
}

uint64_t blob_size(const struct blob *blob)
{
	if (blob->has_text)
		return blob_text(blob).len;
	return blob->is_single ? 0 : blob->size;
}

bool oid_is_zero(const struct oid *oid)
{
	for (size_t i = 0; i < sizeof(oid->bytes); i++)
		if (oid->bytes[i] != 0)
			return false;
	return true;
}

bool oid_equal(const struct oid *a, const struct oid *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

void oid_hex(const struct oid *oid, char out[OID_HEX])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < sizeof(oid->bytes); i++) {
		out[2 * i] = digits[oid->bytes[i] >> 4];
		out[2 * i + 1] = digits[oid->bytes[i] & 15];
	}
	out[OID_HEX - 1] = '\0';
}

/* -1: no hex digit. */
static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool oid_parse(struct text hex, struct oid *out)
{
	struct oid oid;

	if (hex.len != OID_HEX - 1)
		return false;
	for (size_t i = 0; i < sizeof(oid.bytes); i++) {
		int high = digit(hex.ptr[2 * i]), low = digit(hex.ptr[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		oid.bytes[i] = (unsigned char)(high * 16 + low);
	}
	*out = oid;
	return true;
}

const struct file *change_file(const struct change *change, struct text path)
{
	size_t from = 0, to = change->file_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = text_compare(change->files[middle].path, path);

		if (order == 0)
			return &change->files[middle];
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

const struct blob *blobs_at(struct blobs blobs, size_t index)
{
	return blobs.items ? blobs.items[index] : &blobs.first[index];
}

struct blobs blobs_from(struct blobs blobs, size_t from)
{
	return (struct blobs){blobs.items ? blobs.items + from : NULL, blobs.count - from,
		blobs.first ? blobs.first + from : NULL};
}

const struct oid *change_commit(const struct change *change, size_t index)
{
	return change->commits ? &change->commits[index].oid : &change->blobs[index].oid;
}
