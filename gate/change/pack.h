/* SPDX-License-Identifier: Apache-2.0
 *
 * One pack and its index, mapped. Both are hostile: every number in them is checked against the size of the
 * file before it is followed. Read-only once open, so that threads share them; what is mapped stays readable when
 * a repack deletes the file. SHA-1 object ids only.
 * Formats: gitformat-pack(5): .pack of version 2 or 3, .idx of version 2. Private.
 */
#ifndef SEAMGATE_CHANGE_PACK_H
#define SEAMGATE_CHANGE_PACK_H

#include "gate/change/change.h"

/* The types of objects as a pack has them; the first four are libgit2's too. */
enum pack_type {
	PACK_COMMIT = 1,
	PACK_TREE = 2,
	PACK_BLOB = 3,
	PACK_TAG = 4,
	PACK_OFS_DELTA = 6,
	PACK_REF_DELTA = 7,
};

struct pack_index {
	const unsigned char *fanout, *ids, *checksums, *offsets, *wide; /* in the mapped file */
	uint32_t count;                                                 /* of objects */
	size_t wide_count;                                              /* of offsets of 64 bits */
	const unsigned char *pack_hash; /* what the pack ends with */
	/* Made by packs_guide, or NULL: the number of the first id not below each value of the first bits, those that are left of 32
	 * bits shifted by so many; and one more. */
	uint32_t *guide;
	unsigned guide_shift;
};

/* False where these bytes are no index of version 2 whose tables fill it. */
bool pack_index_read(struct pack_index *out, struct text bytes);

/* The number of an object; false where it is not there. */
bool pack_index_find(const struct pack_index *index, const struct oid *oid, uint32_t *number);

/* An object that is soon looked for: what that takes is brought from memory meanwhile. Nothing without a guide. */
void pack_index_expect(const struct pack_index *index, const struct oid *oid);

/* Where an object begins in the pack; false where the table of wide offsets has no such row. */
bool pack_index_offset(const struct pack_index *index, uint32_t number, uint64_t *offset);

/* The CRC-32 of an object as it stands in the pack. */
uint32_t pack_index_checksum(const struct pack_index *index, uint32_t number);

/* The beginning of an object in a pack. */
struct pack_entry {
	enum pack_type type;
	uint64_t size;      /* inflated: of the object, or of its delta */
	size_t data;        /* where its zlib stream begins */
	size_t base;        /* PACK_OFS_DELTA: where its base begins, before this object */
	struct oid base_id; /* PACK_REF_DELTA */
};

/* False where it is malformed, or could not hold that many bytes. `objects` is the pack without what it ends with. */
bool pack_entry_read(struct pack_entry *out, struct text objects, uint64_t offset);

struct pack {
	struct pack_index index;
	struct text objects; /* the mapped pack up to its hash */
	void *index_map, *pack_map;
	size_t index_map_len, pack_map_len;
};

/* Maps "<stem>.idx" and "<stem>.pack". False where one of them is not there or is not understood. */
bool pack_open(struct pack *out, const char *stem);
void pack_close(struct pack *pack);

/* All packs of some object directories, as they are now. Those that are not understood are left out. */
struct packs {
	struct pack *items;
	size_t count, capacity;
};

/* False when out of memory. */
bool packs_open(struct packs *out, const char *const *dirs, size_t count);
/* For so many look-ups that it pays to go through the ids of the large packs once: each then finds its place at the first access to memory
 * or the second. Not while others read. Where there is no memory for it nothing changes. */
void packs_guide(struct packs *packs);
void packs_close(struct packs *packs);

#endif
