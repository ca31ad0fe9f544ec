/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/mask_parts.h"

enum {
	SHORTEST_LINE = 8, /* of a line of a secret that is masked on its own */
	SAME_PIECES =
		4, /* secrets indexed under one piece: "AAAAAAAA" may stand in a secret very often */
	LONGEST_BOUNDARY = 80, /* of a dashed line around a PEM block */
};

static void table_put(struct table *table, uint64_t hash, uint32_t value)
{
	size_t slot = (size_t)hash & (table->capacity - 1);

	while (table->values[slot])
		slot = (slot + 1) & (table->capacity - 1);
	table->hashes[slot] = hash;
	table->values[slot] = value + 1;
	table->count++;
}

static int table_add(struct table *table, struct arena *arena, uint64_t hash, size_t value)
{
	struct table grown = {.capacity = table->capacity ? table->capacity * 2 : 64};

	if (value >= UINT32_MAX)
		return -1;
	if (2 * table->count >= table->capacity) {
		grown.hashes = arena_array(arena, grown.capacity, sizeof(*grown.hashes));
		grown.values = arena_array(arena, grown.capacity, sizeof(*grown.values));
		if (!grown.hashes || !grown.values)
			return -1;
		for (size_t i = 0; i < table->capacity; i++)
			if (table->values[i])
				table_put(&grown, table->hashes[i], table->values[i] - 1);
		*table = grown;
	}
	table_put(table, hash, (uint32_t)value);
	return 0;
}

static void filter_set(struct masks *masks, const char *bytes)
{
	size_t bit = mask_filter_bit(masks, bytes);

	masks->filter[bit / 64] |= UINT64_C(1) << bit % 64;
}

struct masks *masks_new(struct arena *arena)
{
	struct masks *masks = arena_alloc(arena, sizeof(*masks));

	if (masks) {
		masks->arena = arena;
		masks->seed = mask_mix((uint64_t)(uintptr_t)masks);
	}
	return masks;
}

struct group *mask_group(const struct masks *masks, const char *bytes)
{
	uint64_t hash = mask_key_hash(masks, bytes, SHORTEST);
	size_t slot;

	if (masks->groups.count == 0)
		return NULL;
	slot = mask_table_probe(&masks->groups, hash, (size_t)hash);
	return masks->groups.values[slot] ? &masks->group_items[masks->groups.values[slot] - 1]
					  : NULL;
}

static struct group *group_make(struct masks *masks, const char *bytes)
{
	struct group *found = mask_group(masks, bytes);

	if (found)
		return found;
	if (arena_reserve(masks->arena, (void **)&masks->group_items, &masks->group_capacity,
		    masks->group_count + 1, sizeof(*masks->group_items)) < 0 ||
		table_add(&masks->groups, masks->arena, mask_key_hash(masks, bytes, SHORTEST),
			masks->group_count) < 0)
		return NULL;
	return &masks->group_items[masks->group_count++];
}

static int length_add(struct masks *masks, struct group *group, uint32_t length)
{
	size_t at = group->count;

	for (size_t i = 0; i < group->count; i++)
		if (group->lengths[i] == length)
			return 0;
	if (arena_reserve(masks->arena, (void **)&group->lengths, &group->capacity,
		    group->count + 1, sizeof(*group->lengths)) < 0)
		return -1;
	for (; at > 0 && group->lengths[at - 1] > length; at--)
		group->lengths[at] = group->lengths[at - 1];
	group->lengths[at] = length;
	group->count++;
	return 0;
}

struct whole *mask_whole(const struct masks *masks, struct text bytes, uint64_t hash)
{
	const struct table *table = &masks->wholes;
	size_t slot;

	if (table->count == 0)
		return NULL;
	hash = mask_mix(hash);
	slot = mask_table_probe(table, hash, (size_t)hash);
	while (table->values[slot]) {
		struct whole *whole = &masks->whole_items[table->values[slot] - 1];

		if (text_equal(whole->bytes, bytes))
			return whole;
		slot = mask_table_probe(table, hash, slot + 1);
	}
	return NULL;
}

/* The dashed line around a PEM block (RFC 7468, section 2) names what is in it and is no secret. */
static bool is_pem_boundary(struct text line)
{
	if (line.len < 16 || !text_ends(line, "-----") ||
		(!text_starts(line, "-----BEGIN ") && !text_starts(line, "-----END ")))
		return false;
	for (size_t i = 5; i < line.len - 5; i++)
		if (line.ptr[i] != ' ' && (line.ptr[i] < '0' || line.ptr[i] > 'Z'))
			return false;
	return true;
}

