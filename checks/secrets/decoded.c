/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decoded.h"

#include <stdio.h>
#include <stdlib.h>

#include "checks/secrets/decode/hint.h"
#include "checks/secrets/view.h"
#include "gate/base/inflate.h"

static const struct text separator = TEXT("\n\0\n");

/* Bytes that a context may be longer, for a block that would be cut off. */
enum { MOST_OVERHANG = 64 * 1024 };

/* A level under way. */
struct level {
	struct decoded *decoded;
	struct buffer *out;
	struct text text; /* of the source */
	uint32_t source;
	size_t copied; /* up to there the source is in the region */
	bool open;     /* a region is under way */
	bool blocks;   /* a block was decoded: there is something to look into */
};

/* ---- pieces ---- */

static bool reserve_piece(struct decoded *decoded)
{
	size_t wanted = decoded->capacity ? decoded->capacity * 2 : 64;
	struct piece *grown;

	if (decoded->count < decoded->capacity)
		return true;
	grown = realloc(decoded->pieces, wanted * sizeof(*grown));
	if (!grown) {
		decoded->failed = true;
		return false;
	}
	decoded->pieces = grown;
	decoded->capacity = wanted;
	return true;
}

/* Takes what was appended since `at` as a piece. */
static void add_piece(
	struct level *level, size_t at, const struct block *block, enum packing packing)
{
	struct decoded *decoded = level->decoded;
	size_t len = level->out->len - at, cost = len + sizeof(struct piece);

	decoded->failed = decoded->failed || level->out->failed;
	if (decoded->failed || len == 0 || !reserve_piece(decoded))
		return;
	decoded->pieces[decoded->count++] = (struct piece){at, len, level->source, packing, *block};
	if (cost <= decoded->budget) {
		decoded->budget -= cost;
		return;
	}
	decoded->budget = 0;
	decoded->gap = "more is encoded in it than is decoded";
}

static void copy(struct level *level, size_t from, size_t to)
{
	struct block block = {.coding = CODING_NONE, .from = from, .to = to};
	size_t at = level->out->len;

	buffer_add(level->out, text_slice(level->text, from, to));
	add_piece(level, at, &block, PACKING_NONE);
}

/* ---- regions ---- */

static void close_region(struct level *level)
{
	size_t to;

	if (!level->open)
		return;
	/* A block that begins behind an escape is the next level's, and whole. */
	to = block_end(level->text, level->copied + CONTEXT, MOST_OVERHANG);
	copy(level, level->copied, to);
	buffer_add(level->out, separator);
	level->copied = to;
	level->open = false;
}

/* The text before an encoded part. */
static void open_region(struct level *level, size_t from)
{
	if (level->open && from - level->copied > 2 * CONTEXT)
		close_region(level);
	if (!level->open && from - level->copied > CONTEXT)
		level->copied = from - CONTEXT;
	level->open = true;
	copy(level, level->copied, from);
}

static void put_units(struct level *level, const struct hint *hint)
{
	struct block block = {.coding = hint->coding,
		.from = hint->at,
		.to = units_end(level->text, hint->at, hint->coding)};
	size_t at;

	open_region(level, block.from);
	at = level->out->len;
	units_decode(level->out, level->text, block.from, block.to, block.coding);
	add_piece(level, at, &block, PACKING_NONE);
	level->copied = block.to;
}

/* ---- blocks ---- */

static bool is_utf16(struct text bytes)
{
	return bytes.len >= 16 && bytes.ptr[1] == '\0' && bytes.ptr[3] == '\0';
}

/* Text of two bytes a character, of which the second is zero. */
static void put_utf16(struct level *level, struct text bytes)
{
	for (size_t i = 0; i + 1 < bytes.len; i += 2)
		buffer_byte(level->out, bytes.ptr[i + 1] == '\0' ? bytes.ptr[i] : '?');
}

/* Appends what a stream of gzip or zlib holds, where it is text. */
static bool put_inflated(struct level *level, struct text bytes)
{
	struct decoded *decoded = level->decoded;
	size_t at = level->out->len;
	enum inflating result = inflate_onto(level->out, bytes, decoded->budget);

	if (result == INFLATE_TOO_LARGE)
		decoded->gap = "a compressed part of it comes to more bytes than are decoded";
	return result == INFLATE_DONE &&
	       is_readable((struct text){level->out->ptr + at, level->out->len - at});
}

