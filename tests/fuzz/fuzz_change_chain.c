/* SPDX-License-Identifier: Apache-2.0
 *
 * Whole packs that are valid, but for what is then turned over in them. The bytes are a recipe, so that nothing is lost to checksums:
 *   1 byte   flags: in which order the objects stand in the pack, and whether it is damaged afterwards
 *   objects  1 byte: 0 to 63 a blob of so many times 16 bytes; 64 to 127 a delta by distance, 128 to 255 by id, of the object that is so many before it;
 *            of a delta, up to 8 instructions: 1 byte, its lower half 0 the end, 1 to 7 so many bytes of its own, 8 to 15 a copy, whose place
 *            and length (in 65,537ths of the base) are in the next two bytes
 * What was not damaged must come out as the recipe says, whatever the cache has and in which order it is asked for, and what an object is said to have of the
 * one before is the same bytes there; of the rest nothing may crash.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "gate/base/buffer.h"
#include "gate/change/unpack.h"

enum {
	MOST_OBJECTS = 100,
	MOST_BYTES = 1 << 15, /* of an object */
	INSTRUCTIONS = 8,
	HEADER = 12,
	ID = 20,
	TABLES = 8 + 1024,
	BACKWARDS = 1,
	DAMAGED = 2,
};

struct made {
	struct buffer content; /* what it is */
	struct buffer packed;  /* inflated: itself, or its delta */
	size_t base;           /* its number; its own where it is no delta */
	bool by_id;
	size_t offset, end; /* in the pack */
};

struct recipe {
	struct text rest;
	unsigned char flags;
	struct made items[MOST_OBJECTS];
	size_t count;
	struct buffer pack, index;
};

static unsigned char take(struct text *rest)
{
	unsigned char out;

	if (rest->len == 0)
		return 0;
	out = (unsigned char)rest->ptr[0];
	*rest = text_slice(*rest, 1, rest->len);
	return out;
}

/* ---- objects ---- */

static void add_size(struct buffer *out, size_t size)
{
	for (; size >= 0x80; size >>= 7)
		buffer_byte(out, (char)(0x80 | (size & 0x7f)));
	buffer_byte(out, (char)size);
}

static void add_own(
	struct made *made, struct buffer *instructions, unsigned count, struct text *rest)
{
	if (made->content.len + count > MOST_BYTES)
		return;
	buffer_byte(instructions, (char)count);
	for (unsigned i = 0; i < count; i++) {
		char byte = (char)take(rest);

		buffer_byte(instructions, byte);
		buffer_byte(&made->content, byte);
	}
}

/* All bytes of the place and of the length are said, also those that are 0; but a length of 0 would be 65536. */
static void add_copy(
	struct made *made, struct buffer *instructions, struct text base, struct text *rest)
{
	size_t from = base.len * take(rest) / 257, len = (base.len - from) * take(rest) / 256;

	if (len == 0 || made->content.len + len > MOST_BYTES)
		return;
	buffer_byte(instructions, (char)0xff);
	for (unsigned shift = 0; shift < 32; shift += 8)
		buffer_byte(instructions, (char)(from >> shift & 0xff));
	for (unsigned shift = 0; shift < 24; shift += 8)
		buffer_byte(instructions, (char)(len >> shift & 0xff));
	buffer_add(&made->content, text_slice(base, from, from + len));
}

static void make_delta(struct made *made, const struct made *base, struct text *rest)
{
	struct buffer instructions = {0};
	struct text bytes = {base->content.len ? base->content.ptr : "", base->content.len};

	for (int i = 0; i < INSTRUCTIONS; i++) {
		unsigned kind = take(rest) & 15;

		if (kind == 0)
			break;
		if (kind < 8)
			add_own(made, &instructions, kind, rest);
		else
			add_copy(made, &instructions, bytes, rest);
	}
	add_size(&made->packed, bytes.len);
	add_size(&made->packed, made->content.len);
	buffer_add(&made->packed, buffer_text(&instructions));
	buffer_free(&instructions);
}

