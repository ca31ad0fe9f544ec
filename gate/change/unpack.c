/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/unpack.h"

#include <libdeflate.h>
#include <limits.h>
#include <stdlib.h>

#define ZLIB_CONST
#include <zlib.h>

#include "gate/change/delta.h"
#include "gate/change/delta_ring.h"
#include "gate/change/kinship.h"

/* git's own chains have at most 4095 deltas. */
enum { DEEPEST_CHAIN = 4096, LARGEST = 256 * 1024 * 1024, SHORT_DELTA = 4096 };

/* Bytes around a deflate stream: RFC 1950. */
enum { ZLIB_HEADER = 2, ZLIB_TRAILER = 4 };

/* libdeflate looks at each byte of the last 299 whether there is room for it; most deltas have no more than those. So it is given
 * more room than it is to fill. */
enum { SPARE_ROOM = BEHIND_DELTA };

/* An object that has to be unpacked before the ones above it in the chain can be. */
struct step {
	const struct pack *pack;
	size_t offset;
	struct pack_entry entry;
	bool has_number; /* the object asked for: in the index it is that one */
	uint32_t number;
};

/* Where an object is. */
struct located {
	struct oid oid;
	uint32_t number;
	const struct pack *pack; /* NULL: nowhere */
	uint64_t offset;
};

/* Of those that were asked for last, each at the one place that its id gives. A power of two. */
enum { LOCATED = 2048 };

struct unpacker {
	const struct packs *packs;
	size_t last; /* the pack that had the last object */
	/* For streams that begin with codes of their own, and with the fixed ones: those stay until others are read. */
	struct libdeflate_decompressor *inflater, *fixed_inflater;
	struct cache cache;
	struct step *steps;
	size_t step_count, step_capacity;
	char *delta; /* the one that is being applied */
	size_t delta_capacity;
	struct copied_list
		*copied; /* what it copies, and room for two more; NULL: nobody has asked */
	/* Where objects are asked for again, else nothing. */
	struct located *located;
	struct delta_ring ring;
};

struct unpacker *unpacker_new(const struct packs *packs, size_t cached_bytes)
{
	struct unpacker *unpacker = calloc(1, sizeof(*unpacker));

	if (!unpacker)
		return NULL;
	unpacker->packs = packs;
	unpacker->inflater = libdeflate_alloc_decompressor();
	unpacker->fixed_inflater = libdeflate_alloc_decompressor();
	if (unpacker->inflater && unpacker->fixed_inflater &&
		cache_start(&unpacker->cache, cached_bytes))
		return unpacker;
	unpacker_free(unpacker);
	return NULL;
}

void unpacker_free(struct unpacker *unpacker)
{
	if (!unpacker)
		return;
	if (unpacker->inflater)
		libdeflate_free_decompressor(unpacker->inflater);
	if (unpacker->fixed_inflater)
		libdeflate_free_decompressor(unpacker->fixed_inflater);
	if (unpacker->cache.buckets)
		cache_end(&unpacker->cache);
	free(unpacker->steps);
	free(unpacker->delta);
	free(unpacker->copied);
	free(unpacker->located);
	delta_ring_end(&unpacker->ring);
	free(unpacker);
}

void unpacker_cache(struct unpacker *unpacker, size_t cached_bytes)
{
	cache_resize(&unpacker->cache, cached_bytes);
}

bool unpacker_expect_again(struct unpacker *unpacker, size_t cached_bytes)
{
	unpacker->located = calloc(LOCATED, sizeof(*unpacker->located));
	if (!unpacker->located || !delta_ring_start(&unpacker->ring, cached_bytes / 3))
		return false;
	cache_resize(&unpacker->cache, cached_bytes);
	return true;
}

void unpacker_forget(struct unpacker *unpacker)
{
	cache_clear(&unpacker->cache);
}

/* ---- finding ---- */

/* Where an object is: objects that are asked for one after the other are mostly in one pack. */
static const struct pack *find(struct unpacker *unpacker, const struct oid *oid, uint32_t *number)
{
	size_t count = unpacker->packs->count, last = unpacker->last;

	for (size_t i = 0; i < count; i++) {
		size_t at = (last + i) % count;

		if (!pack_index_find(&unpacker->packs->items[at].index, oid, number))
			continue;
		unpacker->last = at;
		return &unpacker->packs->items[at];
	}
	return NULL;
}

void unpacker_expect(const struct unpacker *unpacker, const struct oid *oid)
{
	if (unpacker->packs->count > 0)
		pack_index_expect(&unpacker->packs->items[unpacker->last].index, oid);
}