/* Appends what the bytes of a block stand for. False: nothing that could be looked at. */
static bool put_bytes(struct level *level, struct text bytes, enum packing *packing)
{
	*packing = PACKING_NONE;
	if (is_readable(bytes)) {
		buffer_add(level->out, bytes);
		return true;
	}
	if (is_utf16(bytes)) {
		*packing = PACKING_UTF16;
		put_utf16(level, bytes);
		return true;
	}
	*packing = text_starts(bytes, "\x1f\x8b") ? PACKING_GZIP : PACKING_ZLIB;
	return put_inflated(level, bytes);
}

static void put_block(struct level *level, const struct block *block)
{
	struct decoded *decoded = level->decoded;
	struct level before = *level;
	size_t at = level->out->len, count = decoded->count, budget = decoded->budget, start;
	enum packing packing;

	buffer_clear(&decoded->packed);
	block_decode(&decoded->packed, level->text, block);
	decoded->failed = decoded->failed || decoded->packed.failed;
	if (decoded->failed)
		return;
	open_region(level, block->from);
	start = level->out->len;
	if (put_bytes(level, buffer_text(&decoded->packed), &packing)) {
		add_piece(level, start, block, packing);
		level->copied = block_padding(level->text, block);
		level->blocks = true;
		return;
	}
	/* As if it had not been begun. */
	*level = before;
	decoded->count = count;
	decoded->budget = budget;
	level->out->len = at;
}

/* Characters of the block may be hidden beside it: the escapes are decoded first, it on the next level. */
static bool is_beside_escapes(const struct level *level, const struct block *block)
{
	struct text text = level->text;
	enum coding coding =
		block->to < text.len ? coding_of_lead(text.ptr[block->to]) : CODING_NONE;

	if (level->open && block->from == level->copied)
		return true;
	return coding != CODING_NONE && unit_read(text, block->to, coding).tells;
}

static size_t put_run(struct level *level, size_t at)
{
	struct block block;
	size_t next = block_find(&block, level->text, at, level->copied);

	if (block.coding != CODING_NONE && !is_beside_escapes(level, &block))
		put_block(level, &block);
	return next;
}

/* ---- levels ---- */

static bool is_stopped(const struct decoded *decoded)
{
	return decoded->failed || decoded->budget == 0;
}

static void put_view(
	struct level *level, const struct view *view, uint32_t source, struct part part)
{
	struct hint hint;
	size_t at = part.from;

	level->source = source;
	level->text = text_slice(view->bytes, 0, part.to);
	level->copied = part.from;
	level->open = false;
	while (!is_stopped(level->decoded) && hint_next(&hint, level->text, at)) {
		if (hint.coding == CODING_NONE) {
			at = put_run(level, hint.at);
			continue;
		}
		put_units(level, &hint);
		at = level->copied;
	}
	close_region(level);
}

/* The views from `first` on, decoded as the next one. False: there is nothing in them. */
static bool add_level(
	struct views *views, unsigned depth, size_t first, struct part part, bool *blocks)
{
	struct decoded *decoded = &views->decoded;
	struct level level = {.decoded = decoded, .out = &decoded->levels[depth]};
	size_t pieces = decoded->count, count = views->count;
	const struct part all = {0, SIZE_MAX};

	buffer_clear(level.out);
	for (size_t i = first; i < count; i++)
		put_view(&level, &views->items[i], (uint32_t)i, i ? all : part);
	*blocks = level.blocks;
	if (decoded->count == pieces)
		return false;
	views->items[views->count++] = (struct view){.kind = VIEW_DECODED,
		.bytes = buffer_text(level.out),
		.encoding = "",
		.piece = pieces,
		.piece_count = decoded->count - pieces};
	return true;
}

/* One level more than is looked at, to say so. */
static void look_deeper(struct views *views, unsigned depth, size_t first, struct part part)
{
	size_t count = views->count, pieces = views->decoded.count;
	bool blocks;

	if (add_level(views, depth, first, part, &blocks) && blocks)
		views->decoded.gap = "it is encoded more often than decode_depth allows";
	views->count = count;
	views->decoded.count = pieces;
}

