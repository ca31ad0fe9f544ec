/* SPDX-License-Identifier: Apache-2.0
 *
 * Three indexes over the secrets, all by hash:
 *   groups  first 4 bytes -> the lengths that secrets with this beginning have
 *   wholes  all bytes     -> the secret
 *   pieces  8 bytes at every eighth offset -> secret and offset. A piece found in a text grows to
 *           both sides as far as text and secret agree, so that a part of a long secret is masked too.
 * Keys of 4 and 8 bytes are mixed by a bijection, so that equal hashes are equal keys.
 */
#include "gate/base/mask.h"

#include <stdlib.h>
#include <string.h>

enum {
	SHORTEST = 4,      /* of a secret, and the key of a group */
	SHORTEST_LINE = 8, /* of a line of a secret that is masked on its own */
	PIECE = 8,         /* its length, and the distance of two */
	SAME_PIECES =
		4, /* secrets indexed under one piece: "AAAAAAAA" may stand in a secret very often */
	SHORTEST_RUN =
		20, /* of a part of a secret, where the text is whole; shorter ones may be plain words */
	LONGEST_BOUNDARY = 80, /* of a dashed line around a PEM block */
	FILTER_BITS = 16,
	ON_STACK = 1024,
	STARS = 4, /* of "****" */
};

struct table {
	uint64_t *hashes;
	uint32_t *values; /* 0: free; else the value + 1 */
	size_t capacity, count;
};

struct group {
	uint32_t *lengths; /* ascending */
	size_t count, capacity;
};

struct whole {
	struct text bytes;
	size_t shown;
};

struct piece {
	uint32_t whole, offset;
};

struct masks {
	struct arena *arena;
	uint64_t seed; /* keeps an attacker from choosing keys that collide */
	struct table groups, wholes, pieces;
	struct group *group_items;
	size_t group_count, group_capacity;
	struct whole *whole_items;
	size_t whole_count, whole_capacity;
	struct piece *piece_items;
	size_t piece_count, piece_capacity;
	uint64_t filter[(1u << FILTER_BITS) / 64]; /* of the first 4 bytes of secrets and pieces */
};

/* The finaliser of SplitMix64: a bijection. */
static uint64_t mix(uint64_t value)
{
	value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
	return value ^ value >> 31;
}

static uint64_t key_hash(const struct masks *masks, const char *bytes, size_t length)
{
	uint64_t key = 0;

	memcpy(&key, bytes, length);
	return mix(key + masks->seed);
}

static uint64_t bytes_hash(uint64_t hash, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
	return hash;
}

/* The first slot with this hash at or after `slot`, or the free one that ends the search. */
static size_t table_probe(const struct table *table, uint64_t hash, size_t slot)
{
	slot &= table->capacity - 1;
	while (table->values[slot] && table->hashes[slot] != hash)
		slot = (slot + 1) & (table->capacity - 1);
	return slot;
}

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

static size_t filter_bit(const struct masks *masks, const char *bytes)
{
	return (size_t)(key_hash(masks, bytes, SHORTEST) >> (64 - FILTER_BITS));
}

static void filter_set(struct masks *masks, const char *bytes)
{
	size_t bit = filter_bit(masks, bytes);

	masks->filter[bit / 64] |= UINT64_C(1) << bit % 64;
}

static bool filter_has(const struct masks *masks, const char *bytes)
{
	size_t bit = filter_bit(masks, bytes);

	return masks->filter[bit / 64] >> bit % 64 & 1;
}

struct masks *masks_new(struct arena *arena)
{
	struct masks *masks = arena_alloc(arena, sizeof(*masks));

	if (masks) {
		masks->arena = arena;
		masks->seed = mix((uint64_t)(uintptr_t)masks);
	}
	return masks;
}

static struct group *group_find(const struct masks *masks, const char *bytes)
{
	uint64_t hash = key_hash(masks, bytes, SHORTEST);
	size_t slot;