static bool is_in_pem_boundary(struct text bytes, size_t offset)
{
	size_t from = offset, to = offset;

	while (from > 0 && bytes.ptr[from - 1] != '\n' && offset - from < LONGEST_BOUNDARY)
		from--;
	while (to < bytes.len && bytes.ptr[to] != '\n' && to - offset < LONGEST_BOUNDARY)
		to++;
	return is_pem_boundary(text_trim(text_slice(bytes, from, to)));
}

static bool piece_is_common(const struct masks *masks, uint64_t hash)
{
	const struct table *table = &masks->pieces;
	unsigned same = 0;
	size_t slot;

	if (table->count == 0)
		return false;
	slot = mask_table_probe(table, hash, (size_t)hash);
	while (table->values[slot] && ++same < SAME_PIECES)
		slot = mask_table_probe(table, hash, slot + 1);
	return same == SAME_PIECES;
}

static int piece_add(struct masks *masks, size_t whole, size_t offset)
{
	const char *bytes = masks->whole_items[whole].bytes.ptr + offset;
	uint64_t hash = mask_key_hash(masks, bytes, PIECE);

	if (piece_is_common(masks, hash))
		return 0;
	if (arena_reserve(masks->arena, (void **)&masks->piece_items, &masks->piece_capacity,
		    masks->piece_count + 1, sizeof(*masks->piece_items)) < 0 ||
		table_add(&masks->pieces, masks->arena, hash, masks->piece_count) < 0)
		return -1;
	masks->piece_items[masks->piece_count++] =
		(struct piece){(uint32_t)whole, (uint32_t)offset};
	filter_set(masks, bytes);
	return 0;
}

static int pieces_add(struct masks *masks, size_t whole)
{
	struct text bytes = masks->whole_items[whole].bytes;
	size_t shown = masks->whole_items[whole].shown;

	for (size_t offset = 0; offset + PIECE <= bytes.len; offset += PIECE)
		if (offset + PIECE > shown && !is_in_pem_boundary(bytes, offset) &&
			piece_add(masks, whole, offset) < 0)
			return -1;
	/* The last bytes, for a text that begins within the secret. */
	if (bytes.len > PIECE && bytes.len % PIECE && !is_in_pem_boundary(bytes, bytes.len - PIECE))
		return piece_add(masks, whole, bytes.len - PIECE);
	return 0;
}

static int whole_add(struct masks *masks, struct text secret, size_t shown)
{
	uint64_t hash = mask_bytes_hash(masks->seed, secret.ptr, secret.len);
	struct whole *known = mask_whole(masks, secret, hash);
	struct group *group;
	struct text copy;

	if (known) {
		known->shown = shown < known->shown ? shown : known->shown;
		return 0;
	}
	copy = arena_text(masks->arena, secret);
	group = group_make(masks, secret.ptr);
	if (!copy.ptr || !group || length_add(masks, group, (uint32_t)secret.len) < 0 ||
		arena_reserve(masks->arena, (void **)&masks->whole_items, &masks->whole_capacity,
			masks->whole_count + 1, sizeof(*masks->whole_items)) < 0 ||
		table_add(&masks->wholes, masks->arena, mask_mix(hash), masks->whole_count) < 0)
		return -1;
	masks->whole_items[masks->whole_count] = (struct whole){copy, shown};
	filter_set(masks, secret.ptr);
	return pieces_add(masks, masks->whole_count++);
}

/* Each line of a secret of several, which a report may print alone. */
static int lines_add(struct masks *masks, struct text secret, size_t shown)
{
	struct text rest = secret, line;

	while (text_next_line(&rest, &line)) {
		struct text trimmed = text_trim(line);
		size_t offset = trimmed.len ? (size_t)(trimmed.ptr - secret.ptr) : 0;

		if (trimmed.len >= SHORTEST_LINE && !is_pem_boundary(trimmed) &&
			whole_add(masks, trimmed, shown > offset ? shown - offset : 0) < 0)
			return -1;
	}
	return 0;
}

int masks_add(struct masks *masks, struct text secret, size_t shown)
{
	struct text trimmed = text_trim(secret);

	if (trimmed.len < SHORTEST)
		return 0;
	if (secret.len > UINT32_MAX / 2)
		return -1;
	/* A secret that would be readable as a whole is masked as a whole. */
	if (shown >= secret.len)
		shown = 0;
	if (whole_add(masks, secret, shown) < 0 ||
		(trimmed.len != secret.len && whole_add(masks, trimmed, 0) < 0))
		return -1;
	if (!memchr(trimmed.ptr, '\n', trimmed.len))
		return 0;
	return lines_add(masks, secret, shown);
}
