/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/locate.h"

#include <string.h>

#include "gate/base/escape.h"

/* Neighbours on each side that a cut is kept clear of. */
enum { NEIGHBOURS = 32 };

/* ---- lines and columns ---- */

struct cursor {
	struct text text;
	size_t at;
	uint32_t line, column;
};

static void up(uint32_t *number)
{
	if (*number < UINT32_MAX)
		++*number;
}

static void move(struct cursor *cursor, size_t to)
{
	while (cursor->at < to) {
		struct text rest = text_slice(cursor->text, cursor->at, cursor->text.len);
		uint32_t code;
		unsigned length = (unsigned char)rest.ptr[0] < 0x80 ? 1 : utf8_decode(rest, &code);

		cursor->at += length ? length : 1;
		if (rest.ptr[0] == '\n') {
			up(&cursor->line);
			cursor->column = 1;
		} else {
			up(&cursor->column);
		}
	}
}

static struct cursor start(const struct views *views, const struct view *view)
{
	struct cursor cursor = {view->kind == VIEW_RUNS ? views->raw : view->bytes, 0, 1, 1};

	if (view->kind == VIEW_RAW && text_starts(view->bytes, "\xef\xbb\xbf"))
		cursor.at = 3;
	return cursor;
}

static size_t offset_of(const struct views *views, const struct view *view, size_t offset)
{
	return view->kind == VIEW_RUNS ? views_raw_offset(views, offset) : offset;
}

/* Where a hit's secret stands in a view that is not decoded. */
static struct extent origin_of(const struct views *views, const struct hit *hit)
{
	return decoded_origin(views, (struct extent){hit->view, hit->secret_from, hit->secret_to});
}

void locate(struct spot *spots, const struct scan *scan, const struct views *views)
{
	struct cursor cursor = {0};
	size_t view = SIZE_MAX;

	for (size_t i = 0; i < scan->hit_count; i++) {
		struct extent origin = origin_of(views, &scan->hits[i]);
		const struct view *bytes = &views->items[origin.view];
		size_t from = offset_of(views, bytes, origin.from);
		struct cursor end;

		/* Levels of decoding are further passes. */
		if (origin.view != view || from < cursor.at)
			cursor = start(views, bytes);
		view = origin.view;
		move(&cursor, from);
		end = cursor;
		move(&end, offset_of(views, bytes, origin.to));
		spots[i] = (struct spot){cursor.line, cursor.column, end.line, end.column};
	}
}

/* ---- the excerpt ---- */

static bool is_inside(const struct hit *hit, size_t at)
{
	return hit->secret_from < at && at < hit->secret_to;
}

/* Shrinks [*from, *to) until no neighbour's secret is cut through. */
static void keep_clear(
	const struct scan *scan, size_t index, size_t neighbour, size_t *from, size_t *to)
{
	const struct hit *own = &scan->hits[index], *other = &scan->hits[neighbour];

	if (other->view != own->view)
		return;
	if (is_inside(other, *from))
		*from = other->secret_to < own->secret_from ? other->secret_to : own->secret_from;
	if (is_inside(other, *to) && other->secret_from >= own->secret_to)
		*to = other->secret_from;
}

static bool is_continuation(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

/* First and last byte of the line, as far as an excerpt can reach. */
static void line_around(struct text text, size_t at, size_t *from, size_t *to)
{
	*from = *to = at;
	while (*from > 0 && at - *from < EXCERPT_MOST && text.ptr[*from - 1] != '\n')
		--*from;
	while (*to < text.len && *to - at < EXCERPT_MOST && text.ptr[*to] != '\n')
		++*to;
	if (*to > *from && text.ptr[*to - 1] == '\r')
		--*to;
}

/* The part of the line that fits, with the secret in its middle. */
static void fit(const struct hit *hit, size_t *from, size_t *to)
{
	size_t secret = (hit->secret_to < *to ? hit->secret_to : *to) - hit->secret_from;
	size_t before = secret < EXCERPT_MOST ? (EXCERPT_MOST - secret) / 2 : 0;

	if (hit->secret_from - *from > before)
		*from = hit->secret_from - before;
	if (*to - *from > EXCERPT_MOST)
		*to = *from + EXCERPT_MOST;
}

/* Whole characters only. */
static struct text whole_characters(struct text text, const struct hit *hit, size_t from, size_t to)
{
	while (from < hit->secret_from && is_continuation(text.ptr[from]))
		from++;
	while (to > hit->secret_to && to < text.len && is_continuation(text.ptr[to]))
		to--;
	return text_slice(text, from, to);
}

struct text excerpt(const struct scan *scan, size_t index, const struct views *views)
{
	const struct hit *hit = &scan->hits[index];
	struct text text = views->items[hit->view].bytes;
	size_t from, to;

	line_around(text, hit->secret_from, &from, &to);
	fit(hit, &from, &to);
	for (size_t i = 1; i <= NEIGHBOURS; i++) {
		if (i <= index)
			keep_clear(scan, index, index - i, &from, &to);
		if (index + i < scan->hit_count)
			keep_clear(scan, index, index + i, &from, &to);
	}
	return whole_characters(text, hit, from, to);
}