bool unpacker_has(struct unpacker *unpacker, const struct oid *oid)
{
	uint32_t number;

	return find(unpacker, oid, &number) != NULL;
}

static struct located locate_anew(struct unpacker *unpacker, const struct oid *oid)
{
	struct located out = {.oid = *oid};

	out.pack = find(unpacker, oid, &out.number);
	if (!out.pack || !pack_index_offset(&out.pack->index, out.number, &out.offset))
		out.offset = UINT64_MAX;
	return out;
}

static struct located locate(struct unpacker *unpacker, const struct oid *oid)
{
	struct located *known;
	uint32_t place;

	if (!unpacker->located)
		return locate_anew(unpacker, oid);
	memcpy(&place, oid->bytes, sizeof(place));
	known = &unpacker->located[place % LOCATED];
	if (!known->pack || !oid_equal(&known->oid, oid))
		*known = locate_anew(unpacker, oid);
	return *known;
}

static enum unpack_result add_step(
	struct unpacker *unpacker, const struct pack *pack, uint64_t offset)
{
	size_t wanted = unpacker->step_capacity ? unpacker->step_capacity * 2 : 64;
	struct step *grown;

	if (unpacker->step_count == unpacker->step_capacity) {
		grown = realloc(unpacker->steps, wanted * sizeof(*grown));
		if (!grown)
			return UNPACK_NO_MEMORY;
		unpacker->steps = grown;
		unpacker->step_capacity = wanted;
	}
	grown = &unpacker->steps[unpacker->step_count];
	grown->pack = pack;
	grown->has_number = false;
	if (!pack_entry_read(&grown->entry, pack->objects, offset))
		return UNPACK_DAMAGED;
	grown->offset = (size_t)offset;
	unpacker->step_count++;
	return grown->entry.size > LARGEST ? UNPACK_ELSEWHERE : UNPACK_DONE;
}

/* To the base of what a step is a delta of. An id is looked for in the delta's own pack alone, as git does: so what stands at a place of a pack
 * is always the same. */
static enum unpack_result to_base(
	const struct pack_entry *entry, const struct pack *pack, uint64_t *offset)
{
	uint32_t number;

	*offset = entry->base;
	if (entry->type == PACK_OFS_DELTA)
		return UNPACK_DONE;
	if (!pack_index_find(&pack->index, &entry->base_id, &number))
		return UNPACK_ELSEWHERE;
	return pack_index_offset(&pack->index, number, offset) ? UNPACK_DONE : UNPACK_DAMAGED;
}

static bool is_delta(const struct pack_entry *entry)
{
	return entry->type == PACK_OFS_DELTA || entry->type == PACK_REF_DELTA;
}

/* Whether a chain comes to no end: it comes again to a mark that is put ever further on (R. P. Brent, "An improved Monte Carlo factorization
 * algorithm", BIT 20, 1980). */
static bool goes_round(const struct pack *pack, uint64_t offset)
{
	uint64_t mark = UINT64_MAX;

	for (size_t taken = 0, turn = 1;; taken++) {
		struct pack_entry entry;

		if (offset == mark)
			return true;
		if (taken == turn) {
			mark = offset;
			turn *= 2;
		}
		if (!pack_entry_read(&entry, pack->objects, offset) || !is_delta(&entry) ||
			to_base(&entry, pack, &offset) != UNPACK_DONE)
			return false;
	}
}

/* Lists the steps from an object to one that is no delta, or whose base the cache has: *base, else NULL. */
static enum unpack_result list_steps(
	struct unpacker *unpacker, const struct pack *pack, uint64_t offset, struct unpacked **base)
{
	enum unpack_result result = UNPACK_DONE;

	*base = NULL;
	unpacker->step_count = 0;
	while (result == UNPACK_DONE) {
		const struct pack_entry *entry;

		*base = cache_find(&unpacker->cache, pack, (size_t)offset);
		if (*base)
			return UNPACK_DONE;
		if (unpacker->step_count == DEEPEST_CHAIN)
			return UNPACK_ELSEWHERE;
		result = add_step(unpacker, pack, offset);
		if (result != UNPACK_DONE)
			return result;
		entry = &unpacker->steps[unpacker->step_count - 1].entry;
		if (!is_delta(entry))
			return UNPACK_DONE;
		result = to_base(entry, pack, &offset);
	}
	return result;
}

/* ---- inflating ---- */

