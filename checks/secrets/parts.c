/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/parts.h"

#include <stdlib.h>
#include <string.h>

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
	REACHED =
		MOST_JOINT + CONTEXT + 2, /* into it, by what begins before it, with its context */
	STEP = 256,
	MOST_SEEN = 4096, /* behind it: a run that goes further is long */
	WORTH = 2 *
		(MARGIN +
			QUIET), /* a shorter copy has nothing left when its ends have their margins */
};
_Static_assert((int)BEFORE >= CONTEXT + MOST_RUN, "a run is not cut off");
_Static_assert((int)BEHIND > MOST_JOINT + CONTEXT + MOST_RUN, "neither is a joint");
_Static_assert((int)BEHIND >= REACHED + MOST_RUN, "nor is a run behind one");
_Static_assert((int)QUIET > MOST_JOINT + 2 * CONTEXT + MOST_RUN, "two regions, not one");

/* ---- where decoding may begin and end ---- */

/* Whether a run goes on with nothing before it. A line of a block that begins before the stretch is nearer to where that begins, and so is one below a run
 * that stands behind an escape or a joint from there: with those lines its region ends. */
static bool begins_alone(struct text text, size_t from, size_t run)
{
	char before;

	if (run <= from)
		return false;
	before = text.ptr[run - 1];
	if (memchr(" \t\r\n", before, 4))
		return run >= from + MOST_LINE_GAP &&
		       (run > from + REACHED || !block_is_continued(text, run));
	return !block_class(before) && coding_of_lead(before) == CODING_NONE &&
	       !text_ends(text_slice(text, 0, run), "&#");
}

/* Whether a region that begins before the stretch has its end in the run, or behind it, further on than the stretch is apart from the next. */
static bool is_in_region(size_t from, size_t run, size_t end)
{
	size_t most = run > from + MOST_JOINT + 2 ? REACHED + MOST_RUN : REACHED - MOST_LINE_GAP;

	return run <= from + REACHED && end > from + most;
}

/* Whether a long run in the stretch from an offset on is no matter, in either text: lock files are full of them. */
static bool is_nothing(struct text text, size_t from, size_t run, size_t *end)
{
	return begins_alone(text, from, run) && block_is_none(text, run, end) &&
	       *end < from + QUIET && !is_in_region(from, run, *end);
}

/* Whether no run is in the stretch that is a block, or may be a part of one. */
static bool has_no_hint(const struct hint_search *search, size_t from)
{
	size_t at = from;
	struct hint hint;

	while (hint_next(&hint, search, at))
		if (hint.coding != CODING_NONE || hint.block.coding != CODING_NONE ||
			!is_nothing(search->text, from, hint.block.from, &at))
			return false;
	return true;
}

/* Nothing that is encoded begins there, nothing there might be the middle of something, and no stretch of escapes goes on there for longer than a joint,
 * whatever stands before `known_from`: in both texts. */
static bool is_quiet(struct text text, size_t from, size_t known_from)
{
	size_t to = from + QUIET;
	struct hint_search search = {.text = text_slice(text, 0, to + MOST_SEEN),
		.to = to,
		.floor = from > LONG_RUN ? from - LONG_RUN : 0,
		.longest = LONG_RUN};
	struct joint joint;

	return !joint_next(&joint, text, from, to) && has_no_hint(&search, from) &&
	       !units_may_cross(text, from + MOST_JOINT, known_from);
}

/* Begins a part that would begin where another ends. */
static void begin_before(struct part *part, struct text text, size_t at, size_t known_from)
{
	for (; at > QUIET && at - BEFORE > part->from; at -= STEP)
		if (is_quiet(text, at - QUIET, known_from)) {
			part->from = at - BEFORE;
			part->quiet_before = BEFORE;
			return;
		}
}

/* A run that begins before such a stretch may end in it. */
static void end_behind(struct part *part, struct text text, size_t at, size_t known_from)
{
	for (; text.len - at > QUIET; at += STEP)
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

/* What is around it, if that is in no part yet: so the search for its ends is linear, over all of them together. */
static int add_around(
	struct part_list *list, struct text text, const struct between *between, struct err *err)
{
	size_t reached = list->count ? list->items[list->count - 1].to : 0;
	struct part part = {.from = reached, .to = text.len};

	if (between->to + MARGIN + BEHIND <= reached)
		return 0;
	if (between->from > MARGIN)
		begin_before(&part, text, between->from - MARGIN, between->known_from);
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
