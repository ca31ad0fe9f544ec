/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decoded.h"

#include <stdlib.h>

#include "checks/secrets/decode/hint.h"
#include "checks/secrets/decode/join.h"
#include "checks/secrets/decoded_parts.h"
#include "checks/secrets/view.h"

/* ---- escapes and joints ---- */

/* Of one region of a decoded view: what it has does not depend on the one behind it. An escape over the end of one is none: nothing is left. */
static size_t stretch_end(const struct level *level, const struct hint *hint)
{
	struct text text = level->text;
	size_t end = units_end(text, hint->at, hint->coding), apart;

	if (level->source == 0)
		return end;
	apart = hint->at + text_find(text_slice(text, hint->at, end), level_separator);
	return apart < end ? units_end(text_slice(text, 0, apart), hint->at, hint->coding) : end;
}

/* Returns where to go on. */
static size_t put_units(struct level *level, const struct hint *hint)
{
	struct block block = {
		.coding = hint->coding, .from = hint->at, .to = stretch_end(level, hint)};
	size_t at;

	if (block.to == block.from)
		return hint->at + 1;
	level_open(level, block.from);
	at = level->out->len;
	units_decode(level->out, level->text, block.from, block.to, block.coding);
	level_piece(level, at, &block);
	level->copied = block.to;
	level->escaped = true;
	return level->copied;
}

/* Of the byte before the joint and the one behind, so that there is a piece to be touched. */
static void put_joined(struct level *level, const struct joint *joint)
{
	size_t from = joint->at > level->copied ? joint->at - 1 : joint->at, at;
	struct block block = {
		.coding = CODING_JOIN, .from = from, .to = joint->at + joint->len + 1};

	level_open(level, block.from);
	at = level->out->len;
	buffer_add(level->out, text_slice(level->text, from, joint->at));
	buffer_add(level->out, text_slice(level->text, block.to - 1, block.to));
	level_piece(level, at, &block);
	level->copied = block.to;
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
	struct hint_search search = {.longest = SIZE_MAX};
	struct hint hint;
	size_t at = part.from + part.quiet_before;

	start_view(level, view, source, part);
	search.text = level->text;
	search.to = level->text.len - part.quiet_behind;
	search.floor = level->copied;
	while (!is_stopped(level->decoded) && hint_next(&hint, &search, at)) {
		at = hint.coding == CODING_NONE ? level_block(level, &hint.block)
						: put_units(level, &hint);
		search.floor = level->copied;
	}
	level_close(level);
}

static void join_view(
	struct level *level, const struct view *view, uint32_t source, struct part part)
{
	size_t at = part.from + part.quiet_before, to;
	struct joint joint;

	start_view(level, view, source, part);
	to = level->text.len - part.quiet_behind;
	for (; !is_stopped(level->decoded) && joint_next(&joint, level->text, at, to);
		at = level->copied)
		put_joined(level, &joint);
	level_close(level);
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
	void (*put)(
		struct level *level, const struct view *view, uint32_t source, struct part part))
{
	const struct part all = {.to = SIZE_MAX};

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

	buffer_reuse(level.out);
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

	buffer_reuse(level.out);
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