/* By the type of the first block, behind the two bytes of zlib's header. */
static struct libdeflate_decompressor *inflater_for(
	const struct unpacker *unpacker, struct text stream)
{
	bool is_fixed = stream.len > 2 && ((unsigned char)stream.ptr[2] >> 1 & 3) == 1;

	return is_fixed ? unpacker->fixed_inflater : unpacker->inflater;
}

/* Of zlib's, which has an Adler-32 of what it comes to. */
static bool inflate_held_to_adler(
	struct unpacker *unpacker, struct text stream, char *out, size_t size, size_t *used)
{
	size_t made;

	return libdeflate_zlib_decompress_ex(inflater_for(unpacker, stream), stream.ptr, stream.len,
		       out, size + SPARE_ROOM, used, &made) == LIBDEFLATE_SUCCESS &&
	       made == size;
}

/* RFC 1950, 2.2: deflate, no dictionary, and a check of both bytes. */
static bool has_zlib_header(struct text stream)
{
	unsigned method, flags;

	if (stream.len < ZLIB_HEADER + ZLIB_TRAILER)
		return false;
	method = (unsigned char)stream.ptr[0];
	flags = (unsigned char)stream.ptr[1];
	return (method & 15) == 8 && method >> 4 <= 7 && !(flags & 32) &&
	       (method << 8 | flags) % 31 == 0;
}

/* Without a look at the Adler-32: for what is held to a checksum of the whole entry. */
static bool inflate_unheld(
	struct unpacker *unpacker, struct text stream, char *out, size_t size, size_t *used)
{
	size_t taken, made;

	if (!has_zlib_header(stream) ||
		libdeflate_deflate_decompress_ex(inflater_for(unpacker, stream),
			stream.ptr + ZLIB_HEADER, stream.len - ZLIB_HEADER - ZLIB_TRAILER, out,
			size + SPARE_ROOM, &taken, &made) != LIBDEFLATE_SUCCESS ||
		made != size)
		return false;
	*used = ZLIB_HEADER + taken + ZLIB_TRAILER;
	return true;
}

/* The CRC-32 that the index has of the entry as it stands in the pack. */
static bool has_checksum(const struct pack *pack, size_t offset, size_t end, uint32_t number)
{
	return libdeflate_crc32(0, pack->objects.ptr + offset, end - offset) ==
	       pack_index_checksum(&pack->index, number);
}

/* The whole stream of a step: just as many bytes as its header says, with SPARE_ROOM behind them. *end is where it ends in the pack. */
static enum unpack_result inflate_step(
	struct unpacker *unpacker, const struct step *step, char *out, size_t *end)
{
	struct text objects = step->pack->objects;
	struct text stream = text_slice(objects, step->entry.data, objects.len);
	size_t size = (size_t)step->entry.size, used;
	bool is_whole = step->has_number
				? inflate_unheld(unpacker, stream, out, size, &used)
				: inflate_held_to_adler(unpacker, stream, out, size, &used);

	if (!is_whole)
		return UNPACK_DAMAGED;
	*end = step->entry.data + used;
	return !step->has_number || has_checksum(step->pack, step->offset, *end, step->number)
		       ? UNPACK_DONE
		       : UNPACK_DAMAGED;
}

static void keep(struct unpacker *unpacker, struct unpacked *object, const struct step *step,
	enum pack_type type, size_t end)
{
	object->pack = step->pack;
	object->offset = step->offset;
	object->end = end;
	object->type = type;
	object->inflated = (size_t)step->entry.size;
	cache_add(&unpacker->cache, object);
}

static enum unpack_result unpack_plain(
	struct unpacker *unpacker, const struct step *step, struct unpacked **out)
{
	size_t size = (size_t)step->entry.size;
	struct unpacked *object = unpacked_new(size + SPARE_ROOM);
	enum unpack_result result;
	size_t end;

	if (!object)
		return UNPACK_NO_MEMORY;
	result = inflate_step(unpacker, step, object->content, &end);
	if (result != UNPACK_DONE) {
		unpacked_release(object);
		return result;
	}
	unpacked_cut(object, size);
	object->is_checked = step->has_number;
	keep(unpacker, object, step, step->entry.type, end);
	*out = object;
	return UNPACK_DONE;
}

/* An inflated delta. */
struct inflated {
	struct text bytes; /* valid until the next one */
	size_t end;        /* in the pack */
	bool is_checked;   /* against the checksum in the index */
};

