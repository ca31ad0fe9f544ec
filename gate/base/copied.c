/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/copied.h"

#include <stdlib.h>

#include "gate/base/common.h"

static size_t end_of(const struct copied *copied)
{
	return copied->at + copied->len;
}

static bool goes_on(const struct copied *last, const struct copied *next)
{
	return end_of(last) == next->at && last->from + last->len == next->from;
}

bool copied_is_true(struct copies copies, struct text other, struct text text)
{
	size_t done = 0;

	for (size_t i = 0; i < copies.count; i++) {
		const struct copied *copied = &copies.items[i];

		if (copied->at < done || copied->at > text.len || copied->from > other.len ||
			copied->len > text.len - copied->at ||
			copied->len > other.len - copied->from ||
			memcmp(text.ptr + copied->at, other.ptr + copied->from, copied->len) != 0)
			return false;
		done = end_of(copied);
	}
	return true;
}

void copied_set(struct copied_list *list, struct copies copies)
{
	copied_clear(list);
	if (copies.count)
		memcpy(list->items, copies.items, copies.count * sizeof(*copies.items));
	list->count = copies.count;
}

static void thin_out(struct copied_list *list)
{
	size_t count = 0;

	list->least *= 2;
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].len >= list->least)
			list->items[count++] = list->items[i];
	list->count = count;
}

void copied_note(struct copied_list *list, struct copied copied)
{
	struct copied *last = list->count ? &list->items[list->count - 1] : NULL;

	if (last && goes_on(last, &copied)) {
		last->len += copied.len;
		return;
	}
	if (last && last->len < list->least)
		list->count--;
	while (list->count == MOST_NOTED)
		thin_out(list);
	list->items[list->count++] = copied;
}

/* ---- the other way round ---- */

/* The longer first, so that of those that overlap it is whole. */
static int compare(const void *left, const void *right)
{
	const struct copied *a = left, *b = right;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->len != b->len)
		return a->len > b->len ? -1 : 1;
	return a->from < b->from ? -1 : a->from > b->from;
}

/* What is behind `done` of it; of no length where nothing is. */
static struct copied behind(struct copied copied, size_t done)
{
	size_t passed = done > copied.at ? done - copied.at : 0;

	if (passed > copied.len)
		passed = copied.len;
	return (struct copied){copied.at + passed, copied.from + passed, copied.len - passed};
}

void copied_invert(struct copied_list *list)
{
	size_t count = list->count, done = 0;
	bool ascends = true;

	for (size_t i = 0; i < count; i++) {
		struct copied *item = &list->items[i];

		*item = (struct copied){item->from, item->at, item->len};
		ascends = ascends && item->at >= done;
		done = end_of(item);
	}
	if (ascends)
		return;
	qsort(list->items, count, sizeof(list->items[0]), compare);
	copied_clear(list);
	done = 0;
	for (size_t i = 0; i < count; i++) {
		struct copied item = behind(list->items[i], done);

		if (item.len == 0)
			continue;
		copied_note(list, item);
		done = end_of(&item);
	}
}

/* ---- one behind the other ---- */

/* The first that ends behind a place; the one before was at `last`, and mostly they ascend. */
static size_t first_behind(struct copies copies, size_t place, size_t last)
{
	size_t at = last;

	if (at > 0 && end_of(&copies.items[at - 1]) > place)
		at = 0;
	while (at < copies.count && end_of(&copies.items[at]) <= place)
		at++;
	return at;
}

void copied_compose(struct copied_list *out, struct copies first, struct copies second)
{
	size_t start = 0;

	copied_clear(out);
	for (size_t i = 0; i < first.count; i++) {
		const struct copied *stretch = &first.items[i];
		size_t to = stretch->from + stretch->len;

		start = first_behind(second, stretch->from, start);
		for (size_t k = start; k < second.count && second.items[k].at < to; k++) {
			struct copied there = behind(second.items[k], stretch->from);
			size_t len = end_of(&there) < to ? there.len : to - there.at;

			copied_note(out, (struct copied){stretch->at + there.at - stretch->from,
						 there.from, len});
		}
	}
}

/* ---- with a look at the texts ---- */

/* Both texts, and what is settled of them. */
struct settling {
	struct copied_list *out;
	struct text other, text;
	size_t done; /* of the text */
};

static struct copied lengthened(const struct settling *settling, struct copied copied)
{
	struct text other = settling->other, text = settling->text;
	size_t to = copied.from + copied.len;
	size_t ahead = common_start(text_slice(other, to, other.len),
		text_slice(text, copied.at + copied.len, text.len));
	size_t back = common_end(
		text_slice(other, 0, copied.from), text_slice(text, settling->done, copied.at));

	return (struct copied){copied.at - back, copied.from - back, back + copied.len + ahead};
}

static void settle(struct settling *settling, struct copied copied)
{
	if (copied.len == 0)
		return;
	settling->done = end_of(&copied);
	copied_note(settling->out, copied);
}

static void settle_start(struct settling *settling, struct copies copies)
{
	bool is_there = copies.count && copies.items[0].at == 0 && copies.items[0].from == 0;

	if (!is_there)
		settle(settling,
			(struct copied){0, 0, common_start(settling->other, settling->text)});
}

static void settle_end(struct settling *settling)
{
	struct text other = settling->other, text = settling->text;
	size_t len = common_end(other, text_slice(text, settling->done, text.len));

	settle(settling, (struct copied){text.len - len, other.len - len, len});
}

void copied_settle(struct copied_list *out, struct copies copies, struct text other,
	struct text text, size_t least)
{
	struct settling settling = {out, other, text, 0};

	copied_clear(out);
	out->least = 1;
	settle_start(&settling, copies);
	for (size_t i = 0; i < copies.count; i++) {
		struct copied rest = behind(copies.items[i], settling.done);

		if (rest.len == 0)
			continue;
		rest = lengthened(&settling, rest);
		if (rest.len >= least || (rest.at == 0 && rest.from == 0))
			settle(&settling, rest);
	}
	settle_end(&settling);
}