static void make_object(struct recipe *recipe)
{
	struct made *made = &recipe->items[recipe->count];
	unsigned kind = take(&recipe->rest);
	size_t back = kind < 128 ? kind - 64 : kind - 128;

	made->base = recipe->count;
	if (kind < 64 || back >= recipe->count) {
		for (unsigned i = 0; i < (kind & 63) * 16; i++)
			buffer_byte(&made->content, (char)('a' + (i * (recipe->count + 3)) % 26));
		buffer_add(&made->packed, buffer_text(&made->content));
	} else {
		made->base = recipe->count - 1 - back;
		made->by_id = kind >= 128;
		make_delta(made, &recipe->items[made->base], &recipe->rest);
	}
	recipe->count++;
}

/* ---- the pack ---- */

static void add_header(struct buffer *out, unsigned type, size_t size)
{
	unsigned char byte = (unsigned char)(type << 4 | (size & 15));

	for (size >>= 4; size; size >>= 7) {
		buffer_byte(out, (char)(byte | 0x80));
		byte = size & 0x7f;
	}
	buffer_byte(out, (char)byte);
}

/* gitformat-pack(5): groups of 7 bits, the highest first, one being added to each but the last. */
static void add_distance(struct buffer *out, size_t distance)
{
	char bytes[16];
	size_t at = sizeof(bytes);

	bytes[--at] = (char)(distance & 0x7f);
	while (distance >>= 7)
		bytes[--at] = (char)(0x80 | (--distance & 0x7f));
	buffer_add(out, (struct text){bytes + at, sizeof(bytes) - at});
}

static void put_number(struct buffer *out, size_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buffer_byte(out, (char)(number >> shift & 0xff));
}

static struct oid id_of(size_t number)
{
	struct oid oid = {{0}};

	oid.bytes[ID - 1] = (unsigned char)(number + 1);
	return oid;
}

static void add_object(struct recipe *recipe, size_t number)
{
	struct made *made = &recipe->items[number];
	const struct made *base = &recipe->items[made->base];
	bool is_delta = base != made, by_distance = is_delta && !made->by_id && base->end;
	struct oid id = id_of(made->base);
	struct text bytes = {made->packed.len ? made->packed.ptr : "", made->packed.len};
	uLongf room = compressBound(bytes.len);
	char *stream = malloc(room);

	assert(stream &&
		compress2((Bytef *)stream, &room, (const Bytef *)bytes.ptr, bytes.len, 1) == Z_OK);
	made->offset = recipe->pack.len;
	add_header(&recipe->pack,
		!is_delta     ? PACK_BLOB
		: by_distance ? PACK_OFS_DELTA
			      : PACK_REF_DELTA,
		bytes.len);
	if (by_distance)
		add_distance(&recipe->pack, made->offset - base->offset);
	else if (is_delta)
		buffer_add(&recipe->pack, (struct text){(char *)id.bytes, ID});
	buffer_add(&recipe->pack, (struct text){stream, room});
	made->end = recipe->pack.len;
	free(stream);
}

static void make_index(struct recipe *recipe)
{
	struct buffer *out = &recipe->index;

	buffer_add(out, (struct text){"\377tOc\0\0\0\2", 8});
	for (int i = 0; i < 256; i++)
		put_number(out, recipe->count);
	for (size_t i = 0; i < recipe->count; i++) {
		struct oid id = id_of(i);

		buffer_add(out, (struct text){(char *)id.bytes, ID});
	}
	for (size_t i = 0; i < recipe->count; i++)
		put_number(out, crc32(0, (const Bytef *)recipe->pack.ptr + recipe->items[i].offset,
					(uInt)(recipe->items[i].end - recipe->items[i].offset)));
	for (size_t i = 0; i < recipe->count; i++)
		put_number(out, recipe->items[i].offset);
	for (int i = 0; i < 2 * ID; i++)
		buffer_byte(out, 0);
}