void decoded_make(struct views *views, unsigned depth, struct part part)
{
	struct decoded *decoded = &views->decoded;
	size_t first = 0, next = views->count;
	bool blocks;
	unsigned level = 0;

	decoded->count = 0;
	decoded->gap = NULL;
	decoded->budget = (size_t)MOST_DECODED + views->raw.len;
	for (; level < depth && add_level(views, level, first, part, &blocks); level++) {
		first = next;
		next = views->count;
		blank_colours(&decoded->levels[level]);
	}
	if (depth > 0 && level == depth && !is_stopped(decoded))
		look_deeper(views, depth, first, part);
	views->failed = views->failed || decoded->failed;
}

void decoded_free(struct decoded *decoded)
{
	for (size_t i = 0; i <= MOST_DECODE_DEPTH; i++)
		buffer_free(&decoded->levels[i]);
	buffer_free(&decoded->packed);
	free(decoded->pieces);
}

/* ---- back to the source ---- */

/* The last piece that begins at the offset or before it. */
static const struct piece *piece_at(
	const struct views *views, const struct view *view, size_t offset)
{
	const struct piece *pieces = views->decoded.pieces + view->piece;
	size_t low = 0, high = view->piece_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (pieces[middle].at <= offset)
			low = middle;
		else
			high = middle;
	}
	return &pieces[low];
}

/* The first piece that is decoded and touches a part, or NULL. */
static const struct piece *first_decoded(const struct views *views, struct extent part)
{
	const struct view *view = &views->items[part.view];
	const struct piece *piece = piece_at(views, view, part.from);
	const struct piece *end = views->decoded.pieces + view->piece + view->piece_count;

	for (; piece < end && piece->at < part.to; piece++)
		if (piece->block.coding != CODING_NONE && piece->at + piece->len > part.from)
			return piece;
	return NULL;
}

bool decoded_touches(const struct views *views, struct extent part)
{
	return first_decoded(views, part) != NULL;
}

/* The part of the source that a byte of a piece was made of. */
static struct extent source_of(const struct views *views, const struct piece *piece, size_t at)
{
	const struct block *block = &piece->block;
	size_t offset = at - piece->at < piece->len ? at - piece->at : piece->len - 1;
	struct extent out = {piece->source, block->from, block->to};

	if (block->coding == CODING_NONE) {
		out.from += offset;
		out.to = out.from + 1;
	} else if (block->coding < CODING_BASE64) {
		units_source(views->items[piece->source].bytes, block->coding, offset, &out.from,
			&out.to);
	} else if (piece->packing == PACKING_NONE) {
		block_source(block, offset, &out.from, &out.to);
	}
	return out;
}

struct extent decoded_source(const struct views *views, struct extent part)
{
	const struct view *view = &views->items[part.view];
	size_t last = part.to > part.from ? part.to - 1 : part.from;
	struct extent from = source_of(views, piece_at(views, view, part.from), part.from);
	struct extent to = source_of(views, piece_at(views, view, last), last);

	/* Of two sources (a match across regions) the first counts. */
	if (to.view == from.view && to.to > from.to)
		from.to = to.to;
	return from;
}

struct extent decoded_origin(const struct views *views, struct extent part)
{
	while (views->items[part.view].kind == VIEW_DECODED)
		part = decoded_source(views, part);
	return part;
}

static const char *const packings[] = {
	[PACKING_NONE] = "",
	[PACKING_GZIP] = "gzip in ",
	[PACKING_ZLIB] = "zlib in ",
	[PACKING_UTF16] = "UTF-16 in ",
};

void decoded_chain(char out[CHAIN_BYTES], const struct views *views, struct extent part)
{
	size_t used = 0;

	out[0] = '\0';
	for (; views->items[part.view].kind == VIEW_DECODED; part = decoded_source(views, part)) {
		const struct piece *piece = first_decoded(views, part);
		int len;

		if (!piece)
			continue;
		len = snprintf(out + used, CHAIN_BYTES - used, "%s%s%s", used ? " in " : "",
			packings[piece->packing], coding_name(piece->block.coding));
		used += (size_t)len < CHAIN_BYTES - used ? (size_t)len : CHAIN_BYTES - used - 1;
	}
}
