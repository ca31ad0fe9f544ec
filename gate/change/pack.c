/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/pack.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/change/at_hand.h"

enum {
	ID = 20,
	INDEX_HEADER = 8,
	FANOUT = 256 * 4,
	INDEX_END = 2 * ID,
	PER_OBJECT = ID + 4 + 4,
	PACK_HEADER = 12,
	MOST_PACKS = 4096,
	MOST_GUESSES = 6,
	LEAST_GUIDED = 4096, /* objects of a pack */
	GUIDED_TOGETHER = 8, /* of them, or up to twice as many */
};

/* deflate cannot do better: 258 bytes for two bits. */
enum { BEST_RATIO = 1032 };

static inline uint32_t number_at(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static inline uint64_t long_number_at(const unsigned char *at)
{
	return (uint64_t)number_at(at) << 32 | number_at(at + 4);
}

/* ---- the index ---- */

bool pack_index_read(struct pack_index *out, struct text bytes)
{
	const unsigned char *start = (const unsigned char *)bytes.ptr;
	size_t rest;

	if (bytes.len < INDEX_HEADER + FANOUT + INDEX_END ||
		memcmp(start, "\377tOc\0\0\0\2", INDEX_HEADER) != 0)
		return false;
	*out = (struct pack_index){.fanout = start + INDEX_HEADER};
	out->count = number_at(out->fanout + FANOUT - 4);
	rest = bytes.len - INDEX_HEADER - FANOUT - INDEX_END;
	if (rest / PER_OBJECT < out->count)
		return false;
	rest -= (size_t)out->count * PER_OBJECT;
	out->ids = out->fanout + FANOUT;
	out->checksums = out->ids + (size_t)out->count * ID;
	out->offsets = out->checksums + (size_t)out->count * 4;
	out->wide = out->offsets + (size_t)out->count * 4;
	out->wide_count = rest / 8;
	out->pack_hash = start + bytes.len - INDEX_END;
	return rest % 8 == 0;
}

/* The ids among which one must be, and what the four bytes behind the first are of those before and behind them. */
struct ids_in {
	uint32_t from, to;
	uint64_t low, high;
	unsigned guesses;
};

/* The id to look at next. Ids are as good as random, so that a few guesses are enough where halving takes ten memory accesses; of
 * those that somebody chose, or put in another order, the middle. */
static uint32_t next_in(struct ids_in *ids, uint64_t wanted)
{
	uint32_t count = ids->to - ids->from;

	if (ids->guesses++ >= MOST_GUESSES || wanted < ids->low || wanted > ids->high)
		return ids->from + count / 2;
	return ids->from + (uint32_t)((wanted - ids->low) * count / (ids->high - ids->low + 1));
}

/* memcmp for so few bytes costs more to call than to do. */
static int compare_ids(const unsigned char *a, const unsigned char *b)
{
	for (size_t at = 0; at < ID - 4; at += 8) {
		uint64_t left = long_number_at(a + at), right = long_number_at(b + at);

		if (left != right)
			return left < right ? -1 : 1;
	}
	return memcmp(a + ID - 4, b + ID - 4, 4);
}

/* Among those with the same first byte, or, with a guide, with the same first bits. */
static struct ids_in ids_like(const struct pack_index *index, const struct oid *oid)
{
	const unsigned char *row = index->fanout + (size_t)oid->bytes[0] * 4;
	uint32_t stretch, low;

	if (!index->guide)
		return (struct ids_in){
			oid->bytes[0] ? number_at(row - 4) : 0, number_at(row), 0, UINT32_MAX, 0};
	stretch = number_at(oid->bytes) >> index->guide_shift;
	low = stretch << index->guide_shift << 8;
	return (struct ids_in){index->guide[stretch], index->guide[stretch + 1], low,
		low + ((uint64_t)1 << (index->guide_shift + 8)) - 1, 0};
}

bool pack_index_find(const struct pack_index *index, const struct oid *oid, uint32_t *number)
{
	struct ids_in ids = ids_like(index, oid);
	uint32_t wanted = number_at(oid->bytes + 1);

	if (ids.to > index->count)
		return false;
	while (ids.from < ids.to) {
		uint32_t at = next_in(&ids, wanted);
		const unsigned char *id = index->ids + (size_t)at * ID;
		int order = compare_ids(id, oid->bytes);

		if (order == 0) {
			*number = at;
			return true;
		}
		if (order < 0) {
			ids.from = at + 1;
			ids.low = number_at(id + 1);
		} else {
			ids.to = at;
			ids.high = number_at(id + 1);
		}
	}
	return false;
}

void pack_index_expect(const struct pack_index *index, const struct oid *oid)
{
	struct ids_in ids;
	size_t at;

	if (!index->guide)
		return;
	ids = ids_like(index, oid);
	if (ids.from >= ids.to || ids.to > index->count)
		return;
	at = next_in(&ids, number_at(oid->bytes + 1));
	__builtin_prefetch(index->ids + at * ID);
	__builtin_prefetch(index->offsets + at * 4);
	__builtin_prefetch(index->checksums + at * 4);
}

/* False where the ids are not in order. */
static bool fill_guide(const struct pack_index *index, uint32_t *guide, size_t count)
{
	size_t filled = 0;

	for (uint32_t i = 0; i < index->count; i++) {
		size_t stretch = number_at(index->ids + (size_t)i * ID) >> index->guide_shift;

		if (stretch + 1 < filled)
			return false;
		while (filled <= stretch)
			guide[filled++] = i;
	}
	while (filled <= count)
		guide[filled++] = index->count;
	return true;
}

/* Mapped by itself: it stays as long as the pack, and in the heap what was freed around it would. */
static void guide(struct pack_index *index)
{
	unsigned bits = 8;
	size_t count;
	uint32_t *made;

	while (index->count >> bits >= 2 * GUIDED_TOGETHER)
		bits++;
	count = (size_t)1 << bits;
	made = mmap(NULL, (count + 1) * sizeof(*made), PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (made == MAP_FAILED)
		return;
	index->guide_shift = 32 - bits;
	if (fill_guide(index, made, count))
		index->guide = made;
	else
		munmap(made, (count + 1) * sizeof(*made));
}

void packs_guide(struct packs *packs)
{
	for (size_t i = 0; i < packs->count; i++)
		if (packs->items[i].index.count >= LEAST_GUIDED && !packs->items[i].index.guide)
			guide(&packs->items[i].index);
}

bool pack_index_offset(const struct pack_index *index, uint32_t number, uint64_t *offset)
{
	uint32_t value = number_at(index->offsets + (size_t)number * 4);
	size_t row = value & 0x7fffffff;

	*offset = value;
	if (!(value & 0x80000000))
		return true;
	if (row >= index->wide_count)
		return false;
	*offset = long_number_at(index->wide + row * 8);
	return true;
}

uint32_t pack_index_checksum(const struct pack_index *index, uint32_t number)
{
	return number_at(index->checksums + (size_t)number * 4);
}

/* ---- an object's beginning ---- */

/* Where in the objects a header is being read. */
struct place_in {
	struct text objects;
	size_t at;
};

static bool byte_next(struct place_in *place, unsigned char *out)
{
	if (place->at >= place->objects.len)
		return false;
	*out = (unsigned char)place->objects.ptr[place->at++];
	return true;
}

/* The type in bits 4 to 6; of the size 4 bits, then groups of 7, the lowest first. */
static bool type_and_size_next(struct place_in *place, struct pack_entry *out)
{
	unsigned char byte;
	unsigned shift = 4;

	if (!byte_next(place, &byte))
		return false;
	out->type = (enum pack_type)(byte >> 4 & 7);
	out->size = byte & 0x0f;
	while (byte & 0x80) {
		if (shift > 56 || !byte_next(place, &byte))
			return false;
		out->size |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	}
	return true;
}

/* How far before the object its base is: groups of 7 bits, the highest first, 1 added between them. */
static bool distance_next(struct place_in *place, uint64_t *out)
{
	unsigned char byte;

	if (!byte_next(place, &byte))
		return false;
	*out = byte & 0x7f;
	while (byte & 0x80) {
		if (*out >= (uint64_t)1 << 55 || !byte_next(place, &byte))
			return false;
		*out = (*out + 1) << 7 | (byte & 0x7f);
	}
	return true;
}

static bool base_next(struct place_in *place, struct pack_entry *out, size_t own)
{
	uint64_t distance;

	if (out->type == PACK_OFS_DELTA) {
		if (!distance_next(place, &distance) || distance == 0 || distance > own)
			return false;
		out->base = own - (size_t)distance;
		return true;
	}
	if (out->type != PACK_REF_DELTA)
		return out->type >= PACK_COMMIT && out->type <= PACK_TAG;
	if (place->objects.len - place->at < ID)
		return false;
	memcpy(out->base_id.bytes, place->objects.ptr + place->at, ID);
	place->at += ID;
	return true;
}

bool pack_entry_read(struct pack_entry *out, struct text objects, uint64_t offset)
{
	struct place_in place = {objects, (size_t)offset};

	*out = (struct pack_entry){0};
	if (offset < PACK_HEADER || offset >= objects.len || !type_and_size_next(&place, out) ||
		!base_next(&place, out, (size_t)offset))
		return false;
	out->data = place.at;
	return out->size / BEST_RATIO <= objects.len - place.at;
}

/* ---- files ---- */

static bool map_file(const char *stem, const char *suffix, void **map, size_t *len)
{
	char path[PATH_MAX];
	struct stat status;
	void *mapped = MAP_FAILED;
	int fd, written = snprintf(path, sizeof(path), "%s%s", stem, suffix);

	if (written < 0 || (size_t)written >= sizeof(path))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is not waited for */
	if (fd < 0)
		return false;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0)
		mapped = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (mapped == MAP_FAILED)
		return false;
	*map = mapped;
	*len = (size_t)status.st_size;
	return true;
}

/* A pack that was written again under the same name ends with another hash than its old index says. */
static bool read_pack(struct pack *pack)
{
	const unsigned char *start = pack->pack_map;
	size_t len = pack->pack_map_len;

	if (len < PACK_HEADER + ID || memcmp(start, "PACK", 4) != 0)
		return false;
	pack->objects = (struct text){pack->pack_map, len - ID};
	return (number_at(start + 4) == 2 || number_at(start + 4) == 3) &&
	       number_at(start + 8) == pack->index.count &&
	       memcmp(start + len - ID, pack->index.pack_hash, ID) == 0;
}

bool pack_open(struct pack *out, const char *stem)
{
	struct at_hand before = at_hand_pack(stem);
	bool is_read;

	*out = (struct pack){0};
	is_read = map_file(stem, ".idx", &out->index_map, &out->index_map_len) &&
		  map_file(stem, ".pack", &out->pack_map, &out->pack_map_len) &&
		  pack_index_read(&out->index, (struct text){out->index_map, out->index_map_len}) &&
		  read_pack(out);
	if (!is_read)
		pack_close(out);
	at_hand_put_back(before);
	return is_read;
}

void pack_close(struct pack *pack)
{
	if (pack->index_map)
		munmap(pack->index_map, pack->index_map_len);
	if (pack->pack_map)
		munmap(pack->pack_map, pack->pack_map_len);
	if (pack->index.guide)
		munmap(pack->index.guide, (((size_t)1 << (32 - pack->index.guide_shift)) + 1) *
						  sizeof(*pack->index.guide));
	*pack = (struct pack){0};
}

/* ---- all of them ---- */

static struct pack *room(struct packs *packs)
{
	size_t wanted = packs->capacity ? packs->capacity * 2 : 8;
	struct pack *grown;

	if (packs->count < packs->capacity)
		return &packs->items[packs->count];
	grown = realloc(packs->items, wanted * sizeof(*grown));
	if (!grown)
		return NULL;
	packs->items = grown;
	packs->capacity = wanted;
	return &packs->items[packs->count];
}

static bool add_pack(struct packs *packs, const char *dir, const char *name)
{
	struct text text = text_of(name);
	char stem[PATH_MAX];
	struct pack *pack;
	int written;

	if (!text_ends(text, ".idx"))
		return true;
	pack = room(packs);
	if (!pack)
		return false;
	written = snprintf(
		stem, sizeof(stem), "%s/%.*s", dir, (int)(text.len - strlen(".idx")), name);
	if (written > 0 && (size_t)written < sizeof(stem) && pack_open(pack, stem))
		packs->count++;
	return true;
}

static bool add_dir(struct packs *packs, const char *objects)
{
	char dir[PATH_MAX];
	const struct dirent *entry;
	bool has_memory = true;
	DIR *folder;
	int written = snprintf(dir, sizeof(dir), "%s/pack", objects);

	folder = written > 0 && (size_t)written < sizeof(dir) ? opendir(dir) : NULL;
	if (!folder)
		return true;
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread has this folder */
	while (has_memory && packs->count < MOST_PACKS && (entry = readdir(folder)))
		has_memory = add_pack(packs, dir, entry->d_name);
	closedir(folder);
	return has_memory;
}

bool packs_open(struct packs *out, const char *const *dirs, size_t count)
{
	*out = (struct packs){0};
	for (size_t i = 0; i < count; i++) {
		if (add_dir(out, dirs[i]))
			continue;
		packs_close(out);
		return false;
	}
	return true;
}

void packs_close(struct packs *packs)
{
	for (size_t i = 0; i < packs->count; i++)
		pack_close(&packs->items[i]);
	free(packs->items);
	*packs = (struct packs){0};
}
