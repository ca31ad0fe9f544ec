/* SPDX-License-Identifier: Apache-2.0
 *
 * Blocks of a level: decoded, and unpacked, as far as they hold anything.
 */
#include "checks/secrets/decoded_parts.h"
#include "checks/secrets/unpack.h"
#include "gate/base/inflate.h"

/* Characters of a stream that are read before the rest is; bytes that are unpacked for nothing, for each that may be decoded. */
enum { LONG_PROBE = 16 * 1024, MOST_IN_VAIN = 4 };

static bool is_stream(const struct block *block)
{
	return block->content == CONTENT_GZIP || block->content == CONTENT_ZLIB;
}

/* Whether a stream is none further on: most that only begin so are seen here, before all that may belong to it is gone over. */
static bool breaks_off(struct level *level, struct block *block)
{
	struct buffer *packed = &level->decoded->packed;

	if (!is_stream(block))
		return false;
	block_extend(block, level->text, LONG_PROBE);
	if (block->to - block->from < LONG_PROBE)
		return false;
	buffer_reuse(packed);
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

/* A last line that may be a word below the block would be read with its end, and hide where that is: the end is decoded without it too. */
static void put_end(struct level *level, const struct block *block)
{
	struct block end = *block;
	size_t at;

	if (block->content != CONTENT_TEXT || !block_end_before_word(&end, level->text))
		return;
	buffer_add(level->out, level_separator);
	at = level->out->len;
	block_decode(level->out, level->text, &end);
	level_piece(level, at, &end);
	buffer_add(level->out, level_separator);
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

	buffer_reuse(&decoded->packed);
	block_decode(&decoded->packed, level->text, block);
	decoded->failed = decoded->failed || decoded->packed.failed;
	if (decoded->failed)
		return;
	level_open(level, block->from - prefix_length(level, block));
	start = level->out->len;
	holds = unpack_onto(level->out, buffer_text(&decoded->packed), block->content, &unpack);
	decoded->gap = unpack.gap ? unpack.gap : decoded->gap;
	before.in_vain = level->in_vain += unpack.in_vain;
	if (holds) {
		level_piece(level, start, block);
		level->copied = block_padding(level->text, block);
		put_end(level, block);
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
	level_open(level, block->from);
	level_copy(level, block->from, block->to);
	level->copied = block->to;
}

/* Whether it is packed, and there was so much that came to nothing that no more is unpacked. */
static bool is_too_much(struct level *level, const struct block *block)
{
	if (level->in_vain / MOST_IN_VAIN <= MOST_DECODED + level->text.len ||
		(!is_stream(block) && block->content != CONTENT_ARCHIVE))
		return false;
	level->decoded->gap = "more is packed in it than is unpacked";
	return true;
}

size_t level_block(struct level *level, const struct block *found)
{
	struct block block = *found;

	if (is_too_much(level, &block))
		return block.to;
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
	return level->copied > block.to ? level->copied : block.to;
}
