/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes, decoded: never a crash, each piece in its place, and every byte of a decoded view from a part of its source. The
 * first byte chooses the depth.
 */
#include <stdint.h>
#include <stdlib.h>

#include "checks/secrets/view.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_pieces(const struct views *views, const struct view *view)
{
	const struct piece *pieces = views->decoded.pieces + view->piece;
	size_t end = 0;

	for (size_t i = 0; i < view->piece_count; i++) {
		const struct block *block = &pieces[i].block;
		size_t source = views->items[pieces[i].source].bytes.len;

		must(pieces[i].at >= end && pieces[i].len > 0);
		end = pieces[i].at + pieces[i].len;
		must(end <= view->bytes.len && block->from < block->to && block->to <= source);
	}
}

static void check_extent(const struct views *views, struct extent part)
{
	char chain[CHAIN_BYTES];
	struct extent source = decoded_source(views, part);
	struct extent origin = decoded_origin(views, part);

	must(source.view < part.view && source.from < source.to);
	must(source.to <= views->items[source.view].bytes.len);
	must(views->items[origin.view].kind != VIEW_DECODED && origin.from < origin.to);
	must(origin.to <= views->items[origin.view].bytes.len);
	decoded_chain(chain, views, part);
	must(chain[0] || !decoded_touches(views, part));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct part whole = {.to = SIZE_MAX};
	const struct parts all = {&whole, 1};
	struct views views = {0};
	struct text blob = text_slice((struct text){(const char *)data, size}, 1, size);
	unsigned depth = size ? data[0] % (MOST_DECODE_DEPTH + 1) : 0;

	views_make(&views, blob);
	must(!views.failed);
	decoded_make(&views, depth, &all);
	must(!views.failed && views.count <= MOST_VIEWS);
	for (size_t i = 0; i < views.count; i++) {
		const struct view *view = &views.items[i];
		size_t step = view->bytes.len / 64 + 1;

		if (view->kind != VIEW_DECODED)
			continue;
		check_pieces(&views, view);
		for (size_t at = 0; at + 1 < view->bytes.len; at += step) {
			size_t to = at + 1 + at % 40;

			check_extent(&views, (struct extent){i, at,
						     to < view->bytes.len ? to : view->bytes.len});
		}
	}
	views_free(&views);
	return 0;
}
