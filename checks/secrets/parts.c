/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/parts.h"

#include <stdlib.h>

#include "checks/secrets/decode/hint.h"
#include "checks/secrets/decode/join.h"

enum {
	MARGIN =
		64, /* decoded on either side of what differs: a run that is shorter than LONG_RUN may go on into it */
	LONG_RUN =
		38, /* may be the line of a block that begins elsewhere, and one that an 0x stands before */
	MOST_RUN = LONG_RUN + 2,
	/* Of a stretch without anything encoded: the context of what stands behind it, and what begins before it (a joint at most) with its context. */
	BEFORE = 256,
	BEHIND = 512,
	QUIET = BEFORE + BEHIND,
	TRIES = 16,
	WORTH = 2 *
		(MARGIN +
			QUIET), /* a shorter copy has nothing left when its ends have their margins */
};
_Static_assert((int)BEFORE >= CONTEXT + MOST_RUN, "a run is not cut off");
_Static_assert((int)BEHIND > MOST_JOINT + CONTEXT + MOST_RUN, "neither is a joint");
_Static_assert((int)QUIET > MOST_JOINT + 2 * CONTEXT + MOST_RUN, "two regions, not one");

/* ---- where decoding may begin and end ---- */

/* Nothing that is encoded begins there, nothing there might be the middle of something, and no stretch of escapes goes on there for longer than a joint,
 * whatever stands before `known_from`: in both texts. */
static bool is_quiet(struct text text, size_t from, size_t known_from)
{
	size_t to = from + QUIET;
	struct hint_search search = {.text = text,
		.to = to,
		.floor = from > LONG_RUN ? from - LONG_RUN : 0,
		.longest = LONG_RUN};
	struct joint joint;
	struct hint hint;

	return !joint_next(&joint, text, from, to) && !hint_next(&hint, &search, from) &&
	       !units_may_cross(text, from + MOST_JOINT, known_from);
}

static void begin_before(struct part *part, struct text text, size_t at, size_t known_from)
{
	for (int i = 0; i < TRIES && at > QUIET; i++, at -= QUIET)
		if (is_quiet(text, at - QUIET, known_from)) {
			part->from = at - BEFORE;
			part->quiet_before = BEFORE;
			return;
		}
}

/* A run that begins before such a stretch may end in it. */
static void end_behind(struct part *part, struct text text, size_t at, size_t known_from)
{
	for (int i = 0; i < TRIES && text.len - at > QUIET; i++, at += QUIET)
		if (is_quiet(text, at, known_from)) {
			part->to = at + BEHIND;
			part->quiet_behind = BEHIND - MOST_RUN;
			return;
		}
}

/* ---- parts ---- */

void part_list_free(struct part_list *list)
{
	free(list->items);
	*list = (struct part_list){0};
}

static int add_part(struct part_list *list, const struct part *part, struct err *err)
{
	size_t wanted = list->capacity ? list->capacity * 2 : 16;
	struct part *last = list->count ? &list->items[list->count - 1] : NULL, *grown;

	if (last && last->to >= part->from) {
		if (last->to < part->to) {
			last->to = part->to;
			last->quiet_behind = part->quiet_behind;
		}
		return 0;
	}
	if (list->count == list->capacity) {
		grown = realloc(list->items, wanted * sizeof(*grown));
		if (!grown)
			return err_nomem(err);
		list->items = grown;
		list->capacity = wanted;
	}
	list->items[list->count++] = *part;
	return 0;
}

static int add_all(struct part_list *list, struct text text, struct err *err)
{
	return add_part(list, &(struct part){.to = text.len}, err);
}

/* A place that differs, [from, to), or where two copies meet, and from where on what is before it is the same in both texts. */
struct between {
	size_t known_from, from, to;
};

/* What is around it. */
static int add_around(
	struct part_list *list, struct text text, const struct between *between, struct err *err)
{
	size_t reached = list->count ? list->items[list->count - 1].to : 0;
	struct part part = {.to = text.len};

	if (between->from > MARGIN && between->from - MARGIN > reached)
		begin_before(&part, text, between->from - MARGIN, between->known_from);
	else if (list->count)
		part.from = reached;
	if (text.len - between->to > MARGIN)
		end_behind(&part, text, between->to + MARGIN, between->to + 1);
	return part.to > part.from ? add_part(list, &part, err) : 0;
}

static bool is_worth(const struct copied *copied)
{
	return copied->len >= WORTH;
}

static bool begins_both(const struct copied *copied)
{
	return copied->at == 0 && copied->from == 0;
}

static bool ends_both(const struct copied *copied, const struct basis *basis)
{
	return copied->at + copied->len == basis->text.len &&
	       copied->from + copied->len == basis->kept->len;
}

static int add_parts(struct part_list *list, const struct basis *basis, struct err *err)
{
	struct between between = {0};

	for (size_t i = 0; i < basis->copies.count; i++) {
		const struct copied *copied = &basis->copies.items[i];

		if (!is_worth(copied))
			continue;
		between.to = copied->at;
		if (!begins_both(copied) && add_around(list, basis->text, &between, err) < 0)
			return -1;
		/* Before where both begin nothing stands. */
		between.known_from = begins_both(copied) ? 0 : copied->at + 1;
		between.from = copied->at + copied->len;
		if (ends_both(copied, basis))
			return 0;
	}
	between.to = basis->text.len;
	return add_around(list, basis->text, &between, err);
}

int parts_find(struct part_list *out, const struct basis *basis, struct err *err)
{
	out->count = 0;
	if (!basis->kept->clean)
		return add_all(out, basis->text, err);
	if (add_parts(out, basis, err) < 0)
		return -1;
	/* A text that is a copy as a whole still has ends. */
	return out->count ? 0 : add_all(out, basis->text, err);
}
