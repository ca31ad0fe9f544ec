/* SPDX-License-Identifier: Apache-2.0
 *
 * Regions of a decoded view, and the pieces that they are made of.
 */
#include <stdlib.h>

#include "checks/secrets/decoded_parts.h"
#include "checks/secrets/view.h"

/* Bytes that a context may be longer, for a block at its end that would be cut off. */
enum { MOST_OVERHANG = 64 * 1024 };

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

void level_piece(struct level *level, size_t at, const struct block *block)
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

void level_copy(struct level *level, size_t from, size_t to)
{
	struct block block = {.coding = CODING_NONE, .from = from, .to = to};
	size_t at = level->out->len;

	buffer_add(level->out, text_slice(level->text, from, to));
	level_piece(level, at, &block);
}

/* ---- regions ---- */

/* Whether what was made last goes on in the text as a run: a block may begin, or go on, behind an escape or a joint. It is the next level's. */
static bool is_hidden(const struct level *level)
{
	struct text made = buffer_text(level->out);

	return level->copied < level->text.len && block_class(level->text.ptr[level->copied]) &&
	       made.len > 0 && block_class(made.ptr[made.len - 1]);
}

/* Where the text ends that belongs to what was made last: a block is not cut off. */
static size_t region_end(const struct level *level)
{
	size_t to = block_end(level->text, level->copied + CONTEXT, MOST_OVERHANG), end;

	if (!is_hidden(level))
		return to;
	end = block_rest(level->text, level->copied);
	return end > to ? end : to;
}

void level_close(struct level *level)
{
	size_t to;

	if (!level->open)
		return;
	to = region_end(level);
	level_copy(level, level->copied, to);
	buffer_add(level->out, level_separator);
	level->copied = to;
	level->open = false;
}

/* Whether so much text lies in between that it is left out. */
static bool is_apart(const struct level *level, size_t from)
{
	return from - level->copied > 2 * CONTEXT && region_end(level) + CONTEXT < from;
}

void level_open(struct level *level, size_t from)
{
	if (level->open && is_apart(level, from))
		level_close(level);
	if (!level->open && from - level->copied > CONTEXT)
		level->copied = from - CONTEXT;
	level->open = true;
	level_copy(level, level->copied, from);
}
