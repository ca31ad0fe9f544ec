/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/kinship.h"

enum { MOST_STEPS = 16 };

/* An object and those that it is a delta of, one of the other. The last may be no more than a place. */
struct ancestor {
	const struct pack *pack;
	size_t offset;
	const struct unpacked *object; /* NULL: it is not in memory */
};
struct line {
	struct ancestor items[MOST_STEPS + 1];
	size_t count;
};

static struct line line_of(const struct unpacked *object)
{
	return (struct line){{{object->pack, object->offset, object}}, 1};
}

static bool line_grow(struct line *line, const struct cache *cache)
{
	const struct unpacked *last = line->items[line->count - 1].object;

	if (!last || !last->copied || line->count > MOST_STEPS)
		return false;
	line->items[line->count++] = (struct ancestor){last->base_pack, last->base_offset,
		cache_peek(cache, last->base_pack, last->base_offset)};
	return true;
}

/* Where the last of one line stands in the other one; its count where it does not. */
static size_t line_find(const struct line *line, const struct line *other)
{
	const struct ancestor *last = &other->items[other->count - 1];
	size_t at = 0;

	while (at < line->count &&
		(line->items[at].offset != last->offset || line->items[at].pack != last->pack))
		at++;
	return at;
}

/* Lengthens both lines up to one that both have: the last of one, and of the other what then becomes its last. */
static bool meet(struct line *a, struct line *b, const struct cache *cache)
{
	bool a_grows = true, b_grows = true;

	while (a_grows || b_grows) {
		size_t at;

		a_grows = a_grows && line_grow(a, cache);
		at = line_find(b, a);
		if (at < b->count) {
			b->count = at + 1;
			return true;
		}
		b_grows = b_grows && line_grow(b, cache);
		at = line_find(a, b);
		if (at < a->count) {
			a->count = at + 1;
			return true;
		}
	}
	return false;
}

static struct copies copies_of(const struct unpacked *object)
{
	return (struct copies){object->copied, object->copied_count};
}

/* What the first of a line has of the last, which is another one. */
static void compose_line(struct copied_list *out, const struct line *line, struct copied_list *room)
{
	copied_set(out, copies_of(line->items[0].object));
	for (size_t i = 1; i + 1 < line->count; i++) {
		copied_compose(room, copied_copies(out), copies_of(line->items[i].object));
		copied_set(out, copied_copies(room));
	}
}

bool kinship_copies(const struct cache *cache, const struct unpacked *before,
	const struct unpacked *now, struct copied_list room_for[KINSHIP_LISTS],
	struct copied_list *out)
{
	struct copied_list *room = &room_for[0], *back = &room_for[1], *ahead = &room_for[2];
	struct line old_line = line_of(before), new_line = line_of(now);

	if (!meet(&old_line, &new_line, cache))
		return false;
	/* One and the same, of which one was made without a list. */
	if (old_line.count == 1 && new_line.count == 1)
		return false;
	if (old_line.count == 1) {
		compose_line(out, &new_line, room);
		return true;
	}
	compose_line(back, &old_line, room);
	copied_invert(back);
	if (new_line.count == 1) {
		copied_set(out, copied_copies(back));
		return true;
	}
	compose_line(ahead, &new_line, room);
	copied_compose(out, copied_copies(ahead), copied_copies(back));
	return true;
}
