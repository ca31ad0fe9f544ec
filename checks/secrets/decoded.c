/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decoded.h"

#include <stdlib.h>

#include "checks/secrets/decode/hint.h"
#include "checks/secrets/decode/join.h"
#include "checks/secrets/view.h"
#include "gate/base/inflate.h"

static const struct text separator = TEXT("\n\0\n");

/* Bytes that a context may be longer, for a block that would be cut off. */
enum { MOST_OVERHANG = 64 * 1024, BEGINNING = 256 };

/* A level under way. */
struct level {
	struct decoded *decoded;
	struct buffer *out;
	struct text text; /* of the source */
	uint32_t source;
	size_t copied; /* up to there the source is in the region */
	bool open;     /* a region is under way */
	bool blocks;   /* a block was decoded: there is something to look into */
	bool broken;   /* the last block was a stream that breaks off */
	size_t wasted; /* characters of such blocks */
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

/* Of the byte before the joint and the one behind, so that there is a piece to be touched. */
static void put_joined(struct level *level, size_t joint)
{
	size_t from = joint > level->copied ? joint - 1 : joint, at;
	struct block block = {.coding = CODING_JOIN,
		.from = from,
		.to = joint + joint_length(level->text, joint) + 1};

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

/* Text of two bytes a character, of which the second is zero; what is something else stays as it is. */
static void put_utf16(struct level *level, struct text bytes)
{
	for (size_t i = 0; i < bytes.len; i += 2) {
		buffer_byte(level->out, bytes.ptr[i]);
		if (i + 1 < bytes.len && bytes.ptr[i + 1] != '\0')
			buffer_byte(level->out, bytes.ptr[i + 1]);
	}
}

/* Appends what a stream of gzip or zlib holds, where it is text. One that breaks off may be a line that only begins so: the lines
 * below are tried again, as often as can be afforded. */
static bool put_inflated(struct level *level, struct text bytes)
{
	struct decoded *decoded = level->decoded;
	size_t at = level->out->len;
	enum inflating result = inflate_onto(level->out, bytes, decoded->budget);

	level->broken = result == INFLATE_NOT;
	if (result == INFLATE_TOO_LARGE)
		decoded->gap = "a compressed part of it comes to more bytes than are decoded";
	return result == INFLATE_DONE &&
	       is_readable((struct text){level->out->ptr + at, level->out->len - at});
}

/* Appends what the bytes of a block stand for. False: nothing that could be looked at. */
static bool put_bytes(struct level *level, struct text bytes, enum packing *packing)
{
	*packing = PACKING_NONE;
	/* Text that goes over into something else is looked at too. */
	if (is_readable(text_slice(bytes, 0, BEGINNING))) {
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
	before.broken = level->broken;
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

/* Where to go on behind a stream that breaks off: with its second line. */
static size_t after_broken(struct level *level, const struct block *block, size_t next)
{
	level->wasted += block->to - block->from;
	if (block->line == SIZE_MAX)
		return next;
	if (level->wasted <= (size_t)MOST_DECODED + level->text.len)
		return block->from + block->step;
	level->decoded->gap = "it has more streams that break off than are looked at";
	return next;
}

static size_t put_run(struct level *level, size_t at)
{
	struct block block;
	size_t next = block_find(&block, level->text, at, level->copied);

	if (block.coding == CODING_NONE || is_beside_escapes(level, &block))
		return next;
	level->broken = false;
	put_block(level, &block);
	return level->broken ? after_broken(level, &block, next) : next;
}

/* ---- levels ---- */

static bool is_stopped(const struct decoded *decoded)
{
	return decoded->failed || decoded->budget == 0;
}

static void start_view(
	struct level *level, const struct view *view, uint32_t source, struct part part)
{
	level->source = source;
	level->text = text_slice(view->bytes, 0, part.to);
	level->copied = part.from;
	level->open = false;
}

static void put_view(
	struct level *level, const struct view *view, uint32_t source, struct part part)
{
	struct hint hint;
	size_t at = part.from;

	start_view(level, view, source, part);
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

static void join_view(
	struct level *level, const struct view *view, uint32_t source, struct part part)
{
	size_t joint;

	start_view(level, view, source, part);
	while (!is_stopped(level->decoded) && joint_next(&joint, level->text, level->copied))
		put_joined(level, joint);
	close_region(level);
}

/* What a level made is the next view. False: there is nothing in it. */
static bool add_view(struct views *views, const struct buffer *made, size_t pieces)
{
	struct decoded *decoded = &views->decoded;

	if (decoded->count == pieces)
		return false;
	views->items[views->count++] = (struct view){.kind = VIEW_DECODED,
		.bytes = buffer_text(made),
		.encoding = "",
		.piece = pieces,
		.piece_count = decoded->count - pieces};
	return true;
}

/* The views that are there, with their literals joined: a view beside them. */
static void add_joined(struct views *views, struct part part)
{
	struct decoded *decoded = &views->decoded;
	struct level level = {.decoded = decoded, .out = &decoded->joined};
	size_t count = views->count;
	const struct part all = {0, SIZE_MAX};

	buffer_clear(level.out);
	for (size_t i = 0; i < count; i++)
		join_view(&level, &views->items[i], (uint32_t)i, i ? all : part);
	if (add_view(views, level.out, 0))
		blank_colours(level.out);
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
	return add_view(views, level.out, pieces);
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
	size_t first = 0, next;
	bool blocks;
	unsigned level = 0;

	decoded->count = 0;
	decoded->gap = NULL;
	decoded->budget = (size_t)MOST_DECODED + views->raw.len;
	if (depth > 0)
		add_joined(views, part);
	next = views->count;
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
	buffer_free(&decoded->joined);
	buffer_free(&decoded->packed);
	free(decoded->pieces);
}
