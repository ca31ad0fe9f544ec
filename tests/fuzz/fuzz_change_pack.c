/* SPDX-License-Identifier: Apache-2.0
 *
 * The reader of packs. The first byte says what the rest is:
 *   d   a delta: two bytes with the length of the base, the base, the delta
 *   e   a pack, of which an object's beginning is read at each offset
 *   i   an index, in which its own ids are looked up
 *   p   two bytes with the length of an index, the index, a pack without its hash: all objects are read
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "gate/change/delta.h"
#include "gate/change/unpack.h"

enum { MOST_RESULT = 1 << 20, MOST_OBJECTS = 64, ID = 20 };

/* Splits two bytes of length and that many bytes off *rest. */
static struct text take(struct text *rest)
{
	struct text out;
	size_t len;

	if (rest->len < 2)
		return *rest = (struct text){"", 0};
	len = (size_t)(unsigned char)rest->ptr[0] << 8 | (unsigned char)rest->ptr[1];
	out = text_slice(*rest, 2, 2 + len);
	*rest = text_slice(*rest, 2 + len, rest->len);
	return out;
}

static void try_delta(struct text rest)
{
	struct text base = take(&rest);
	struct delta_sizes sizes;
	char *out;

	if (!delta_sizes_next(&rest, &sizes) || sizes.base != base.len ||
		sizes.result > MOST_RESULT)
		return;
	out = malloc((size_t)sizes.result + 1);
	assert(out);
	delta_apply(out, (size_t)sizes.result, base, rest, NULL);
	free(out);
}

static void try_entries(struct text objects)
{
	for (size_t at = 0; at <= objects.len; at++) {
		struct pack_entry entry;

		if (!pack_entry_read(&entry, objects, at))
			continue;
		assert(entry.data > at && entry.data <= objects.len);
		assert(entry.type != PACK_OFS_DELTA || entry.base < at);
	}
}

static void try_index(struct text bytes)
{
	struct pack_index index;

	if (!pack_index_read(&index, bytes))
		return;
	for (uint32_t i = 0; i < index.count && i < MOST_OBJECTS; i++) {
		struct oid oid;
		uint64_t offset;
		uint32_t number;

		memcpy(oid.bytes, index.ids + (size_t)i * ID, ID);
		if (!pack_index_find(&index, &oid, &number))
			continue;
		assert(number < index.count);
		pack_index_offset(&index, number, &offset);
		pack_index_checksum(&index, number);
	}
}

static void try_object(struct unpacker *unpacker, const struct oid *oid)
{
	struct unpacked *object;
	uint64_t size;
	enum unpack_result result = unpack(unpacker, oid, MOST_RESULT, &object);

	assert((result == UNPACK_DONE) == (object != NULL));
	if (object) {
		assert(object->bytes.len <= MOST_RESULT &&
			object->bytes.ptr[object->bytes.len] == '\0');
		assert(unpack_size(unpacker, oid, &size) == UNPACK_DONE &&
			size == object->bytes.len);
	}
	unpacked_release(object);
}

static void try_pack(struct text rest)
{
	struct text index = take(&rest);
	struct pack pack = {.objects = rest};
	struct packs packs = {&pack, 1, 1};
	struct unpacker *unpacker;

	if (!pack_index_read(&pack.index, index))
		return;
	unpacker = unpacker_new(&packs, 4096);
	assert(unpacker);
	for (uint32_t i = 0; i < pack.index.count && i < MOST_OBJECTS; i++) {
		struct oid oid;

		memcpy(oid.bytes, pack.index.ids + (size_t)i * ID, ID);
		try_object(unpacker, &oid);
	}
	unpacker_free(unpacker);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct {
		char kind;
		void (*try_it)(struct text rest);
	} kinds[] = {{'d', try_delta}, {'e', try_entries}, {'i', try_index}, {'p', try_pack}};
	struct text rest = {(const char *)data + 1, size - 1};

	for (size_t i = 0; size > 0 && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if ((char)data[0] == kinds[i].kind)
			kinds[i].try_it(rest);
	return 0;
}
