/* SPDX-License-Identifier: Apache-2.0
 *
 * Pairs the pins of two versions of a file by (name, version, artifact), so that order, layout and the
 * version of the file format play no part.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/judging.h"

static int compare_keys(const struct pin *a, const struct pin *b)
{
	int order = text_compare(a->name, b->name);

	if (order == 0 && !(a->flags & b->flags & PIN_REFERENCE))
		order = text_compare(a->version, b->version);
	return order ? order : text_compare(a->artifact, b->artifact);
}

static int compare_pins(const void *left, const void *right)
{
	const struct pin *a = *(const struct pin *const *)left,
			 *b = *(const struct pin *const *)right;
	int order = compare_keys(a, b);

	return order ? order : (a > b) - (a < b);
}

struct sorted {
	const struct pin **items;
	size_t count;
};

static int sort_pins(
	struct sorted *out, const struct lock *lock, struct arena *arena, struct err *err)
{
	bool in_order = true;

	out->count = lock->pins.count;
	out->items = arena_array(arena, out->count, sizeof(*out->items));
	if (!out->items)
		return err_nomem(err);
	for (size_t i = 0; i < out->count; i++) {
		out->items[i] = &lock->pins.items[i];
		in_order =
			in_order && (i == 0 || compare_keys(out->items[i - 1], out->items[i]) <= 0);
	}
	if (!in_order)
		qsort(out->items, out->count, sizeof(*out->items), compare_pins);
	return 0;
}

/* Takes the pins of one key off the front. */
static size_t take(const struct sorted *pins, size_t at, const struct pin *key)
{
	size_t end = at;

	while (end < pins->count && compare_keys(pins->items[end], key) == 0)
		end++;
	return end - at;
}

int subject_pair(struct subject *subject, struct err *err)
{
	struct sorted base, head;
	size_t b = 0, h = 0;

	if (sort_pins(&base, &subject->base.lock, subject->arena, err) < 0 ||
		sort_pins(&head, &subject->head.lock, subject->arena, err) < 0)
		return -1;
	subject->pairs.items =
		arena_array(subject->arena, base.count + head.count, sizeof(struct pair));
	if (!subject->pairs.items)
		return err_nomem(err);
	while (b < base.count || h < head.count) {
		bool base_first =
			h == head.count ||
			(b < base.count && compare_keys(base.items[b], head.items[h]) <= 0);
		const struct pin *key = base_first ? base.items[b] : head.items[h];
		struct pair *pair = &subject->pairs.items[subject->pairs.count++];

		*pair = (struct pair){.base = base.items + b,
			.head = head.items + h,
			.base_count = take(&base, b, key),
			.head_count = take(&head, h, key)};
		b += pair->base_count;
		h += pair->head_count;
	}
	return 0;
}

static bool same_digest(const struct digest *a, const struct digest *b)
{
	return a->algorithm == b->algorithm && !a->flaw == !b->flaw &&
	       text_equal(a->flaw ? a->written : a->bytes, b->flaw ? b->written : b->bytes);
}

bool pin_has_same_digests(const struct pin *a, const struct pin *b)
{
	if (a->digest_count != b->digest_count)
		return false;
	for (uint32_t i = 0; i < a->digest_count; i++)
		if (!same_digest(&a->digests[i], &b->digests[i]))
			return false;
	return true;
}

bool pin_is_unchanged(const struct pair *pair, const struct pin *head)
{
	for (size_t i = 0; i < pair->base_count; i++) {
		const struct pin *base = pair->base[i];

		if (base->flags == head->flags && text_equal(base->source, head->source) &&
			text_equal(base->version, head->version) &&
			pin_has_same_digests(base, head))
			return true;
	}
	return false;
}

bool subject_is_made_anew(const struct subject *subject)
{
	for (size_t i = 0; i < subject->pairs.count; i++)
		if (!subject->pairs.items[i].base_count || !subject->pairs.items[i].head_count)
			return true;
	return false;
}