static void make_pack(struct recipe *recipe)
{
	bool backwards = recipe->flags & BACKWARDS;

	for (int i = 0; i < HEADER; i++)
		buffer_byte(&recipe->pack, 0);
	for (size_t i = 0; i < recipe->count; i++)
		add_object(recipe, backwards ? recipe->count - 1 - i : i);
	make_index(recipe);
}

/* What is left of the recipe: two bytes that say where, one that says which bits. */
static void damage(struct recipe *recipe)
{
	while (recipe->rest.len >= 3) {
		size_t high = take(&recipe->rest), at = high << 8 | take(&recipe->rest);

		recipe->pack.ptr[at % recipe->pack.len] ^= (char)take(&recipe->rest);
	}
}

/* ---- reading it ---- */

/* What the deltas say is true, also where they were damaged. */
static void check_copies(
	struct unpacker *unpacker, const struct unpacked *before, const struct unpacked *now)
{
	struct copied_list list;

	if (unpacker_copies(unpacker, before, now, &list))
		assert(copied_is_true(copied_copies(&list), before->bytes, now->bytes));
}

/* *before is released, and the object takes its place. */
static void read_object(struct unpacker *unpacker, const struct recipe *recipe, size_t number,
	struct unpacked **before)
{
	const struct buffer *content = &recipe->items[number].content;
	struct oid id = id_of(number);
	struct unpacked *object;
	uint64_t size;
	enum unpack_result result = unpack(unpacker, &id, MOST_BYTES, &object);

	assert((result == UNPACK_DONE) == (object != NULL));
	if (!(recipe->flags & DAMAGED)) {
		assert(result == UNPACK_DONE && object->type == PACK_BLOB);
		assert(object->bytes.len == content->len);
		assert(content->len == 0 ||
			memcmp(object->bytes.ptr, content->ptr, content->len) == 0);
		assert(unpack_size(unpacker, &id, &size) == UNPACK_DONE && size == content->len);
	}
	if (!object)
		return;
	if (*before)
		check_copies(unpacker, *before, object);
	unpacked_release(*before);
	*before = object;
}

static void read_all(const struct recipe *recipe)
{
	static const size_t caches[] = {0, 2000, 1 << 20};
	struct pack pack = {.objects = buffer_text(&recipe->pack)};
	struct packs packs = {&pack, 1, 1};

	assert(pack_index_read(&pack.index, buffer_text(&recipe->index)));
	for (size_t c = 0; c < sizeof(caches) / sizeof(caches[0]); c++) {
		struct unpacker *unpacker = unpacker_new(&packs, caches[c]);

		struct unpacked *before = NULL;

		assert(unpacker && unpacker_note_copies(unpacker));
		for (size_t i = 0; i < recipe->count; i++)
			read_object(unpacker, recipe, c == 1 ? recipe->count - 1 - i : i, &before);
		unpacked_release(before);
		unpacker_free(unpacker);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct recipe *recipe = calloc(1, sizeof(*recipe));

	assert(recipe);
	recipe->rest = (struct text){(const char *)data, size};
	recipe->flags = take(&recipe->rest);
	while (recipe->rest.len > 3 * (size_t)(recipe->flags & DAMAGED) &&
		recipe->count < MOST_OBJECTS)
		make_object(recipe);
	if (recipe->count) {
		make_pack(recipe);
		if (recipe->flags & DAMAGED)
			damage(recipe);
		read_all(recipe);
	}
	for (size_t i = 0; i < recipe->count; i++) {
		buffer_free(&recipe->items[i].content);
		buffer_free(&recipe->items[i].packed);
	}
	buffer_free(&recipe->pack);
	buffer_free(&recipe->index);
	free(recipe);
	return 0;
}
