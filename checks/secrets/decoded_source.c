/* SPDX-License-Identifier: Apache-2.0
 *
 * From a part of a decoded view back to where it comes from.
 */
#include <stdio.h>

#include "checks/secrets/decoded.h"
#include "checks/secrets/view.h"

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
	} else if (block->content == CONTENT_TEXT) {
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

bool decoded_joined(const struct views *views, struct extent part)
{
	for (; views->items[part.view].kind == VIEW_DECODED; part = decoded_source(views, part)) {
		const struct piece *piece = first_decoded(views, part);

		if (piece && piece->block.coding == CODING_JOIN)
			return true;
	}
	return false;
}

static const char *const contents[] = {
	[CONTENT_NOTHING] = "",
	[CONTENT_TEXT] = "",
	[CONTENT_UTF16LE] = "UTF-16 in ",
	[CONTENT_UTF16BE] = "UTF-16 in ",
	[CONTENT_GZIP] = "gzip in ",
	[CONTENT_ZLIB] = "zlib in ",
	[CONTENT_ARCHIVE] = "an archive in ",
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
			contents[piece->block.content], coding_name(piece->block.coding));
		used += (size_t)len < CHAIN_BYTES - used ? (size_t)len : CHAIN_BYTES - used - 1;
	}
}
