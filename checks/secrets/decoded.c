/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decoded.h"

#include <stdlib.h>

#include "checks/secrets/decode/hint.h"
#include "checks/secrets/decode/join.h"
#include "checks/secrets/unpack.h"
#include "checks/secrets/view.h"
#include "gate/base/inflate.h"

static const struct text separator = TEXT("\n\0\n");

/* Bytes that a context may be longer, for a block that would be cut off. */
enum { MOST_OVERHANG = 64 * 1024 };

/* Characters of a stream that are read before the rest is. */
enum { LONG_PROBE = 16 * 1024 };

/* A level under way. */
struct level {
	struct decoded *decoded;
	struct buffer *out;
	struct text text; /* of the source */
	uint32_t source;
	size_t copied; /* up to there the source is in the region */
	bool open;     /* a region is under way */
	bool escaped;  /* and what it has last are escapes */
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
static void add_piece(struct level *level, size_t at, const struct block *block)
{
	struct decoded *decoded = level->decoded;
	size_t len = level->out->len - at, cost = len + sizeof(struct piece);

	decoded->failed = decoded->failed || level->out->failed;
	if (decoded->failed || len == 0 || !reserve_piece(decoded))
		return;
	decoded->pieces[decoded->count++] = (struct piece){at, len, level->source, *block};
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
	add_piece(level, at, &block);
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
	add_piece(level, at, &block);
	level->copied = block.to;
	level->escaped = true;
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
	add_piece(level, at, &block);
	level->copied = block.to;
}

/* ---- blocks ---- */

/* Whether a stream is none further on: most that only begin so are seen here, before all that may belong to it is gone over. */
static bool breaks_off(struct level *level, struct block *block)
{
	struct buffer *packed = &level->decoded->packed;
	bool stream = block->content == CONTENT_GZIP || block->content == CONTENT_ZLIB;

	if (!stream)
		return false;
	block_extend(block, level->text, LONG_PROBE);
	if (block->to - block->from < LONG_PROBE)
		return false;
	buffer_clear(packed);
	block_decode(packed, level->text, block);
	return !packed->failed && !inflate_begins(buffer_text(packed));
}

/* The "0x" of a number is no part of what it stands for, and would look like the beginning of a word. */
static size_t prefix_length(const struct level *level, const struct block *block)
{
	size_t from = block->from;

	return block->coding == CODING_HEX && from >= level->copied + 2 &&
			       text_starts(text_slice(level->text, from - 2, from), "0x")
		       ? 2
		       : 0;
}

/* What follows right behind the padding is another word. */
static void part_from_next(struct level *level, const struct block *block)
{
	size_t end = level->copied;

	if (end > block->to && end < level->text.len && block_class(level->text.ptr[end]))
		buffer_byte(level->out, '\n');
}

static void put_block(struct level *level, const struct block *block)
{
	struct decoded *decoded = level->decoded;
	struct level before = *level;
	struct unpack unpack = {.library = decoded->library,
		.archive_depth = decoded->archive_depth,
		.most = decoded->budget};
	size_t at = level->out->len, count = decoded->count, budget = decoded->budget, start;
	bool holds;

	buffer_clear(&decoded->packed);
	block_decode(&decoded->packed, level->text, block);
	decoded->failed = decoded->failed || decoded->packed.failed;
	if (decoded->failed)
		return;
	open_region(level, block->from - prefix_length(level, block));
	start = level->out->len;
	holds = unpack_onto(level->out, buffer_text(&decoded->packed), block->content, &unpack);
	decoded->gap = unpack.gap ? unpack.gap : decoded->gap;
	if (holds) {
		add_piece(level, start, block);
		level->copied = block_padding(level->text, block);
		part_from_next(level, block);
		level->blocks = true;
		level->escaped = false;
		return;
	}
	/* As if it had not been begun. */
	before.broken = unpack.broken;
	*level = before;
	decoded->count = count;
	decoded->budget = budget;
	level->out->len = at;
}

/* Characters of the block may be hidden beside it: the escapes are decoded first, it on the next level. Padding at the end of a line is a
 * soft line break of quoted-printable only where the block goes on below. */
static bool is_beside_escapes(const struct level *level, const struct block *block)
{
	struct text text = level->text;
	enum coding coding =
		block->to < text.len ? coding_of_lead(text.ptr[block->to]) : CODING_NONE;
	struct unit unit;

	if (level->open && level->escaped && block->from == level->copied)
		return true;
	if (coding == CODING_NONE)
		return false;
	unit = unit_read(text, block->to, coding);
	return unit.tells && (unit.made || block_line_at(text, block->to + unit.taken));
}

/* Where to go on behind a stream that breaks off: with its second line. It may be a line that only begins so, and the lines below
 * are tried again, as often as can be afforded. */
static size_t after_broken(struct level *level, const struct block *block)
{
	level->wasted += block->to - block->from;
	if (block->line == SIZE_MAX)
		return block->to;
	if (level->wasted <= (size_t)MOST_DECODED + level->text.len)
		return block->from + block->step;
	level->decoded->gap = "it has more streams that break off than are looked at";
	return block->to;
}

/* As it stands and as a whole: the next level has to see where it begins, however far that is from the escape. */
static void keep_block(struct level *level, const struct block *block)
{
	open_region(level, block->from);
	copy(level, block->from, block->to);
	level->copied = block->to;
}

static size_t put_run(struct level *level, size_t at)
{
	struct block block;
	size_t next = block_find(&block, level->text, at, level->copied);

	if (block.coding == CODING_NONE)
		return next;
	if (breaks_off(level, &block))
		return after_broken(level, &block);
	block_extend(&block, level->text, SIZE_MAX);
	level->broken = false;
	if (is_beside_escapes(level, &block))
		keep_block(level, &block);
	else
		put_block(level, &block);
	if (level->broken)
		return after_broken(level, &block);
	next = block.to > next ? block.to : next;
	return level->copied > next ? level->copied : next;
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

/* A view by one of the two above: of the first one only those parts. */
static void put_parts(struct level *level, const struct views *views, size_t number,
	const struct parts *parts,
	void (*put)(struct level *level, const struct view *view, uint32_t source, struct part part))
{
	const struct part all = {0, SIZE_MAX};

	if (number > 0)
		put(level, &views->items[number], (uint32_t)number, all);
	for (size_t i = 0; number == 0 && i < parts->count; i++)
		put(level, &views->items[0], 0, parts->items[i]);
}

/* The views that are there, with their literals joined: a view beside them. */
static void add_joined(struct views *views, const struct parts *parts)
{
	struct decoded *decoded = &views->decoded;
	struct level level = {.decoded = decoded, .out = &decoded->joined};
	size_t count = views->count;

	buffer_clear(level.out);
	for (size_t i = 0; i < count; i++)
		put_parts(&level, views, i, parts, join_view);
	if (add_view(views, level.out, 0))
		blank_colours(level.out);
}

/* The views from `first` on, decoded as the next one. False: there is nothing in them. */
static bool add_level(
	struct views *views, unsigned depth, size_t first, const struct parts *parts, bool *blocks)
{
	struct decoded *decoded = &views->decoded;
	struct level level = {.decoded = decoded, .out = &decoded->levels[depth]};
	size_t pieces = decoded->count, count = views->count;

	buffer_clear(level.out);
	for (size_t i = first; i < count; i++)
		put_parts(&level, views, i, parts, put_view);
	*blocks = level.blocks;
	return add_view(views, level.out, pieces);
}

/* One level more than is looked at, to say so. */
static void look_deeper(
	struct views *views, unsigned depth, size_t first, const struct parts *parts)
{
	size_t count = views->count, pieces = views->decoded.count;
	bool blocks;

	if (add_level(views, depth, first, parts, &blocks) && blocks)
		views->decoded.gap = "it is encoded more often than decode_depth allows";
	views->count = count;
	views->decoded.count = pieces;
}

void decoded_make(struct views *views, unsigned depth, const struct parts *parts)
{
	struct decoded *decoded = &views->decoded;
	size_t first = 0, next;
	bool blocks;
	unsigned level = 0;

	decoded->count = 0;
	decoded->gap = NULL;
	decoded->budget = (size_t)MOST_DECODED + views->raw.len;
	if (depth > 0)
		add_joined(views, parts);
	next = views->count;
	for (; level < depth && add_level(views, level, first, parts, &blocks); level++) {
		first = next;
		next = views->count;
		blank_colours(&decoded->levels[level]);
	}
	if (depth > 0 && level == depth && !is_stopped(decoded))
		look_deeper(views, depth, first, parts);
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