/* For one delta that the ring does not take. */
static char *delta_room(struct unpacker *unpacker, size_t size)
{
	size_t wanted = size < SHORT_DELTA ? SHORT_DELTA : size + size / 4;

	if (size <= unpacker->delta_capacity && unpacker->delta)
		return unpacker->delta;
	free(unpacker->delta);
	unpacker->delta_capacity = 0;
	unpacker->delta = malloc(wanted + SPARE_ROOM);
	if (unpacker->delta)
		unpacker->delta_capacity = wanted;
	return unpacker->delta;
}

static enum unpack_result inflate_delta(
	struct unpacker *unpacker, const struct step *step, struct inflated *out)
{
	size_t size = (size_t)step->entry.size;
	char *in_ring = delta_ring_room(&unpacker->ring, size);
	char *room = in_ring ? in_ring : delta_room(unpacker, size);
	enum unpack_result result;

	if (!room)
		return UNPACK_NO_MEMORY;
	result = inflate_step(unpacker, step, room, &out->end);
	if (result != UNPACK_DONE)
		return result;
	out->bytes = (struct text){room, size};
	out->is_checked = step->has_number;
	if (in_ring)
		delta_ring_add(&unpacker->ring,
			(struct ring_delta){.pack = step->pack,
				.offset = step->offset,
				.end = out->end,
				.is_checked = out->is_checked},
			size);
	return UNPACK_DONE;
}

/* The delta of a step, behind its sizes. */
static enum unpack_result read_delta(struct unpacker *unpacker, const struct step *step,
	struct delta_sizes *sizes, struct inflated *out)
{
	const struct ring_delta *known = delta_ring_find(&unpacker->ring, step->pack, step->offset);
	enum unpack_result result = UNPACK_DONE;

	if (known)
		*out = (struct inflated){
			delta_ring_text(&unpacker->ring, known), known->end, known->is_checked};
	else
		result = inflate_delta(unpacker, step, out);
	if (result == UNPACK_DONE && !delta_sizes_next(&out->bytes, sizes))
		return UNPACK_DAMAGED;
	return result;
}

/* For what is about to be copied out of a base: of blobs, and once somebody has asked. */
static struct copied_list *list_for(struct unpacker *unpacker, const struct unpacked *base)
{
	if (!unpacker->copied || base->type != PACK_BLOB)
		return NULL;
	copied_clear(unpacker->copied);
	return unpacker->copied;
}

/* Without memory for it, it is not known. */
static void keep_copied(
	struct unpacked *object, const struct unpacked *base, const struct copied_list *copied)
{
	if (!copied)
		return;
	object->copied = malloc((copied->count + 1) * sizeof(*object->copied));
	if (!object->copied)
		return;
	memcpy(object->copied, copied->items, copied->count * sizeof(*object->copied));
	object->copied_count = copied->count;
	object->base_pack = base->pack;
	object->base_offset = base->offset;
}

static enum unpack_result unpack_delta(struct unpacker *unpacker, const struct step *step,
	const struct unpacked *base, uint64_t most_bytes, struct unpacked **out)
{
	struct delta_sizes sizes;
	struct inflated delta;
	struct unpacked *object;
	struct copied_list *copied = list_for(unpacker, base);
	enum unpack_result result = read_delta(unpacker, step, &sizes, &delta);

	if (result != UNPACK_DONE)
		return result;
	if (sizes.base != base->bytes.len)
		return UNPACK_DAMAGED;
	if (sizes.result > most_bytes)
		return UNPACK_ELSEWHERE;
	object = unpacked_new((size_t)sizes.result);
	if (!object)
		return UNPACK_NO_MEMORY;
	if (!delta_apply(object->content, (size_t)sizes.result, base->bytes, delta.bytes, copied)) {
		unpacked_release(object);
		return UNPACK_DAMAGED;
	}
	keep_copied(object, base, copied);
	object->is_checked = delta.is_checked;
	keep(unpacker, object, step, base->type, delta.end);
	*out = object;
	return UNPACK_DONE;
}

/* Unpacks the steps, the last one first. *object is what the last is based on, and then what the first is. */
static enum unpack_result take_steps(
	struct unpacker *unpacker, uint64_t most_bytes, struct unpacked **object)
{
	enum unpack_result result = UNPACK_DONE;

	while (result == UNPACK_DONE && unpacker->step_count > 0) {
		const struct step *step = &unpacker->steps[--unpacker->step_count];
		struct unpacked *base = *object;
		uint64_t most = unpacker->step_count > 0 ? LARGEST : most_bytes;

		*object = NULL;
		if (!base && step->entry.size > most)
			result = UNPACK_ELSEWHERE;
		else if (!base)
			result = unpack_plain(unpacker, step, object);
		else
			result = unpack_delta(unpacker, step, base, most, object);
		unpacked_release(base);
	}
	return result;
}