	if (masks->groups.count == 0)
		return NULL;
	slot = table_probe(&masks->groups, hash, (size_t)hash);
	return masks->groups.values[slot] ? &masks->group_items[masks->groups.values[slot] - 1]
					  : NULL;
}

static struct group *group_make(struct masks *masks, const char *bytes)
{
	struct group *found = group_find(masks, bytes);

	if (found)
		return found;
	if (arena_reserve(masks->arena, (void **)&masks->group_items, &masks->group_capacity,
		    masks->group_count + 1, sizeof(*masks->group_items)) < 0 ||
		table_add(&masks->groups, masks->arena, key_hash(masks, bytes, SHORTEST),
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

/* The secret that equals these bytes, whose bytes_hash is given; or NULL. */
static struct whole *whole_find(const struct masks *masks, struct text bytes, uint64_t hash)
{
	const struct table *table = &masks->wholes;
	size_t slot;

	if (table->count == 0)
		return NULL;
	hash = mix(hash);
	slot = table_probe(table, hash, (size_t)hash);
	while (table->values[slot]) {
		struct whole *whole = &masks->whole_items[table->values[slot] - 1];

		if (text_equal(whole->bytes, bytes))
			return whole;
		slot = table_probe(table, hash, slot + 1);
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
	slot = table_probe(table, hash, (size_t)hash);
	while (table->values[slot] && ++same < SAME_PIECES)
		slot = table_probe(table, hash, slot + 1);
	return same == SAME_PIECES;
}

static int piece_add(struct masks *masks, size_t whole, size_t offset)
{
	const char *bytes = masks->whole_items[whole].bytes.ptr + offset;
	uint64_t hash = key_hash(masks, bytes, PIECE);

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
	uint64_t hash = bytes_hash(masks->seed, secret.ptr, secret.len);
	struct whole *known = whole_find(masks, secret, hash);
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
		table_add(&masks->wholes, masks->arena, mix(hash), masks->whole_count) < 0)
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

/* One text on its way through the masks. */
struct cover {
	const struct masks *masks;
	struct text text;
	unsigned char *hidden; /* one for each byte of the text */
	bool is_cut;           /* the text may begin or end within a secret */
};

/* Hides [from, to) of the text, which is the secret from `offset` on. */
static void hide(
	struct cover *cover, size_t from, size_t to, const struct whole *whole, size_t offset)
{
	if (offset < whole->shown)
		from += whole->shown - offset;
	if (from < to)
		memset(cover->hidden + from, 1, to - from);
}

static void cover_wholes(struct cover *cover, size_t at)
{
	const struct group *group = group_find(cover->masks, cover->text.ptr + at);
	uint64_t hash = cover->masks->seed;
	size_t done = 0;

	for (size_t i = 0; group && i < group->count; i++) {
		size_t length = group->lengths[i];
		const struct whole *whole;

		if (length > cover->text.len - at)
			return;
		hash = bytes_hash(hash, cover->text.ptr + at + done, length - done);
		done = length;
		whole = whole_find(cover->masks, text_slice(cover->text, at, at + length), hash);
		if (whole)
			hide(cover, at, at + length, whole, 0);
	}
}

/* How many bytes in front of two places agree. */
static size_t common_before(struct text a, size_t at_a, struct text b, size_t at_b)
{
	size_t most = at_a < at_b ? at_a : at_b, count = 0;

	while (count < most && a.ptr[at_a - 1 - count] == b.ptr[at_b - 1 - count])
		count++;
	return count;
}

/* How many bytes from two places on agree. */
static size_t common_after(struct text a, size_t at_a, struct text b, size_t at_b)
{
	size_t most = a.len - at_a < b.len - at_b ? a.len - at_a : b.len - at_b, count = 0;

	while (count < most && a.ptr[at_a + count] == b.ptr[at_b + count])
		count++;
	return count;
}

/* Grows a piece at `at` to the whole run that text and secret share; hides it if it is long enough. */
static void cover_run(struct cover *cover, size_t at, const struct piece *piece)
{
	const struct whole *whole = &cover->masks->whole_items[piece->whole];
	size_t before = common_before(cover->text, at, whole->bytes, piece->offset);
	size_t from = at - before;
	size_t to = at + common_after(cover->text, at, whole->bytes, piece->offset);
	bool at_edge = cover->is_cut && (from == 0 || to == cover->text.len);

	if (at_edge || to - from >= SHORTEST_RUN)
		hide(cover, from, to, whole, piece->offset - before);
}

static void cover_pieces(struct cover *cover, size_t at)
{
	const struct table *table = &cover->masks->pieces;
	uint64_t hash;
	size_t slot;

	if (table->count == 0 || cover->text.len - at < PIECE ||
		!memchr(cover->hidden + at, 0, PIECE))
		return;
	hash = key_hash(cover->masks, cover->text.ptr + at, PIECE);
	slot = table_probe(table, hash, (size_t)hash);
	while (table->values[slot]) {
		cover_run(cover, at, &cover->masks->piece_items[table->values[slot] - 1]);
		slot = table_probe(table, hash, slot + 1);
	}
}

/* Where a place of the text is in what cover_write appends. */
struct place_map {
	const struct cover *cover;
	size_t written; /* bytes appended for the text before `at` */
	size_t at;
};

/* Offset in the output of a place in the run [map->at, to), or behind it at its end. */
static size_t place_in_run(const struct place_map *map, size_t place, size_t to, bool is_start)
{
	if (!map->cover->hidden[map->at])
		return map->written + (place - map->at);
	if (place == to)
		return map->written + STARS;
	return map->written + (is_start ? 0 : STARS);
}

/* The end of the run of bytes at `at` that are all hidden or all not. */
static size_t run_end(const struct cover *cover, size_t at)
{
	const unsigned char *end =
		memchr(cover->hidden + at, !cover->hidden[at], cover->text.len - at);

	return end ? (size_t)(end - cover->hidden) : cover->text.len;
}

static void cover_write(const struct cover *cover, struct mask_span *span, struct buffer *out)
{
	struct place_map map = {.cover = cover};
	struct mask_span in = *span;

	while (map.at < cover->text.len) {
		bool hidden = cover->hidden[map.at];
		size_t to = run_end(cover, map.at);

		if (in.from >= map.at && in.from <= to)
			span->from = place_in_run(&map, in.from, to, true);
		if (in.to > map.at && in.to <= to)
			span->to = place_in_run(&map, in.to, to, false);
		buffer_add(out, hidden ? text_of("****") : text_slice(cover->text, map.at, to));
		map.written += hidden ? STARS : to - map.at;
		map.at = to;
	}
}

static void apply(const struct masks *masks, struct text text, bool is_cut, struct mask_span *span,
	struct buffer *out)
{
	unsigned char small[ON_STACK];
	struct cover cover = {masks, text, small, is_cut};

	if (!masks || masks->whole_count == 0 || text.len < SHORTEST) {
		buffer_add(out, text);
		return;
	}
	if (text.len > sizeof(small))
		cover.hidden = malloc(text.len);
	if (!cover.hidden) {
		out->failed = true;
		return;
	}
	memset(cover.hidden, 0, text.len);
	for (size_t at = 0; at + SHORTEST <= text.len; at++) {
		if (!filter_has(masks, text.ptr + at))
			continue;
		cover_wholes(&cover, at);
		cover_pieces(&cover, at);
	}
	cover_write(&cover, span, out);
	if (cover.hidden != small)
		free(cover.hidden);
}

void mask_apply(const struct masks *masks, struct text text, struct buffer *out)
{
	apply(masks, text, false, &(struct mask_span){0, 0}, out);
}

void mask_apply_cut(
	const struct masks *masks, struct text text, struct mask_span *span, struct buffer *out)
{
	struct mask_span unused = {0, 0};

	apply(masks, text, true, span ? span : &unused, out);
}
