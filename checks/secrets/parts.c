/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/parts.h"

#include <stdlib.h>

#include "checks/secrets/decode/hint.h"
#include "checks/secrets/decode/join.h"

enum {
	MARGIN =
		64, /* decoded on either side of what differs: a run that is shorter than LONG_RUN may go on into it */
	QUIET = 1024, /* without anything encoded: more than twice the context and what a stretch goes on over */
	TRIES = 16,
	LONG_RUN = 40, /* may be the line of a block that begins elsewhere */
	WORTH = 2 *
		(MARGIN +
			QUIET), /* a shorter copy has nothing left when its ends have their margins */
};

/* ---- where decoding may begin and end ---- */

/* Nothing there is encoded, or might be the middle of something. */
static bool is_quiet(struct text text, size_t from, size_t to)
{
	struct hint_search search = {.text = text,
		.to = to,
		.floor = from > LONG_RUN ? from - LONG_RUN : 0,
		.longest = LONG_RUN};
	struct joint joint;
	struct hint hint;

	return !joint_next(&joint, text, from, to) && !hint_next(&hint, &search, from);
}

static size_t quiet_before(struct text text, size_t at)
{
	for (int i = 0; i < TRIES && at > QUIET; i++, at -= QUIET)
		if (is_quiet(text, at - QUIET, at))
			return at - QUIET / 2;
	return 0;
}

static size_t quiet_behind(struct text text, size_t at)
{
	for (int i = 0; i < TRIES && text.len - at > QUIET; i++, at += QUIET)
		if (is_quiet(text, at, at + QUIET))
			return at + QUIET / 2;
	return text.len;
}

/* ---- parts ---- */

void part_list_free(struct part_list *list)
{
	free(list->items);
	*list = (struct part_list){0};
}

static int add_part(struct part_list *list, size_t from, size_t to, struct err *err)
{
	size_t wanted = list->capacity ? list->capacity * 2 : 16;
	struct part *grown;

	if (list->count && list->items[list->count - 1].to >= from) {
		if (list->items[list->count - 1].to < to)
			list->items[list->count - 1].to = to;
		return 0;
	}
	if (list->count == list->capacity) {
		grown = realloc(list->items, wanted * sizeof(*grown));
		if (!grown)
			return err_nomem(err);
		list->items = grown;
		list->capacity = wanted;
	}
	list->items[list->count++] = (struct part){from, to};
	return 0;
}

/* What is around a place that differs, [from, to), or where two copies meet. */
static int add_around(
	struct part_list *list, struct text text, size_t from, size_t to, struct err *err)
{
	size_t reached = list->count ? list->items[list->count - 1].to : 0;
	size_t first = 0, last = text.len;

	if (from > MARGIN && from - MARGIN > reached)
		first = quiet_before(text, from - MARGIN);
	else if (list->count)
		first = reached;
	if (text.len - to > MARGIN)
		last = quiet_behind(text, to + MARGIN);
	return last > first ? add_part(list, first, last, err) : 0;
}

static bool is_worth(const struct copied *copied)
{
	return copied->len >= WORTH;
}

static int add_parts(struct part_list *list, const struct basis *basis, struct err *err)
{
	size_t from = 0;
	bool at_start = true; /* of both texts, and nothing differs yet */

	for (size_t i = 0; i < basis->copies.count; i++) {
		const struct copied *copied = &basis->copies.items[i];

		if (!is_worth(copied))
			continue;
		if (!(at_start && copied->at == 0 && copied->from == 0) &&
			add_around(list, basis->text, from, copied->at, err) < 0)
			return -1;
		at_start = false;
		from = copied->at + copied->len;
		if (from == basis->text.len && copied->from + copied->len == basis->kept->len)
			return 0;
	}
	return add_around(list, basis->text, from, basis->text.len, err);
}

int parts_find(struct part_list *out, const struct basis *basis, struct err *err)
{
	out->count = 0;
	if (!basis->kept->clean)
		return add_part(out, 0, basis->text.len, err);
	if (add_parts(out, basis, err) < 0)
		return -1;
	/* A text that is a copy as a whole still has ends. */
	return out->count ? 0 : add_part(out, 0, basis->text.len, err);
}