/* What was in the cache already was a base of something: not looked at by its number, and of any size. */
static enum unpack_result check(struct unpacked *object, uint32_t number, uint64_t most_bytes)
{
	if (object->bytes.len > most_bytes)
		return UNPACK_ELSEWHERE;
	if (!object->is_checked && !has_checksum(object->pack, object->offset, object->end, number))
		return UNPACK_DAMAGED;
	object->is_checked = true;
	return UNPACK_DONE;
}

enum unpack_result unpack(struct unpacker *unpacker, const struct oid *oid, uint64_t most_bytes,
	struct unpacked **out)
{
	struct located at = locate(unpacker, oid);
	struct unpacked *object;
	enum unpack_result result;

	*out = NULL;
	if (!at.pack)
		return UNPACK_ELSEWHERE;
	__builtin_prefetch(at.pack->index.checksums + (size_t)at.number * sizeof(uint32_t));
	result = list_steps(unpacker, at.pack, at.offset, &object);
	/* libgit2 would go round for ever. */
	if (result == UNPACK_ELSEWHERE && goes_round(at.pack, at.offset))
		result = UNPACK_DAMAGED;
	if (unpacker->step_count > 0) {
		unpacker->steps[0].has_number = true;
		unpacker->steps[0].number = at.number;
	}
	if (result == UNPACK_DONE)
		result = take_steps(unpacker, most_bytes < LARGEST ? most_bytes : LARGEST, &object);
	if (result == UNPACK_DONE)
		result = check(object, at.number, most_bytes);
	if (result == UNPACK_DONE)
		*out = object;
	else
		unpacked_release(object);
	return result;
}

/* ---- what objects have of each other ---- */

bool unpacker_copies(struct unpacker *unpacker, const struct unpacked *before,
	const struct unpacked *now, struct copied_list *out)
{
	return unpacker->copied &&
	       kinship_copies(&unpacker->cache, before, now, unpacker->copied, out);
}

bool unpacker_note_copies(struct unpacker *unpacker)
{
	if (!unpacker->copied)
		unpacker->copied = calloc(KINSHIP_LISTS, sizeof(*unpacker->copied));
	return unpacker->copied != NULL;
}

/* ---- sizes alone ---- */

/* libdeflate inflates whole streams only; zlib also a beginning. */
static bool inflate_beginning(const struct step *step, char *out, size_t *len)
{
	size_t rest = step->pack->objects.len - step->entry.data;
	z_stream stream = {0};
	int code;

	if (inflateInit(&stream) != Z_OK)
		return false;
	stream.next_in = (const Bytef *)step->pack->objects.ptr + step->entry.data;
	stream.avail_in = rest > UINT_MAX ? UINT_MAX : (uInt)rest;
	stream.next_out = (Bytef *)out;
	stream.avail_out = (uInt)*len;
	code = inflate(&stream, Z_SYNC_FLUSH);
	*len -= stream.avail_out;
	inflateEnd(&stream);
	return code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR;
}

static enum unpack_result delta_size(
	struct unpacker *unpacker, const struct step *step, uint64_t *size)
{
	char beginning[LONGEST_DELTA_SIZES];
	struct text rest = {beginning, sizeof(beginning)};
	struct delta_sizes sizes;
	struct inflated delta;
	enum unpack_result result = UNPACK_DONE;

	if (step->entry.size <= SHORT_DELTA)
		result = read_delta(unpacker, step, &sizes, &delta);
	else if (!inflate_beginning(step, beginning, &rest.len) || !delta_sizes_next(&rest, &sizes))
		result = UNPACK_DAMAGED;
	if (result == UNPACK_DONE)
		*size = sizes.result;
	return result;
}

enum unpack_result unpack_size(struct unpacker *unpacker, const struct oid *oid, uint64_t *size)
{
	struct located at = locate(unpacker, oid);
	struct step step = {.pack = at.pack, .offset = (size_t)at.offset};

	if (!step.pack)
		return UNPACK_ELSEWHERE;
	if (!pack_entry_read(&step.entry, step.pack->objects, at.offset))
		return UNPACK_DAMAGED;
	*size = step.entry.size;
	return is_delta(&step.entry) ? delta_size(unpacker, &step, size) : UNPACK_DONE;
}
