/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "gate/base/mask_parts.h"

enum {
	SHORTEST_RUN =
		20, /* of a part of a secret, where the text is whole; shorter ones may be plain words */
	LONGEST_WORD = 7, /* that is masked only where it stands by itself */
	ON_STACK = 1024,
	STARS = 4, /* of "****" */
};

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

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_word(struct text secret)
{
	size_t letters = 0;

	while (letters < secret.len && is_letter(secret.ptr[letters]))
		letters++;
	return letters == secret.len && letters <= LONGEST_WORD;
}

/* A secret like "test" or "admin" is a part of many words, which nobody could read any more. */
static bool is_in_word(struct text text, size_t at, struct text secret)
{
	size_t end = at + secret.len;

	return is_word(secret) && ((at > 0 && is_letter(text.ptr[at - 1])) ||
					  (end < text.len && is_letter(text.ptr[end])));
}

static void cover_wholes(struct cover *cover, size_t at)
{
	const struct group *group = mask_group(cover->masks, cover->text.ptr + at);
	uint64_t hash = cover->masks->seed;
	size_t done = 0;

	for (size_t i = 0; group && i < group->count; i++) {
		size_t length = group->lengths[i];
		const struct whole *whole;

		if (length > cover->text.len - at)
			return;
		hash = mask_bytes_hash(hash, cover->text.ptr + at + done, length - done);
		done = length;
		whole = mask_whole(cover->masks, text_slice(cover->text, at, at + length), hash);
		if (whole && !is_in_word(cover->text, at, whole->bytes))
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
	hash = mask_key_hash(cover->masks, cover->text.ptr + at, PIECE);
	slot = mask_table_probe(table, hash, (size_t)hash);
	while (table->values[slot]) {
		cover_run(cover, at, &cover->masks->piece_items[table->values[slot] - 1]);
		slot = mask_table_probe(table, hash, slot + 1);
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
		if (!mask_filter_has(masks, text.ptr + at))
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
